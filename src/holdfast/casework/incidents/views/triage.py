"""Judging an incident, and sending it where it belongs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from holdfast.casework.incidents.forms.closing import ReasonForm
from holdfast.casework.incidents.forms.people import found_people
from holdfast.casework.incidents.forms.triage import (
    JudgementForm,
    MergeForm,
    ReferForm,
    RouteOutForm,
    TriageForm,
)
from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.operations import merging, routing
from holdfast.casework.incidents.operations import triage as verbs
from holdfast.casework.incidents.operations.triage import BadJudgement, Judgement
from holdfast.casework.incidents.presenters import triage as presenting
from holdfast.casework.incidents.queries.awaiting import awaiting_triage, units_checked_by
from holdfast.casework.incidents.queries.duplicates import possible_duplicates
from holdfast.casework.incidents.queries.medical import medical_factors_of
from holdfast.casework.incidents.queries.policy import guidance_for
from holdfast.casework.incidents.queries.visibility import covered_for, visible_to, with_reference
from holdfast.casework.incidents.queries.whole import load_whole
from holdfast.casework.incidents.rules.taxonomy import TYPES
from holdfast.casework.incidents.views.acting import act, acting_for, find, moment_of, page_of, told_to
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.pages.lookups import matches_as_json
from holdfast.foundation.records.operations import EditedMeanwhile
from holdfast.kernel import clock
from holdfast.kernel.workflow import NotPossibleNow


@requires(Permission.TRIAGE_INCIDENTS)
def triage(request: ViewedRequest, reference: str) -> HttpResponse:
    """Judge an incident, or judge it again. After the first judgement the next one that waits comes up."""
    incident = find(request, reference)
    if request.method == "GET":
        load_whole(incident)  # not for what is sent: an operation must see what stands there now
    first = incident.state == "reported"
    asked = presenting.routing_of(incident)
    due = presenting.due_to_begin_with(incident)
    suggested = presenting.suggested_severity_of(incident)
    form: JudgementForm
    if any(row.state != "withdrawn" for row in incident.investigations.all()):
        form = JudgementForm(request.POST or None, incident=incident, suggested=suggested)
    else:
        form = TriageForm(
            request.POST or None,
            incident=incident,
            suggested=suggested,
            candidates=presenting.candidates(incident, request.viewer, asked),
            due=clock.local_day(due) if due else None,
        )
    by = acting_for(request, covered_for(request.viewer, Permission.TRIAGE_INCIDENTS))

    def do(told: dict[str, Any]) -> None:
        lead, strand = form.chosen_lead()
        judgement = Judgement(
            type=told["type"],
            severity=told["severity"],
            crime=told["crime"],
            near_miss="near_miss" in told["also"],
            internal="internal" in told["also"],
            restricted="restricted" in told["also"],
            lead=lead,
            strand=strand,
            due_at=moment_of(told.get("due"), due) if lead else None,
            no_investigation_reason=told.get("no_investigation_reason", ""),
            note=told["note"],
        )
        verbs.triage(by=by, incident=incident, judgement=judgement, seen_version=told["seen_version"])

    waiting = awaiting_triage(request.viewer).exclude(pk=incident.pk) if first else Incident.objects.none()
    left = waiting.count()
    return act(
        request,
        incident,
        form,
        do=do,
        done=f"{incident.reference} is triaged.{_left_in_words(left) if first else ''}",
        title="Triage" if first else "Judge again",
        button="Save and open the next" if left else "Save",
        then=lambda: _next(waiting) or page_of(incident),
        template="incidents/handling/triage.html",
        told=told_to(request, incident),
        similar=_similar(request, incident) if incident.state in ("reported", "open") else (),
        routed_by_policy=asked.route_out,
        medical=medical_factors_of(incident),
        guidance=guidance_for(incident.trust, "incidents.triage-form"),
        first=first,
        left=left,
        report_first=True,
    )


def _left_in_words(left: int) -> str:
    if not left:
        return " That was the last one that waited."
    return f" {left} more {'waits' if left == 1 else 'wait'}: here is the one that has waited longest."


def _next(waiting: Any) -> str:
    incident = waiting.select_related("record").first()
    return reverse("incidents:triage", args=[incident.reference]) if incident else ""


def _similar(request: ViewedRequest, incident: Incident) -> list[dict[str, Any]]:
    return [
        {
            "incident": other,
            "reference": other.reference,
            "what": TYPES[other.type].title,
            "url": page_of(other),
            "why": f"The same place and about the same time as {other.reference}.",
        }
        for other in possible_duplicates(request.viewer, incident)
    ]


@requires(Permission.TRIAGE_INCIDENTS)
def route_out(request: ViewedRequest, reference: str) -> HttpResponse:
    """Send an incident elsewhere that the policy does not cover."""
    incident = find(request, reference)
    begun = {"where": presenting.routing_of(incident).route_out}
    return act(
        request,
        incident,
        RouteOutForm(request.POST or None, incident=incident, initial=begun),
        do=lambda told: verbs.route_out(
            by=request.viewer.actor,
            incident=incident,
            where=told["where"],
            why=told["why"],
            seen_version=told["seen_version"],
        ),
        done=f"{incident.reference} was routed elsewhere. It stays on record, and can be taken back.",
        title="Route elsewhere",
        button="Route it",
    )


@requires(Permission.TRIAGE_INCIDENTS)
def merge(request: ViewedRequest, reference: str) -> HttpResponse:
    """Merge an incident with another that tells of the same event."""
    incident = find(request, reference)
    form = MergeForm(request.POST or None, incident=incident, initial={"into": request.GET.get("into", "")[:20]})
    merged: list[Incident] = []

    def do(told: dict[str, Any]) -> None:
        into = with_reference(visible_to(request.viewer), told["into"]).select_related("record", "trust").first()
        if into is None:
            raise BadJudgement({"into": f"There is no incident {told['into']} that you can see."})
        try:
            merging.merge(
                by=request.viewer.actor,
                incident=incident,
                into=into,
                why=told["why"],
                seen_version=told["seen_version"],
            )
        except (EditedMeanwhile, NotPossibleNow):
            raise
        except ValueError as refusal:
            raise BadJudgement({"into": str(refusal)})  # all else is about the other incident
        merged.append(into)

    return act(
        request,
        incident,
        form,
        do=do,
        done=f"{incident.reference} was merged. Both reports are kept, and it can be taken back.",
        title="Merge with another report",
        button="Merge",
        then=lambda: page_of(merged[0]) if merged else "",
    )


@requires(Permission.TRIAGE_INCIDENTS)
def take_back(request: ViewedRequest, reference: str) -> HttpResponse:
    """Undo a merge or a routing elsewhere."""
    incident = find(request, reference)
    return act(
        request,
        incident,
        ReasonForm(request.POST or None, incident=incident),
        do=lambda told: merging.take_back(
            by=request.viewer.actor, incident=incident, why=told["why"], seen_version=told["seen_version"]
        ),
        done=f"{incident.reference} stands by itself again and waits for triage.",
        title="Take it back",
        button="Take it back",
    )


@requires(Permission.TRIAGE_INCIDENTS)
def refer(request: ViewedRequest, reference: str) -> HttpResponse:
    """Send an incident to one more post."""
    incident = find(request, reference)
    form = ReferForm(request.POST or None, incident=incident)
    return act(
        request,
        incident,
        form,
        do=lambda told: routing.refer(
            by=request.viewer.actor,
            incident=incident,
            post=form.posts[told["post"]],
            why=told["why"],
            seen_version=told["seen_version"],
        ),
        done="It was sent, and they were told.",
        title="Send it to someone else as well",
        button="Send",
    )


@require_POST
@requires(Permission.INVESTIGATE_INCIDENTS)
def check(request: ViewedRequest, reference: str) -> HttpResponse:
    """The manager of the unit says that a report is whole."""
    incident = find(request, reference)
    covered = units_checked_by(request.viewer)
    if incident.unit_id not in covered:
        messages.error(request, "Only the line manager of the unit checks its reports.")
    else:
        verbs.check_report(by=acting_for(request, covered[incident.unit_id]), incident=incident)
        messages.success(request, f"{incident.reference} is marked as checked.")
    return redirect(page_of(incident))


@requires(Permission.INVESTIGATE_INCIDENTS)
def find_person(request: ViewedRequest) -> JsonResponse:
    """The trust's staff whom the words in `q` fit, for the boxes in which one looks up a colleague."""
    return matches_as_json(found_people(request.viewer.trust, request.GET.get("q", "")[:100]))
