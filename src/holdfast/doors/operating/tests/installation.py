"""A whole installation of its own for one test: a data folder, a database, and the real command line run against it."""

from __future__ import annotations

import json
import os
import shutil
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

CHECKOUT = Path(__file__).resolve().parents[5]

PATIENCE = 300
"""Seconds after which a command hangs: far more than it needs, on a machine that does ten things at once."""

# Runs several commands and programs, one after the other, in one process: starting Python is most of what one costs.
STEPS = """
import contextlib, io, json, sys
import django; django.setup()
from holdfast.config.command_line import main
told = []
for step in json.load(sys.stdin):
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = exec(step) or 0 if isinstance(step, str) else main([*step, "--json"])
    told.append([code, said.getvalue()])
print(json.dumps(told))
"""

# Fills an installation by the same operations as real use: a trust, incidents with evidence, one of them restricted.
FILL = """
import django; django.setup()
from django.core.files.base import ContentFile
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import seal
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
    files = []
    for evidence in Evidence.objects.order_by("pk"):
        with evidence.file.open() as file:
            files.append([evidence.name, hashlib.sha256(file.read()).hexdigest() == evidence.sha256])
print(json.dumps({"incidents": incidents, "files": files, "seals": Seal.objects.count(),
    "entries": list(Entry.objects.order_by("pk").values_list("entry_hash", flat=True)),
    "sessions": Session.objects.count()}))
"""


@dataclass
class Told:
    """What one step came to: the exit code, and what it printed."""

    code: int
    data: Any

    @property
    def error(self) -> str:
        """Why it failed. Raises when it did not."""
        assert self.code == 1, self
        return str(self.data["error"])


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
            **self.settings,
        }

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start `holdfast …` as a process of its own and leave it running."""
        return subprocess.Popen(
            [sys.executable, "-m", "holdfast.config.command_line", *arguments],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def do(self, *steps: list[str] | str) -> list[Told]:
        """Do the steps in one process: commands as lists of arguments (run with --json), or lines of Python."""
        done = subprocess.run(
            [sys.executable, "-c", STEPS],
            input=json.dumps(steps),
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert done.returncode == 0, done.stderr
        return [Told(code, json.loads(said) if said.strip() else None) for code, said in json.loads(done.stdout)]


def make(folder: Path, server: str, **settings: str) -> Installation:
    """An installation that is not set up. `server`: a PostgreSQL on which it gets a database; blank: SQLite."""
    folder.mkdir(parents=True, exist_ok=True)
    if not server:
        return Installation(folder / "data", "", settings)
    name = _new_name()
    with _admin(server) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return Installation(folder / "data", _on(server, name), settings)


def copy_of(original: Installation, folder: Path) -> Installation:
    """Another installation with the same data and keys."""
    folder.mkdir(parents=True)
    shutil.copytree(original.data, folder / "data")
    if not original.database:
        return Installation(folder / "data", "", original.settings)
    name, source = _new_name(), urlsplit(original.database).path.lstrip("/")
    with _admin(original.database) as admin:
        words = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        admin.execute(words.format(sql.Identifier(name), sql.Identifier(source)))
    return Installation(folder / "data", _on(original.database, name), original.settings)


def drop(installation: Installation) -> None:
    """Let its PostgreSQL database go; its folder goes with the test's."""
    if installation.database:
        with _admin(installation.database) as admin:
            name = urlsplit(installation.database).path.lstrip("/")
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def _admin(server: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(_on(server, "postgres"), autocommit=True) as connection:
        yield connection


def _new_name() -> str:
    return f"installation_{uuid4().hex[:12]}"


def _on(server: str, database: str) -> str:
    return urlsplit(server)._replace(path=f"/{database}").geturl()
