"""What signing in leaves in the audit trail, and in whose name."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from holdfast.foundation.audit.actors import Actor, HasAuditSubject, Subject
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.middleware import address_of
from holdfast.foundation.organisation.models import User
from holdfast.foundation.organisation.viewer import Viewer

NO_ACCOUNT = Subject("account", "none")
"""Whom a failed try without an account is about. What was typed is not kept: it may be a password in the wrong box."""


@operation
def leave_entry(
    *, by: Actor, what: str, about: HasAuditSubject, details: Mapping[str, Any] | None = None, why: str = ""
) -> None:
    """Leave `organisation.<what>` in the trail. What it tells of has been done by allauth just before."""
    enter(f"organisation.{what}", by=by, subject=about, details=details, why=why)


def subject_of(user: User | None) -> HasAuditSubject:
    """What the trail calls the account: its person, where it has one."""
    if user is None:
        return NO_ACCOUNT
    return user.person or Subject("account", f"account {user.pk}")


def actor_of(request: HttpRequest, user: User | None = None) -> Actor:
    """Who is behind `request`, or `user` where somebody has just proved to be them; else nobody known."""
    user = user or request.user  # type: ignore[assignment]
    address = caller_address(request)
    if user is None or not user.is_authenticated:
        return Actor(name="Somebody who has not signed in", identity="anonymous", address=address)
    if viewer := Viewer.of(user, address=address):
        return viewer.actor
    return Actor(name=str(user.person or user.email), identity=f"user:{user.pk}", address=address, user_id=user.pk)


def caller_address(request: HttpRequest) -> str:
    """The caller's network address, without the port that some proxies add; 0.0.0.0 where it cannot be known.

    Never empty: then one caller without an address would be counted as no caller at all.
    """
    told = address_of(request).strip()
    for candidate in (told, told.rpartition(":")[0].strip("[]")):
        try:
            return str(ipaddress.ip_address(candidate))
        except ValueError:
            continue
    return "0.0.0.0"  # noqa: S104  not an address to listen on: it stands for "not known"
