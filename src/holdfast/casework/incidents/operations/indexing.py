"""Keeping the words by which an incident is found: a step of every operation that changes what was told."""

from __future__ import annotations

from collections.abc import Iterator

from holdfast.casework.incidents.models import Incident, SearchText
from holdfast.casework.incidents.queries.searching import trust_token
from holdfast.casework.incidents.rules.search_words import kept_words
from holdfast.casework.incidents.rules.taxonomy import TYPES


def index_incident(incident: Incident) -> None:
    """Write anew the words by which `incident` is found. Asks the database for all that was told, not the cache."""
    SearchText.objects.update_or_create(
        incident_id=incident.pk,
        defaults={
            "trust_id": incident.trust_id,
            "words": kept_words(filter(None, _texts(incident)), trust_token(incident.trust_id)),
        },
    )


def _texts(incident: Incident) -> Iterator[str]:
    yield from (incident.reference, TYPES[incident.type].title, incident.description, incident.done_at_once)
    yield from (incident.exact_place, incident.address, incident.postcode, incident.vehicle, incident.weapon)
    yield from (incident.cad_number, incident.call_sign, incident.crew, incident.reporter_name)
    if incident.site:
        yield from (incident.site.name, incident.site.code)
    if incident.unit:
        yield incident.unit.name
    for victim in incident.victims.iterator():
        yield from (victim.name, victim.injury_details)
    for subject in incident.subjects.iterator():
        # Who is suspected among colleagues is never found by search: the index knows no reader.
        if not subject.held_apart:
            yield from (subject.name, subject.address, subject.appearance)
    for witness in incident.witnesses.iterator():
        yield witness.name
    for item in incident.items.iterator():
        yield from (item.description, item.asset_number, item.owner_name)
    for contact in incident.police_contacts.iterator():
        yield from (contact.log_number, contact.crime_number, contact.officer_name, contact.officer_number)
    for addition in incident.additions.iterator():
        yield addition.words
