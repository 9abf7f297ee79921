"""What waits on sanctions, and for whom: each queue is a query, none is kept."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import F, Q, QuerySet

from holdfast.casework.sanctions.models import Appeal, Assent, Case, Letter, Outcome
from holdfast.casework.sanctions.queries.visibility import visible_to
from holdfast.foundation.organisation.permissions import Permission as P
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.kernel import clock

AHEAD = timedelta(days=14)
"""How long before its last day a letter, or the day of its review, becomes somebody's work."""


def awaiting_agreement(viewer: Viewer) -> QuerySet[Assent]:
    """The answers that posts of the viewer owe on proposals of today, oldest first."""
    if not _may(viewer, P.AGREE_SANCTIONS) or not viewer.post_ids:
        return Assent.objects.none()
    rows = Assent.objects.filter(
        agreed__isnull=True, post_id__in=viewer.post_ids, case__state="proposed", round=F("case__round")
    )
    return rows.filter(case__in=visible_to(viewer)).order_by("asked_at", "pk")


def awaiting_decision(viewer: Viewer) -> QuerySet[Case]:
    """Cases that the viewer is to consider, or to decide because everyone agreed, oldest first.

    An incident that was brought in with its end asks for nothing: what was to be done about it, others decided.
    """
    if not _may(viewer, P.MANAGE_SANCTIONS):
        return Case.objects.none()
    over_before = Q(incident__imported_at__isnull=False, incident__state="closed", state="open", round=0)
    return visible_to(viewer).filter(state__in=["open", "agreed"]).exclude(over_before).order_by("pk")


def awaiting_approval(viewer: Viewer) -> QuerySet[Letter]:
    """Letters that the viewer may approve: none in which they wrote. The longest waiting first."""
    if not _may(viewer, P.APPROVE_LETTERS):
        return Letter.objects.none()
    rows = Letter.objects.filter(state="submitted", case__in=visible_to(viewer))
    return rows.exclude(authors__person=viewer.person).order_by("submitted_at", "pk")


def awaiting_appeal_decision(viewer: Viewer) -> QuerySet[Appeal]:
    """Appeals against letters that the viewer neither drafted nor approved, oldest first."""
    if not _may(viewer, P.APPROVE_LETTERS):
        return Appeal.objects.none()
    rows = Appeal.objects.filter(decided_on__isnull=True, letter__case__in=visible_to(viewer))
    own = Q(letter__approved_by=str(viewer.person)) | Q(letter__drafted_by=str(viewer.person))
    return rows.exclude(own).exclude(letter__authors__person=viewer.person).order_by("on", "pk")


def awaiting_publicity(viewer: Viewer) -> QuerySet[Outcome]:
    """Outcomes of which nobody has decided whether they are made known, oldest first.

    What was obtained before its incident was brought in is left out: its news is long past.
    """
    if not _may(viewer, P.DECIDE_PUBLICITY):
        return Outcome.objects.none()
    ours = Q(case__incident__imported_at__isnull=True) | Q(case__incident__imported_at__date__lte=F("on"))
    rows = Outcome.objects.filter(ours, publicity__isnull=True, case__in=visible_to(viewer))
    return rows.order_by("on", "pk")


def awaiting_service(viewer: Viewer) -> QuerySet[Letter]:
    """Approved letters that are to be served, the longest waiting first."""
    return _letters(viewer).filter(state="approved").order_by("approved_at", "pk")


def letters_running_out(viewer: Viewer) -> QuerySet[Letter]:
    """Letters in force whose last day has come near or gone by, earliest first."""
    return _letters(viewer).filter(state="in-force", valid_until__lte=_soon()).order_by("valid_until", "pk")


def letters_to_review(viewer: Viewer) -> QuerySet[Letter]:
    """Letters in force, not running out yet, whose review has come near or is overdue, earliest first."""
    reviews = _letters(viewer).filter(state="in-force", review_on__lte=_soon(), valid_until__gt=_soon())
    return reviews.order_by("review_on", "pk")


def _may(viewer: Viewer, permission: P) -> bool:
    return viewer.may(P.SEE_SANCTIONS) and viewer.may(permission)


def _letters(viewer: Viewer) -> QuerySet[Letter]:
    if not _may(viewer, P.MANAGE_SANCTIONS):
        return Letter.objects.none()
    return Letter.objects.filter(case__in=visible_to(viewer))


def _soon() -> date:
    return clock.today() + AHEAD
