"""What each person affected wants of the police, as far as they were asked."""

from __future__ import annotations

from collections.abc import Iterable

from holdfast.casework.incidents.models import Incident, Victim
from holdfast.casework.liaison.models import Wish
from holdfast.casework.liaison.rules.police import Wanted


def name_of(victim: Victim) -> str:
    """What a page calls someone affected."""
    if victim.person is not None:
        return str(victim.person)
    return victim.name or "Someone affected"


def latest_wishes(victims: Iterable[Victim]) -> dict[int, Wish]:
    """The newest wish that was kept of each of `victims`, by their key."""
    newest: dict[int, Wish] = {}
    for wish in Wish.objects.filter(victim__in=[victim.pk for victim in victims]).order_by("at", "pk"):
        newest[wish.victim_id] = wish
    return newest


def wishes_of(incident: Incident) -> list[Wanted]:
    """What each person affected wants: the newest wish, else what the report said."""
    victims = list(incident.victims.select_related("person"))
    newest = latest_wishes(victims)
    return [
        Wanted(name_of(victim), newest[victim.pk].wants if victim.pk in newest else victim.wants_police)
        for victim in victims
    ]
