"""Investigating, as someone uses its pages."""

from __future__ import annotations

from typing import Any

from django.test import Client

from holdfast.casework.incidents.models import (
    Investigation,
    Review,
    Statement,
    Witness,
)
from holdfast.casework.incidents.operations.investigate import save_findings
from holdfast.casework.incidents.operations.routing import refer
from holdfast.casework.incidents.operations.statements import ask_for_statement, give_statement
from holdfast.casework.incidents.tests.handling_cast import FINDINGS, Team, cover, later
from holdfast.casework.incidents.tests.handling_pages import hidden, page, sign_in
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.pages.words import moment_in_words
from holdfast.kernel import clock


def found(**changes: Any) -> dict[str, Any]:
    return {"findings": FINDINGS.findings, "why": FINDINGS.why, "causes": ["waiting"], "learnt": ""} | changes


def test_it_keeps_findings_and_then_sends_them(team: Team, client: Client) -> None:
    investigation = team.investigation(team.triaged())
    incident = investigation.incident
    browser = sign_in(team, client, team.manager)
    address = page(incident, f"investigations/{investigation.pk}/")
    answer = browser.post(address, hidden(incident) | found(why="") | {"save": "1"})
    assert (answer.status_code, answer.url) == (302, address)
    text = browser.get(address).content.decode()
    assert FINDINGS.findings in text
    answer = browser.post(address, hidden(incident) | found(why=""))
    assert answer.status_code == 422
    assert "Enter why you think it happened" in answer.content.decode()
    answer = browser.post(address, hidden(incident) | found())
    assert answer.url == page(incident)
    assert Investigation.objects.get().state == "submitted"
    assert browser.get(address).url == page(incident) + f"#investigation-{investigation.pk}"


def test_it_loses_no_finding_when_two_write_at_once(team: Team, client: Client) -> None:
    incident = team.triaged(others=[team.lsms])
    investigation = team.investigation(incident)
    browser = sign_in(team, client, team.manager)
    mine = hidden(incident) | found(findings="My version", save="1")
    with clock.at(later(minutes=1)):
        theirs = FINDINGS.__class__(findings="Their version", why="x")
        save_findings(by=team.actor(team.lsms), investigation=investigation, findings=theirs)
    with clock.at(later(minutes=2)):
        answer = browser.post(page(incident, f"investigations/{investigation.pk}/"), mine)
        text = answer.content.decode()
        assert answer.status_code == 422
        assert "My version" in text
        assert "Findings saved by <bdi>Lee Specialist</bdi>" in text
        assert "What was found: Their version" in text
        assert Investigation.objects.get().findings == "Their version"
        again = {name: answer.context["form"][name].value() for name in ("seen_version", "opened_at")}
        browser.post(page(incident, f"investigations/{investigation.pk}/"), mine | again)
    assert Investigation.objects.get().findings == "My version"


def test_it_says_so_when_it_was_oneself(team: Team, client: Client) -> None:
    investigation = team.investigation(team.triaged())
    incident = investigation.incident
    browser = sign_in(team, client, team.manager)
    address = page(incident, f"investigations/{investigation.pk}/")
    with clock.at(later(minutes=1)):
        first = hidden(incident) | found(findings="First", save="1")
        browser.post(address, first)
        answer = browser.post(address, first | {"findings": "Second, from the page before"})
    assert answer.status_code == 422
    assert "You changed this incident after you opened this page" in answer.content.decode()


def test_it_lets_a_deputy_write_on_behalf_of_who_is_away(team: Team, client: Client) -> None:
    investigation = team.investigation(team.triaged())
    incident = investigation.incident
    cover(team, team.manager, team.deputy)
    browser = sign_in(team, client, team.deputy)
    address = page(incident, f"investigations/{investigation.pk}/")
    assert "You do this on behalf of <bdi>Morgan Manager</bdi>" in browser.get(address).content.decode()
    browser.post(address, hidden(incident) | found())
    entry = Entry.objects.get(verb="incidents.submit_findings")
    assert (entry.actor_name, entry.actor_on_behalf_of) == ("Dee Deputy", "Morgan Manager")
    assert Investigation.objects.get().submitted_by == team.deputy


