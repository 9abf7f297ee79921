"""The story of a case: the incident's own timeline and what every area did since, as far as the viewer may know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from django.urls import reverse

from holdfast.casework.casefile.models import CaseReview, Exhibit
from holdfast.casework.casefile.queries.exhibits import chain_of
from holdfast.casework.casefile.queries.happenings import Happening, happened_at
from holdfast.casework.casefile.queries.story_people import markers_of, riddor_of
from holdfast.casework.casefile.queries.story_police import disclosed, police_reports_of, told_by_police
from holdfast.casework.casefile.queries.visibility import bundles_of, exhibits_visible_to, searches_visible_to
from holdfast.casework.casefile.rules.exhibits import ENDINGS
from holdfast.casework.casefile.rules.searches import SEARCH
from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.queries.timeline import timeline_of
from holdfast.casework.sanctions.queries.visibility import visible_to as cases_visible_to
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.tools.actions.queries.awaiting import on_record


def story_of(incident: Incident, viewer: Viewer) -> list[Happening]:
    """Everything that happened in the case, in its order. The incident is loaded by `queries.pieces.load`."""
    exhibits = exhibits_visible_to(viewer).filter(incident=incident).select_related("record")
    police = viewer.may(Permission.WORK_WITH_POLICE)
    return sorted(
        chain(
            _incident(incident, police=police),
            _exhibits(incident, exhibits.prefetch_related("handovers")),
            _searches(incident, viewer),
            _bundles(incident, viewer),
            chain(told_by_police(incident), disclosed(incident)) if police else (),
            markers_of(incident, viewer),
            riddor_of(incident, viewer),
            _sanctions(incident, viewer),
            _actions(incident, viewer),
            _reviews(incident),
        )
    )


def story_for_police(incident: Incident, exhibits: Iterable[Exhibit]) -> list[Happening]:
    """What the police are told of the course of the case: the incident, what they did themselves, these `exhibits`.

    What the trust decided about markers, RIDDOR, sanctions and searches is its own.
    """
    return sorted(chain(_incident(incident, police=True), _exhibits(incident, exhibits), told_by_police(incident)))


def _incident(incident: Incident, *, police: bool) -> Iterator[Happening]:
    """The incident's own events. With `police` what stands on the Police page is told from there, with its times."""
    told = set(police_reports_of(incident).values_list("contact_id", flat=True)) if police else set()
    for event in timeline_of(incident, leaving_out=told):
        yield Happening(
            event.at,
            title=event.title,
            by=event.by,
            text=event.text,
            tag=event.tag,
            meaning=event.meaning,
            marks=event.marks,
        )


def _exhibits(incident: Incident, rows: Iterable[Exhibit]) -> Iterator[Happening]:
    for row in rows:
        url = reverse("casefile:exhibit", args=[incident.reference, row.reference])
        text, mark = row.description, row.mark
        yield happened_at(
            row.found_at, f"Exhibit {mark} found", written=row.recorded_at, by=row.found_by, text=text, url=url
        )
        for number, step in enumerate(chain_of(row).standing):
            if row.ended_at != step.at:
                what = "taken in" if number == 0 else "handed over"
                title = f"Exhibit {mark} {what}: {step.giver} to {step.receiver}"
                yield happened_at(step.at, title, written=step.entered_at, stage=number + 1, url=url)
        if row.ended_at:
            title = f"Exhibit {mark}: {ENDINGS[row.ended_how].lower()}"
            yield happened_at(row.ended_at, title, by=row.ended_by, url=url)


def _searches(incident: Incident, viewer: Viewer) -> Iterator[Happening]:
    for row in searches_visible_to(viewer).filter(incident=incident).select_related("approver"):
        url = reverse("casefile:search", args=[incident.reference, row.pk])
        told = [
            (row.asked_at, "asked for", row.asked_by),
            (row.decided_at, "not approved" if row.state == "declined" else "approved", str(row.approver)),
            (row.answered_at, "refused" if row.state == "refused" else "agreed to", ""),
            (row.searched_at, SEARCH.states["searched"].lower(), row.searched_by),
        ]
        for at, what, by in told:
            if at is not None:
                yield happened_at(at, f"Search {row.number} {what}", by=by, url=url, marks=("Restricted",))


def _bundles(incident: Incident, viewer: Viewer) -> Iterator[Happening]:
    if not viewer.may(Permission.MAKE_BUNDLES):
        return
    for row in bundles_of(incident, viewer):
        url = reverse("casefile:bundle", args=[incident.reference, row.number])
        words = f"For {row.to_whom}"
        yield happened_at(row.made_at, f"Bundle {row.number} made", by=row.made_by, text=words, url=url)
        if row.given_at:
            title = f"Bundle {row.number} handed over"
            yield happened_at(row.given_at, title, by=row.given_by, text=row.given_how, url=url)


def _sanctions(incident: Incident, viewer: Viewer) -> Iterator[Happening]:
    rows = cases_visible_to(viewer).filter(incident=incident).select_related("record").prefetch_related("record__moves")
    for case in rows:
        url = reverse("sanctions:case", args=[case.reference])
        yield happened_at(case.record.opened_at, "What is done about who did it is considered", url=url)
        if case.decided_at:
            what = "A sanction was decided on" if case.sanctioned else "No sanction was decided on"
            yield happened_at(case.decided_at, what, by=case.decided_by, text=case.decision, url=url, meaning="done")


def _actions(incident: Incident, viewer: Viewer) -> Iterator[Happening]:
    for action in on_record(incident.record):
        yield happened_at(action.raised_at, f"Action raised: {action.title}", by=action.raised_by)
        if action.ended_at:
            title = f"Action {action.get_state_display().lower()}: {action.title}"
            yield happened_at(action.ended_at, title, meaning="done")


def _reviews(incident: Incident) -> Iterator[Happening]:
    for row in CaseReview.objects.filter(incident=incident):
        yield happened_at(row.at, "The case was reviewed", by=row.by, text=row.words)
