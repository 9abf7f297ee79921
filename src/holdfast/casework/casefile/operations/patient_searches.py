"""Recording that staff looked into a patient's purse, wallet or bag, and having it countersigned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from holdfast.casework.casefile.models import PatientSearch
from holdfast.casework.casefile.rules.patient_searches import PERMISSIONS, fault_in_patient_search
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.notifications.operations import tell
from holdfast.foundation.organisation.models import Person, Trust
from holdfast.kernel import clock


@dataclass(frozen=True)
class PatientSearchFacts:
    """What is told of it; `at` is an instant (UTC). `colleague` countersigns, or `nobody_signs_why` says why none."""

    at: datetime
    where: str
    patient_number: str
    looked_in: str
    why: str
    permission: str
    explained: bool = False
    present: str = ""
    nobody_present_why: str = ""
    found: str = ""
    colleague: Person | None = None
    nobody_signs_why: str = ""


@operation
def record_patient_search(*, by: Actor, trust: Trust, facts: PatientSearchFacts) -> PatientSearch:
    """Keep that staff looked into a patient's things and why, and ask the colleague to countersign.

    Raises ValueError for a moment in the future, for anything missing, without permission or a reason why it could not
    be had, when nobody was there and no reason is given, and for a colleague who is the one who records it.
    """
    if facts.at > clock.now():
        raise ValueError("That moment is in the future. Put the time right.")
    for words, value in (
        ("where it was", facts.where),
        ("by which number the patient is known", facts.patient_number),
        ("what you looked into", facts.looked_in),
        ("why it was needed", facts.why),
    ):
        if not value.strip():
            raise ValueError(f"Say {words}.")
    fault = fault_in_patient_search(
        permission=facts.permission,
        explained=facts.explained,
        present=facts.present,
        nobody_present_why=facts.nobody_present_why,
    )
    if fault:
        raise ValueError(fault)
    if facts.colleague is None and not facts.nobody_signs_why.strip():
        raise ValueError("Say which colleague countersigns this, or why nobody can.")
    if facts.colleague is not None and facts.colleague.pk == by.person_id:
        raise ValueError("Somebody else countersigns this.")
    own = Person.objects.filter(pk=by.person_id).select_related("unit").first() if by.person_id else None
    made = PatientSearch.objects.create(
        trust=trust,
        at=facts.at,
        where=facts.where.strip()[:200],
        patient_number=facts.patient_number.strip()[:40],
        looked_in=facts.looked_in.strip()[:120],
        why=facts.why.strip()[:500],
        permission=facts.permission,
        explained=facts.explained,
        present=facts.present.strip()[:160],
        nobody_present_why=facts.nobody_present_why.strip()[:300],
        found=facts.found.strip()[:500],
        countersigner=facts.colleague,
        not_countersigned_why="" if facts.colleague else facts.nobody_signs_why.strip()[:300],
        unit=own.unit if own else None,
        recorded_at=clock.now(),
        by=by.name,
        person_id=by.person_id,
    )
    if facts.colleague is not None:
        tell(
            people=[facts.colleague],
            subject="You are asked to countersign a record",
            words=f"{by.name} looked into a patient’s belongings and names you as there.",
            url=reverse("casefile:patient-search", args=[made.pk]),
            kind="casefile.countersign",
        )
    enter(
        "casefile.record_patient_search",
        by=by,
        subject=trust,
        details={"number": made.pk, "why": made.why, "permission": PERMISSIONS[made.permission]},
    )
    return made


@operation
def countersign(*, by: Actor, search: PatientSearch) -> PatientSearch:
    """The colleague countersigns. Raises ValueError for anyone else, and twice."""
    search = PatientSearch.objects.select_for_update().select_related("trust").get(pk=search.pk)
    if search.countersigner_id is None or search.countersigner_id != by.person_id:
        raise ValueError("Only the colleague who was named countersigns this.")
    if search.countersigned_at is not None:
        raise ValueError("You countersigned this already.")
    search.countersigned_at = clock.now()
    search.save(update_fields=["countersigned_at"])
    enter("casefile.countersign", by=by, subject=search.trust, details={"number": search.pk})
    return search
