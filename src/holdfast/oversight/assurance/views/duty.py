"""One duty: what it asks, how it stands, and the very records behind each figure."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponse
from django.urls import reverse

from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.pages.tables import Column
from holdfast.foundation.records.models import Sensitivity
from holdfast.kernel import clock
from holdfast.oversight.assurance.measures.sources import source_of
from holdfast.oversight.assurance.models import Excuse, Obligation
from holdfast.oversight.assurance.presenters.chart import chart_of
from holdfast.oversight.assurance.presenters.confirmed import confirmed_of
from holdfast.oversight.assurance.presenters.duty import (
    MOST_ROWS,
    address_of,
    behind_of,
    sheet_of,
    tabs_of,
    verdict_shown,
)
from holdfast.oversight.assurance.presenters.history import turns_of
from holdfast.oversight.assurance.presenters.overview import subject_words
from holdfast.oversight.assurance.presenters.own_numbers import own_in_words
from holdfast.oversight.assurance.presenters.places import areas_in_words, awaited_by, operations_of
from holdfast.oversight.assurance.presenters.words import (
    OVER,
    VERDICTS,
    WANTED,
    line_of,
    numbers_in_words,
    since_words,
)
from holdfast.oversight.assurance.queries.behind import ALL, clocks_behind, page_behind
from holdfast.oversight.assurance.queries.duties import excuses_of, former
from holdfast.oversight.assurance.queries.history import turns
from holdfast.oversight.assurance.queries.tallies import since_when, tallies
from holdfast.oversight.assurance.views.answering import answer, ways
from holdfast.oversight.assurance.views.as_at import AsAt, as_at_of
from holdfast.oversight.assurance.views.owning import owned_or_seen, owns

TURNS = 12
RUNNING = ("overdue", "due soon", "pending")
"""Verdicts of what may still be excused for one record alone."""
COLUMNS = [Column("Record"), Column("Limit"), Column("Why")]


@requires(Permission.USE_HOLDFAST)
def duty(request: ViewedRequest, key: str) -> HttpResponse:
    """The duty's page; as a file, the records behind the verdict that is shown."""
    as_at = as_at_of(request)
    viewer, trust = request.viewer, request.viewer.trust
    found = owned_or_seen(request, key, as_at)
    may_see = viewer.may(Permission.SEE_ASSURANCE)
    tally = tallies([found], as_at.instant, as_at.known)[found.key]
    line = line_of(tally)
    verdict = verdict_shown(request.GET.get("verdict", ""), tally)
    day = as_at.day.isoformat() if as_at.day else ""
    page = page_behind(found, verdict, as_at.instant, as_at.known, viewer=viewer, after=request.GET.get("after", ""))
    named = {str(found.numbers.get("post")): found.named_title} if found.named_title else {}
    attested = found.kind == "attestation"
    failing, since = (None, None) if attested else since_when(found, as_at.instant, as_at.known)
    held = found.numbers_on(as_at.on)
    excuses = _excuses(request, found)
    excused = any(one.withdrawn_at is None for one in excuses)
    context = {
        "page_title": found.statement,
        "caption": f"{found.clause.ref} {found.clause.heading}".strip(),
        "duty": found,
        "clause": found.clause,
        "subject": subject_words(found.clause.capability),
        "carried": [words for _, words in operations_of(found.clause)],
        "awaits": areas_in_words(awaited_by(found.clause)),
        "former": former(found, as_at.on),
        "line": line,
        "since": since_words(failing, since, tally, excused=excused),
        "own": own_in_words(found, as_at.on),
        "chart": chart_of(tally.months, target=None if found.target is None else float(found.target)),
        "tabs": tabs_of(tally, verdict, day),
        "verdict": VERDICTS[verdict].words.lower() if verdict in VERDICTS else "",
        "in_past_year": verdict in OVER,
        "excusable": RUNNING,
        "behind": behind_of(found, page.rows, as_at.instant),
        "older_url": address_of(found, day, verdict=verdict, after=page.after) if page.after else "",
        "columns": COLUMNS,
        "numbers": numbers_in_words(held, named),
        "unset": [found.uses[name] for name, value in held.items() if value is None and name in found.uses],
        "wanted": WANTED.get(found.kind, ""),
        "owner": found.owner_title or "",
        "attested": attested,
        "confirmed": confirmed_of(found, viewer.actor, as_at.instant) if attested else [],
        "owns": owns(viewer, found),
        "may_see": may_see,
        "excuses": excuses,
        "exports_all": ways(request, verdict=ALL) if verdict != ALL else [],
        "as_at": as_at,
        "carried_query": [("verdict", verdict)],
        "today": clock.today(),
        "turns": turns_of(turns(trust, duty=key, until=as_at.instant)[:TURNS]),
        "known_then": found.known_then if as_at.day else None,
        "breadcrumb": _above(found, as_at) if may_see else [{"title": "My duties", "url": reverse("assurance:mine")}],
    }
    rows = clocks_behind(found, verdict, as_at.instant, as_at.known)
    return answer(
        request,
        "assurance/duty.html",
        context,
        sheet=lambda: sheet_of(found, verdict, rows[:MOST_ROWS], as_at.instant, line.sentence, as_at.on),
        paper="assurance/duty_printed.html",
    )


def _above(found: Obligation, as_at: AsAt) -> list[dict[str, str]]:
    query = f"?{as_at.query}" if as_at.query else ""
    policy = f"{reverse('assurance:policy')}{query}#{found.key}"
    return [
        {"title": "Is our policy kept?", "url": f"{reverse('assurance:overview')}{query}"},
        {"title": found.clause.policy.title, "url": policy},
    ]


def _excuses(request: ViewedRequest, found: Obligation) -> list[Excuse]:
    """What was excused, without what was excused of records that the viewer may not know of."""
    rows = excuses_of(found)
    if source := source_of(found.measure):
        may_know = Exists(source.visible_to(request.viewer).filter(pk=OuterRef("record")))
        rows = rows.filter(Q(record=None) | ~Q(record__sensitivity=Sensitivity.RESTRICTED) | may_know)
    return list(rows[:TURNS])
