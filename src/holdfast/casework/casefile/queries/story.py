"""The story of a case: the incident's own timeline and what every area did since, as far as the viewer may know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from itertools import chain

from django.urls import reverse

from holdfast.casework.casefile.models import Bundle, CaseReview
from holdfast.casework.casefile.queries.exhibits import chain_of
from holdfast.casework.casefile.queries.visibility import exhibits_visible_to, searches_visible_to
from holdfast.casework.casefile.rules.exhibits import ENDINGS
from holdfast.casework.casefile.rules.searches import SEARCH
from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.queries.timeline import timeline_of
from holdfast.casework.liaison.models import Disclosure
from holdfast.casework.liaison.queries.visibility import police_reports_visible_to
from holdfast.casework.sanctions.queries.visibility import visible_to as cases_visible_to
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.kernel import clock
from holdfast.tools.actions.queries.awaiting import on_record


@dataclass(frozen=True, order=True)
class Happening:
    """One line of the story; see the component `timeline.html`."""

    at: datetime
    title: str = field(compare=False)
    by: str = field(default="", compare=False)
    text: str = field(default="", compare=False)
    tag: str = field(default="", compare=False)
    meaning: str = field(default="", compare=False)
    marks: tuple[str, ...] = field(default=(), compare=False)
    url: str = field(default="", compare=False)


def story_of(incident: Incident, viewer: Viewer) -> list[Happening]:
    """Everything that happened in the case, in its order. The incident is loaded by `queries.pieces.load`."""
    return sorted(
        chain(
            _incident(incident),
            _exhibits(incident, viewer),
            _searches(incident, viewer),
            _bundles(incident, viewer),
            _police(incident, viewer),
            _sanctions(incident, viewer),
            _actions(incident, viewer),
            _reviews(incident),
        )
    )


def _incident(incident: Incident) -> Iterator[Happening]:
    for event in timeline_of(incident):
        yield Happening(event.at, event.title, event.by, event.text, event.tag, event.meaning, event.marks)


def _exhibits(incident: Incident, viewer: Viewer) -> Iterator[Happening]:
    rows = exhibits_visible_to(viewer).filter(incident=incident).select_related("record")
    for row in rows.prefetch_related("handovers"):
        url = reverse("casefile:exhibit", args=[incident.reference, row.reference])
        yield Happening(row.recorded_at, f"Exhibit {row.mark} taken in", row.recorded_by, row.description, url=url)
        for step in chain_of(row).standing[1:]:
            if row.ended_at != step.at:
                yield Happening(step.at, f"Exhibit {row.mark}: {step.giver} to {step.receiver}", url=url)
        if row.ended_at:
            yield Happening(
                row.ended_at, f"Exhibit {row.mark}: {ENDINGS[row.ended_how].lower()}", row.ended_by, url=url
            )


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
                yield Happening(at, f"Search {row.number} {what}", by, url=url, marks=("Restricted",))


def _bundles(incident: Incident, viewer: Viewer) -> Iterator[Happening]:
    if not viewer.may(Permission.MAKE_BUNDLES):
        return
    for row in Bundle.objects.filter(incident=incident):
        url = reverse("casefile:bundle", args=[incident.reference, row.number])
        yield Happening(row.made_at, f"Bundle {row.number} made", row.made_by, f"For {row.to_whom}", url=url)
        if row.given_at:
            yield Happening(row.given_at, f"Bundle {row.number} handed over", row.given_by, row.given_how, url=url)


def _police(incident: Incident, viewer: Viewer) -> Iterator[Happening]:
    if not viewer.may(Permission.WORK_WITH_POLICE):
        return
    url = reverse("liaison:police", args=[incident.reference])
    for report in police_reports_visible_to(viewer).filter(incident=incident).prefetch_related("steps"):
        for step in report.steps.all():
            yield Happening(_noon(step.on), f"Police: {step.get_step_display()}", text=step.words, url=url)
        if report.ended_at:
            yield Happening(report.ended_at, "The police report ended", text=report.ended_why, url=url)
    for row in Disclosure.objects.filter(incident=incident, given_on__isnull=False):
        words = f"Under: {row.get_power_display()}"
        yield Happening(_noon(row.given_on), f"Disclosed to {row.body}", row.given_by, words)


def _sanctions(incident: Incident, viewer: Viewer) -> Iterator[Happening]:
    rows = cases_visible_to(viewer).filter(incident=incident).select_related("record").prefetch_related("record__moves")
    for case in rows:
        url = reverse("sanctions:case", args=[case.reference])
        yield Happening(case.record.opened_at, "What is done about who did it is considered", url=url)
        if case.decided_at:
            what = "A sanction was decided on" if case.sanctioned else "No sanction was decided on"
            yield Happening(case.decided_at, what, case.decided_by, case.decision, url=url, meaning="done")


def _actions(incident: Incident, viewer: Viewer) -> Iterator[Happening]:
    for action in on_record(incident.record):
        yield Happening(action.raised_at, f"Action raised: {action.title}", action.raised_by)
        if action.ended_at:
            yield Happening(
                action.ended_at, f"Action {action.get_state_display().lower()}: {action.title}", meaning="done"
            )


def _reviews(incident: Incident) -> Iterator[Happening]:
    for row in CaseReview.objects.filter(incident=incident):
        yield Happening(row.at, "The case was reviewed", row.by, row.words)


def _noon(day: object) -> datetime:
    """Noon in London of a day of which no time of day is known, so that it stands among that day's events."""
    return datetime.combine(day, time(12), tzinfo=clock.LONDON)  # type: ignore[arg-type]
