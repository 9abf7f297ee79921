"""What must hold: the limits of the design, each as a ratio between figures of one run. Plain Python."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bench.figures import Figure, Figures
from bench.sizes import Plan
from bench.weight import Weight

MOST_STATEMENTS = 15
PAGES = (
    *("list", "filtered", "filtered, nothing found", "later", "search", "search, rare word"),
    *("my work", "dashboard", "duty", "policy"),
)
"""Pages that send at most MOST_STATEMENTS, whatever the database holds."""

LITTLE, MUCH = "incident, little on it", "incident, very much on it"
HEAVIEST = 120 * 1024
LONGEST_TALLY = 2000
"""Bytes of the report form at its first visit; milliseconds for all duties of one trust."""


@dataclass(frozen=True)
class Check:
    """One line of the result: what is compared, the ratio (or count), and its limit."""

    what: str
    figure: float
    limit: float
    unit: str = " ×"

    @property
    def kept(self) -> bool:
        """True when the figure is not above its limit."""
        return self.figure <= self.limit


@dataclass(frozen=True)
class Neighbour:
    """The fastest of the open products for one thing: its median in milliseconds at 100 thousand incidents."""

    thing: str
    product: str
    median: float


NEIGHBOURS = (
    Neighbour("list", "FIR", 438),
    Neighbour("search", "IRIS", 2311),
    Neighbour("search, rare word", "IRIS", 2311),
    Neighbour("incident", "IRIS", 54),
    Neighbour("dashboard", "FIR", 711),
    Neighbour("report, sent by a browser", "FIR", 36),
)
"""FIR, CISO Assistant and IRIS: 100 thousand incidents on PostgreSQL, an administrator, one client, two cores. Measured
earlier on a machine of the same kind, so these ratios say less than those within the run. Their incidents had next to
nothing on them, so ours with forty of everything is not held against them."""


def checks(plan: Plan, figures: Figures, weight: Weight) -> list[Check]:
    """Every limit that can be held against what this run measured."""
    return [
        *_growth(plan, figures),
        *_reports(plan, figures),
        *_computing(plan, figures),
        *_weight(weight),
        *_statements(plan, figures),
    ]


def against_neighbours(figures: dict[str, Figure]) -> list[Check]:
    """Ours beside the fastest of the neighbours, for one database."""
    return [
        Check(f"{one.thing}, against {one.product}", figures[one.thing].median / one.median, 1)
        for one in NEIGHBOURS
        if one.thing in figures
    ]


def _growth(plan: Plan, figures: Figures) -> Iterator[Check]:
    small, large = figures[plan.small.name], figures[plan.large.name]
    times = f"at {plan.incidents(plan.large):,} incidents, against {plan.incidents(plan.small):,} (p95)"
    for thing in ("list", "filtered", "later"):
        yield Check(f"{thing} {times}", large[thing].p95 / small[thing].p95, 1.5)
    for thing in ("search", "search, rare word"):
        yield Check(f"{thing} against the list (p95)", large[thing].p95 / large["list"].p95, 3)


def _reports(plan: Plan, figures: Figures) -> Iterator[Check]:
    for size in (plan.large, plan.embedded):
        if size:
            found = figures[size.name]
            ratio = found["report"].median / found["bare transaction"].median
            yield Check(f"report against its bare transaction, {size.name} (median)", ratio, 4)


def _computing(plan: Plan, figures: Figures) -> Iterator[Check]:
    dashboard = figures[plan.large.name]["dashboard"]
    yield Check("dashboard against its own SQL (median)", dashboard.median / dashboard.sql, 2)
    if plan.one_trust:
        tally = figures[plan.one_trust.name]["all duties"].median
        many = f"{plan.incidents(plan.one_trust):,}"
        yield Check(f"all duties of one trust with {many} incidents, of 2 seconds (median)", tally / LONGEST_TALLY, 1)


def _weight(weight: Weight) -> Iterator[Check]:
    yield Check("report form at its first visit, of 120 KB", weight.whole / HEAVIEST, 1)
    yield Check("scripts that hold up the report form", weight.blocking, 0, "")


def _statements(plan: Plan, figures: Figures) -> Iterator[Check]:
    for thing in PAGES:
        most = max(figures[size.name][thing].statements for size in plan.sizes)
        yield Check(f"statements of {thing}", most, MOST_STATEMENTS, "")
    ratios = [figures[size.name][MUCH].statements / figures[size.name][LITTLE].statements for size in plan.sizes]
    yield Check("statements of an incident with very much on it, against one with little", max(ratios), 1)
