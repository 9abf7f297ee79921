"""The one page of an incident, on screen and on paper."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.operations.closing import missing_to_close
from holdfast.casework.incidents.operations.feedback import read_answers
from holdfast.casework.incidents.operations.routing import acknowledge_referrals
from holdfast.casework.incidents.presenters.handling import (
    action_groups,
    investigation_cards,
    next_actions,
)
from holdfast.casework.incidents.presenters.history_rows import rows_as_they_came
from holdfast.casework.incidents.presenters.report_summary import told_in_report
from holdfast.casework.incidents.presenters.words import SEVERITY_MEANINGS, stage_tag
from holdfast.casework.incidents.queries.awaiting import units_checked_by
from holdfast.casework.incidents.queries.closing import mended_by
from holdfast.casework.incidents.queries.history import brought_in
from holdfast.casework.incidents.queries.medical import medical_factors_of
from holdfast.casework.incidents.queries.timeline import timeline_of
from holdfast.casework.incidents.queries.visibility import stands_in_for, visible_to
from holdfast.casework.incidents.queries.whole import load_whole
from holdfast.casework.incidents.views.acting import find, is_named
from holdfast.casework.incidents.views.closing import WRITTEN_HERE
from holdfast.casework.incidents.views.files import file_lines
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.records.models import LinkKind, Record
from holdfast.kernel import clock


@requires(Permission.LIST_INCIDENTS)
def incident(request: ViewedRequest, reference: str) -> HttpResponse:
    """Everything about one incident, and what is owed on it."""
    found = load_whole(find(request, reference))
    viewer = request.viewer
    people = frozenset({viewer.person.pk, *stands_in_for(viewer)})
    _opened(request, found, people)
    stage, meaning = stage_tag(found.stage)
    missing = missing_to_close(found, WRITTEN_HERE) if found.state == "open" else []
    named = viewer.person.pk in {reader.person_id for reader in found.record.readers.all()}
    shown = {
        "incident": found,
        "reference": found.reference,
        "page_title": found.record.title,
        "stage": stage,
        "stage_meaning": meaning,
        "severity_meaning": SEVERITY_MEANINGS.get(found.severity, "plain"),
        "sections": told_in_report(found, show_subjects=named),
        "timeline": timeline_of(found),
        "next_actions": next_actions(found, viewer),
        "groups": action_groups(found, viewer),
        "investigations": investigation_cards(found, viewer, people),
        "mended_by": mended_by(found, viewer, missing),
        "statements": list(found.statements.all()),
        "medical": medical_factors_of(found),
        "may_ask_clinician": viewer.may(Permission.TRIAGE_INCIDENTS) and found.state in ("reported", "open"),
        "chases": viewer.may(Permission.INVESTIGATE_INCIDENTS) and found.state in ("reported", "open"),
        "messages_with_reporter": [row for row in found.exchanges.all() if row.step in ("message", "answer")],
        "readers": found.record.readers.all() if found.restricted else (),
        "names_readers": viewer.may(Permission.NAME_READERS),
        "links": _links(request, found),
        "evidence_lines": file_lines(found, viewer),
        "brought_in": brought_in(found),
        "source_rows": found.imported_at is not None and (named or not found.internal),
        "needs_check": found.manager_checked_at is None and found.imported_at is None
        and found.unit_id in units_checked_by(viewer)
        and found.state in ("reported", "open") and found.reporter_id != viewer.person.pk,
        "breadcrumb": [{"title": "Incidents", "url": reverse("incidents:list")}],
    }  # fmt: skip
    return render(request, "incidents/incident.html", shown)


def _opened(request: ViewedRequest, found: Incident, people: frozenset[int]) -> None:
    """Opening an incident is what a post that was told of it owes, and what a reporter who wrote waits for.

    Who did so first is written down; opening it again writes nothing.
    """
    viewer = request.viewer
    mine = set(viewer.post_ids)
    if any(row.post_id in mine and row.acknowledged_at is None for row in found.referrals.all()):
        acknowledge_referrals(by=viewer.actor, incident=found, post_ids=sorted(mine))
    if any(row.from_reporter and row.read_at is None for row in found.exchanges.all()):
        investigating = {
            one.person_id
            for row in found.investigations.all()
            if row.state in ("assigned", "submitted")
            for one in row.investigators.all()
            if one.until is None
        }
        if investigating & people or (not investigating and viewer.may(Permission.TRIAGE_INCIDENTS)):
            read_answers(by=viewer.actor, incident=found)


def _links(request: ViewedRequest, found: Incident) -> list[tuple[str, Record]]:
    """Other incidents that this one is tied to, as far as the viewer may know of them."""
    out = [(LinkKind(link.kind).label, link.target) for link in found.record.links_out.all()]
    back = [
        ("was also told of in" if link.kind == LinkKind.DUPLICATE else "is related to", link.source)
        for link in found.record.links_in.all()
    ]
    keys = [record.pk for _, record in (*out, *back)]
    seen = set(visible_to(request.viewer).filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()
    return [(words, record) for words, record in (*out, *back) if record.pk in seen]


@requires(Permission.LIST_INCIDENTS)
def source_rows(request: ViewedRequest, reference: str) -> HttpResponse:
    """The rows of the old system that an incident came from, word for word.

    Where a colleague is suspected, they are for those named on the incident only, also after the restriction is lifted:
    no rule can tell which of the words name whom.
    """
    found = find(request, reference)
    if found.imported_at is None or (found.internal and not is_named(request, found)):
        raise Http404
    shown = {
        "incident": found,
        "reference": found.reference,
        "page_title": "As it came",
        "caption": f"{found.reference} {found.record.title}",
        "rows": [(row, rows_as_they_came(row)) for row in brought_in(found)],
        "breadcrumb": [
            {"title": "Incidents", "url": reverse("incidents:list")},
            {"title": found.reference, "url": reverse("incidents:incident", args=[found.reference])},
        ],
    }
    return render(request, "incidents/history/source_rows.html", shown)


@requires(Permission.LIST_INCIDENTS)
def printed(request: ViewedRequest, reference: str) -> HttpResponse:
    """The incident on paper."""
    found = load_whole(find(request, reference))
    named = request.viewer.person.pk in {reader.person_id for reader in found.record.readers.all()}
    shown = {
        "incident": found,
        "reference": found.reference,
        "page_title": found.record.title,
        "sections": told_in_report(found, show_subjects=named),
        "investigations": [card for card in investigation_cards(found, request.viewer, ()) if card.found],
        "timeline": timeline_of(found),
        "printed_by": str(request.viewer.person),
        "printed_at": clock.now(),
        "handling": "Restricted: only for the people named on it" if found.restricted else "Confidential",
    }
    return render(request, "incidents/printed.html", shown)
