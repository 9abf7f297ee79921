"""One of everything that passes between the trust and outside bodies, on an incident of the trust."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from holdfast.casework.incidents.models import Incident
from holdfast.casework.liaison.models import Force
from holdfast.casework.liaison.operations.answering import record_answer
from holdfast.casework.liaison.operations.contacts import log_contact
from holdfast.casework.liaison.operations.disclosing import ask_disclosure
from holdfast.casework.liaison.operations.escalating import escalate_refusal
from holdfast.casework.liaison.operations.police import report_to_police, request_police
from holdfast.casework.liaison.operations.riddor import add_incapacity, record_riddor_facts
from holdfast.casework.liaison.operations.statements import record_statement
from holdfast.casework.liaison.operations.steps import record_step
from holdfast.kernel import clock
from tests.cast import TrustCast


@dataclass(frozen=True)
class LiaisonKeys:
    """Primary keys of what was made."""

    report: int
    escalation: int
    telling: int
    call: int
    statement: int
    contact: int
    disclosure: int
    victim: int
    injured: int
    span: int
    force: int


def liaison_on(cast: TrustCast, incident: Incident) -> LiaisonKeys:
    """A report that was declined and taken up, news, a call, a statement of the member of staff, and RIDDOR."""
    by, now = cast.actor("lsms"), clock.now()
    today, force = clock.local_day(now), "Invented Constabulary"
    victim = incident.victims.get()
    report = report_to_police(by=by, incident=incident, force=force, channel="101", made_at=now)
    step = record_step(by=by, report=report, step="news", on=today, words="They look for him.")
    refused = report_to_police(by=by, incident=incident, force="Other Constabulary", channel="101", made_at=now)
    record_answer(by=by, report=refused, at=now, taken=False, reason="Busy")
    escalation = escalate_refusal(by=by, report=refused, at=now, words="It matters.", to="Duty inspector")
    # One report stands behind every address of a report: the step was of the first, and moves to it.
    step.report = refused
    step.save(update_fields=["report"])
    call = request_police(
        by=by, trust=cast.trust, force=force, channel="999", made_at=now, words="Come", cad_number="J-1"
    )
    Incident.objects.filter(pk=incident.pk).update(cad_number="J-1")
    person = cast.people["staff"]
    statement = record_statement(by=by, incident=incident, person=person, asked_on=today)
    contact = log_contact(
        by=by, incident=incident, body="cps", spoke_at=now, words="The file", next_on=today + timedelta(days=1)
    )
    disclosure = ask_disclosure(
        by=by,
        incident=incident,
        asked_by="DC Invented",
        body=force,
        asked_on=today,
        what="The recording",
        purpose="To find him",
        power="sch2-crime",
    )
    injured = record_riddor_facts(by=by, incident=incident, victim=victim, facts={"injuries": ["bite"]})
    add_incapacity(by=by, injured=injured, kind="absence", first=today)
    return LiaisonKeys(
        report=refused.pk,
        escalation=escalation.pk,
        telling=step.tellings.get().pk,
        call=call.pk,
        statement=statement.pk,
        contact=contact.pk,
        disclosure=disclosure.pk,
        victim=victim.pk,
        injured=injured.pk,
        span=injured.incapacity.get().pk,
        force=Force.objects.create(trust=cast.trust, name=force).pk,
    )
