"""Durations and periods as policies write them, on the calendar of Europe/London.

A *moment* is either an instant (a datetime with its time zone) or a date alone, as people write down what they know.
A date alone begins with its first instant in London and ends with its last, 23:59:59.999999, which is the finest that
the databases keep: whatever happened on the day is in time, and the next midnight is too late.

Hours, minutes and seconds are absolute: PT24H is 24 hours, also across a clock change. Days and anything longer are
calendar time: P1D is the same time on the next day in London. Months and years keep the day of the month and fall back
to the last day of a shorter month.

On the two nights a year when the clocks change, a calendar step may land on a local time that does not exist, or that
exists twice. It is read as RFC 5545 section 3.3.5 reads it: a time that does not exist moves forward by the hour that
was skipped, and of a time that exists twice the first is meant.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Self

from holdfast.kernel.clock import LONDON

Moment = date | datetime

_DURATION = re.compile(
    r"P(?=[0-9T])(?:([0-9]{1,5})Y)?(?:([0-9]{1,5})M)?(?:([0-9]{1,6})W)?(?:([0-9]{1,6})D)?"
    r"(?:T(?=[0-9])(?:([0-9]{1,7})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})S)?)?"
)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?"
)


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in the parts in which it was written: P1M is not P30D."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0
    hours: int = 0
    minutes: int = 0
    seconds: int = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an ISO 8601 duration in whole numbers. PT0S means at once. Raises ValueError when it is not one.

        >>> Duration.parse("P1Y6M").words
        '1 year and 6 months'
        """
        match = _DURATION.fullmatch(text) if isinstance(text, str) else None
        if match is None:
            if text == "shift-end":
                raise ValueError("“shift-end” is no duration: shifts differ, so each thing must give its own limit")
            shown = f"“{text}”" if isinstance(text, str) else repr(text)
            raise ValueError(f"{shown} is not a duration such as PT24H, P7D, P6W, P6M or P1Y")
        return cls(*(int(part or 0) for part in match.groups()))

    def __post_init__(self) -> None:
        if any(getattr(self, part.name) < 0 for part in fields(self)):
            raise ValueError("a duration cannot be negative")

    def __str__(self) -> str:
        """The duration as ISO 8601."""
        day_part = f"{_tag(self.years, 'Y')}{_tag(self.months, 'M')}{_tag(self.weeks, 'W')}{_tag(self.days, 'D')}"
        clock_part = f"{_tag(self.hours, 'H')}{_tag(self.minutes, 'M')}{_tag(self.seconds, 'S')}"
        return f"P{day_part}{'T' if clock_part else ''}{clock_part}" if day_part or clock_part else "PT0S"

    @property
    def words(self) -> str:
        """The duration for people: “24 hours”, “1 year and 6 months”, “at once”."""
        parts = []
        for part in fields(self):
            number = getattr(self, part.name)
            if number:
                parts.append(f"{number} {part.name if number > 1 else part.name.removesuffix('s')}")
        if len(parts) > 1:
            parts[-2:] = [f"{parts[-2]} and {parts[-1]}"]
        return ", ".join(parts) or "at once"


NO_TIME = Duration()


def _tag(number: int, letter: str) -> str:
    return f"{number}{letter}" if number else ""


def read_moment(text: str) -> Moment:
    """Read “2026-03-01” as a date alone, or “2026-03-01T10:00+00:00” as an instant in UTC.

    Raises ValueError for anything else, for a time without its zone (nobody could say which instant is meant), and
    outside the years 1900 to 2199 (a slip of the pen, and arithmetic would run off the calendar).
    """
    if not isinstance(text, str) or not (_DATE.fullmatch(text) or _INSTANT.fullmatch(text)):
        shown = f"“{text}”" if isinstance(text, str) else repr(text)
        raise ValueError(f"{shown} is neither a date such as 2026-03-01 nor a time such as 2026-03-01T10:00+00:00")
    if not 1900 <= int(text[:4]) < 2200:
        raise ValueError(f"“{text}” is outside the years 1900 to 2199")
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{text}” does not exist: check its day, hour and minute") from None
    if instant.tzinfo is None:
        raise ValueError(f"“{text}” needs its time zone, such as {text}+00:00")
    return instant.astimezone(UTC)


def first_instant(day: date) -> datetime:
    """The instant (UTC) at which `day` begins in London."""
    return datetime.combine(day, time.min, LONDON).astimezone(UTC)


def last_instant(day: date) -> datetime:
    """The last instant (UTC, to the microsecond) of `day` in London: what a date alone means as a limit."""
    return datetime.combine(day, time.max, LONDON).astimezone(UTC)


def begins(moment: Moment) -> datetime:
    """The first instant (UTC) that `moment` can mean. Raises ValueError for a time without its zone."""
    return _instant(moment) if isinstance(moment, datetime) else first_instant(moment)


def ends(moment: Moment) -> datetime:
    """The last instant (UTC) that `moment` can mean. Raises ValueError for a time without its zone."""
    return _instant(moment) if isinstance(moment, datetime) else last_instant(moment)


