"""Incidents in a row of a search, of a site or of a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from holdfast.casework.incidents.models import Incident
from holdfast.foundation.pages.tables import Column

COLUMNS = [Column("Reference"), Column("What"), Column("Where"), Column("Reported"), Column("Stage")]


@dataclass(frozen=True)
class IncidentLine:
    """One incident, no more of it than the list of incidents shows."""

    reference: str
    url: str
    what: str
    where: str
    reported_at: datetime
    stage: str
    restricted: bool
    role: str = ""


def incident_lines(incidents: Iterable[Incident], *, role: str = "") -> list[IncidentLine]:
    """Lines for incidents that the viewer may open. `role`: what the person of the page has to do with them."""
    return [
        IncidentLine(
            reference=incident.reference,
            url=reverse("incidents:incident", args=[incident.reference]),
            what=incident.record.title,
            where=str(incident.site or incident.get_place_display()),
            reported_at=incident.reported_at,
            stage=incident.get_stage_display(),
            restricted=incident.restricted,
            role=role,
        )
        for incident in incidents
    ]
