"""Owners confirm what cannot be counted: with evidence where the policy asks for it, again and again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.records.operations import open_record, touch
from holdfast.foundation.records.operations.evidence import add_file
from holdfast.foundation.records.operations.intake import PreparedFile
from holdfast.kernel import clock
from holdfast.oversight.assurance.models import Confirmation, Obligation
from holdfast.oversight.assurance.operations.measuring import rebuild_attestations

A_MOMENT = timedelta(minutes=1)
"""A form that is sent twice comes within this time: one confirmation is meant, not two."""


class NotConfirmed(ValueError):
    """The statement could not be confirmed; `field` says what to mend."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@operation
def confirm(
    *, by: Actor, duty: Obligation, post: str, evidence: str = "", files: Iterable[PreparedFile] = ()
) -> Confirmation:
    """Confirm that the statement of `duty` holds, for its owner's post (`post`, its key), resting on `evidence`, in
    words, and on `files`.

    That `by` holds or covers the post is the caller's question, asked before. Raises NotConfirmed for a duty that is
    not confirmed by anyone, for another post than the owner's, without evidence where the policy asks for it, and for
    what the same person confirmed a moment ago.
    """
    if duty.kind != "attestation":
        raise NotConfirmed("evidence", "This duty is measured from the records: nobody confirms it")
    if post != duty.owner:
        raise NotConfirmed("evidence", "Only the owner of this duty confirms it")
    if duty.numbers.get("evidence") and not evidence.strip():
        raise NotConfirmed("evidence", "Enter what your confirmation rests on")
    given = Confirmation.objects.filter(trust=duty.trust_id, duty=duty.key, person=by.person_id, withdrawn_at=None)
    if by.person_id is not None and given.filter(at__gt=clock.now() - A_MOMENT).exists():
        raise NotConfirmed("evidence", "You confirmed this a moment ago")
    record = open_record(
        trust=duty.trust, kind="confirmation", series="CNF", title=f"Confirmed: {duty.statement}", opened_at=clock.now()
    )
    confirmation = Confirmation.objects.create(
        record=record,
        trust_id=duty.trust_id,
        duty=duty.key,
        statement=duty.statement,
        post=post,
        at=clock.now(),
        by=by.name,
        person_id=by.person_id,
        evidence=evidence.strip(),
    )
    for file in files:
        add_file(by=by, record=record, upload=file)
    rebuild_attestations(duty.trust_id, [duty.key])
    enter("assurance.confirm", by=by, subject=record, details={"duty": duty.key, "evidence": evidence})
    return confirmation


@operation
def withdraw_confirmation(*, by: Actor, confirmation: Confirmation, why: str) -> Confirmation:
    """Take a confirmation back: it was given in error. It stays on record and counts no more.

    Raises NotConfirmed without a reason, and the second time.
    """
    if not why.strip():
        raise NotConfirmed("why", "Enter why it is taken back")
    current = Confirmation.objects.select_for_update().get(pk=confirmation.pk)
    if current.withdrawn_at is not None:
        raise NotConfirmed("why", "It was taken back already")
    current.withdrawn_at, current.withdrawn_by, current.withdrawn_why = clock.now(), by.name, why.strip()[:500]
    current.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    touch(current.record)
    rebuild_attestations(current.trust_id, [current.duty])
    enter("assurance.withdraw_confirmation", by=by, subject=current.record, details={"duty": current.duty, "why": why})
    return current
