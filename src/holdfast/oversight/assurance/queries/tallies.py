"""Every duty of a trust as at an instant: counts, share kept, oldest failure, since when. Set-based.

The meaning is `engine.summary`; a test holds the two against each other on generated clocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet

from holdfast.foundation.organisation.viewer import Viewer
from holdfast.kernel import clock
from holdfast.oversight.assurance.engine.clocks import INSTANTS, Verdict
from holdfast.oversight.assurance.engine.clocks import Clock as EngineClock
from holdfast.oversight.assurance.engine.summary import JUDGED, KEPT, failures, unbroken
from holdfast.oversight.assurance.models import Clock, Obligation, Settled
from holdfast.oversight.assurance.queries.conditions import ran_in_window, stands_as_at, verdict_as_at
from holdfast.oversight.assurance.queries.known import Known
from holdfast.oversight.assurance.queries.months import first_day, month_of

WINDOW = timedelta(days=365)
"""Over how long the share kept is told unless someone asks for another window."""

MONTHS = 12
"""How many months a trend shows."""

FAILED = (Verdict.OVERDUE, Verdict.MISSED)
AHEAD = (Verdict.PENDING, Verdict.DUE_SOON, Verdict.MET)
"""Verdicts of what must still be done by a limit to come; met is what rests until then."""


@dataclass
class Month:
    """What came to its limit in one month (London): `met` of `judged`."""

    first: date
    met: int = 0
    judged: int = 0

    @property
    def kept(self) -> float | None:
        """The share kept; None when nothing came to its limit."""
        return self.met / self.judged if self.judged else None


@dataclass
class Tally:
    """One duty as at an instant. `counts`: verdicts that stand and may still change, so without met and late;
    `judged`: all verdicts of what ran in the window, `explained` how many of the met ones were met by an explanation,
    `older` how many of what counts were due before the window and still open when it began; `months`: what came to its
    limit month by month. `oldest_failure`: the oldest limit that is past and still open, `oldest_overdue` the same
    without what was missed for ever; `next_due`: the first one still to come."""

    obligation: Obligation
    as_at: datetime
    counts: dict[str, int] = field(default_factory=dict)
    judged: dict[str, int] = field(default_factory=dict)
    explained: int = 0
    older: int = 0
    oldest_failure: datetime | None = None
    oldest_overdue: datetime | None = None
    next_due: datetime | None = None
    months: list[Month] = field(default_factory=list)

    @property
    def denominator(self) -> int:
        """met + late + overdue + missed in the window."""
        return sum(self.judged.get(verdict, 0) for verdict in JUDGED)

    @property
    def met(self) -> int:
        """How many were kept in the window."""
        return sum(self.judged.get(verdict, 0) for verdict in KEPT)

    @property
    def kept(self) -> float | None:
        """The share kept in the window, None when there is nothing to judge."""
        return self.met / self.denominator if self.denominator else None

    @property
    def on_target(self) -> bool:
        """Whether the share kept reaches the target, compared as the fractions that people wrote."""
        target = self.obligation.target
        return target is None or not self.denominator or Fraction(self.met, self.denominator) >= Fraction(target)

    @property
    def state(self) -> str:
        """The duty's one word: overdue, excused, below target, due soon, kept, unset, or nothing to judge."""
        if self.counts.get(Verdict.OVERDUE):
            return "overdue"
        if self.obligation.rests:
            return "excused"
        if self.kept is None:
            if self.lacking:
                return "unset"
            if self.counts.get(Verdict.EXCUSED):
                return "excused"
            return "due soon" if self.counts.get(Verdict.DUE_SOON) else "nothing to judge"
        if not self.on_target:
            return "below target"
        return "due soon" if self.counts.get(Verdict.DUE_SOON) else "kept"

    @property
    def lacking(self) -> bool:
        """Whether a number is not set without which it, or a part of it, cannot be judged."""
        return self.obligation.lacks_on(clock.local_day(self.as_at))

    @property
    def silent(self) -> bool:
        """True when nothing runs, stands open or was judged: there is nothing left to say of a dropped duty."""
        return not self.denominator and not any(
            count for verdict, count in self.counts.items() if verdict != Verdict.NOT_APPLICABLE
        )


def tallies(
    duties: Iterable[Obligation],
    as_at: datetime,
    known: Known | None = None,
    *,
    viewer: Viewer | None = None,
    window: timedelta = WINDOW,
    months: int = MONTHS,
) -> dict[str, Tally]:
    """The tally of each duty, as `queries.duties` gives it, by its key: over every version of the policy, in two
    statements over the clocks however many duties there are.

    Over what is `known`, by default to `viewer`; with neither, over what anyone in the trust may know of.
    """
    known = known or Known.to(viewer)
    obligations, last = list(duties), month_of(as_at)
    shown = range(last - months + 1, last + 1)
    found = {one.key: Tally(one, as_at, months=[Month(first_day(month)) for month in shown]) for one in obligations}
    versions = {pk: found[one.key] for one in obligations for pk in one.versions}
    clocks = known.clocks().filter(obligation__in=versions)
    for row in (*_settled(clocks, as_at, window), *_running(clocks, as_at, window)):
        _add(versions[row["obligation"]], row, shown)
    return found


