"""What is owed on incidents, and by whom: each queue is a query, none is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from holdfast.casework.incidents.models import (
    Exchange,
    Incident,
    Investigation,
    Investigator,
    Lesson,
    LessonReading,
    LessonSending,
    Referral,
    Statement,
)
from holdfast.casework.incidents.queries.visibility import stands_in_for, visible_to
from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.records.work import WorkItem
from holdfast.kernel.durations import Duration, after

MOST = 100
"""How many lines one queue gives; the list of incidents shows the rest."""


def due_by(trust: Trust, number: str, start: datetime) -> datetime | None:
    """The instant by which the trust's `number` asks for something that began at `start`; None where it sets none."""
    within = trust.number(number)
    return after(start, Duration.parse(within)) if within else None


def owed_by(viewer: Viewer) -> list[WorkItem]:
    """Everything about incidents that the viewer owes, or owes for whom they stand in, what is due first first."""
    return sorted(
        chain(
            _to_triage(viewer),
            _to_check(viewer),
            _to_investigate(viewer),
            _to_review(viewer),
            _to_close(viewer),
            _statements(viewer),
            _referrals(viewer),
            _answers(viewer),
            _lessons(viewer),
        )
    )


def awaiting_triage(viewer: Viewer) -> QuerySet[Incident]:
    """Reported incidents that the viewer may triage, oldest first."""
    if not viewer.may(Permission.TRIAGE_INCIDENTS):
        return Incident.objects.none()
    return visible_to(viewer).filter(stage="reported").order_by("reported_at")


def awaiting_check(viewer: Viewer) -> QuerySet[Incident]:
    """Reports of the units that the viewer manages directly and that no manager has checked yet, oldest first."""
    units = [post.unit_id for post in viewer.posts if post.role == "line-manager" and post.unit_id]
    if not units:
        return Incident.objects.none()
    fresh = Incident.objects.filter(unit__in=units, restricted=False, manager_checked_at__isnull=True)
    return fresh.filter(state__in=("reported", "open")).exclude(reporter=viewer.person).order_by("reported_at")


def awaiting_review(viewer: Viewer) -> QuerySet[Investigation]:
    """Findings that wait for a review that the viewer may give: not on what they investigated themselves."""
    if not viewer.may(Permission.REVIEW_INVESTIGATIONS):
        return Investigation.objects.none()
    own = Investigator.objects.filter(investigation=OuterRef("pk"), person=viewer.person, until__isnull=True)
    submitted = Investigation.objects.filter(state="submitted", incident__in=visible_to(viewer)).exclude(Exists(own))
    return submitted.select_related("incident__record").order_by("submitted_at")


def awaiting_closure(viewer: Viewer) -> QuerySet[Incident]:
    """Incidents whose investigations are all approved, for those who close, oldest first."""
    if not viewer.may(Permission.CLOSE_INCIDENTS):
        return Incident.objects.none()
    return visible_to(viewer).filter(stage="concluded").order_by("reported_at")


def investigations_of(viewer: Viewer) -> QuerySet[Investigator]:
    """Running investigations of the viewer, and of those whose post they cover."""
    mine = Q(person=viewer.person) | Q(person__in=stands_in_for(viewer), investigation__incident__restricted=False)
    rows = Investigator.objects.filter(mine, until__isnull=True, investigation__state="assigned")
    return rows.select_related("person", "investigation__incident__record").order_by("investigation__assigned_at")


def _page(incident: Incident) -> str:
    return reverse("incidents:incident", args=[incident.reference])


def _item(incident: Incident, *, what: str, verb: str, since: datetime, due: datetime | None, url: str) -> WorkItem:
    return WorkItem.owed(
        due=due,
        since=since,
        reference=incident.reference,
        title=incident.record.title,
        what=what,
        verb=verb,
        url=url,
        restricted=incident.restricted,
    )


def _to_triage(viewer: Viewer) -> Iterator[WorkItem]:
    for incident in awaiting_triage(viewer).select_related("record")[:MOST]:
        yield _item(
            incident,
            what="Waits for triage",
            verb="Triage",
            since=incident.reported_at,
            due=due_by(viewer.trust, "incidents.triage-within", incident.reported_at),
            url=reverse("incidents:triage", args=[incident.reference]),
        )


def _to_check(viewer: Viewer) -> Iterator[WorkItem]:
    for incident in awaiting_check(viewer).select_related("record")[:MOST]:
        yield _item(
            incident,
            what="Report from your team: read it and check that it is whole",
            verb="Check",
            since=incident.reported_at,
            due=due_by(viewer.trust, "incidents.check-within", incident.reported_at),
            url=_page(incident),
        )


