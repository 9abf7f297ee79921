"""Putting in force what a trust's policy says of actions. Called by whoever installs a policy."""

from __future__ import annotations

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Trust
from holdfast.tools.actions.models import EscalationStep, TrackerPolicy, VerificationRule
from holdfast.tools.actions.queries.policy import Tracking
from holdfast.tools.actions.rules.words import FACTS, PERIODS, PRIORITIES, SOURCES


@operation
def install_tracking(*, by: Actor, trust: Trust, tracking: Tracking) -> None:
    """Replace what the trust asks of its actions and plans. Actions that were raised before keep what was asked then.

    Raises ValueError for a fact, source, priority or period that does not exist.
    """
    named = {
        "fact": set(tracking.needs) - set(FACTS),
        "source": {one for line in tracking.verification for one in line.sources} - set(SOURCES),
        "priority": {one for line in tracking.verification for one in line.priorities} - set(PRIORITIES),
        "period": {tracking.plan_period} - {"", *PERIODS},
    }
    for kind, unknown in named.items():
        if unknown:
            raise ValueError(f"there is no {kind} {', '.join(sorted(unknown))} of actions")
    TrackerPolicy.objects.filter(trust=trust).delete()
    VerificationRule.objects.filter(trust=trust).delete()
    EscalationStep.objects.filter(trust=trust).delete()
    TrackerPolicy.objects.create(
        trust=trust,
        needs=list(tracking.needs),
        remind_before=tracking.remind_before,
        remind_every=tracking.remind_every,
        plan_period=tracking.plan_period,
        plan_keeper=tracking.plan_keeper,
        clause=tracking.clause,
    )
    VerificationRule.objects.bulk_create(
        VerificationRule(
            trust=trust,
            order=order,
            sources=list(line.sources),
            priorities=list(line.priorities),
            verified=line.verified,
            by=line.by,
            evidence=line.evidence,
            clause=line.clause,
        )
        for order, line in enumerate(tracking.verification)
    )
    EscalationStep.objects.bulk_create(
        EscalationStep(trust=trust, order=order, after=line.after, to=line.to, clause=line.clause)
        for order, line in enumerate(tracking.escalation)
    )
    enter(
        "actions.install_tracking",
        by=by,
        subject=trust,
        details={"verification": len(tracking.verification), "escalation": len(tracking.escalation)},
    )
