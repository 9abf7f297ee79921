"""Signing in by password, and how often one may try."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import Resolver404, resolve
from pytest_django.fixtures import Settings

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.organisation.models import Person, Trust, User
from holdfast.foundation.organisation.operations.accounts import close_account
from holdfast.foundation.organisation.tests.accounts_people import (
    HOME,
    PASSWORD,
    SIGN_IN,
    People,
    is_signed_in,
    last_entry,
    make_people,
    sign_in,
    verbs,
)
from holdfast.kernel import clock

pytestmark = pytest.mark.django_db
ADMINISTRATOR = Actor(name="Ada Administrator", identity="user:900", user_id=900)
WRONG = "is not right"


@pytest.fixture
def people() -> People:
    return make_people()


def test_it_signs_in_with_address_and_password(people: People, client: Client) -> None:
    answer = sign_in(client, people.sam)
    assert answer["Location"] == "/"
    assert is_signed_in(client)
    entry = last_entry()
    assert (entry.verb, entry.actor_name, entry.actor_identity) == (
        "organisation.sign_in",
        "Sam Example",
        f"user:{people.sam.pk}",
    )
    assert (entry.subject_kind, entry.trust, entry.address) == ("person", "RYD", "127.0.0.1")
    assert entry.details == {"how": ["password"]}


def test_it_does_not_care_about_capitals_and_spaces_in_the_address(people: People, client: Client) -> None:
    assert sign_in(client, "  SAM@example.NHS.uk ").status_code == 302


@pytest.mark.parametrize(
    ("email", "password", "words"),
    [
        ("sam@example.nhs.uk", "wrong", WRONG),
        ("nobody@example.nhs.uk", PASSWORD, WRONG),
        ("sam@example.nhs.uk", "", "Enter your password"),
        ("", PASSWORD, "Enter your e-mail address"),
        ("sam", PASSWORD, "in the right format"),
        ("sam@example.nhs.uk\x00", PASSWORD, "Null characters are not allowed"),
    ],
)
def test_it_says_what_is_wrong_and_keeps_the_address(
    people: People, client: Client, email: str, password: str, words: str
) -> None:
    answer = sign_in(client, email, password)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert words in page
    assert 'href="#id_login"' in page or 'href="#id_password"' in page
    assert not email or f'value="{email}"' in page
    assert PASSWORD not in page
    assert not is_signed_in(client)


def test_it_answers_alike_whether_there_is_an_account_or_not(people: People, client: Client) -> None:
    known, unknown = (
        re.sub(r'name="csrfmiddlewaretoken" value="\w+"|(?:sam|tim)@', "", sign_in(client, who, "x").content.decode())
        for who in ("sam@example.nhs.uk", "tim@example.nhs.uk")
    )
    assert known == unknown


def test_it_enters_a_failed_try_without_what_was_typed(people: People, client: Client) -> None:
    sign_in(client, people.sam, "wrong")
    assert (last_entry().verb, last_entry().actor_identity) == ("organisation.sign_in_failed", "anonymous")
    assert last_entry().subject_kind == "person"
    sign_in(client, "my-password-in-the-wrong-box@example.org", "wrong")
    assert last_entry().subject_reference == "none"
    assert "wrong" not in str(Entry.objects.values_list()) + str([entry.details for entry in Entry.objects.all()])


def test_it_goes_on_to_the_page_that_was_asked_for(people: People, client: Client) -> None:
    answer = client.get(HOME)
    assert answer["Location"] == f"{SIGN_IN}?next={HOME}"
    page = client.get(answer["Location"]).content.decode()
    assert f'name="next" value="{HOME}"' in page
    assert f'value="{HOME}"' in sign_in(client, people.sam, "wrong", next=HOME).content.decode()
    assert sign_in(client, people.sam, next=HOME)["Location"] == HOME


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil"])
def test_it_goes_nowhere_else(people: People, client: Client, elsewhere: str) -> None:
    assert sign_in(client, people.sam, next=elsewhere)["Location"] == "/"


def test_it_offers_no_sign_up(people: People, client: Client) -> None:
    page = client.get("/account/no-account/").content.decode()
    assert "You need no account to report" in page
    assert "password1" not in page
    assert client.post("/account/no-account/", {"email": "x@example.org", "password1": PASSWORD}).status_code == 200
    with pytest.raises(Resolver404):
        resolve("/account/signup/")
    assert User.objects.count() == 2


def test_it_turns_away_a_closed_account(people: People, client: Client) -> None:
    close_account(by=ADMINISTRATOR, user=people.sam)
    assert sign_in(client, people.sam)["Location"] == "/account/closed/"
    assert "Your account is closed" in client.get("/account/closed/").content.decode()
    assert not is_signed_in(client)
    assert (last_entry().verb, last_entry().why) == ("organisation.sign_in_failed", "the account is closed")


def test_it_turns_away_who_has_left_from_the_day_after(people: People, client: Client) -> None:
    Person._base_manager.filter(user=people.sam).update(left=clock.today())
    assert sign_in(client, people.sam)["Location"] == "/"
    client.logout()
    Person._base_manager.filter(user=people.sam).update(left=clock.today() - timedelta(days=1))
    assert sign_in(client, people.sam)["Location"] == "/account/closed/"
    assert last_entry().why == "they have left"


def test_it_turns_away_a_trust_that_does_not_use_holdfast(people: People, client: Client) -> None:
    Trust.objects.update(live=False)
    assert sign_in(client, people.sam)["Location"] == "/account/closed/"


def test_it_signs_out(people: People, client: Client) -> None:
    sign_in(client, people.sam)
    assert "Do you want to sign out?" in client.get("/account/sign-out/").content.decode()
    assert is_signed_in(client)
    answer = client.post("/account/sign-out/", follow=True)
    assert "You have signed out." in answer.content.decode()
    assert not is_signed_in(client)
    assert verbs() == ["sign_in", "sign_out"]


# Limits


def test_it_locks_after_eight_wrong_passwords_and_says_so_once_in_the_trail(people: People, client: Client) -> None:
    for _ in range(8):
        assert WRONG in sign_in(client, people.sam, "wrong").content.decode()
    for _ in range(3):
        assert "Wait 15 minutes" in sign_in(client, people.sam).content.decode()
    assert not is_signed_in(client)
    assert verbs() == ["sign_in_failed"] * 8 + ["lock_out"]
    assert last_entry().subject_kind == "person"


def test_it_lets_the_owner_in_from_elsewhere_meanwhile(people: People, client: Client) -> None:
    for _ in range(9):
        sign_in(client, people.sam, "wrong")
    assert sign_in(Client(REMOTE_ADDR="192.0.2.7"), people.sam).status_code == 302
    assert sign_in(client, people.lsms).status_code == 302


def test_it_locks_for_everyone_when_the_guesses_come_from_many_addresses(people: People) -> None:
    for number in range(60):
        sign_in(Client(REMOTE_ADDR=f"192.0.2.{number}"), people.sam, "wrong")
    assert "Wait 15 minutes" in sign_in(Client(REMOTE_ADDR="198.51.100.1"), people.sam).content.decode()


def test_it_limits_an_address_that_tries_many_accounts(people: People, settings: Settings) -> None:
    settings.SIGN_IN_LIMITS = settings.SIGN_IN_LIMITS | {"address": "5/10m/ip"}
    guesser = Client(REMOTE_ADDR="192.0.2.9")
    for number in range(5):
        sign_in(guesser, f"somebody{number}@example.nhs.uk", "wrong")
    assert "Wait 15 minutes" in sign_in(guesser, people.sam).content.decode()
    assert sign_in(Client(), people.sam).status_code == 302


def test_it_does_not_count_the_right_password(people: People) -> None:
    for _ in range(12):
        assert sign_in(Client(), people.sam).status_code == 302


def test_it_counts_by_the_address_that_the_proxy_names(people: People, settings: Settings) -> None:
    settings.PROXIES = 1
    for number in range(9):
        # a caller who writes the header themselves changes only what stands further left
        sign_in(Client(), people.sam, "wrong", headers={"X-Forwarded-For": f"10.9.9.{number}, 192.0.2.1:4711"})
    assert last_entry().address == "192.0.2.1"
    locked = sign_in(Client(), people.sam, headers={"X-Forwarded-For": "192.0.2.1"})
    assert "Wait 15 minutes" in locked.content.decode()
    assert sign_in(Client(), people.sam, headers={"X-Forwarded-For": "192.0.2.2"}).status_code == 302


def test_it_signs_in_a_caller_without_an_address(people: People) -> None:
    assert sign_in(Client(REMOTE_ADDR=""), people.sam).status_code == 302
    assert last_entry().address == "0.0.0.0"


def test_it_counts_for_all_processes_in_the_database(people: People, client: Client, settings: Settings) -> None:
    backend = "django.core.cache.backends.db.DatabaseCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "cache_of_a_test"}}
    call_command("createcachetable")
    for _ in range(8):
        assert WRONG in sign_in(client, people.sam, "wrong").content.decode()
    assert "Wait 15 minutes" in sign_in(client, people.sam).content.decode()
    assert verbs()[-1] == "lock_out"
