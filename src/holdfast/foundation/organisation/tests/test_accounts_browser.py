"""Signing in as people do it, in a real browser: passkeys, an app, and pages that everyone can use."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from holdfast.foundation.organisation.models import User
from holdfast.foundation.organisation.tests.accounts_people import PASSWORD, People, code_of, last_entry, make_people
from tests.browser import assert_accessible, picture

SIZES = ["phone", "desktop"]


@pytest.fixture
def people(transactional_db: None) -> People:
    return make_people()


def sign_in(page: Page, user: User, password: str = PASSWORD) -> None:
    """Fill in the sign-in form and send it."""
    page.goto("/account/sign-in/")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    """Press the header's button."""
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You have signed out.")).to_be_visible()


def give_device(page: Page, **options: Any) -> Any:
    """Let the browser have a passkey device that always says yes; gives what takes commands for it."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    abilities = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = device.send("WebAuthn.addVirtualAuthenticator", {"options": abilities | options})
    return device, made["authenticatorId"]


@pytest.mark.parametrize("size", SIZES)
def test_it_signs_in_and_says_what_is_wrong(people: People, visit: Any, size: str) -> None:
    page = visit(size)
    page.goto("/account/")
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    assert_accessible(page)
    picture(page, f"sign-in-{size}")
    page.get_by_label("E-mail address").fill(people.sam.email)
    page.get_by_label("Password", exact=True).fill("wrong")
    page.get_by_role("button", name="Sign in", exact=True).click()
    summary = page.get_by_role("alert").filter(has_text="There is a problem")
    expect(summary).to_contain_text("is not right")
    expect(page.get_by_label("E-mail address")).to_have_value(people.sam.email)
    assert_accessible(page)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Show password").click()
    expect(page.get_by_label("Password", exact=True)).to_have_attribute("type", "text")
    page.get_by_label("Password", exact=True).press("Enter")
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()
    assert_accessible(page)
    picture(page, f"my-account-{size}")
    sign_out(page)
    assert_accessible(page)


def test_it_signs_in_without_scripts(people: People, visit: Any) -> None:
    page = visit("phone", java_script_enabled=False)
    sign_in(page, people.sam)
    page.goto("/account/")
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()
    page.goto("/account/passkeys/add/")
    expect(page.get_by_text("This browser cannot use passkeys.")).to_be_visible()
    expect(page.get_by_role("button", name="Add a passkey")).to_be_hidden()


@pytest.mark.parametrize("size", SIZES)
def test_it_adds_a_passkey_and_signs_in_with_it(people: People, visit: Any, settings: Settings, size: str) -> None:
    settings.SECOND_FACTOR_ROLES = frozenset({"lsms"})
    page = visit(size)
    give_device(page)
    # Given an LSMS, whose post needs a second factor
    sign_in(page, people.lsms)
    expect(page.get_by_text("Your post needs a second factor. Set one up to go on.")).to_be_visible()
    assert_accessible(page)
    picture(page, f"second-factor-{size}")
    # When they add a passkey
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_label("Name of the passkey")).to_have_value(re.compile("Chrome on Linux"))
    assert_accessible(page)
    page.get_by_label("Name of the passkey").fill("My work phone")
    page.get_by_role("button", name="Add a passkey").click()
    # Then they get recovery codes, and go on to where they wanted to go
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    expect(page.get_by_text("The passkey is added.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_url(re.compile(r":\d+/$"))
    sign_out(page)
    # And the next time the passkey alone is enough
    page.goto("/account/sign-in/?next=/account/passkeys/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="My work phone")).to_be_visible()
    assert last_entry().details == {"how": ["passkey"]}
    assert_accessible(page)
    # And a password is not: the second step asks for the passkey
    sign_out(page)
    sign_in(page, people.lsms)
    expect(page.get_by_role("heading", name="Use your passkey")).to_be_visible()
    expect(page.get_by_label("Recovery code")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(re.compile(r":\d+/$"))
    assert last_entry().details == {"how": ["password", "passkey"]}


def test_it_renames_and_removes_a_passkey(people: People, visit: Any) -> None:
    page = visit("desktop")
    give_device(page)
    sign_in(page, people.sam)
    page.goto("/account/passkeys/")
    expect(page.get_by_text("No passkeys yet")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    page.goto("/account/passkeys/")
    page.get_by_role("link", name="Rename").click()
    assert_accessible(page)
    page.get_by_label("Name of the passkey").fill("Tablet <b>")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Tablet <b>")).to_be_visible()
    page.get_by_role("link", name="Remove").click()
    assert_accessible(page)
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("The passkey is removed.")).to_be_visible()
    expect(page.get_by_text("No passkeys yet")).to_be_visible()
    assert last_entry().verb == "organisation.remove_second_factor"


def test_it_says_when_the_device_gives_no_passkey(people: People, visit: Any) -> None:
    page = visit("phone")
    device, key = give_device(page)
    device.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    page.goto("/account/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("Your device gave no passkey")).to_be_visible()
    assert_accessible(page)


def test_it_confirms_with_a_passkey_before_something_changes(people: People, visit: Any) -> None:
    page = visit("desktop")
    give_device(page)
    sign_in(page, people.sam)
    page.goto("/account/passkeys/add/")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    page.goto("/account/passkeys/confirm/?next=/account/second-factor/app/add/")
    assert_accessible(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Set up an authenticator app")).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
def test_it_sets_up_an_app_and_signs_in_with_its_code(people: People, visit: Any, size: str) -> None:
    page = visit(size)
    sign_in(page, people.sam)
    page.goto("/account/second-factor/app/add/")
    page.get_by_text("I cannot use the picture").click()
    assert_accessible(page)
    secret = page.locator("details strong").inner_text().replace(" ", "")
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    page.goto("/account/second-factor/")
    assert_accessible(page)
    sign_out(page)
    sign_in(page, people.sam)
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="There is a problem")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Code").fill(code_of(secret, steps=1))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(re.compile(r":\d+/$"))


PUBLIC = [
    "/account/no-account/",
    "/account/closed/",
    "/account/password/forgotten/",
    "/account/password/forgotten/sent/",
    "/account/password/new/done/",
    "/account/password/new/1-wrong/",
    "/account/single-sign-on-stopped/",
]
OWN = [
    "/account/password/change/",
    "/account/sessions/",
    "/account/confirm/",
    "/account/sign-out/",
    "/account/second-factor/",
]


@pytest.mark.parametrize("size", SIZES)
def test_it_has_pages_that_everyone_can_use(people: People, visit: Any, size: str) -> None:
    page = visit(size)
    for path in PUBLIC:
        page.goto(path)
        assert_accessible(page)
    sign_in(page, people.sam)
    for path in OWN:
        page.goto(path)
        assert_accessible(page)
    visit.expects("401", because="the page for a sign-on that failed answers so")
    page.goto("/account/single-sign-on-failed/")
    assert_accessible(page)


def test_it_keeps_what_was_typed_while_signing_in_again(people: People, visit: Any) -> None:
    page = visit("phone")
    sign_in(page, people.sam)
    page.goto("/account/passkeys/add/")
    page.context.clear_cookies(name="sessionid")
    page.goto("/account/second-factor/")
    expect(page).to_have_url(re.compile(r"/account/sign-in/\?next=/account/second-factor/"))
    page.get_by_label("E-mail address").fill(people.sam.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Second factor")).to_be_visible()
