"""Naming investigators, writing findings, reviewing them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from holdfast.casework.incidents.forms.closing import ReasonForm
from holdfast.casework.incidents.forms.investigate import FindingsForm, InvestigatorsForm, ReviewForm
from holdfast.casework.incidents.models import Incident, Investigation
from holdfast.casework.incidents.operations import investigate as verbs
from holdfast.casework.incidents.operations import investigators as naming
from holdfast.casework.incidents.operations.investigate import Findings, may_not_review
from holdfast.casework.incidents.presenters.triage import due_to_begin_with
from holdfast.casework.incidents.queries.visibility import covered_for, stands_in_for
from holdfast.casework.incidents.queries.whole import load_whole
from holdfast.casework.incidents.rules.investigation import CAUSES
from holdfast.casework.incidents.views.acting import act, acting_for, find, moment_of, page_of, told_to
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.kernel import clock


def _investigation(incident: Incident, key: int) -> Investigation:
    found = incident.investigations.filter(pk=key).first()
    if found is None:
        raise Http404
    found.incident = incident
    return found


def investigates_for(request: ViewedRequest, investigation: Investigation) -> str | None:
    """Whom the viewer investigates for: "" for themselves, the name of whom they cover, None for nobody."""
    running = investigation.investigators.filter(until__isnull=True).select_related("person")
    people = {row.person_id: str(row.person) for row in running}
    if request.viewer.person.pk in people:
        return ""
    return next((people[key] for key in stands_in_for(request.viewer) if key in people), None)


@requires(Permission.TRIAGE_INCIDENTS)
def start(request: ViewedRequest, reference: str) -> HttpResponse:
    """Open an investigation: a first one, or one beside another."""
    incident = find(request, reference)
    due = due_to_begin_with(incident)
    strand = "lsms" if incident.investigations.filter(strand="manager").exists() else "manager"
    begun = {"due": clock.local_day(due) if due else None, "strand": strand}
    form = InvestigatorsForm(request.POST or None, incident=incident, initial=begun)
    return act(
        request,
        incident,
        form,
        do=lambda told: naming.name_investigators(
            by=request.viewer.actor,
            incident=incident,
            lead=told["lead"],
            others=form.others(),
            strand=told["strand"],
            due_at=moment_of(told["due"], due),
            commissioned_by=told["commissioned_by"],
            seen_version=told["seen_version"],
        ),
        done="The investigation is open, and those you named were told.",
        title="Open an investigation",
        button="Open it",
    )


@requires(Permission.TRIAGE_INCIDENTS)
def investigators(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Change who investigates, and by when."""
    incident = find(request, reference)
    investigation = _investigation(incident, key)
    running = list(investigation.investigators.filter(until__isnull=True).select_related("person"))
    helpers = [row.person for row in running if not row.lead]
    due = investigation.due_at
    begun = {
        "lead": next((row.person_id for row in running if row.lead), None),
        "keep": [str(person.pk) for person in helpers],
        "due": clock.local_day(due) if due else None,
    }
    form = InvestigatorsForm(
        request.POST or None, incident=incident, investigation=investigation, helpers=helpers, initial=begun
    )
    return act(
        request,
        incident,
        form,
        do=lambda told: naming.name_investigators(
            by=request.viewer.actor,
            incident=incident,
            investigation=investigation,
            lead=told["lead"],
            others=form.others(),
            due_at=moment_of(told["due"], due),
            seen_version=told["seen_version"],
        ),
        done="It is saved, and those who are new were told.",
        title="Who investigates",
        button="Save",
    )


@requires(Permission.INVESTIGATE_INCIDENTS)
def findings(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Write findings: keep them for later, or send them for review."""
    incident = find(request, reference)
    investigation = _investigation(incident, key)
    covered = investigates_for(request, investigation)
    if request.method == "GET":
        load_whole(incident)
    if covered is None:
        raise PermissionDenied("Only those who investigate this incident write its findings.")
    if request.method == "GET" and investigation.state != "assigned":
        return redirect(page_of(incident) + f"#investigation-{investigation.pk}")
    later = "save" in request.POST
    names = [field for field in FindingsForm.base_fields if field not in ("seen_version", "opened_at")]
    begun = {name: getattr(investigation, name) for name in names}
    form = FindingsForm(request.POST or None, incident=incident, later=later, initial=begun)

    def do(told: dict[str, Any]) -> None:
        found = begun | {name: told[name] for name in names if name in told} | {"causes": tuple(told["causes"])}
        verb = verbs.save_findings if later else verbs.submit_findings
        verb(
            by=acting_for(request, covered),
            investigation=investigation,
            findings=Findings(**found),
            seen_version=told["seen_version"],
        )

    here = request.path
    return act(
        request,
        incident,
        form,
        do=do,
        done="Your findings are kept. Send them when they are done."
        if later
        else "Your findings were sent for review.",
        title=investigation.get_strand_display(),
        button="Send for review",
        then=here if later else "",
        template="incidents/handling/findings.html",
        told=told_to(request, incident),
        investigation=investigation,
        covered=covered,
        sent_back=investigation.reviews.filter(approved=False).last(),
        report_first=True,
    )


@requires(Permission.REVIEW_INVESTIGATIONS)
def review(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Approve findings or send them back."""
    incident = find(request, reference)
    investigation = _investigation(incident, key)
    if request.method == "GET" and investigation.state != "submitted":
        return redirect(page_of(incident) + f"#investigation-{investigation.pk}")
    if may_not_review(investigation, request.viewer.person.pk):
        raise PermissionDenied("You investigated this yourself. Someone else reviews it.")
    by = acting_for(request, covered_for(request.viewer, Permission.REVIEW_INVESTIGATIONS))
    if request.method == "GET":
        load_whole(incident)
    return act(
        request,
        incident,
        ReviewForm(request.POST or None, incident=incident),
        do=lambda told: verbs.review_findings(
            by=by,
            investigation=investigation,
            approve=told["approve"] == "yes",
            proportionate=told["proportionate"],
            reason=told["needed"] or told["remark"],
            seen_version=told["seen_version"],
        ),
        done="Your review is on record.",
        title="Review the findings",
        button="Save the review",
        template="incidents/handling/review.html",
        investigation=investigation,
        causes=[CAUSES.get(cause, cause) for cause in investigation.causes],
        reviews=investigation.reviews.filter(approved=False),
        told=told_to(request, incident),
        report_first=True,
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
            by=request.viewer.actor, investigation=investigation, why=told["why"], seen_version=told["seen_version"]
        ),
        done="The investigation was withdrawn, and those who were at it were told.",
        title="Withdraw the investigation",
        button="Withdraw",
    )
