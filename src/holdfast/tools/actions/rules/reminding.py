"""When the owner of an action is reminded, and when it goes up. Holdfast's own ways where a trust sets no figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from holdfast.kernel.clock import LONDON
from holdfast.kernel.durations import Duration, after, before

REMIND_BEFORE = Duration(days=7)
REMIND_EVERY = Duration(days=7)
ESCALATE_AFTER = Duration(days=7)
SOON = timedelta(days=7)
"""What is due within these days is shown as due soon."""


@dataclass(frozen=True)
class Step:
    """An overdue action goes up to the post with the key `to` (blank: the line manager), so long `after` its date."""

    after: Duration = ESCALATE_AFTER
    to: str = ""


@dataclass(frozen=True)
class Ways:
    """How a trust reminds: so long before, so often once it is overdue, and whom it goes up to."""

    before: Duration = REMIND_BEFORE
    every: Duration = REMIND_EVERY
    steps: Sequence[Step] = field(default=(Step(),))


def reminder_for(due: date, today: date, ways: Ways) -> str:
    """Which reminder stands out today, "" for none: each is a word of its own, so that nobody gets one twice.

    One when the time before the date begins, then one the day after it was missed and every `every` from there. All
    days are London days.
    """
    if today <= due:
        return "before" if today >= _day(before(due, ways.before)) else ""
    first = due + timedelta(days=1)
    number, turn = 0, first
    while (following := _day(after(turn, ways.every))) <= today and following > turn:
        number, turn = number + 1, following
    return f"overdue-{number}"


def steps_reached(due: date, today: date, ways: Ways) -> list[int]:
    """The places of the steps of escalation whose time has come. Nothing goes up on the day on which it is due."""
    return [place for place, step in enumerate(ways.steps) if today > due and today >= _day(after(due, step.after))]


def _day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()
