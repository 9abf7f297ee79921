"""What follows violence, measured: markers over incidents, devices and checks over arrangements for lone working."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from holdfast.casework.incidents.models import Incident
from holdfast.casework.violence.models import Arrangement, Marker
from holdfast.casework.violence.queries.lone import needs_device
from holdfast.casework.violence.queries.response import is_assault
from holdfast.kernel.durations import last_instant
from holdfast.oversight.assurance.measures.measure import Measure
from holdfast.oversight.assurance.measures.moments import began, ended, first

Facts = dict[str, Any]
Numbers = Mapping[str, Any]

LOADED = ("markers", "no_marker", "support_offers")
"""Relations of an incident that these measures read."""

ARRANGEMENT_LOADED = ("workers__devices", "checks")
MARKER_LOADED = ("decisions",)


def marker_asked(incident: Incident, numbers: Numbers) -> Facts | None:
    """From when it happened to the request for a marker, or the reason why none; the limit is the end of the shift.

    Only violence at a home or other private address suits a marker; off shift no deadline is printed.
    """
    if not is_assault(incident) or incident.place != "private-address" or incident.internal:
        return None
    start = began(incident)
    if incident.shift_ends_at is None or incident.shift_ends_at < start:
        return None
    unmarked = getattr(incident, "no_marker", None)
    done = first([*(marker.asked_at for marker in incident.markers.all()), unmarked.at if unmarked else None])
    return {
        "start": start,
        "done": max(done, start) if done else None,
        "limit": incident.shift_ends_at,
        "ended": ended(incident),
    }


def support_offered(incident: Incident, numbers: Numbers) -> list[Facts]:
    """From the report of an assault to support being offered; one subject a person affected who works for the trust."""
    if not is_assault(incident):
        return []
    staff = [row for row in incident.victims.all() if row.standing in ("staff", "colleague")]
    return [
        {
            "subject": f"person {number}",
            "start": incident.reported_at,
            "done": first(row.offered_at for row in incident.support_offers.all() if row.victim_id == victim.pk),
            "ended": ended(incident),
        }
        for number, victim in enumerate(sorted(staff, key=lambda row: row.pk), 1)
    ]


def marker_decided(marker: Marker, numbers: Numbers) -> Facts:
    """From the request for a marker to the decision about it; a temporary one is none yet."""
    decided = [row.at for row in marker.decisions.all() if row.verb in ("confirm", "refuse", "remove")]
    return {"start": marker.asked_at, "done": first(decided)}


def device_issued(arrangement: Arrangement, numbers: Numbers) -> list[Facts]:
    """Everyone who works alone at night or off site, from the day on which they began, and each device they had."""
    return [
        {
            "subject": f"lone worker {number}",
            "since": worker.since,
            "items": [{"from": device.issued_on, "until": device.returned_on} for device in worker.devices.all()],
            "ended": _ended(arrangement, last_instant(worker.until) if worker.until else None),
        }
        for number, worker in enumerate(sorted(arrangement.workers.all(), key=lambda row: row.pk), 1)
        if needs_device(worker.reason)
    ]


def lone_working_checked(arrangement: Arrangement, numbers: Numbers) -> Facts:
    """A team's arrangements from when they were set, and each check of them."""
    return {
        "since": arrangement.set_at,
        "done": [row.at for row in arrangement.checks.all()],
        "ended": arrangement.ended_at,
    }


def _ended(arrangement: Arrangement, moment: datetime | None) -> datetime | None:
    return min((one for one in (arrangement.ended_at, moment) if one), default=None)


def _measure(name: str, kind: str, title: str, facts: Any, *more: str, of: str = "incident") -> Measure:
    return Measure(
        f"violence.{name}",
        kind,
        title,
        facts.__doc__ or "",
        facts,
        area="violence",
        of=of,
        numbers=("within", "warn", "every", *more),
    )


VIOLENCE_MEASURES: tuple[Measure, ...] = (
    _measure("marker-asked", "deadline", "Marker asked for", marker_asked, "limit_from"),
    _measure("support-offered", "deadline", "Support offered", support_offered),
    _measure("marker-decided", "deadline", "Marker decided", marker_decided, of="marker"),
    _measure("device-issued", "coverage", "Device handed out", device_issued, of="lone-working"),
    _measure("lone-working-checked", "interval", "Lone working checked", lone_working_checked, of="lone-working"),
)
