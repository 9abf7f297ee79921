"""Medical factors: asking a clinician, and their judgement."""

from __future__ import annotations

from django.http import HttpResponse

from holdfast.casework.incidents.forms.triage import AskClinicianForm, MedicalFactorsForm
from holdfast.casework.incidents.operations import medical
from holdfast.casework.incidents.operations import triage as verbs
from holdfast.casework.incidents.queries.medical import clinicians_of
from holdfast.casework.incidents.views.acting import act, find, told_to
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission


@requires(Permission.TRIAGE_INCIDENTS)
def ask(request: ViewedRequest, reference: str) -> HttpResponse:
    """Put an incident into the work of whoever judges medical factors, and say who that is."""
    incident = find(request, reference)
    return act(
        request,
        incident,
        AskClinicianForm(request.POST or None, incident=incident),
        do=lambda told: medical.ask_clinician(
            by=request.viewer.actor, incident=incident, why=told["why"], seen_version=told["seen_version"]
        ),
        done="They were asked, and find it in their work.",
        title="Ask a clinician about medical factors",
        button="Ask",
        template="incidents/handling/ask_clinician.html",
        clinicians=clinicians_of(incident.trust_id),
    )


@requires(Permission.JUDGE_MEDICAL_FACTORS)
def medical_factors(request: ViewedRequest, reference: str) -> HttpResponse:
    """A clinician judges whether illness lay behind it."""
    incident = find(request, reference)
    begun = {"present": incident.medical_factors, "reason": incident.medical_factors_reason}
    return act(
        request,
        incident,
        MedicalFactorsForm(request.POST or None, incident=incident, initial=begun),
        do=lambda told: verbs.judge_medical_factors(
            by=request.viewer.actor,
            incident=incident,
            present=told["present"],
            reason=told["reason"],
            seen_version=told["seen_version"],
        ),
        done="Your judgement is on record.",
        title="Medical factors",
        button="Save",
        told=told_to(request, incident),
        template="incidents/handling/beside_report.html",
        report_first=True,
    )
