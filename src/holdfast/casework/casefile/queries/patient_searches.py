"""Who may know of which look into a patient's things."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from holdfast.casework.casefile.models import PatientSearch
from holdfast.foundation.organisation.models import Unit
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.viewer import Viewer


def patient_searches_visible_to(viewer: Viewer) -> QuerySet[PatientSearch]:
    """Their own and those that they countersign; those of their units for managers; all for who sees all incidents."""
    if viewer.may(Permission.SEE_ALL_INCIDENTS):
        return PatientSearch.objects.all()
    seen = Q(person=viewer.person) | Q(countersigner=viewer.person)
    if viewer.unit_paths:
        below = Q()
        for path in viewer.unit_paths:
            below |= Q(path__startswith=path)
        seen |= Q(unit__in=Unit.objects.filter(below).values("pk"))
    return PatientSearch.objects.filter(seen)


def awaiting_countersignature(viewer: Viewer) -> QuerySet[PatientSearch]:
    """What the viewer is asked to countersign, the oldest first."""
    return PatientSearch.objects.filter(countersigner=viewer.person, countersigned_at=None).order_by(
        "recorded_at", "pk"
    )
