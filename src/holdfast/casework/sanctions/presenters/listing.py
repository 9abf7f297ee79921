"""A case as a row of the register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from holdfast.casework.sanctions.models import Case
from holdfast.casework.sanctions.presenters.words import subject_in_words
from holdfast.casework.sanctions.rules.stages import CASE, CASE_MEANINGS


@dataclass(frozen=True)
class CaseLine:
    """One row; the tag is words with their meaning."""

    reference: str
    url: str
    who: str
    what: str
    state: tuple[str, str]
    since: datetime
    decided: datetime | None
    restricted: bool


def line_of(case: Case) -> CaseLine:
    """The row of `case`. Reads its record, subject and incident."""
    return CaseLine(
        reference=case.reference,
        url=reverse("sanctions:case", args=[case.reference]),
        who=subject_in_words(case.subject),
        what=f"{case.record.title}, {case.incident.reference}",
        state=(CASE.states[case.state], CASE_MEANINGS[case.state]),
        since=case.record.opened_at,
        decided=case.decided_at,
        restricted=case.held_apart or case.incident.restricted,
    )
