"""The account of a run: for the terminal, and as docs/speed.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from string import Template

from bench.figures import Figures
from bench.limits import Check, against_neighbours, checks
from bench.sizes import Plan
from bench.weight import Weight

WORDS = {True: "kept", False: "BROKEN"}


@dataclass(frozen=True)
class Account:
    """What one run found. `load`: how busy the machine was at its beginning and end, as os.getloadavg tells."""

    plan: Plan
    figures: Figures
    weight: Weight
    load: tuple[float, float]
    checks: list[Check] = field(init=False)
    beside: list[Check] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "checks", checks(self.plan, self.figures, self.weight))
        object.__setattr__(self, "beside", against_neighbours(self.figures[self.plan.large.name]))

    @property
    def broken(self) -> list[Check]:
        """What does not hold."""
        return [check for check in (*self.checks, *self.beside) if not check.kept]

    def lines(self) -> Iterator[str]:
        """For the terminal: all figures, then the limits, then how many of them hold."""
        for size in self.plan.sizes:
            yield f"\n{size.name}: {self.plan.described(size)}"
            yield f"    {'':<28} {'median ms':>10} {'p95 ms':>9} {'of it SQL':>10} {'statements':>11}"
            for thing, one in self.figures[size.name].items():
                counted = str(one.statements) if one.fewest == one.statements else f"{one.fewest}–{one.statements}"
                yield f"    {thing:<28} {one.median:>10.1f} {one.p95:>9.1f} {one.sql:>10.1f} {counted:>11}"
        page, assets = self.weight.page / 1024, self.weight.assets / 1024
        yield f"\nreport form: {page:.1f} KB of page and {assets:.1f} KB of assets, compressed"
        yield from ("", "Limits of the design", *_told(self.checks))
        yield from (
            "",
            f"{self.plan.large.name}, beside the fastest neighbour at 100,000 incidents, whose figures come",
        )
        yield from ("from an earlier measuring on a machine of this kind (median)", *_told(self.beside))
        kept = len(self.checks) + len(self.beside) - len(self.broken)
        yield f"\n{kept} kept, {len(self.broken)} broken; load of the machine {self.load[0]:.1f} to {self.load[1]:.1f}"

    def page(self, template: str) -> str:
        """docs/speed.md."""
        small, large = (self.figures[size.name] for size in (self.plan.small, self.plan.large))
        by_page = [
            f"| {thing} | {one.statements} | {one.median / large['list'].median:.2f} | {one.sql / one.median:.0%} "
            f"| {one.p95 / small[thing].p95:.2f} |"
            for thing, one in large.items()
        ]
        return Template(template).substitute(
            databases="\n".join(f"* **{size.name}**: {self.plan.described(size)}" for size in self.plan.sizes),
            limits="\n".join(_row(check) for check in self.checks),
            neighbours="\n".join(_row(check) for check in self.beside),
            pages="\n".join(by_page),
            rounds=self.plan.rounds,
            load=f"{self.load[0]:.1f} at the beginning and {self.load[1]:.1f} at the end",
        )


def _told(found: Sequence[Check]) -> Iterator[str]:
    for check in found:
        figure = f"{check.figure:.2f}{check.unit}" if check.unit else f"{check.figure:.0f}"
        yield f"  {WORDS[check.kept]:<7} {check.what:<84} {figure:>8}  limit {check.limit:g}{check.unit}"


def _row(check: Check) -> str:
    figure = f"{check.figure:.2f}{check.unit}" if check.unit else f"{check.figure:.0f}"
    return f"| {check.what} | {figure} | {check.limit:g}{check.unit} | {WORDS[check.kept]} |"
