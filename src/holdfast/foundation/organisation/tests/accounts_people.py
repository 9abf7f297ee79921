"""The people of the tests about signing in, and what they do."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from holdfast.foundation.audit.models import Entry
from holdfast.foundation.organisation.models import Person, Post, PostHolding, Trust, User
from holdfast.foundation.organisation.scope import scope

PASSWORD = "copper lantern meadow"
SIGN_IN = "/account/sign-in/"
SECOND_STEP = "/account/second-factor/sign-in/"
CODES = "/account/second-factor/codes/"
HOME = "/organisation/my-posts/"
"""A page for everyone who is signed in, of this area."""


@dataclass
class People:
    """A trust with somebody who works there and its LSMS. Both sign in with PASSWORD."""

    trust: Trust
    sam: User
    lsms: User

    def account(self, given: str, role: str = "", **fields: Any) -> User:
        """An account for somebody new, who holds a post with `role`."""
        with scope(self.trust):
            address = f"{given.lower()}@example.nhs.uk"
            person = Person.objects.create(
                trust=self.trust, given_name=given, family_name="Example", email=address, **fields
            )
            if role:
                post = Post.objects.create(trust=self.trust, key=role, title=role.upper(), role=role)
                PostHolding.objects.create(trust=self.trust, post=post, person=person, start=date(2020, 1, 1))
        user = User.objects.create_user(address, PASSWORD, person=person)
        EmailAddress.objects.create(user=user, email=address, primary=True, verified=True)
        return user


def make_people() -> People:
    """Make them."""
    trust = Trust.objects.create(code="RYD", slug="invented", name="Invented Ambulance Service NHS Trust", live=True)
    people = People(trust, None, None)  # type: ignore[arg-type]
    people.sam = people.account("Sam")
    people.lsms = people.account("Lee", "lsms")
    return people


def sign_in(client: Client, user: User | str, password: str = PASSWORD, **more: Any) -> Any:
    """Send the sign-in form; gives the answer."""
    email = user if isinstance(user, str) else user.email
    headers = more.pop("headers", None)
    return client.post(SIGN_IN, {"login": email, "password": password} | more, headers=headers)


def is_signed_in(client: Client) -> bool:
    """True when the client is let in to a page for people who are signed in."""
    return bool(client.get(HOME).status_code == 200)


def verbs() -> list[str]:
    """What the trail says of signing in, oldest first."""
    return [verb.removeprefix("organisation.") for verb in Entry.objects.order_by("pk").values_list("verb", flat=True)]


def last_entry() -> Entry:
    """The newest entry of the trail."""
    return Entry.objects.order_by("-pk")[0]


def code_of(secret: str, *, steps: int = 0) -> str:
    """What an authenticator app with `secret` shows now, or `steps` times 30 seconds later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def set_up_app(client: Client, *, steps: int = 0) -> str:
    """Set up an authenticator app for whoever is signed in on `client`; gives its secret."""
    client.get("/account/second-factor/app/add/")
    secret = client.session["mfa.totp.secret"]
    answer = client.post("/account/second-factor/app/add/", {"code": code_of(secret, steps=steps)})
    assert answer.status_code == 302, answer.content.decode()
    return str(secret)


def codes_of(user: User) -> list[str]:
    """The recovery codes of `user` that have not been used."""
    authenticator = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    return list(authenticator.wrap().get_unused_codes())
