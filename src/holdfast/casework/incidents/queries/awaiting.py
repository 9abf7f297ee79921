"""What waits on incidents, and for whom: each queue is a query, none is kept."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from holdfast.casework.incidents.models import (
    Exchange,
    Incident,
    Investigation,
    Investigator,
    Lesson,
    LessonReading,
    LessonSending,
    Referral,
    Review,
    Statement,
)
from holdfast.casework.incidents.queries.visibility import stands_in_for, visible_to
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.roles import Clinician
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.kernel import clock

OPEN_STATES = ("reported", "open")


def awaiting_triage(viewer: Viewer) -> QuerySet[Incident]:
    """Reported incidents that the viewer may triage, oldest first."""
    if not viewer.may(Permission.TRIAGE_INCIDENTS):
        return Incident.objects.none()
    return visible_to(viewer).filter(stage="reported").order_by("reported_at", "pk")


def units_checked_by(viewer: Viewer) -> dict[int, str]:
    """The units whose reports the viewer checks as their line manager, by key, each with whom they cover for there."""
    return {
        held.post.unit_id: str(held.covers_for) if held.covers_for else ""
        for held in reversed(viewer.held)  # an own post after a covered one: nobody covers for themselves
        if held.post.role == "line-manager" and held.post.unit_id
    }


def awaiting_check(viewer: Viewer) -> QuerySet[Incident]:
    """Reports of the units that the viewer manages directly and that no manager has checked yet, oldest first."""
    units = units_checked_by(viewer)
    if not units:
        return Incident.objects.none()
    fresh = Incident.objects.filter(unit__in=units, restricted=False, manager_checked_at__isnull=True)
    fresh = fresh.filter(imported_at__isnull=True)  # a report of years ago is no manager's to check
    own = Q(reporter=viewer.person)
    return fresh.filter(state__in=OPEN_STATES).exclude(own).order_by("reported_at", "pk")


def investigations_of(viewer: Viewer) -> QuerySet[Investigator]:
    """Running investigations of the viewer, and of those whose post they cover; `came_back` when sent back."""
    mine = Q(person=viewer.person) | Q(person__in=stands_in_for(viewer), investigation__incident__restricted=False)
    returned = Review.objects.filter(investigation=OuterRef("investigation"), approved=False)
    rows = Investigator.objects.filter(mine, until__isnull=True, investigation__state="assigned")
    rows = rows.filter(investigation__incident__state="open", investigation__incident__in=visible_to(viewer))
    rows = rows.annotate(came_back=Exists(returned)).order_by("investigation__assigned_at", "pk")
    return rows.select_related("person", "investigation__incident__record")


def awaiting_review(viewer: Viewer) -> QuerySet[Investigation]:
    """Findings that wait for a review that the viewer may give: not on what they investigated or sent in themselves."""
    if not viewer.may(Permission.REVIEW_INVESTIGATIONS):
        return Investigation.objects.none()
    own = Investigator.objects.filter(investigation=OuterRef("pk"), person=viewer.person, until__isnull=True)
    submitted = Investigation.objects.filter(
        state="submitted", incident__state="open", incident__in=visible_to(viewer)
    ).exclude(submitted_by=viewer.person)
    return submitted.exclude(Exists(own)).select_related("incident__record").order_by("submitted_at", "pk")


def awaiting_closure(viewer: Viewer) -> QuerySet[Incident]:
    """Incidents whose investigations are all approved, for those who close, oldest first."""
    if not viewer.may(Permission.CLOSE_INCIDENTS):
        return Incident.objects.none()
    return visible_to(viewer).filter(stage="concluded").order_by("reported_at", "pk")


def statements_owed_by(viewer: Viewer) -> QuerySet[Statement]:
    """Statements that the viewer was asked for and has not given, oldest request first."""
    missing = Statement.objects.filter(person=viewer.person, received_at__isnull=True, declined_reason="")
    return missing.filter(incident__state__in=OPEN_STATES).select_related("incident__record").order_by("asked_at", "pk")


def statements_overdue_for(viewer: Viewer) -> QuerySet[Statement]:
    """Statements that the viewer asked for and that should be in by now, the longest overdue first."""
    missing = Statement.objects.filter(asked_by_person=viewer.person, received_at__isnull=True, declined_reason="")
    late = missing.filter(due_at__lt=clock.now(), incident__state__in=OPEN_STATES, incident__in=visible_to(viewer))
    return late.select_related("incident__record", "person", "witness").order_by("due_at", "pk")


def unread_referrals(viewer: Viewer) -> QuerySet[Referral]:
    """Incidents that were sent to the viewer's posts and that nobody in them has opened, oldest first."""
    if not viewer.post_ids or viewer.may(Permission.TRIAGE_INCIDENTS):
        return Referral.objects.none()  # whoever triages sees every new incident in another queue
    unread = Referral.objects.filter(post__in=viewer.post_ids, acknowledged_at__isnull=True, gives_access=True)
    unread = unread.exclude(pk__in=awaiting_medical_factors(viewer).order_by().values("pk"))  # a line of its own
    open_ones = unread.filter(incident__state__in=OPEN_STATES, incident__in=visible_to(viewer))
    return open_ones.select_related("incident__record").order_by("at", "pk")


def awaiting_medical_factors(viewer: Viewer) -> QuerySet[Referral]:
    """Incidents on which the viewer was asked to judge medical factors and nobody has, oldest first."""
    if not viewer.post_ids or not viewer.may(Permission.JUDGE_MEDICAL_FACTORS):
        return Referral.objects.none()
    asked = Referral.objects.filter(post__in=viewer.post_ids, post__role=Clinician.key, gives_access=True)
    open_ones = asked.filter(incident__state__in=OPEN_STATES, incident__in=visible_to(viewer))
    return open_ones.filter(incident__medical_factors=None).select_related("incident__record").order_by("at", "pk")


def unread_answers(viewer: Viewer) -> QuerySet[Exchange]:
    """What reporters wrote and nobody has opened: to the investigators, and while there are none to who triages."""
    running = Investigator.objects.filter(
        investigation__incident=OuterRef("incident"),
        investigation__state__in=("assigned", "submitted"),
        until__isnull=True,
    )
    mine = Exists(running.filter(person__in=[viewer.person.pk, *stands_in_for(viewer)]))
    for_me = mine | ~Exists(running) if viewer.may(Permission.TRIAGE_INCIDENTS) else mine
    unread = Exchange.objects.filter(from_reporter=True, read_at__isnull=True, incident__in=visible_to(viewer))
    return unread.filter(for_me).select_related("incident__record").order_by("at", "pk")


def lessons_for(viewer: Viewer) -> QuerySet[Lesson]:
    """Lessons sent to the viewer's unit or one above it, newest first."""
    path = viewer.person.unit.path if viewer.person.unit else ""
    above = [int(key) for key in path.split("/") if key]
    sent = LessonSending.objects.filter(lesson=OuterRef("pk"), unit__in=above)
    return Lesson.objects.filter(Exists(sent)).order_by("-at", "-pk")


def unread_lessons(viewer: Viewer) -> QuerySet[Lesson]:
    """Lessons for the viewer that they have not said to have read, newest first."""
    read = LessonReading.objects.filter(lesson=OuterRef("pk"), person=viewer.person)
    return lessons_for(viewer).exclude(Exists(read))
