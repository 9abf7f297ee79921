"""The kept share of duties month by month: plain data, ready for a chart of statistical process control."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from holdfast.kernel.durations import begins
from holdfast.oversight.assurance.models import Obligation
from holdfast.oversight.assurance.queries.known import Known
from holdfast.oversight.assurance.queries.months import first_day, month_of
from holdfast.oversight.assurance.queries.tallies import Month, tallies

EARLY = timedelta(days=366)
"""What was done so long before the month of its limit is still found."""


def monthly(
    duties: Iterable[Obligation], as_at: datetime, known: Known | None = None, *, months: int = 24
) -> dict[str, list[Month]]:
    """For each duty, by its key, its last `months` months (Europe/London) up to that of `as_at`, oldest first.

    Each tells of what came to its limit in it, as at the instant `as_at` (UTC): how much that was (`judged`) and how
    much of it was kept (`met`). The last month is not over. `known` bounds what is counted; by default what anyone in
    the trust may know of. Two statements, however many duties. `duties` as `queries.duties` gives them.
    """
    start = begins(first_day(month_of(as_at) - months + 1))
    found = tallies(duties, as_at, known, window=as_at - start + EARLY, months=months)
    return {key: tally.months for key, tally in found.items()}
