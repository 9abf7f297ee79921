"""Fields for days and moments: boxes that people fill in London time, values that the database keeps."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import zip_longest
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from holdfast.foundation.pages.local_times import (
    AmbiguousTime,
    NonexistentTime,
    UnreadableTime,
    london_instant,
    read_time,
    write_time,
)
from holdfast.foundation.pages.widgets import DayBoxes
from holdfast.foundation.pages.words import day_in_words, listed, moment_in_words
from holdfast.kernel import clock

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
EARLIEST_YEAR = 1900


class _Refused(Exception):
    """One of the boxes cannot be read; says which and why."""

    def __init__(self, message: str, *parts: str) -> None:
        super().__init__(message)
        self.parts = parts


class LondonDateField(forms.Field):
    """A day in three boxes. Cleans to a `date`, or None when left empty and not required.

    `called` names the thing in messages ("the date of the review"). `past=True` refuses days after today,
    `future=True` days before today (today is allowed by both); `earliest` and `latest` are the days that are still
    allowed, or functions that give them. `quick=True` offers "Today" and "Yesterday" as buttons.
    """

    widget = DayBoxes
    clock_box = False
    default_error_messages = {"required": forms.Field.default_error_messages["required"]}

    def __init__(
        self,
        *,
        called: str = "",
        past: bool = False,
        future: bool = False,
        earliest: Any = None,
        latest: Any = None,
        quick: bool = False,
        birthday: bool = False,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("widget", DayBoxes(clock_box=self.clock_box, birthday=birthday))
        super().__init__(**kwargs)
        self.called = called
        self.past, self.future = past, future
        self.earliest, self.latest = earliest, latest
        self.quick = quick

    def prepare_value(self, value: Any) -> Any:
        """Texts for the boxes, from a date or from what was typed."""
        self.widget.quick = _quick_days() if self.quick else ()
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        return value

    def clean(self, value: Any) -> Any:
        """The value of the boxes. Raises ValidationError naming the boxes to mend (`params["parts"]`)."""
        boxes = [_plain(text) for text in (value or [])]
        if not any(boxes):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required", params={"parts": ("day",)})
            return None
        try:
            return self._read(boxes)
        except _Refused as refusal:
            raise ValidationError(str(refusal), code="invalid", params={"parts": refusal.parts})

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = [_plain(text) for text in (self.prepare_value(initial) or [])]
        after = [_plain(text) for text in (data or [])]
        # All boxes empty is the same as none: else an untouched row of a formset counted as filled in.
        return (before if any(before) else []) != (after if any(after) else [])

    @property
    def _needed(self) -> tuple[str, ...]:
        return DayBoxes.parts[:3]

    @property
    def _subject(self) -> str:
        name = self.called or "the date"
        return name[:1].upper() + name[1:]

    def _read(self, boxes: Sequence[str]) -> Any:
        day = self._read_day(boxes)
        self._check(day, ("day", "month", "year"))
        return day

    def _read_day(self, boxes: Sequence[str]) -> date:
        missing = [part for part, text in zip_longest(self._needed, boxes, fillvalue="") if part and not text]
        if missing:
            named = listed([f"a {'time, like 14:30' if part == 'clock' else part}" for part in missing])
            raise _Refused(f"{self._subject} must include {named}", *missing)
        day, month, year = (_number(boxes[0]), _month(boxes[1]), self._year(boxes[2]))
        wrong = [part for part, number in (("day", day), ("month", month), ("year", year)) if number is None]
        if wrong == ["year"] and boxes[2].isdecimal():
            raise _Refused("Year must include 4 numbers", "year")
        if wrong or not 1 <= (month or 0) <= 12 or not 1 <= (day or 0) <= 31:
            wrong += [] if wrong or 1 <= (month or 0) <= 12 else ["month"]
            wrong += [] if wrong or 1 <= (day or 0) <= 31 else ["day"]
            raise _Refused(f"{self._subject} must be a real date, like 27 3 2026", *wrong)
        try:
            found = date(year or 0, month or 0, day or 0)
        except ValueError:
            raise _Refused(f"{self._subject} must be a real date: that month has no day {day}", "day")
        if found.year < EARLIEST_YEAR:
            raise _Refused(f"Year must be {EARLIEST_YEAR} or later", "year")
        return found

    def _year(self, text: str) -> int | None:
        return _number(text) if len(text) == 4 else None

    def _check(self, value: date | datetime, parts: Sequence[str]) -> None:
        is_day = not isinstance(value, datetime)
        today_too = "today or " if is_day else ""
        if self.past and _after(value, clock.today() if is_day else clock.now()):
            raise _Refused(f"{self._subject} must be {today_too}in the past", *parts)
        if self.future and _after(clock.today() if is_day else clock.now(), value):
            raise _Refused(f"{self._subject} must be {today_too}in the future", *parts)
        earliest = self.earliest() if callable(self.earliest) else self.earliest
        if earliest is not None and _after(earliest, value):
            raise _Refused(f"{self._subject} must be {_in_words(earliest)} or later", *parts)
        latest = self.latest() if callable(self.latest) else self.latest
        if latest is not None and _after(value, latest):
            raise _Refused(f"{self._subject} must be {_in_words(latest)} or earlier", *parts)


class LondonDateTimeField(LondonDateField):
    """A day in three boxes and a time of day in one. Cleans to an aware `datetime` in UTC.

    The time is what a London clock shows: 14:30, 1430, 14.30 or 2:30pm. `past=True` allows the present minute.
    A year of two digits is taken as 20xx. `time_optional=True` cleans to a bare `date` where the time is left empty.
    """

    clock_box = True

    def __init__(self, *, time_optional: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.time_optional = time_optional

    @property
    def _needed(self) -> tuple[str, ...]:
        return DayBoxes.parts[:3] if self.time_optional else DayBoxes.parts

    def prepare_value(self, value: Any) -> Any:
        """Texts for the four boxes, in London time, from an aware datetime or from what was typed."""
        if isinstance(value, datetime):
            local = value.astimezone(clock.LONDON)
            return [*super().prepare_value(local.date()), write_time(value)]
        boxes = super().prepare_value(value)
        return [*boxes, ""] if isinstance(value, date) else boxes

    def _year(self, text: str) -> int | None:
        return _number(f"20{text}") if len(text) == 2 else super()._year(text)

    def _read(self, boxes: Sequence[str]) -> date | datetime:
        day = self._read_day(boxes)
        text = boxes[3] if len(boxes) > 3 else ""
        if not text:
            self._check(day, ("day", "month", "year"))
            return day
        try:
            instant = london_instant(day, text)
        except NonexistentTime:
            raise _Refused(
                f"There was no {read_time(text):%H:%M} on {day_in_words(day)}: "
                "the clocks went forward from 01:00 to 02:00",
                "clock",
            )
        except AmbiguousTime:
            typed = f"{read_time(text):%H:%M}"
            raise _Refused(
                f"The clocks went back on {day_in_words(day)}, so {typed} came twice. "
                f"Enter {typed} BST for the first or {typed} GMT for the second",
                "clock",
            )
        except UnreadableTime:
            raise _Refused(f"{self._subject} must have a time on the 24-hour clock, like 14:30 or 0905", "clock")
        parts = ("clock",) if day == clock.today() else ("day", "month", "year", "clock")
        self._check(instant, parts)
        return instant.astimezone(UTC)


def _after(one: date | datetime, other: date | datetime) -> bool:
    """Whether `one` is later than `other`; a moment and a day are compared as London days."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one > other
    return _day_of(one) > _day_of(other)


def _day_of(value: date | datetime) -> date:
    return value.astimezone(clock.LONDON).date() if isinstance(value, datetime) else value


def _in_words(value: date | datetime) -> str:
    return moment_in_words(value) if isinstance(value, datetime) else day_in_words(value)


def _plain(text: Any) -> str:
    return "".join(
        letter for letter in unicodedata.normalize("NFKC", str(text or "")) if unicodedata.category(letter)[0] != "C"
    ).strip()


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 4 else None


def _month(text: str) -> int | None:
    lowered = text.lower().rstrip(".")
    if len(lowered) >= 3:
        for number, name in enumerate(MONTHS, 1):
            if name.startswith(lowered) or (number == 9 and lowered == "sept"):
                return number
    return _number(text)


def _quick_days() -> list[dict[str, Any]]:
    today = clock.today()
    return [
        {"title": title, "day": day.day, "month": day.month, "year": day.year}
        for title, day in (("Today", today), ("Yesterday", today - timedelta(days=1)))
    ]
