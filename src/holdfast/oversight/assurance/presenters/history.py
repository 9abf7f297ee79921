"""Turns of verdicts as pages and files show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from holdfast.oversight.assurance.models import Clause, VerdictChange
from holdfast.oversight.assurance.presenters.sheet import Sheet
from holdfast.oversight.assurance.presenters.words import STATES, Shown

UNKNOWN = Shown("Not known", "off")


@dataclass(frozen=True)
class Turn:
    """One turn: its row, the states as they are shown (`old` None at the first evaluation), its clause if that is still
    in the policy."""

    row: VerdictChange
    new: Shown
    old: Shown | None
    clause: Clause | None = None


def turns_of(rows: Iterable[VerdictChange], clauses: Mapping[str, Clause] | None = None) -> list[Turn]:
    """The rows as turns. `clauses`: by their keys."""
    found = clauses or {}
    return [
        Turn(row, STATES.get(row.new, UNKNOWN), STATES.get(row.old) if row.old else None, found.get(row.duty))
        for row in rows
    ]


def sheet_of(turns: Sequence[Turn]) -> Sheet:
    """The turns as a table to take away."""
    return Sheet(
        title="What turned, and when",
        name="assurance-history",
        columns=("When", "Clause", "Key", "In our words", "From", "To", "Why"),
        rows=[
            [
                turn.row.at,
                turn.clause.ref if turn.clause else "",
                turn.row.duty,
                turn.clause.gist if turn.clause else "",
                turn.old.words if turn.old else "",
                turn.new.words,
                turn.row.why,
            ]
            for turn in turns
        ],
    )
