"""Days on which someone could not do their routine work, counted as RIDDOR 2013 counts them.

SI 2013/1471 reg 2(1): consecutive days include days that are not working days; routine work is what the person may
reasonably be expected to do under their contract, so a day of restricted duties counts like a day of absence.
Reg 4(2): the day of the accident is not counted. A day of full routine duty breaks the run (usual reading of HSE).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
RECORDED_FROM = 4
"""More than three consecutive days: reg 12(1)(c)."""
REPORTED_FROM = 8
"""More than seven consecutive days: reg 4(2)."""


@dataclass(frozen=True, slots=True)
class Span:
    """From `first` to `last`, both included; `last` is None while it goes on.

    Raises ValueError when it runs backwards.
    """

    first: date
    last: date | None = None

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise ValueError(f"ends on {self.last.isoformat()}, before it begins on {self.first.isoformat()}")


@dataclass(frozen=True, slots=True)
class Run:
    """Unbroken days of incapacity. `last` is None when the run goes on and nobody said as at which day."""

    first: date
    last: date | None

    @property
    def days(self) -> int | None:
        """How many calendar days; None for a run without an end."""
        return None if self.last is None else (self.last - self.first).days + 1

    def reaches(self, number: int) -> date | None:
        """The day that is day `number` of this run, or None when the run ends before it."""
        try:
            day = self.first + DAY * (number - 1)
        except OverflowError:
            return None
        return day if self.last is None or day <= self.last else None


def runs(spans: Iterable[Span], accident: date, as_at: date | None = None) -> list[Run]:
    """The unbroken runs in `spans`, earliest first, none of them with the day of the accident or a day before it.

    Spans that touch or overlap are one run, whatever kind of incapacity each is. Days after `as_at` are not counted:
    a fit note that runs into next week is a forecast, and the duty rests on days that were lost.
    """
    found: list[Run] = []
    for span in sorted(spans, key=lambda one: one.first):
        first = max(span.first, accident + DAY)
        last = _earlier(span.last, as_at)
        if last is not None and last < first:
            continue
        if found and (found[-1].last is None or first <= found[-1].last + DAY):
            found[-1] = Run(found[-1].first, _later(found[-1].last, last))
        else:
            found.append(Run(first, last))
    return found


def first_reaching(found: Iterable[Run], number: int) -> date | None:
    """The first day that is day `number` of any of the runs, or None when none is so long."""
    return min((day for run in found if (day := run.reaches(number)) is not None), default=None)


def _earlier(last: date | None, as_at: date | None) -> date | None:
    return last if as_at is None else as_at if last is None else min(last, as_at)


def _later(one: date | None, other: date | None) -> date | None:
    return None if one is None or other is None else max(one, other)
