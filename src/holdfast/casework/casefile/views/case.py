"""The one page of a case, its review, and closing it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.casework.casefile.forms.closing import CloseForm, ReviewForm
from holdfast.casework.casefile.models import CaseReview
from holdfast.casework.casefile.operations import closing as verbs
from holdfast.casework.casefile.presenters.case import people_of, tags_of, tasks_of, things_of
from holdfast.casework.casefile.queries.pieces import load
from holdfast.casework.casefile.queries.responses import SEARCHES, open_responses
from holdfast.casework.casefile.queries.similar import similar_to
from holdfast.casework.casefile.queries.story import story_of
from holdfast.casework.casefile.queries.visibility import exhibits_visible_to, searches_visible_to
from holdfast.casework.casefile.views.acting import act, find, incident_page, trail_to
from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.operations.closing import NotReadyToClose, missing_to_close
from holdfast.casework.incidents.queries.awaiting import awaiting_closure
from holdfast.casework.incidents.queries.closing import mended_by
from holdfast.casework.incidents.queries.visibility import covered_for
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission

WRITTEN_HERE = "written on this page"


def case_page(incident: Incident) -> str:
    """The address of the case."""
    return reverse("casefile:case", args=[incident.reference])


@requires(Permission.LIST_INCIDENTS)
def case(request: ViewedRequest, reference: str) -> HttpResponse:
    """Everything that followed an incident: what is open, what happened, who and what is in it, what is alike."""
    incident = load(find(request, reference))
    viewer = request.viewer
    named = any(reader.person_id == viewer.person.pk for reader in incident.record.readers.all())
    exhibits = exhibits_visible_to(viewer).filter(incident=incident).select_related("record")
    running = incident.state in ("reported", "open")
    shown = {
        "incident": incident,
        "reference": incident.reference,
        "page_title": incident.record.title,
        "tags": tags_of(incident),
        "running": running,
        "tasks": tasks_of((one for one in open_responses(incident) if named or one.area != SEARCHES), viewer)
        if running
        else [],
        "mended_by": mended_by(incident, viewer, missing_to_close(incident, WRITTEN_HERE))
        if incident.state == "open"
        else [],
        "timeline": story_of(incident, viewer),
        "people": people_of(incident, named=named),
        "things": things_of(incident),
        "exhibits": exhibits,
        "searches": searches_visible_to(viewer).filter(incident=incident).count(),
        "asks_for_searches": incident.restricted and viewer.may(Permission.ASK_FOR_SEARCHES),
        "similar": similar_to(incident, viewer),
        "reviews": list(CaseReview.objects.filter(incident=incident)),
        "lessons": list(incident.lessons.all()),
        "closes": incident.state == "open" and viewer.may(Permission.CLOSE_INCIDENTS),
        "reviews_case": viewer.may(Permission.REVIEW_INVESTIGATIONS),
        "makes_bundles": viewer.may(Permission.MAKE_BUNDLES),
        "breadcrumb": trail_to(incident),
    }
    return render(request, "casefile/case.html", shown)


@requires(Permission.REVIEW_INVESTIGATIONS)
def review(request: ViewedRequest, reference: str) -> HttpResponse:
    """Look at the case as a whole."""
    incident = find(request, reference)
    return act(
        request,
        incident,
        ReviewForm(request.POST or None, incident=incident),
        do=lambda told: verbs.review_case(
            by=request.viewer.actor, incident=incident, words=told["words"], next_on=told["next_on"]
        ),
        done="The review is on record.",
        title="Review the case",
        button="Save",
        then=case_page(incident),
    )


@requires(Permission.CLOSE_INCIDENTS)
def close(request: ViewedRequest, reference: str) -> HttpResponse:
    """Close a case with what came of it, when no area owes anything any more.

    Stands at the address at which an incident by itself is closed: see config/urls.py and docs/adr/0012.
    """
    incident = load(find(request, reference))
    away = covered_for(request.viewer, Permission.CLOSE_INCIDENTS)
    by = replace(request.viewer.actor, on_behalf_of=away) if away else request.viewer.actor
    found = next((row.findings for row in incident.investigations.all() if row.state == "approved"), "")
    still = [one for one in open_responses(incident) if one.must] if incident.state == "open" else []
    missing = missing_to_close(incident, WRITTEN_HERE) if incident.state == "open" else []
    left = awaiting_closure(request.viewer).exclude(pk=incident.pk)
    goes_on = incident.stage == "concluded"

    def then() -> str:
        following = left.select_related("record").first() if goes_on else None
        return reverse("incidents:close", args=[following.reference]) if following else incident_page(incident)

    def do(told: dict[str, Any]) -> None:
        try:
            verbs.close(by=by, incident=incident, outcome=told["outcome"], seen_version=told["seen_version"])
        except (verbs.StillOpen, NotReadyToClose) as refusal:
            raise ValueError("This cannot close yet. What is missing stands below, with what mends it.") from refusal

    return act(
        request,
        incident,
        CloseForm(request.POST or None, incident=incident, initial={"outcome": incident.outcome}),
        do=do,
        done=f"{incident.reference} is closed, and the reporter was told.",
        title="Close the incident",
        button="Close and tell the reporter",
        then=then,
        template="casefile/close.html",
        back_url=incident_page(incident),
        cancel_url=incident_page(incident),
        tasks=tasks_of(still, request.viewer),
        mended_by=mended_by(incident, request.viewer, missing),
        found=found,
    )


@requires(Permission.LIST_INCIDENTS)
def exhibit_by_reference(request: ViewedRequest, reference: str) -> HttpResponse:
    """To the page of the exhibit with this reference of its own."""
    found = exhibits_visible_to(request.viewer).filter(record__reference=reference).select_related("incident__record")
    exhibit = found.first()
    if exhibit is None:
        raise Http404
    return redirect("casefile:exhibit", exhibit.incident.reference, reference)
