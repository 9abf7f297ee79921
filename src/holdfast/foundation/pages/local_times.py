"""How people in a trust write a time of day, and what instant they mean by it. Plain Python: no Django, no clock."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta

from holdfast.kernel.clock import LONDON

_CLOCK = re.compile(
    r"(?P<hour>[0-9]{1,2})(?:\s*[:.,;h ]\s*(?P<minute>[0-9]{2}))?\s*(?:hrs|hours|h)?\s*(?P<half>[ap])?\.?\s*(?:m\.?)?"
)
_RUN_TOGETHER = re.compile(
    r"(?P<hour>[0-9]{1,2})(?P<minute>[0-9]{2})\s*(?:hrs|hours|h)?\s*(?P<half>[ap])?\.?\s*(?:m\.?)?"
)
_ZONE = re.compile(r"\s*\(?(?P<zone>bst|gmt)\)?$")
_WORDS = {
    spelling: clock
    for word, clock in (("noon", time(12)), ("midday", time(12)), ("midnight", time(0)))
    for spelling in (word, f"12 {word}", f"12{word}")
}


class UnreadableTime(ValueError):
    """The text is no time of day."""


class NonexistentTime(ValueError):
    """The clocks went forward over this time: it never was on any London clock."""


class AmbiguousTime(ValueError):
    """The clocks went back: this time happened twice, and the text does not say which is meant."""


def read_time(text: str) -> time:
    """The time of day in `text`, as a naive `time` to the minute.

    Reads 14:30, 1430, 14.30, 14 30, 14h30, 2:30pm, 2.30 p.m., 2pm, 9, noon, midday and midnight.
    A number without am or pm is on the 24-hour clock. Raises UnreadableTime.
    """
    return _read(text)[0]


def _read(text: str) -> tuple[time, str]:
    plain = " ".join(unicodedata.normalize("NFKC", text).lower().split())
    zone = ""
    if named := _ZONE.search(plain):
        zone = named["zone"]
        plain = plain[: named.start()].rstrip()
    if plain in _WORDS:
        return _WORDS[plain], zone
    found = _RUN_TOGETHER.fullmatch(plain) or _CLOCK.fullmatch(plain)
    if not found or (plain.endswith(("m", "m.")) and not found["half"]):
        raise UnreadableTime(text)
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"] and hour <= 12:
        if hour == 0:
            raise UnreadableTime(text)
        hour = hour % 12 + (12 if found["half"] == "p" else 0)
    elif found["half"] == "a":
        raise UnreadableTime(text)  # "14:30am" says two things at once
    if hour > 23 or minute > 59:
        raise UnreadableTime(text)
    return time(hour, minute), zone


def london_instant(day: date, text: str) -> datetime:
    """The instant (UTC) at which clocks in London showed `text` on `day`.

    In the hour that happens twice when the clocks go back, `text` may end in BST (the first) or GMT (the second).
    Raises UnreadableTime, NonexistentTime, AmbiguousTime, and UnreadableTime when BST or GMT was not in force then.
    """
    clock, zone = _read(text)
    readings = instants(day, clock)
    if not readings:
        raise NonexistentTime(text)
    if zone:
        offset = timedelta(hours=1 if zone == "bst" else 0)
        readings = [instant for instant in readings if instant.astimezone(LONDON).utcoffset() == offset]
        if not readings:
            raise UnreadableTime(text)
    if len(readings) > 1:
        raise AmbiguousTime(text)
    return readings[0]


def instants(day: date, clock: time) -> list[datetime]:
    """Every instant (UTC, in order) at which London clocks showed `clock` on `day`: none, one or two."""
    wall = datetime.combine(day, clock)
    found = []
    for fold in (0, 1):
        instant = wall.replace(tzinfo=LONDON, fold=fold).astimezone(UTC)
        if instant.astimezone(LONDON).replace(tzinfo=None) == wall and instant not in found:
            found.append(instant)
    return found


def write_time(instant: datetime) -> str:
    """The London time of `instant`, as `london_instant` reads it back: "14:30", or "01:30 GMT" if it came twice."""
    local = instant.astimezone(LONDON)
    clock = local.time().replace(second=0, microsecond=0, fold=0)
    text = f"{clock:%H:%M}"
    return f"{text} {local.tzname()}" if len(instants(local.date(), clock)) > 1 else text
