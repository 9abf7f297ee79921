"""What turned and when, and what was known on each day."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet

from holdfast.foundation.organisation.models import Trust
from holdfast.oversight.assurance.models import Snapshot, VerdictChange


def turns(
    trust: Trust, *, duty: str = "", since: datetime | None = None, until: datetime | None = None, to: str = ""
) -> QuerySet[VerdictChange]:
    """Each turn of a duty's state, the newest first: of one `duty` or all, between two instants (both included, UTC),
    `to` one state or any."""
    rows = VerdictChange.objects.filter(trust=trust).order_by("-at", "-pk")
    if duty:
        rows = rows.filter(duty=duty)
    if since is not None:
        rows = rows.filter(at__gte=since)
    if until is not None:
        rows = rows.filter(at__lte=until)
    return rows.filter(new=to) if to else rows


def known_on(trust: Trust, duty: str, since: date, until: date) -> QuerySet[Snapshot]:
    """What was known of a duty at the end of each day from `since` to `until` (Europe/London), oldest first.

    A day on which nothing ran has none.
    """
    return Snapshot.objects.filter(trust=trust, duty=duty, day__gte=since, day__lte=until).order_by("day")
