"""The trust's duties for people who have a minute: what fails first, then part by part of the policy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from holdfast.foundation.organisation.models import Trust
from holdfast.oversight.assurance.engine.explanation import on_day, percentage
from holdfast.oversight.assurance.presenters.chart import Chart, chart_of, together
from holdfast.oversight.assurance.presenters.words import FAILING, STATES, Line, Shown, line_of
from holdfast.oversight.assurance.queries.duties import former, obligations_of, titles_of_posts
from holdfast.oversight.assurance.queries.known import Known
from holdfast.oversight.assurance.queries.tallies import Tally, tallies

NO_LONGER = "No longer in the policy, still owed for what happened before"


@dataclass(frozen=True)
class Row:
    """A duty in the overview: its line, its small chart, and who owns it."""

    line: Line
    chart: Chart
    owner: str


@dataclass(frozen=True)
class Part:
    """One part of the policy with its duties taken together."""

    heading: str
    rows: Sequence[Row]

    @property
    def failing(self) -> int:
        """How many of its duties fail."""
        return sum(row.line.tally.state in FAILING for row in self.rows)

    @property
    def overdue(self) -> int:
        """How many things are overdue."""
        return sum(row.line.tally.counts.get("overdue", 0) for row in self.rows)

    @property
    def unset(self) -> int:
        """How many of its duties wait for a number."""
        return sum(row.line.tally.state == "unset" for row in self.rows)

    @property
    def kept(self) -> str:
        """The share kept of all that came to its limit, as a percentage; empty when nothing did."""
        return share_of(row.line.tally for row in self.rows)

    @property
    def shown(self) -> Shown:
        """The state of the duty that needs somebody first."""
        states = list(STATES)
        return STATES[min((row.line.tally.state for row in self.rows), key=states.index)]


@dataclass(frozen=True)
class Overview:
    """All that the overview tells, the same on screen, on paper and in a file."""

    as_at: datetime
    day: date
    rows: Sequence[Row]
    chart: Chart

    @property
    def failing(self) -> list[Row]:
        """Duties that fail: what has been overdue longest first, then what is furthest below its target."""
        rows = [row for row in self.rows if row.line.tally.state in FAILING]
        return sorted(rows, key=_need)

    @property
    def parts(self) -> list[Part]:
        """The duties by the part of the policy in which they stand, in printed order."""
        groups: dict[str, list[Row]] = {}
        for row in self.rows:
            duty = row.line.obligation
            heading = NO_LONGER if former(duty, self.day) else duty.clause.heading or "Other duties"
            groups.setdefault(heading, []).append(row)
        return [Part(heading, rows) for heading, rows in groups.items()]

    def in_state(self, state: str) -> list[Row]:
        """The duties in this state, the neediest first."""
        return sorted((row for row in self.rows if row.line.tally.state == state), key=_need)

    @property
    def states(self) -> list[tuple[str, Shown, int]]:
        """Each state that some duty is in, with how many are."""
        counts = {state: sum(row.line.tally.state == state for row in self.rows) for state in STATES}
        return [(state, shown, counts[state]) for state, shown in STATES.items() if counts[state]]

    @property
    def sentence(self) -> str:
        """The whole in a sentence or two."""
        tallies_ = [row.line.tally for row in self.rows]
        judged, met = sum(tally.denominator for tally in tallies_), sum(tally.met for tally in tallies_)
        if not judged:
            return "Nothing has come to its limit yet, so there is nothing to judge."
        parts = [
            f"In the year to {on_day(self.as_at)}, {met:,} of {judged:,} things that the policy asks for "
            f"were done in time ({share_of(tallies_)})."
        ]
        failing = self.failing
        if not failing:
            return f"{parts[0]} No duty is failing."
        oldest = min((row.line.tally.oldest_failure for row in failing if row.line.tally.oldest_failure), default=None)
        words = f"{len(failing)} of {len(self.rows)} duties {'is' if len(failing) == 1 else 'are'} failing"
        parts.append(f"{words}; the oldest has been overdue since {on_day(oldest)}." if oldest else f"{words}.")
        return " ".join(parts)


def _need(row: Row) -> tuple[int, float, float, int]:
    tally = row.line.tally
    oldest = tally.oldest_failure.timestamp() if tally.oldest_failure else float("inf")
    kept = 1.0 if tally.kept is None else tally.kept
    return (list(STATES).index(tally.state), oldest, kept, tally.obligation.clause.order)


def share_of(tallies_: Iterable[Tally]) -> str:
    """The share kept of several duties taken together, as a percentage; empty when nothing was judged."""
    rows = list(tallies_)
    judged = sum(tally.denominator for tally in rows)
    return percentage(sum(tally.met for tally in rows) / judged) if judged else ""


def overview_of(trust: Trust, as_at: datetime, day: date, known: Known) -> Overview:
    """The overview of `trust` as at the instant `as_at`, which lies on the London day `day`."""
    found = tallies(obligations_of(trust, day), as_at, known)
    told = [tally for tally in found.values() if not (former(tally.obligation, day) and tally.silent)]
    owners = titles_of_posts(trust, (tally.obligation.owner for tally in told))
    rows = [
        Row(line_of(tally), chart_of(tally.months, small=True), owners.get(tally.obligation.owner, ""))
        for tally in told
    ]
    return Overview(as_at, day, rows, chart_of(together(told)))
