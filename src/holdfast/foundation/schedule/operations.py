"""Running what is due, once, though several schedulers look at the same time.

Leaves no entry in the audit trail: that a job looked is no change to anything; what it does, it enters itself.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q

from holdfast.foundation.schedule.jobs import Job
from holdfast.foundation.schedule.models import LastRun, Outcome
from holdfast.foundation.schedule.rules.due import due_after, due_after_failure
from holdfast.kernel import clock

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ran:
    """A job that was run now: whether it worked, and what it said (the failure, if it failed)."""

    name: str
    worked: bool
    said: str
    took: timedelta


def run_due(jobs: Sequence[Job]) -> list[Ran]:
    """Run those of `jobs` that are due, one after the other in their order; gives those that were run.

    A job that fails is written down, logged and tried again later; the others run all the same. What another scheduler
    is running is left alone until its lease ends. Raises ValueError when two jobs have one name.
    """
    names = [job.name for job in jobs]
    if len(set(names)) < len(names):
        raise ValueError(f"two jobs are called {next(name for name in names if names.count(name) > 1)}")
    known = {row.name: row for row in LastRun.objects.filter(name__in=names)}
    ran = []
    for job in jobs:
        row = known.get(job.name) or LastRun.objects.get_or_create(name=job.name, defaults={"due_at": clock.now()})[0]
        if row.due_at <= clock.now() and (lease := _take(job)):
            ran.append(_run(job, lease, clock.now()))
    return ran


def _take(job: Job) -> str | None:
    """The lease on `job`; None when it is not due any more or someone else has it.

    One conditional update, which both databases do as a whole: of two schedulers the second finds nothing to update.
    """
    now = clock.now()
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    lease = secrets.token_hex(16)
    due = LastRun.objects.filter(free, name=job.name, due_at__lte=now)
    taken = due.update(lease=lease, leased_until=now + job.at_most, started_at=now, finished_at=None)
    return lease if taken else None


def _run(job: Job, lease: str, started: datetime) -> Ran:
    try:
        result = job.run()
    except Exception as failure:
        log.exception("the job %s failed", job.name)
        worked, said = False, f"{type(failure).__name__}: {failure}"
    else:
        worked, said = True, "" if result is None else str(result)
    said = said.replace("\x00", "")[:500]
    now = clock.now()
    ended = LastRun.objects.filter(name=job.name, lease=lease).update(
        lease="",
        leased_until=None,
        finished_at=now,
        outcome=Outcome.DONE if worked else Outcome.FAILED,
        said=said,
        failures=0 if worked else F("failures") + 1,
        due_at=due_after(started, job.every) if worked else due_after_failure(now, started, job.every),
    )
    if not ended:
        log.warning("the job %s took longer than the %s it may take: it may have been run twice", job.name, job.at_most)
    return Ran(job.name, worked, said, now - started)
