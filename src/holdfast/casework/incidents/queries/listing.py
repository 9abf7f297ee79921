"""The list of incidents: filters, order, and pages by key.

A page is found by the key of its first or last row, never by counting rows from the start, so that the last page costs
what the first one does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.core import signing
from django.db.models import F, Q, QuerySet

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.queries.searching import matching
from holdfast.casework.incidents.queries.visibility import visible_to
from holdfast.foundation.organisation.models import Unit
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.kernel.clock import LONDON

PAGE = 50
COUNTED = 1000
"""Rows are counted up to here; beyond it the list says "more than": an exact count of a million rows helps nobody."""

ORDERS: dict[str, tuple[str, str, bool]] = {
    # key in the address: (words, column, newest first)
    "newest": ("Newest report first", "reported_at", True),
    "oldest": ("Oldest report first", "reported_at", False),
    "happened": ("Newest event first", "occurred_at", True),
    "happened-oldest": ("Oldest event first", "occurred_at", False),
}
"""Columns of which every row has a value: a row without one would be on no page."""


@dataclass(frozen=True)
class Chosen:
    """What someone filters by. Days are London days, both included; empty means any."""

    text: str = ""
    stages: Sequence[str] = ()
    types: Sequence[str] = ()
    severities: Sequence[str] = ()
    site: int | None = None
    unit: int | None = None
    crime: bool | None = None
    near_miss: bool | None = None
    since: date | None = None
    until: date | None = None
    order: str = "newest"

    @property
    def active(self) -> int:
        """How many filters are set."""
        values = (self.text, self.stages, self.types, self.severities, self.site, self.unit, self.since, self.until)
        return sum(bool(value) for value in values) + sum(value is not None for value in (self.crime, self.near_miss))


@dataclass
class Page:
    """One page of rows, and the cursors of its neighbours (empty: there is none)."""

    rows: list[Incident] = field(default_factory=list)
    newer: str = ""
    older: str = ""


def chosen_of(viewer: Viewer, chosen: Chosen) -> QuerySet[Incident]:
    """The incidents that `viewer` may see and that `chosen` asks for, in no order."""
    rows = visible_to(viewer)
    for column, values in (("stage", chosen.stages), ("type", chosen.types), ("severity", chosen.severities)):
        if values:
            rows = rows.filter(**{f"{column}__in": list(values)})
    if chosen.site:
        rows = rows.filter(site=chosen.site)
    if chosen.unit:
        top = Unit.objects.filter(pk=chosen.unit).first()
        rows = rows.filter(unit__in=Unit.objects.filter(path__startswith=top.path).values("pk")) if top else rows.none()
    if chosen.crime is not None:
        rows = rows.filter(crime=chosen.crime)
    if chosen.near_miss is not None:
        rows = rows.filter(near_miss=chosen.near_miss)
    if chosen.since:
        rows = rows.filter(reported_at__gte=_midnight(chosen.since))
    if chosen.until and chosen.until < date.max:
        rows = rows.filter(reported_at__lt=_midnight(chosen.until + timedelta(days=1)))
    return matching(rows, chosen.text) if chosen.text.strip() else rows


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LONDON)


def page_of(rows: QuerySet[Incident], order: str, cursor: str = "", size: int = PAGE) -> Page:
    """The page of `rows` that `cursor` points at.

    The first page for no cursor, for one that was tampered with, and when there is nothing left where it points.
    """
    _, column, newest_first = ORDERS.get(order, ORDERS["newest"])
    place = read_cursor(cursor)
    if place is None:
        return _first(rows, column, size, down=newest_first)
    direction, moment, key = place
    backwards = direction == "newer"
    down = newest_first != backwards
    beyond = "lt" if down else "gt"
    further = rows.filter(
        Q(**{f"{column}__{beyond}": moment}) | Q(**{column: moment, f"record__{beyond}": key}),
        # Says again what the line above implies: a range that every planner can start an index scan from.
        **{f"{column}__{beyond}e": moment},
    )
    found, more = _fetched(further, column, size, down=down)
    if not found or (backwards and not more):
        # Nothing there any more, or the way back has reached the top: then the first page is whole, not a remainder.
        return _first(rows, column, size, down=newest_first)
    if backwards:
        found.reverse()
    return Page(
        found,
        newer=_cursor("newer", column, found[0]) if more or not backwards else "",
        older=_cursor("older", column, found[-1]) if more or backwards else "",
    )


def _first(rows: QuerySet[Incident], column: str, size: int, *, down: bool) -> Page:
    found, more = _fetched(rows, column, size, down=down)
    return Page(found, older=_cursor("older", column, found[-1]) if more else "")


def _fetched(rows: QuerySet[Incident], column: str, size: int, *, down: bool) -> tuple[list[Incident], bool]:
    ordering = (F(column).desc(), F("record").desc()) if down else (F(column).asc(), F("record").asc())
    found = list(rows.select_related("record", "site", "unit").order_by(*ordering)[: size + 1])
    return found[:size], len(found) > size


def _cursor(direction: str, column: str, row: Incident) -> str:
    return write_cursor(direction, getattr(row, column), row.pk)


def write_cursor(direction: str, moment: datetime, key: int) -> str:
    """A place in the list, signed, for the address of a page."""
    return signing.dumps([direction, moment.isoformat(), key], salt="incidents.list", compress=False)


def read_cursor(cursor: str) -> tuple[str, datetime, int] | None:
    """The place that `cursor` tells, None for none or a bad one."""
    if not cursor:
        return None
    try:
        direction, moment, key = signing.loads(cursor, salt="incidents.list")
        return direction, datetime.fromisoformat(moment), int(key)
    except (signing.BadSignature, ValueError, TypeError):
        return None


def counted(rows: QuerySet[Incident]) -> tuple[int, bool]:
    """How many rows there are, counted up to COUNTED, and whether that is all of them."""
    found = rows.order_by().values("pk")[: COUNTED + 1].count()
    return min(found, COUNTED), found <= COUNTED
