"""Authenticator apps, recovery codes, and posts that need them. Passkeys are tried in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.accounts.second_factor import (
    has_second_factor,
)
from holdfast.foundation.organisation.tests.accounts_people import (
    CODES,
    HOME,
    PASSWORD,
    SECOND_STEP,
    SIGN_IN,
    People,
    code_of,
    codes_of,
    is_signed_in,
    last_entry,
    make_people,
    set_up_app,
    sign_in,
    verbs,
)

pytestmark = pytest.mark.any_database

ADMINISTRATOR = Actor(name="Ada Administrator", identity="user:900", user_id=900)

COMMITS = pytest.mark.django_db(transaction=True)
"""allauth tells of some changes once they are committed."""


@pytest.fixture(autouse=True)
def _in_the_middle_of_a_code() -> Iterator[None]:
    """A code is valid for 30 seconds: no test runs across the end of one."""
    with time_machine.travel(datetime(2026, 3, 3, 12, 0, 15, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def people(db: None) -> People:
    return make_people()


@pytest.fixture
def secret(people: People, client: Client) -> str:
    """The secret of Sam's authenticator app, set up with the code of a moment ago."""
    sign_in(client, people.sam)
    secret = set_up_app(client, steps=-1)
    client.post("/account/sign-out/")
    return secret


# Setting one up


@COMMITS
def test_it_sets_up_an_app_and_shows_recovery_codes(people: People, client: Client, secret: str) -> None:
    assert verbs() == ["sign_in", "add_second_factor", "sign_out"]
    letter = mail.outbox[-1]
    assert letter.subject == "An authenticator app was added to your Holdfast account"
    assert "choose a new password" in letter.body
    sign_in(client, people.sam)
    client.post(SECOND_STEP, {"code": code_of(secret)})
    page = client.get(CODES).content.decode()
    assert all(f"<li>{code[:4]} {code[4:]}</li>" in page for code in codes_of(people.sam))
    assert "10 of 10 have not been used" in page
    file = client.get(f"{CODES}file/")
    assert codes_of(people.sam)[0] in file.content.decode().replace(" ", "")
    assert "attachment" in file["Content-Disposition"]


def test_it_does_not_ask_for_the_password_again_right_after_signing_in(people: People, client: Client) -> None:
    sign_in(client, people.sam)
    page = client.get("/account/second-factor/app/add/")
    assert page.status_code == 200
    assert "data:image/svg+xml;base64," in page.content.decode()
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 16 * 60
    session.save()
    answer = client.get("/account/second-factor/app/add/")
    assert answer["Location"] == "/account/confirm/?next=%2Faccount%2Fsecond-factor%2Fapp%2Fadd%2F"
    wrong = client.post(answer["Location"], {"password": "wrong"}).content.decode()
    assert "This is not your password" in wrong
    assert last_entry().verb == "organisation.sign_in_failed"
    assert last_entry().actor_name == "Sam Example"
    assert client.post(answer["Location"], {"password": PASSWORD})["Location"] == "/account/second-factor/app/add/"
    assert client.get("/account/second-factor/app/add/").status_code == 200


def test_it_refuses_a_wrong_first_code_and_keeps_the_key(people: People, client: Client) -> None:
    sign_in(client, people.sam)
    client.get("/account/second-factor/app/add/")
    secret = client.session["mfa.totp.secret"]
    page = client.post("/account/second-factor/app/add/", {"code": "000000"}).content.decode()
    assert "That code is not right" in page
    assert secret in page.replace(" ", "")
    assert not has_second_factor(people.sam)
    assert client.post("/account/second-factor/app/add/", {"code": code_of(secret)}).status_code == 302


# Signing in


def test_it_signs_in_with_a_code(people: People, client: Client, secret: str) -> None:
    answer = sign_in(client, people.sam, next=HOME)
    assert answer["Location"] == SECOND_STEP
    assert not is_signed_in(client)
    code = code_of(secret)
    answer = client.post(SECOND_STEP, {"code": f"{code[:3]} {code[3:]}"})
    assert answer["Location"] == HOME
    assert is_signed_in(client)
    assert last_entry().details == {"how": ["password", "authenticator app"]}


@pytest.mark.parametrize("steps", [-1, 1])
def test_it_takes_a_code_that_is_one_early_or_late(people: People, client: Client, steps: int) -> None:
    sign_in(client, people.sam)
    secret = set_up_app(client)
    client.post("/account/sign-out/")
    sign_in(client, people.sam)
    assert client.post(SECOND_STEP, {"code": code_of(secret, steps=steps)}).status_code == 302


def test_it_takes_no_code_twice(people: People, secret: str) -> None:
    for expected in (302, 200):
        browser = Client()
        sign_in(browser, people.sam)
        answer = browser.post(SECOND_STEP, {"code": code_of(secret, steps=1)})
        assert answer.status_code == expected
    assert "you have used it already" in answer.content.decode()
    assert not is_signed_in(browser)


