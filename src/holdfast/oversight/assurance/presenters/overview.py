"""The trust's duties for people who have a minute: what fails first, then subject by subject."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from holdfast.foundation.organisation.models import Trust
from holdfast.kernel import clock
from holdfast.oversight.assurance.engine.explanation import on_day, percentage
from holdfast.oversight.assurance.packs.offered import vocabulary
from holdfast.oversight.assurance.presenters.chart import Chart, chart_of, together
from holdfast.oversight.assurance.presenters.own_numbers import own_in_words
from holdfast.oversight.assurance.presenters.sheet import Cell, Sheet, share_cell
from holdfast.oversight.assurance.presenters.words import FAILING, STATES, Line, Shown, line_of
from holdfast.oversight.assurance.queries.duties import former, obligations_of, titles_of_posts
from holdfast.oversight.assurance.queries.known import Known
from holdfast.oversight.assurance.queries.tallies import Tally, tallies

NO_LONGER = "No longer in the policy, still owed for what happened before"


@dataclass(frozen=True)
class Row:
    """A duty in the overview: its line, its small chart, who owns it, and where it is judged by another number than the
    policy prints (`own`, in words)."""

    line: Line
    chart: Chart
    owner: str
    own: Sequence[str] = ()


@dataclass(frozen=True)
class Part:
    """One subject of the policy (a capability) with its duties taken together. `key` is empty for what was dropped."""

    key: str
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
    def oldest(self) -> datetime | None:
        """The oldest limit that is overdue still."""
        return oldest_overdue(self.rows)

    @property
    def ahead(self) -> bool:
        """Whether something runs towards its limit."""
        return any(row.line.tally.next_due for row in self.rows)

    @property
    def unset(self) -> int:
        """How many of its duties wait for a number."""
        return sum(row.line.tally.lacking for row in self.rows)

    @property
    def kept(self) -> str:
        """The share kept of all that came to its limit, as a percentage; empty when nothing did."""
        return share_of(row.line.tally for row in self.rows)

    @property
    def chart(self) -> Chart:
        """The share kept by month, as a small line."""
        return chart_of(together([row.line.tally for row in self.rows]), small=True)


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
        """The duties by their subject, in the order of the subjects' names; last what was dropped."""
        groups: dict[str, list[Row]] = {}
        for row in self.rows:
            duty = row.line.obligation
            groups.setdefault("" if former(duty, self.day) else duty.clause.capability, []).append(row)
        found = [Part(key, subject_words(key), rows) for key, rows in groups.items()]
        return sorted(found, key=lambda part: (not part.key, part.heading))

    @property
    def judged_parts(self) -> list[Part]:
        """The subjects of which there is something to say: a share, a failure, something ahead."""
        return [part for part in self.parts if part.kept or part.failing or part.ahead]

    @property
    def quiet_parts(self) -> list[Part]:
        """The others: nothing came to its limit, or no number says when it would."""
        return [part for part in self.parts if not (part.kept or part.failing or part.ahead)]

    def part(self, key: str) -> Part | None:
        """The subject with this key; None when no duty is about it."""
        return next((part for part in self.parts if part.key == key), None) if key else None

    def in_state(self, state: str) -> list[Row]:
        """The duties in this state, the neediest first."""
        return sorted((row for row in self.rows if row.line.tally.state == state), key=_need)

    @property
    def own(self) -> list[Row]:
        """The duties that are judged by another number than the policy prints."""
        return [row for row in self.rows if row.own]

    @property
    def lacking(self) -> int:
        """How many duties wait, all or in part, for a number that nobody has set."""
        return sum(row.line.tally.lacking for row in self.rows)

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
        older, explained = sum(tally.older for tally in tallies_), sum(tally.explained for tally in tallies_)
        if older:
            parts.append(f"{older:,} of the {judged:,} were due before that year and still open in it.")
        if explained:
            parts.append(f"{explained:,} of the {met:,} were kept by saying why something is missing.")
        failing = self.failing
        if not failing:
            return " ".join([*parts, "No duty is failing."])
        oldest = oldest_overdue(failing)
        words = f"{len(failing)} of {len(self.rows)} duties {'is' if len(failing) == 1 else 'are'} failing"
        parts.append(f"{words}; the oldest has been overdue since {on_day(oldest)}." if oldest else f"{words}.")
        return " ".join(parts)


def oldest_overdue(rows: Iterable[Row]) -> datetime | None:
    """The oldest limit that is overdue still; None when nothing is."""
    return min((row.line.tally.oldest_overdue for row in rows if row.line.tally.oldest_overdue), default=None)


def subject_words(key: str) -> str:
    """A capability as people read it."""
    return vocabulary().capabilities.get(key, key or NO_LONGER)


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
        Row(
            line_of(tally),
            chart_of(tally.months, small=True),
            owners.get(tally.obligation.owner, ""),
            own_in_words(tally.obligation, day, printed_only=True),
        )
        for tally in told
    ]
    return Overview(as_at, day, rows, chart_of(together(told)))


COLUMNS = (
    *("Clause", "Key", "Subject", "Duty", "Owner", "State", "#Kept in the past year", "#Came to its limit"),
    *("#Share kept", "#Target", "#Overdue now", "Oldest limit overdue", "#Due soon", "#Running", "#Missed", "#Excused"),
    *("#Without a number", "#Kept by explanation", "#Due before that year", "Number set by the trust"),
    *("In words", "As at"),
)


def sheet_of(overview: Overview, rows: Iterable[Row] | None = None) -> Sheet:
    """The duties (all, or `rows` of them) as a table to take away."""
    chosen = overview.rows if rows is None else list(rows)
    return Sheet(
        title="Is our policy kept?",
        name=f"duties-{overview.day.isoformat()}",
        columns=COLUMNS,
        rows=[_cells(row, subject_words(row.line.obligation.clause.capability)) for row in chosen],
        lead=overview.sentence,
    )


def _cells(row: Row, subject: str) -> list[Cell]:
    tally, duty = row.line.tally, row.line.obligation
    counts = tally.counts
    return [
        *(duty.clause.ref, duty.key, subject, duty.statement, row.owner, row.line.shown.words),
        *(tally.met, tally.denominator, share_cell(tally.met, tally.denominator)),
        None if duty.target is None else float(duty.target),
        *(counts.get("overdue", 0), tally.oldest_overdue, counts.get("due soon", 0), counts.get("pending", 0)),
        *(tally.judged.get("missed", 0), counts.get("excused", 0), counts.get("unset", 0)),
        *(tally.explained, tally.older, " ".join(own_in_words(duty, clock.local_day(tally.as_at)))),
        *(row.line.sentence, tally.as_at),
    ]
