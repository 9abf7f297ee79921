"""What an action must say before it is one, and what may become of its date."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from holdfast.tools.actions.rules.words import FACTS, PRIORITIES, SOURCES

FURTHEST = timedelta(days=10 * 366)
"""A date beyond this is a slip of the pen."""


@dataclass(frozen=True)
class Told:
    """What is said of an action when it is raised, as far as the rules look at it. `due` is a London day."""

    title: str
    due: date
    priority: str
    source: str
    purpose: str = ""
    success: str = ""
    cost: bool = False
    place: bool = False


def faults_of(told: Told, *, needs: Collection[str], today: date) -> dict[str, str]:
    """What is wrong with an action, by field, each with what to do instead; empty when it may be raised.

    `needs` are the facts of FACTS that the trust asks of every action.
    """
    faults: dict[str, str] = {}
    if not told.title.strip():
        faults["title"] = "Say what is to be done."
    if told.priority not in PRIORITIES:
        faults["priority"] = "Select how urgent it is."
    if told.source not in SOURCES:
        faults["source"] = "Select what it came out of."
    if wrong := fault_of_date(told.due, today=today):
        faults["due"] = wrong
    held = {"purpose": told.purpose.strip(), "success": told.success.strip(), "cost": told.cost, "place": told.place}
    for fact in FACTS:
        if fact in needs and not held[fact]:
            faults[fact] = f"Your trust’s policy asks of every action {FACTS[fact]}. Add it."
    return faults


def fault_of_date(due: date, *, today: date) -> str:
    """What is wrong with a date by which something is to be done (a London day); "" for a good one."""
    if due < today:
        return "The date is over. Choose today or a later day; if it was done already, raise it and complete it."
    if due > today + FURTHEST:
        return "The date is more than 10 years away. Check the year."
    return ""


def fault_of_move(before: date, after: date, why: str, *, today: date) -> str:
    """What is wrong with moving a date from `before` to `after` for the reason `why`; "" for nothing."""
    if not why.strip():
        return "Say why the date moves: the reason is kept with the earlier date."
    if after == before:
        return "That is the date it has already. Choose another, or leave it."
    return fault_of_date(after, today=today)
