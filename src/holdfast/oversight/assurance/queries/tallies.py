"""Every obligation of a trust as at an instant: counts, share kept, oldest failure, since when. Set-based.

The meaning is `engine.summary`; a test holds the two against each other on generated clocks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet

from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.records.models import Reader
from holdfast.oversight.assurance.engine.clocks import Verdict
from holdfast.oversight.assurance.models import Clock, Obligation
from holdfast.oversight.assurance.queries.conditions import ran_in_window, stands_as_at, verdict_as_at

WINDOW = timedelta(days=365)
"""Over how long the share kept is told unless someone asks for another window."""

OPEN_FAILURES = (Verdict.OVERDUE,)


@dataclass
class Tally:
    """One obligation as at an instant. `counts`: verdicts that stand; `judged`: verdicts of what ran in the window."""

    obligation: Obligation
    as_at: datetime
    counts: dict[str, int] = field(default_factory=dict)
    judged: dict[str, int] = field(default_factory=dict)
    oldest_failure: datetime | None = None

    @property
    def denominator(self) -> int:
        """met + late + overdue + missed in the window."""
        return sum(self.judged.get(verdict, 0) for verdict in ("met", "late", "overdue", "missed"))

    @property
    def met(self) -> int:
        """How many were kept in the window."""
        return self.judged.get("met", 0)

    @property
    def kept(self) -> float | None:
        """The share kept in the window, None when there is nothing to judge."""
        return self.met / self.denominator if self.denominator else None

    @property
    def state(self) -> str:
        """The obligation's one word: overdue, due soon, kept, below target, unset, or nothing to judge."""
        if self.counts.get("unset") and self.kept is None:
            return "unset"
        if self.counts.get("overdue"):
            return "overdue"
        if self.kept is None:
            return "due soon" if self.counts.get("due soon") else "nothing to judge"
        if self.obligation.target is not None and self.kept < float(self.obligation.target):
            return "below target"
        return "due soon" if self.counts.get("due soon") else "kept"


def known_to(viewer: Viewer | None) -> QuerySet[Clock]:
    """The clocks that `viewer` may know of: none of a restricted record on which they are not named. None: all."""
    if viewer is None:
        return Clock.objects.all()
    named = Exists(Reader.objects.filter(record_id=OuterRef("record_id"), person=viewer.person))
    return Clock.objects.filter(Q(restricted=False) | named)


def tallies(
    obligations: Iterable[Obligation], as_at: datetime, *, viewer: Viewer | None = None, window: timedelta = WINDOW
) -> dict[int, Tally]:
    """The tally of each obligation by its key, in three statements however many there are.

    For `viewer` restricted records on which they are not named are left out; None counts everything.
    """
    found = {obligation.pk: Tally(obligation, as_at) for obligation in obligations}
    clocks = known_to(viewer).filter(obligation__in=found)
    standing = clocks.filter(stands_as_at(as_at)).values("obligation").annotate(verdict=verdict_as_at(as_at))
    for row in standing.values("obligation", "verdict").annotate(count=Count("pk")).order_by():
        found[row["obligation"]].counts[row["verdict"]] = row["count"]
    ran = clocks.filter(ran_in_window(as_at - window, as_at)).values("obligation")
    ran = ran.annotate(verdict=verdict_as_at(as_at)).values("obligation", "verdict").annotate(count=Count("pk"))
    for row in ran.order_by():
        found[row["obligation"]].judged[row["verdict"]] = row["count"]
    failing = clocks.filter(stands_as_at(as_at), limit__lt=as_at, lapses=False, unset=False)
    failing = failing.filter(Q(done__isnull=True) | Q(done__gt=as_at), Q(closes__isnull=True) | Q(closes__gt=as_at))
    failing = failing.annotate(verdict=verdict_as_at(as_at)).filter(verdict__in=OPEN_FAILURES)
    for row in failing.values("obligation").annotate(oldest=Min("limit")).order_by():
        found[row["obligation"]].oldest_failure = row["oldest"]
    return found


def clocks_behind(obligation: Obligation, verdict: str, as_at: datetime, *, viewer: Viewer) -> QuerySet[Clock]:
    """Those clocks that have `verdict` as at the instant, the oldest limit first: the very records behind a figure.

    "late" and "met" are looked for over the window, everything else among what stands.
    """
    clocks = known_to(viewer).filter(obligation=obligation).annotate(verdict=verdict_as_at(as_at))
    if verdict in ("met", "late", "missed"):
        clocks = clocks.filter(ran_in_window(as_at - WINDOW, as_at))
    else:
        clocks = clocks.filter(stands_as_at(as_at))
    return clocks.filter(verdict=verdict).select_related("record").order_by(F("limit").asc(nulls_last=True), "pk")
