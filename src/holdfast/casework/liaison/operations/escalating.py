"""Taking a refusal of the police up, in the way that is agreed with that force."""

from __future__ import annotations

from datetime import datetime

from holdfast.casework.liaison.models import Escalation, PoliceReport
from holdfast.casework.liaison.operations.answering import answer, changed, hold_report, subject_of
from holdfast.casework.liaison.queries.policy import next_step
from holdfast.casework.liaison.queries.refusals import last_refusal
from holdfast.casework.liaison.rules.police import fault_in_moment
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.kernel import clock


@operation
def escalate_refusal(
    *, by: Actor, report: PoliceReport, at: datetime, words: str, to: str = "", why_otherwise: str = ""
) -> Escalation:
    """Take a refusal up: the next step that is agreed with the force, or, with a reason, with someone else (`to`).

    Where nothing is agreed with the force `to` is needed, and the escalation says that it was not agreed. Raises
    ValueError unless the police declined, now or before they took it up, when it is over, while an earlier step waits
    for its answer, for a moment in the future or before they declined, and when it leaves the agreed way without a
    reason.
    """
    hold_report(report)
    refused_at = last_refusal(report)
    if refused_at is None:
        raise ValueError("Only a refusal is taken up. Record first that the police declined, and why.")
    if report.state == "ended":
        raise ValueError("Nothing more was expected of the police here. Take the report up again first.")
    waiting = report.escalations.filter(answered_at__isnull=True).first()
    if waiting is not None:
        raise ValueError(f"{waiting.to} has not answered yet. Record the answer first.")
    fault = fault_in_moment(at, now=clock.now(), happened=refused_at, what="When you took it up")
    if fault:
        raise ValueError(fault.replace("the incident itself", "the police declined"))
    taken = report.escalations.filter(agreed=True).order_by("-step").values_list("step", flat=True).first() or 0
    agreed = next_step(report.trust_id, report.force, taken)
    whom = to.strip()
    if not whom and agreed is None:
        raise ValueError(f"Nothing more is agreed with {report.force}. Say to whom you took it.")
    otherwise = bool(whom) and (agreed is None or whom.casefold() != agreed.to.casefold())
    if otherwise and agreed is not None and not why_otherwise.strip():
        raise ValueError(f"Agreed with {report.force} is: {agreed.to}. Say why you took it to someone else.")
    if not words.strip():
        raise ValueError("Say what you asked for.")
    made = Escalation.objects.create(
        trust_id=report.trust_id,
        report=report,
        step=agreed.step if agreed and not otherwise else _after_all(report),
        to=(whom if otherwise or agreed is None else agreed.to)[:160],
        agreed=not otherwise and agreed is not None,
        words="\n\n".join(part for part in (words.strip(), why_otherwise.strip()) if part),
        at=at,
        by=by.name,
    )
    changed(report)
    details = {"force": report.force, "to": made.to, "agreed": made.agreed}
    enter("liaison.escalate_refusal", by=by, subject=subject_of(report), details=details, why=why_otherwise.strip())
    return made


# Steps outside the agreed way are numbered from here, so that they never take the place of an agreed one.
_OUTSIDE = 100


def _after_all(report: PoliceReport) -> int:
    last = report.escalations.order_by("-step").values_list("step", flat=True).first() or 0
    return max(last + 1, _OUTSIDE)


@operation
def record_escalation_answer(
    *, by: Actor, escalation: Escalation, at: datetime, accepted: bool, answer_words: str
) -> Escalation:
    """Keep what came of one step: the force comes or takes it up after all, or it stands by its refusal.

    Raises ValueError for an answer that is there already, without words, or at a moment that cannot be.
    """
    report = escalation.report
    hold_report(report)
    escalation.refresh_from_db()
    if escalation.answered_at is not None:
        raise ValueError("This answer is on record already. Take the next step, or record that the police took it up.")
    fault = fault_in_moment(at, now=clock.now(), happened=escalation.at, what="The answer")
    if fault:
        raise ValueError(fault.replace("the incident itself", "it was taken up"))
    if not answer_words.strip():
        raise ValueError("Say what they answered.")
    escalation.answered_at, escalation.accepted, escalation.answer = at, accepted, answer_words.strip()
    escalation.save(update_fields=["answered_at", "accepted", "answer"])
    if accepted and report.state == "refused":
        answer(report, at=at, taken=True)
    changed(report)
    details = {"to": escalation.to, "accepted": accepted, "words": answer_words.strip()}
    enter("liaison.record_escalation_answer", by=by, subject=subject_of(report), details=details)
    return escalation
