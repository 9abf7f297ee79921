from __future__ import annotations

import pytest

from holdfast.foundation.audit.operations import seal

from .trail import LSMS, TICK, triage, triage_many


@pytest.fixture
def trail(db: None) -> list[int]:
    """Three seals of three entries each, and one entry that waits; the numbers of all ten entries."""
    numbers = []
    for _ in range(3):
        numbers += [entry.pk for entry in triage_many(by=LSMS, count=3)]
        seal(by=TICK)
    return [*numbers, triage(by=LSMS).pk]
