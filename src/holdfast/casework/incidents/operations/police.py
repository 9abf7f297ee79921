"""The incident's own line of a contact with the police, for the area that works with them."""

from __future__ import annotations

from typing import Any

from holdfast.casework.incidents.models import Incident, PoliceContact
from holdfast.foundation.audit.actors import Actor
from holdfast.kernel import clock


def keep_police_contact(
    incident: Incident, *, by: Actor, contact: PoliceContact | None = None, **facts: Any
) -> PoliceContact:
    """A step of another operation: a new line (None), or new values on `contact`. Blank values change nothing.

    `facts` are fields of PoliceContact. Whoever was told is told: the incident says so from then on.
    """
    known = {name: value for name, value in facts.items() if value not in (None, "")}
    if contact is None:
        contact = PoliceContact(trust_id=incident.trust_id, incident=incident, at=clock.now(), by=by.name)
    for name, value in known.items():
        setattr(contact, name, value)
    contact.save()
    if contact.told_at is not None and incident.police_told != "yes":
        incident.police_told = "yes"
        Incident.objects.filter(pk=incident.pk).update(police_told="yes")
    return contact
