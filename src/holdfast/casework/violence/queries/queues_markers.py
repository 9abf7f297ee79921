"""Queues of markers: to decide and review, challenged, and found by a look-up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from holdfast.casework.violence.models import Challenge, Hit, Marker, MarkerDecision
from holdfast.casework.violence.queries.visibility import markers_known_to
from holdfast.casework.violence.rules.markers import sat_on
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.records.queues import Queue, Waiting
from holdfast.foundation.records.work import WorkItem
from holdfast.kernel import clock

ANSWERED_WITHIN = timedelta(hours=12)
"""So long after a look-up somebody is asked whether it helped: while they still know."""
ASKED_FOR = timedelta(days=14)
REVIEWED_AHEAD = timedelta(days=28)

MARKER = {"reference": "record__reference", "title": "record__title"}
OF_MARKER = {name: f"marker__{path}" for name, path in MARKER.items()}


def marker_queues_of(viewer: Viewer) -> Iterator[Queue]:
    """The queues of markers in which something may wait for the viewer."""
    yield _markers(viewer)
    yield _challenges(viewer)
    yield _hits(viewer)


def _line(row: Waiting, *, what: str, verb: str, url: str, due: datetime | None = None) -> WorkItem:
    since = row.instant("since")
    assert since is not None
    told = {"reference": row["reference"], "title": row["title"], "what": what, "verb": verb, "url": url}
    return WorkItem.owed(due=due, since=since, **told)


def markers_to_decide(viewer: Viewer) -> QuerySet[Marker]:
    """Markers that wait for a decision: to the control room those asked for, to who decides the others too.

    After a restricted incident only those named on it decide; a temporary marker anyone may place who otherwise may.
    """
    decides = viewer.may(Permission.DECIDE_MARKERS)
    if not decides and not viewer.may(Permission.PLACE_MARKERS):
        return Marker.objects.none()
    waiting = Q(state="asked")
    if decides:
        soon = clock.now() + REVIEWED_AHEAD
        later = Q(state__in=("temporary", "suspended")) | Q(state="confirmed", live_until__lt=soon)
        waiting |= later & Q(pk__in=markers_known_to(viewer).values("pk"))
    return Marker.objects.filter(waiting).order_by("asked_at", "pk")


def _markers(viewer: Viewer) -> Queue:
    words = {
        "asked": (
            "Asked for: decide whether it shows",
            "Decide" if viewer.may(Permission.DECIDE_MARKERS) else "Place",
        ),
        "temporary": ("Temporary: decide before it lapses", "Decide"),
        "confirmed": ("Its review is due", "Review"),
        "suspended": ("Suspended: its review was not done in time", "Review"),
    }

    def line(row: Waiting) -> WorkItem:
        what, verb = words[row["state"]]
        url = reverse("violence:marker", args=[row["reference"]])
        return _line(row, what=what, verb=verb, due=row.instant("live_until"), url=url)

    columns = MARKER | {"since": "asked_at", "state": "state", "live_until": "live_until"}
    return Queue(markers_to_decide(viewer), columns, line)


def challenges_to_decide(viewer: Viewer) -> QuerySet[Challenge]:
    """Undecided challenges of markers with which the viewer had nothing to do so far."""
    if not viewer.may(Permission.DECIDE_MARKERS):
        return Challenge.objects.none()
    waiting = Challenge.objects.filter(decided_at__isnull=True, marker__in=markers_known_to(viewer))
    waiting = waiting.exclude(marker__asker=viewer.person)
    fresh = waiting.exclude(marker__decisions__person=viewer.person).exclude(marker__challenges__decider=viewer.person)
    return fresh.order_by("received_at", "pk")


def _challenges(viewer: Viewer) -> Queue:
    def line(row: Waiting) -> WorkItem | None:
        panels = json.loads(row["panel"]) if isinstance(row["panel"], str) else row["panel"]
        if sat_on(panels or (), str(viewer.person)):
            return None  # who sat on the panel does not decide whether it was right
        url = reverse("violence:answer-challenge", args=[row["reference"], row["key"]])
        return _line(row, what="It is challenged: look at it anew", verb="Decide", url=url)

    decided = MarkerDecision.objects.filter(marker=OuterRef("marker")).exclude(verb="place").order_by("-at", "-pk")
    columns = OF_MARKER | {"key": "pk", "since": "received_at", "panel": Subquery(decided.values("panel")[:1])}
    return Queue(challenges_to_decide(viewer), columns, line)


def hits_to_answer(viewer: Viewer) -> QuerySet[Hit]:
    """Markers that the viewer found within two weeks and did not say of whether they helped."""
    if not viewer.may(Permission.LOOK_UP_MARKERS):
        return Hit.objects.none()
    mine = Hit.objects.filter(look_up__person=viewer.person, answered_at__isnull=True)
    return mine.filter(look_up__at__gt=clock.now() - ASKED_FOR).order_by("-pk")


def _hits(viewer: Viewer) -> Queue:
    def line(row: Waiting) -> WorkItem:
        looked_up = row.instant("since")
        assert looked_up is not None
        row["title"] = f"Job {row['job']}"
        return _line(
            row,
            what="Was the marker passed on, and did it help?",
            verb="Say",
            due=looked_up + ANSWERED_WITHIN,
            url=reverse("violence:hit", args=[row["key"]]),
        )

    return Queue(hits_to_answer(viewer), OF_MARKER | {"key": "pk", "since": "look_up__at", "job": "look_up__job"}, line)