def _settled(clocks: QuerySet[Clock], as_at: datetime, window: timedelta) -> Iterator[dict[str, Any]]:
    """Counts of the clocks that were met or late for ever in the window: most of them, so counted from their index."""
    found = clocks.filter(settled__gt=Settled.NO, done__gte=as_at - window, done__lte=as_at)
    rows: QuerySet[Any, Any] = found.values("obligation", "settled", "month").order_by()
    ran, due = Count("obligation"), Count("obligation", filter=Q(limit__lte=as_at))
    older = Count("obligation", filter=Q(limit__lt=as_at - window))
    for row in rows.annotate(ran=ran, due=due, older=older):
        explained = row["ran"] if row["settled"] == Settled.EXPLAINED else 0
        yield row | {"verdict": _VERDICTS[row["settled"]], "stand": 0, "explained": explained}


_VERDICTS = {Settled.MET: Verdict.MET, Settled.LATE: Verdict.LATE, Settled.EXPLAINED: Verdict.MET}


def _running(clocks: QuerySet[Clock], as_at: datetime, window: timedelta) -> QuerySet[Any, Any]:
    """Counts of the other clocks, each judged by the comparison."""
    standing, ran = stands_as_at(as_at), ran_in_window(as_at - window, as_at)
    found = clocks.filter(Q(settled=Settled.NO) | Q(settled__gt=Settled.NO, done__gt=as_at), standing | ran)
    undone = standing & (Q(done__isnull=True) | Q(done__gt=as_at))
    judged: QuerySet[Any, Any] = found.annotate(**{"verdict": verdict_as_at(as_at)})
    return (
        judged.values("obligation", "verdict", "month")
        .order_by()
        .annotate(
            stand=Count("obligation", filter=standing),
            ran=Count("obligation", filter=ran),
            due=Count("obligation", filter=ran & Q(limit__lte=as_at)),
            older=Count("obligation", filter=ran & Q(limit__lt=as_at - window)),
            explained=Count("obligation", filter=ran & ~Q(explained=[])),
            oldest=Min("limit", filter=undone),
            next=Min("limit", filter=undone & Q(limit__gte=as_at)),
        )
    )


def _add(tally: Tally, row: dict[str, Any], months: range) -> None:
    verdict = str(row["verdict"])
    if row["stand"] and verdict not in (Verdict.MET, Verdict.LATE):
        tally.counts[verdict] = tally.counts.get(verdict, 0) + row["stand"]
        if verdict in FAILED and row["oldest"] is not None:
            tally.oldest_failure = min(row["oldest"], tally.oldest_failure or row["oldest"])
            if verdict == Verdict.OVERDUE:
                tally.oldest_overdue = min(row["oldest"], tally.oldest_overdue or row["oldest"])
    if verdict in AHEAD and row.get("next") is not None:
        tally.next_due = min(row["next"], tally.next_due or row["next"])
    if row["ran"]:
        tally.judged[verdict] = tally.judged.get(verdict, 0) + row["ran"]
        tally.explained += row["explained"] if verdict in KEPT else 0
        tally.older += row["older"] if verdict in JUDGED else 0
    if row["month"] in months and verdict in JUDGED:
        month = tally.months[months.index(row["month"])]
        month.judged += row["due"]
        month.met += row["due"] if verdict in KEPT else 0


def since_when(duty: Obligation, as_at: datetime, known: Known) -> tuple[bool | None, datetime | None]:
    """Whether something of the duty fails as at the instant, and since when (UTC) that has been so without a break.

    None, None when nothing has begun that could be judged. Reads only the clocks that ever failed.
    """
    clocks = known.clocks().filter(obligation__in=duty.versions, opens__lte=as_at)
    rows = _may_have_failed(clocks, as_at).values_list(*INSTANTS, "lapses")
    failed = [EngineClock(**dict(zip((*INSTANTS, "lapses"), row, strict=True))) for row in rows]
    stretches = [(start, end) for _, start, end in failures(failed, as_at)]
    if not stretches:
        first = clocks.filter(unset=False).aggregate(first=Min("opens"))["first"]
        return (None if first is None else False), first
    return unbroken(failed, stretches, as_at)


def _may_have_failed(clocks: QuerySet[Clock], as_at: datetime) -> QuerySet[Clock]:
    """Clocks of which some stretch lies past their limit; which of it counts is the engine's to say."""
    past = Q()
    for end in ("done", "closes", "superseded"):
        past &= Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": F("limit")})
    return clocks.filter(Q(settled=Settled.LATE) | Q(settled=Settled.NO) & past, limit__lt=as_at)
