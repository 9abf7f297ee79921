"""Queues of lone working, for whoever is responsible for a team's arrangements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse

from holdfast.casework.violence.models import Arrangement, Concern, LoneCheck
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.records.queues import Queue, Waiting
from holdfast.foundation.records.work import WorkItem
from holdfast.kernel import clock
from holdfast.kernel.durations import Duration, after

CHECKED_AHEAD = timedelta(days=28)


def lone_queues_of(viewer: Viewer) -> Iterator[Queue]:
    """The queues of lone working in which something may wait for the viewer."""
    yield _to_check(viewer)
    yield _concerns(viewer)


def _line(row: Waiting, what: str, verb: str, due: datetime | None) -> WorkItem:
    since = row.instant("set_at")
    assert since is not None
    return WorkItem.owed(
        due=due,
        since=since,
        reference=row["reference"],
        title=row["title"],
        what=what,
        verb=verb,
        url=reverse("violence:lone-working", args=[row["reference"]]),
    )


ARRANGEMENT = {"reference": "record__reference", "title": "record__title", "set_at": "set_at"}
OF_ARRANGEMENT = {name: f"arrangement__{path}" for name, path in ARRANGEMENT.items()}


def kept_by(viewer: Viewer) -> QuerySet[Arrangement]:
    """The standing arrangements for whose checks the viewer is responsible."""
    return Arrangement.objects.filter(responsible=viewer.person, ended_at__isnull=True).order_by("set_at", "pk")


def _to_check(viewer: Viewer) -> Queue:
    def line(row: Waiting) -> WorkItem | None:
        every = row["checks_every"] or viewer.trust.number("lone-working-check")
        start = row.instant("last_check") or row.instant("set_at")
        due = after(start, Duration.parse(every)) if start and every else None
        if due is None or due >= clock.now() + CHECKED_AHEAD:
            return None
        return _line(row, "Check that lone working is safe and works", "Check", due)

    last = LoneCheck.objects.filter(arrangement=OuterRef("pk")).order_by("-at").values("at")[:1]
    columns = ARRANGEMENT | {"checks_every": "checks_every", "last_check": Subquery(last)}
    return Queue(kept_by(viewer), columns, line)


def concerns_to_review(viewer: Viewer) -> QuerySet[Concern]:
    """What staff worry about under the viewer's arrangements, until it was looked at together."""
    kept = kept_by(viewer).order_by().values("pk")
    return Concern.objects.filter(arrangement__in=kept, reviewed_at__isnull=True).order_by("raised_at", "pk")


def _concerns(viewer: Viewer) -> Queue:
    def line(row: Waiting) -> WorkItem:
        return _line(row, "A concern to review with a member of staff", "Review", None)

    return Queue(concerns_to_review(viewer), OF_ARRANGEMENT, line)
