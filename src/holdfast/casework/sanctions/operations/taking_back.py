"""Taking a proposal back because what it rested on changed. A step inside other operations."""

from __future__ import annotations

from holdfast.casework.sanctions.models import Case
from holdfast.casework.sanctions.operations.telling import tell_of_case
from holdfast.casework.sanctions.rules.stages import CASE
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter
from holdfast.foundation.records.operations import move


def take_proposal_back(case: Case, *, by: Actor, why: str) -> bool:
    """Open `case` again when it is proposed or agreed, and tell those who were asked. True when it was.

    Whoever agreed, agreed to something else: the next proposal asks everyone whom it concerns, each anew.
    """
    if case.state not in ("proposed", "agreed"):
        return False
    before = case.state
    case.state = move(record=case.record, workflow=CASE, state=case.state, verb="reconsider", by=by, why=why)
    case.save(update_fields=["state"])
    enter("sanctions.reconsider", by=by, subject=case.record, details={"state": before}, why=why)
    tell_of_case(
        case,
        posts=[row.post for row in case.assents.filter(round=case.round).select_related("post")],
        subject=f"A proposal was taken back: {case.reference}",
        words=f"{why} Your agreement is asked again when it is proposed anew.",
        kind="sanctions.proposal-taken-back",
    )
    return True
