"""What someone owns in the policy: what to confirm and what is measured, what needs them first, and by when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from holdfast.foundation.organisation.viewer import Viewer
from holdfast.oversight.assurance.presenters.sheet import Sheet, share_cell
from holdfast.oversight.assurance.presenters.words import STATES, Line, line_of
from holdfast.oversight.assurance.queries.tallies import Tally


@dataclass(frozen=True)
class Owned:
    """A duty of the viewer's. `post` is what owns it, `covers_for` whom the viewer stands in for, if anyone;
    `confirmed_at`: when it was last confirmed (UTC), None for a duty that never was."""

    line: Line
    post: str
    covers_for: str
    confirmed_at: datetime | None = None

    @property
    def confirmed(self) -> bool:
        """Whether it is a statement that the owner confirms."""
        return self.line.obligation.kind == "attestation"

    @property
    def due(self) -> datetime | None:
        """What comes first: the oldest limit that is overdue, else the next one."""
        return self.line.tally.oldest_overdue or self.line.tally.next_due


def owned_of(viewer: Viewer, tallies: Iterable[Tally], confirmed: Mapping[str, datetime]) -> list[Owned]:
    """The viewer's duties: by state, what needs somebody first, and within it by what is due first. `confirmed`: when
    each was last confirmed, by key."""
    held = {held.post.key: held for held in reversed(viewer.held)}
    found = []
    for tally in tallies:
        post, duty = held[tally.obligation.owner], tally.obligation
        covers_for = str(post.covers_for) if post.covers_for else ""
        found.append(Owned(line_of(tally), post.post.title, covers_for, confirmed.get(duty.key)))
    return sorted(found, key=_need)


def _need(one: Owned) -> tuple[int, bool, float, int]:
    due = one.due.timestamp() if one.due else 0.0
    return (list(STATES).index(one.line.tally.state), one.due is None, due, one.line.obligation.clause.order)


def sheet_of(rows: Sequence[Owned]) -> Sheet:
    """The viewer's duties as a table to take away."""
    return Sheet(
        title="My duties",
        name="my-duties",
        columns=(
            *("Clause", "Key", "Duty", "How", "Post", "For", "State", "Due", "#Kept in the past year"),
            *("#Came to its limit", "#Share kept", "#Overdue now", "Last confirmed", "In words"),
        ),
        rows=[
            [
                *(one.line.obligation.clause.ref, one.line.obligation.key, one.line.obligation.statement),
                "To confirm" if one.confirmed else "Measured",
                *(one.post, one.covers_for, one.line.shown.words, one.due),
                *(one.line.tally.met, one.line.tally.denominator),
                share_cell(one.line.tally.met, one.line.tally.denominator),
                *(one.line.tally.counts.get("overdue", 0), one.confirmed_at, one.line.sentence),
            ]
            for one in rows
        ],
    )
