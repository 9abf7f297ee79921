"""The little world of these tests: a trust with posts, people who hold them, and a record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from pytest_django.fixtures import Settings

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.notifications.models import Mail, Notice, Preference
from holdfast.foundation.notifications.operations import Told, tell
from holdfast.foundation.organisation.models import Deputy, Person, Post, PostHolding, Trust, User
from holdfast.foundation.organisation.scope import scope
from holdfast.foundation.records.models import Reader, Record, Sensitivity
from holdfast.foundation.records.operations import open_record

SITE = "https://holdfast.example.nhs.uk"


@dataclass(frozen=True)
class World:
    """A trust with its scope open. Sam holds the post of LSMS, which reports to Dana's, the director's."""

    trust: Trust
    sam: Person
    dana: Person
    riley: Person
    lsms: Post
    director: Post

    def person(self, name: str, **fields: Any) -> Person:
        """Someone new, with an address unless told otherwise."""
        fields = {"email": f"{name.lower()}@example.nhs.uk"} | fields
        return Person.objects.create(trust=self.trust, given_name=name, family_name="Example", **fields)

    def account(self, person: Person, email: str, **fields: Any) -> User:
        """An account for `person`."""
        return User.objects.create_user(email, person=person, **fields)

    def post(self, key: str, **fields: Any) -> Post:
        """A post that nobody holds."""
        fields = {"title": key.capitalize(), "role": "lsms"} | fields
        return Post.objects.create(trust=self.trust, key=key, **fields)

    def hold(self, post: Post, person: Person, start: date = date(2026, 1, 1), end: date | None = None) -> None:
        """Let `person` hold `post`."""
        PostHolding.objects.create(trust=self.trust, post=post, person=person, start=start, end=end)

    def deputise(self, post: Post, holder: Person, person: Person, start: date, end: date) -> None:
        """Let `person` take over for `holder`."""
        Deputy.objects.create(trust=self.trust, post=post, holder=holder, person=person, start=start, end=end)

    def record(self, sensitivity: str = Sensitivity.ORDINARY) -> Record:
        """A new record, INC-2026-00001 and so on."""
        return open_record(trust=self.trust, kind="incident", series="INC", title="Example", sensitivity=sensitivity)

    def name_reader(self, record: Record, person: Person) -> None:
        """Name `person` on a restricted record."""
        Reader.objects.create(trust=self.trust, record=record, person=person, by="Someone")

    def prefer(self, person: Person, pace: str) -> None:
        """Let `person` want e-mail at this pace."""
        Preference.objects.update_or_create(person=person, defaults={"trust": self.trust, "pace": pace})

    def tell(self, **words: Any) -> Told:
        """Tell Sam of something, unless told otherwise."""
        words = {"kind": "incidents.awaiting_triage", "subject": "A report waits for triage", "url": "/i/1/"} | words
        if not {"people", "posts"} & set(words):
            words["people"] = [self.sam]
        with transaction.atomic():
            return tell(**words)

    @staticmethod
    def actor(person: Person) -> Actor:
        """`person` as the one who acts."""
        return Actor(name=str(person), identity=f"user:{person.pk}", person_id=person.pk)

    @staticmethod
    def entries(verb: str) -> list[Entry]:
        """The entries of the trail with this verb, oldest first."""
        return list(Entry.objects.filter(verb=verb).order_by("pk"))

    @staticmethod
    def told() -> dict[str, list[str]]:
        """Each person who has notices, with the subjects of these."""
        found: dict[str, list[str]] = {}
        for notice in Notice.objects.order_by("pk").select_related("person"):
            found.setdefault(notice.person.given_name, []).append(notice.subject)
        return found

    @staticmethod
    def mailed() -> list[str]:
        """The addresses of all mail, in order."""
        return sorted(Mail.objects.values_list("to", flat=True))


@pytest.fixture(autouse=True)
def known_site(settings: Settings) -> None:
    """Links in mail lead to SITE, and this is no demonstration unless a test says so."""
    settings.PUBLIC_URL = SITE
    settings.DEMO = False
    settings.DEFAULT_FROM_EMAIL = "Holdfast <holdfast@example.nhs.uk>"


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """A trust with two posts held and someone who holds none, its scope open."""
    with _world() as made:
        yield made


@pytest.fixture
def committed_world(transactional_db: None) -> Iterator[World]:
    """The same, committed, so that other connections and processes see it."""
    with _world() as made:
        yield made


@contextmanager
def _world() -> Iterator[World]:
    trust = Trust.objects.create(code="ZZ1", slug="example", name="Example Ambulance Service", live=True)
    with scope(trust):
        people = [
            Person.objects.create(
                trust=trust, given_name=name, family_name="Example", email=f"{name.lower()}@example.nhs.uk"
            )
            for name in ("Sam", "Dana", "Riley")
        ]
        director = Post.objects.create(trust=trust, key="director", title="Director", role="executive")
        lsms = Post.objects.create(trust=trust, key="lsms", title="LSMS", role="lsms", reports_to=director)
        world = World(trust, *people, lsms, director)
        world.hold(lsms, world.sam)
        world.hold(director, world.dana)
        yield world
