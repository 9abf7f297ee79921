"""The board's overview: on screen, on paper, in a file."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Sum
from django.http import HttpResponse
from django.urls import reverse

from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.pages.tables import Column
from holdfast.kernel import clock
from holdfast.oversight.assurance.models import Snapshot
from holdfast.oversight.assurance.presenters.overview import overview_of, sheet_of
from holdfast.oversight.assurance.presenters.words import STATES
from holdfast.oversight.assurance.queries.clauses import live_of
from holdfast.oversight.assurance.views.answering import answer
from holdfast.oversight.assurance.views.as_at import as_at_of

FIRST = 4
"""Failing duties that stand at the top; the rest is one press away."""

DUTIES = [
    *(Column("Duty"), Column("State"), Column("Kept", numeric=True), Column("Overdue", numeric=True)),
    Column("Past 12 months"),
]
SUBJECTS = [
    *(Column("Subject"), Column("Kept", numeric=True), Column("Past 12 months"), Column("Duties", numeric=True)),
    *(Column("Failing", numeric=True), Column("Oldest failure"), Column("Not set", numeric=True)),
]


@requires(Permission.SEE_ASSURANCE)
def overview(request: ViewedRequest) -> HttpResponse:
    """The trust's policy in a minute: what fails first, then subject by subject. `?state=` and `?part=` lead deeper."""
    as_at = as_at_of(request)
    trust = request.viewer.trust
    found = overview_of(trust, as_at.instant, as_at.on, as_at.known)
    part = found.part(request.GET.get("part", ""))
    wanted = request.GET.get("state", "")
    wanted = wanted if wanted in STATES and not part else ""
    failing = found.failing
    chosen = part.rows if part else found.in_state(wanted) if wanted else None
    context = {
        "page_title": part.heading if part else "Is our policy kept?",
        "overview": found,
        "chart": found.chart,
        "part": part,
        "rows": chosen if wanted else failing[:FIRST],
        "more": 0 if wanted else len(failing) - FIRST,
        "wanted": wanted,
        "wanted_words": STATES[wanted].words if wanted else "",
        "as_at": as_at,
        "carried": [("state", wanted)] if wanted else [("part", part.key)] if part else [],
        "today": clock.today(),
        "columns": DUTIES,
        "subjects": SUBJECTS,
        "live": live_of(trust, as_at.on) if found.rows and not part else None,
        "known_then": _known_then(trust, as_at.day) if as_at.day else None,
        "breadcrumb": [{"title": "Is our policy kept?", "url": f"{reverse('assurance:overview')}?{as_at.query}"}]
        if part
        else [],
    }
    return answer(
        request,
        "assurance/overview.html",
        context,
        sheet=lambda: sheet_of(found, chosen),
        paper="assurance/overview_printed.html",
    )


def _known_then(trust: Trust, day: date) -> dict[str, int] | None:
    """What Holdfast knew at the end of that day, of all duties together; None where nothing was kept that day."""
    found = Snapshot.objects.filter(trust=trust, day=day).aggregate(
        duties=Count("pk"), met=Sum("met"), judged=Sum("judged")
    )
    return found if found["duties"] else None
