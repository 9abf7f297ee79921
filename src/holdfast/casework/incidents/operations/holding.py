"""Holding an incident while a verb works on it."""

from __future__ import annotations

from holdfast.casework.incidents.models import Incident, Investigation
from holdfast.foundation.records.operations import check_version


def hold(incident: Incident, seen_version: int | None = None) -> None:
    """Keep everyone else from changing `incident` until the operation ends, and read it anew.

    What was loaded before the hold may be stale: two people who press at the same time would each work on their own
    old copy. Raises EditedMeanwhile when `seen_version` is given and it has changed since.
    """
    check_version(incident.record, seen_version)
    incident.refresh_from_db()


def hold_investigation(investigation: Investigation, seen_version: int | None = None) -> Incident:
    """Hold the incident of `investigation`, read both anew, and give the incident. Raises what `hold` raises."""
    incident = investigation.incident
    hold(incident, seen_version)
    investigation.refresh_from_db()
    investigation.incident = incident
    return incident
