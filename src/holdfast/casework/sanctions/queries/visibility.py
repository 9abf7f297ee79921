"""Who may know of which sanction: the one place that lists, counts and single pages use."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from holdfast.casework.incidents.queries.visibility import visible_to as incidents_visible_to
from holdfast.casework.sanctions.models import Assent, Case, Outcome
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.viewer import Viewer, once_a_viewer
from holdfast.foundation.records.models import Reader, Record


@once_a_viewer
def visible_to(viewer: Viewer) -> QuerySet[Case]:
    """The cases that the viewer may open.

    Those of incidents that they may open; those to which one of their posts is asked to agree, even where they may not
    open the incident; and for who decides on publicity, those in which a sanction was obtained. Of what is held apart,
    because a colleague is suspected, only those named on the incident and those who are asked.
    """
    if not viewer.may(Permission.SEE_SANCTIONS):
        return Case.objects.none()
    named = Exists(Reader.objects.filter(record_id=OuterRef("incident_id"), person=viewer.person))
    asked = Q(pk__in=[])
    if viewer.post_ids:
        answers = Assent.objects.filter(case_id=OuterRef("pk"), round=OuterRef("round"), post_id__in=viewer.post_ids)
        asked = Q(Exists(answers))
    ordinary = Q(incident__in=incidents_visible_to(viewer).values("pk"))
    if viewer.may(Permission.DECIDE_PUBLICITY):
        ordinary |= Q(Exists(Outcome.objects.filter(case_id=OuterRef("pk")))) & Q(incident__restricted=False)
    return Case.objects.filter((Q(held_apart=False) & ordinary) | named | asked)


def with_reference(cases: QuerySet[Case], reference: str) -> QuerySet[Case]:
    """The one of `cases` with this reference."""
    return cases.filter(pk__in=Record.objects.filter(reference=reference.upper()).values("pk"))


def opens_incident(viewer: Viewer, case: Case) -> bool:
    """True when the viewer may open the incident itself, and so read on the case what is told there."""
    return viewer.may(Permission.LIST_INCIDENTS) and incidents_visible_to(viewer).filter(pk=case.incident_id).exists()
