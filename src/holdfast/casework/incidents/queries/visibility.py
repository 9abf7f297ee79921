"""Who may know of which incident: the one place that lists, counts, searches, exports and single pages use."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from holdfast.casework.incidents.models import Incident, Investigator, Referral
from holdfast.foundation.organisation.models import Unit
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.roles import ROLES
from holdfast.foundation.organisation.viewer import Viewer, once_a_viewer
from holdfast.foundation.records.models import Reader


def stands_in_for(viewer: Viewer) -> list[int]:
    """Keys of the people whose post the viewer covers today."""
    return [held.covers_for.pk for held in viewer.held if held.covers_for is not None]


def covered_for(viewer: Viewer, permission: Permission) -> str:
    """The name of whom the viewer stands in for when only a post that they cover gives them `permission`; else ""."""
    able = {key for key, role in ROLES.items() if permission in role.permissions}
    giving = [held for held in viewer.held if held.post.role in able]
    if not giving or any(held.covers_for is None for held in giving):
        return ""
    return str(giving[0].covers_for)


@once_a_viewer
def visible_to(viewer: Viewer) -> QuerySet[Incident]:
    """The incidents of the viewer's trust whose page the viewer may open.

    Restricted ones: only those on which the viewer is named. Others: all of the trust for who may see all of it; else
    those of the viewer's own units and the units below, those that were sent to one of the viewer's posts, and those
    that the viewer investigates. A reporter follows their own report on a page of its own, which tells less.
    """
    named = Exists(Reader.objects.filter(record_id=OuterRef("pk"), person=viewer.person))
    if viewer.may(Permission.SEE_ALL_INCIDENTS):
        return Incident.objects.filter(Q(restricted=False) | named)
    mine: Any = Exists(
        Investigator.objects.filter(
            investigation__incident_id=OuterRef("pk"),
            person__in=[viewer.person.pk, *stands_in_for(viewer)],
            until__isnull=True,
        )
    )
    if viewer.post_ids:
        sent = Referral.objects.filter(incident_id=OuterRef("pk"), post_id__in=viewer.post_ids, gives_access=True)
        mine = mine | Exists(sent)
    if viewer.unit_paths:
        below = Q()
        for path in viewer.unit_paths:
            below |= Q(path__startswith=path)
        mine = mine | Q(unit__in=Unit.objects.filter(below).values("pk"))
    return Incident.objects.filter((Q(restricted=False) & mine) | named)


def with_reference(incidents: QuerySet[Incident], reference: str) -> QuerySet[Incident]:
    """The one of `incidents` with this reference. Asks the index of references first, however many there are."""
    # The record's trust is that of the incident: said, so that the index that begins with it can be used.
    return incidents.filter(record__trust=F("trust"), record__reference=reference.upper())
