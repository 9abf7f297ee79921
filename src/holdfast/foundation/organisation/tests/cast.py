"""A small invented trust, for the tests of this area."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from django.test import Client

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.commands import COMMANDS
from holdfast.foundation.organisation.models import Person, Post, PostHolding, Trust, Unit, User
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock
from holdfast.kernel.commands import Result

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
TODAY = date(2026, 3, 3)
BY = Actor(name="A Test", identity="command:test", channel="command")


@contextmanager
def at_work(trust: Trust) -> Iterator[None]:
    """Noon on 3 March 2026, in the scope of `trust`."""
    with clock.at(NOON), scope(trust):
        yield


def make_trust(code: str = "ZZ1", name: str = "Invented Ambulance Service NHS Trust", **more: Any) -> Trust:
    """A trust that uses Holdfast."""
    values = {"slug": f"invented-{code.lower()}", "short_name": "Invented", "live": True, **more}
    return Trust.objects.create(code=code, name=name, **values)


def make_unit(trust: Trust, name: str, parent: Unit | None = None) -> Unit:
    """A unit with its path."""
    unit = Unit.objects.create(trust=trust, name=name, parent=parent)
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save()
    return unit


def make_person(trust: Trust, name: str = "Ada Testman", **more: Any) -> Person:
    """A person of the trust."""
    given, _, family = name.partition(" ")
    return Person.objects.create(trust=trust, given_name=given, family_name=family, **more)


def make_post(trust: Trust, role: str = "lsms", holder: Person | None = None, **more: Any) -> Post:
    """A post, held by `holder` since the start of 2026."""
    values = {"key": role, "title": role.replace("-", " ").capitalize(), **more}
    post = Post.objects.create(trust=trust, role=role, **values)
    if holder is not None:
        PostHolding.objects.create(trust=trust, post=post, person=holder, start=date(2026, 1, 1))
    return post


def sign_in(person: Person) -> Client:
    """A browser in which `person` is signed in."""
    user = User.objects.filter(person=person).first() or User.objects.create_user(
        person.email or f"person{person.pk}@example.org", person=person
    )
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def messages_in(response: Any) -> list[str]:
    """What the page that was led to says was done or not."""
    return [str(message) for message in response.context["messages"]]


def run_command(verb: str, *words: str) -> Result:
    """What `holdfast import <verb> <words>` does. Raises CommandFailed as the command does."""
    command = next(command for command in COMMANDS if command.path == ("import", verb))
    parser = argparse.ArgumentParser()
    command.arguments(parser)
    module, _, function = command.run.partition(":")
    return getattr(importlib.import_module(module), function)(parser.parse_args(words))
