"""A duty's months as a table to take away: what a chart of statistical process control reads."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.oversight.assurance.models import Obligation
from holdfast.oversight.assurance.presenters.sheet import Sheet, share_cell
from holdfast.oversight.assurance.queries.tallies import Month


def begun(months: Sequence[Month]) -> list[Month]:
    """The months from the first one on in which something came to its limit, and at least two to draw a line."""
    first = next((place for place, month in enumerate(months) if month.judged), len(months))
    return list(months[min(first, len(months) - 2) :])


def sheet_of(duty: Obligation, months: Sequence[Month]) -> Sheet:
    """One row a month, oldest first. The first day stands for the month."""
    return Sheet(
        title=f"{duty.clause.ref} {duty.statement}",
        name=f"{duty.key}-by-month",
        columns=("Month", "#Kept", "#Came to its limit", "#Share kept", "#Target"),
        rows=[
            [
                month.first,
                month.met,
                month.judged,
                share_cell(month.met, month.judged),
                None if duty.target is None else float(duty.target),
            ]
            for month in months
        ],
        lead="What came to its limit in each month, and how much of it was kept.",
    )
