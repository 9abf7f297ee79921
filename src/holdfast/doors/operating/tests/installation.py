"""A whole installation of its own for one test: a data folder, a database, and the real command line run against it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
from psycopg import sql

from holdfast.config.configuration import CHECKOUT

PATIENCE = 120
"""Seconds after which a command hangs: far more than it needs, on a machine that does ten things at once."""

# Fills an installation by the same operations as real use: a trust, incidents with evidence, one of them restricted.
FILL = """
import django; django.setup()
from django.core.files.base import ContentFile
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import seal
from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.organisation.scope import scope
from holdfast.foundation.records.operations.evidence import add_file
from tests.cast import make_trust
cast = make_trust({code!r})
with scope(cast.trust):
    for number in range(3):
        incident = cast.report(internal=number == 2)
        seen = ContentFile(b"What I saw, %d." % number, "note.txt")
        add_file(by=cast.actor("staff"), record=incident.record, upload=seen)
seal(by=Actor.system("test"))
"""

# What must come back: every entry, every incident, every byte of evidence.
LOOK = """
import django; django.setup()
import hashlib, json
from django.contrib.sessions.models import Session
from holdfast.casework.incidents.models import Incident
from holdfast.foundation.audit.models import Entry, Seal
from holdfast.foundation.organisation.scope import EVERY_TRUST, scope
from holdfast.foundation.records.models import Evidence
with scope(EVERY_TRUST):
    incidents = list(Incident.objects.order_by("pk").values_list("record__reference", "description", "restricted"))
    files = [[e.name, hashlib.sha256(e.file.read()).hexdigest() == e.sha256] for e in Evidence.objects.order_by("pk")]
print(json.dumps({"incidents": incidents, "files": files, "seals": Seal.objects.count(),
    "entries": list(Entry.objects.order_by("pk").values_list("entry_hash", flat=True)),
    "sessions": Session.objects.count()}))
"""


@dataclass
class Installation:
    """One installation; `settings` are its variables beside those of every one."""

    data: Path
    database: str
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """The variables under which its commands run: nothing of the developer's own Holdfast."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("HOLDFAST_", "DJANGO_"))}
        return {
            **kept,
            "HOLDFAST_DATA": str(self.data),
            "HOLDFAST_DATABASE": self.database,
            "HOLDFAST_MODE": "development",
            "DJANGO_SETTINGS_MODULE": "holdfast.config.settings",
            "PYTHONPATH": os.pathsep.join((str(CHECKOUT / "src"), str(CHECKOUT))),
            "PYTHONDONTWRITEBYTECODE": "1",
            **self.settings,
        }

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start `holdfast …` and leave it running."""
        return subprocess.Popen(
            [sys.executable, "-m", "holdfast.config.command_line", *arguments],
            env=self.environment,
            cwd=self.data.parent,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, code: int = 0) -> str:
        """Run `holdfast …` to its end; what it printed, its complaints included. Fails on another exit code."""
        running = self.start(*arguments)
        said, complained = running.communicate(timeout=PATIENCE)
        assert running.returncode == code, f"{arguments}: {running.returncode}\n{said}\n{complained}"
        return said if code == 0 else said + complained

    def told(self, *arguments: str, code: int = 0) -> Any:
        """Run `holdfast … --json`; what it told."""
        running = self.start(*arguments, "--json")
        said, complained = running.communicate(timeout=PATIENCE)
        assert running.returncode == code, f"{arguments}: {running.returncode}\n{said}\n{complained}"
        return json.loads(said)

    def python(self, program: str) -> str:
        """Run a few lines of Python in the installation; what they printed."""
        done = subprocess.run(
            [sys.executable, "-c", program], env=self.environment, capture_output=True, text=True, timeout=PATIENCE
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def fill(self, code: str = "ZA1") -> None:
        """Put a trust with three incidents and their evidence in."""
        self.python(FILL.format(code=code))

    def look(self) -> dict[str, Any]:
        """What is in it."""
        return dict(json.loads(self.python(LOOK)))


@contextmanager
def installation(folder: Path, server: str, **settings: str) -> Iterator[Installation]:
    """An installation in `folder`. `server`: the address of a PostgreSQL on which it gets a database; blank: SQLite."""
    folder.mkdir(parents=True, exist_ok=True)
    if not server:
        yield Installation(folder / "data", "", settings)
        return
    name = f"installation_{uuid4().hex[:12]}"
    with psycopg.connect(_on(server, "postgres"), autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield Installation(folder / "data", _on(server, name), settings)
        finally:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _on(server: str, database: str) -> str:
    return urlsplit(server)._replace(path=f"/{database}").geturl()
