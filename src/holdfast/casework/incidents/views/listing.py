"""The list of incidents on screen and as a file, and the filters that people keep."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from holdfast.casework.incidents.forms.listing import FilterForm
from holdfast.casework.incidents.models import SavedFilter
from holdfast.casework.incidents.operations.listing import note_export
from holdfast.casework.incidents.presenters.export import MOST_ROWS, as_csv, as_xlsx
from holdfast.casework.incidents.presenters.words import SEVERITY_MEANINGS, stage_tag
from holdfast.casework.incidents.queries.listing import ORDERS, chosen_of, counted, page_of
from holdfast.casework.incidents.rules.taxonomy import TYPES
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.pages.tables import Column

COLUMNS = [
    Column("Reference"),
    Column("What"),
    Column("Where"),
    Column("Reported"),
    Column("Stage"),
    Column("Severity"),
]


def _address(request: ViewedRequest, **changes: str) -> str:
    """The list's address with its filters, and with `changes` (an empty value takes one out)."""
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = value
    words = query.urlencode()
    return f"{reverse('incidents:list')}?{words}" if words else reverse("incidents:list")


@requires(Permission.LIST_INCIDENTS)
def listing(request: ViewedRequest) -> HttpResponse:
    """The incidents that the viewer may see, filtered and in pages."""
    form = FilterForm(request.GET, trust=request.viewer.trust)
    chosen = form.chosen()
    rows = chosen_of(request.viewer, chosen)
    page = page_of(rows, chosen.order, request.GET.get("page", ""))
    count, exact = counted(rows)
    for incident in page.rows:
        incident.stage_tag = stage_tag(incident.stage)
        incident.severity_meaning = SEVERITY_MEANINGS.get(incident.severity, "plain")
        incident.what = TYPES[incident.type].title
    exports = []
    if request.viewer.may(Permission.EXPORT_INCIDENTS) and page.rows:
        query = _address(request).partition("?")[2]
        exports = [
            {"title": kind.upper(), "url": f"{reverse('incidents:export', args=[kind])}?{query}"} for kind in ("csv", "xlsx")
        ]
    kept = SavedFilter.objects.filter(person=request.viewer.person)
    shown = {
        "page_title": "Incidents",
        "filter_form": form,
        "filters_active": chosen.active,
        "list_url": reverse("incidents:list"),
        "saved_filters": [{"title": one.name, "url": f"{reverse('incidents:list')}?{one.query}", "pk": one.pk} for one in kept],
        "sort": chosen.order,
        "sort_options": [
            {"title": words, "value": key} for key, (words, _, _) in ORDERS.items()
        ],
        "count_words": f"{count:,} incident{'' if count == 1 else 's'}" if exact else f"More than {count:,} incidents",
        "newer_url": _address(request, page=page.newer) if page.newer else "",
        "older_url": _address(request, page=page.older) if page.older else "",
        "exports": exports,
        "rows": page.rows,
        "columns": COLUMNS,
        "query": _address(request).partition("?")[2],
        "chosen": chosen,
    }
    return render(request, "incidents/list.html", shown)


@requires(Permission.EXPORT_INCIDENTS)
def export(request: ViewedRequest, kind: str) -> HttpResponse:
    """The filtered list as CSV or XLSX. Who took which rows away is written into the audit trail."""
    chosen = FilterForm(request.GET, trust=request.viewer.trust).chosen()
    rows = chosen_of(request.viewer, chosen).select_related("record", "site", "unit")
    rows = rows.order_by("-reported_at", "-record")[: MOST_ROWS + 1]
    found = list(rows)
    if len(found) > MOST_ROWS:
        messages.error(request, f"That is more than {MOST_ROWS:,} incidents. Choose a shorter time and try again.")
        return redirect(_address(request))
    note_export(by=request.viewer.actor, trust=request.viewer.trust, rows=len(found), query=request.GET.urlencode(), kind=kind)
    if kind == "xlsx":
        body, media = as_xlsx(found), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    else:
        body, media = b"".join(as_csv(found)), "text/csv; charset=utf-8"
    demo = "demonstration-" if settings.DEMO else ""
    return HttpResponse(
        body, content_type=media, headers={"Content-Disposition": f'attachment; filename="{demo}incidents.{kind}"'}
    )


@require_POST
@requires(Permission.LIST_INCIDENTS)
def keep_filter(request: ViewedRequest) -> HttpResponse:
    """Keep the list's filters under a name."""
    name, query = request.POST.get("name", "").strip()[:80], request.POST.get("query", "")[:1000]
    back = f"{reverse('incidents:list')}?{query}"
    if not name:
        messages.error(request, "Give the filter a name.")
        return redirect(back)
    try:
        with transaction.atomic():
            SavedFilter.objects.create(trust=request.viewer.trust, person=request.viewer.person, name=name, query=query)
    except IntegrityError:
        SavedFilter.objects.filter(person=request.viewer.person, name=name).update(query=query)
    messages.success(request, f"The filter “{name}” is kept.")
    return redirect(back)


@require_POST
@requires(Permission.LIST_INCIDENTS)
def drop_filter(request: ViewedRequest, key: int) -> HttpResponse:
    """Drop a kept filter."""
    SavedFilter.objects.filter(pk=key, person=request.viewer.person).delete()
    return redirect(f"{reverse('incidents:list')}?{urlencode({})}")
