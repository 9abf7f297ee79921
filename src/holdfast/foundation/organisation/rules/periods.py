"""Stretches of days, both ends included; no end means until further notice. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar


class Period(Protocol):
    """Anything with a first and a last day."""

    start: date
    end: date | None


Some = TypeVar("Some", bound=Period)


def overlap(start: date, end: date | None, others: Iterable[Some]) -> Some | None:
    """The first of `others` that shares a day with the stretch from `start` to `end`; None when none does."""
    for other in sorted(others, key=lambda other: other.start):
        if (end is None or other.start <= end) and (other.end is None or other.end >= start):
            return other
    return None


def covered(start: date, end: date | None, by: Iterable[Period]) -> bool:
    """True when every day from `start` to `end` lies in one of the stretches in `by`, joined end to end."""
    reached = start
    for period in sorted(by, key=lambda period: period.start):
        if period.start > reached:
            return False
        if period.end is None or (end is not None and period.end >= end):
            return True
        if period.end >= reached:
            reached = date.fromordinal(period.end.toordinal() + 1)
    return False


def days_in_words(start: date, end: date | None) -> str:
    """A stretch as people read it.

    >>> days_in_words(date(2026, 3, 2), date(2026, 3, 9)), days_in_words(date(2026, 3, 2), None)
    ('from 2 March 2026 to 9 March 2026', 'from 2 March 2026 on')
    """
    first = f"from {start.day} {start:%B %Y}"
    return f"{first} to {end.day} {end:%B %Y}" if end else f"{first} on"
