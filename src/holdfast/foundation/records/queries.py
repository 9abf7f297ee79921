"""Questions about records and their files."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.records.models import Evidence, Reader, Record, Sensitivity


def evidence_of(record: Record, by: Actor) -> QuerySet[Evidence]:
    """The files of `record` that `by` may know of, in the order in which they came, withdrawn and erased ones too.

    That `by` may see the record is the area's question, asked before. A restricted file is for those who are named as
    readers on the record, and for whoever added it. For anyone else it does not exist.
    """
    return Evidence.objects.filter(_readable_by(by), record=record).select_related("record__trust")


def may_read(evidence: Evidence, by: Actor) -> bool:
    """True when `by`, who may see the record, may have this file too."""
    if evidence.sensitivity != Sensitivity.RESTRICTED:
        return True
    if by.person_id is None:
        return False
    return (
        evidence.person_id == by.person_id
        or Reader.objects.filter(record_id=evidence.record_id, person_id=by.person_id).exists()
    )


def evidence_to_let_go(on: date) -> QuerySet[Evidence]:
    """The files in scope whose time ran out before `on` (Europe/London). `erase_file` lets them go, one by one."""
    return Evidence.objects.filter(keep_until__lt=on, erased_at=None).select_related("record__trust")


def evidence_found_changed() -> QuerySet[Evidence]:
    """The files in scope that were once found not to be what was added, latest finding first."""
    return Evidence.objects.exclude(mismatch_at=None).select_related("record__trust").order_by("-mismatch_at", "-pk")


def _readable_by(by: Actor) -> Q:
    ordinary = Q(sensitivity=Sensitivity.ORDINARY)
    if by.person_id is None:
        return ordinary
    named = Reader.objects.filter(record=OuterRef("record"), person=by.person_id)
    return ordinary | Q(person=by.person_id) | Q(Exists(named))
