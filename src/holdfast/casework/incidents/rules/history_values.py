"""Days, times and people's facts as other systems write them. Plain Python."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from holdfast.foundation.organisation.queries.table_files import read_date
from holdfast.kernel.clock import LONDON

EARLIEST = date(1990, 1, 1)
"""Systems of this sort write a date before this one where they hold none."""
NOON = time(12)
"""Stands for a time that is not known: midnight would pile incidents up in the night."""

_WITH_COLON = re.compile(r"(\d{1,2})[:.h](\d{2})(?:[:.]\d{2}(?:\.\d+)?)?\s*([ap]\.?m\.?)?")
_RUN_TOGETHER = re.compile(r"\d{1,4}")
_FRACTION = re.compile(r"0?\.\d+")
_TIME_WITHIN = re.compile(r"(?:^|[T ,])(\d{1,2}:\d{2})(?::\d{2})?\b")
_LONG_AGO = re.compile(r"(?:^|[/. -])(?:0[0-9]{3}|1[0-8]\d\d|19[0-2]\d)(?:$|[/. T-])")
"""30/12/1899 is what a spreadsheet makes of nothing."""

INJURIES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), key)
    for pattern, key in (
        (r"\b(death|died|fatal)", "death"),
        (r"fractur|broken|amputat|unconscious|stab|internal|severe|serious|loss of sight|dislocat", "serious"),
        (r"^(none|no|nil|n/?a)$|no (apparent )?(injury|harm)|not (injured|hurt)|uninjured", "none"),
        (r"hospital|stitch|sutur|concuss|burn|sprain|treated|strain", "treated"),
        (r"discomfort|pain|sore|shock|distress|anxiety", "discomfort"),
        (r"bruis|scratch|graze|cut|lacerat|abras|bite|swell|red|minor|superficial|spit", "minor"),
    )
)
STANDINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), key)
    for pattern, key in (
        (r"contractor|agency|bank|locum", "contractor"),
        (r"relative|carer|family|friend|next of kin|parent|partner", "relative"),
        (r"staff|employee|colleague|nurse|doctor|paramedic|volunteer|student", "staff"),
        (r"\bpat|service user|client|inpatient|outpatient", "patient"),
        (r"visitor", "visitor"),
        (r"public|other person|member of the|unknown person|intruder", "public"),
    )
)
_YES = frozenset({"y", "yes", "true", "1", "ticked"})
_NO = frozenset({"n", "no", "false", "0"})


def read_time(text: str) -> time | None:
    """The time of day in `text`: 14:30, 1430, 930, 2:30 pm, or a spreadsheet's fraction of a day; None for a blank.

    A number of one to four digits is read as HHMM with zeros that a spreadsheet dropped: 5 is five past midnight.
    Raises ValueError with a sentence for people.
    """
    plain = " ".join(text.lower().split())
    if not plain:
        return None
    if _FRACTION.fullmatch(plain):
        minutes = round(float(plain) * 1440) % 1440
        return time(minutes // 60, minutes % 60)
    if match := _WITH_COLON.fullmatch(plain):
        hour, minute, half = int(match[1]), int(match[2]), (match[3] or "")[:1]
        hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    elif _RUN_TOGETHER.fullmatch(plain):
        hour, minute = divmod(int(plain), 100)
    elif match := _TIME_WITHIN.search(plain):
        hour, minute = (int(part) for part in match[1].split(":"))
    else:
        raise ValueError(f"“{text[:30]}” is no time such as 14:30 or 1430")
    if hour == 24 and minute == 0:
        hour = 0
    if hour > 23 or minute > 59:
        raise ValueError(f"“{text[:30]}” is no time such as 14:30 or 1430")
    return time(hour, minute)


def read_day(text: str) -> date | None:
    """The day in `text`, the day before the month (UK); None for a blank and for what stands for “not known”.

    Raises ValueError with a sentence for people.
    """
    if _LONG_AGO.search(text):
        return None
    found = read_date(text)
    return None if found is None or found < EARLIEST else found


def time_within(text: str) -> time | None:
    """The time that stands behind a date in one cell; None without one, and for midnight, which says nothing."""
    match = _TIME_WITHIN.search(text)
    found = read_time(match[1]) if match else None
    return found if found != time(0) else None


def instant(day: date, at: time) -> datetime:
    """That day and time in Europe/London."""
    return datetime.combine(day, at, tzinfo=LONDON)


def injury_of(text: str) -> str:
    """The key of an injury (report_words.INJURY_WORDS) that the words tell; "" when they tell none."""
    plain = " ".join(text.casefold().split())
    return next((key for pattern, key in INJURIES if plain and pattern.search(plain)), "")


def standing_of(text: str, otherwise: str = "unknown") -> str:
    """Who somebody is (report_words.STANDING_WORDS), by the words for it."""
    plain = " ".join(text.casefold().split())
    return next((key for pattern, key in STANDINGS if plain and pattern.search(plain)), otherwise)


def yes_no(text: str) -> bool | None:
    """Yes or no as exports write it; None for anything else."""
    plain = text.casefold().strip()
    return True if plain in _YES else False if plain in _NO else None
