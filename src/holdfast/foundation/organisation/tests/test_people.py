from __future__ import annotations

import smtplib
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.organisation.models import Deputy, Person, PostHolding, Trust, User
from holdfast.foundation.organisation.operations.accounts import (
    change_sign_in_address,
    close_account,
    create_account,
    invite,
    open_account,
)
from holdfast.foundation.organisation.operations.deputies import name_deputy
from holdfast.foundation.organisation.operations.leaving import close_leavers, record_leaving
from holdfast.foundation.organisation.operations.people import add_person, change_person
from holdfast.foundation.organisation.operations.refusal import Refused
from holdfast.foundation.organisation.scope import no_scope, scope
from holdfast.foundation.organisation.tests.cast import BY, TODAY, make_person, make_post, make_trust, sign_in
from holdfast.kernel import clock

DAY = timedelta(days=1)


def test_it_adds_a_person(trust: Trust) -> None:
    ada = add_person(by=BY, trust=trust, given_name=" Ada ", family_name="Testman", email="Ada@Example.org")
    assert (str(ada), ada.email) == ("Ada Testman", "ada@example.org")
    assert Entry.objects.get().subject_kind == "person"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"given_name": " "}, "given_name"),
        ({"family_name": ""}, "family_name"),
        ({"employee_number": "1001"}, "employee_number"),
        ({"email": "ADA@example.org"}, "email"),
    ],
)
def test_it_refuses_a_person_who_cannot_be_told_apart(trust: Trust, values: dict[str, str], field: str) -> None:
    make_person(trust, "Ada Testman", employee_number="1001", email="ada@example.org")
    with pytest.raises(Refused) as refusal:
        add_person(by=BY, trust=trust, **{"given_name": "Bo", "family_name": "Testman", **values})
    assert refusal.value.field == field


def test_it_lets_a_successor_have_the_address_of_someone_who_has_left(trust: Trust) -> None:
    make_person(trust, "Ada Testman", email="desk@example.org", left=TODAY - DAY)
    assert add_person(by=BY, trust=trust, given_name="Bo", family_name="Testman", email="desk@example.org").pk


def test_it_changes_a_person_and_says_what(trust: Trust) -> None:
    ada, bo = make_person(trust, "Ada Testman"), make_person(trust, "Bo Testman", employee_number="7")
    change_person(by=BY, person=ada, job_title="Medic", supervisor=bo)
    assert Entry.objects.get().changes == {"job_title": ["", "Medic"], "supervisor": [None, "7"]}
    with pytest.raises(Refused, match="Nothing has been changed"):
        change_person(by=BY, person=ada, job_title="Medic")
    with pytest.raises(Refused, match="Ada Testman answers to Bo Testman already"):
        change_person(by=BY, person=bo, supervisor=ada)
    with pytest.raises(Refused):
        change_person(by=BY, person=bo, supervisor=bo)
    with pytest.raises(TypeError, match="no left"):
        change_person(by=BY, person=bo, left=TODAY)


class TestAccounts:
    def test_it_makes_an_account_that_signs_in_with_a_verified_address(self, trust: Trust) -> None:
        user = create_account(by=BY, person=make_person(trust, email="ada@example.org"))
        assert user.email == "ada@example.org"
        assert not user.has_usable_password()
        assert EmailAddress.objects.get(user=user).verified

    def test_it_refuses_an_account_that_cannot_be(self, trust: Trust) -> None:
        ada = make_person(trust, email="ada@example.org")
        create_account(by=BY, person=ada)
        with pytest.raises(Refused, match="has an account already"):
            create_account(by=BY, person=ada)
        with pytest.raises(Refused, match="has no e-mail address"):
            create_account(by=BY, person=make_person(trust, "Bo Testman"))
        with pytest.raises(Refused, match="There is an account with this e-mail address already"):
            create_account(by=BY, person=make_person(trust, "Cy Testman"), email="ADA@example.org")
        with pytest.raises(Refused, match="left on 02/03/2026"):
            create_account(by=BY, person=make_person(trust, "Di Testman", email="d@example.org", left=TODAY - DAY))

    def test_it_writes_a_letter_whose_link_chooses_a_password_once(self, trust: Trust, settings: Any) -> None:
        user = create_account(by=BY, person=make_person(trust, email="ada@example.org"))
        invitation = invite(by=BY, user=user)
        invitation.send()
        (letter,) = mail.outbox
        assert letter.to == ["ada@example.org"]
        assert letter.subject == "Your Holdfast account at Invented"
        assert settings.PUBLIC_URL + invitation.link in letter.body
        assert "Dear Ada," in letter.body
        client = Client()
        page = client.get(invitation.link, follow=True)
        assert page.status_code == 200
        words = "a-long-enough-invented-phrase"
        client.post(page.redirect_chain[-1][0], {"password1": words, "password2": words})
        user.refresh_from_db()
        assert user.check_password(words)
        assert invitation.link not in str(Entry.objects.values_list("kept__content", flat=True))

    def test_it_closes_and_opens_an_account(self, trust: Trust) -> None:
        user = create_account(by=BY, person=make_person(trust, email="ada@example.org"))
        own = Actor(name="Ada", identity="user:1", user_id=user.pk)
        with pytest.raises(Refused, match="cannot close your own account"):
            close_account(by=own, user=user)
        close_account(by=BY, user=user)
        with pytest.raises(Refused, match="closed already"):
            close_account(by=BY, user=user)
        with pytest.raises(Refused, match="Open it first"):
            invite(by=BY, user=user)
        open_account(by=BY, user=user)
        with pytest.raises(Refused, match="open already"):
            open_account(by=BY, user=user)

    def test_it_changes_the_sign_in_address(self, trust: Trust) -> None:
        user = create_account(by=BY, person=make_person(trust, email="ada@example.org"))
        create_account(by=BY, person=make_person(trust, "Bo Testman", email="bo@example.org"))
        with pytest.raises(Refused, match="already"):
            change_sign_in_address(by=BY, user=user, email="bo@example.org")
        change_sign_in_address(by=BY, user=user, email="New@Example.org")
        assert EmailAddress.objects.get(user=user).email == "new@example.org"
        assert Entry.objects.last().changes == {"email": ["ada@example.org", "new@example.org"]}


