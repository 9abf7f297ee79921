"""Opening an incident, on whichever area's page: who may not see it finds none, and a restricted one is noted."""

from __future__ import annotations

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.queries.visibility import visible_to, with_reference
from holdfast.foundation.audit.operations import enter_reading
from holdfast.foundation.organisation.viewer import Viewer


def open_incident(viewer: Viewer, reference: str, *, noted_as: str = "incidents.read") -> Incident | None:
    """The incident with this reference, with its record, trust, site, unit and reporter; None where `viewer` may not
    open it, whether it exists or not.

    That a restricted one was opened is itself written into the audit trail, by the verb `noted_as`.
    """
    found = with_reference(visible_to(viewer), reference)
    incident = found.select_related("record", "site", "unit", "reporter__unit").first()
    if incident is None:
        return None
    incident.trust = viewer.trust  # the same: each join makes PostgreSQL plan as long as two, and it plans each time
    if incident.restricted:
        enter_reading(noted_as, by=viewer.actor, subject=incident.record)
    return incident
