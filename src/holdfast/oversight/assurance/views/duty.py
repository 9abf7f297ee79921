"""One duty: what it asks, how it stands, and the very records behind each figure."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.pages.tables import Column
from holdfast.kernel import clock
from holdfast.oversight.assurance.measures.sources import source_of
from holdfast.oversight.assurance.models import Clock, Confirmation, Obligation, Snapshot, VerdictChange
from holdfast.oversight.assurance.presenters.chart import chart_of
from holdfast.oversight.assurance.presenters.words import (
    OVER,
    STATES,
    VERDICTS,
    line_of,
    numbers_in_words,
    since_words,
    why,
)
from holdfast.oversight.assurance.queries.behind import page_behind
from holdfast.oversight.assurance.queries.duties import duty_on, excuses_of, former, titles_of_posts
from holdfast.oversight.assurance.queries.tallies import Tally, since_when, tallies
from holdfast.oversight.assurance.views.as_at import AsAt, as_at_of

TURNS = 12
COLUMNS = [Column("Record"), Column("Limit"), Column("Why")]


@dataclass(frozen=True)
class Tab:
    """One verdict with its count; `current` when its records are shown."""

    title: str
    url: str
    count: int
    current: bool


@dataclass(frozen=True)
class Behind:
    """One record behind a figure; `url` is empty where the viewer may not open it."""

    row: Clock
    sentence: str
    url: str


def find(request: ViewedRequest, key: str, as_at: AsAt) -> Obligation:
    """The duty with this key as it stood then; 404 where there was none."""
    found = duty_on(request.viewer.trust, key, as_at.on)
    if found is None:
        raise Http404
    return found


@requires(Permission.SEE_ASSURANCE)
def duty(request: ViewedRequest, key: str) -> HttpResponse:
    """The duty's page."""
    as_at = as_at_of(request)
    viewer, trust = request.viewer, request.viewer.trust
    found = find(request, key, as_at)
    tally = tallies([found], as_at.instant, as_at.known)[found.key]
    verdict = _chosen(request, tally)
    page = page_behind(found, verdict, as_at.instant, as_at.known, viewer=viewer, after=request.GET.get("after", ""))
    named = found.numbers.get("post")
    titles = titles_of_posts(trust, [named]) if named else {}
    attested = found.kind == "attestation"
    failing, since = (None, None) if attested else since_when(found, as_at.instant, as_at.known)
    shown = {
        "page_title": found.statement,
        "caption": f"{found.clause.ref} {found.clause.heading}".strip(),
        "duty": found,
        "former": former(found, as_at.on),
        "line": line_of(tally),
        "since": since_words(failing, since),
        "chart": chart_of(tally.months, target=None if found.target is None else float(found.target)),
        "tabs": _tabs(found, tally, verdict, as_at),
        "verdict": VERDICTS[verdict].words.lower(),
        "in_past_year": verdict in OVER,
        "behind": _behind(found, page.rows, as_at),
        "older_url": _address(found, as_at, verdict=verdict, after=page.after) if page.after else "",
        "columns": COLUMNS,
        "numbers": numbers_in_words(found.numbers, titles),
        "unset": [found.uses[name] for name, value in found.numbers.items() if value is None and name in found.uses],
        "owner": found.owner_title or "",
        "attested": attested,
        "confirmations": Confirmation.objects.filter(trust=trust, duty=key).select_related("record")[:TURNS]
        if attested
        else [],
        "owns": found.owner in {post.key for post in viewer.posts},
        "excuses": _excuses(request, found),
        "as_at": as_at,
        "today": clock.today(),
        "changes": [
            (change, STATES.get(change.new), STATES.get(change.old))
            for change in VerdictChange.objects.filter(trust=trust, duty=key).order_by("-at", "-pk")[:TURNS]
        ],
        "snapshot": Snapshot.objects.filter(trust=trust, duty=key, day=as_at.day).first() if as_at.day else None,
        "breadcrumb": [{"title": "Is our policy kept?", "url": _overview(as_at)}],
    }
    return render(request, "assurance/duty.html", shown)


def _chosen(request: ViewedRequest, tally: Tally) -> str:
    """The verdict whose records are shown: the one asked for, else the first that somebody must act on."""
    wanted = request.GET.get("verdict", "")
    if wanted in VERDICTS:
        return wanted
    return next((verdict for verdict in VERDICTS if _count(tally, verdict)), "overdue")


def _count(tally: Tally, verdict: str) -> int:
    return (tally.judged if verdict in OVER else tally.counts).get(verdict, 0)


def _tabs(found: Obligation, tally: Tally, current: str, as_at: AsAt) -> list[Tab]:
    return [
        Tab(shown.words, _address(found, as_at, verdict=verdict), _count(tally, verdict), verdict == current)
        for verdict, shown in VERDICTS.items()
        if _count(tally, verdict) or verdict == current
    ]


def _address(found: Obligation, as_at: AsAt, **query: str) -> str:
    if as_at.day:
        query["as-at"] = as_at.day.isoformat()
    return f"{reverse('assurance:duty', args=[found.key])}?{urlencode(query)}#records"


def _overview(as_at: AsAt) -> str:
    return f"{reverse('assurance:overview')}{'?' if as_at.query else ''}{as_at.query}"


def _behind(found: Obligation, rows: list[Clock], as_at: AsAt) -> list[Behind]:
    source = source_of(found.measure)
    return [
        Behind(
            row,
            why(row, as_at.instant, found.kind),
            reverse(source.page, args=[row.record.reference]) if source and row.record and row.may_open else "",
        )
        for row in rows
    ]


def _excuses(request: ViewedRequest, found: Obligation) -> list[object]:
    """What was excused, without what was excused of records that the viewer may not know of."""
    rows = list(excuses_of(found)[:TURNS])
    keys = [row.record_id for row in rows if row.record_id and row.record and row.record.sensitivity == "restricted"]
    source = source_of(found.measure)
    known = set(source.visible_to(request.viewer).filter(pk__in=keys).values_list("pk", flat=True)) if source else set()
    return [row for row in rows if row.record_id not in keys or row.record_id in known]
