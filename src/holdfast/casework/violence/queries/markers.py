"""The lists of markers and of what was looked up, in pages by key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from django.core import signing
from django.db.models import Q, QuerySet

from holdfast.casework.violence.models import LookUp, Marker
from holdfast.casework.violence.rules.addresses import read_address
from holdfast.casework.violence.rules.markers import MARKER

PAGE = 50
LIST_STATES = list(MARKER.states.items())
SALT = "violence.markers"
Row = TypeVar("Row", Marker, LookUp)


def page_of_markers(
    rows: QuerySet[Marker], *, text: str, states: Sequence[str], before: str, size: int = PAGE
) -> tuple[list[Marker], str]:
    """One page of `rows`, the newest first, and the cursor of the next (empty: there is none).

    `text` is a reference, a postcode or a street; `before` a cursor; one that was tampered with gives the first page.
    """
    if states:
        rows = rows.filter(state__in=list(states))
    if text.strip():
        address = read_address(text)
        wanted = Q(record__reference=text.strip().upper())
        if address.postcode:
            wanted |= Q(postcode=address.postcode)
        if address.street:
            wanted |= Q(street__startswith=address.street)
        elif address.building:
            wanted |= Q(street__startswith=address.building) | Q(building=address.building)
        rows = rows.filter(wanted)
    return _page(rows.select_related("record"), "asked_at", before, size)


def page_of_look_ups(rows: QuerySet[LookUp], *, before: str, size: int = PAGE) -> tuple[list[LookUp], str]:
    """One page of what was looked up, the newest first, with what was found; and the cursor of the next (or "")."""
    return _page(rows.prefetch_related("hits__marker__record"), "at", before, size)


def _page(rows: QuerySet[Row], moment_of: str, before: str, size: int) -> tuple[list[Row], str]:
    """One page of `rows` by the instant in `moment_of`, the newest first, and the cursor of the next."""
    if place := _read(before):
        moment, key = place
        # the last condition says nothing new: it lets the database begin at the place instead of at the newest
        rows = rows.filter(
            Q(**{f"{moment_of}__lt": moment}) | Q(**{moment_of: moment, "pk__lt": key}),
            **{f"{moment_of}__lte": moment},
        )
    found = list(rows.order_by(f"-{moment_of}", "-pk")[: size + 1])
    more = found[size - 1] if len(found) > size else None
    cursor = signing.dumps([getattr(more, moment_of).isoformat(), more.pk], salt=SALT) if more else ""
    return found[:size], cursor


def _read(cursor: str) -> tuple[datetime, int] | None:
    try:
        moment, key = signing.loads(cursor, salt=SALT)
        return datetime.fromisoformat(moment), int(key)
    except (signing.BadSignature, ValueError, TypeError):
        return None
