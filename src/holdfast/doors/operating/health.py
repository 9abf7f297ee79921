"""Whether this installation is well: what a monitor asks each minute, and what whoever runs it needs to know."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection

from holdfast.doors.operating.readiness import must_be_set_up
from holdfast.doors.operating.ticking import JOBS
from holdfast.foundation.notifications.queries import dead_mail, held_up
from holdfast.foundation.organisation.scope import EVERY_TRUST, scope
from holdfast.foundation.pages.words import count, moment_in_words, size_in_words
from holdfast.foundation.schedule.queries import job_states
from holdfast.kernel.commands import CommandFailed

TOO_LITTLE = 200 * 1000 * 1000
"""Bytes of free disk below which reports may be lost."""

LITTLE = 2 * 1000 * 1000 * 1000
PATIENCE = 3.0
"""Seconds for the virus scanner to answer: a monitor does not wait for ever."""


class State(StrEnum):
    """How something stands. Failing: this process cannot do its work, and requests are better sent elsewhere."""

    OK = "ok"
    WARNING = "warning"
    FAILING = "failing"


# A success is remembered, because it costs more than all the rest together; a failure is not.
_must_be_set_up = cache(must_be_set_up)


@dataclass(frozen=True)
class Check:
    """One thing that was looked at, and what was found, in a sentence."""

    name: str
    state: State
    words: str


def look(*, closely: bool) -> list[Check]:
    """Look at everything; the virus scanner only `closely`, because asking it takes a connection to elsewhere."""
    checks: list[Callable[[], Check]] = [_disk, _database, _scheduler, _mail]
    if closely and settings.VIRUS_SCANNER:
        checks.append(_scanner)
    found = []
    for check in checks:
        try:
            found.append(check())
        except DatabaseError as error:
            found.append(Check("database", State.FAILING, f"The database does not answer: {_first_line(error)}"))
            break
    return found


def worst(checks: Iterable[Check]) -> State:
    """The worst state of `checks`."""
    states = {check.state for check in checks}
    return next((state for state in (State.FAILING, State.WARNING) if state in states), State.OK)


def _database() -> Check:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    try:
        _must_be_set_up()
    except CommandFailed:
        return Check("database", State.FAILING, "The database is not up to date: run holdfast setup.")
    return Check("database", State.OK, "Answers, and is up to date.")


def _disk() -> Check:
    usage = shutil.disk_usage(settings.CONFIGURATION.data)
    words = f"{size_in_words(usage.free)} free of {size_in_words(usage.total)} where data is kept."
    if usage.free < TOO_LITTLE:
        return Check("disk", State.FAILING, words)
    few = usage.free < min(LITTLE, usage.total // 10)
    return Check("disk", State.WARNING if few else State.OK, words)


def _scheduler() -> Check:
    states = job_states(JOBS)
    if late := [state for state in states if state.late]:
        first = min((state.last for state in late if state.last), default=None)
        since = f"since {moment_in_words(first)}" if first else "yet"
        return Check(
            "scheduler",
            State.WARNING,
            f"{count(len(late), 'job')} not done {since}: does holdfast tick run each minute?",
        )
    if failed := [state for state in states if state.failed]:
        words = "; ".join(f"{state.name} failed {count(state.failures, 'time')}: {state.said}" for state in failed)
        return Check("scheduler", State.WARNING, words)
    return Check("scheduler", State.OK, "Every job was done in its turn.")


def _mail() -> Check:
    with scope(EVERY_TRUST):
        dead, waiting = dead_mail().count(), held_up().count()
    if dead or waiting:
        words = f"{count(dead, 'mail')} given up, {count(waiting, 'mail')} held up."
        return Check("mail", State.WARNING, f"{words} Administrators find them under Notices, Undelivered.")
    return Check("mail", State.OK, "Nothing given up, nothing held up.")


def _scanner() -> Check:
    where = urlsplit(f"//{settings.VIRUS_SCANNER}")
    try:
        with socket.create_connection((where.hostname or "", where.port or 3310), timeout=PATIENCE) as line:
            line.sendall(b"zPING\0")
            answer = line.recv(64).rstrip(b"\0\n")
    except OSError as error:
        return Check("virus scanner", State.WARNING, f"Does not answer ({error}): files wait to be scanned.")
    if answer != b"PONG":
        return Check("virus scanner", State.WARNING, f"Says {answer!r}.")
    return Check("virus scanner", State.OK, "Answers.")


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