def test_it_lets_nobody_else_write_findings(team: Team, client: Client) -> None:
    investigation = team.investigation(team.triaged())
    browser = sign_in(team, client, team.lsms)
    address = page(investigation.incident, f"investigations/{investigation.pk}/")
    assert browser.get(address).status_code == 403
    assert browser.post(address, hidden(investigation.incident) | found()).status_code == 403
    assert browser.get(page(investigation.incident, "investigations/999/")).status_code == 404


def test_it_sends_back_only_with_what_is_needed(team: Team, client: Client) -> None:
    investigation = team.submitted()
    incident = investigation.incident
    browser = sign_in(team, client, team.lsms)
    address = page(incident, f"investigations/{investigation.pk}/review/")
    text = browser.get(address).content.decode()
    assert FINDINGS.findings in text
    assert "Waiting, delay or a complaint about care" in text
    sent = hidden(incident) | {"approve": "no", "proportionate": "yes"}
    answer = browser.post(address, sent | {"needed": ""})
    assert answer.status_code == 422
    assert "Enter what is still needed" in answer.content.decode()
    browser.post(address, sent | {"needed": "Ask the neighbour", "remark": "not asked for"})
    review = Review.objects.get()
    assert (review.approved, review.reason) == (False, "Ask the neighbour")
    team.sign_in(client, team.manager)
    assert "Ask the neighbour" in client.get(page(incident)).content.decode()


def test_it_reviews_once_though_pressed_twice(team: Team, client: Client) -> None:
    investigation = team.submitted()
    browser = sign_in(team, client, team.lsms)
    sent = hidden(investigation.incident) | {"approve": "yes", "proportionate": "yes", "remark": "Well done"}
    for _ in range(2):
        address = page(investigation.incident, f"investigations/{investigation.pk}/review/")
        assert browser.post(address, sent).status_code == 302
    assert Review.objects.get().reason == "Well done"


def test_it_lets_no_investigator_review(team: Team, client: Client) -> None:
    incident = team.triaged(others=[team.second_lsms])
    investigation = team.submitted(incident)
    browser = sign_in(team, client, team.second_lsms)
    assert browser.get(page(incident, f"investigations/{investigation.pk}/review/")).status_code == 403
    assert "Review the findings" not in browser.get(page(incident)).content.decode()


def test_it_changes_who_investigates_and_keeps_the_others(team: Team, client: Client) -> None:
    incident = team.triaged(others=[team.second_lsms])
    investigation = team.investigation(incident)
    browser = sign_in(team, client, team.lsms)
    address = page(incident, f"investigations/{investigation.pk}/people/")
    form = browser.get(address).context["form"]
    assert form["lead"].value()[0] == "Morgan Manager"
    sent = hidden(incident) | {
        "lead": "Morgan Manager", "keep": [str(team.second_lsms.pk)], "helper": "Fran Faraway", "another": "",
    }  # fmt: skip
    assert browser.post(address, sent).status_code == 302
    running = investigation.investigators.filter(until__isnull=True).order_by("pk")
    assert [str(row.person) for row in running] == ["Morgan Manager", "Sasha Second", "Fran Faraway"]


def test_it_opens_a_second_investigation(team: Team, client: Client) -> None:
    team.number("incidents.investigate-within", "P28D")
    incident = team.triaged()
    browser = sign_in(team, client, team.lsms)
    form = browser.get(page(incident, "investigations/")).context["form"]
    assert form["strand"].value() == "lsms"
    sent = hidden(incident) | {
        "lead": "Lee Spec", "strand": "lsms", "commissioned_by": "The director", "due_day": "31", "due_month": "3",
        "due_year": "2026",
    }  # fmt: skip
    assert browser.post(page(incident, "investigations/"), sent).status_code == 302
    made = team.investigation(incident)
    assert (made.strand, made.commissioned_by) == ("lsms", "The director")
    assert moment_in_words(made.due_at) == "31 March 2026, 22:30"  # 28 days by the calendar, over the change of clocks


