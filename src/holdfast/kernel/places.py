"""A place in a long list, as the address of its next page tells it: an instant, and a key where instants are alike.

Anyone can write an address. What no list holds is no place, and the list begins at its top.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Outside of these, arithmetic with time zones runs off the calendar."""

FIRST_DAY, LAST_DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)

_LARGEST_KEY = 2**63 - 1


def mark_of(at: datetime, key: int) -> str:
    """The place of a row, for an address."""
    return f"{at.isoformat()}~{key}"


def read_mark(mark: str) -> tuple[datetime, int] | None:
    """The instant (UTC) and the key that `mark` tells; None for none, and for one that no list can have given.

    >>> read_mark("2026-03-03T14:30:00+00:00~7")
    (datetime.datetime(2026, 3, 3, 14, 30, tzinfo=datetime.timezone.utc), 7)
    >>> read_mark("0001-01-01T00:00:00+14:00~7")
    """
    moment, _, number = mark.partition("~")
    try:
        at, key = datetime.fromisoformat(moment), int(number)
    except ValueError:
        return None
    if at.tzinfo is None or not FIRST_YEAR <= at.year <= LAST_YEAR or not 0 <= key <= _LARGEST_KEY:
        return None
    return at.astimezone(UTC), key
