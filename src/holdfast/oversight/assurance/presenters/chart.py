"""A line of shares by month, as points for an SVG: the same in page and print, with its data beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from holdfast.foundation.pages.tables import Column
from holdfast.oversight.assurance.engine.explanation import percentage
from holdfast.oversight.assurance.queries.tallies import MONTHS, Month, Tally


@dataclass(frozen=True)
class Point:
    """One month on the line; `x` and `y` in the units of the view box."""

    x: float
    y: float
    month: Month

    @property
    def words(self) -> str:
        """What the point says, for whoever points at it."""
        return f"{self.month.first:%B %Y}: {self.month.met} of {self.month.judged} kept"


@dataclass(frozen=True)
class Chart:
    """A drawn line. `lines` are the points of unbroken stretches, as polylines want them; months in which nothing came
    to its limit break it. `grid` are the heights of the shares that are marked, `target` the height of the target."""

    width: int
    height: int
    points: list[Point]
    lines: list[str]
    grid: list[tuple[float, str]]
    months: list[Month]
    ticks: list[tuple[float, str]]
    left: float
    """Where the frame begins."""
    target: float | None = None

    columns = (
        Column("Month"),
        Column("Kept", numeric=True),
        Column("Came to its limit", numeric=True),
        Column("Share", numeric=True),
    )

    @property
    def right(self) -> float:
        """Where the frame ends."""
        return self.width - 10

    @property
    def summary(self) -> str:
        """The line in one sentence, for people who do not see it."""
        if not self.points:
            return f"Nothing came to its limit in the past {len(self.months)} months."
        first, last = self.points[0].month, self.points[-1].month
        return (
            f"Kept share by month: {percentage(first.kept or 0)} in {first.first:%B %Y}, "
            f"{percentage(last.kept or 0)} in {last.first:%B %Y}."
        )


def chart_of(months: Sequence[Month], *, target: float | None = None, small: bool = False) -> Chart:
    """The kept share of `months` as a line; `small` for one that stands in a row of a table, without its frame."""
    width, height = (120, 28) if small else (360, 150)
    left, right, top, bottom = (3, 3, 3, 3) if small else (36, 10, 10, 22)
    step = (width - left - right) / max(1, len(months) - 1)

    def y(share: float) -> float:
        return round(top + (1 - share) * (height - top - bottom), 1)

    points = [
        Point(round(left + place * step, 1), y(month.kept), month)
        for place, month in enumerate(months)
        if month.kept is not None
    ]
    return Chart(
        width=width,
        height=height,
        points=points,
        lines=_stretches(points, step),
        grid=[(y(share), percentage(share)) for share in (0.0, 0.5, 1.0)],
        months=list(months),
        ticks=[(round(left + place * step, 1), name) for place, name in _ticks(months)],
        left=float(left),
        target=None if target is None else y(target),
    )


def _ticks(months: Sequence[Month]) -> list[tuple[int, str]]:
    """The months that are named: every second one of a year, else each January and July with its year."""
    if len(months) <= MONTHS:
        return [(place, f"{month.first:%b}") for place, month in enumerate(months) if place % 2]
    return [(place, f"{month.first:%b %Y}") for place, month in enumerate(months) if month.first.month in (1, 7)]


def _stretches(points: Sequence[Point], step: float) -> list[str]:
    """Points that follow one another month by month, as texts for polylines; a month alone is only a dot."""
    stretches: list[list[Point]] = []
    for point in points:
        if stretches and point.x - stretches[-1][-1].x < 1.5 * step:
            stretches[-1].append(point)
        else:
            stretches.append([point])
    return [" ".join(f"{point.x},{point.y}" for point in stretch) for stretch in stretches if len(stretch) > 1]


def together(tallies: Sequence[Tally]) -> list[Month]:
    """The months of several duties taken together."""
    months: dict[object, Month] = {}
    for tally in tallies:
        for month in tally.months:
            whole = months.setdefault(month.first, Month(month.first))
            whole.met += month.met
            whole.judged += month.judged
    return list(months.values())
