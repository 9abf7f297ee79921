"""Which numbers each kind of obligation takes, and how a figure must be written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from holdfast.kernel.durations import Duration, PeriodKind

UNITS: dict[str, str] = {
    "duration": "ISO 8601, such as PT24H, P7D, P6W, P6M or P1Y",
    "period": f"one of {', '.join(PeriodKind)}",
    "count": "a whole number",
    "text": "words, such as a telephone number",
}


@dataclass(frozen=True)
class Kind:
    """`needs` and `may`: numbers by name, each with its unit. `takes_facts`: lists the facts that must be held."""

    about: str
    needs: Mapping[str, str] = field(default_factory=dict)
    may: Mapping[str, str] = field(default_factory=dict)
    modes: tuple[str, ...] = ()
    takes_facts: bool = False


KINDS: dict[str, Kind] = {
    "deadline": Kind("done by start + within", needs={"within": "duration"}, may={"warn": "duration"}),
    "interval": Kind(
        "done again by last done + every",
        needs={"every": "duration"},
        may={"first_within": "duration", "warn": "duration"},
    ),
    "period": Kind(
        "one done in, or about, each calendar period",
        needs={"period": "period"},
        may={"grace": "duration", "warn": "duration"},
        modes=("during", "about"),
    ),
    "rota": Kind(
        "a turn every so often, nobody twice before all", needs={"every": "duration"}, may={"warn": "duration"}
    ),
    "coverage": Kind("has it, in date", may={"within": "duration", "warn": "duration"}),
    "completeness": Kind(
        "holds the facts, or says why not", may={"within": "duration", "warn": "duration"}, takes_facts=True
    ),
}
"""What an obligation can be. The seventh kind, the attestation, is a placing of its own: it measures no record."""

_UNIT_LETTERS = {"minute": "TM", "hour": "TH", "day": "D", "week": "W", "month": "M", "year": "Y"}
_PLAIN = re.compile(r"(\d+)\s*(minute|hour|day|week|month|year)s?", re.IGNORECASE)


def fault_in(value: str, unit: str) -> str:
    """What is wrong with a figure of this unit, as the end of a sentence; empty when nothing is.

    >>> fault_in("24 hours", "duration")
    '“24 hours” is not a duration such as PT24H, P7D, P6W, P6M or P1Y. Did you mean “PT24H”?'
    """
    if unit == "duration":
        try:
            Duration.parse(value)
        except ValueError as error:
            return f"{error}.{_meant(value)}"
    elif unit == "period" and value not in set(PeriodKind):
        return f"“{value}” is not a period. It can be: {', '.join(PeriodKind)}."
    elif unit == "count" and not value.isdecimal():
        return f"“{value}” is not a whole number."
    return ""


def _meant(value: str) -> str:
    """The duration that plain words such as “24 hours”, or a duration in small letters, were meant to be."""
    if match := _PLAIN.fullmatch(value.strip()):
        letters = _UNIT_LETTERS[match[2].lower()]
        meant = f"P{letters[:-1]}{match[1]}{letters[-1]}"
        return f" Did you mean “{meant}”?"
    guesses = (value.upper(), f"P{value}".upper(), re.sub(r"^P?T?", "PT", value.upper()))
    for guess in guesses:
        try:
            return f" Did you mean “{Duration.parse(guess)}”?"
        except ValueError:
            continue
    return ""
