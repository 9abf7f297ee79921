"""When a job is due again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
AFTER_FAILURE = timedelta(minutes=10)


def due_after(started: datetime, every: timedelta) -> datetime:
    """The first multiple of `every` (counted from EPOCH) after `started`.

    Multiples and not `started + every`: a scheduler that looks each minute would find a job of each minute to be due a
    few milliseconds later, and do it every other minute.
    """
    return EPOCH + ((started - EPOCH) // every + 1) * every


def due_after_failure(failed: datetime, started: datetime, every: timedelta) -> datetime:
    """When to try again after a failure: at its next turn, and within AFTER_FAILURE if that is a long way off."""
    return min(max(due_after(started, every), failed), failed + AFTER_FAILURE)
