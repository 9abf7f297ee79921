"""Judging whether the evidence and the record can carry a sanction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from holdfast.casework.sanctions.models import Assessment, Case
from holdfast.casework.sanctions.operations.holding import changed, hold, still_open, words_of
from holdfast.casework.sanctions.operations.taking_back import take_proposal_back
from holdfast.casework.sanctions.queries.evidence import facts_of_case
from holdfast.casework.sanctions.rules.evidence import missing
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.kernel import clock


@operation
def assess_evidence(
    *,
    by: Actor,
    case: Case,
    enough: bool,
    reason: str,
    reasons: Mapping[str, str] | None = None,
    seen_version: int | None = None,
) -> Assessment:
    """Keep the judgement with what the record held of each fact at that moment.

    `reasons` says of a missing fact, by its key in rules.evidence.FACTS, why it is not there. Raises ValueError when it
    is called enough while a fact is neither there nor explained, and once the case is decided; EditedMeanwhile. A
    proposal is taken back when its evidence turns out not to be enough.
    """
    hold(case, seen_version)
    still_open(case)
    said = words_of(reason, "Say why the evidence is enough or not.")
    facts = facts_of_case(case, dict(reasons or {}))
    lacking = missing(facts)
    if enough and lacking:
        names = "; ".join(fact.title for fact in lacking)
        raise ValueError(f"Still missing: {names}. Add them to the incident, or say of each why it is missing.")
    row = Assessment.objects.create(
        trust_id=case.trust_id,
        case=case,
        facts=[asdict(fact) for fact in facts],
        enough=enough,
        reason=said,
        at=clock.now(),
        by=by.name,
    )
    changed(case)
    details = {"enough": enough, "held": sum(bool(fact.held) for fact in facts), "of": len(facts)}
    enter("sanctions.assess_evidence", by=by, subject=case.record, details=details)
    if not enough:
        take_proposal_back(case, by=by, why="The evidence was judged anew, and is not enough.")
    return row
