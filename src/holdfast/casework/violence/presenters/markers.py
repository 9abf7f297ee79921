"""A marker as its pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from holdfast.casework.violence.models import Marker
from holdfast.casework.violence.rules.addresses import shown_postcode
from holdfast.casework.violence.rules.markers import BY_ITSELF, CRITERIA, LIVE, MARKER
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.kernel import clock

MEANINGS = {
    "asked": "new", "temporary": "soon", "confirmed": "done", "suspended": "late", "refused": "off", "lapsed": "off",
    "removed": "off",
}  # fmt: skip
DONE = {
    "place": "Placed as temporary", "confirm": "Confirmed", "refuse": "Refused", "review": "Reviewed and kept",
    "remove": "Removed", "lapse": "Lapsed", "suspend": "Suspended",
}  # fmt: skip


BLINDLY = "place"
"""The one verb that needs no reason but safety: a temporary marker shows until somebody who knows why decides."""


@dataclass(frozen=True)
class MarkerRow:
    """One marker as a row of the list."""

    reference: str
    url: str
    address: str
    postcode: str
    state: tuple[str, str]
    until: datetime | None
    live: bool


def state_of(marker: Marker) -> tuple[str, str]:
    """The state in words with its meaning; what has run out says so before the scheduler has written it down."""
    if marker.state in LIVE and marker.live_until is not None and marker.live_until < clock.now():
        return "Run out", "late"
    return MARKER.states[marker.state], MEANINGS[marker.state]


def is_live(marker: Marker) -> bool:
    """True when it shows to crews now."""
    return marker.state in LIVE and marker.live_until is not None and marker.live_until >= clock.now()


def weighed_of(marker: Marker) -> list[tuple[str, str]]:
    """What the panel weighed, criterion by criterion, in the order in which it was asked."""
    return [(title, marker.criteria[key]) for key, title in CRITERIA.items() if marker.criteria.get(key)]


def line_of(marker: Marker) -> MarkerRow:
    """The row of `marker`."""
    return MarkerRow(
        reference=marker.reference,
        url=reverse("violence:marker", args=[marker.reference]),
        address=marker.address,
        postcode=shown_postcode(marker.postcode),
        state=state_of(marker),
        until=marker.live_until if marker.state in LIVE else None,
        live=is_live(marker),
    )


def marker_actions(marker: Marker, viewer: Viewer, *, knows_why: bool) -> list[dict[str, Any]]:
    """What the viewer can do with it now, the moves of its workflow first.

    Who may not know why it was asked for can place a temporary one, and decide nothing that needs the reason.
    """
    moves = [
        {"title": move.label, "url": reverse("violence:decide", args=[marker.reference, move.verb])}
        for move in MARKER.moves_from(marker.state)
        if move.verb not in BY_ITSELF
        and viewer.may(Permission(move.permission))
        and (knows_why or move.verb == BLINDLY)
    ]
    if not knows_why or not viewer.may(Permission.DECIDE_MARKERS):
        return moves
    more = []
    if marker.state in (*LIVE, "suspended"):
        more += [("notify", "Say whether they were told"), ("challenge", "Write down a challenge")]
    if marker.state in LIVE:
        more.append(("disclose", "Write down who else is told"))
    return moves + [
        {"title": title, "url": reverse("violence:decide", args=[marker.reference, slug])} for slug, title in more
    ]


def bare_timeline(marker: Marker) -> list[dict[str, Any]]:
    """When it was asked for and decided, for who may not know by whom and why; the last first."""
    events: list[dict[str, Any]] = [{"at": marker.asked_at, "title": "Asked for"}]
    events += [{"at": row.at, "title": DONE[row.verb]} for row in marker.decisions.all()]
    return sorted(events, key=lambda event: event["at"], reverse=True)


def marker_timeline(marker: Marker) -> list[dict[str, Any]]:
    """What was decided, told and challenged, the last first."""
    events: list[dict[str, Any]] = [{"at": marker.asked_at, "title": "Asked for", "by": marker.asked_by}]
    for row in marker.decisions.all():
        panel = [f"With {', '.join(row.panel)}"] if row.panel else []
        events.append({"at": row.at, "title": DONE[row.verb], "by": row.by, "text": row.reason, "marks": panel})
    for notice in marker.subject_notices.all():
        title = "The person was told" if notice.told else "The person was not told"
        events.append({"at": notice.at, "title": title, "by": notice.by, "text": notice.how or notice.why_not})
    for told in marker.disclosures.all():
        events.append({"at": told.at, "title": f"Passed on to {told.to}", "by": told.by, "text": told.basis})
        if told.removal_told_at:
            title = f"{told.to} heard that it is gone"
            events.append({"at": told.removal_told_at, "title": title, "by": told.removal_told_by})
    for one in marker.challenges.all():
        title = "Appeal" if one.appeal_of_id else "Challenged"
        events.append(
            {"at": one.received_at, "title": f"{title} by {one.from_whom}", "by": one.taken_by, "text": one.words}
        )
        if one.decided_at:
            title = "Upheld" if one.upheld else "Turned down"
            events.append({"at": one.decided_at, "title": title, "by": one.decided_by, "text": one.reason})
    return sorted(events, key=lambda event: event["at"], reverse=True)
