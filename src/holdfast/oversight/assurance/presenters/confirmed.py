"""Confirmations of a statement as its page lists them, each with the files that it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.records.evidence_lines import EvidenceLine, evidence_lines
from holdfast.foundation.records.models import Evidence
from holdfast.foundation.records.queries import may_read
from holdfast.oversight.assurance.models import Confirmation, Obligation

SHOWN = 12


@dataclass(frozen=True)
class Confirmed:
    """One confirmation with its files."""

    row: Confirmation
    files: list[EvidenceLine]


def confirmed_of(duty: Obligation, by: Actor, until: datetime) -> list[Confirmed]:
    """The newest confirmations of `duty` up to an instant (UTC), taken back ones too, with files that `by` may have."""
    rows = list(
        Confirmation.objects.filter(trust=duty.trust_id, duty=duty.key, at__lte=until).select_related("record")[:SHOWN]
    )
    files: dict[int, list[Evidence]] = {}
    found = Evidence.objects.filter(record__in=[row.pk for row in rows]).select_related("record__trust").order_by("pk")
    for file in found if rows else ():
        if may_read(file, by):
            files.setdefault(file.record_id, []).append(file)
    return [Confirmed(row, evidence_lines(files.get(row.pk, []), _address)) for row in rows]


def _address(file: Evidence, what: str) -> str:
    return reverse("assurance:evidence", args=[file.record.reference, file.pk]) if what == "file" else ""
