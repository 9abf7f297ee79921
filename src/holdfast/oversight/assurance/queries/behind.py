"""The very records behind a figure, page by page, by key and never by offset."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from holdfast.foundation.organisation.viewer import Viewer
from holdfast.kernel.places import mark_of, read_mark
from holdfast.oversight.assurance.engine.clocks import Verdict
from holdfast.oversight.assurance.measures.sources import source_of
from holdfast.oversight.assurance.models import Clock, Obligation, Settled
from holdfast.oversight.assurance.queries.conditions import ran_in_window, stands_as_at, verdict_as_at
from holdfast.oversight.assurance.queries.known import Known
from holdfast.oversight.assurance.queries.tallies import WINDOW

OVER = (Verdict.MET, Verdict.LATE, Verdict.MISSED)
"""Verdicts that are looked for over the window; all others among what stands."""

ALL = "all"
"""Every verdict at once: of the window what is over, of all else what stands."""

NEWEST_FIRST = (*OVER, ALL)

ROWS = 50


@dataclass(frozen=True)
class Page:
    """Some rows, and the mark of the page after them; "" when there is none."""

    rows: list[Clock]
    after: str


def clocks_behind(
    duty: Obligation, verdict: str, as_at: datetime, known: Known, *, window: timedelta = WINDOW
) -> QuerySet[Clock]:
    """The clocks that have `verdict` (or ALL) as at the instant, as `tallies` counts them, each with its `moment`.

    What is over, and ALL, comes with the newest limit first, everything else with the oldest first. `moment` is the
    limit, or the beginning where no number gives one.
    """
    clocks: QuerySet[Any, Any] = known.clocks().filter(obligation__in=duty.versions)
    ran = ran_in_window(as_at - window, as_at)
    if verdict == ALL:
        lately = Q(settled=Settled.NO) | Q(done__gte=as_at - window)
        clocks = clocks.filter(lately, stands_as_at(as_at) | ran)
    elif verdict in OVER:
        # A settled clock was done in the window or did not run in it: the index then finds it by its deed.
        over = Q(settled=Settled.NO) | Q(settled__gt=Settled.NO, done__gte=as_at - window)
        clocks = clocks.filter(over, ran)
    else:
        clocks = clocks.filter(Q(settled=Settled.NO) | Q(done__gt=as_at), stands_as_at(as_at))
    # By a mapping: the model declares the names for whoever reads a row, and mypy would take these for others.
    told = {"verdict": verdict_as_at(as_at), "moment": Coalesce("limit", "opens")}
    clocks = clocks.annotate(**told)
    if verdict == ALL:
        over = Q(verdict__in=OVER)
        clocks = clocks.filter(over & ran | ~over & stands_as_at(as_at)).exclude(verdict=Verdict.NOT_APPLICABLE)
    else:
        clocks = clocks.filter(verdict=verdict)
    newest_first = verdict in NEWEST_FIRST
    order = (F("moment").desc(), F("pk").desc()) if newest_first else (F("moment").asc(), F("pk").asc())
    return clocks.select_related("record").order_by(*order)


def page_behind(
    duty: Obligation,
    verdict: str,
    as_at: datetime,
    known: Known,
    *,
    viewer: Viewer | None = None,
    after: str = "",
    size: int = ROWS,
) -> Page:
    """The page of `clocks_behind` that follows the mark `after`; the first one without, or when nobody can read it.

    Each row says whether `viewer` `may_open` the record behind it.
    """
    rows = clocks_behind(duty, verdict, as_at, known)
    if viewer is not None and (source := source_of(duty.measure)) is not None:
        rows = rows.annotate(**{"may_open": Exists(source.visible_to(viewer).filter(pk=OuterRef("record")))})
    if (position := read_mark(after)) is not None:
        moment, key = position
        beyond = "lt" if verdict in NEWEST_FIRST else "gt"
        rows = rows.filter(Q(**{f"moment__{beyond}": moment}) | Q(moment=moment, **{f"pk__{beyond}": key}))
    found = list(rows[: size + 1])
    more = len(found) > size
    return Page(found[:size], _mark(found[size - 1]) if more else "")


def _mark(row: Clock) -> str:
    return mark_of(row.moment, row.pk)
