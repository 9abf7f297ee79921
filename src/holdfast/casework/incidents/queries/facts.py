"""Since when an incident holds a fact: from its report on, or from the addition that first told it.

For whoever judges whether a record was complete in time. Each function reads the incident's `additions` and the rows
that it names, and asks the database nothing more when these were fetched beforehand.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from holdfast.casework.incidents.models import Addition, Incident
from holdfast.casework.incidents.rules.report_words import FACT_WORDS, PART_WORDS, PARTS

_PART_OF = {
    "victims": "victim",
    "subjects": "subject",
    "witnesses": "witness",
    "items": "item",
    "police_contacts": "policecontact",
}


def told_since(incident: Incident, *fields: str) -> datetime | None:
    """Since when (UTC) the incident has held all of these fields of its own; None while one of them is empty.

    A yes or no counts as held once it was answered, also with no.
    """
    if any(getattr(incident, field) in (None, "", [], {}) for field in fields):
        return None
    return max(
        [incident.reported_at, *(_first_told(incident, FACT_WORDS.get(field, field)) for field in fields)],
    )


def rows_since(incident: Incident, relation: str, *fields: str) -> Iterator[tuple[Any, datetime]]:
    """The rows of `relation` (victims, subjects, witnesses, items, police_contacts) that hold one of `fields`, each
    with the moment (UTC) since when; with no fields every row, since it was told.

    A row that a second reporter of the same event brought counts from the report on: nothing says which rows those are.
    """
    part = _PART_OF[relation]
    rows = sorted(getattr(incident, relation).all(), key=lambda row: row.pk)
    later = list(_told_later(incident, PARTS[part]))[-len(rows) :] if rows else []
    moments = [incident.reported_at] * (len(rows) - len(later)) + later
    for row, told in zip(rows, moments, strict=True):
        since = getattr(row, "at", told)
        held = [
            max(since, _first_told(incident, f"{PARTS[part]} {row.pk}: {PART_WORDS[part][field]}"))
            for field in fields
            if getattr(row, field) not in (None, "")
        ]
        if held or not fields:
            yield row, min(held, default=since)


def _told_later(incident: Incident, words: str) -> Iterator[datetime]:
    """A moment for each person or thing of this sort that an addition brought, in their order."""
    for addition in _in_order(incident):
        for line in addition.changes:
            if line.startswith(f"{words} (new "):
                yield addition.at


def _first_told(incident: Incident, words: str) -> datetime:
    """When something called `words` was last told that had been empty before; the report when it never was."""
    moment = incident.reported_at
    for addition in _in_order(incident):
        before = addition.changes.get(words)
        if before and not before[0]:
            moment = addition.at
    return moment


def _in_order(incident: Incident) -> list[Addition]:
    return sorted(incident.additions.all(), key=lambda addition: (addition.at, addition.pk))
