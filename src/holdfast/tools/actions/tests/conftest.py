from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from pytest_django.fixtures import Settings

from holdfast.foundation.organisation.tests.cast import at_work, make_trust
from holdfast.tools.actions.tests.action_cast import EXAMPLE_KIND, ActionCast, make_cast


@pytest.fixture(autouse=True)
def kinds(settings: Settings) -> None:
    """The kinds of records that these tests know: its own, and an invented one."""
    own = {kind: told for kind, told in django_settings.RECORD_KINDS.items() if kind.startswith("action")}
    settings.RECORD_KINDS = own | {"example": EXAMPLE_KIND}


@pytest.fixture
def cast(db: None) -> Iterator[ActionCast]:
    """The trust of `action_cast`, in its scope, at noon on 3 March 2026."""
    trust = make_trust()
    with at_work(trust):
        yield make_cast(trust)


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    """Files of a test go to a folder of its own, and there is no virus scanner."""
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    settings.VIRUS_SCANNER = ""
    return tmp_path
