"""What triage begins with: a severity that the report suggests. A person decides."""

from __future__ import annotations

from collections.abc import Collection

from holdfast.casework.incidents.rules.routing import GRAVE_INJURIES, GRAVE_TYPES


def suggested_severity(type_key: str, *, injuries: Collection[str], weapon: bool, hate: bool, near_miss: bool) -> str:
    """The severity that a report suggests; a key of taxonomy.SEVERITIES.

    Serious: a grave kind, a weapon, hate, or an injury that needs a doctor. Moderate: someone was hurt. A near miss of
    these counts one step less. Critical is never suggested but for a death.
    """
    if "death" in injuries and not near_miss:
        return "critical"
    if type_key in GRAVE_TYPES or weapon or hate or GRAVE_INJURIES & set(injuries):
        return "moderate" if near_miss else "serious"
    hurt = any(injury not in ("", "none") for injury in injuries)
    return "moderate" if hurt and not near_miss else "minor"
