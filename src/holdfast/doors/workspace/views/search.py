"""Searching from any page."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from holdfast.doors.workspace.forms.searching import SearchForm
from holdfast.doors.workspace.presenters.incidents import COLUMNS, incident_lines
from holdfast.doors.workspace.queries.finding import find, referred_to
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission


@requires(Permission.USE_HOLDFAST)
@require_safe
def search(request: ViewedRequest) -> HttpResponse:
    """What answers to `q`. A reference leads straight to what it stands for."""
    viewer = request.viewer
    form = SearchForm({"q": request.GET.get("q", "")})
    words = form.cleaned_data["q"] if form.is_valid() else ""
    page = referred_to(viewer, words)
    if page is not None:
        return redirect(page)
    found = find(viewer, words)
    context = {
        "page_title": f"Search for “{words}”" if words else "Search",
        "search_form": form,
        "form": form if form.errors else None,
        "words": words,
        "found": found,
        "incidents": incident_lines(found.incidents),
        "columns": COLUMNS,
        "all_incidents_url": f"{reverse('incidents:list')}?{urlencode({'text': words})}",
        "may_list": viewer.may(Permission.LIST_INCIDENTS),
        "opens_people": viewer.may(Permission.SEE_ALL_INCIDENTS),
    }
    return render(request, "workspace/search.html", context)
