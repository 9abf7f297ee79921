"""How secrets are kept, posts that need a second factor, and taking a lost one away."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.fixtures import Settings

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.account_commands import reseal, reset
from holdfast.foundation.organisation.accounts import sealing
from holdfast.foundation.organisation.accounts.second_factor import (
    has_second_factor,
    reset_second_factor,
    seal_all_again,
)
from holdfast.foundation.organisation.operations.refusal import Refused
from holdfast.foundation.organisation.tests.accounts_people import (
    CODES,
    HOME,
    SECOND_STEP,
    People,
    code_of,
    codes_of,
    is_signed_in,
    last_entry,
    make_people,
    set_up_app,
    sign_in,
)
from holdfast.kernel.commands import CommandFailed

ADMINISTRATOR = Actor(name="Ada Administrator", identity="user:900", user_id=900)


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


# How secrets are kept


def test_it_keeps_no_secret_in_clear(people: People, secret: str) -> None:
    kept = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert kept.count(sealing.MARK) == 2


def test_it_opens_what_an_earlier_key_sealed_and_seals_it_again(
    people: People, client: Client, secret: str, settings: Settings
) -> None:
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-key-of-the-tests-" * 3
    sign_in(client, people.sam)
    assert client.post(SECOND_STEP, {"code": code_of(secret)}).status_code == 302
    assert seal_all_again() == (2, 0)
    settings.SECRET_KEY_FALLBACKS = []
    assert len(codes_of(people.sam)) == 10


def test_it_says_what_to_do_when_the_key_is_gone(
    people: People, client: Client, secret: str, settings: Settings
) -> None:
    sign_in(client, people.sam)
    client.post(SECOND_STEP, {"code": code_of(secret)})
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-key-of-the-tests-" * 3
    client.get(HOME)  # the session is signed by the new key from here on
    settings.SECRET_KEY_FALLBACKS = []
    client.force_login(people.sam)
    assert seal_all_again() == (0, 2)
    page = client.get("/account/second-factor/").content.decode()
    assert "0 codes left" in page
    assert client.get("/account/").status_code == 200
    client.logout()
    sign_in(client, people.sam)
    answer = client.post(SECOND_STEP, {"code": code_of(secret, steps=1)}).content.decode()
    assert "Your authenticator app no longer works with Holdfast" in answer


def test_it_does_not_take_an_unsealed_secret_for_a_sealed_one() -> None:
    with pytest.raises(sealing.CannotBeOpened):
        sealing.unseal("JBSWY3DPEHPK3PXP")
    with pytest.raises(sealing.CannotBeOpened):
        sealing.unseal(sealing.MARK + "x")


# Posts that need one


@pytest.fixture
def guarded(settings: Settings) -> None:
    """As in production."""
    settings.SECOND_FACTOR_ROLES = frozenset({"lsms", "administrator"})


def test_it_makes_an_lsms_set_up_a_second_factor_first(people: People, client: Client, guarded: None) -> None:
    sign_in(client, people.lsms)
    answer = client.get(f"{HOME}?x=1")
    assert answer["Location"] == "/account/second-factor/"
    assert "Your post needs a second factor" in client.get(answer["Location"]).content.decode()
    for still_open in ("/account/", "/account/sign-out/", "/account/passkeys/add/", "/account/second-factor/app/add/"):
        assert client.get(still_open).status_code == 200
    script = client.get(HOME, headers={"Accept": "application/json"})
    assert (script.status_code, script.json()["error"]) == (403, "second-factor")
    set_up_app(client)
    assert f'href="{HOME}?x=1">Continue' in client.get(CODES).content.decode()
    assert client.get(f"{HOME}?x=1").status_code == 200
    assert 'href="/">Continue' in client.get(CODES).content.decode()


def test_it_holds_up_nobody_else(people: People, client: Client, guarded: None) -> None:
    sign_in(client, people.sam)
    assert is_signed_in(client)


def test_it_needs_none_outside_production(people: People, client: Client, settings: Settings) -> None:
    assert frozenset() == settings.SECOND_FACTOR_ROLES
    sign_in(client, people.lsms)
    assert is_signed_in(client)


def test_it_leaves_the_last_second_factor_with_whoever_needs_it(people: People, client: Client, guarded: None) -> None:
    sign_in(client, people.lsms)
    set_up_app(client)
    page = client.get("/account/second-factor/app/remove/").content.decode()
    assert "Your post needs a second factor" in page
    client.post("/account/second-factor/app/remove/")
    assert has_second_factor(people.lsms)
    Authenticator.objects.create(user=people.lsms, type=Authenticator.Type.WEBAUTHN, data={"name": "Key"})
    client.post("/account/second-factor/app/remove/")
    assert not Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()
    key = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
    answer = client.post(f"/account/passkeys/{key.pk}/remove/", follow=True)
    assert "Your post needs a second factor" in answer.content.decode()
    assert has_second_factor(people.lsms)


def test_it_asks_the_database_for_it_once_in_a_session(people: People, client: Client, guarded: None) -> None:
    sign_in(client, people.lsms)
    set_up_app(client)
    is_signed_in(client)
    with CaptureQueriesContext(connection) as queries:
        is_signed_in(client)
    assert [query["sql"] for query in queries if "mfa_authenticator" in query["sql"]] == []


# Somebody has lost theirs


def test_it_takes_a_lost_second_factor_away(people: People, client: Client, secret: str) -> None:
    sign_in(client, people.sam)
    client.post(SECOND_STEP, {"code": code_of(secret)})
    reset_second_factor(by=ADMINISTRATOR, user=people.sam, why="phone lost, checked by video call")
    assert not is_signed_in(client)
    assert last_entry().verb == "organisation.reset_second_factor"
    assert last_entry().details == {"removed": ["recovery_codes", "totp"]}
    assert sign_in(client, people.sam)["Location"] == "/"


def test_it_takes_a_lost_second_factor_away_on_screen(people: People, client: Client, secret: str) -> None:
    ada = people.account("Ada", "administrator")
    page = reverse("organisation:person", args=[people.sam.person.pk])
    sign_in(client, ada)
    assert "Take the second factor away" in client.get(page).content.decode()
    client.post(reverse("organisation:take_second_factor", args=[people.sam.person.pk]))
    assert last_entry().verb == "organisation.reset_second_factor"
    assert "second factor away" not in client.get(page).content.decode()


def test_it_takes_a_lost_second_factor_away_on_the_command_line(people: People, secret: str) -> None:
    told = reset(Namespace(email=people.sam.email.upper(), why="seen in person"))
    assert told.data["reset"]
    assert last_entry().why == "seen in person"
    with pytest.raises(CommandFailed, match="no second factor"):
        reset(Namespace(email=people.sam.email, why="again"))
    with pytest.raises(CommandFailed, match="nobody signs in"):
        reset(Namespace(email="nobody@example.org", why=""))


def test_it_seals_again_on_the_command_line(secret: str) -> None:
    assert (reseal(Namespace()).code, reseal(Namespace()).data) == (0, {"sealed": 2, "lost": 0})


def test_it_takes_away_nobodys_own_and_none_that_is_not_there(people: People, secret: str) -> None:
    with pytest.raises(Refused, match="no second factor"):
        reset_second_factor(by=ADMINISTRATOR, user=people.lsms)
    himself = Actor(name="Sam", identity="user:1", user_id=people.sam.pk)
    with pytest.raises(Refused, match="cannot do this for yourself"):
        reset_second_factor(by=himself, user=people.sam)
