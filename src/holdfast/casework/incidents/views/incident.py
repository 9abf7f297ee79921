"""The one page of an incident, on screen and on paper, and its files."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.operations.closing import missing_to_close
from holdfast.casework.incidents.operations.routing import acknowledge_referrals
from holdfast.casework.incidents.presenters.handling import actions_on, investigation_cards
from holdfast.casework.incidents.presenters.report_summary import told_in_report
from holdfast.casework.incidents.presenters.timeline import timeline_of
from holdfast.casework.incidents.presenters.words import SEVERITY_MEANINGS, stage_tag
from holdfast.casework.incidents.queries.visibility import stands_in_for
from holdfast.casework.incidents.rules.taxonomy import TYPES
from holdfast.casework.incidents.views.acting import find
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.records.models import LinkKind
from holdfast.foundation.records.queries import evidence_of
from holdfast.foundation.records.views import serve, serve_copy

SHOWN = (
    "victims", "subjects", "witnesses", "items", "police_contacts", "triages", "referrals__post",
    "investigations__investigators__person", "investigations__reviews", "statements__person", "statements__witness",
    "exchanges", "lessons", "additions", "record__moves", "record__links_out__target",
    "record__links_in__source",
)  # fmt: skip
"""Everything that stands on the page, each fetched in one statement however much of it there is."""


def _loaded(incident: Incident) -> Incident:
    rows = Incident.objects.filter(pk=incident.pk).select_related("record", "trust", "site", "unit", "reporter")
    return rows.prefetch_related(*SHOWN).get()


@requires(Permission.LIST_INCIDENTS)
def incident(request: ViewedRequest, reference: str) -> HttpResponse:
    """Everything about one incident, and what is owed on it."""
    found = _loaded(find(request, reference))
    _acknowledge(request, found)
    viewer = request.viewer
    people = frozenset({viewer.person.pk, *stands_in_for(viewer)})
    stage, meaning = stage_tag(found.stage)
    links = [(LinkKind(link.kind).label, link.target) for link in found.record.links_out.all()]
    links += [("is told of again by" if link.kind == LinkKind.DUPLICATE else "is related to", link.source)
              for link in found.record.links_in.all()]  # fmt: skip
    shown = {
        "incident": found,
        "reference": found.reference,
        "page_title": TYPES[found.type].title + (" (near miss)" if found.near_miss else ""),
        "stage": stage,
        "stage_meaning": meaning,
        "severity_meaning": SEVERITY_MEANINGS.get(found.severity, "plain"),
        "sections": told_in_report(found),
        "timeline": timeline_of(found),
        "actions": actions_on(found, viewer),
        "investigations": investigation_cards(found, viewer, people),
        "missing": missing_to_close(found, found.outcome or "to be written when it closes") if found.state == "open" else (),
        "statements": [row for row in found.statements.all() if not row.received_at and not row.declined_reason],
        "messages_with_reporter": [row for row in found.exchanges.all() if row.step in ("message", "answer")],
        "readers": found.record.readers.select_related("person") if found.restricted else (),
        "links": links,
        "files": evidence_of(found.record, viewer.actor),
        "needs_check": found.manager_checked_at is None and found.unit_id in _managed(request),
        "breadcrumb": [{"title": "Incidents", "url": "/incidents/"}],
    }
    return render(request, "incidents/incident.html", shown)


def _managed(request: ViewedRequest) -> set[int | None]:
    return {post.unit_id for post in request.viewer.posts if post.role == "line-manager" and post.unit_id}


def _acknowledge(request: ViewedRequest, found: Incident) -> None:
    """Opening an incident is what a post that was told of it owes: the first one to do so is written down."""
    mine = set(request.viewer.post_ids)
    if any(row.post_id in mine and row.acknowledged_at is None for row in found.referrals.all()):
        acknowledge_referrals(by=request.viewer.actor, incident=found, post_ids=list(mine))


@requires(Permission.LIST_INCIDENTS)
def printed(request: ViewedRequest, reference: str) -> HttpResponse:
    """The incident on paper."""
    found = _loaded(find(request, reference))
    shown = {
        "incident": found,
        "reference": found.reference,
        "page_title": TYPES[found.type].title,
        "sections": told_in_report(found),
        "timeline": timeline_of(found),
        "printed_by": str(request.viewer.person),
        "handling": "Restricted: only for the people named on it" if found.restricted else "Confidential",
    }
    return render(request, "incidents/printed.html", shown)


@requires(Permission.LIST_INCIDENTS)
def file(request: ViewedRequest, reference: str, key: int) -> HttpResponseBase:
    """A file of the incident."""
    found = find(request, reference)
    evidence = evidence_of(found.record, request.viewer.actor).filter(pk=key).first()
    if evidence is None:
        raise Http404
    if request.GET.get("copy"):
        return serve_copy(request, evidence, request.viewer.actor)
    return serve(request, evidence, request.viewer.actor)
