"""Completing an action with proof, and a second person's look at it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.records.models import Evidence, Record
from holdfast.foundation.records.operations import move, touch
from holdfast.foundation.records.operations.evidence import add_file
from holdfast.foundation.records.operations.intake import PreparedFile
from holdfast.kernel import clock
from holdfast.tools.actions.models import Action, Completion, Verification
from holdfast.tools.actions.operations.holding import BadAction, Owner, hold, tell_of_action
from holdfast.tools.actions.rules.checking import fault_of_completion, fault_of_verifier
from holdfast.tools.actions.rules.stages import ACTION


def files_of(action: Action) -> int:
    """How many files stand on the action as proof: neither withdrawn nor erased."""
    return Evidence.objects.filter(record_id=action.pk, withdrawn_at=None, erased_at=None).count()


@operation
def complete(
    *,
    by: Actor,
    action: Action,
    words: str,
    uploads: Sequence[PreparedFile] = (),
    seen_version: int | None = None,
) -> Action:
    """Say that an action was done, and how, with files as proof. It then waits for verification, or is done.

    Raises BadAction without words, or without a file where the policy wants proof; NotPossibleNow when it is not open;
    EditedMeanwhile; FileRefused.
    """
    hold(action, seen_version)
    verb = "complete" if action.verification else "finish"
    state = move(record=action.record, workflow=ACTION, state=action.state, verb=verb, by=by)
    shown = files_of(action) + len(uploads)
    if wrong := fault_of_completion(words, evidence_needed=action.evidence_needed, files=shown):
        raise BadAction({"uploads" if words.strip() else "words": wrong})
    for upload in uploads:
        add_file(by=by, record=action.record, upload=upload)
    files = files_of(action)
    now = clock.now()
    Completion.objects.create(
        trust_id=action.trust_id,
        action=action,
        words=words.strip(),
        files=files,
        at=now,
        by=by.name[:160],
        person_id=by.person_id,
    )
    action.state, action.completed_at = state, now
    _end(action, done=state == "done")
    if state == "completed":
        _ask_to_verify(action, by)
    enter("actions.complete", by=by, subject=action.record, details={"words": words.strip(), "files": files})
    return action


@operation
def verify(
    *,
    by: Actor,
    action: Action,
    accepted: bool,
    words: str = "",
    check_again: date | None = None,
    seen_version: int | None = None,
) -> Action:
    """A second person says that it was done, or sends it back; or, when it was done before, that it still works or not.

    `check_again`: the London day on which somebody looks again whether it still works. Raises BadAction for one's own
    work, without a reason when it is not accepted, and for a day that is over; NotPossibleNow; EditedMeanwhile.
    """
    hold(action, seen_version)
    again = action.state == "done"
    if wrong := fault_of_verifier(by.person_id, _whose_work(action)):
        raise BadAction({"": wrong})
    if not accepted and not words.strip():
        raise BadAction({"words": "Say what is still missing, so that it can be put right."})
    if check_again is not None and check_again <= clock.today():
        raise BadAction({"check_again": "Choose a later day, or leave it empty."})
    verb = {(True, True): "check-again", (True, False): "verify", (False, True): "reopen"}.get(
        (accepted, again), "send-back"
    )
    action.state = move(record=action.record, workflow=ACTION, state=action.state, verb=verb, by=by, why=words.strip())
    Verification.objects.create(
        trust_id=action.trust_id,
        action=action,
        accepted=accepted,
        again=again,
        words=words.strip(),
        at=clock.now(),
        by=by.name[:160],
        person_id=by.person_id,
    )
    action.check_again = check_again if accepted else None
    if not accepted:
        action.reminded = ""
    _end(action, done=accepted)
    words_for_owner = "Someone else looked at it. Open it to read what they say."
    subject = f"{action.reference} was {'verified' if accepted else 'sent back to you'}"
    tell_of_action(
        action,
        to=[action.owner],
        subject=subject,
        words=f"{action.title}\n\n{words_for_owner}",
        kind="actions.verified",
        by=by,
    )
    enter(
        "actions.verify",
        by=by,
        subject=action.record,
        details={"accepted": accepted, "again": again, "words": words.strip(), "check_again": check_again},
    )
    return action


def _whose_work(action: Action) -> frozenset[int]:
    """Keys of the people whose work it is: who owes it in person, and who said last that it was done."""
    last = Completion.objects.filter(action=action).order_by("-at", "-pk").first()
    return frozenset(key for key in (action.owner_person_id, last.person_id if last else None) if key)


def _end(action: Action, *, done: bool) -> None:
    """Keep the action, with the moment of its end when it is `done`."""
    action.ended_at = (action.ended_at or clock.now()) if done else None
    action.save(update_fields=["state", "completed_at", "ended_at", "check_again", "reminded"])
    Record.objects.filter(pk=action.pk).update(closed_at=action.ended_at)
    touch(action.record)
    if action.plan is not None:
        touch(action.plan.record)


def _ask_to_verify(action: Action, by: Actor) -> None:
    whom: list[Owner] = []
    if action.verified_by_post is not None:
        whom = [action.verified_by_post]
    elif action.raised_by_person is not None and action.raised_by_person_id != action.owner_person_id:
        whom = [action.raised_by_person]
    tell_of_action(
        action,
        to=whom,
        subject=f"{action.reference} waits for verification",
        words=f"{action.title}\n\nIt was completed. Open it to see the proof, and say whether it was done.",
        kind="actions.completed",
        by=by,
    )
