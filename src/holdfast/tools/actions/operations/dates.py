"""Moving the date of an action: each earlier date is kept with the reason why it went."""

from __future__ import annotations

from datetime import date

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.pages.words import day_in_words
from holdfast.foundation.records.operations import touch
from holdfast.kernel import clock
from holdfast.tools.actions.models import Action, DateMove
from holdfast.tools.actions.operations.holding import BadAction, hold, tell_of_action
from holdfast.tools.actions.rules.raising import fault_of_move


@operation
def move_date(*, by: Actor, action: Action, due: date, why: str, seen_version: int | None = None) -> Action:
    """Move the date by which an open action is to be done, to a London day. Its owner and whoever raised it are told.

    Raises BadAction without a reason, for the same date, one that is over or too far away; ValueError when it is not
    open; EditedMeanwhile.
    """
    hold(action, seen_version)
    if action.state != "open":
        raise ValueError("Only an action that is still to be done has a date to move. Open it again first.")
    if wrong := fault_of_move(action.due, due, why, today=clock.today()):
        raise BadAction({"due" if why.strip() else "why": wrong})
    before = action.due
    DateMove.objects.create(
        trust_id=action.trust_id,
        action=action,
        before=before,
        after=due,
        why=why.strip(),
        at=clock.now(),
        by=by.name[:160],
        person_id=by.person_id,
    )
    action.due, action.reminded = due, ""
    action.save(update_fields=["due", "reminded"])
    touch(action.record)
    raiser = [action.raised_by_person] if action.raised_by_person else []
    tell_of_action(
        action,
        to=[action.owner, *(one for one in raiser if one != action.owner)],
        subject=f"The date of {action.reference} was moved to {day_in_words(due)}",
        words=f"{action.title}\n\nBefore it was due {day_in_words(before)}. Open it to read why it moved.",
        kind="actions.moved",
        by=by,
    )
    enter(
        "actions.move_date",
        by=by,
        subject=action.record,
        changes={"due": [before, due]},
        details={"why": why.strip()},
    )
    return action
