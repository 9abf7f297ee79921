"""Which moments of an incident count, and as what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from holdfast.casework.incidents.models import Incident, Investigation

ONE_ACT = timedelta(seconds=10)
"""An operation writes its rows one after the other and each takes its own moment, so what a triage tells is written
some milliseconds after the triage. What follows a report, a triage, findings or a closure within this time was done by
them: nobody sends an incident on by hand so fast. Without it whatever must happen at once would always be late."""


def first(moments: Iterable[datetime | None]) -> datetime | None:
    """The earliest of `moments`, those that have not come left out."""
    return min((moment for moment in moments if moment is not None), default=None)


def running(incident: Incident) -> list[Investigation]:
    """The investigations that were not withdrawn."""
    return [row for row in incident.investigations.all() if row.state != "withdrawn"]


def in_its_act(incident: Incident, moment: datetime | None) -> datetime | None:
    """The moment of the report, triage, findings or closure by which something was done at `moment`, else `moment`."""
    if moment is None:
        return None
    acts = [
        incident.reported_at,
        *(triage.at for triage in incident.triages.all()),
        *(row.submitted_at for row in running(incident)),
        *(closure.at for closure in incident.closures.all()),
    ]
    before = [act for act in acts if act is not None and timedelta() <= moment - act <= ONE_ACT]
    return min(before, default=moment)


def ended(incident: Incident) -> datetime | None:
    """When nothing was owed on it any more: it was merged with another, or belongs elsewhere."""
    return incident.record.closed_at if incident.state in ("merged", "routed-out") else None


def began(incident: Incident) -> datetime:
    """When the clock of reporting starts: when it was found, else when it happened, else when it was reported."""
    return incident.found_at or incident.happened_at or incident.reported_at


def told_roles(incident: Incident, roles: Iterable[str]) -> datetime | None:
    """When the first post with one of `roles` was told."""
    return in_its_act(incident, first(row.at for row in incident.referrals.all() if row.post.role in roles))


def came_as_far(incident: Incident, stage: str) -> datetime | None:
    """When the incident was first reported, triaged, investigated (findings sent in) or closed; None: not yet."""
    match stage:
        case "triaged":
            return incident.triaged_at
        case "investigated":
            return first(row.submitted_at for row in running(incident))
        case "closed":
            return first(closure.at for closure in incident.closures.all())
    return incident.reported_at
