"""Answering calls for support, and tying them to the incident: what the police were asked stands in their register too.

A crew's call belongs to violence, what the police answer to liaison. Here, above both, one call is kept as one.
"""

from __future__ import annotations

from datetime import datetime

from holdfast.casework.casefile.models import CallForPolice
from holdfast.casework.incidents.models import Incident
from holdfast.casework.liaison.models import PoliceReport
from holdfast.casework.liaison.operations.answering import add_police_number, record_answer
from holdfast.casework.liaison.operations.police import request_police, take_in_call
from holdfast.casework.violence.models import Call
from holdfast.casework.violence.operations.response import answer_call, tie_call
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.kernel import clock


@operation
def answer_with_police(
    *,
    by: Actor,
    call: Call,
    force: str,
    comes: bool,
    answer: str,
    asked_at: datetime | None = None,
    refusal: str = "",
    police_log: str = "",
) -> PoliceReport:
    """Answer a call for the police: which force was asked, when (UTC; None: just now), and whether it comes.

    The police's answer is kept in liaison's register, with the incident where the call has one: a refusal is told to
    the security team and can be taken up. Raises ValueError for what either side refuses.
    """
    if call.kind != "police":
        raise ValueError("This call does not ask for the police.")
    now = clock.now()
    answer_call(
        by=by, call=call, sent=comes, answer=answer, police_refused=not comes, refusal=refusal, police_log=police_log
    )
    report = request_police(
        by=by,
        trust=call.trust,
        force=force,
        channel="control-room",
        made_at=asked_at or now,
        words=call.words,
        place=call.where,
    )
    CallForPolice.objects.create(trust_id=call.trust_id, call=call, report=report)
    if call.incident is not None:
        take_in_call(by=by, incident=call.incident, report=report)
    record_answer(by=by, report=report, at=now, taken=comes, reason=refusal)
    if police_log.strip():
        add_police_number(by=by, report=report, kind="log", number=police_log)
    details = {"call": call.pk, "police call": report.pk, "comes": comes}
    enter("casefile.answer_with_police", by=by, subject=call.incident.record if call.incident else call.trust,
          details=details)  # fmt: skip
    return report


@operation
def tie_call_to(*, by: Actor, call: Call, incident: Incident) -> Call:
    """Say that a call was about `incident`, on both sides. Raises ValueError when it belongs to another incident."""
    tie_call(by=by, call=call, incident=incident)
    link = CallForPolice.objects.filter(call=call).select_related("report__incident").first()
    if link is not None and link.report.incident_id != incident.pk:
        take_in_call(by=by, incident=incident, report=link.report)
    enter("casefile.tie_call", by=by, subject=incident.record, details={"call": call.pk})
    return call
