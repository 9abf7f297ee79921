"""Which incidents an obligation is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.queries.traits import traits_of
from holdfast.casework.incidents.rules.selection import Selection


def concerns(chosen: Mapping[str, Any], incident: Incident) -> bool:
    """True when the obligation with this filter is about `incident`. An empty filter is about every incident."""
    return not chosen or Selection.of(**chosen).fits(traits_of(incident))
