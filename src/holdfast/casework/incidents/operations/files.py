"""Files on an incident: kept as evidence, and where they are private, seen by those who deal with it."""

from __future__ import annotations

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.operations.restriction import holders_by_role, name_readers, perhaps_suspected
from holdfast.casework.incidents.operations.telling import SECURITY_ROLES
from holdfast.casework.incidents.queries.involved import investigators_of
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.records.models import Evidence, Sensitivity
from holdfast.foundation.records.operations.evidence import add_file
from holdfast.foundation.records.operations.intake import PreparedFile


@operation
def keep_file(
    *,
    by: Actor,
    incident: Incident,
    upload: PreparedFile,
    description: str = "",
    private: bool = False,
    client_key: str = "",
) -> Evidence:
    """Add a file to an incident; `upload` is what records' `prepare` made of it.

    A `private` one (an injury), and each one of a restricted incident, is only for those who are named on the record:
    whoever investigates and, unless the incident is restricted, the security team are named by this.
    """
    private = private or incident.restricted
    evidence = add_file(
        by=by,
        record=incident.record,
        upload=upload,
        description=description,
        sensitivity=Sensitivity.RESTRICTED if private else Sensitivity.ORDINARY,
        client_key=client_key,
    )
    if private:
        name_for_private_files(incident, by=by)
    details = {"file": evidence.name, "private": private}
    enter("incidents.keep_file", by=by, subject=incident.record, details=details)
    return evidence


def name_for_private_files(incident: Incident, *, by: Actor) -> None:
    """Name on the record those who deal with an incident, so that its private files open for them."""
    people = investigators_of(incident)
    if not incident.restricted:
        people += holders_by_role(incident.trust_id, SECURITY_ROLES)
    named = [person for person in people if not perhaps_suspected(incident, person)]
    name_readers(incident, named, by=by, why="deals with the incident")
