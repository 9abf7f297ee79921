"""The kinds of obligation: what each reads, and how its facts become clocks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from holdfast.oversight.assurance.engine import (
    attestation,
    completeness,
    coverage,
    deadline,
    facts,
    interval,
    period,
    rota,
)
from holdfast.oversight.assurance.engine.clocks import Clock


@dataclass(frozen=True)
class Kind:
    """One kind. `numbers` and `facts` are the dataclasses that its `build` takes.

    `by_period`: a subject has one verdict for each period, under its label; else one without a label.
    """

    name: str
    numbers: type[facts.Numbers]
    facts: type[facts.Facts]
    build: Callable[..., list[Clock]]
    by_period: bool = False

    def clocks(self, numbers: Any, facts: Any, *, horizon: datetime, subject: str = "") -> list[Clock]:
        """The clocks of one subject. `horizon`: up to which instant periods are built; the other kinds need none.

        Raises ValueError (Unreadable, where a place can be named) for facts that make no sense together.
        """
        if self.by_period:
            return self.build(numbers, facts, horizon=horizon, subject=subject)
        return self.build(numbers, facts, subject=subject)


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("deadline", deadline.Numbers, deadline.Facts, deadline.clocks),
        Kind("interval", interval.Numbers, interval.Facts, interval.clocks),
        Kind("period", period.Numbers, period.Facts, period.clocks, by_period=True),
        Kind("rota", rota.Numbers, rota.Facts, rota.clocks),
        Kind("coverage", coverage.Numbers, coverage.Facts, coverage.clocks),
        Kind("completeness", completeness.Numbers, completeness.Facts, completeness.clocks),
        Kind("attestation", attestation.Numbers, attestation.Facts, attestation.clocks),
    )
}
