"""Queues of the response to an assault: calls for support, and what the trust's checklist asks of whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from holdfast.casework.incidents.models import Incident, Victim
from holdfast.casework.incidents.queries.awaiting import OPEN_STATES
from holdfast.casework.incidents.queries.queues import INCIDENT, OF_INCIDENT, line_of
from holdfast.casework.incidents.queries.taxonomy import TYPES
from holdfast.casework.incidents.queries.visibility import visible_to
from holdfast.casework.violence.models import Call, Offer
from holdfast.casework.violence.queries.owed_items import owed_counts, owed_flags, owed_something
from holdfast.casework.violence.queries.policy import checklist_items
from holdfast.casework.violence.queries.visibility import calls_visible_to, own_support
from holdfast.casework.violence.rules.response import Item, due_of
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.records.queues import Queue, Waiting
from holdfast.foundation.records.work import WorkItem
from holdfast.kernel import clock

ASSAULTS = [key for key, kind in TYPES.items() if kind.family == "violence"]
FRESH = timedelta(days=120)
"""Checklists of incidents older than this are looked at on their own pages, not in everyone's list of work."""

MOMENTS = {"happened": "occurred_at", "reported": "reported_at", "triaged": "triaged_at", "shift-end": "shift_ends_at"}
"""The columns of an incident from which the items run, by the words of `rules.response.STARTS`."""


def response_queues_of(viewer: Viewer) -> Iterator[Queue]:
    """The queues of the response. Asks for the trust's checklist first: one statement beside that of the queues."""
    yield _calls(viewer)
    items = [item for item in checklist_items(viewer.trust) if not item.optional]
    yield _own(viewer, [item for item in items if item.who == "victim"])
    keys = {post.key for post in viewer.posts}
    yield _to_respond(viewer, [item for item in items if item.who in keys])


def calls_to_answer(viewer: Viewer) -> QuerySet[Call]:
    """Calls for support that the viewer may answer: the control room all, a manager those of their own people."""
    waiting = calls_visible_to(viewer).filter(answered_at__isnull=True).exclude(asker=viewer.person)
    if not viewer.may(Permission.ANSWER_CALLS):
        return waiting.none()
    if not viewer.may(Permission.PLACE_MARKERS):
        if not viewer.unit_paths:
            return waiting.none()
        waiting = waiting.filter(reduce(or_, (Q(asker__unit__path__startswith=path) for path in viewer.unit_paths)))
    return waiting.order_by("asked_at", "pk")


def _calls(viewer: Viewer) -> Queue:
    def line(row: Waiting) -> WorkItem:
        asked = row.instant("since")
        assert asked is not None
        return WorkItem.owed(
            due=asked,
            since=asked,
            title=Call.KINDS[row["kind"]],
            what=f"{row['call_sign'] or row['asked_by']} asks for it",
            verb="Answer",
            url=reverse("violence:call", args=[row["key"]]),
        )

    columns = {"key": "pk", "since": "asked_at", "kind": "kind", "call_sign": "call_sign", "asked_by": "asked_by"}
    return Queue(calls_to_answer(viewer), columns, line)


def owing_response(viewer: Viewer, items: Sequence[Item]) -> QuerySet[Incident]:
    """Recent assaults that the viewer sees and for which one of `items` is still owed, newest first.

    Not what was imported: what should have been done then was done, or not, under another system.
    """
    if not items or not viewer.may(Permission.RESPOND_TO_ASSAULTS):
        return Incident.objects.none()
    running = visible_to(viewer).filter(type__in=ASSAULTS, state__in=OPEN_STATES, imported_at__isnull=True)
    owed = owed_something(Victim.objects.filter(incident=OuterRef("pk")), items)
    fresh = running.filter(Exists(owed), reported_at__gt=clock.now() - FRESH)
    return fresh.order_by("-reported_at", "-pk")


def _to_respond(viewer: Viewer, items: Sequence[Item]) -> Queue:
    """One line for each incident on which the viewer's posts owe items of the checklist."""

    def line(row: Waiting) -> WorkItem:
        left = _left(row, items)
        first = min(left, key=lambda item: _order(_due(row, item)))
        number = sum(row["left"].values())
        return line_of(
            row,
            what=f"{first.words}, and {number - 1} more" if number > 1 else first.words,
            verb="Respond",
            due=_due(row, first),
            url=reverse("violence:response", args=[row["reference"]]),
        )

    columns = INCIDENT | MOMENTS | {"since": "reported_at", "left": owed_counts(items)}
    return Queue(owing_response(viewer, items), columns, line)


def owed_by_victim(viewer: Viewer, items: Sequence[Item]) -> QuerySet[Victim]:
    """The viewer as someone affected by a recent assault who has yet to do one of `items`.

    Not while support is offered to them: they open the same page to answer that.
    """
    mine = own_support(viewer).filter(incident__state__in=OPEN_STATES, incident__type__in=ASSAULTS)
    mine = mine.filter(incident__reported_at__gt=clock.now() - FRESH, incident__imported_at__isnull=True)
    offered = Offer.objects.filter(victim=OuterRef("pk"), answered_at__isnull=True)
    return owed_something(mine.filter(~Exists(offered)), items).order_by("-incident__reported_at", "-pk")


def _own(viewer: Viewer, items: Sequence[Item]) -> Queue:
    """What the policy asks of the viewer as the one who was affected."""

    def line(row: Waiting) -> WorkItem:
        row["title"], row["restricted"] = "After what happened to you", ""
        left = _left(row, items)
        return line_of(
            row,
            what=left[0].words,
            verb="Open",
            due=min((due for item in left if (due := _due(row, item))), default=None),
            url=reverse("violence:my-support", args=[row["key"]]),
        )

    of_incident = {name: f"incident__{column}" for name, column in MOMENTS.items()}
    columns = OF_INCIDENT | of_incident | {"key": "pk", "since": "incident__reported_at", "left": owed_flags(items)}
    return Queue(owed_by_victim(viewer, items), columns, line)


def _left(row: Waiting, items: Sequence[Item]) -> list[Item]:
    return [item for place, item in enumerate(items) if row["left"][str(place)]]


def _due(row: Waiting, item: Item) -> datetime | None:
    moments = {name: row.instant(name) for name in MOMENTS}
    return due_of(item, moments | {"happened": moments["happened"] or moments["reported"]})


def _order(due: datetime | None) -> tuple[bool, float]:
    return (due is None, due.timestamp() if due else 0)