def test_it_does_not_take_the_code_with_which_the_app_was_set_up(people: People, client: Client, secret: str) -> None:
    sign_in(client, people.sam)
    assert client.post(SECOND_STEP, {"code": code_of(secret, steps=-1)}).status_code == 200
    assert not is_signed_in(client)


def test_it_enters_wrong_codes_and_stops_after_eight(people: People, client: Client, secret: str) -> None:
    sign_in(client, people.sam)
    for _ in range(8):
        assert "That code is not right" in client.post(SECOND_STEP, {"code": "123456"}).content.decode()
    assert (last_entry().verb, last_entry().why) == ("organisation.sign_in_failed", "incorrect_code")
    assert last_entry().details == {"how": ["code"]}
    assert "Wait 15 minutes" in client.post(SECOND_STEP, {"code": code_of(secret)}).content.decode()
    assert last_entry().why == "too_many_login_attempts"
    assert not is_signed_in(client)


def test_it_lets_nobody_pass_the_second_step_without_the_first(people: People, secret: str) -> None:
    browser = Client()
    assert browser.get(SECOND_STEP)["Location"] == SIGN_IN
    assert browser.post(SECOND_STEP, {"code": code_of(secret)})["Location"] == SIGN_IN
    assert not is_signed_in(browser)


def test_it_lets_one_stop_before_the_second_step(people: People, client: Client, secret: str) -> None:
    sign_in(client, people.sam)
    assert client.get(SIGN_IN)["Location"] == SECOND_STEP
    assert client.post("/account/sign-out/")["Location"] == SIGN_IN
    assert client.get(SIGN_IN).status_code == 200


def test_it_takes_each_recovery_code_once(people: People, client: Client, secret: str) -> None:
    code = codes_of(people.sam)[0]
    sign_in(client, people.sam)
    assert client.post(SECOND_STEP, {"code": f"{code[:4]} {code[4:]}"}).status_code == 302
    assert last_entry().details == {"how": ["password", "recovery code"]}
    assert "9 recovery codes left" in client.get("/account/").content.decode()
    client.post("/account/sign-out/")
    sign_in(client, people.sam)
    assert client.post(SECOND_STEP, {"code": code}).status_code == 200


@COMMITS
def test_it_makes_new_recovery_codes(people: People, client: Client, secret: str) -> None:
    old = codes_of(people.sam)
    sign_in(client, people.sam)
    client.post(SECOND_STEP, {"code": code_of(secret)})
    assert "10 codes not used yet" in client.get(f"{CODES}new/").content.decode()
    assert client.post(f"{CODES}new/")["Location"] == CODES
    assert not set(old) & set(codes_of(people.sam))
    assert last_entry().verb == "organisation.make_recovery_codes"
    assert mail.outbox[-1].subject == "New recovery codes for your Holdfast account"


def test_it_asks_for_the_second_step_after_a_forgotten_password_too(
    people: People, client: Client, secret: str
) -> None:
    client.post("/account/password/forgotten/", {"email": people.sam.email})
    link = mail.outbox[-1].body.split("http://localhost:8000")[1].split()[0]
    form = client.get(link)["Location"]
    assert client.post(form, {"password1": "amber kettle window"})["Location"] == SECOND_STEP
    assert not is_signed_in(client)


def test_it_removes_the_app_with_its_recovery_codes(people: People, client: Client, secret: str) -> None:
    sign_in(client, people.sam)
    client.post(SECOND_STEP, {"code": code_of(secret)})
    assert "Remove the authenticator app" in client.get("/account/second-factor/app/remove/").content.decode()
    client.post("/account/second-factor/app/remove/")
    assert not Authenticator.objects.exists()
    assert last_entry().verb == "organisation.remove_second_factor"
    assert mail.outbox[-1].subject == "The authenticator app was removed from your Holdfast account"


@pytest.mark.parametrize("junk", ["", "x", "[]", "{}", "null", '{"id": 1}', '{"response": []}', "{", '{"id": {}}'])
@pytest.mark.parametrize("page", ["/account/passkeys/sign-in/", SECOND_STEP])
def test_it_refuses_junk_for_a_passkey(people: People, client: Client, secret: str, junk: str, page: str) -> None:
    if page == SECOND_STEP:
        sign_in(client, people.sam)
    assert client.post(page, {"credential": junk}).status_code in (200, 302)
    assert not is_signed_in(client)


@pytest.mark.parametrize("junk", ["", "x", "[]", "{}", '{"id": 1}', '{"id": "AA", "rawId": "AA", "response": {}}'])
def test_it_refuses_junk_for_a_new_passkey(people: People, client: Client, junk: str) -> None:
    sign_in(client, people.sam)
    client.get("/account/passkeys/add/")
    assert client.post("/account/passkeys/add/", {"credential": junk, "name": "x"}).status_code == 200
    assert not has_second_factor(people.sam)
