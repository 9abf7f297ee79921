"""Leaving entries in the trail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from holdfast.foundation.audit.actors import Actor, HasAuditSubject
from holdfast.foundation.audit.models import Entry
from holdfast.kernel import clock

from .operation import running_operation
from .writing import Happening, write

READING_AGAIN = timedelta(minutes=15)
"""Within this time the same person reading the same record again leaves no second entry."""


def enter(
    verb: str,
    *,
    by: Actor,
    subject: HasAuditSubject,
    changes: Mapping[str, Any] | None = None,
    details: Mapping[str, Any] | None = None,
    why: str = "",
    at: datetime | None = None,
) -> Entry:
    """Leave one entry in the trail, as part of the operation that is under way.

    `verb` is "area.verb". `changes` maps each changed field to [before, after]; `details` is whatever else must be
    known later. Both may hold dates, decimals, enums and models, and can be erased when retention says so. `why` and
    the rest stay for ever: put nobody's story there. `at` is when it happened (any time zone), by default now.

    Raises OutsideOperation; ValueError for a verb, change or time in the wrong shape; TypeError for a value that has
    no lasting words.
    """
    return enter_many([Happening(verb, by, subject, changes or {}, details or {}, why, at)])[0]


def enter_many(happenings: Iterable[Happening]) -> list[Entry]:
    """Leave an entry for each of `happenings`, in their order, with few statements: for imports and bulk changes.

    Raises what `enter` raises; then none of them is left.
    """
    running = running_operation()
    entries = write(happenings)
    running.has_left(entries)
    return entries


def enter_reading(
    verb: str,
    *,
    by: Actor,
    subject: HasAuditSubject,
    details: Mapping[str, Any] | None = None,
    why: str = "",
) -> Entry | None:
    """Leave an entry that `by` has read `subject`, inside an operation or not.

    Reading the same again within READING_AGAIN, in the same post and from the same address, leaves none; then None
    comes back. An operation that reads still owes an entry of its own. Raises what `enter` raises, but for
    OutsideOperation.
    """
    now = clock.now()
    reading = Happening(verb, by, subject, {}, details or {}, why, at=now, reading=True)
    seen = Entry.objects.filter(**reading.words(), reading=True, at__gt=now - READING_AGAIN, at__lte=now)
    return None if seen.exists() else write([reading])[0]
