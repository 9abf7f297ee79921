"""What tests of the pages on one incident share: addresses, and the hidden fields of a form."""

from __future__ import annotations

from typing import Any

from django.test import Client

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.tests.handling_cast import Team
from holdfast.foundation.organisation.models import Person
from holdfast.kernel import clock


def page(incident: Incident, name: str = "") -> str:
    """The address of one of the incident's pages."""
    return f"/incidents/{incident.reference}/{name}"


def hidden(incident: Incident) -> dict[str, Any]:
    """The hidden fields of a form that is opened now."""
    incident.record.refresh_from_db()
    return {"seen_version": incident.record.version, "opened_at": clock.now().timestamp()}


def sign_in(team: Team, client: Client, person: Person) -> Client:
    """The browser of `person`."""
    team.sign_in(client, person)
    return client
