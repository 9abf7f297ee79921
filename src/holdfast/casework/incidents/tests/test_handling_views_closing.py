"""Closing, telling and learning, as someone uses their pages."""

from __future__ import annotations

from django.test import Client

from holdfast.casework.incidents.models import (
    Closure,
    Exchange,
    Incident,
    Lesson,
    LessonReading,
)
from holdfast.casework.incidents.operations.feedback import answer_as_reporter
from holdfast.casework.incidents.operations.learning import share_lesson
from holdfast.casework.incidents.tests.handling_cast import FINDINGS, Team
from holdfast.casework.incidents.tests.handling_pages import hidden, page, sign_in
from holdfast.casework.incidents.tests.report_cast import NOW


def test_it_says_what_is_missing_with_what_mends_it(team: Team, client: Client) -> None:
    for requirement in ("police-told", "crime-number", "lesson"):
        team.closing_rule(requirement)
    incident = team.concluded()
    browser = sign_in(team, client, team.lsms)
    text = browser.get(page(incident, "closure/")).content.decode()
    assert "Not ready to close yet" in text
    for link in ("police-contact/", "missing/police-told/", "missing/crime-number/", "lessons/", "no-lesson/"):
        assert f'href="{page(incident, link)}"' in text
    answer = browser.post(page(incident, "closure/"), hidden(incident) | {"outcome": "A warning letter"})
    assert answer.status_code == 422
    assert "This cannot close yet" in answer.content.decode()
    assert "A warning letter" in answer.content.decode()
    assert f'href="{page(incident, "no-lesson/")}"' in answer.content.decode()

    for link, told in (
        (
            "police-contact/",
            {"told_at_day": "3", "told_at_month": "3", "told_at_year": "2026", "told_at_clock": "22:00"},
        ),
        ("missing/crime-number/", {"reason": "Not recorded"}),
        ("no-lesson/", {"why": "Known"}),
    ):
        assert browser.post(page(incident, link), hidden(incident) | told).status_code == 302, link
    sent = hidden(incident) | {"outcome": "A warning letter"}
    for _ in range(2):
        assert browser.post(page(incident, "closure/"), sent).status_code == 302
    assert Closure.objects.count() == 1
    assert "What came of it" in browser.get(page(incident)).content.decode()
    assert browser.get(page(incident, "missing/tea/")).status_code == 404


def test_it_goes_on_to_the_next_one_that_is_ready(team: Team, client: Client) -> None:
    first, second = team.concluded(), team.concluded()
    browser = sign_in(team, client, team.lsms)
    answer = browser.post(page(first, "closure/"), hidden(first) | {"outcome": "A warning letter"})
    assert answer.url == page(second, "closure/")
    answer = browser.post(page(first, "reopening/"), hidden(first) | {"why": ""})
    assert "Enter the reason" in answer.content.decode()
    assert browser.post(page(first, "reopening/"), hidden(first) | {"why": "New facts"}).status_code == 302
    assert Incident.objects.get(pk=first.pk).state == "open"


def test_it_reads_and_answers_the_reporter(team: Team, client: Client) -> None:
    incident = team.triaged()
    answer_as_reporter(by=team.actor(team.paramedic), incident=incident, words="<b>He came back</b>")
    browser = sign_in(team, client, team.lsms)
    browser.get(page(incident))
    assert Exchange.objects.get(step="answer").read_at is None  # the manager investigates: it is for them
    browser = sign_in(team, client, team.manager)
    text = browser.get(page(incident)).content.decode()
    assert "&lt;b&gt;He came back&lt;/b&gt;" in text
    assert Exchange.objects.get(step="answer").read_at == NOW
    sent = hidden(incident) | {"words": "I ring you tonight"}
    for _ in range(2):
        assert browser.post(page(incident, "messages/"), sent).url == page(incident) + "#messages"
    assert Exchange.objects.filter(step="message").count() == 1


def test_it_marks_a_report_as_checked(team: Team, client: Client) -> None:
    incident = team.report()
    browser = sign_in(team, client, team.manager)
    assert "Check this report" in browser.get(page(incident)).content.decode()
    browser.post(page(incident, "check/"))
    assert Incident.objects.get().manager_checked_by == "Morgan Manager"
    assert "Check this report" not in browser.get(page(incident)).content.decode()
    second = team.report()
    team.sign_in(client, team.lsms)
    answer = client.post(page(second, "check/"), follow=True)
    assert "Only the line manager of the unit checks" in answer.content.decode()


def test_it_shares_a_lesson_and_sends_it_on(team: Team, client: Client) -> None:
    incident = team.concluded()
    browser = sign_in(team, client, team.lsms)
    form = browser.get(page(incident, "lessons/")).context["form"]
    assert form["words"].value() == FINDINGS.learnt
    sent = hidden(incident) | {"title": "Waiting", "words": "Say early.", "teams": [str(team.unit.pk)]}
    for _ in range(2):
        browser.post(page(incident, "lessons/"), sent)
    lesson = Lesson.objects.get()
    text = browser.get(f"/lessons/{lesson.pk}/").content.decode()
    assert "Mill Lane" in text
    answer = browser.post(f"/lessons/{lesson.pk}/teams/", hidden(incident))
    assert "Choose a team" in answer.content.decode()
    browser.post(f"/lessons/{lesson.pk}/teams/", hidden(incident) | {"other": str(team.far_unit.pk)})
    assert lesson.sendings.count() == 2
    reader = sign_in(team, client, team.far_manager)
    text = reader.get(f"/lessons/{lesson.pk}/").content.decode()
    assert incident.reference not in text
    reader.post(f"/lessons/{lesson.pk}/")
    reader.post(f"/lessons/{lesson.pk}/")
    assert LessonReading.objects.get().person == team.far_manager
    assert "Not read yet" not in reader.get("/lessons/").content.decode()
    assert reader.get(f"/lessons/{lesson.pk}/teams/").status_code == 403


def test_it_shows_a_lesson_only_to_those_it_was_sent_to(team: Team, client: Client) -> None:
    lesson = share_lesson(
        by=team.actor(team.lsms), incident=team.concluded(), title="Waiting", words="Say early.", units=[team.unit]
    )
    for person, status in ((team.paramedic, 200), (team.far_manager, 404), (team.deputy, 404), (team.director, 200)):
        team.sign_in(client, person)
        assert client.get(f"/lessons/{lesson.pk}/").status_code == status
    team.sign_in(client, team.deputy)
    assert "No lessons yet" in client.get("/lessons/").content.decode()
