"""The report form without JavaScript, and what happens to it afterwards."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.tests.report_cast import Cast
from holdfast.foundation.organisation.scope import scope
from tests.browser import assert_accessible, picture


def test_it_takes_a_report_without_script_and_lets_it_be_followed(visit: Any, cast: Cast) -> None:
    page = visit("desktop", java_script_enabled=False)
    page.goto("/r/invented/report/")
    page.get_by_text("Something was taken, lost or damaged").click()
    page.get_by_role("button", name="Theft").click()
    expect(page.get_by_role("heading", name="What was taken, lost or damaged")).to_be_visible()
    expect(page.get_by_text("When does your shift end?")).to_have_count(0)
    page.get_by_label("At one of our sites").check()
    page.get_by_label("Which site?").select_option(label="Mill Lane Station, AB1 2CD")
    happened = page.get_by_role("group", name="When did it happen?")
    for label, text in (("Day", "1"), ("Month", "3"), ("Year", "2026"), ("Time", "9.30am")):
        happened.get_by_label(label).fill(text)
    page.get_by_label("What happened?").fill("My bag is gone from the locker room.")
    page.get_by_label("What was it?").fill("Rucksack")
    page.get_by_role("button", name="Add another thing").click()
    page.get_by_label("What was it?").nth(1).fill("Phone")
    page.get_by_role("button", name="Check your answers").click()
    expect(page.get_by_text("1 March 2026, 09:30")).to_be_visible()
    expect(page.get_by_text("Rucksack")).to_be_visible()
    picture(page, "check-desktop")
    page.get_by_role("button", name="Change your answers").click()
    expect(page.get_by_label("What was it?").nth(1)).to_have_value("Phone")
    page.get_by_role("button", name="Check your answers").click()
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("heading", name="We have your report")).to_be_visible()
    reference, passphrase = page.locator(".hf-receipt__reference").all_inner_texts()
    with scope(cast.trust):
        incident = Incident.objects.get()
        assert {item.description for item in incident.items.all()} == {"Rucksack", "Phone"}
        assert incident.reference == reference
    page.get_by_role("button", name="I have kept it: hide it").click()
    page.get_by_label("Your reference").fill(reference)
    page.get_by_label("Your passphrase").fill(passphrase)
    page.get_by_role("button", name="Show my report").click()
    expect(page.get_by_text("My bag is gone from the locker room.")).to_be_visible()
    page.get_by_label("Your message").fill("It was found again.")
    page.get_by_role("button", name="Send your message").click()
    expect(page.get_by_text("It was found again.")).to_be_visible()
    picture(page, "followed-desktop")


@pytest.mark.parametrize("size", ["phone", "desktop"])
@pytest.mark.parametrize("address", ["/r/invented/report/", "/r/invented/report/?type=theft", "/r/invented/follow/"])
def test_it_is_accessible_to_everyone(visit: Any, cast: Cast, size: str, address: str) -> None:
    page = visit(size)
    page.goto(address)
    assert_accessible(page)
