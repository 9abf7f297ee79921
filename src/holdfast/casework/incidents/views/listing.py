"""The list of incidents on screen and as a file, and the filters that people keep."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from holdfast.casework.incidents.forms.listing import FilterForm, found_sites, found_units
from holdfast.casework.incidents.models import SavedFilter
from holdfast.casework.incidents.operations.listing import note_export
from holdfast.casework.incidents.presenters.export import MOST_ROWS, as_csv, as_xlsx
from holdfast.casework.incidents.presenters.listing import line_of
from holdfast.casework.incidents.queries.listing import ORDERS, chosen_of, counted, page_of
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.pages.lookups import matches_as_json
from holdfast.foundation.pages.tables import Column

FILTERS = frozenset({*FilterForm.base_fields, "site_key", "unit_key", "sort"})
"""Names that the list's address may hold beside the page."""
READY_MADE = (
    ("Not closed", [("stage", stage) for stage in ("reported", "triaged", "investigating", "reviewing", "concluded")]),
    ("Waiting for triage", [("stage", "reported"), ("sort", "oldest")]),
    ("Serious or critical", [("severity", "serious"), ("severity", "critical")]),
)
"""Filters that everyone has, above their own."""
MOST_KEPT = 30


def _tidied(query: str) -> str:
    """A query string with the list's own filters alone, those that are set, in one order."""
    pairs = [(name, value) for name, value in parse_qsl(query) if name in FILTERS and value]
    return urlencode(sorted(pairs))


def _address(query: str, **more: str) -> str:
    words = urlencode([*parse_qsl(query), *more.items()])
    return f"{reverse('incidents:list')}?{words}" if words else reverse("incidents:list")


@requires(Permission.LIST_INCIDENTS)
def listing(request: ViewedRequest) -> HttpResponse:
    """The incidents that the viewer may see, filtered and in pages."""
    form = FilterForm(request.GET, trust=request.viewer.trust)
    chosen = form.chosen()
    rows = chosen_of(request.viewer, chosen)
    page = page_of(rows, chosen.order, request.GET.get("page", ""))
    count, exact = counted(rows)
    query = _tidied(request.GET.urlencode())
    kept = list(SavedFilter.objects.filter(person=request.viewer.person)[:MOST_KEPT])
    exports: list[dict[str, str]] = []
    if request.viewer.may(Permission.EXPORT_INCIDENTS) and page.rows:
        exports = [
            {"title": kind.upper(), "url": f"{reverse('incidents:export', args=[kind])}?{query}"}
            for kind in ("csv", "xlsx")
        ]
    shown = {
        "page_title": "Incidents",
        "filter_form": form,
        "filters_active": chosen.active,
        "list_url": reverse("incidents:list"),
        "saved_filters": _filters(query, kept),
        "kept": kept,
        "is_kept": any(one.query == query for one in kept),
        "sort": chosen.order,
        "sort_options": [{"title": words, "value": key} for key, (words, _, _) in ORDERS.items()],
        "count_words": f"{count:,} incident{'' if count == 1 else 's'}" if exact else f"More than {count:,} incidents",
        "newer_url": _address(query, page=page.newer) if page.newer else "",
        "older_url": _address(query, page=page.older) if page.older else "",
        "newer_text": "Previous page",
        "older_text": "Next page",
        "exports": exports,
        "rows": [line_of(incident, chosen.order) for incident in page.rows],
        "columns": _columns(chosen.order),
        "query": query,
        "chosen": chosen,
        "may_import": request.viewer.may(Permission.IMPORT_INCIDENTS),
    }
    return render(request, "incidents/list.html", shown)


def _columns(order: str) -> list[Column]:
    """One moment is enough on a narrow screen: that by which the list is sorted."""
    moment = "Happened" if ORDERS[order][1] == "occurred_at" else "Reported"
    return [Column(title) for title in ("Reference", "What and where", moment, "Stage", "Severity")]


def _filters(query: str, kept: list[SavedFilter]) -> list[dict[str, Any]]:
    ready = [(title, _tidied(urlencode(pairs))) for title, pairs in READY_MADE]
    found = [("All", ""), *ready, *((one.name, one.query) for one in kept)]
    return [{"title": title, "url": _address(words), "current": words == query} for title, words in found]


@requires(Permission.EXPORT_INCIDENTS)
def export(request: ViewedRequest, kind: str) -> HttpResponse:
    """The filtered list as CSV or XLSX. Who took which rows away is written into the audit trail."""
    chosen = FilterForm(request.GET, trust=request.viewer.trust).chosen()
    query = _tidied(request.GET.urlencode())
    _, column, newest_first = ORDERS[chosen.order]
    order = [f"-{column}", "-record"] if newest_first else [column, "record"]
    rows = chosen_of(request.viewer, chosen).select_related("record", "site", "unit").order_by(*order)
    found = list(rows[: MOST_ROWS + 1])
    if len(found) > MOST_ROWS:
        messages.error(request, f"That is more than {MOST_ROWS:,} incidents. Choose a shorter time and try again.")
        return redirect(_address(query))
    note_export(by=request.viewer.actor, trust=request.viewer.trust, rows=len(found), query=query, kind=kind)
    if kind == "xlsx":
        body, media = as_xlsx(found), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    else:
        body, media = b"".join(as_csv(found)), "text/csv; charset=utf-8"
    demo = "demonstration-" if settings.DEMO else ""
    headers = {
        "Content-Disposition": f'attachment; filename="{demo}incidents.{kind}"',
        "Cache-Control": "private, no-store",  # ward computers are shared
    }
    return HttpResponse(body, content_type=media, headers=headers)


@require_POST
@requires(Permission.LIST_INCIDENTS)
def keep_filter(request: ViewedRequest) -> HttpResponse:
    """Keep the list's filters under a name; the same name again keeps the new ones."""
    name, query = " ".join(request.POST.get("name", "").split())[:80], _tidied(request.POST.get("query", ""))[:1000]
    mine = SavedFilter.objects.filter(person=request.viewer.person)
    if not name:
        messages.error(request, "Give the filter a name.")
    elif not mine.filter(name=name).exists() and mine.count() >= MOST_KEPT:
        messages.error(request, f"You keep {MOST_KEPT} filters already. Drop one that you no longer use first.")
    else:
        SavedFilter.objects.update_or_create(
            person=request.viewer.person, name=name, defaults={"trust": request.viewer.trust, "query": query}
        )
        messages.success(request, f"The filter “{name}” is kept.")
    return redirect(_address(query))


@require_POST
@requires(Permission.LIST_INCIDENTS)
def drop_filter(request: ViewedRequest, key: int) -> HttpResponse:
    """Drop a kept filter."""
    SavedFilter.objects.filter(pk=key, person=request.viewer.person).delete()
    return redirect(_address(_tidied(request.POST.get("query", ""))))


@requires(Permission.LIST_INCIDENTS)
def find_site(request: ViewedRequest) -> JsonResponse:
    """The trust's sites whom the words in `q` fit, for the filter."""
    return matches_as_json(found_sites(request.viewer.trust, request.GET.get("q", "")[:100]))


@requires(Permission.LIST_INCIDENTS)
def find_unit(request: ViewedRequest) -> JsonResponse:
    """The trust's units whom the words in `q` fit, for the filter."""
    return matches_as_json(found_units(request.viewer.trust, request.GET.get("q", "")[:100]))
