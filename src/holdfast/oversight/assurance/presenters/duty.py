"""One duty's page: its verdicts with their counts, the records behind one of them, and the same as a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse

from holdfast.oversight.assurance.measures.sources import source_of
from holdfast.oversight.assurance.models import Clock, Obligation
from holdfast.oversight.assurance.presenters.own_numbers import own_in_words
from holdfast.oversight.assurance.presenters.sheet import Cell, Sheet
from holdfast.oversight.assurance.presenters.words import OVER, VERDICTS, Shown, why
from holdfast.oversight.assurance.queries.behind import ALL
from holdfast.oversight.assurance.queries.tallies import Tally

MOST_ROWS = 50_000
"""A file of more rows than this would hold a web process for minutes."""


@dataclass(frozen=True)
class Tab:
    """One verdict with its count; `current` when its records are shown."""

    title: str
    url: str
    count: int
    current: bool


@dataclass(frozen=True)
class Behind:
    """One record behind a figure, with its verdict; `url` is empty where the viewer may not open it."""

    row: Clock
    shown: Shown
    sentence: str
    url: str


def verdict_shown(wanted: str, tally: Tally) -> str:
    """The verdict whose records are shown: the one asked for, else the first that somebody must act on."""
    if wanted in VERDICTS or wanted == ALL:
        return wanted
    return next((verdict for verdict in VERDICTS if counted(tally, verdict)), "overdue")


def counted(tally: Tally, verdict: str) -> int:
    """How many records have a verdict: in the past year what is over, now what is not."""
    return (tally.judged if verdict in OVER else tally.counts).get(verdict, 0)


def tabs_of(tally: Tally, current: str, day: str) -> list[Tab]:
    """The verdicts that some record has, what needs somebody first. `day`: the day asked for, as addresses carry it."""
    found = tally.obligation
    everything = sum(counted(tally, verdict) for verdict in VERDICTS)
    return [
        Tab("All", address_of(found, day, verdict=ALL), everything, current == ALL),
        *_tabs(tally, current, day),
    ]


def _tabs(tally: Tally, current: str, day: str) -> list[Tab]:
    found = tally.obligation
    return [
        Tab(shown.words, address_of(found, day, verdict=verdict), counted(tally, verdict), verdict == current)
        for verdict, shown in VERDICTS.items()
        if counted(tally, verdict) or verdict == current
    ]


def address_of(found: Obligation, day: str, **query: str) -> str:
    """The duty's page as at a day, at its records."""
    told = query | ({"as-at": day} if day else {})
    return f"{reverse('assurance:duty', args=[found.key])}?{urlencode(told)}#records"


def behind_of(found: Obligation, rows: Iterable[Clock], as_at: datetime) -> list[Behind]:
    """The records as lines of the page."""
    source = source_of(found.measure)
    return [
        Behind(
            row,
            verdict_of(row),
            why(row, as_at, found.kind),
            reverse(source.page, args=[row.record.reference]) if source and row.record and row.may_open else "",
        )
        for row in rows
    ]


BY_EXPLANATION = Shown("Kept, by explanation", "held")


def verdict_of(row: Clock) -> Shown:
    """The verdict of one row as it is shown: what was kept by explaining what is missing says so."""
    return BY_EXPLANATION if row.verdict == "met" and row.explained else VERDICTS[row.verdict]


def sheet_of(found: Obligation, verdict: str, rows: Iterable[Clock], as_at: datetime, lead: str, day: date) -> Sheet:
    """The records behind one verdict, or all, as a table to take away: references, dates and reasons, and nobody's
    name. `day`: the London day of `as_at`."""
    own = " ".join(own_in_words(found, day))
    return Sheet(
        title=f"{found.clause.ref} {found.statement}",
        name=f"{found.key}-{verdict.replace(' ', '-')}",
        columns=("Record", "Subject", "Verdict", "Began", "Limit", "Done", "Why", "Number set by the trust"),
        rows=[[*_cells(found, row, as_at), own] for row in rows],
        lead=lead,
    )


def _cells(found: Obligation, row: Clock, as_at: datetime) -> list[Cell]:
    return [
        row.record.reference if row.record else row.label,
        row.subject,
        verdict_of(row).words,
        *(row.opens, row.limit, row.done if row.done and row.done <= as_at else None),
        why(row, as_at, found.kind),
    ]
