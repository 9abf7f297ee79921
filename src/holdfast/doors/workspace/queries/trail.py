"""The audit trail as one person may read it: that of their trust, without what they must not know of.

Two rules, both decided in docs/running.md ("Who reads the audit trail"):

A restricted record does not exist for whoever is not named on it, in the trail neither, and nor does what hangs on it:
their entries are left out, and where another entry mentions one, its reference is struck out. Whoever oversees access
to such a record is named on it.

Of any other record, whoever reads the trail sees who did or saw what and when. What was changed or said is for those
who may open the record: an auditor asks who looked, and needs nobody's story for that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from holdfast.casework.incidents.queries.visibility import visible_to
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.audit.queries import by_trust, older_than
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.records.models import Record
from holdfast.foundation.records.restriction import hidden_from
from holdfast.kernel.durations import first_instant

REFERENCE = re.compile(r"\b[A-Z]{2,5}-\d{4}-\d{5,}\b")
PAGE = 50


@dataclass(frozen=True)
class Chosen:
    """What someone looks for in the trail. Days are London days, both included; empty means any."""

    identity: str = ""
    reference: str = ""
    verb: str = ""
    reading: bool | None = None
    since: date | None = None
    until: date | None = None

    @property
    def active(self) -> int:
        """How many filters are set."""
        values = (self.identity, self.reference, self.verb, self.since, self.until)
        return sum(bool(value) for value in values) + (self.reading is not None)


@dataclass(frozen=True)
class Knowledge:
    """What the viewer may know of the records that some entries speak of, by reference.

    `has_page`: those whose page the viewer may go to as well.
    """

    open_to: frozenset[str]
    has_page: frozenset[str]
    records: frozenset[str]
    hidden: frozenset[str]

    def may_read_details(self, entry: Entry) -> bool:
        """True when what `entry` says beyond who, what and when is for this viewer."""
        return entry.subject_reference in self.open_to or entry.subject_reference not in self.records


def trail_of(viewer: Viewer, chosen: Chosen) -> QuerySet[Entry]:
    """The entries of the viewer's trust that they may know of and that `chosen` asks for, newest first."""
    hidden = hidden_from(viewer).filter(reference=OuterRef("subject_reference"))
    entries = by_trust(viewer.trust.code).filter(~Exists(hidden))
    if chosen.identity:
        entries = entries.filter(actor_identity=chosen.identity)
    if chosen.reference:
        entries = entries.filter(subject_reference=chosen.reference)
    if chosen.verb:
        entries = entries.filter(verb__icontains="_".join(chosen.verb.split()))
    if chosen.reading is not None:
        entries = entries.filter(reading=chosen.reading)
    if chosen.since:
        entries = entries.filter(at__gte=first_instant(chosen.since))
    if chosen.until:
        entries = entries.filter(at__lt=first_instant(chosen.until + timedelta(days=1)))
    return entries


def page_after(entries: QuerySet[Entry], position: tuple[datetime, int] | None) -> list[Entry]:
    """Up to PAGE + 1 of `entries` (newest first) from `position`, the place of the last one of the page before, on."""
    if position is not None:
        at, number = position
        entries = older_than(entries, at=at, number=number).filter(at__lte=at)
    return list(entries[: PAGE + 1])


def page_before(entries: QuerySet[Entry], position: tuple[datetime, int]) -> list[Entry]:
    """Up to PAGE + 1 of `entries` that stand just before `position`, in their order; one too many is the first."""
    at, number = position
    newer = entries.filter(Q(at__gt=at) | Q(at=at, pk__gt=number), at__gte=at).order_by("at", "pk")
    return list(newer[: PAGE + 1])[::-1]


def known_of(viewer: Viewer, entries: Sequence[Entry]) -> Knowledge:
    """What `viewer` may know of all records that `entries` are about or mention, in two statements."""
    about = {entry.subject_reference for entry in entries}
    mentioned = {reference for entry in entries for reference in _mentioned(entry)}
    rows = Record.objects.filter(trust=viewer.trust, reference__in=about | mentioned)
    hidden = Exists(hidden_from(viewer).filter(pk=OuterRef("pk")))
    found = {row["reference"]: row for row in rows.values("pk", "reference", is_hidden=hidden)}
    shown = [row["pk"] for row in found.values() if not row["is_hidden"]]
    open_to = frozenset(visible_to(viewer).filter(pk__in=shown).values_list("record__reference", flat=True))
    return Knowledge(
        open_to=open_to,
        has_page=open_to if viewer.may(Permission.LIST_INCIDENTS) else frozenset(),
        records=frozenset(found),
        hidden=frozenset(reference for reference, row in found.items() if row["is_hidden"]),
    )


def _mentioned(entry: Entry) -> Iterable[str]:
    return REFERENCE.findall(f"{entry.why} {entry.changes} {entry.details}")
