"""The one place that says what time it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_pretended: ContextVar[datetime | None] = ContextVar("pretended_now", default=None)


def now() -> datetime:
    """The present instant, in UTC."""
    return _pretended.get() or datetime.now(UTC)


def today() -> date:
    """The present calendar day as people in the trust see it (Europe/London)."""
    return now().astimezone(LONDON).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Pretend, in this context only, that it is `moment`.

    For the demo's history, which is made by the same operations as real use, and for tests.
    Raises ValueError when `moment` has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    token = _pretended.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _pretended.reset(token)


def local_day(moment: datetime) -> date:
    """The calendar day in Europe/London on which `moment` falls."""
    return moment.astimezone(LONDON).date()
