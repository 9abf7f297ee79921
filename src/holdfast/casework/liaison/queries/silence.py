"""Where the police have been silent too long."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from holdfast.casework.liaison.models import PoliceReport, PoliceStep
from holdfast.foundation.organisation.models import Trust
from holdfast.kernel.durations import Duration, after, before

CHASE_AFTER = "liaison.chase-after"
"""The trust's number: how long the police may be silent before they are asked again."""


def chase_after(trust: Trust) -> Duration | None:
    """How long this trust waits; None while it has set no figure."""
    value = trust.number(CHASE_AFTER)
    return Duration.parse(value) if value else None


def silent_reports(trust: Trust, now: datetime) -> QuerySet[PoliceReport]:
    """The trust's running reports of crimes of which nothing was heard for so long, the longest silence first.

    Being asked again begins the wait anew, and before a court date nobody is chased. None while no figure is set.
    """
    wait = chase_after(trust)
    if wait is None:
        return PoliceReport.objects.none()
    limit = before(now, wait)
    hearing = PoliceStep.objects.filter(report=OuterRef("pk"), hearing_at__gt=limit)
    return (
        PoliceReport.objects.filter(
            Q(chased_at__isnull=True) | Q(chased_at__lte=limit),
            ~Exists(hearing),
            state__in=("made", "taken", "charged"),
            purpose="crime",
            incident__isnull=False,
            heard_at__lte=limit,
        )
        .select_related("incident__record", "incident__trust")
        .order_by("heard_at", "pk")
    )


def chase_due(heard: datetime, chased: datetime | None, wait: Duration | None) -> datetime | None:
    """When the police, last `heard` of and `chased` at these instants, are to be asked again; None without a figure."""
    last = max(heard, chased) if chased else heard
    return after(last, wait) if wait else None
