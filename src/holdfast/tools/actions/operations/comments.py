"""Saying something on an action."""

from __future__ import annotations

from datetime import timedelta

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.records.operations import touch
from holdfast.kernel import clock
from holdfast.tools.actions.models import Action, Comment
from holdfast.tools.actions.operations.holding import BadAction, hold, tell_of_action

SECOND_PRESS = timedelta(minutes=2)
"""The same words of the same person within this time are a second press of the button."""


@operation
def comment(*, by: Actor, action: Action, words: str) -> Comment:
    """Say something on an action. Its owner, and whoever raised it, are told. Raises BadAction without words."""
    hold(action)
    said = words.strip()
    if not said:
        raise BadAction({"words": "Write what you want to say."})
    mine = Comment.objects.filter(action=action, by=by.name[:160], at__gte=clock.now() - SECOND_PRESS)
    standing = mine.filter(person_id=by.person_id, words=said).first()
    if standing is not None:
        enter("actions.comment", by=by, subject=action.record, details={"words": said, "sent again": True})
        return standing
    made = Comment.objects.create(
        trust_id=action.trust_id,
        action=action,
        words=said,
        at=clock.now(),
        by=by.name[:160],
        person_id=by.person_id,
    )
    touch(action.record)
    raiser = action.raised_by_person
    tell_of_action(
        action,
        to=[action.owner, *([raiser] if raiser is not None and raiser != action.owner else [])],
        subject=f"Someone wrote on {action.reference}",
        words=f"{action.title}\n\n{by.name} wrote on it. Open it to read what.",
        kind="actions.comment",
        by=by,
    )
    enter("actions.comment", by=by, subject=action.record, details={"words": said})
    return made
