"""Naming investigators, writing findings, reviewing them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse

from holdfast.casework.incidents.forms.handling import FindingsForm, InvestigatorsForm, ReasonForm, ReviewForm
from holdfast.casework.incidents.models import Incident, Investigation
from holdfast.casework.incidents.operations import investigate as verbs
from holdfast.casework.incidents.operations import investigators as naming
from holdfast.casework.incidents.operations.investigate import Findings
from holdfast.casework.incidents.presenters.report_summary import told_in_report
from holdfast.casework.incidents.queries.visibility import stands_in_for
from holdfast.casework.incidents.views.acting import act, find, moment_of
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission


def _investigation(incident: Incident, key: int) -> Investigation:
    found = incident.investigations.filter(pk=key).first()
    if found is None:
        raise Http404
    found.incident = incident
    return found


def investigates(request: ViewedRequest, investigation: Investigation) -> bool:
    """True for its investigators and for those who stand in for one of them."""
    people = [request.viewer.person.pk, *stands_in_for(request.viewer)]
    return investigation.investigators.filter(person__in=people, until__isnull=True).exists()


@requires(Permission.TRIAGE_INCIDENTS)
def start(request: ViewedRequest, reference: str) -> HttpResponse:
    """Open an investigation: a first one, or one beside another."""
    incident = find(request, reference)
    return act(
        request,
        incident,
        InvestigatorsForm(request.POST or None, incident=incident),
        do=lambda told: naming.name_investigators(
            by=request.viewer.actor,
            incident=incident,
            lead=told["lead"],
            others=list(told["others"]),
            strand=told["strand"],
            due_at=moment_of(told["due"]),
            seen_version=told["seen_version"],
        ),
        done="The investigation is open, and those you named were told.",
        title="Open an investigation",
        button="Open it",
    )


@requires(Permission.TRIAGE_INCIDENTS)
def investigators(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Change who investigates."""
    incident = find(request, reference)
    investigation = _investigation(incident, key)
    running = investigation.investigators.filter(until__isnull=True)
    lead = running.filter(lead=True).first()
    begun = {
        "lead": lead.person_id if lead else None,
        "others": list(running.filter(lead=False).values_list("person_id", flat=True)),
    }
    return act(
        request,
        incident,
        InvestigatorsForm(request.POST or None, incident=incident, investigation=investigation, initial=begun),
        do=lambda told: naming.name_investigators(
            by=request.viewer.actor,
            incident=incident,
            investigation=investigation,
            lead=told["lead"],
            others=list(told["others"]),
            due_at=moment_of(told["due"]),
            seen_version=told["seen_version"],
        ),
        done="The investigators were changed, and those who are new were told.",
        title="Who investigates",
        button="Save",
    )


@requires(Permission.INVESTIGATE_INCIDENTS)
def findings(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Write findings: keep them for later, or send them for review."""
    incident = find(request, reference)
    investigation = _investigation(incident, key)
    if not investigates(request, investigation):
        raise PermissionDenied("Only those who investigate this incident write its findings.")
    later = "save" in request.POST
    names = [field for field in FindingsForm.base_fields if field not in ("seen_version", "opened_at")]
    form = FindingsForm(
        request.POST or None, incident=incident, initial={name: getattr(investigation, name) for name in names}
    )

    def do(told: dict[str, Any]) -> None:
        found = Findings(**{name: told[name] for name in names} | {"causes": tuple(told["causes"])})
        verb = verbs.save_findings if later else verbs.submit_findings
        verb(
            by=request.viewer.actor, investigation=investigation, findings=found, seen_version=told["seen_version"]
        )

    return act(
        request,
        incident,
        form,
        do=do,
        done="Your findings are kept." if later else "Your findings were sent for review.",
        title=investigation.get_strand_display(),
        button="Send for review",
        template="incidents/handling/findings.html",
        told=told_in_report(incident),
        sent_back=investigation.reviews.filter(approved=False).last() if investigation.state == "assigned" else None,
    )


@requires(Permission.REVIEW_INVESTIGATIONS)
def review(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Approve findings or send them back."""
    incident = find(request, reference)
    investigation = _investigation(incident, key)
    return act(
        request,
        incident,
        ReviewForm(request.POST or None, incident=incident),
        do=lambda told: verbs.review_findings(
            by=request.viewer.actor,
            investigation=investigation,
            approve=told["approve"] == "yes",
            proportionate=told["proportionate"],
            reason=told["reason"],
            seen_version=told["seen_version"],
        ),
        done="Your review is on record.",
        title="Review the findings",
        button="Save the review",
        template="incidents/handling/review.html",
        investigation=investigation,
    )


@requires(Permission.TRIAGE_INCIDENTS)
def withdraw(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """End an investigation without findings."""
    incident = find(request, reference)
    investigation = _investigation(incident, key)
    return act(
        request,
        incident,
        ReasonForm(request.POST or None, incident=incident),
        do=lambda told: naming.withdraw_investigation(
            by=request.viewer.actor, investigation=investigation, why=told["why"]
        ),
        done="The investigation was withdrawn.",
        title="Withdraw the investigation",
        button="Withdraw",
    )
