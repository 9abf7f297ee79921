"""The little world of these tests: a trust, its people, a record, and files in a folder that goes away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.organisation.models import Person, Trust
from holdfast.foundation.organisation.scope import scope
from holdfast.foundation.records.models import Record, Sensitivity
from holdfast.foundation.records.operations import open_record


@dataclass(frozen=True)
class World:
    """One trust with its scope open. `reporter` adds things, `reader` may be named, `other` stands outside."""

    trust: Trust
    reporter: Person
    reader: Person
    other: Person

    def record(self, sensitivity: str = Sensitivity.ORDINARY) -> Record:
        """A new record."""
        return open_record(trust=self.trust, kind="incident", series="INC", title="Example", sensitivity=sensitivity)

    @staticmethod
    def actor(person: Person) -> Actor:
        """`person` as the one who acts."""
        return Actor(name=str(person), identity=f"user:{person.pk}", person_id=person.pk)

    @staticmethod
    def entries(verb: str) -> list[Entry]:
        """The entries of the trail with this verb, oldest first."""
        return list(Entry.objects.filter(verb=verb).order_by("pk"))


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """A trust with three people, its scope open."""
    with _world() as made:
        yield made


@pytest.fixture
def committed_world(transactional_db: None) -> Iterator[World]:
    """The same, committed, so that other connections see it."""
    with _world() as made:
        yield made


@contextmanager
def _world() -> Iterator[World]:
    trust = Trust.objects.create(code="ZZ1", slug="example", name="Example Ambulance Service", live=True)
    with scope(trust):
        people = [
            Person.objects.create(trust=trust, given_name=name, family_name="Example")
            for name in ("Reporter", "Reader", "Other")
        ]
        yield World(trust, *people)


@pytest.fixture(autouse=True)
def evidence_folder(tmp_path: Path, settings: Settings) -> Path:
    """Files of a test go to a folder of its own, and there is no virus scanner unless the test brings one."""
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    settings.VIRUS_SCANNER = ""
    return tmp_path
