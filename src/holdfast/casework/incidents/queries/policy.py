"""What a trust's policy says of incidents, for other areas and for the forms: selections, lines and words.

Whoever installs a policy makes `RoutingLine`s and `ClosingLine`s and hands them to `operations.policy`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from holdfast.casework.incidents.models import GuidanceText, Incident
from holdfast.casework.incidents.queries.traits import traits_of
from holdfast.casework.incidents.rules.closing import REQUIREMENTS, ClosingLine
from holdfast.casework.incidents.rules.routing import RoutingLine
from holdfast.casework.incidents.rules.selection import Selection
from holdfast.foundation.organisation.models import Trust

__all__ = ["REQUIREMENTS", "ClosingLine", "RoutingLine", "Selection", "concerns", "guidance_for"]


def concerns(chosen: Mapping[str, Iterable[str]], incident: Incident) -> bool:
    """True when `incident` is meant by the selection `chosen`: types, severities, flags and without, any left out.

    An empty one means every incident. Reads the incident's victims and subjects.
    """
    return not chosen or Selection.of(**chosen).fits(traits_of(incident))


def guidance_for(trust: Trust, page: str) -> list[GuidanceText]:
    """The words of the trust's policy for `page`, such as `incidents.triage-form`, in order; none where it has none."""
    return list(GuidanceText.objects.filter(trust=trust, page=page))
