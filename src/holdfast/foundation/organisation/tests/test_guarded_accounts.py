"""No administrator gets into the account of somebody whose post opens much, and none of it is silent."""

from __future__ import annotations

from argparse import Namespace
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.urls import reverse

from holdfast.foundation.organisation.account_commands import change_address
from holdfast.foundation.organisation.models import Person, PostHolding, Trust, User
from holdfast.foundation.organisation.operations.accounts import change_sign_in_address, create_account
from holdfast.foundation.organisation.operations.deputies import name_deputy
from holdfast.foundation.organisation.operations.posts import appoint, change_post, close_post, end_holding
from holdfast.foundation.organisation.tests.cast import BY, TODAY, make_person, make_post, messages_in, sign_in
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.kernel.commands import CommandFailed

DAY = timedelta(days=1)


@pytest.fixture
def lead(trust: Trust) -> User:
    """Leads the security team."""
    person = make_person(trust, "Lee Lead", email="lee@example.org")
    make_post(trust, "security-lead", person)
    return create_account(by=BY, person=person)


@pytest.fixture
def auditor(trust: Trust) -> User:
    person = make_person(trust, "Audrey Reader", email="audrey@example.org")
    make_post(trust, "auditor", person)
    return create_account(by=BY, person=person)


def told(captured: Any) -> list[tuple[str, str]]:
    """Who got a letter about what."""
    assert captured is not None
    letters = [(letter.to[0], letter.subject) for letter in mail.outbox]
    mail.outbox.clear()
    return letters


def test_it_leaves_guarded_accounts_to_who_runs_the_installation(lead: User, keeper: Client) -> None:
    Authenticator.objects.create(user=lead, type="totp", data={"secret": "x"})
    person = lead.person
    assert person
    answer = keeper.post(reverse("organisation:sign_in_address", args=[person.pk]), {"email": "olga2@example.org"})
    assert "Ask whoever runs Holdfast" in answer.content.decode()
    answer = keeper.post(reverse("organisation:take_second_factor", args=[person.pk]), follow=True)
    assert "accounts reset-second-factor lee@example.org" in messages_in(answer)[0]
    lead.refresh_from_db()
    assert (lead.email, Authenticator.objects.count()) == ("lee@example.org", 1)
    page = keeper.get(reverse("organisation:person", args=[person.pk])).content.decode()
    assert "Change the sign-in address" not in page
    assert "Take the second factor away" not in page


def test_it_guards_for_a_while_after_the_post_ended(lead: User, keeper: Client) -> None:
    PostHolding.objects.filter(person=lead.person).update(end=TODAY - DAY)
    assert lead.person
    keeper.post(reverse("organisation:sign_in_address", args=[lead.person.pk]), {"email": "olga2@example.org"})
    lead.refresh_from_db()
    assert lead.email == "lee@example.org"


def test_it_changes_the_address_by_command_and_tells_the_old_one(
    lead: User, auditor: User, django_capture_on_commit_callbacks: Any
) -> None:
    assert lead.person
    session = sign_in(lead.person)
    key = session.session.session_key
    UserSession.objects.create(user=lead, session_key=key, ip="127.0.0.1", user_agent="x")
    assert session.get("/organisation/my-posts/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True) as captured:
        change_address(Namespace(email="Lee@example.org", new="lee.new@example.org", why="seen in person"))
    what = "The address for signing in to Holdfast was changed"
    assert told(captured) == [("audrey@example.org", what), ("lee@example.org", what)]
    assert session.get("/organisation/my-posts/").status_code == 302
    with pytest.raises(CommandFailed, match="is not an e-mail address"):
        change_address(Namespace(email="lee.new@example.org", new="nonsense", why="x"))


def test_it_tells_whose_address_was_changed_on_screen_and_nobody_else(
    trust: Trust, auditor: User, administrator: Person, django_capture_on_commit_callbacks: Any
) -> None:
    user = create_account(by=BY, person=make_person(trust, "Sam Staff", email="sam@example.org"))
    by = Viewer(User(pk=900), administrator).actor
    with django_capture_on_commit_callbacks(execute=True) as captured:
        change_sign_in_address(by=by, user=user, email="new@example.org")
    assert {to for to, _ in told(captured)} == {"sam@example.org"}


def test_it_tells_what_is_done_to_posts_that_open_much(
    trust: Trust, lead: User, auditor: User, administrator: Person, django_capture_on_commit_callbacks: Any
) -> None:
    by = Viewer(User(pk=900), administrator).actor
    sam, holding = make_person(trust, "Sam Staff"), PostHolding.objects.get(person=lead.person)
    assert lead.person
    post = holding.post
    steps = [
        (lambda: appoint(by=by, post=post, person=sam, start=TODAY), ["audrey"]),
        (lambda: name_deputy(by=by, post=post, holder=lead.person, person=sam, start=TODAY), ["audrey", "lee"]),
        (lambda: change_post(by=by, post=post, title=post.title, role="lsms"), ["audrey", "lee"]),
        (lambda: end_holding(by=by, holding=holding, last_day=TODAY - DAY), ["audrey", "lee"]),
        (lambda: close_post(by=by, post=post), ["audrey"]),
    ]
    for step, expected in steps:
        with django_capture_on_commit_callbacks(execute=True) as captured:
            step()
        assert sorted({to.partition("@")[0] for to, _ in told(captured)}) == expected
