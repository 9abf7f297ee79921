"""Whether a decision about the police can stand, and whether a day can be true: facts in, words of refusal out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from holdfast.kernel.clock import local_day

WHY_NOT: dict[str, str] = {
    "victim-wish": "The person affected does not want it",
    "no-crime": "It is no crime after all",
    "police-know": "The police know already",
    "other": "Another reason",
}
"""Why the police are not told. That discipline is under way is none of them."""

_DISCIPLINE = re.compile(
    r"\bdisciplin|\bmisconduct (?:hearing|case)|\bHR (?:case|matter|process|investigation|is dealing)"
    r"|\b(?:internal|conduct) (?:hearing|investigation|process)\b",
    re.IGNORECASE,
)
SIDE_BY_SIDE = (
    "Discipline under way is no reason to keep a suspected crime from the police: both go on side by side. "
    "Report it, or give another reason."
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one person affected wants: yes, no, unsure, or "" when nobody asked them."""

    name: str
    wants: str


def fault_in_decision(
    *, tell: bool, why_not: str, words: str, override: str, wishes: Sequence[Wanted], a_person_is_the_victim: bool
) -> str:
    """What is wrong with a decision whether the police are told, in a sentence that says what to do; "" for nothing.

    A person's wish is respected where a person is the victim; going against it needs its reason. Where only the trust
    is the victim, wishes are weighed and nothing is asked.
    """
    against = [one.name for one in wishes if one.wants == ("no" if tell else "yes")]
    if not tell:
        if why_not not in WHY_NOT:
            return "Choose why the police are not told."
        if why_not == "other" and _DISCIPLINE.search(words):
            return SIDE_BY_SIDE
        if why_not == "other" and not words.strip():
            return "Say why the police are not told."
        if why_not == "victim-wish" and not any(one.wants == "no" for one in wishes):
            return "Nobody affected has said that they do not want it. Record their wish first."
    if against and a_person_is_the_victim and not override.strip():
        wants = "does not want the police to act" if tell else "wants the police to act"
        return f"{' and '.join(against)} {wants}. Say why you decide otherwise."
    return ""


def fault_in_moment(moment: datetime | None, *, now: datetime, happened: datetime | None, what: str) -> str:
    """What is wrong with an instant at which something was done about an incident; "" for nothing."""
    if moment is None:
        return ""
    if moment > now:
        return f"{what} cannot lie in the future. Check the day and the time."
    if happened is not None and moment < happened:
        return f"{what} cannot lie before the incident itself. Check both times."
    return ""


def fault_in_day(day: date | None, *, today: date, since: date | None, what: str, after: str = "the incident") -> str:
    """What is wrong with a day on which something was done; "" for nothing."""
    if day is None:
        return ""
    if day > today:
        return f"{what} cannot lie in the future. Check the day."
    if since is not None and day < since:
        return f"{what} cannot lie before {after}. Check both days."
    return ""


def first_day(happened: datetime | None) -> date | None:
    """The London day of the incident; None when nobody knows."""
    return local_day(happened) if happened else None
