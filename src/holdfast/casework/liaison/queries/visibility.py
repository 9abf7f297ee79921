"""Who may know what the police, other bodies and RIDDOR have to do with which incident."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from holdfast.casework.incidents.queries.visibility import visible_to
from holdfast.casework.liaison.models import Disclosure, InjuredPerson, PoliceReport
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.viewer import Viewer


def police_reports_visible_to(viewer: Viewer) -> QuerySet[PoliceReport]:
    """Reports of the incidents that the viewer may open; calls before there is an incident for who calls the police.

    Whoever made a call goes on seeing it when it turned out to belong to an incident.
    """
    seen = Q(incident__in=visible_to(viewer).values("pk")) if viewer.may(Permission.WORK_WITH_POLICE) else Q(pk__in=[])
    if viewer.may(Permission.CALL_POLICE):
        seen |= Q(incident__isnull=True)
        seen |= Q(purpose="attend", person=viewer.person, incident__restricted=False)
    return PoliceReport.objects.filter(seen)


def disclosures_visible_to(viewer: Viewer) -> QuerySet[Disclosure]:
    """Disclosures on incidents that the viewer may open, and, for who approves them, on every one not restricted."""
    seen = Q(incident__in=visible_to(viewer).values("pk"))
    if viewer.may(Permission.APPROVE_DISCLOSURES):
        seen |= Q(incident__restricted=False)
    return Disclosure.objects.filter(seen)


def injured_visible_to(viewer: Viewer) -> QuerySet[InjuredPerson]:
    """What RIDDOR turns on, of people on incidents that the viewer may open. It tells of health: only who keeps it."""
    if not viewer.may(Permission.KEEP_RIDDOR):
        return InjuredPerson.objects.none()
    return InjuredPerson.objects.filter(incident__in=visible_to(viewer).values("pk"))
