"""Which number holds on which day: what the trust decided, laid over what its policy prints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

ALWAYS = date.min
"""The day from which what the policy prints holds."""

NEEDED = ("within", "every", "period", "grace")
"""Numbers without which nothing can be judged, where the policy leaves them open."""


@dataclass(frozen=True)
class Decided:
    """One number of a duty (`name`) as the trust set it from a day on. `value` None: as the policy prints it again.

    `printed`: what the policy prints, None for nothing. `at`: when it was entered (UTC), None where nobody knows;
    `by`: who entered it; `why`: on whose authority.
    """

    name: str
    value: str | None
    printed: str | None
    since: date
    at: datetime | None = None
    by: str = ""
    why: str = ""

    @property
    def holds(self) -> str | None:
        """The number that it lets hold; None: none."""
        return self.value or self.printed

    def as_data(self) -> dict[str, Any]:
        """As it is kept with the duty."""
        at = None if self.at is None else self.at.isoformat()
        return {
            "name": self.name, "value": self.value, "printed": self.printed, "since": self.since.isoformat(),
            "at": at, "by": self.by, "why": self.why,
        }  # fmt: skip

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Decided:
        """From what is kept with the duty."""
        at = None if told["at"] is None else datetime.fromisoformat(told["at"])
        return cls(**dict(told) | {"since": date.fromisoformat(told["since"]), "at": at})


def newest_on(decided: Iterable[Decided], day: date) -> dict[str, Decided]:
    """The decision that counts on `day` (Europe/London), by the name of its number. `decided`: as they were made."""
    return {one.name: one for one in decided if one.since <= day}


def numbers_on(numbers: Mapping[str, Any], decided: Iterable[Decided], day: date) -> dict[str, Any]:
    """A duty's numbers as they held on `day`. `numbers`: as they hold now, or as the policy prints them."""
    rows = list(decided)
    printed = {one.name: one.printed for one in rows}
    return {**numbers, **printed, **{name: one.holds for name, one in newest_on(rows, day).items()}}


def stretches(numbers: Mapping[str, Any], decided: Iterable[Decided]) -> list[tuple[date, dict[str, Any]]]:
    """The numbers of a duty, each with the day from which they held; the first ones from ALWAYS on."""
    rows = list(decided)
    found: list[tuple[date, dict[str, Any]]] = []
    for day in sorted({ALWAYS, *(one.since for one in rows)}):
        held = numbers_on(numbers, rows, day)
        if not found or found[-1][1] != held:
            found.append((day, held))
    return found


def lacks(numbers: Mapping[str, Any], uses: Iterable[str], kind: str) -> bool:
    """Whether a number is open without which a duty of this `kind` cannot be judged. `uses`: those that may be set."""
    return any(name in NEEDED and numbers.get(name) is None and (kind, name) != ("coverage", "within") for name in uses)
