"""Markers: the list, one marker, asking for one, and the verbs of those who decide."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.queries.visibility import visible_to
from holdfast.casework.violence.forms.markers import AskForm, MarkerFilterForm
from holdfast.casework.violence.forms.response import NoMarkerForm
from holdfast.casework.violence.models import Marker, MarkerLetter
from holdfast.casework.violence.operations import marking
from holdfast.casework.violence.presenters.markers import (
    bare_timeline,
    line_of,
    marker_actions,
    marker_timeline,
    weighed_of,
)
from holdfast.casework.violence.queries.letters import letters_for
from holdfast.casework.violence.queries.markers import LIST_STATES, page_of_markers
from holdfast.casework.violence.queries.policy import categories
from holdfast.casework.violence.queries.visibility import markers_visible_to, may_ask_for_marker
from holdfast.casework.violence.rules.letters import TITLES
from holdfast.casework.violence.views.acting import act, find_marker, knows_why
from holdfast.foundation.audit.operations import enter_reading
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.pages.table_tags import columns_of


@requires(Permission.PLACE_MARKERS)
def listing(request: ViewedRequest) -> HttpResponse:
    """The trust's markers, those that wait first."""
    form = MarkerFilterForm(request.GET, states=LIST_STATES)
    form.is_valid()
    told = form.cleaned_data
    rows, older = page_of_markers(
        markers_visible_to(request.viewer),
        text=told.get("text") or "",
        states=told.get("state") or (),
        before=request.GET.get("before", ""),
    )
    query = request.GET.copy()
    query["before"] = older
    shown = {
        "page_title": "Markers",
        "filter_form": form,
        "filters_active": bool(told.get("text")) + bool(told.get("state")),
        "list_url": reverse("violence:markers"),
        "columns": columns_of("Marker", "Address", "State", "Shows until"),
        "rows": [line_of(marker) for marker in rows],
        "older_url": f"?{query.urlencode()}" if older else "",
        "exports": [{"title": "CSV for dispatch", "url": reverse("violence:export-markers")}]
        if request.viewer.may(Permission.EXPORT_MARKERS)
        else [],
        "count_words": "Markers of the trust, the newest first",
    }
    return render(request, "violence/markers.html", shown)


@requires(Permission.USE_HOLDFAST)
def marker(request: ViewedRequest, reference: str) -> HttpResponse:
    """One marker: what it says, until when it shows, what was decided, and what can be done.

    After a restricted incident only those named on it read why; the others see the address and what crews do.
    """
    found = find_marker(request, reference)
    viewer = request.viewer
    knows, word = knows_why(request, found), found.trust.term("marker")
    full = knows and viewer.may(Permission.SEE_MARKERS)
    seen = found.incident_id and visible_to(viewer).filter(pk=found.incident_id).exists()
    shown = {
        "marker": found,
        "reference": found.reference,
        "page_title": word[:1].upper() + word[1:],
        "full": full,
        "knows": knows,
        "own": found.asker_id == viewer.person.pk,
        "category": categories(found.trust).get(found.category, "") if knows else "",
        "actions_words": [Marker.ACTIONS[key] for key in found.actions if key in Marker.ACTIONS],
        "line": line_of(found),
        "actions": marker_actions(found, viewer, knows_why=knows),
        "incident_url": reverse("incidents:incident", args=[found.incident.reference])
        if seen and found.incident
        else "",
        "timeline": _timeline(found, viewer, knows=knows),
        "letters": MarkerLetter.objects.filter(marker=found) if full else (),
        "writes": [(kind, TITLES[kind]) for kind in letters_for(found)]
        if full and viewer.may(Permission.DECIDE_MARKERS)
        else [],
        "weighed": weighed_of(found) if full else (),
        "challenges": found.challenges.all() if full else (),
        "disclosures": found.disclosures.all() if full else (),
        "told": found.subject_notices.last() if full else None,
        "hits": found.hits.select_related("look_up")[:20] if full else (),
        "breadcrumb": [{"title": "Markers", "url": reverse("violence:markers")}]
        if viewer.may(Permission.PLACE_MARKERS)
        else [],
    }
    return render(request, "violence/marker.html", shown)


def _timeline(found: Marker, viewer: Viewer, *, knows: bool) -> list[dict[str, Any]]:
    if not (viewer.may(Permission.SEE_MARKERS) or viewer.may(Permission.PLACE_MARKERS)):
        return []
    return marker_timeline(found) if knows else bare_timeline(found)


def _incident(request: ViewedRequest, reference: str) -> Incident:
    rows = may_ask_for_marker(request.viewer).filter(record__reference=reference.upper())
    incident = rows.select_related("record", "trust", "site").first()
    if incident is None:
        raise Http404
    if incident.restricted:
        enter_reading("incidents.read", by=request.viewer.actor, subject=incident.record)
    return incident


def _back(request: ViewedRequest, incident: Incident) -> str:
    """Where somebody came from: the response for those who see it, else their own report or support."""
    if (
        request.viewer.may(Permission.RESPOND_TO_ASSAULTS)
        and visible_to(request.viewer).filter(pk=incident.pk).exists()
    ):
        return reverse("violence:response", args=[incident.reference])
    if incident.reporter_id == request.viewer.person.pk:
        return reverse("incidents:my-report", args=[incident.reference])
    return reverse("violence:my-supports")


@requires(Permission.REPORT_INCIDENTS)
def ask(request: ViewedRequest, reference: str) -> HttpResponse:
    """Ask for a marker on the address of an incident."""
    incident = _incident(request, reference)
    subject = incident.subjects.filter(held_apart=False).first()
    begun: dict[str, Any] = {
        "place": {"private-address": "home", "public-place": "public"}.get(incident.place, ""),
        "address": incident.address,
        "postcode": incident.postcode,
    }
    if not incident.restricted:  # what a restricted report tells is written anew: copied, it would be told unawares
        begun |= {
            "facts": incident.description[:1000],
            "subject_name": subject.name if subject else "",
            "subject_standing": subject.standing
            if subject and subject.standing in ("patient", "relative", "visitor")
            else "",
            "subject_born": subject.born if subject else None,
        }
    made: list[Marker] = []

    def do(told: dict[str, Any]) -> None:
        seen = told.pop("seen_version")
        facts = marking.MarkerFacts(**told)
        viewer = request.viewer
        made.append(
            marking.ask_for_marker(
                by=viewer.actor, incident=incident, told=facts, asker=viewer.person, seen_version=seen
            )
        )

    return act(
        request,
        AskForm(request.POST or None, record=incident.record, initial=begun),
        do=do,
        done="It is asked for. The control room and the security team were told.",
        title=f"Ask for a {incident.trust.term('marker')}",
        button="Ask for it",
        caption=incident.reference,
        back=_back(request, incident),
        then=lambda: reverse("violence:marker", args=[made[0].reference]) if made else "",
        template="violence/ask_for_marker.html",
        none_url=reverse("violence:no-marker", args=[incident.reference]),
        restricted=incident.restricted,
    )


@requires(Permission.REPORT_INCIDENTS)
def none(request: ViewedRequest, reference: str) -> HttpResponse:
    """Say why no marker is asked for."""
    incident = _incident(request, reference)
    return act(
        request,
        NoMarkerForm(request.POST or None, record=incident.record),
        do=lambda told: marking.explain_no_marker(by=request.viewer.actor, incident=incident, **told),
        done="The reason is on record.",
        title=f"No {incident.trust.term('marker')} is asked for",
        button="Save the reason",
        caption=incident.reference,
        back=_back(request, incident),
    )
