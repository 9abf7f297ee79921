"""A paramedic reports an assault on a phone: with a network, without one, and after the session has ended."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from PIL import Image
from playwright.sync_api import Route, expect

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.tests.report_cast import Cast
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock
from tests.browser import assert_accessible, picture
from tests.journeys.phone import NO_NETWORK, open_form, ready_without_network, tell_of_an_assault


@pytest.fixture
def incidents(cast: Cast) -> Callable[[], list[Incident]]:
    def found() -> list[Incident]:
        with scope(cast.trust):
            return list(Incident.objects.order_by("pk").select_related("record"))

    return found


def test_it_takes_a_report_and_shows_the_receipt(visit: Any, sign_in: Any, cast: Cast, incidents: Any) -> None:
    page = visit("phone")
    sign_in(page, cast.paramedic)
    open_form(page)
    assert_accessible(page)
    picture(page, "report-kinds-phone")
    tell_of_an_assault(page)
    picture(page, "report-phone")
    assert_accessible(page)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("radio", name="Me", exact=True).check()
    page.get_by_label("Injured, first aid or less").check()
    picture(page, "report-hurt-phone")
    assert_accessible(page)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("radio", name="Relative or friend of a patient", exact=True).check()
    picture(page, "report-who-phone")
    assert_accessible(page)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("group", name="Do the police know?").get_by_label("Yes", exact=True).check()
    picture(page, "report-police-phone")
    assert_accessible(page)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Anything else, if you have time")).to_be_visible()
    picture(page, "report-more-phone")
    assert_accessible(page)
    page.get_by_role("button", name="Check your answers").click()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    expect(page.get_by_role("definition").filter(has_text="Injured, first aid or less")).to_be_visible()
    picture(page, "report-check-phone")
    assert_accessible(page)
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("heading", name="We have your report")).to_be_visible()
    [incident] = incidents()
    expect(page.get_by_text(incident.reference).first).to_be_visible()
    picture(page, "receipt-phone")
    assert_accessible(page)


def test_it_keeps_a_report_without_a_network_and_sends_it_later(
    visit: Any, sign_in: Any, cast: Cast, incidents: Any
) -> None:
    visit.expects(NO_NETWORK, because="the network is taken away on purpose")
    page = visit("phone")
    sign_in(page, cast.paramedic)
    open_form(page)
    ready_without_network(page)
    page.context.set_offline(True)
    page.goto("/report/")
    expect(page.get_by_text("is sent in the name of Pat Paramedic")).to_be_visible()
    tell_of_an_assault(page)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Check and send now").click()
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_text("Your report is only on this phone.")).to_be_visible()
    expect(page.get_by_text("Only on this phone", exact=True)).to_be_visible()
    picture(page, "report-offline-phone")
    assert incidents() == []
    page.close()
    page = page.context.new_page()
    page.goto("/report/")
    expect(page.get_by_text("Only on this phone", exact=True)).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("Received INC-")).to_be_visible()
    [incident] = incidents()
    assert incident.reporter == cast.paramedic
    page.get_by_role("link", name="See the receipt").click()
    expect(page.get_by_role("heading", name="We have your report")).to_be_visible()


def test_it_asks_to_sign_in_when_the_session_ended_and_sends_then(
    visit: Any, sign_in: Any, cast: Cast, incidents: Any
) -> None:
    visit.expects(r"answer 401|401", because="the session is ended on purpose")
    page = visit("phone")
    sign_in(page, cast.paramedic)
    open_form(page)
    ready_without_network(page)
    tell_of_an_assault(page)
    page.get_by_role("button", name="Continue").click()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Check and send now").click()
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_text("You are signed out. Sign in, and it is sent.").first).to_be_visible()
    assert incidents() == []
    sign_in(page, cast.paramedic)
    page.goto("/report/")
    expect(page.get_by_text("Received INC-")).to_be_visible()
    assert len(incidents()) == 1


def test_it_does_not_send_one_persons_report_as_another(visit: Any, sign_in: Any, cast: Cast, incidents: Any) -> None:
    visit.expects(NO_NETWORK, because="the network is taken away on purpose")
    page = visit("phone")
    sign_in(page, cast.paramedic)
    open_form(page)
    ready_without_network(page)
    page.context.set_offline(True)
    tell_of_an_assault(page)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Check and send now").click()
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_text("Only on this phone", exact=True)).to_be_visible()
    page.context.clear_cookies()
    sign_in(page, cast.crewmate)
    page.context.set_offline(False)
    page.goto("/report/")
    expect(page.get_by_text("1 report of someone else is waiting on this phone.")).to_be_visible()
    assert incidents() == []
    sign_in(page, cast.paramedic)
    page.goto("/report/")
    expect(page.get_by_text("Received INC-")).to_be_visible()
    assert [incident.reporter for incident in incidents()] == [cast.paramedic]


def test_it_asks_whose_report_it_is_that_was_written_while_nobody_was_signed_in(
    visit: Any, sign_in: Any, cast: Cast, incidents: Any
) -> None:
    visit.expects(NO_NETWORK, because="the network is taken away on purpose")
    page = visit("phone")
    sign_in(page, cast.paramedic)
    open_form(page)
    ready_without_network(page)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/account/**")
    page.context.set_offline(True)
    page.goto("/report/")
    expect(page.get_by_text("nobody is signed in on this phone")).to_be_visible()
    tell_of_an_assault(page)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Check and send now").click()
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_text("Only on this phone", exact=True)).to_be_visible()
    page.context.set_offline(False)
    sign_in(page, cast.crewmate)
    page.goto("/report/")
    mine = page.get_by_role("button", name="It is mine: send it in my name")
    expect(mine).to_be_visible()
    assert incidents() == []
    mine.click()
    expect(page.get_by_text("Received INC-").first).to_be_visible()
    assert [incident.reporter for incident in incidents()] == [cast.crewmate]


def test_it_brings_back_what_was_typed_when_the_browser_was_closed(visit: Any, sign_in: Any, cast: Cast) -> None:
    page = visit("phone")
    sign_in(page, cast.paramedic)
    open_form(page)
    tell_of_an_assault(page, "Half a sent")
    expect(page.get_by_text("Only on this phone, kept at")).to_be_visible()
    page.wait_for_timeout(500)
    page.close()
    page = page.context.new_page()
    page.goto("/report/")
    page.get_by_role("button", name="Go on with it").click()
    expect(page.get_by_label("Address", exact=True)).to_have_value("12 Harbour Road")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_label("What happened?")).to_have_value("Half a sent")


def test_it_makes_one_incident_of_a_double_click(visit: Any, sign_in: Any, cast: Cast, incidents: Any) -> None:
    page = visit("phone")
    sign_in(page, cast.paramedic)
    open_form(page)
    tell_of_an_assault(page)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Check and send now").click()
    page.get_by_role("button", name="Send the report").dblclick()
    expect(page.get_by_role("heading", name="We have your report")).to_be_visible()
    assert len(incidents()) == 1


def test_it_takes_photos_along(visit: Any, sign_in: Any, cast: Cast, incidents: Any, photo: bytes) -> None:
    visit.expects(NO_NETWORK, because="the network is taken away on purpose")
    page = visit("phone")
    sign_in(page, cast.paramedic)
    open_form(page)
    ready_without_network(page)
    page.context.set_offline(True)
    tell_of_an_assault(page)
    for _ in range(10):
        if page.get_by_label("Add photos or files").is_visible():
            break
        page.get_by_role("button", name="Continue").click()
    page.get_by_label("Add photos or files").set_input_files(
        [{"name": "cheek.jpg", "mimeType": "image/jpeg", "buffer": photo}]
    )
    expect(page.get_by_text("cheek.jpg").first).to_be_visible()
    picture(page, "report-photos-phone")
    page.get_by_role("button", name="Check your answers").click()
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_text("With 1 photo.")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("Received INC-")).to_be_visible()
    on_its_way = page.locator("[data-key]").filter(has_text=re.compile("only on this phone|Sending"))
    expect(on_its_way).to_have_count(0)
    page.get_by_role("link", name="See the receipt").click()
    page.get_by_role("link", name="the page of your report").click()
    expect(page.get_by_text("cheek.jpg")).to_be_visible()
    [incident] = incidents()
    with scope(cast.trust):
        [file] = incident.record.evidence.all()
        assert file.name == "cheek.jpg"
        assert file.sensitivity == "restricted"


@pytest.fixture
def photo() -> bytes:
    out = BytesIO()
    Image.new("RGB", (320, 240), "white").save(out, "JPEG")
    return out.getvalue()


def test_it_warns_before_signing_out_on_a_phone_that_holds_a_report(visit: Any, sign_in: Any, cast: Cast) -> None:
    visit.expects(NO_NETWORK, because="the network is taken away on purpose")
    page = visit("phone")
    sign_in(page, cast.paramedic)
    open_form(page)
    ready_without_network(page)
    page.context.set_offline(True)
    tell_of_an_assault(page)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Check and send now").click()
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_text("Only on this phone", exact=True)).to_be_visible()
    page.route("**/report/token/", lambda route: route.abort())
    page.context.set_offline(False)
    asked: list[str] = []

    def stay(dialog: Any) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", stay)
    page.goto("/my-reports/")
    expect(page.get_by_text("Only on this phone", exact=True)).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="My reports")).to_be_visible()
    assert asked == [
        "A report is only on this device and not received yet. It is sent when you sign in here again. "
        "Sign out all the same?"
    ]


def test_it_keeps_a_report_without_an_account_and_shows_the_passphrase_when_it_has_arrived(
    visit: Any, cast: Cast, incidents: Any
) -> None:
    visit.expects(NO_NETWORK, because="the network is taken away on purpose")
    page = visit("phone")
    page.goto("/r/invented/report/")
    for _ in range(100):
        if page.evaluate("caches.open('holdfast-report-1').then((c) => c.match('/r/invented/report/')).then(Boolean)"):
            break
        page.wait_for_timeout(50)
    page.context.set_offline(True)
    page.goto("/r/invented/report/")
    tell_of_an_assault(page)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Check and send now").click()
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_text("Only on this phone", exact=True)).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("Your passphrase:")).to_be_visible()
    [incident] = incidents()
    words = page.locator("[data-key] .hf-receipt__reference").inner_text()
    assert incident.opens_with(words)
    page.reload()
    expect(page.get_by_text(words)).to_be_visible()
    page.get_by_role("button", name="I have kept it").click()
    expect(page.get_by_text(words)).to_have_count(0)


def test_it_says_what_to_put_right_in_a_report_that_the_server_refused(
    visit: Any, sign_in: Any, cast: Cast, incidents: Any
) -> None:
    visit.expects(r"422|" + NO_NETWORK, because="a shift that ends absurdly late is only found by the server")
    page = visit("phone")
    sign_in(page, cast.paramedic)
    open_form(page)
    ready_without_network(page)
    page.context.set_offline(True)
    tell_of_an_assault(page)
    page.get_by_role("button", name="Back").click()
    earlier = clock.now().astimezone(clock.LONDON) - timedelta(hours=1)
    page.get_by_label("When does your shift end?").fill(f"{earlier:%H:%M}")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("What happened?").fill("Punched.")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Check and send now").click()
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_text("Only on this phone", exact=True)).to_be_visible()
    page.context.set_offline(False)
    slow: list[Route] = []

    def hold_the_first_check(route: Route) -> None:
        if not slow and "check" in (route.request.post_data or ""):
            slow.append(route)
        else:
            route.continue_()

    page.route("**/report/", hold_the_first_check)
    page.get_by_role("button", name="Open and put it right").click()
    expect(page.get_by_role("link", name="Check when the shift ends: that is 23 hours later")).to_be_visible()
    page.get_by_label("When does your shift end?").fill("")
    page.get_by_role("button", name="Continue").click()
    with page.expect_response(lambda answer: answer.status == 422):
        slow[0].continue_()  # what was still on its way when it was put right takes nobody back
    page.get_by_role("button", name="Check and send now").click()
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("heading", name="We have your report")).to_be_visible()
    assert [incident.description for incident in incidents()] == ["Punched."]
