"""One of everything that an address of a case file can name, for tests/permission_things.py."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from holdfast.casework.casefile.models import Bundle
from holdfast.casework.casefile.operations.exhibits import ExhibitFacts, record_exhibit
from holdfast.casework.casefile.operations.patient_searches import PatientSearchFacts, record_patient_search
from holdfast.casework.casefile.operations.searches import Suspicion, ask_for_search
from holdfast.casework.incidents.models import Incident
from holdfast.foundation.records.models import Evidence
from holdfast.kernel import clock
from tests.cast import TrustCast


def exhibit_of(cast: TrustCast, incident: Incident, evidence: Evidence) -> dict[str, Any]:
    """The keys of an exhibit made of a file of the incident, and of the first row of its log."""
    now = clock.now()
    facts = ExhibitFacts(
        nature="digital",
        description="A picture of the door",
        found_by="Pat Paramedic",
        found_at=now - timedelta(hours=2),
        found_where="The desk",
        kept_by="Lee Specialist",
        kept_since=now - timedelta(hours=1),
    )
    exhibit = record_exhibit(by=cast.actor("lsms"), incident=incident, facts=facts, evidence=evidence)
    return {"exhibit": exhibit.reference, "key": exhibit.handovers.get().pk}


def search_of(cast: TrustCast, restricted: Incident, *, approver: str) -> int:
    """The key of a search that was asked for on the restricted incident; whoever holds `approver` decides on it."""
    suspicion = Suspicion(
        kit="A locker", item="A tablet", suspect="Somebody Suspected", place="The locker", grounds="It was seen there."
    )
    search = ask_for_search(
        by=cast.actor("security-lead"), incident=restricted, suspicion=suspicion, approver=cast.people[approver]
    )
    return search.pk


def bundle_of(incident: Incident) -> int:
    """The number of a bundle of the incident. Its papers are left out: drawing them for each role takes too long."""
    Bundle.objects.create(
        trust_id=incident.trust_id, incident=incident, number=1, manifest="", sha256="0" * 64, size=0, made_by="Lee"
    )
    return 1


def patient_search_of(cast: TrustCast) -> int:
    """The key of a look into a patient's things that the member of staff recorded."""
    facts = PatientSearchFacts(
        at=clock.now(),
        where="The desk",
        patient_number="E1",
        looked_in="Wallet",
        why="To find a next of kin",
        permission="unconscious",
        nobody_present_why="Alone",
        nobody_signs_why="Alone",
    )
    return record_patient_search(by=cast.actor("staff"), trust=cast.trust, facts=facts).pk
