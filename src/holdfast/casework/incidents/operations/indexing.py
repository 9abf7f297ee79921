"""Keeping the words by which an incident is found: a step of every operation that changes what was told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from holdfast.casework.incidents.models import (
    Addition,
    Incident,
    Item,
    PoliceContact,
    SearchText,
    Subject,
    Victim,
    Witness,
)
from holdfast.casework.incidents.queries.searching import trust_token
from holdfast.casework.incidents.rules.search_words import kept_words
from holdfast.casework.incidents.rules.taxonomy import TYPES
from holdfast.foundation.organisation.scope import ScopedModel

_TELLING: dict[type[ScopedModel], tuple[str, ...]] = {
    Victim: ("name", "injury_details"),
    Subject: ("name", "address", "appearance"),
    Witness: ("name",),
    Item: ("description", "asset_number", "owner_name"),
    PoliceContact: ("log_number", "crime_number", "officer_name", "officer_number"),
    Addition: ("words",),
}
"""What tells something of an incident, and in which of its fields."""


def index_incident(incident: Incident, told: Iterable[ScopedModel] | None = None) -> None:
    """Write anew the words by which `incident` is found.

    `told` are the people and things on it, where whoever calls has just written all of them. Without, the database is
    asked, never the cache.
    """
    if told is None:
        told = (row for model in _TELLING for row in model.objects.filter(incident=incident))
    SearchText.objects.bulk_create(
        [search_text_of(incident, told)],
        update_conflicts=True,
        unique_fields=["incident"],
        update_fields=["words"],
    )


def search_text_of(incident: Incident, told: Iterable[ScopedModel]) -> SearchText:
    """The words by which `incident` is found, not yet written. `told` are the people and things on it."""
    words = kept_words(filter(None, _texts(incident, told)), trust_token(incident.trust_id))
    return SearchText(incident_id=incident.pk, trust_id=incident.trust_id, words=words)


def _texts(incident: Incident, told: Iterable[ScopedModel]) -> Iterator[str]:
    yield from (incident.reference, incident.old_reference, TYPES[incident.type].title)
    yield from (incident.description, incident.done_at_once)
    yield from (incident.exact_place, incident.address, incident.postcode, incident.vehicle, incident.weapon)
    yield from (incident.cad_number, incident.call_sign, incident.crew, incident.reporter_name)
    if incident.site:
        yield from (incident.site.name, incident.site.code)
    if incident.unit:
        yield incident.unit.name
    for row in told:
        # Who is suspected among colleagues is never found by search: the index knows no reader.
        if not (isinstance(row, Subject) and row.held_apart):
            yield from (getattr(row, field) for field in _TELLING[type(row)])
