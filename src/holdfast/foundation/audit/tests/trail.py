"""The little world of these tests: who acts, on what, and the verbs by which they leave entries."""

from __future__ import annotations

from typing import Any

from holdfast.foundation.audit.actors import Actor, Subject
from holdfast.foundation.audit.fingerprints import Marks
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.audit.operations import Happening, enter, enter_many, operation
from holdfast.foundation.audit.operations.writing import draft

LSMS = Actor(name="Lsms Example", identity="user:1", post="LSMS", address="192.0.2.1")
MANAGER = Actor(name="Manager Example", identity="user:2", on_behalf_of="Director Example")
TICK = Actor.system("tick")

INCIDENT = Subject("incident", "INC-2026-00001", "RYD")
OTHER_INCIDENT = Subject("incident", "INC-2026-00002", "RYC")


@operation
def triage(*, by: Actor, subject: Subject = INCIDENT, **words: Any) -> Entry:
    """A verb that leaves one entry, with changes unless told otherwise."""
    return enter("incidents.triage", by=by, subject=subject, **{"changes": {"kind": ["", "theft"]}, **words})


@operation
def triage_many(*, by: Actor, count: int, subject: Subject = INCIDENT) -> list[Entry]:
    """A verb that leaves `count` entries, each with changes."""
    return enter_many(Happening("incidents.triage", by, subject, {"step": [step, step + 1]}) for step in range(count))


def write_with_number(number: int) -> Entry:
    """An entry of Holdfast's own with this very number, as when the transaction that took the number ends late."""
    entry, _ = draft(Happening("incidents.triage", LSMS, INCIDENT), Marks.of_this_installation())
    entry.pk = number
    entry.save(force_insert=True)
    return entry
