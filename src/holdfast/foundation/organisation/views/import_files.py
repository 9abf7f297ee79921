"""What both imports share: the page that lists them, and finding an upload again."""

from __future__ import annotations

import csv
import io

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.models import ImportFile
from holdfast.foundation.organisation.operations.uploads import discard_upload
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.views.acting import breadcrumb, do_at_once

OWN_KINDS = (ImportFile.Kind.ODS, ImportFile.Kind.STAFF)
"""Files whose pages stand here; those of other areas have their own."""
_FORMULA = ("=", "@", "\t", "+", "-")


@requires(Permission.MANAGE_ORGANISATION)
def imports(request: ViewedRequest) -> HttpResponse:
    """What can be brought in, and the viewer's imports of the last day."""
    mine = ImportFile.objects.filter(person=request.viewer.person, kind__in=OWN_KINDS)
    recent = mine.order_by("-uploaded_at")[:20]
    context = {
        "page_title": "Bring in data",
        "recent": recent,
        "may_import_staff": request.viewer.may(Permission.MANAGE_PEOPLE),
        "breadcrumb": breadcrumb(),
    }
    return render(request, "organisation/imports.html", context)


@requires(Permission.MANAGE_ORGANISATION)
def upload(request: ViewedRequest, key: str) -> HttpResponse:
    """To wherever an upload stands."""
    found = find_upload(request, key)
    step = "result" if found.outcome else "preview"
    return redirect(f"organisation:import_{found.kind}_{step}", key=key)


@requires(Permission.MANAGE_ORGANISATION)
@require_POST
def discard(request: ViewedRequest, key: str) -> HttpResponse:
    """Let an upload go, with what was found wrong with it."""
    found = find_upload(request, key)
    return do_at_once(
        request,
        lambda: discard_upload(by=request.viewer.actor, upload=found),
        done="The file and what was found in it are removed.",
        back=reverse("organisation:imports"),
    )


def find_upload(request: ViewedRequest, key: str, kind: str = "") -> ImportFile:
    """The viewer's own upload with this key; 404 for another's, and for one of another kind."""
    found = get_object_or_404(
        ImportFile.objects.select_related("trust"),
        trust=request.viewer.trust,
        person=request.viewer.person,
        key=key,
        kind__in=OWN_KINDS,
    )
    if kind and found.kind != kind:
        raise Http404
    return found


def as_csv(name: str, headings: list[str], rows: list[list[str]]) -> HttpResponse:
    """A table to download, which Excel opens in the right letters and in which no cell is a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([harmless(cell) for cell in headings])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula. Numbers with a sign, such as +44 7700 900123, stay as they are.

    >>> harmless("=1+1"), harmless("+44 7700 900123")
    ("'=1+1", '+44 7700 900123')
    """
    signed_number = cell[1:].replace(" ", "").isdigit()
    return f"'{cell}" if cell.startswith(_FORMULA) and len(cell) > 1 and not signed_number else cell
