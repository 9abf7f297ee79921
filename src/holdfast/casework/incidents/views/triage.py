"""Judging an incident, sending it where it belongs, and who may see it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from holdfast.casework.incidents.forms.handling import (
    MedicalFactorsForm,
    MergeForm,
    ReaderForm,
    ReasonForm,
    ReferForm,
    RouteOutForm,
    TriageForm,
)
from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.operations import merging, restriction, routing
from holdfast.casework.incidents.operations import triage as verbs
from holdfast.casework.incidents.operations.triage import Judgement
from holdfast.casework.incidents.presenters.report_summary import told_in_report
from holdfast.casework.incidents.queries.visibility import visible_to
from holdfast.casework.incidents.views.acting import act, find, moment_of, page_of
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.records.models import Reader
from holdfast.kernel.references import Reference


@requires(Permission.TRIAGE_INCIDENTS)
def triage(request: ViewedRequest, reference: str) -> HttpResponse:
    """Judge an incident, or judge it again."""
    incident = find(request, reference)
    form = TriageForm(request.POST or None, incident=incident)

    def do(told: dict[str, Any]) -> None:
        judgement = Judgement(
            type=told["type"],
            severity=told["severity"],
            crime=told["crime"],
            near_miss=told["near_miss"],
            internal=told["internal"],
            lead=told.get("lead"),
            strand=told.get("strand") or "manager",
            due_at=moment_of(told.get("due")),
            no_investigation_reason=told.get("no_investigation_reason") or _why_none(incident),
            note=told["note"],
        )
        verbs.triage(by=request.viewer.actor, incident=incident, judgement=judgement, seen_version=told["seen_version"])

    first = incident.state == "reported"
    return act(
        request,
        incident,
        form,
        do=do,
        done=f"{incident.reference} is triaged.",
        title="Triage" if first else "Judge again",
        button="Save the decision",
        template="incidents/handling/triage.html",
        told=told_in_report(incident),
    )


def _why_none(incident: Incident) -> str:
    """An incident that is investigated already needs no reason for not being investigated."""
    return "It is under investigation." if incident.investigations.exclude(state="withdrawn").exists() else ""


@requires(Permission.TRIAGE_INCIDENTS)
def route_out(request: ViewedRequest, reference: str) -> HttpResponse:
    """Send an incident elsewhere that the policy does not cover."""
    incident = find(request, reference)
    return act(
        request,
        incident,
        RouteOutForm(request.POST or None, incident=incident),
        do=lambda told: verbs.route_out(by=request.viewer.actor, incident=incident, **told_without_opening(told)),
        done=f"{incident.reference} was routed elsewhere. It stays on record.",
        title="Route elsewhere",
        button="Route it",
    )


@requires(Permission.TRIAGE_INCIDENTS)
def merge(request: ViewedRequest, reference: str) -> HttpResponse:
    """Merge an incident with another that tells of the same event."""
    incident = find(request, reference)

    def do(told: dict[str, Any]) -> None:
        wanted = str(Reference.parse(told["into"]))
        into = visible_to(request.viewer).filter(record__reference=wanted).select_related("record", "trust").first()
        if into is None:
            raise ValueError(f"There is no incident {wanted} that you can see.")
        merging.merge(
            by=request.viewer.actor, incident=incident, into=into, why=told["why"], seen_version=told["seen_version"]
        )

    return act(
        request,
        incident,
        MergeForm(request.POST or None, incident=incident, initial={"into": request.GET.get("into", "")}),
        do=do,
        done=f"{incident.reference} was merged. Both reports are kept.",
        title="Merge with another report",
        button="Merge",
    )


@requires(Permission.TRIAGE_INCIDENTS)
def refer(request: ViewedRequest, reference: str) -> HttpResponse:
    """Send an incident to one more post."""
    incident = find(request, reference)
    return act(
        request,
        incident,
        ReferForm(request.POST or None, incident=incident),
        do=lambda told: routing.refer(
            by=request.viewer.actor, incident=incident, post=told["post"], why=told["why"]
        ),
        done="It was sent.",
        title="Send it to someone else as well",
        button="Send",
    )


@requires(Permission.JUDGE_MEDICAL_FACTORS)
def medical_factors(request: ViewedRequest, reference: str) -> HttpResponse:
    """A clinician judges whether illness lay behind it."""
    incident = find(request, reference)
    return act(
        request,
        incident,
        MedicalFactorsForm(request.POST or None, incident=incident),
        do=lambda told: verbs.judge_medical_factors(
            by=request.viewer.actor, incident=incident, present=told["present"], reason=told["reason"]
        ),
        done="Your judgement is on record.",
        title="Medical factors",
        button="Save",
    )


@require_POST
@requires(Permission.INVESTIGATE_INCIDENTS)
def check(request: ViewedRequest, reference: str) -> HttpResponse:
    """The manager says that a report is whole."""
    incident = find(request, reference)
    verbs.check_report(by=request.viewer.actor, incident=incident)
    messages.success(request, f"{incident.reference} is marked as checked.")
    return redirect(page_of(incident))


@requires(Permission.NAME_READERS)
def restrict(request: ViewedRequest, reference: str) -> HttpResponse:
    """From now on only named people see it."""
    incident = find(request, reference)
    return act(
        request,
        incident,
        ReasonForm(request.POST or None, incident=incident),
        do=lambda told: restriction.restrict_incident(
            by=request.viewer.actor, incident=incident, why=told["why"], seen_version=told["seen_version"]
        ),
        done=f"{incident.reference} is restricted.",
        title="Restrict to named people",
        button="Restrict",
    )


@requires(Permission.NAME_READERS)
def admit(request: ViewedRequest, reference: str) -> HttpResponse:
    """Name one more person on a restricted incident."""
    incident = find(request, reference)
    if not incident.restricted:
        raise Http404
    return act(
        request,
        incident,
        ReaderForm(request.POST or None, incident=incident),
        do=lambda told: restriction.admit_reader(
            by=request.viewer.actor, incident=incident, person=told["person"], why=told["why"]
        ),
        done="They can see the incident now.",
        title="Name someone who may see it",
        button="Name them",
    )


@requires(Permission.NAME_READERS)
def dismiss(request: ViewedRequest, reference: str, reader: int) -> HttpResponse:
    """Take someone off a restricted incident."""
    incident = find(request, reference)
    row = Reader.objects.filter(pk=reader, record_id=incident.pk).select_related("person").first()
    if row is None:
        raise Http404
    return act(
        request,
        incident,
        ReasonForm(request.POST or None, incident=incident),
        do=lambda told: restriction.dismiss_reader(
            by=request.viewer.actor, incident=incident, person=row.person, why=told["why"]
        ),
        done=f"{row.person} no longer sees the incident.",
        title=f"Take {row.person} off the incident",
        button="Take off",
    )


def told_without_opening(told: dict[str, Any]) -> dict[str, Any]:
    """A form's answers without the moment at which it was opened, which no operation asks for."""
    return {name: value for name, value in told.items() if name != "opened_at"}
