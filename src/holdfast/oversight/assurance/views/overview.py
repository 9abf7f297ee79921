"""The board's overview: on screen, on paper, in a file."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.pages.tables import Column
from holdfast.kernel import clock
from holdfast.oversight.assurance.presenters.export import as_csv
from holdfast.oversight.assurance.presenters.overview import overview_of
from holdfast.oversight.assurance.presenters.words import STATES
from holdfast.oversight.assurance.views.as_at import as_at_of

FIRST = 6
"""Failing duties that stand at the top; the rest is one press away."""

COLUMNS = [Column("Duty"), Column("State"), Column("Kept", numeric=True), Column("Overdue", numeric=True)]
TREND = Column("Past 12 months")


@requires(Permission.SEE_ASSURANCE)
def overview(request: ViewedRequest) -> HttpResponse:
    """Each duty of the trust's policy with its state: what fails first, then part by part."""
    as_at = as_at_of(request)
    found = overview_of(request.viewer.trust, as_at.instant, as_at.on, as_at.known)
    wanted = request.GET.get("state", "")
    wanted = wanted if wanted in STATES else ""
    failing = found.failing
    shown = {
        "page_title": "Is our policy kept?",
        "overview": found,
        "chart": found.chart,
        "rows": found.in_state(wanted) if wanted else failing[:FIRST],
        "more": 0 if wanted else len(failing) - FIRST,
        "wanted": wanted,
        "wanted_words": STATES[wanted].words if wanted else "",
        "as_at": as_at,
        "today": clock.today(),
        "columns": [*COLUMNS, TREND],
    }
    return render(request, "assurance/overview.html", shown)


@requires(Permission.SEE_ASSURANCE)
def printed(request: ViewedRequest) -> HttpResponse:
    """The overview for paper."""
    as_at = as_at_of(request)
    found = overview_of(request.viewer.trust, as_at.instant, as_at.on, as_at.known)
    shown = {
        "page_title": "Is our policy kept?",
        "overview": found,
        "chart": found.chart,
        "as_at": as_at,
        "columns": COLUMNS,
        "printed_by": str(request.viewer.person),
        "printed_at": clock.now(),
    }
    return render(request, "assurance/overview_printed.html", shown)


@requires(Permission.SEE_ASSURANCE)
def export(request: ViewedRequest) -> HttpResponse:
    """The overview as CSV."""
    as_at = as_at_of(request)
    found = overview_of(request.viewer.trust, as_at.instant, as_at.on, as_at.known)
    name = f"{'demonstration-' if settings.DEMO else ''}duties-{as_at.on.isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(as_csv(found), content_type="text/csv; charset=utf-8", headers=headers)
