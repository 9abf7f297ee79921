"""Who did and saw what."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from holdfast.doors.workspace.forms.trail import TrailFilter, account_holders
from holdfast.doors.workspace.presenters.trail import COLUMNS, trail_lines
from holdfast.doors.workspace.queries.trail import PAGE, known_of, page_after, page_before, trail_of
from holdfast.foundation.audit.operations import enter_reading
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.pages.lookups import matches_as_json
from holdfast.foundation.pages.words import count
from holdfast.kernel.places import mark_of, read_mark

FILTERS = ("who", "who_key", "about", "verb", "kind", "since", "until")


@requires(Permission.READ_AUDIT)
@require_safe
def audit(request: ViewedRequest) -> HttpResponse:
    """The trail of the viewer's trust, newest first, filtered and in pages. Reading it is entered in it."""
    viewer = request.viewer
    enter_reading("workspace.read_audit_trail", by=viewer.actor, subject=viewer.trust)
    form = TrailFilter(request.GET, trust=viewer.trust)
    chosen = form.chosen()
    entries = trail_of(viewer, chosen)
    before, after = read_mark(request.GET.get("before", "")), read_mark(request.GET.get("after", ""))
    if before is not None:
        rows = page_before(entries, before)
        newer, older = len(rows) > PAGE, True
        rows = rows[-PAGE:]
    else:
        rows = page_after(entries, after)
        newer, older = after is not None, len(rows) > PAGE
        rows = rows[:PAGE]
    context = {
        "page_title": "Who did and saw what",
        "filter_form": form,
        "filters_active": chosen.active,
        "list_url": reverse("workspace:audit"),
        "lines": trail_lines(rows, known_of(viewer, rows)),
        "count_words": f"{count(len(rows), 'entry', 'entries')} on this page" if rows else "",
        "columns": COLUMNS,
        "chosen": chosen,
        "newer_url": _address(request, before=mark_of(rows[0].at, rows[0].pk)) if rows and newer else "",
        "older_url": _address(request, after=mark_of(rows[-1].at, rows[-1].pk)) if rows and older else "",
    }
    return render(request, "workspace/audit.html", context)


@requires(Permission.READ_AUDIT)
@require_safe
def audit_people(request: ViewedRequest) -> HttpResponse:
    """The people whose entries can be asked for, for the box of the filter."""
    words = request.GET.get("q", "").strip()[:100]
    return matches_as_json(account_holders(request.viewer.trust, words) if words else ())


def _address(request: ViewedRequest, **place: str) -> str:
    kept = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    return f"{reverse('workspace:audit')}?{urlencode(kept | place)}"
