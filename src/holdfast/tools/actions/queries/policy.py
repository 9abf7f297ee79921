"""What the trust's policy says of actions, as the rules take it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

from holdfast.foundation.organisation.models import Trust
from holdfast.kernel.durations import Duration
from holdfast.tools.actions.models import EscalationStep, TrackerPolicy, VerificationRule
from holdfast.tools.actions.rules.checking import VerificationLine
from holdfast.tools.actions.rules.reminding import REMIND_BEFORE, REMIND_EVERY, Step, Ways
from holdfast.tools.actions.rules.words import FACTS, PERIODS, PRIORITIES, SOURCES

__all__ = [
    "FACTS",
    "PERIODS",
    "PRIORITIES",
    "SOURCES",
    "EscalationLine",
    "Tracking",
    "VerificationLine",
    "needs_of",
    "plan_ways_of",
    "verification_lines",
    "verified_by_source",
    "ways_of",
]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class EscalationLine:
    """Overdue by the number `after` of the trust: up to the post `to`, or, if blank, to the line manager."""

    after: str
    to: str = ""
    clause: str = ""


@dataclass(frozen=True)
class Tracking:
    """All that a policy says of actions and plans; the numbers by their keys."""

    needs: Sequence[str] = ()
    verification: Sequence[VerificationLine] = ()
    escalation: Sequence[EscalationLine] = ()
    remind_before: str = ""
    remind_every: str = ""
    plan_period: str = ""
    plan_keeper: str = ""
    clause: str = ""
    known_facts: Sequence[str] = field(default=tuple(FACTS), repr=False)


def verification_lines(trust: Trust) -> list[VerificationLine]:
    """The trust's lines on verification, in order."""
    return [
        VerificationLine(
            tuple(row.sources), tuple(row.priorities), row.verified, row.by, evidence=row.evidence, clause=row.clause
        )
        for row in VerificationRule.objects.filter(trust=trust)
    ]


def verified_by_source(trust: Trust) -> bool:
    """True when what an action came out of decides whether it is verified: then nobody may pass over that question."""
    return any(line.sources for line in verification_lines(trust))


def needs_of(trust: Trust) -> tuple[str, ...]:
    """The facts of FACTS that the trust asks of every action."""
    row = TrackerPolicy.objects.filter(trust=trust).first()
    return tuple(row.needs) if row else ()


def plan_ways_of(trust: Trust) -> tuple[str, str]:
    """How often the trust's plans are brought up to date (a key of PERIODS) and by which post; blank for none."""
    row = TrackerPolicy.objects.filter(trust=trust).first()
    return (row.plan_period, row.plan_keeper) if row else ("", "")


def ways_of(trust: Trust) -> Ways:
    """How the trust reminds and whom an overdue action goes up to.

    Where a number is unset, Holdfast's own holds; a step whose number is unset is not taken: nobody is troubled by a
    figure that nobody set. Without any step an action goes up to the line manager (rules.reminding).
    """
    row = TrackerPolicy.objects.filter(trust=trust).first()
    steps = [
        Step(after, step.to)
        for step in EscalationStep.objects.filter(trust=trust)
        if (after := _length(trust, step.after)) is not None
    ]
    return Ways(
        before=(_length(trust, row.remind_before) if row else None) or REMIND_BEFORE,
        every=(_length(trust, row.remind_every) if row else None) or REMIND_EVERY,
        steps=steps or (Step(),),
    )


def _length(trust: Trust, key: str) -> Duration | None:
    written = trust.number(key) if key else None
    try:
        return Duration.parse(written) if written else None
    except ValueError:
        log.warning("the number %s of trust %s is no duration: %s", key, trust.code, written)
        return None
