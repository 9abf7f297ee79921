"""A device that several people use, and pages other than the form: what a report leaves there."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from playwright.sync_api import Page, expect

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.tests.report_cast import Cast
from holdfast.foundation.organisation.scope import scope
from tests.browser import assert_accessible, picture
from tests.journeys.phone import NO_NETWORK, open_form, ready_without_network, tell_of_an_assault


def send(page: Page) -> None:
    """From the second step on: straight to the end."""
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Check and send now").click()
    page.get_by_role("button", name="Send the report").click()


def test_it_leads_to_signing_in_when_the_session_has_ended(visit: Any, sign_in: Any, cast: Cast) -> None:
    page = visit("phone")
    sign_in(page, cast.paramedic)
    open_form(page)
    ready_without_network(page)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.goto("/report/")
    expect(page).to_have_url(re.compile(r"/account/sign-in/\?next="))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_it_shows_the_passphrase_once_and_to_nobody_after(visit: Any, sign_in: Any, cast: Cast) -> None:
    page = visit("phone")
    page.goto("/r/invented/report/")
    tell_of_an_assault(page)
    send(page)
    expect(page.get_by_role("heading", name="We have your report")).to_be_visible()
    [_, words] = page.locator(".hf-receipt__reference").all_inner_texts()
    expect(page.get_by_role("heading", name="On this phone")).to_have_count(0)
    picture(page, "receipt-open-phone")
    page.get_by_role("button", name="I have kept it: hide it").click()
    page.goto("/r/invented/report/")
    expect(page.get_by_role("heading", name="What kind of thing happened?")).to_be_visible()
    expect(page.get_by_text(words)).to_have_count(0)
    sign_in(page, cast.manager)
    for address in ("/report/", "/r/invented/receipt/"):
        page.goto(address)
        expect(page.get_by_text(words)).to_have_count(0)


def test_it_does_not_show_a_passphrase_that_arrived_later_to_someone_signed_in(
    visit: Any, sign_in: Any, cast: Cast
) -> None:
    visit.expects(NO_NETWORK, because="the network is taken away on purpose")
    page = visit("phone")
    page.goto("/r/invented/report/")
    tell_of_an_assault(page)
    page.context.set_offline(True)
    send(page)
    expect(page.get_by_text("Only on this phone", exact=True)).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("Your passphrase:")).to_be_visible()
    sign_in(page, cast.manager)
    open_form(page)
    expect(page.get_by_text("Your passphrase:")).to_have_count(0)


def test_it_sends_from_my_work_what_was_written_without_a_network(visit: Any, sign_in: Any, cast: Cast) -> None:
    visit.expects(NO_NETWORK, because="the network is taken away on purpose")
    page = visit("phone")
    # As Safari and Firefox: without background sync nothing is sent until a page is opened.
    page.context.add_init_script(
        "if (self.ServiceWorkerRegistration)"
        " Object.defineProperty(ServiceWorkerRegistration.prototype, 'sync', {value: undefined})"
    )
    sign_in(page, cast.paramedic)
    open_form(page)
    ready_without_network(page)
    page.context.set_offline(True)
    tell_of_an_assault(page)
    send(page)
    expect(page.get_by_text("Only on this phone", exact=True)).to_be_visible()
    page.close()
    page.context.set_offline(False)
    page = page.context.new_page()
    page.route("**/report/token/", lambda route: route.abort())
    page.goto("/")
    expect(page.get_by_text("Only on this phone", exact=True)).to_be_visible()
    picture(page, "home-waiting-phone")
    assert_accessible(page)
    page.unroute("**/report/token/")
    page.get_by_role("button", name="Try now").click()
    expect(page.get_by_text("Received INC-")).to_be_visible()
    with scope(cast.trust):
        assert Incident.objects.get().reporter == cast.paramedic


def test_it_says_at_the_step_what_cannot_be(visit: Any, sign_in: Any, cast: Cast) -> None:
    page = visit("phone")
    sign_in(page, cast.paramedic)
    open_form(page)
    page.get_by_role("button", name="Physical assault").click()
    page.get_by_label("At a home or other private address").check()
    page.get_by_label("Address", exact=True).fill("12 Harbour Road")
    page.get_by_label("Postcode, if you know it").fill("nonsense")
    page.get_by_label("When does your shift end?").fill("8")
    happened = page.get_by_role("group", name="When did it happen?")
    for day, message in (
        (("31", "2", "2026", "14:30"), "Enter a real date"),
        (("1", "1", "1900", "14:30"), "that is too long ago"),
        (("1", "3", "2026", "25:00"), "Enter the time on the 24-hour clock"),
        (("1", "Nov", "2999", "14:30"), "This is in the future"),
    ):
        for label, text in zip(("Day", "Month", "Year", "Time"), day, strict=True):
            happened.get_by_label(label).fill(text)
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("alert").get_by_role("link")).to_have_count(3)
        expect(page.get_by_role("alert").get_by_role("link", name=message)).to_be_visible()
    picture(page, "report-wrong-phone")
    assert_accessible(page)
    happened.get_by_label("Month").fill("Jan")
    happened.get_by_label("Year").fill("2026")
    page.get_by_label("Postcode, if you know it").fill("EX1")
    page.get_by_label("When does your shift end?").fill("08:00")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("What happened?").fill("Punched.")
    page.get_by_label("It happened to me").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("radio", name="Me", exact=True)).to_be_checked()


def test_it_goes_on_with_a_draft_where_it_was_left(visit: Any, sign_in: Any, cast: Cast) -> None:
    page = visit("phone")
    sign_in(page, cast.paramedic)
    open_form(page)
    tell_of_an_assault(page)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Who was hurt")).to_be_visible()
    page.wait_for_timeout(500)
    page.goto("/report/")
    page.get_by_role("button", name="Go on with it").click()
    expect(page.get_by_role("heading", name="Who was hurt")).to_be_visible()
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_label("What happened?")).to_have_value("The patient’s son punched me.")


def test_it_refuses_a_program_when_it_is_chosen(visit: Any, sign_in: Any, cast: Cast) -> None:
    page = visit("phone")
    sign_in(page, cast.paramedic)
    open_form(page)
    tell_of_an_assault(page)
    for _ in range(10):
        if page.get_by_label("Add photos or files").is_visible():
            break
        page.get_by_role("button", name="Continue").click()
    files = [
        {"name": "evil.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"},
        {"name": "note.txt", "mimeType": "text/plain", "buffer": b"He said his name."},
    ]
    page.get_by_label("Add photos or files").set_input_files(files)
    expect(page.get_by_text("evil.exe is of a kind that cannot be taken")).to_be_visible()
    page.get_by_role("button", name="Check your answers").click()
    expect(page.get_by_role("definition").filter(has_text="note.txt")).to_be_visible()
