"""An action from the incident to its verification, several at once, and the pages of actions for everyone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.tests.handling_cast import Team, make_team
from holdfast.casework.incidents.tests.test_handling_browser import as_person, just_reported
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.organisation.scope import scope
from holdfast.foundation.records.tests.files import picture as photo
from holdfast.kernel import clock
from holdfast.tools.actions.models import Action
from holdfast.tools.actions.operations.completing import complete
from holdfast.tools.actions.operations.plans import open_plan
from holdfast.tools.actions.operations.policy import install_tracking
from holdfast.tools.actions.operations.raising import raise_action
from holdfast.tools.actions.queries.policy import Tracking
from holdfast.tools.actions.rules.checking import VerificationLine
from tests.browser import SIZES, assert_accessible, picture


@pytest.fixture
def team(transactional_db: None, settings: Any, tmp_path: Path) -> Iterator[Team]:
    """The team, committed, as of today. Its policy wants a photo and a second person for what incidents lead to."""
    folder = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": folder}
    made = make_team()
    with scope(made.trust):
        wanted = VerificationLine(sources=("incident",), evidence=True)
        install_tracking(by=Actor.system("test"), trust=made.trust, tracking=Tracking(verification=[wanted]))
        yield made


def fill_day(page: Page, day: date) -> None:
    """Fill the boxes of the only day on the page."""
    for label, text in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        page.get_by_label(label, exact=True).fill(str(text))


def on_incident(team: Team, incident: Incident, title: str, **changes: Any) -> Action:
    told: dict[str, Any] = {
        "owner": team.manager,
        "due": clock.today() + timedelta(days=9),
        "source": "incident",
        "about": incident.record,
        "submission_key": title,
    }
    return raise_action(by=team.actor(team.lsms), trust=team.trust, title=title, **(told | changes))


def test_a_manager_raises_moves_and_completes_an_action_and_the_lsms_verifies_it(visit: Any, team: Team) -> None:
    visit.expects("422", because="a form that must be sent again is answered with what is wrong")
    incident = team.triaged(just_reported(team))
    due = clock.today() + timedelta(days=14)

    # Given the manager on the incident's actions, when they raise one with three answers
    page = as_person(visit, team, team.manager, "phone")
    page.goto(f"/records/{incident.reference}/actions/")
    expect(page.get_by_text("No actions yet")).to_be_visible()
    page.get_by_role("link", name="Raise an action").or_(page.get_by_role("button", name="Raise an action")).click()
    page.get_by_label("What is to be done?").fill("Fit a chain to the side door")
    page.get_by_role("combobox", name="Who is to do it?").press_sequentially("morgan")
    page.get_by_role("option", name="Morgan Manager").click()
    fill_day(page, clock.today() - timedelta(days=1))
    page.get_by_role("button", name="Raise it").click()
    # then a date that is over is refused, and what was typed is still there
    expect(page.get_by_text("The date is over").first).to_be_visible()
    expect(page.get_by_label("What is to be done?")).to_have_value("Fit a chain to the side door")
    fill_day(page, due)
    picture(page, "actions-raise-phone")
    page.get_by_role("button", name="Raise it").click()
    # and the action stands on the incident
    expect(page.get_by_text("The action is raised")).to_be_visible()
    page.get_by_role("link", name="ACT-").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Fit a chain to the side door")

    # When they move its date with a reason
    page.get_by_role("link", name="Move the date").click()
    fill_day(page, due + timedelta(days=7))
    page.get_by_label("Why does it move?").fill("The chain is on order")
    page.get_by_role("button", name="Move it").click()
    # then the earlier date and the reason stay visible
    expect(page.get_by_text("The chain is on order").first).to_be_visible()

    # When they complete it with a photo
    page.get_by_role("link", name="Complete it").or_(page.get_by_role("button", name="Complete it")).first.click()
    page.get_by_label("What was done?").fill("The chain is fitted")
    page.get_by_role("button", name="It was done").click()
    expect(page.get_by_text("Add a photo").first).to_be_visible()
    page.get_by_label("Photos or other files that show it").set_input_files(
        {"name": "chain.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    page.get_by_role("button", name="It was done").click()
    # then it waits for somebody else
    expect(page.get_by_text("It waits for someone else to verify it.")).to_be_visible()
    expect(page.get_by_role("link", name="Verify it")).to_have_count(0)
    picture(page, "actions-action-phone")

    # When the LSMS opens what waits and looks at the photo
    lsms = as_person(visit, team, team.lsms)
    lsms.goto("/actions/mine/")
    lsms.get_by_role("link", name="ACT-").first.click()
    lsms.get_by_role("link", name="Verify it").or_(lsms.get_by_role("button", name="Verify it")).first.click()
    expect(lsms.get_by_text("The chain is fitted")).to_be_visible()
    expect(lsms.get_by_role("img", name="chain.jpg")).to_be_visible()
    picture(lsms, "actions-verify-desktop")
    lsms.get_by_label("Yes, I have seen that it was done").check()
    lsms.get_by_role("button", name="Save").click()
    # then it is done, and each step is in the trail
    expect(lsms.get_by_text("Verified", exact=True)).to_be_visible()
    action = Action.objects.get()
    assert (action.state, action.about_id) == ("done", incident.pk)
    verbs = Entry.objects.filter(subject_reference=action.reference, verb__startswith="actions.")
    assert list(verbs.order_by("pk").values_list("verb", flat=True)) == [
        "actions.raise_action", "actions.move_date", "actions.complete", "actions.verify",
    ]  # fmt: skip


def test_the_lsms_changes_several_actions_with_one_reason(visit: Any, team: Team) -> None:
    incident = team.triaged(just_reported(team))
    actions = [on_incident(team, incident, title) for title in ("First", "Second", "Third")]
    page = as_person(visit, team, team.lsms)
    page.goto("/actions/")
    for action in actions[:2]:
        page.get_by_label(f"Choose {action.reference}").check()
    picture(page, "actions-list-desktop")
    page.get_by_role("button", name="Change the ticked ones").click()
    page.get_by_label("Move the date").check()
    fill_day(page, clock.today() + timedelta(days=30))
    page.get_by_label("Why, or what was done?").fill("The whole site is shut")
    picture(page, "actions-together-desktop")
    page.get_by_role("button", name="Change them").click()
    expect(page.get_by_text("2 actions changed.")).to_be_visible()
    moved = Entry.objects.filter(verb="actions.move_date").values_list("subject_reference", flat=True)
    assert set(moved) == {action.reference for action in actions[:2]}


@pytest.mark.parametrize("size", sorted(SIZES))
def test_everyone_can_read_and_use_the_pages_of_actions(visit: Any, team: Team, size: str) -> None:
    incident = team.triaged(just_reported(team))
    waiting = on_incident(team, incident, "Put a light over the back entrance")
    Action.objects.filter(pk=waiting.pk).update(evidence_needed=False)
    waiting.refresh_from_db()
    complete(by=team.actor(team.manager), action=waiting, words="It shines")
    plan = open_plan(
        by=team.actor(team.lsms),
        trust=team.trust,
        submission_key="plan",
        title="Security of Mill Lane",
        keeper=team.lsms,
        source="survey",
        period="quarter",
        about=incident.record,
    )
    action = on_incident(team, incident, "Mend the lock", plan=plan, cost_pence=12_000, purpose="So that it locks.")
    Action.objects.filter(pk=action.pk).update(due=clock.today() - timedelta(days=2))
    one, its_plan = f"/actions/{action.reference}/", f"/actions/plans/{plan.reference}/"
    record = f"/records/{incident.reference}/actions/"
    looked_at = {
        team.lsms: [
            "/actions/", "/actions/?state=withdrawn", "/actions/mine/", "/actions/plans/", its_plan, one, record,
            f"{one}owner/", f"{one}wording/", f"{one}withdrawal/", f"/actions/{waiting.reference}/verification/",
            f"{its_plan}update/", f"/actions/together/?key={action.pk}", "/actions/print/", f"{its_plan}print/",
        ],
        team.manager: [one, f"{one}completion/", f"{one}date/", f"{record}new/", "/actions/plans/new/"],
        team.crewmate: ["/actions/mine/", "/actions/"],
    }  # fmt: skip
    for person, addresses in looked_at.items():
        page = as_person(visit, team, person, size)
        for number, address in enumerate(addresses):
            page.goto(address)
            expect(page.locator("h1")).to_have_count(1)
            assert_accessible(page)
            picture(page, f"actions-{size}-{person.family_name.lower()}-{number}")
        page.context.close()
