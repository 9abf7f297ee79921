"""Instants, lengths, sizes and sums in the words people read. Plain Python; times of day are Europe/London."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from holdfast.kernel.clock import LONDON

NO_BREAK = "\N{NO-BREAK SPACE}"


def day_in_words(day: date | datetime) -> str:
    """A date as "3 March 2026"; an instant is taken to its London day."""
    day = _london_day(day)
    return f"{day.day} {day:%B} {day.year}"


def short_day_in_words(day: date | datetime) -> str:
    """A date for dense tables: "3 Mar 2026"."""
    day = _london_day(day)
    return f"{day.day} {day:%b} {day.year}"


def time_in_words(instant: datetime) -> str:
    """The London time of an instant on the 24-hour clock: "14:30"."""
    return f"{instant.astimezone(LONDON):%H:%M}"


def moment_in_words(instant: datetime) -> str:
    """An instant as "3 March 2026, 14:30"."""
    return f"{day_in_words(instant)}, {time_in_words(instant)}"


def near_day_in_words(day: date, today: date) -> str:
    """A date as people say it: today, yesterday, tomorrow, a weekday within six days ahead, else "3 March 2026"."""
    away = (day - today).days
    if away in (-1, 0, 1):
        return ("yesterday", "today", "tomorrow")[away + 1]
    if 1 < away <= 6:
        return f"on {day:%A}"
    return day_in_words(day)


def near_moment_in_words(instant: datetime, now: datetime) -> str:
    """An instant as people say it: "today at 14:30", "yesterday at 09:05", else "3 March 2026, 14:30"."""
    away = (_london_day(instant) - _london_day(now)).days
    if away in (-1, 0, 1):
        return f"{('yesterday', 'today', 'tomorrow')[away + 1]} at {time_in_words(instant)}"
    return moment_in_words(instant)


def how_far(instant: datetime, now: datetime) -> str:
    """How long ago or ahead, in its largest unit: "2 hours ago", "in 3 days", "just now"."""
    gap = instant - now
    if abs(gap) < timedelta(minutes=1):
        return "just now" if gap <= timedelta() else "in less than a minute"
    length = length_in_words(abs(gap), parts=1)
    return f"{length} ago" if gap < timedelta() else f"in {length}"


def length_in_words(length: timedelta, *, parts: int = 2) -> str:
    """A length as "2 days 3 hours", whole units rounded down, at most `parts` of days, hours and minutes.

    Less than a minute is "less than a minute". A negative length raises ValueError.
    """
    if length < timedelta():
        raise ValueError("a length is not negative")
    minutes = int(length.total_seconds() // 60)
    days, rest = divmod(minutes, 1440)
    hours, minutes = divmod(rest, 60)
    named = [count(n, unit) for n, unit in ((days, "day"), (hours, "hour"), (minutes, "minute")) if n]
    return " ".join(named[:parts]) or "less than a minute"


def count(number: int, thing: str, things: str = "") -> str:
    """A number with its noun: "1 incident", "1,204 incidents", "no incidents" is left to the caller."""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"


def count_of(shown: int, total: int | None, thing: str, things: str = "") -> str:
    """How many a page shows: "No incidents", "12 incidents", "50 of 1,204 incidents", "50 incidents shown"."""
    if total == 0 or (total is None and shown == 0):
        return f"No {things or thing + 's'}"
    if total is None:
        return f"{count(shown, thing, things)} shown"
    return count(total, thing, things) if shown >= total else f"{shown:,} of {count(total, thing, things)}"


def size_in_words(size: int) -> str:
    """Bytes as people know them from their phone: "640 bytes", "12 KB", "3.4 MB" (1 KB is 1,000 bytes)."""
    if size < 1000:
        return count(size, "byte")
    for unit in ("KB", "MB", "GB"):
        size_in_unit = size / 1000 ** ("KB", "MB", "GB").index(unit) / 1000
        if size_in_unit < 999.5 or unit == "GB":
            text = f"{size_in_unit:,.1f}" if size_in_unit < 9.95 and unit != "KB" else f"{size_in_unit:,.0f}"
            return f"{text.removesuffix('.0')}{NO_BREAK}{unit}"
    raise AssertionError("unreachable")


def money_in_words(pounds: Decimal | int) -> str:
    """Pounds as "£1,200" or "£1,200.50"; a loss as "−£30"."""
    amount = Decimal(pounds).quantize(Decimal("0.01"))
    sign = "−" if amount < 0 else ""
    text = f"{abs(amount):,.2f}".removesuffix(".00")
    return f"{sign}£{text}"


def listed(words: list[str]) -> str:
    """Words as a sentence lists them: "a, b and c"."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def _london_day(day: date | datetime) -> date:
    return day.astimezone(LONDON).date() if isinstance(day, datetime) else day
