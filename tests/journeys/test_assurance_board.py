"""A board member reads how the policy is kept, down to the records; an owner on a phone confirms what they own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock
from holdfast.oversight.assurance.models import Confirmation, Obligation
from holdfast.oversight.assurance.operations.clocks import catch_up
from holdfast.oversight.assurance.operations.counting import count_deeds
from holdfast.oversight.assurance.operations.evaluating import evaluate
from holdfast.oversight.assurance.operations.numbers import set_policy_number
from holdfast.oversight.assurance.tests.policy_cast import DAY, INSTALLER, NOW, Trial, make_trial
from tests.browser import SIZES, assert_accessible, picture

EXAMINED, STATED = "secamb-3.2.4", "secamb-2.2.1-a"


@pytest.fixture
def trust(transactional_db: None) -> Iterator[Trial]:
    """A trust whose duties some incidents kept and others broke, looked at by the scheduler then and now."""
    trial = make_trial("secamb")
    with scope(trial.trust):
        for day in (0, 40, 80):
            trial.report(at=NOW + day * DAY)
        set_policy_number(
            by=trial.actor(trial.lead), trust=trial.trust, key="attestation", value="P6M", why="Committee, 2026",
            since=(NOW - 400 * DAY).date(),
        )  # fmt: skip
        catch_up()
        for at in (NOW + DAY, NOW + 4 * DAY, clock.now()):
            with clock.at(at):
                evaluate(by=INSTALLER, trust=trial.trust)
        count_deeds(trial.trust)
        yield trial


def as_person(visit: Any, trust: Trial, person: Person, size: str) -> Page:
    client = Client()
    trust.sign_in(client, person)
    page = visit(size)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": visit.address}])
    return page


def test_it_leads_the_board_from_the_overview_to_the_record(visit: Any, trust: Trial) -> None:
    # Given a board member at a desk
    page = as_person(visit, trust, trust.board, "desktop")
    page.goto("/assurance/")
    # When they look, they see first what fails and since when
    expect(page.get_by_text("duties are failing; the oldest has been overdue since")).to_be_visible()
    picture(page, "assurance-overview")
    page.get_by_role("navigation", name="Duties by state").get_by_role("link", name="Overdue").click()
    # And one press on the duty leads to the very records behind it, which they know by reference alone
    page.get_by_role("link", name="Anyone who is or may be injured is seen").first.click()
    expect(page.get_by_role("rowheader", name="INC-2026-00001")).to_be_visible()
    picture(page, "assurance-duty")
    # When they ask for an earlier day, nothing had failed yet
    page.get_by_label("As at the end of").fill("2026-03-04")
    page.get_by_role("button", name="Show that day").click()
    expect(page.get_by_text("What was true at the end of 4 March 2026")).to_be_visible()
    expect(page.get_by_text("Nothing has come to its limit in the past year").first).to_be_visible()
    # And the policy in printed order, narrowed to what is overdue, keeps that in its address
    page.goto("/assurance/policy/")
    page.get_by_label("State").select_option("overdue")
    page.get_by_role("button", name="Apply filters").click()
    assert "state=overdue" in page.url
    expect(page.get_by_role("status")).to_contain_text("of 204 clauses")
    picture(page, "assurance-policy")


def test_it_lets_an_owner_on_a_phone_confirm_and_take_it_back(visit: Any, trust: Trial) -> None:
    # Given the lead, who owns statements that are overdue
    page = as_person(visit, trust, trust.lead, "phone")
    page.goto("/assurance/mine/")
    statement = Obligation.objects.get(key=STATED).statement
    # When they confirm one, with what it rests on
    page.get_by_role("link", name="Confirm 2.2.1", exact=True).first.click()
    expect(page.get_by_text(statement)).to_be_visible()
    page.get_by_label("What does this rest on?").fill("Asked three crews on 20 November")
    page.get_by_role("button", name="I confirm it").click()
    # Then it counts, and stands on the duty's page
    expect(page.get_by_text("Confirmed.", exact=True)).to_be_visible()
    given = Confirmation.objects.get()
    page.goto(f"/assurance/duties/{given.duty}/")
    expect(page.get_by_text("Asked three crews on 20 November")).to_be_visible()
    # And it can be taken back, with the reason
    page.get_by_role("link", name="Take it back").click()
    page.get_by_label("Why does it no longer count?").fill("The wrong statement")
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("The confirmation no longer counts.")).to_be_visible()


@pytest.mark.parametrize("size", sorted(SIZES))
def test_it_can_be_read_by_everyone(visit: Any, trust: Trial, size: str) -> None:
    page = as_person(visit, trust, trust.lead, size)
    for address in (
        "/assurance/", "/assurance/?as-at=2026-03-20", "/assurance/?part=police.liaison", "/assurance/?as=print",
        "/assurance/policy/?met=process", "/assurance/policy/?text=zebra", "/assurance/clauses/secamb-1.3/",
        f"/assurance/duties/{EXAMINED}/", f"/assurance/duties/{EXAMINED}/?as=print",
        f"/assurance/duties/{EXAMINED}/months/", f"/assurance/duties/{STATED}/", f"/assurance/duties/{STATED}/confirm/",
        "/assurance/mine/", "/assurance/history/", "/assurance/compare/",
        "/assurance/compare/?part=incidents.report", "/assurance/numbers/",
    ):  # fmt: skip
        page.goto(address)
        assert_accessible(page)
