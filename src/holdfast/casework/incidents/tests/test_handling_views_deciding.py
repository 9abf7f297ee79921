"""Deciding about a report: medical factors, what was told since, and what is asked of whom."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from holdfast.casework.incidents.models import Referral
from holdfast.casework.incidents.operations.additions import add_facts
from holdfast.casework.incidents.operations.feedback import answer_as_reporter
from holdfast.casework.incidents.operations.investigate import review_findings, submit_findings
from holdfast.casework.incidents.operations.learning import share_lesson
from holdfast.casework.incidents.operations.statements import ask_for_statement, give_statement, remind_of_statement
from holdfast.casework.incidents.operations.triage import judge_medical_factors
from holdfast.casework.incidents.queries.queues import owed_by
from holdfast.casework.incidents.rules.answers import SubjectFacts
from holdfast.casework.incidents.tests.handling_cast import FINDINGS, Team, later
from holdfast.casework.incidents.tests.handling_pages import hidden, page, sign_in
from holdfast.casework.incidents.tests.report_cast import assault
from holdfast.foundation.notifications.models import Notice
from holdfast.foundation.organisation.models import PostHolding
from holdfast.kernel import clock

pytestmark = pytest.mark.any_database  # every page is opened on each database in tests/test_permissions.py

BY_PATIENT = replace(assault(), subjects=(SubjectFacts(standing="patient"),))


def test_it_puts_a_question_into_the_work_of_a_clinician(team: Team, client: Client) -> None:
    incident = team.report(BY_PATIENT)
    browser = sign_in(team, client, team.lsms)
    text = browser.get(page(incident, "triage/")).content.decode()
    assert "Medical factors: not judged." in text
    assert page(incident, "medical-factors/asking/") in text
    asking = page(incident, "medical-factors/asking/")
    assert "<bdi>Chris Clinician</bdi>, <bdi>Clinical lead</bdi>" in browser.get(asking).content.decode()
    browser.post(asking, hidden(incident) | {"why": "He was confused."})
    text = browser.get(page(incident)).content.decode()
    assert "Medical factors: waiting for a clinician." in text
    [item] = owed_by(team.viewer(team.clinician))
    assert (item.verb, item.what) == ("Judge", "Medical factors: He was confused.")
    assert item.url == page(incident, "medical-factors/")
    sign_in(team, client, team.clinician).get(page(incident))
    assert len(owed_by(team.viewer(team.clinician))) == 1  # opening it judges nothing
    judge_medical_factors(by=team.acting(team.clinician), incident=incident, present=True, reason="A head injury")
    assert owed_by(team.viewer(team.clinician)) == []
    assert "Medical factors: yes." in browser.get(page(incident)).content.decode()


def test_it_says_when_there_is_no_clinician_to_ask(team: Team, client: Client) -> None:
    PostHolding.objects.filter(person=team.clinician).delete()
    incident = team.report(BY_PATIENT)
    browser = sign_in(team, client, team.lsms)
    asking = page(incident, "medical-factors/asking/")
    assert "Nobody can be asked yet" in browser.get(asking).content.decode()
    answer = browser.post(asking, hidden(incident) | {"why": "He was confused."})
    assert "Nobody holds a post that judges medical factors." in answer.content.decode()
    assert not Referral.objects.filter(incident=incident, post=team.posts["clinician"]).exists()


def test_it_ticks_no_judgement_beforehand(team: Team, client: Client) -> None:
    incident = team.report()
    form = sign_in(team, client, team.lsms).get(page(incident, "triage/")).context["form"]
    assert (form.initial["severity"], form.initial["crime"]) == (None, None)
    assert "it looks moderate" in form.fields["severity"].help_text
    answer = client.post(page(incident, "triage/"), hidden(incident) | {"type": "physical-assault", "who": "nobody"})
    assert {"severity", "crime"} <= answer.context["form"].errors.keys()


def test_it_shows_whoever_decides_what_was_told_since(team: Team, client: Client) -> None:
    incident = team.triaged()
    add_facts(by=team.actor(team.paramedic), incident=incident, words="His brother came too.", from_reporter=True)
    answer_as_reporter(by=team.actor(team.paramedic), incident=incident, words="I am back at work.")
    asked = ask_for_statement(by=team.actor(team.manager), incident=incident, person=team.crewmate)
    give_statement(by=team.actor(team.crewmate), statement=asked, words="I heard a shout.")
    told = ("His brother came too.", "I am back at work.", "I heard a shout.")
    investigation = team.investigation(incident)
    findings = page(incident, f"investigations/{investigation.pk}/")
    text = sign_in(team, client, team.manager).get(findings).content.decode()
    assert [words in text for words in told] == [True] * 3
    submit_findings(by=team.actor(team.manager), investigation=investigation, findings=FINDINGS)
    by = team.actor(team.lsms)
    review_findings(by=by, investigation=investigation, approve=False, proportionate=None, reason="Ask the brother")
    submit_findings(by=team.actor(team.manager), investigation=investigation, findings=FINDINGS)
    text = sign_in(team, Client(), team.lsms).get(f"{findings}review/").content.decode()
    assert [words in text for words in (*told, "Ask the brother")] == [True] * 4


def test_it_folds_a_very_long_text(team: Team, client: Client) -> None:
    incident = team.report(description="word " * 9000)
    for address in (f"/my-reports/{incident.reference}/", f"/incidents/{incident.reference}/"):
        person = team.paramedic if "my" in address else team.lsms
        assert "Read the whole text" in sign_in(team, Client(), person).get(address).content.decode()


def test_it_asks_whether_the_effort_was_in_proportion_only_of_findings_that_are_approved(
    team: Team, client: Client
) -> None:
    investigation = team.submitted()
    incident = investigation.incident
    address = page(incident, f"investigations/{investigation.pk}/review/")
    browser = sign_in(team, client, team.lsms)
    assert browser.post(address, hidden(incident) | {"approve": "yes"}).context["form"].errors.keys() == {
        "proportionate"
    }
    sent_back = browser.post(address, hidden(incident) | {"approve": "no", "needed": "Ask the brother"})
    assert sent_back.url == page(incident)
    assert investigation.reviews.get().proportionate is None


def test_it_says_beside_the_reference_why_two_cannot_be_merged(team: Team, client: Client) -> None:
    incident, other = team.report(), team.report()
    browser = sign_in(team, client, team.lsms)
    for into, words in (("INC-2026-00999", "There is no incident"), (incident.reference, "with itself")):
        answer = browser.post(page(incident, "merging/"), hidden(incident) | {"into": into, "why": "Same car"})
        assert words in answer.context["form"].errors["into"][0]
    short = f"inc-2026-{int(other.reference[-5:])}"
    assert browser.post(page(incident, "merging/"), hidden(incident) | {"into": short, "why": "Same"}).url == page(
        other
    )


def test_it_calls_a_statement_missing_only_when_it_is_late(team: Team, client: Client) -> None:
    incident = team.triaged()
    asked = ask_for_statement(
        by=team.actor(team.manager), incident=incident, person=team.crewmate, question="Who stood at the door?"
    )
    browser = sign_in(team, client, team.manager)
    text = browser.get(page(incident)).content.decode()
    assert "Asked for" in text
    assert "Missing" not in text
    own = sign_in(team, Client(), team.crewmate).get(page(incident, f"statements/{asked.pk}/")).content.decode()
    assert "Who stood at the door?" in own
    with clock.at(later(days=4)):
        remind_of_statement(by=team.actor(team.manager), statement=asked)
    assert "Missing" in browser.get(page(incident)).content.decode()


def test_it_takes_the_request_from_the_news_when_the_statement_is_in(team: Team) -> None:
    asked = ask_for_statement(by=team.actor(team.manager), incident=team.triaged(), person=team.crewmate)
    notices = Notice.objects.filter(person=team.crewmate, kind="incidents.statement", read_at=None)
    assert notices.count() == 1
    give_statement(by=team.actor(team.crewmate), statement=asked, words="I heard a shout.")
    assert notices.count() == 0


def test_it_tells_lessons_of_one_title_apart(team: Team) -> None:
    for words in ("Lock the bags away.", "Park under the lamp."):
        share_lesson(by=team.actor(team.lsms), incident=team.triaged(), title="Theft", words=words, units=[team.unit])
    lines = {item.what for item in owed_by(team.viewer(team.crewmate))}
    assert lines == {"Something we learnt: Lock the bags away.", "Something we learnt: Park under the lamp."}


def test_it_says_that_until_is_before_from(team: Team, client: Client) -> None:
    team.report()
    answer = sign_in(team, client, team.lsms).get("/incidents/?since=2026-03-01&until=2026-02-01")
    assert "This is before" in answer.context["filter_form"].errors["until"][0]
    assert "1 incident" in answer.content.decode()


def test_it_brings_back_to_the_report_who_comes_back_to_what_was_sent(team: Team, client: Client) -> None:
    incident = team.report()
    answer = sign_in(team, client, team.paramedic).get(f"/my-reports/{incident.reference}/answer/")
    assert answer.url == f"/my-reports/{incident.reference}/"
