"""The pages of those who deal with incidents, in a real browser at both widths, each held against WCAG by axe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from holdfast.casework.incidents.models import Incident, Triage
from holdfast.casework.incidents.operations.feedback import answer_as_reporter
from holdfast.casework.incidents.operations.investigate import review_findings
from holdfast.casework.incidents.operations.learning import share_lesson
from holdfast.casework.incidents.operations.statements import ask_for_statement
from holdfast.casework.incidents.tests.handling_cast import Team, make_team
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock
from tests.browser import SIZES, assert_accessible


@pytest.fixture
def standing(transactional_db: None) -> Iterator[Team]:
    """The team, committed, as of today: a browser knows no pretended time."""
    team = make_team()
    with scope(team.trust):
        team.number("incidents.investigate-within", "P28D")
        yield team


def as_person(visit: Any, team: Team, person: Person, size: str = "desktop", **options: Any) -> Page:
    """A page of `person`, signed in."""
    client = Client()
    team.sign_in(client, person)
    page = visit(size, **options)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": visit.address}])
    return page


def just_reported(team: Team, **changes: Any) -> Incident:
    """A report of something that happened a moment ago."""
    return team.report(**({"happened_at": clock.now(), "shift_ends_at": None} | changes))


def judge(page: Page) -> None:
    """What nobody judges for whoever triages: how serious it is, and whether it is a crime."""
    page.get_by_label("Moderate").check()
    page.get_by_role("group", name="Is it a crime?").get_by_label("Yes").check()


def everything(team: Team) -> Incident:
    """An open incident with something in each part of its page, its findings sent back once."""
    incident = team.triaged(just_reported(team))
    investigation = team.submitted(incident)
    by = team.actor(team.lsms)
    review_findings(by=by, investigation=investigation, approve=False, proportionate=True, reason="Ask the neighbour")
    ask_for_statement(by=team.actor(team.manager), incident=incident, person=team.crewmate)
    answer_as_reporter(by=team.actor(team.paramedic), incident=incident, words="He came back")
    share_lesson(by=by, incident=incident, title="Waiting families", words="Say early.", units=[team.unit])
    team.closing_rule("police-told")
    return incident


@pytest.mark.parametrize("size", sorted(SIZES))
def test_it_can_be_read_and_used_by_everyone(visit: Any, standing: Team, size: str) -> None:
    incident = everything(standing)
    waiting = just_reported(standing)
    secret = just_reported(standing, type="sexual-offence")
    key = standing.investigation(incident).pk
    statement = incident.statements.get().pk
    one = f"/incidents/{incident.reference}/"
    looked_at = {
        standing.lsms: [
            "/incidents/", "/incidents/?stage=closed", one, f"/incidents/{waiting.reference}/triage/", f"{one}closure/",
            f"{one}investigations/{key}/people/", f"{one}facts/", f"{one}facts/own/", f"{one}police-contact/",
            f"{one}lessons/", f"{one}messages/", f"{one}files/", f"/lessons/{incident.lessons.get().pk}/",
        ],
        standing.manager: [one, f"{one}investigations/{key}/", f"{one}statements/"],
        standing.crewmate: [f"{one}statements/{statement}/", "/lessons/"],
        standing.lead: [f"/incidents/{secret.reference}/", f"/incidents/{secret.reference}/readers/"],
    }  # fmt: skip
    for person, addresses in looked_at.items():
        page = as_person(visit, standing, person, size)
        for address in addresses:
            page.goto(address)
            expect(page.locator("h1")).to_have_count(1)
            assert_accessible(page)
        page.context.close()


def test_it_triages_with_a_few_presses(visit: Any, standing: Team) -> None:
    first, second = (just_reported(standing) for _ in range(2))
    page = as_person(visit, standing, standing.lsms, "phone")
    page.goto("/")
    page.get_by_role("button", name="Triage").or_(page.get_by_role("link", name="Triage")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Triage")
    judge(page)
    page.get_by_role("button", name="Save and open the next").click()
    expect(page.get_by_text("is triaged.")).to_be_visible()
    judge(page)
    page.get_by_label("Someone else").check()
    page.get_by_role("combobox", name="Who?").press_sequentially("fran")
    page.get_by_role("option", name="Fran Faraway").click()
    page.get_by_label("Specialist’s investigation", exact=True).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("That was the last one that waited.")).to_be_visible()
    assert Triage.objects.count() == 2
    leads = {str(incident.investigations.get().investigators.get().person) for incident in (first, second)}
    assert leads == {"Morgan Manager", "Fran Faraway"}


def test_it_triages_without_a_script(visit: Any, standing: Team) -> None:
    incident = just_reported(standing)
    page = as_person(visit, standing, standing.lsms, java_script_enabled=False)
    page.goto(f"/incidents/{incident.reference}/triage/")
    judge(page)
    page.get_by_label("Someone else").check()
    page.get_by_label("Who?").fill("fran far")
    page.get_by_label("Specialist’s investigation", exact=True).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("is triaged.")).to_be_visible()


def test_it_keeps_findings_that_meet_another_change(visit: Any, standing: Team) -> None:
    visit.expects("422", because="a form that must be sent again is answered with what is wrong")
    incident = standing.triaged(just_reported(standing))
    key = standing.investigation(incident).pk
    page = as_person(visit, standing, standing.manager)
    page.goto(f"/incidents/{incident.reference}/investigations/{key}/")
    page.get_by_label("What did you find?").fill("The door was open")
    page.get_by_label("Why do you think it happened?").fill("Nobody locked it")
    ask_for_statement(by=standing.actor(standing.lsms), incident=incident, person=standing.crewmate)
    page.get_by_role("button", name="Send for review").click()
    expect(page.get_by_role("heading", name="While this page was open")).to_be_visible()
    expect(page.get_by_text("Statement asked for by Lee Specialist")).to_be_visible()
    expect(page.get_by_label("What did you find?")).to_have_value("The door was open")
    assert_accessible(page)
    page.get_by_role("button", name="Send for review").click()
    expect(page.get_by_text("Your findings were sent for review.")).to_be_visible()