def after(moment: Moment, duration: Duration) -> datetime:
    """The last instant (UTC) for what must happen within `duration` of `moment`.

    From a date alone: the end of the day that lies so many calendar days, months and years later, and hours from there.
    Raises ValueError when that lies beyond the calendar, or for a time without its zone.
    """
    return _shifted(moment, duration, 1)


def before(moment: Moment, duration: Duration) -> datetime:
    """The instant (UTC) that lies `duration` before `moment` (before its end, for a date alone). Errors as `after`."""
    return _shifted(moment, duration, -1)


def _shifted(moment: Moment, duration: Duration, sign: int) -> datetime:
    months = sign * (12 * duration.years + duration.months)
    days = sign * (7 * duration.weeks + duration.days)
    try:
        absolute = sign * timedelta(hours=duration.hours, minutes=duration.minutes, seconds=duration.seconds)
        if not isinstance(moment, datetime):
            return last_instant(_shifted_day(moment, months, days)) + absolute
        instant = _instant(moment)
        if months or days:  # else an instant in a repeated hour would lose which of the two it is
            local = instant.astimezone(LONDON)
            wall = datetime.combine(_shifted_day(local.date(), months, days), local.time().replace(fold=0))
            instant = wall.replace(tzinfo=LONDON).astimezone(UTC)
        return instant + absolute
    except OverflowError:
        raise ValueError(f"{duration.words} from {moment.day} {moment:%B %Y} lies beyond the calendar") from None


def _shifted_day(day: date, months: int, days: int) -> date:
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])) + timedelta(days=days)


def _instant(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(UTC)


class PeriodKind(StrEnum):
    """The periods in which trusts report. A quarter is of the calendar year, a half-year of the financial year."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    FINANCIAL_YEAR = "financial-year"
    CALENDAR_YEAR = "calendar-year"


# How many months each lasts, and the month in which one of them begins.
_MONTHS = {
    PeriodKind.MONTH: (1, 1),
    PeriodKind.QUARTER: (3, 1),
    PeriodKind.HALF_YEAR: (6, 4),
    PeriodKind.FINANCIAL_YEAR: (12, 4),
    PeriodKind.CALENDAR_YEAR: (12, 1),
}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One calendar period in London: its kind and its first day. Make it with `containing` or `parse`."""

    kind: PeriodKind
    first: date

    @classmethod
    def containing(cls, kind: PeriodKind, moment: Moment) -> Self:
        """The period of this kind in which `moment` lies in London."""
        day = moment.astimezone(LONDON) if isinstance(moment, datetime) else moment
        length, anchor = _MONTHS[kind]
        offset = (12 * day.year + day.month - anchor) // length * length + anchor - 1
        return cls(kind, date(offset // 12, offset % 12 + 1, 1))

    @classmethod
    def parse(cls, kind: PeriodKind, text: str) -> Self:
        """Read an id of this kind: 2026-03, 2026-Q1, 2025-H1, 2025-26 or 2026. Raises ValueError if it is not one."""
        if isinstance(text, str) and re.fullmatch(r"[1-9][0-9]{3}(-[0-9A-Z]{2})?", text):
            length, anchor = _MONTHS[kind]
            for month in range(anchor, 13, length):
                period = cls(kind, date(int(text[:4]), month, 1))
                if period.id == text:
                    return period
        example = cls.containing(kind, date(2026, 3, 1)).id
        raise ValueError(f"“{text}” is not a {kind} such as {example}")

    @property
    def id(self) -> str:
        """The short name: a half-year and a financial year bear the year in which they begin."""
        year = f"{self.first.year:04d}"
        match self.kind:
            case PeriodKind.MONTH:
                return f"{year}-{self.first.month:02d}"
            case PeriodKind.QUARTER:
                return f"{year}-Q{(self.first.month + 2) // 3}"
            case PeriodKind.HALF_YEAR:
                return f"{year}-H{1 if self.first.month == 4 else 2}"
            case PeriodKind.FINANCIAL_YEAR:
                return f"{year}-{(self.first.year + 1) % 100:02d}"
            case _:
                return year

    @property
    def last(self) -> date:
        """The last day."""
        return _shifted_day(self.first, _MONTHS[self.kind][0], -1)

    @property
    def opens(self) -> datetime:
        """Its first instant (UTC)."""
        return first_instant(self.first)

    @property
    def closes(self) -> datetime:
        """Its last instant (UTC)."""
        return last_instant(self.last)

    @property
    def words(self) -> str:
        """The period for people: “March 2026”, “October 2025 to March 2026”, “the financial year 2025-26”."""
        match self.kind:
            case PeriodKind.MONTH:
                return f"{self.first:%B %Y}"
            case PeriodKind.FINANCIAL_YEAR | PeriodKind.CALENDAR_YEAR:
                return f"the {self.kind.replace('-', ' ')} {self.id}"
            case _:
                same_year = self.first.year == self.last.year
                return f"{self.first:{'%B' if same_year else '%B %Y'}} to {self.last:%B %Y}"

    def next(self) -> Self:
        """The period that follows."""
        return type(self)(self.kind, _shifted_day(self.first, _MONTHS[self.kind][0], 0))
