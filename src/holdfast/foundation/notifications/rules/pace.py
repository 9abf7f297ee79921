"""When a digest is due."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
DIGEST_HOUR = time(7, 0)
"""Before most day shifts begin, and after most night shifts have handed over."""

MONDAY = 0


def next_digest(pace: str, now: datetime) -> datetime | None:
    """The first moment after `now` (any time zone) at which someone with this `pace` gets a digest, in UTC.

    "daily": each day at DIGEST_HOUR in London; "weekly": each Monday. None for "at-once". Raises ValueError for others.
    """
    if pace == "at-once":
        return None
    if pace not in ("daily", "weekly"):
        raise ValueError(f"“{pace}” is no pace of e-mail")
    day = now.astimezone(LONDON).date()
    while not (_instant(day) > now and (pace == "daily" or day.weekday() == MONDAY)):
        day += timedelta(days=1)
    return _instant(day)


def _instant(day: date) -> datetime:
    return datetime.combine(day, DIGEST_HOUR, LONDON).astimezone(UTC)
