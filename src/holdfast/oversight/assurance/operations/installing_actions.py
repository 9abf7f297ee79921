"""Handing the tracker of actions what a pack says to it."""

from __future__ import annotations

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.models import Trust
from holdfast.oversight.assurance.packs.pack import Pack
from holdfast.oversight.assurance.packs.reading_actions import ACTIONS
from holdfast.tools.actions.operations.policy import install_tracking
from holdfast.tools.actions.queries.policy import EscalationLine, Tracking, VerificationLine


def put_actions(*, by: Actor, trust: Trust, pack: Pack) -> None:
    """What is wanted of actions and plans, in the words of their own area."""
    said = pack.said(ACTIONS)
    install_tracking(
        by=by,
        trust=trust,
        tracking=Tracking(
            needs=said.needs,
            verification=[
                VerificationLine(
                    line.sources, line.priorities, line.verified, line.by, evidence=line.evidence, clause=line.clause
                )
                for line in said.verification
            ],
            escalation=[EscalationLine(step.after, step.to, step.clause) for step in said.escalation],
            remind_before=said.remind_before,
            remind_every=said.remind_every,
            plan_period=said.plan_period,
            plan_keeper=said.plan_keeper,
            clause=said.clause,
        ),
    )
