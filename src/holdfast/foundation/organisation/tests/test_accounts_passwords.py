"""Signing in by password, choosing one, and what is counted."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import Resolver404, resolve
from pytest_django.fixtures import Settings

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.organisation.models import Person, Trust, User
from holdfast.foundation.organisation.operations.accounts import close_account, create_account, invite
from holdfast.foundation.organisation.scope import scope
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


def link_in(letter: str) -> str:
    """The path of the link by which a password is chosen."""
    found = re.search(r"https?://[^/]+(/account/password/new/\S+)", letter)
    assert found, letter
    return found[1]


def open_link(client: Client, path: str) -> str:
    """Follow a link from a letter; gives the address of the form."""
    answer = client.get(path)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


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


# Choosing a password


def test_it_sends_a_link_that_works_once_and_signs_in(people: People, client: Client) -> None:
    other = Client()
    sign_in(other, people.sam)
    answer = client.post("/account/password/forgotten/", {"email": "Sam@example.nhs.uk"}, follow=True)
    assert "Check your e-mail" in answer.content.decode()
    letter = mail.outbox[0]
    assert (letter.to, letter.subject) == (["sam@example.nhs.uk"], "Choose a new password for Holdfast")
    assert "Dear Sam" in letter.body
    form = open_link(client, link_in(letter.body))
    assert "set-password" in form  # the secret is not in an address that is shown or sent on
    assert client.post(form, {"password1": "amber kettle window"})["Location"] == "/"
    assert is_signed_in(client)
    assert not is_signed_in(other)
    assert verbs() == ["sign_in", "choose_password", "sign_in"]
    assert last_entry().details == {"how": ["link in an e-mail"]}
    assert mail.outbox[1].subject == "Your Holdfast password was changed"
    client.logout()
    again = client.get(link_in(letter.body)).content.decode()
    assert "This link no longer works" in again
    assert "Send me a new link" in again
    assert sign_in(client, people.sam, "amber kettle window").status_code == 302


def test_it_says_the_same_of_an_unknown_address(people: People, client: Client) -> None:
    answer = client.post("/account/password/forgotten/", {"email": "nobody@example.nhs.uk"}, follow=True)
    assert "Check your e-mail" in answer.content.decode()
    assert mail.outbox[0].subject == "There is no Holdfast account with this address"
    assert "http://localhost:8000/account/password/forgotten/" in mail.outbox[0].body


def test_it_writes_links_with_the_configured_host(people: People, client: Client, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://holdfast.example.nhs.uk"
    client.post("/account/password/forgotten/", {"email": people.sam.email}, headers={"Host": "localhost"})
    assert "https://holdfast.example.nhs.uk/account/password/new/" in mail.outbox[0].body


def test_it_sends_no_link_for_a_closed_account(people: People, client: Client) -> None:
    close_account(by=ADMINISTRATOR, user=people.sam)
    client.post("/account/password/forgotten/", {"email": people.sam.email})
    assert mail.outbox[0].subject == "There is no Holdfast account with this address"


def test_it_does_not_let_a_link_open_a_closed_account(people: People, client: Client) -> None:
    client.post("/account/password/forgotten/", {"email": people.sam.email})
    form = open_link(client, link_in(mail.outbox[0].body))
    close_account(by=ADMINISTRATOR, user=people.sam)
    assert client.post(form, {"password1": "amber kettle window"})["Location"] == "/account/closed/"
    people.sam.refresh_from_db()
    assert not people.sam.is_active
    assert not is_signed_in(client)


def test_it_limits_how_many_letters_an_address_gets(people: People, client: Client) -> None:
    for _ in range(5):
        assert client.post("/account/password/forgotten/", {"email": people.sam.email}).status_code == 302
    answer = client.post("/account/password/forgotten/", {"email": people.sam.email})
    assert answer.status_code == 429
    assert "Wait 15 minutes" in answer.content.decode()
    assert len(mail.outbox) == 5


def test_it_says_when_mail_cannot_be_sent(people: People, client: Client, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    for email in (people.sam.email, "nobody@example.nhs.uk"):
        answer = client.post("/account/password/forgotten/", {"email": email})
        assert answer.status_code == 503
        assert "We could not send the e-mail" in answer.content.decode()


def test_it_changes_a_password_even_when_the_news_cannot_be_mailed(
    people: People, client: Client, settings: Settings
) -> None:
    sign_in(client, people.sam)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    answer = client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": "amber kettle window"})
    assert answer["Location"] == "/account/"
    assert sign_in(Client(), people.sam, "amber kettle window").status_code == 302


def test_it_lets_an_invited_person_choose_a_password_and_come_in(people: People, client: Client) -> None:
    with scope(people.trust):
        new = Person.objects.create(
            trust=people.trust, given_name="New", family_name="Starter", email="new@example.nhs.uk"
        )
        user = create_account(by=ADMINISTRATOR, person=new)
        invitation = invite(by=ADMINISTRATOR, user=user)
    form = open_link(client, link_in(invitation.body))
    assert "Choose a password" in client.get(form).content.decode()
    assert client.post(form, {"password1": "amber kettle window"})["Location"] == "/"
    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short", "at least 12 characters"),
        ("password1234", "too common"),
        ("sam@example.nhs.uk", "too similar"),
        ("", "Enter a new password"),
    ],
)
def test_it_refuses_a_password_that_is_easy_to_guess(people: People, client: Client, password: str, words: str) -> None:
    sign_in(client, people.sam)
    page = client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": password}).content.decode()
    assert words in page
    assert sign_in(Client(), people.sam).status_code == 302


def test_it_changes_the_password_and_ends_the_other_sessions(people: People, client: Client) -> None:
    elsewhere = Client()
    sign_in(elsewhere, people.sam)
    sign_in(client, people.sam)
    form = {"oldpassword": "not it", "password1": "amber kettle window"}
    assert "This is not your password" in client.post("/account/password/change/", form).content.decode()
    answer = client.post("/account/password/change/", form | {"oldpassword": PASSWORD}, follow=True)
    assert "Your new password is saved." in answer.content.decode()
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)
    assert last_entry().verb == "organisation.change_password"
    assert mail.outbox[0].subject == "Your Holdfast password was changed"
    assert "From the address: 127.0.0.1" in mail.outbox[0].body


def test_it_lets_someone_without_a_password_choose_one(people: People, client: Client) -> None:
    people.sam.set_unusable_password()
    people.sam.save()
    client.force_login(people.sam)
    assert client.get("/account/password/change/")["Location"] == "/account/password/set/"
    assert client.post("/account/password/set/", {"password1": "amber kettle window"})["Location"] == "/account/"
    assert last_entry().verb == "organisation.choose_password"


def test_it_keeps_passwords_by_argon2(people: People, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", *settings.PASSWORD_HASHERS]
    sign_in(Client(), people.sam)
    people.sam.refresh_from_db()
    assert people.sam.password.startswith("argon2")
