"""Lone working as its pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from holdfast.casework.violence.models import Arrangement
from holdfast.foundation.organisation.models import Trust
from holdfast.kernel import clock
from holdfast.kernel.durations import Duration, after


@dataclass(frozen=True)
class ArrangementRow:
    """One team's arrangements as a row. `due`: the next check; None where nobody has set how often."""

    url: str
    unit: str
    responsible: str
    people: int
    worries: int
    last: datetime | None
    due: datetime | None
    overdue: bool


def line_of(arrangement: Any, trust: Trust) -> ArrangementRow:
    """The row of an Arrangement that carries `last_check`, `people` and `worries`."""
    every = arrangement.checks_every or trust.number("lone-working-check")
    due = after(arrangement.last_check or arrangement.set_at, Duration.parse(every)) if every else None
    return ArrangementRow(
        url=reverse("violence:lone-working", args=[arrangement.reference]),
        unit=arrangement.unit.name,
        responsible=str(arrangement.responsible),
        people=arrangement.people,
        worries=arrangement.worries,
        last=arrangement.last_check,
        due=due,
        overdue=due is not None and due < clock.now(),
    )


def arrangement_timeline(arrangement: Arrangement) -> list[dict[str, Any]]:
    """What was checked and raised, the last first."""
    events: list[dict[str, Any]] = [{"at": arrangement.set_at, "title": "Arrangements set", "by": arrangement.set_by}]
    for check in arrangement.checks.all():
        fine = check.followed and check.workable
        title = "Checked: followed and workable" if fine else "Checked: something must change"
        events.append(
            {"at": check.at, "title": title, "by": check.by, "text": check.words, "meaning": "" if fine else "late"}
        )
    for concern in arrangement.concerns.all():
        events.append(
            {"at": concern.raised_at, "title": "Concern raised", "by": concern.raised_by, "text": concern.words}
        )
        if concern.reviewed_at:
            title = f"Reviewed by {concern.staff} and {concern.manager}"
            events.append({"at": concern.reviewed_at, "title": title, "text": concern.found})
        if concern.escalated_at:
            title = f"Taken to {concern.escalated_to}"
            events.append({"at": concern.escalated_at, "title": title, "text": concern.escalated_why})
    if arrangement.ended_at:
        events.append({"at": arrangement.ended_at, "title": "Arrangements ended"})
    return sorted(events, key=lambda event: event["at"], reverse=True)
