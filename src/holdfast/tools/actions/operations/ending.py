"""An action that will not be done after all, and one that is opened again."""

from __future__ import annotations

from datetime import date

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.records.models import Record
from holdfast.foundation.records.operations import move, touch
from holdfast.kernel import clock
from holdfast.tools.actions.models import Action, DateMove
from holdfast.tools.actions.operations.holding import BadAction, fault_of_owner, hold, tell_of_action
from holdfast.tools.actions.rules.raising import fault_of_date
from holdfast.tools.actions.rules.stages import ACTION


@operation
def withdraw(*, by: Actor, action: Action, why: str, seen_version: int | None = None) -> Action:
    """Say that an action will not be done, and why: the reason stands where the proof would.

    Raises BadAction without a reason, NotPossibleNow when it is done or withdrawn already, EditedMeanwhile.
    """
    hold(action, seen_version)
    if not why.strip():
        raise BadAction({"why": "Say why it will not be done: the reason is kept in its place."})
    state = move(record=action.record, workflow=ACTION, state=action.state, verb="withdraw", by=by, why=why.strip())
    action.state, action.ended_at = state, clock.now()
    action.save(update_fields=["state", "ended_at"])
    Record.objects.filter(pk=action.pk).update(closed_at=action.ended_at)
    _touch_all(action)
    tell_of_action(
        action,
        to=[action.owner],
        subject=f"{action.reference} will not be done",
        words=f"{action.title}\n\nNothing more is asked of you. Open it to read why.",
        kind="actions.withdrawn",
        by=by,
    )
    enter("actions.withdraw", by=by, subject=action.record, details={"why": why.strip()})
    return action


@operation
def reopen(*, by: Actor, action: Action, due: date, why: str, seen_version: int | None = None) -> Action:
    """Open an action again that was done or withdrawn, with a new London day by which it is to be done.

    What was said when it ended stays. Raises BadAction without a reason, for a day that is over or an owner who has
    left; NotPossibleNow; EditedMeanwhile.
    """
    hold(action, seen_version)
    faults = {
        "why": "" if why.strip() else "Say why it is opened again.",
        "due": fault_of_date(due, today=clock.today()),
    }
    if any(faults.values()):
        raise BadAction({name: words for name, words in faults.items() if words})
    state = move(record=action.record, workflow=ACTION, state=action.state, verb="reopen", by=by, why=why.strip())
    if due != action.due:
        DateMove.objects.create(
            trust_id=action.trust_id,
            action=action,
            before=action.due,
            after=due,
            why=why.strip(),
            at=clock.now(),
            by=by.name[:160],
            person_id=by.person_id,
        )
    before = action.due
    action.state, action.due, action.ended_at, action.check_again, action.reminded = state, due, None, None, ""
    action.save(update_fields=["state", "due", "ended_at", "check_again", "reminded"])
    Record.objects.filter(pk=action.pk).update(closed_at=None)
    _touch_all(action)
    if not fault_of_owner(action.owner):
        tell_of_action(
            action,
            to=[action.owner],
            subject=f"{action.reference} is open again",
            words=f"{action.title}\n\nOpen it to read why, and by when it is due.",
            kind="actions.reopened",
            by=by,
        )
    enter(
        "actions.reopen",
        by=by,
        subject=action.record,
        changes={"due": [before, due]},
        details={"why": why.strip()},
    )
    return action


def _touch_all(action: Action) -> None:
    touch(action.record)
    if action.plan is not None:
        touch(action.plan.record)
