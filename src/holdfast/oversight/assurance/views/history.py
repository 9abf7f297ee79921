"""What turned and when, duty by duty; and each duty's kept share month by month."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpResponse
from django.urls import reverse

from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.kernel import clock
from holdfast.kernel.places import mark_of, read_mark
from holdfast.oversight.assurance.forms.history import TurnsForm
from holdfast.oversight.assurance.presenters.chart import chart_of
from holdfast.oversight.assurance.presenters.history import sheet_of, turns_of
from holdfast.oversight.assurance.presenters.months import begun
from holdfast.oversight.assurance.presenters.months import sheet_of as months_sheet
from holdfast.oversight.assurance.queries.duties import obligations_of, titles_of_posts
from holdfast.oversight.assurance.queries.history import turns
from holdfast.oversight.assurance.queries.series import monthly
from holdfast.oversight.assurance.views.answering import answer
from holdfast.oversight.assurance.views.as_at import as_at_of
from holdfast.oversight.assurance.views.owning import owned_or_seen

ROWS = 50
MOST_ROWS = 20_000
LONGEST = 36
"""Months that a series shows."""


@requires(Permission.SEE_ASSURANCE)
def history(request: ViewedRequest) -> HttpResponse:
    """Each turn of a duty's state, the newest first, page by page."""
    trust = request.viewer.trust
    duties = {duty.key: duty for duty in obligations_of(trust, clock.today())}
    owners = titles_of_posts(trust, {duty.owner for duty in duties.values()})
    form = TurnsForm(request.GET)
    form.offer(owners=owners.items())
    chosen = form.chosen()
    as_at = as_at_of(request)
    rows = turns(trust, duty=request.GET.get("duty", "")[:40], until=as_at.instant, to=chosen["to"])
    if chosen["owner"]:
        rows = rows.filter(duty__in=[duty.key for duty in duties.values() if duty.owner == chosen["owner"]])
    clauses = {key: duty.clause for key, duty in duties.items()}
    found = list(_after(rows, request.GET.get("after", ""))[: ROWS + 1])
    query = request.GET.copy()
    query.pop("after", None)
    older = mark_of(found[ROWS - 1].at, found[ROWS - 1].pk) if len(found) > ROWS else ""
    one = duties.get(request.GET.get("duty", ""))
    context: dict[str, Any] = {
        "page_title": "What turned, and when",
        "caption": f"{one.clause.ref} {one.statement}" if one else "",
        "turns": turns_of(found[:ROWS], clauses),
        "filter_form": form,
        "duty_key": one.key if one else "",
        "as_at": as_at,
        "today": clock.today(),
        "carried": [(name, value) for name in ("duty", *chosen) if (value := request.GET.get(name))],
        "filters_active": sum(bool(value) for value in chosen.values()),
        "list_url": reverse("assurance:history"),
        "older_url": f"?{urlencode([*query.items(), ('after', older)])}" if older else "",
        "older_text": "Earlier turns",
        "breadcrumb": [{"title": "Is our policy kept?", "url": reverse("assurance:overview")}],
    }
    return answer(
        request, "assurance/history.html", context, sheet=lambda: sheet_of(turns_of(rows[:MOST_ROWS], clauses))
    )


def _after(rows: Any, mark: str) -> Any:
    """The rows that come after a mark; all of them without one, or when nobody can read it."""
    place = read_mark(mark)
    if place is None:
        return rows
    at, pk = place
    return rows.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk))


@requires(Permission.USE_HOLDFAST)
def months(request: ViewedRequest, key: str) -> HttpResponse:
    """One duty month by month, as a chart's own figures: what came to its limit and how much was kept."""
    as_at = as_at_of(request)
    found = owned_or_seen(request, key, as_at)
    series = monthly([found], as_at.instant, as_at.known, months=LONGEST)[found.key]
    context = {
        "page_title": "Month by month",
        "caption": f"{found.clause.ref} {found.statement}",
        "duty": found,
        "months": list(reversed(begun(series))),
        "chart": chart_of(begun(series), target=None if found.target is None else float(found.target)),
        "as_at": as_at,
        "today": clock.today(),
        "breadcrumb": [{"title": found.clause.ref or found.key, "url": reverse("assurance:duty", args=[key])}],
    }
    return answer(request, "assurance/months.html", context, sheet=lambda: months_sheet(found, series))
