"""The timeline of an action: everything that happened to it, newest last, from the rows that hold it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from holdfast.foundation.pages.words import count, day_in_words
from holdfast.tools.actions.models import Action, Plan

LOADED = ("date_moves", "handovers", "completions", "verifications", "comments", "escalations", "record__moves")
"""Relations of an action that its timeline reads."""


@dataclass(frozen=True, order=True)
class Event:
    """One line of the timeline; see the component `timeline.html`."""

    at: datetime
    title: str = field(compare=False)
    by: str = field(default="", compare=False)
    text: str = field(default="", compare=False)
    tag: str = field(default="", compare=False)
    meaning: str = field(default="", compare=False)
    marks: tuple[str, ...] = field(default=(), compare=False)


def timeline_of(action: Action) -> list[Event]:
    """The events of `action`, in the order in which they happened. Its relations (LOADED) should be prefetched."""
    raised = Event(action.raised_at, "Raised", action.raised_by, marks=(f"due {day_in_words(action.first_due)}",))
    return sorted(chain([raised], _changed(action), _looked_at(action), _moves(action), _said(action)))


def _changed(action: Action) -> Iterator[Event]:
    for moved in action.date_moves.all():
        title = f"Date moved from {day_in_words(moved.before)} to {day_in_words(moved.after)}"
        yield Event(moved.at, title, moved.by, moved.why, meaning="soon")
    for handed in action.handovers.all():
        yield Event(handed.at, f"Given to {handed.after}", handed.by, handed.why, marks=(f"before: {handed.before}",))
    told: dict[datetime, list[str]] = {}
    for row in action.escalations.all():
        told.setdefault(row.at, []).append(row.to)
    for at, people in told.items():
        yield Event(at, "Overdue: taken up", marks=tuple(people), meaning="late")


def _looked_at(action: Action) -> Iterator[Event]:
    for row in action.completions.all():
        marks = (count(row.files, "file"),) if row.files else ()
        yield Event(row.at, "Completed", row.by, row.words, meaning="done", marks=marks)
    for look in action.verifications.all():
        if look.accepted:
            title = "Looked again: it still works" if look.again else "Verified"
        else:
            title = "Looked again: it does not work any more" if look.again else "Sent back"
        yield Event(look.at, title, look.by, look.words, meaning="done" if look.accepted else "late")


def _moves(action: Action) -> Iterator[Event]:
    for step in action.record.moves.all():
        if step.verb == "withdraw":
            yield Event(step.at, "Will not be done", step.by, step.why, meaning="off")
        elif step.verb == "reopen" and step.origin == "withdrawn":
            yield Event(step.at, "Opened again", step.by, step.why)
        elif step.verb == "reopen" and not any(row.at == step.at for row in action.verifications.all()):
            # A look that found that it does not work any more opens it too, and stands in the timeline by itself.
            yield Event(step.at, "Opened again", step.by, step.why)


def _said(action: Action) -> Iterator[Event]:
    for row in action.comments.all():
        yield Event(row.at, "Comment", row.by, row.words)


def timeline_of_plan(plan: Plan) -> list[Event]:
    """The updates of a plan, each with how its actions stood then."""
    events = [Event(plan.opened_at, "Opened", plan.opened_by, plan.purpose)]
    for row in plan.updates.all():
        marks = (
            f"{row.to_do} to do, {row.overdue} of them overdue",
            f"{row.waiting} waiting for verification",
            f"{row.done} done, {row.withdrawn} will not be done",
        )
        events.append(Event(row.at, "Brought up to date", row.by, row.words, meaning="done", marks=marks))
    if plan.closed_at is not None:
        events.append(Event(plan.closed_at, "Closed", plan.closed_by, plan.closed_why, meaning="off"))
    return sorted(events)
