"""An incident as a row of the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.presenters.words import SEVERITY_MEANINGS, stage_tag, where_in_words
from holdfast.casework.incidents.queries.listing import ORDERS
from holdfast.casework.incidents.rules.taxonomy import SEVERITIES, TYPES


@dataclass(frozen=True)
class IncidentLine:
    """One row: `moment` is that by which the list is sorted; tags are words with their meaning."""

    reference: str
    url: str
    what: str
    where: str
    moment: datetime
    near_miss: bool
    restricted: bool
    stage: tuple[str, str]
    severity: tuple[str, str] | None


def line_of(incident: Incident, order: str) -> IncidentLine:
    """The row of `incident` in a list in this `order` (a key of ORDERS). Reads its record and site."""
    meaning = SEVERITY_MEANINGS.get(incident.severity, "plain")
    return IncidentLine(
        reference=incident.reference,
        url=reverse("incidents:incident", args=[incident.reference]),
        what=TYPES[incident.type].title,
        where=where_in_words(incident),
        moment=getattr(incident, ORDERS[order][1]),
        near_miss=incident.near_miss,
        restricted=incident.restricted,
        stage=stage_tag(incident.stage),
        severity=(SEVERITIES[incident.severity], meaning) if incident.severity else None,
    )
