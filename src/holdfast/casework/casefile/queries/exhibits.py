"""Exhibits of an incident, and who had each of them when."""

from __future__ import annotations

from holdfast.casework.casefile.models import Exhibit, Handover
from holdfast.casework.casefile.rules.continuity import Chain, Step, chain

__all__ = ["Chain", "Step", "chain_of", "is_broken"]


def chain_of(exhibit: Exhibit) -> Chain:
    """The exhibit's continuity. Asks for its hand-overs unless they were fetched beforehand."""
    rows = list(exhibit.handovers.all())
    numbers = {row.pk: row.number for row in rows}
    return chain(found_by=exhibit.found_by, sealed=bool(exhibit.seal), steps=[_step(row, numbers) for row in rows])


def _step(row: Handover, numbers: dict[int, int]) -> Step:
    return Step(
        number=row.number,
        at=row.at,
        giver=row.giver,
        receiver=row.receiver,
        entered_at=row.entered_at,
        seal_intact=row.seal_intact,
        new_seal=row.new_seal,
        corrects=numbers.get(row.corrects_id) if row.corrects_id else None,
    )


def is_broken(exhibit: Exhibit) -> bool:
    """True when the exhibit's file was found not to be what was taken in. Reads its `evidence`."""
    return exhibit.evidence is not None and (
        exhibit.evidence.mismatch_at is not None or exhibit.evidence.sha256 != exhibit.sha256
    )
