"""Other incidents with the same person, address, place or method, as far as the viewer may know of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q

from holdfast.casework.casefile.queries.visibility import named_on
from holdfast.casework.incidents.models import Incident, Subject
from holdfast.casework.incidents.queries.visibility import visible_to
from holdfast.foundation.organisation.viewer import Viewer

SHOWN = 8
LOOKED_AT = 60
NEAR = timedelta(days=366)
"""At the same site, or by the same method, only what happened within a year of each other is alike."""


@dataclass(frozen=True)
class Similar:
    """Another incident, and what it has in common with this one."""

    incident: Incident
    why: tuple[str, ...]


def similar_to(incident: Incident, viewer: Viewer) -> list[Similar]:
    """The incidents most alike, those with the most in common first, then the newest.

    A colleague's name that is held apart is compared for those who are named on both incidents, and for nobody else.
    """
    own_names = {subject.name.strip() for subject in incident.subjects.all() if len(subject.name.strip()) > 3}
    if incident.internal and not _named(incident, viewer):
        own_names = set()
    when = incident.occurred_at or incident.reported_at
    around = Q(occurred_at__range=(when - NEAR, when + NEAR))
    asked = Q(pk__in=[])
    person = _same_person(own_names, viewer)
    if own_names:
        asked |= person
    if incident.postcode.strip():
        asked |= Q(postcode__iexact=incident.postcode.strip())
    elif incident.address.strip():
        asked |= Q(address__iexact=incident.address.strip())
    if incident.site_id:
        asked |= Q(site_id=incident.site_id, type=incident.type) & around
    if incident.weapon.strip():
        asked |= Q(weapon__iexact=incident.weapon.strip(), type=incident.type) & around
    rows = visible_to(viewer).filter(asked).exclude(pk=incident.pk).exclude(state="merged")
    rows = rows.select_related("record", "site").order_by("-reported_at", "-pk")[:LOOKED_AT]
    found = list(rows)
    same = set(visible_to(viewer).filter(person, pk__in=[row.pk for row in found]).values_list("pk", flat=True))
    alike = [Similar(row, tuple(_why(incident, row, same_person=row.pk in same))) for row in found]
    return sorted((one for one in alike if one.why), key=lambda one: -len(one.why))[:SHOWN]


def _named(incident: Incident, viewer: Viewer) -> bool:
    return any(reader.person_id == viewer.person.pk for reader in incident.record.readers.all())


def _same_person(names: set[str], viewer: Viewer) -> Q:
    if not names:
        return Q(pk__in=[])
    one_of = Q()
    for name in names:
        one_of |= Q(name__iexact=name)
    shown = Subject.objects.filter(one_of, incident_id=OuterRef("pk"))
    return Q(Exists(shown.filter(held_apart=False))) | (Q(Exists(shown)) & Q(named_on(viewer, "pk")))


def _why(one: Incident, other: Incident, *, same_person: bool) -> list[str]:
    why = []
    if same_person:
        why.append("Same person")
    if _bare(one.postcode) and _bare(one.postcode) == _bare(other.postcode):
        why.append("Same address" if _door(one.address) == _door(other.address) else "Same postcode")
    elif _bare(one.address) and _bare(one.address) == _bare(other.address):
        why.append("Same address")
    if one.site_id and one.site_id == other.site_id:
        why.append("Same place")
    if one.type == other.type and _bare(one.weapon) and _bare(one.weapon) == _bare(other.weapon):
        why.append("Same method")
    elif one.type == other.type and why:
        why.append("Same kind")
    return why


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _door(address: str) -> str:
    number = re.search(r"\d+\s*[a-z]?\b", address.casefold())
    return _bare(number[0]) if number else _bare(address)
