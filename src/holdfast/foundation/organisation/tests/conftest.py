from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from holdfast.foundation.organisation.models import Person, Trust
from holdfast.foundation.organisation.tests import cast


@pytest.fixture
def trust(db: None) -> Iterator[Trust]:
    """An invented trust, in scope, at noon on 3 March 2026."""
    made = cast.make_trust()
    with cast.at_work(made):
        yield made


@pytest.fixture
def administrator(trust: Trust) -> Person:
    """Keeps the organisation of `trust`."""
    person = cast.make_person(trust, "Olga Keeper", email="olga.keeper@example.org")
    cast.make_post(trust, "administrator", person)
    return person


@pytest.fixture
def keeper(administrator: Person) -> Client:
    """The administrator's browser."""
    return cast.sign_in(administrator)


@pytest.fixture
def uploads(settings: Any, tmp_path: Any) -> Any:
    """A folder of this test's own for uploaded files."""
    folder = tmp_path / "uploads"
    storages = dict(settings.STORAGES)
    storages["default"] = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}
    settings.STORAGES = storages
    return folder
