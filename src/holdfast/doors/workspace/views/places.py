"""A site as whoever looks after security sees it: what happened there."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from holdfast.casework.incidents.queries.listing import counted
from holdfast.casework.incidents.queries.visibility import visible_to
from holdfast.doors.workspace.presenters.incidents import COLUMNS, incident_lines
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.models import Site
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.pages.words import count
from holdfast.kernel import clock

SHOWN = 25


@requires(Permission.LIST_INCIDENTS)
@require_safe
def site(request: ViewedRequest, code: str) -> HttpResponse:
    """What a site is, and the incidents there that the viewer may see."""
    place = get_object_or_404(Site, trust=request.viewer.trust, code=code.upper())
    here = visible_to(request.viewer).filter(site=place)
    number, exact = counted(here)
    latest = here.select_related("record", "site").order_by("-reported_at", "-pk")[:SHOWN]
    context = {
        "page_title": place.name,
        "caption": f"Site {place.code}",
        "site": place,
        "is_open": place.open_on(clock.today()),
        "incidents": incident_lines(latest),
        "words": "",
        "columns": [column for column in COLUMNS if column.title != "Where"],
        "count_words": count(number, "incident") if exact else f"More than {count(number, 'incident')}",
        "more": number > SHOWN or not exact,
        "list_url": f"{reverse('incidents:list')}?{urlencode({'site': place.pk})}",
        "manages": request.viewer.may(Permission.MANAGE_ORGANISATION),
        "breadcrumb": [{"title": "Incidents", "url": reverse("incidents:list")}],
    }
    return render(request, "workspace/site.html", context)