class TestLeaving:
    @pytest.fixture
    def ada(self, trust: Trust) -> Person:
        """Holds a post, is covered in it, covers another, and has an account."""
        ada, bo = make_person(trust, "Ada Testman", email="ada@example.org"), make_person(trust, "Bo Testman")
        lsms, lead = make_post(trust, "lsms", ada), make_post(trust, "security-lead", bo)
        name_deputy(by=BY, post=lsms, holder=ada, person=bo, start=TODAY)
        name_deputy(by=BY, post=lead, holder=bo, person=ada, start=TODAY)
        create_account(by=BY, person=ada)
        return ada

    def test_it_leaves_everything_until_the_last_day_is_over(self, ada: Person) -> None:
        record_leaving(by=BY, person=ada, last_day=TODAY)
        assert close_leavers(by=BY) == 0
        assert PostHolding.objects.get(person=ada).end is None
        with clock.at(clock.now() + DAY):
            assert close_leavers(by=BY) == 1
            assert close_leavers(by=BY) == 0
        assert PostHolding.objects.get(person=ada).end == TODAY
        assert {deputy.end for deputy in Deputy.objects.all()} == {TODAY}
        assert not User.objects.get(person=ada).is_active
        entry = Entry.objects.filter(verb="organisation.close_leaver").get()
        assert entry.details["posts"] == ["Lsms"]

    def test_it_closes_at_once_who_has_left_already(self, ada: Person) -> None:
        record_leaving(by=BY, person=ada, last_day=TODAY - DAY)
        assert not User.objects.get(person=ada).is_active
        assert PostHolding.objects.get(person=ada).end == TODAY - DAY
        assert not Deputy.objects.exists()

    def test_it_takes_a_leaving_date_back_and_leaves_the_account_closed(self, ada: Person) -> None:
        record_leaving(by=BY, person=ada, last_day=TODAY - DAY)
        with pytest.raises(Refused, match="They have left"):
            open_account(by=BY, user=User.objects.get(person=ada))
        record_leaving(by=BY, person=ada, last_day=None)
        assert not User.objects.get(person=ada).is_active
        open_account(by=BY, user=User.objects.get(person=ada))

    def test_it_refuses_a_day_that_cannot_be(self, ada: Person) -> None:
        ada.started = TODAY
        with pytest.raises(Refused, match="cannot be before that"):
            record_leaving(by=BY, person=ada, last_day=TODAY - DAY)
        with pytest.raises(Refused, match="the leaving date already"):
            record_leaving(by=BY, person=ada, last_day=None)

    def test_it_serves_every_trust_that_uses_holdfast(self, ada: Person) -> None:
        other = make_trust("ZZ2")
        with scope(other):
            make_post(other, "lsms", make_person(other, "Eve Other", left=TODAY - DAY))
        with no_scope():
            assert close_leavers(by=Actor.system("tick")) == 1

    def test_it_ends_the_session_of_someone_who_has_left(self, ada: Person) -> None:
        client = sign_in(ada)
        assert client.get("/organisation/my-posts/").status_code == 200
        record_leaving(by=BY, person=ada, last_day=TODAY - DAY)
        assert client.get("/organisation/my-posts/").status_code in (302, 403)


def test_it_says_when_an_invitation_could_not_be_sent(
    keeper: Client, trust: Trust, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr("holdfast.foundation.organisation.operations.accounts.send_mail", refuse)
    ada = make_person(trust, email="ada@example.org")
    page = keeper.post(f"/organisation/people/{ada.pk}/invite/", follow=True)
    assert "could not be sent" in page.content.decode()
    assert User.objects.filter(person=ada).exists()
