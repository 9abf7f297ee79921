"""What an obligation over many subjects reports: counts, the share kept, its open failures, and since when.

This is the meaning, in Python over clocks in memory; a set-based query over stored clocks must give the same figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from holdfast.oversight.assurance.engine.clocks import Clock, Verdict
from holdfast.oversight.assurance.engine.comparison import ran_in_window, stands, verdict

KEPT = (Verdict.MET,)
JUDGED = (Verdict.MET, Verdict.LATE, Verdict.OVERDUE, Verdict.MISSED)

_NEXT_INSTANT = timedelta(microseconds=1)


class Opinion(StrEnum):
    """What is to be said of an obligation against its target."""

    ON_TARGET = "on target"
    BELOW_TARGET = "below target"
    NO_TARGET = "no target set"
    NOTHING_JUDGED = "nothing to judge yet"
    UNSET = "unset"


@dataclass(frozen=True, slots=True)
class Summary:
    """An obligation as at one instant.

    `counts`: the verdicts that stand. `met` and `judged`: over the window, or over what stands when there is none.
    `oldest_failure`: the open failure with the earliest limit. `failing`: whether there is an open failure; None when
    nothing has begun that could be judged. `since`: the instant (UTC) from which that has held without a break.
    """

    as_at: datetime
    counts: Mapping[Verdict, int]
    met: int
    judged: int
    oldest_failure: Clock | None
    failing: bool | None
    since: datetime | None

    @property
    def kept(self) -> float | None:
        """met ÷ (met + late + overdue + missed); None when that would divide by nothing."""
        return self.met / self.judged if self.judged else None


def summarise(clocks: Iterable[Clock], as_at: datetime, window_from: datetime | None = None) -> Summary:
    """The summary of all clocks of one obligation as at `as_at`.

    The window runs from `window_from` to `as_at`, both inclusive, and holds every clock that ran at some time in it:
    so what was done late in the window counts as late, and what was overdue when it began and still is, as overdue. For
    a window that lies in the past, ask as at its end.
    """
    rows = list(clocks)
    standing = [(clock, verdict(clock, as_at)) for clock in rows if stands(clock, as_at)]
    if window_from is None:
        judged = Counter(answer for _, answer in standing)
    else:
        judged = Counter(verdict(clock, as_at) for clock in rows if ran_in_window(clock, window_from, as_at))
    stretches = failures(rows, as_at)
    open_now = [clock for clock, start, end in stretches if start <= as_at < end]
    failing, since = unbroken(rows, [(start, end) for _, start, end in stretches], as_at)
    return Summary(
        as_at=as_at,
        counts=Counter(answer for _, answer in standing),
        met=sum(judged[answer] for answer in KEPT),
        judged=sum(judged[answer] for answer in JUDGED),
        oldest_failure=min(open_now, key=lambda clock: (clock.limit or as_at, clock.subject), default=None),
        failing=failing,
        since=since,
    )


def opinion(summary: Summary, target: float | Decimal | None) -> Opinion:
    """What `summary` says against `target` (a share from 0 to 1; None: none is set). Just reached is on target.

    Compared as the fractions that people wrote: 19 of 20 reaches 0.95, which as a binary number it might not.
    """
    if summary.kept is None:
        return Opinion.UNSET if summary.counts.get(Verdict.UNSET) else Opinion.NOTHING_JUDGED
    if target is None:
        return Opinion.NO_TARGET
    reached = Fraction(summary.met, summary.judged) >= Fraction(str(target))
    return Opinion.ON_TARGET if reached else Opinion.BELOW_TARGET


def failures(clocks: Iterable[Clock], as_at: datetime) -> list[tuple[Clock, datetime, datetime]]:
    """Each stretch of failure known at `as_at`: its clock, its first instant, and the first instant that is past it.

    A failure begins just after the limit and ends with the deed; that of a missed period with the next thing done.
    While something is excused it does not fail, except for a period that was missed before.
    """
    found = []
    for clock in clocks:
        if clock.opens is None or clock.limit is None or clock.opens > as_at:
            continue
        first = max(clock.opens, clock.limit + _NEXT_INSTANT)
        ends = [end for end in (clock.done, clock.closes, clock.superseded) if end is not None]
        past = min([*ends, as_at + _NEXT_INSTANT])
        pieces = [(first, past)]
        too_late = clock.lapses and clock.excused_from is not None and clock.excused_from > clock.limit
        if clock.excused_from is not None and not too_late:
            resumes = past if clock.excused_until is None else clock.excused_until + _NEXT_INSTANT
            pieces = [(first, min(past, clock.excused_from)), (max(first, resumes), past)]
        found += [(clock, start, end) for start, end in pieces if start < end]
    return found


def unbroken(
    clocks: Iterable[Clock], stretches: Iterable[tuple[datetime, datetime]], as_at: datetime
) -> tuple[bool | None, datetime | None]:
    """Whether something fails at `as_at`, and since when that has been so without a break."""
    start = min(
        (clock.opens for clock in clocks if clock.opens is not None and clock.opens <= as_at and not clock.unset),
        default=None,
    )
    if start is None:
        return None, None
    failing_since: datetime | None = None
    last_end: datetime | None = None
    for first, past in sorted(stretches):
        if last_end is None or first > last_end:
            failing_since, last_end = first, past
        else:
            last_end = max(last_end, past)
    if last_end is not None and last_end > as_at:
        return True, failing_since
    return False, last_end or start
