"""What the pages of a history on its way in share, what came of it, and the rows to mend."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from holdfast.casework.incidents.operations.history import preview_history
from holdfast.casework.incidents.presenters import history_plan as words
from holdfast.casework.incidents.presenters.export import harmless
from holdfast.casework.incidents.queries.history import Columns, Reading, columns_for, reading_for, table_for
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.models import ImportFile
from holdfast.foundation.organisation.operations.refusal import Refused
from holdfast.foundation.organisation.operations.uploads import discard_upload, table_in
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.queries.staff_file import Wish
from holdfast.foundation.organisation.queries.table_files import UnreadableTable

SHOWN = 50
HOW = ("sheet", "delimiter", "encoding", "header_line")


def mine(request: ViewedRequest) -> QuerySet[ImportFile]:
    """The viewer's own files of this sort, newest first: what others upload is theirs."""
    files = ImportFile.objects.filter(
        trust=request.viewer.trust, person=request.viewer.person, kind=ImportFile.Kind.HISTORY
    )
    return files.order_by("-uploaded_at")


def find_upload(request: ViewedRequest, key: str) -> ImportFile:
    """The viewer's own upload with this key; 404 for another's, and for one of another kind."""
    return get_object_or_404(mine(request).select_related("trust"), key=key)


def source_of(upload: ImportFile) -> str:
    """The system that an upload is from."""
    return upload.choices.get("source") or "Datix"


def wish_of(upload: ImportFile) -> Wish:
    """What was chosen for an upload on the way."""
    choices = upload.choices
    return Wish(
        **{name: choices.get(name, "") for name in ("sheet", "delimiter", "encoding")},
        header_line=int(choices.get("header_line") or 0),
        fields=choices.get("fields", {}),
    )


def columns_in(upload: ImportFile) -> tuple[Columns | None, str]:
    """The table and columns of an upload; or None, and why it cannot be read."""
    wish = wish_of(upload)
    try:
        table = table_in(upload, wish.sheet, lambda content: table_for(upload.trust, content, upload.name, wish))
        return columns_for(upload.trust, table, wish), ""
    except (UnreadableTable, Refused) as fault:
        return None, str(fault)


def reading_in(upload: ImportFile, columns: Columns) -> Reading:
    """The rows and words of an upload, with what was chosen on the way."""
    return reading_for(upload.trust, columns, upload.choices.get("words", {}))


def how_now(upload: ImportFile, columns: Columns | None) -> dict[str, Any]:
    """The boxes start with how the file was read, so that what is wrong with it can be seen."""
    now = {name: upload.choices.get(name, "") for name in HOW}
    if columns is not None:
        table = columns.table
        now |= {"sheet": table.sheet, "delimiter": table.delimiter, "encoding": table.encoding}
        now["header_line"] = columns.header_line
    return now


def trail(*, begun: bool = True) -> list[dict[str, str]]:
    """The way to these pages."""
    way = [{"title": "Incidents", "url": reverse("incidents:list")}]
    return [*way, {"title": "Bring in a history", "url": reverse("incidents:history")}] if begun else way


@requires(Permission.IMPORT_INCIDENTS)
def result(request: ViewedRequest, key: str) -> HttpResponse:
    """What came in, and what could not be used."""
    upload = find_upload(request, key)
    if not upload.outcome:
        return redirect("incidents:history-preview", key=key)
    outcome = upload.outcome
    context = {
        "page_title": "The history is in" if outcome["counts"]["new"] or outcome["counts"]["added"] else "Nothing new",
        "caption": upload.name,
        "upload": upload,
        "counts": [(words.COUNT_WORDS[name], count) for name, count in outcome["counts"].items() if count],
        "shown": SHOWN,
        "bad": outcome["bad"][:SHOWN],
        "bad_count": len(outcome["bad"]),
        "notes": outcome["notes"],
        "different": outcome["different"],
        "left_out": outcome["left_out"],
        "breadcrumb": trail(),
    }
    return render(request, "incidents/history/result.html", context)


@requires(Permission.IMPORT_INCIDENTS)
def bad_rows(request: ViewedRequest, key: str) -> HttpResponse:
    """The rows that cannot be used, to mend and upload again: line and reason before the file's own columns."""
    upload = find_upload(request, key)
    if upload.outcome:
        headings, bad = upload.outcome["headings"], upload.outcome["bad"]
    else:
        columns, _ = columns_in(upload)
        if columns is None or columns.faults:
            return redirect("incidents:history-columns", key=key)
        reading = reading_in(upload, columns)
        plan = preview_history(reading.file, upload.trust, source_of(upload), reading.meanings)
        headings, bad = list(plan.headings), words.bad_rows(plan)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([harmless(cell) for cell in ("Line in file", "Why it cannot be used", *headings)])
    writer.writerows([str(row["line"]), row["why"], *(harmless(cell) for cell in row["cells"])] for row in bad)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="incidents-that-cannot-be-used.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


@requires(Permission.IMPORT_INCIDENTS)
@require_POST
def discard(request: ViewedRequest, key: str) -> HttpResponse:
    """Let an upload go, with what was found in it."""
    discard_upload(by=request.viewer.actor, upload=find_upload(request, key))
    messages.success(request, "The file and what was found in it are removed.")
    return redirect("incidents:history")
