"""Choosing a password: by an invitation, by a link, and instead of the old one."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client
from pytest_django.fixtures import Settings

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.accounts.adapter import AccountAdapter
from holdfast.foundation.organisation.models import Person, User
from holdfast.foundation.organisation.operations.accounts import close_account, create_account, invite
from holdfast.foundation.organisation.scope import scope
from holdfast.foundation.organisation.tests.accounts_people import (
    PASSWORD,
    People,
    is_signed_in,
    last_entry,
    make_people,
    sign_in,
    verbs,
)

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


def test_it_sends_strangers_no_mail_and_says_the_same(people: People, client: Client) -> None:
    answer = client.post("/account/password/forgotten/", {"email": "stranger@elsewhere.example"}, follow=True)
    assert "Check your e-mail" in answer.content.decode()
    assert mail.outbox == []


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


def test_it_does_not_open_an_account_again_that_is_closed_while_a_password_is_chosen(people: People) -> None:
    close_account(by=ADMINISTRATOR, user=User.objects.get(pk=people.sam.pk))
    AccountAdapter().set_password(people.sam, "amber kettle window")
    assert not User.objects.get(pk=people.sam.pk).is_active
