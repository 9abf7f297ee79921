"""What notifications wants done again and again."""

from __future__ import annotations

from datetime import timedelta

from holdfast.foundation.notifications.operations import clear_out, deliver, send_digests
from holdfast.foundation.schedule.jobs import Job

# Digests before delivery, so that a digest goes out in the same minute.
JOBS: list[Job] = [
    Job("notifications.send_digests", every=timedelta(minutes=5), run=send_digests),
    Job("notifications.deliver", every=timedelta(minutes=1), run=deliver),
    Job("notifications.clear_out", every=timedelta(days=1), run=clear_out),
]
