"""Dates as they stand in files from British offices. Plain Python."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ],
        start=1,
    )
    for name in names.split()
}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?")
_RUN_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})")
_UK = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?:[T ,]+\d{1,2}:\d{2}.*)?")
_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[-/. ]*([a-z]+)[-/., ]*(\d{4}|\d{2})(?:[T ,]+\d{1,2}:\d{2}.*)?")

FOR_EVER = 4712
"""The year in which Oracle, and so ESR, lets things end that have no end."""


def read_date(text: str) -> date | None:
    """The day in `text`: 01-APR-2025, 1 April 2025, 01/04/2025 (day first), 2025-04-01 or 20250401; a time is dropped.

    None for a blank, and for Oracle's 31-DEC-4712, which means "no end". Two-digit years are 1970 to 2069. Raises
    ValueError with a sentence for people.
    """
    plain = " ".join(text.lower().split())
    if not plain:
        return None
    if match := _ISO.fullmatch(plain) or _RUN_TOGETHER.fullmatch(plain):
        year, month, day = (int(part) for part in match.groups())
    elif match := _UK.fullmatch(plain):
        day, month, year = (int(part) for part in match.groups())
    elif (match := _WORDS.fullmatch(plain)) and match[2] in _MONTHS:
        day, month, year = int(match[1]), _MONTHS[match[2]], int(match[3])
    else:
        raise ValueError(f"“{text[:30]}” is not a date such as 01/04/2025")
    if year < 100:
        year += 2000 if year < 70 else 1900
    if year == FOR_EVER:
        return None
    try:
        found = date(year, month, day)
    except ValueError:
        hint = " (the day comes first)" if month > 12 else ""
        raise ValueError(f"“{text[:30]}” is no day of the calendar{hint}") from None
    if not 1930 <= year <= 2100:
        raise ValueError(f"the year of “{text[:30]}” cannot be right")
    return found
