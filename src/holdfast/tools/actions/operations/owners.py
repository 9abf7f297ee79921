"""Giving an action to someone else."""

from __future__ import annotations

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Person, Post
from holdfast.foundation.records.operations import touch
from holdfast.kernel import clock
from holdfast.tools.actions.models import Action, Handover
from holdfast.tools.actions.operations.holding import BadAction, Owner, fault_of_owner, hold, split, tell_of_action


@operation
def hand_over(*, by: Actor, action: Action, owner: Owner, why: str = "", seen_version: int | None = None) -> Action:
    """Give an open action to another person or post. Who had it and who has it now are told.

    Raises BadAction for someone who has left, a closed post, a post that stands for many, or the owner it has already;
    ValueError when it is not open; EditedMeanwhile.
    """
    hold(action, seen_version)
    if action.state != "open":
        raise ValueError("Only an action that is still to be done can be given to someone else. Open it again first.")
    before = action.owner
    if owner == before:
        raise BadAction({"owner": f"{owner} has it already. Choose someone else, or leave it."})
    if wrong := fault_of_owner(owner):
        raise BadAction({"owner": wrong})
    for column, value in split(owner, "owner").items():
        setattr(action, column, value)
    action.reminded = ""
    action.save(update_fields=["owner_person", "owner_post", "reminded"])
    Handover.objects.create(
        trust_id=action.trust_id,
        action=action,
        before=str(before),
        after=str(owner),
        why=why.strip(),
        at=clock.now(),
        by=by.name[:160],
        person_id=by.person_id,
    )
    touch(action.record)
    told: tuple[tuple[Person | Post, str, str], ...] = (
        (owner, f"{action.reference} is yours to do", "It was given to you. Open it to see by when."),
        (before, f"{action.reference} was given to someone else", "Nothing more is asked of you."),
    )
    for whom, subject, words in told:
        text = f"{action.title}\n\n{words}"
        tell_of_action(action, to=[whom], subject=subject, words=text, kind="actions.handed_over", by=by)
    enter(
        "actions.hand_over",
        by=by,
        subject=action.record,
        changes={"owner": [str(before), str(owner)]},
        details={"why": why.strip()},
    )
    return action
