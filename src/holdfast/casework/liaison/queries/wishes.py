"""What each person affected wants of the police, as far as they said so."""

from __future__ import annotations

from collections.abc import Mapping

from holdfast.casework.incidents.models import Incident, Victim, Wish
from holdfast.casework.incidents.queries.wishes import last_wishes
from holdfast.casework.liaison.rules.police import Wanted


def name_of(victim: Victim) -> str:
    """What a page calls someone affected."""
    if victim.person is not None:
        return str(victim.person)
    return victim.name or "Someone affected"


def police_wishes(incident: Incident) -> Mapping[int, Wish]:
    """What counts of what each person affected said about the police, by the victim's key."""
    last = last_wishes(incident.wishes.filter(about="police"))
    return {key: about["police"] for key, about in last.items()}


def wanted_by(incident: Incident) -> list[Wanted]:
    """What each person affected wants, wherever they said so."""
    said = police_wishes(incident)
    return [
        Wanted(name_of(victim), said[victim.pk].wants if victim.pk in said else "")
        for victim in incident.victims.select_related("person")
    ]
