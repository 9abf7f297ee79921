"""Reports that may tell of the same event."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.queries.report import same_place
from holdfast.casework.incidents.queries.visibility import visible_to
from holdfast.casework.incidents.rules.answers import IncidentFacts
from holdfast.casework.incidents.rules.taxonomy import TYPES
from holdfast.foundation.organisation.viewer import Viewer

APART = timedelta(hours=3)
"""Two reports of the same place and family are held against each other when they are no further apart than this."""
LOOKED_AT = 50
SHOWN = 5


def possible_duplicates(viewer: Viewer, incident: Incident) -> list[Incident]:
    """Other incidents that the viewer may see, of the same family, at the same place, within APART; the nearest first.

    One that was merged or routed elsewhere is left out, and so is one that is not restricted when `incident` is: the
    two could not be merged.
    """
    moment = incident.occurred_at
    if moment is None:
        return []
    family = TYPES[incident.type].family
    found: QuerySet[Incident] = (
        visible_to(viewer)
        .filter(
            occurred_at__range=(moment - APART, moment + APART),
            type__in=[key for key, kind in TYPES.items() if kind.family == family],
            state__in=("reported", "open", "closed"),
        )
        .exclude(pk=incident.pk)
        .select_related("record", "site")
        .order_by("occurred_at", "pk")
    )
    if incident.restricted:
        found = found.filter(restricted=True)
    facts = IncidentFacts(
        type=incident.type,
        place=incident.place,
        description="",
        site_id=incident.site_id,
        exact_place=incident.exact_place,
        address=incident.address,
        postcode=incident.postcode,
        vehicle=incident.vehicle,
        cad_number=incident.cad_number,
    )
    near = [other for other in found[:LOOKED_AT] if same_place(other, facts)]
    return sorted(near, key=lambda other: abs((other.occurred_at or moment) - moment))[:SHOWN]
