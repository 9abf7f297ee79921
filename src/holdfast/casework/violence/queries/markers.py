"""The list of markers, in pages by key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core import signing
from django.db.models import Q, QuerySet

from holdfast.casework.violence.models import Marker
from holdfast.casework.violence.rules.addresses import read_address
from holdfast.casework.violence.rules.markers import MARKER

PAGE = 50
LIST_STATES = list(MARKER.states.items())
SALT = "violence.markers"


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
    if place := _read(before):
        moment, key = place
        rows = rows.filter(Q(asked_at__lt=moment) | Q(asked_at=moment, pk__lt=key), asked_at__lte=moment)
    found = list(rows.select_related("record").order_by("-asked_at", "-pk")[: size + 1])
    more = found[size - 1] if len(found) > size else None
    cursor = signing.dumps([more.asked_at.isoformat(), more.pk], salt=SALT) if more else ""
    return found[:size], cursor


def _read(cursor: str) -> tuple[datetime, int] | None:
    try:
        moment, key = signing.loads(cursor, salt=SALT)
        return datetime.fromisoformat(moment), int(key)
    except (signing.BadSignature, ValueError, TypeError):
        return None
