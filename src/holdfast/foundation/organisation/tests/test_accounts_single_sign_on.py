"""Single sign-on, against a provider on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from pytest_django.fixtures import Settings

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.models import User
from holdfast.foundation.organisation.operations.accounts import close_account
from holdfast.foundation.organisation.tests.accounts_people import (
    HOME,
    SIGN_IN,
    People,
    code_of,
    is_signed_in,
    last_entry,
    make_people,
    set_up_app,
    sign_in,
    verbs,
)
from holdfast.foundation.organisation.tests.accounts_provider import CLIENT, SECRET, Provider, provider_running

pytestmark = pytest.mark.django_db
START = "/account/single-sign-on/sso/"
BACK = "/account/single-sign-on/sso/back/"


@pytest.fixture
def people() -> People:
    return make_people()


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    with provider_running() as provider:
        yield provider


@pytest.fixture
def provider(running: Provider, settings: Settings) -> Provider:
    """The provider as the settings know it, with Sam signed in there."""
    running.__init__(running.address)  # type: ignore[misc]
    app = {
        "provider_id": "sso",
        "name": "NHSmail",
        "client_id": CLIENT,
        "secret": SECRET,
        "settings": {"server_url": running.address, "oauth_pkce_enabled": True, "verified_email": []},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    return running


def come_back(client: Client, provider: Provider, start: str = START, **more: str) -> Any:
    """Go to the provider and come back with its code; gives the answer."""
    asked = provider.ask(client.get(start)["Location"])
    return client.get(f"{BACK}?{urlencode({'code': 'right', 'state': asked['state']} | more)}")


def test_it_offers_no_single_sign_on_where_none_is_set_up(people: People, client: Client) -> None:
    assert "single-sign-on" not in client.get(SIGN_IN).content.decode()
    assert client.get(START).status_code == 404
    assert client.get(BACK).status_code == 404


def test_it_signs_in_to_the_account_with_the_same_address(people: People, client: Client, provider: Provider) -> None:
    page = client.get(f"{SIGN_IN}?next={HOME}").content.decode()
    assert "Sign in with NHSmail" in page
    assert f'href="{START}?next=%2Forganisation%2Fmy-posts%2F"' in page
    answer = come_back(client, provider, f"{START}?next={HOME}")
    assert answer["Location"] == HOME
    assert is_signed_in(client)
    assert set(provider.asked["scope"].split()) == {"openid", "profile", "email"}
    assert provider.asked["code_challenge_method"] == "S256"
    assert (last_entry().verb, last_entry().actor_name) == ("organisation.sign_in", "Sam Example")
    assert last_entry().details == {"how": ["single sign-on"]}


def test_it_does_not_care_about_capitals(people: People, client: Client, provider: Provider) -> None:
    provider.claims["email"] = "Sam@Example.NHS.UK"
    assert come_back(client, provider)["Location"] == "/"


def test_it_makes_no_account_and_says_whom_to_ask(people: People, client: Client, provider: Provider) -> None:
    provider.claims |= {"email": "nobody@example.nhs.uk", "name": "<b>Nobody</b>"}
    answer = come_back(client, provider)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "You have no Holdfast account" in page
    assert "nobody@example.nhs.uk" in page
    assert User.objects.count() == 2
    assert not is_signed_in(client)
    assert (last_entry().verb, last_entry().why) == ("organisation.sign_in_failed", "no account")
    assert last_entry().subject_reference == "none"


@pytest.mark.parametrize("said", [False, "false", "False", None, 0, ""])
def test_it_trusts_no_address_that_the_provider_has_not_checked(
    people: People, client: Client, provider: Provider, said: Any
) -> None:
    provider.claims["email_verified"] = said
    answer = come_back(client, provider)
    assert answer.status_code == 403
    assert "did not confirm that the address" in answer.content.decode()
    assert last_entry().why == "address not verified"
    assert not is_signed_in(client)


def test_it_trusts_an_address_without_the_claim_where_the_settings_say_so(
    people: People, client: Client, provider: Provider, settings: Settings
) -> None:
    del provider.claims["email_verified"]
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["verified_email"] = ["example.nhs.uk"]
    assert come_back(client, provider)["Location"] == "/"
    provider.claims["email"] = "sam@other.example"
    assert come_back(Client(), provider).status_code == 403


def test_it_needs_an_address(people: People, client: Client, provider: Provider) -> None:
    del provider.claims["email"]
    assert come_back(client, provider).status_code == 403


def test_it_turns_away_a_closed_account(people: People, client: Client, provider: Provider) -> None:
    close_account(by=Actor(name="Ada", identity="user:900", user_id=900), user=people.sam)
    assert come_back(client, provider)["Location"] == "/account/closed/"
    assert not is_signed_in(client)


def test_it_leaves_the_password_of_a_checked_address_alone(people: People, client: Client, provider: Provider) -> None:
    come_back(client, provider)
    assert sign_in(Client(), people.sam).status_code == 302


def test_it_takes_no_answer_that_it_did_not_ask_for(people: People, client: Client, provider: Provider) -> None:
    come_back(Client(), provider)
    stolen = client.get(f"{BACK}?code=right&state={provider.asked['state']}")
    assert stolen.status_code == 401
    assert not is_signed_in(client)
    assert client.get(f"{BACK}?code=right").status_code == 401


def test_it_takes_no_wrong_code(people: People, client: Client, provider: Provider) -> None:
    answer = come_back(client, provider, code="wrong")
    assert answer.status_code == 401
    assert "Single sign-on did not work" in answer.content.decode()
    assert not is_signed_in(client)


def test_it_says_when_the_provider_is_out_of_order(people: People, client: Client, provider: Provider) -> None:
    provider.broken = True
    answer = client.get(START)
    assert answer.status_code == 502
    assert "Single sign-on did not work" in answer.content.decode()
    assert "Try again, or sign in with a password" in answer.content.decode()


def test_it_says_when_somebody_stopped_at_the_provider(people: People, client: Client, provider: Provider) -> None:
    asked = provider.ask(client.get(START)["Location"])
    answer = client.get(f"{BACK}?error=access_denied&state={asked['state']}", follow=True)
    assert "You have not signed in" in answer.content.decode()


def test_it_joins_no_other_account_to_ones_own(people: People, client: Client, provider: Provider) -> None:
    sign_in(client, people.lsms)
    assert come_back(client, provider, f"{START}?process=connect")["Location"] == "/account/"
    assert people.lsms.socialaccount_set.count() == 0


def test_it_signs_the_one_before_out(people: People, client: Client, provider: Provider) -> None:
    sign_in(client, people.lsms)
    come_back(client, provider)
    assert verbs() == ["sign_in", "sign_out", "sign_in"]
    assert "Sam Example" in client.get("/account/").content.decode()


def test_it_wipes_a_password_only_of_an_address_nobody_has_checked(
    people: People, client: Client, provider: Provider
) -> None:
    EmailAddress.objects.filter(user=people.sam).update(verified=False)
    assert come_back(client, provider)["Location"] == "/"
    people.sam.refresh_from_db()
    assert not people.sam.has_usable_password()


# Second factors


def test_it_asks_for_our_second_factor_too(people: People, client: Client, provider: Provider) -> None:
    sign_in(client, people.sam)
    secret = set_up_app(client, steps=-1)
    client.post("/account/sign-out/")
    assert come_back(client, provider)["Location"] == "/account/second-factor/sign-in/"
    client.post("/account/second-factor/sign-in/", {"code": code_of(secret)})
    assert last_entry().details == {"how": ["single sign-on", "authenticator app"]}


def test_it_does_not_where_the_provider_asks_itself(
    people: People, client: Client, provider: Provider, settings: Settings
) -> None:
    settings.SINGLE_SIGN_ON_HAS_SECOND_FACTOR = True
    settings.SECOND_FACTOR_ROLES = frozenset({"lsms"})
    sign_in(client, people.sam)
    set_up_app(client)
    client.post("/account/sign-out/")
    assert come_back(client, provider)["Location"] == "/"
    provider.claims["email"] = people.lsms.email
    browser = Client()
    come_back(browser, provider)
    assert is_signed_in(browser)
    by_password = Client()
    sign_in(by_password, people.lsms)
    assert not is_signed_in(by_password)