def test_it_asks_a_colleague_for_a_statement_and_takes_it_in(team: Team, client: Client) -> None:
    incident = team.triaged()
    Witness.objects.create(trust=team.trust, incident=incident, name="Ada Neighbour", standing="public")
    browser = sign_in(team, client, team.manager)
    answer = browser.post(page(incident, "statements/"), hidden(incident) | {"whom": "colleague", "person": ""})
    assert "Enter whom you ask" in answer.content.decode()
    assert "Select whom you ask" in browser.post(page(incident, "statements/"), hidden(incident)).content.decode()
    sent = hidden(incident) | {"whom": "colleague", "person": "Casey Crewmate"}
    assert browser.post(page(incident, "statements/"), sent).status_code == 302
    statement = Statement.objects.get()
    browser = sign_in(team, client, team.crewmate)
    text = browser.get(page(incident, f"statements/{statement.pk}/")).content.decode()
    assert "Morgan Manager" in text
    assert "assault" not in text.lower()  # who saw it is not told what others called it
    sent = hidden(incident) | {"words": "He shouted first."}
    for _ in range(2):
        assert browser.post(page(incident, f"statements/{statement.pk}/"), sent).url == "/"
    assert "He shouted first." in browser.get(page(incident, f"statements/{statement.pk}/")).content.decode()
    assert browser.get(page(incident)).status_code == 403
    team.sign_in(client, team.manager)
    assert "He shouted first." in client.get(page(incident)).content.decode()


def test_it_shows_a_statement_to_nobody_else(team: Team, client: Client) -> None:
    incident = team.triaged()
    statement = ask_for_statement(by=team.actor(team.manager), incident=incident, person=team.crewmate)
    give_statement(by=team.actor(team.crewmate), statement=statement, words="He shouted first.")
    for person, status in ((team.paramedic, 404), (team.far_manager, 404), (team.director, 200)):
        team.sign_in(client, person)
        assert client.get(page(incident, f"statements/{statement.pk}/")).status_code == status
    other = team.report()
    assert client.get(page(other, f"statements/{statement.pk}/")).status_code == 404


def test_it_lets_only_who_investigates_write_for_another(team: Team, client: Client) -> None:
    incident = team.triaged()
    refer(by=team.actor(team.lsms), incident=incident, post=team.posts["hr"], why="Support")
    statement = ask_for_statement(by=team.actor(team.manager), incident=incident, person=team.crewmate)
    address = page(incident, f"statements/{statement.pk}/")
    team.sign_in(client, team.human_resources)
    assert client.get(address).status_code == 403
    team.sign_in(client, team.manager)
    client.post(address, hidden(incident) | {"words": "He told me that he saw nothing."})
    assert "Written down by <bdi>Morgan Manager</bdi>" in client.get(address).content.decode()


def test_it_reminds_and_gives_up_on_a_statement(team: Team, client: Client) -> None:
    incident = team.triaged()
    statement = ask_for_statement(by=team.actor(team.manager), incident=incident, person=team.crewmate)
    browser = sign_in(team, client, team.manager)
    for words in ("was reminded", "were reminded a moment ago"):
        answer = browser.post(page(incident, f"statements/{statement.pk}/reminder/"), follow=True)
        assert words in answer.content.decode()
    assert browser.get(page(incident, f"statements/{statement.pk}/reminder/")).status_code == 405
    browser.post(page(incident, f"statements/{statement.pk}/refusal/"), hidden(incident) | {"why": "On leave"})
    assert "Will not come" in browser.get(page(incident)).content.decode()
