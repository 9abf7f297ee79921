"""The words that policies use of incidents, and when an incident counted as serious, for areas that look from above."""

from __future__ import annotations

from datetime import datetime

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.queries.facts import told_since
from holdfast.casework.incidents.rules.routing import FLAGS, GRAVE_INJURIES, GRAVE_TYPES
from holdfast.casework.incidents.rules.taxonomy import SERIOUS, SEVERITIES, TYPES

__all__ = ["FLAGS", "SEVERITIES", "TYPES", "first_serious"]


def first_serious(incident: Incident) -> datetime | None:
    """When it first counted as serious (UTC); None while it does not.

    At its report when the type, a weapon or an injury says so; a weapon that was told later counts from then, and a
    severity from the triage that judged it. Reads the incident's victims, triages and additions.
    """
    injuries = {victim.injury for victim in incident.victims.all()}
    if incident.type in GRAVE_TYPES or injuries & GRAVE_INJURIES:
        return incident.reported_at
    found = [triage.at for triage in incident.triages.all() if triage.severity in SERIOUS]
    if incident.weapon.strip() and (since := told_since(incident, "weapon")):
        found.append(since)
    return min(found, default=None)