def _to_investigate(viewer: Viewer) -> Iterator[WorkItem]:
    for row in investigations_of(viewer)[:MOST]:
        incident = row.investigation.incident
        item = _item(
            incident,
            what="You lead the investigation" if row.lead else "You help to investigate",
            verb="Investigate",
            since=row.investigation.assigned_at,
            due=row.investigation.due_at,
            url=reverse("incidents:investigate", args=[incident.reference, row.investigation_id]),
        )
        yield item if row.person_id == viewer.person.pk else item.on_behalf(str(row.person))


def _to_review(viewer: Viewer) -> Iterator[WorkItem]:
    for investigation in awaiting_review(viewer)[:MOST]:
        incident = investigation.incident
        since = investigation.submitted_at or investigation.assigned_at
        yield _item(
            incident,
            what="Findings wait for your review",
            verb="Review",
            since=since,
            due=due_by(viewer.trust, "incidents.review-within", since),
            url=reverse("incidents:review", args=[incident.reference, investigation.pk]),
        )


def _to_close(viewer: Viewer) -> Iterator[WorkItem]:
    for incident in awaiting_closure(viewer).select_related("record")[:MOST]:
        yield _item(
            incident,
            what="Investigated and approved: close it and tell the reporter",
            verb="Close",
            since=incident.reported_at,
            due=None,
            url=reverse("incidents:close", args=[incident.reference]),
        )


def _statements(viewer: Viewer) -> Iterator[WorkItem]:
    waiting = Statement.objects.filter(person=viewer.person, received_at__isnull=True, declined_reason="")
    for statement in waiting.select_related("incident__record").order_by("asked_at")[:MOST]:
        incident = statement.incident
        # The title is left out: someone asked for what they saw need not know what others reported.
        yield WorkItem.owed(
            due=statement.due_at,
            since=statement.asked_at,
            reference=incident.reference,
            title="A statement is asked of you",
            what=f"{statement.asked_by} asks what you saw",
            verb="Write it",
            url=reverse("incidents:statement", args=[incident.reference, statement.pk]),
        )


def _referrals(viewer: Viewer) -> Iterator[WorkItem]:
    if not viewer.post_ids or viewer.may(Permission.TRIAGE_INCIDENTS):
        return  # whoever triages sees every new incident above
    unread = Referral.objects.filter(post__in=viewer.post_ids, acknowledged_at__isnull=True, gives_access=True)
    open_ones = unread.filter(incident__state__in=("reported", "open"), incident__in=visible_to(viewer))
    for referral in open_ones.select_related("incident__record").order_by("at")[:MOST]:
        yield _item(
            referral.incident,
            what=f"Sent to you ({referral.reason})",
            verb="Read",
            since=referral.at,
            due=None,
            url=_page(referral.incident),
        )


def _answers(viewer: Viewer) -> Iterator[WorkItem]:
    mine = Investigator.objects.filter(
        investigation__incident_id=OuterRef("incident_id"), person=viewer.person, until__isnull=True
    )
    unread = Exchange.objects.filter(Exists(mine), from_reporter=True, read_at__isnull=True)
    for exchange in unread.select_related("incident__record").order_by("at")[:MOST]:
        yield _item(
            exchange.incident,
            what="The reporter wrote to you",
            verb="Read",
            since=exchange.at,
            due=None,
            url=_page(exchange.incident) + "#messages",
        )


def lessons_for(viewer: Viewer) -> QuerySet[Lesson]:
    """Lessons sent to the viewer's unit or one above it, newest first."""
    path = viewer.person.unit.path if viewer.person.unit else ""
    above = [int(key) for key in path.split("/") if key]
    sent = LessonSending.objects.filter(lesson=OuterRef("pk"), unit__in=above)
    return Lesson.objects.filter(Exists(sent)).order_by("-at")


def _lessons(viewer: Viewer) -> Iterator[WorkItem]:
    read = LessonReading.objects.filter(lesson=OuterRef("pk"), person=viewer.person)
    for lesson in lessons_for(viewer).exclude(Exists(read))[:MOST]:
        yield WorkItem.owed(
            due=None,
            since=lesson.at,
            reference="",
            title=lesson.title,
            what="Something we learnt",
            verb="Read",
            url=reverse("incidents:lesson", args=[lesson.pk]),
        )
