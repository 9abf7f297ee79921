"""What records wants done again and again."""

from __future__ import annotations

from datetime import timedelta

from holdfast.foundation.records.operations.scanning import scan_waiting
from holdfast.foundation.records.operations.sweeping import sweep_orphans
from holdfast.foundation.schedule.jobs import Job

JOBS: list[Job] = [
    Job("records.scan_waiting", every=timedelta(minutes=5), run=scan_waiting),
    Job("records.sweep_orphans", every=timedelta(days=1), run=sweep_orphans, at_most=timedelta(hours=3)),
]
