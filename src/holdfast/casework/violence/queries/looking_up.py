"""Is there a marker here? Two indexed questions, however many markers there are."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from holdfast.casework.violence.models import Marker
from holdfast.casework.violence.rules.addresses import Address, same_town
from holdfast.casework.violence.rules.markers import LIVE
from holdfast.kernel import clock

MOST_NEARBY = 8
MOST_READ = 60


@dataclass(frozen=True)
class Found:
    """Live markers at the address, and those nearby that may be meant.

    `unsure`: neither the postcode nor the town tells that it is the same place. `parts`: those of `here` that stand on
    a flat or room of the building, while nobody said which one the job is for.
    """

    here: list[Marker] = field(default_factory=list)
    nearby: list[Marker] = field(default_factory=list)
    unsure: bool = False
    parts: list[Marker] = field(default_factory=list)


def live() -> QuerySet[Marker]:
    """The markers in scope that show to crews now. What has run out is not among them, whoever has noticed it or
    not."""
    return Marker.objects.filter(state__in=LIVE, live_until__gte=clock.now())


def find_markers(address: Address, asked: str = "") -> Found:
    """The live markers at `address` and near it. Without a part every part of the building is shown as here: a crew
    that does not know the flat must hear of each. `asked`: what was typed, which may name the town."""
    # Sorted here: asked to sort and to stop, a planner walks the whole table in that order and not by the address.
    found = live().filter(_exactly(address)).select_related("record")[:MOST_READ]
    exact = sorted(found, key=lambda marker: marker.pk)
    here = [marker for marker in exact if _is(marker, address)]
    close = live().filter(_near(address)).exclude(pk__in=[marker.pk for marker in here])
    rest = [marker for marker in exact if marker not in here]
    rest += [marker for marker in close.select_related("record")[:MOST_READ] if marker not in rest]
    rest.sort(key=lambda marker: _distance(marker, address))
    sure = all(_sure(marker, address, asked) for marker in here)
    parts = [] if address.part or address.uprn else [marker for marker in here if marker.part]
    return Found(here, rest[:MOST_NEARBY], unsure=not sure, parts=parts)


def _sure(marker: Marker, address: Address, asked: str) -> bool:
    """True when a UPRN, both postcodes, or the same town behind the street say that it is the same place."""
    return bool(address.uprn or (address.postcode and marker.postcode) or same_town(asked, marker.address))


def _exactly(address: Address) -> Q:
    """Those whose own number or name is asked for, in the postcode or the street: few, and none may be missed."""
    if address.uprn:
        return Q(uprn=address.uprn)
    asked = Q(pk__in=[])
    if address.building and address.postcode:
        asked |= Q(postcode=address.postcode, building=address.building)
    if address.building and address.street:
        asked |= Q(street=address.street, building=address.building)
    return asked


def _near(address: Address) -> Q:
    """Those in the same postcode; without one, those in a street of that name."""
    if address.postcode:
        return Q(postcode=address.postcode)
    return Q(street=address.street) if address.street else Q(pk__in=[])


def _is(marker: Marker, address: Address) -> bool:
    if address.uprn:
        return marker.uprn == address.uprn
    if not address.building or marker.building != address.building:
        return False
    if address.postcode and marker.postcode and address.postcode != marker.postcode:
        return False
    same_street = not (address.street and marker.street) or address.street == marker.street
    if not same_street and not (address.postcode and marker.postcode):
        return False
    return not (address.part and marker.part) or address.part == marker.part


def _distance(marker: Marker, address: Address) -> tuple[bool, bool, int]:
    return (
        marker.building != address.building,
        marker.street != address.street,
        abs(_number(marker.building) - _number(address.building)),
    )


def _number(building: str) -> int:
    digits = "".join(letter for letter in building if letter.isdecimal())
    return int(digits[:5]) if digits else 0
