"""How the jobs stand, for whoever looks after the installation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from holdfast.foundation.schedule.jobs import Job
from holdfast.foundation.schedule.models import LastRun, Outcome
from holdfast.kernel import clock

LATE = timedelta(minutes=15)
"""So long after its turn a job that was not begun shows that nobody runs `holdfast tick`."""


@dataclass(frozen=True)
class JobState:
    """One job: its last run (None: never), whether that failed, what it said, and whether it is late now."""

    name: str
    last: datetime | None
    due: datetime | None
    failed: bool
    failures: int
    said: str
    late: bool


def job_states(jobs: Sequence[Job]) -> list[JobState]:
    """How each of `jobs` stands, in their order. One that was never run is late: it is due from the start."""
    rows = {row.name: row for row in LastRun.objects.filter(name__in=[job.name for job in jobs])}
    return [_state(job, rows.get(job.name)) for job in jobs]


def _state(job: Job, row: LastRun | None) -> JobState:
    if row is None:
        return JobState(job.name, None, None, failed=False, failures=0, said="", late=True)
    running = row.leased_until is not None and row.leased_until > clock.now()
    return JobState(
        name=job.name,
        last=row.finished_at or row.started_at,
        due=row.due_at,
        failed=row.outcome == Outcome.FAILED,
        failures=row.failures,
        said=row.said,
        late=not running and row.due_at + LATE < clock.now(),
    )
