"""A history on its way in, on screen: upload, say what columns and words hold, see what would change, confirm."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.casework.incidents.forms.history import (
    ConfirmHistoryForm,
    HistoryColumnsForm,
    HistoryUploadForm,
    HistoryWordsForm,
    HowToReadForm,
)
from holdfast.casework.incidents.models import HistoryImport
from holdfast.casework.incidents.operations.history import (
    NotAllGood,
    import_history,
    preview_history,
    remember_history_map,
)
from holdfast.casework.incidents.presenters import history_plan as words
from holdfast.casework.incidents.queries.history import Columns, Reading
from holdfast.casework.incidents.rules.history_plan import HistoryPlan
from holdfast.casework.incidents.views import history_files as files
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.models import ImportFile
from holdfast.foundation.organisation.operations.refusal import Refused
from holdfast.foundation.organisation.operations.uploads import finish_upload, keep_upload, note_choices
from holdfast.foundation.organisation.permissions import Permission

MOST_AT_ONCE = 10_000
"""Rows that a page brings in: more would keep a web process, and other writers of an embedded database, waiting."""


@requires(Permission.IMPORT_INCIDENTS)
def begin(request: ViewedRequest) -> HttpResponse:
    """Which file; and what came in before."""
    viewer = request.viewer
    form = HistoryUploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["file"][0]
        try:
            upload = keep_upload(
                by=viewer.actor,
                trust=viewer.trust,
                person=viewer.person,
                kind=ImportFile.Kind.HISTORY,
                name=chosen.name,
                content=chosen.read(),
            )
        except Refused as refusal:
            form.add_error("file", refusal.message)
        else:
            note_choices(upload, source=form.cleaned_data["source"])
            return redirect(_next_step(upload))
    context = {
        "page_title": "Bring in a history",
        "form": form,
        "continue_text": "Upload",
        "waiting": files.mine(request).filter(outcome={}),
        "before": HistoryImport.objects.filter(trust=viewer.trust)[:20],
        "breadcrumb": files.trail(begun=False),
    }
    return render(request, "incidents/history/begin.html", context, status=422 if form.errors else 200)


def _next_step(upload: ImportFile) -> str:
    """Straight to the preview when every column and every word was chosen before."""
    columns, _ = files.columns_in(upload)
    step = "columns"
    if columns is not None and columns.settled:
        reading = files.reading_in(upload, columns)
        step = "preview" if reading.settled else "words"
    return reverse(f"incidents:history-{step}", args=[upload.key])


@requires(Permission.IMPORT_INCIDENTS)
def columns(request: ViewedRequest, key: str) -> HttpResponse:
    """What each column holds; and, in a form of its own, how the file is written."""
    upload = files.find_upload(request, key)
    if upload.outcome:
        return redirect("incidents:history-result", key=key)
    found, fault = files.columns_in(upload)
    sent = request.POST if request.method == "POST" and "read_again" in request.POST else None
    how_form = HowToReadForm(
        sent, initial=files.how_now(upload, found), table=found.table if found else None, prefix="how"
    )
    if how_form.is_bound and how_form.is_valid():
        note_choices(upload, **{name: how_form.cleaned_data.get(name) or "" for name in files.HOW}, fields={})
        return redirect("incidents:history-columns", key=key)
    form = None
    if found is not None:
        chosen = request.POST if request.method == "POST" and not how_form.is_bound else None
        form = HistoryColumnsForm(chosen, columns=found.columns)
        if form.is_bound and form.is_valid():
            note_choices(upload, fields=form.chosen)
            return redirect("incidents:history-words", key=key)
    context = {
        "page_title": "What does each column hold?",
        "caption": upload.name,
        "form": form or how_form,
        "columns_form": form,
        "how_form": how_form,
        "fault": fault,
        "upload": upload,
        "breadcrumb": files.trail(),
    }
    return render(request, "incidents/history/columns.html", context)


@requires(Permission.IMPORT_INCIDENTS)
def meanings(request: ViewedRequest, key: str) -> HttpResponse:
    """What the old system's words mean: kinds, stages, severities, roles."""
    upload = files.find_upload(request, key)
    if upload.outcome:
        return redirect("incidents:history-result", key=key)
    found, _ = files.columns_in(upload)
    if found is None or found.faults:
        return redirect("incidents:history-columns", key=key)
    reading = files.reading_in(upload, found)
    form = HistoryWordsForm(request.POST if request.method == "POST" else None, words=reading.words)
    if not reading.words or (form.is_bound and form.is_valid()):
        if form.is_bound:
            note_choices(upload, words=form.chosen)
        return redirect("incidents:history-preview", key=key)
    context = {
        "page_title": "What do its words mean?",
        "caption": upload.name,
        "form": form,
        "upload": upload,
        "breadcrumb": files.trail(),
    }
    return render(request, "incidents/history/words.html", context, status=422 if form.errors else 200)


@requires(Permission.IMPORT_INCIDENTS)
def preview(request: ViewedRequest, key: str) -> HttpResponse:
    """What the file would change; sent: change it."""
    upload = files.find_upload(request, key)
    if upload.outcome:
        return redirect("incidents:history-result", key=key)
    found, fault = files.columns_in(upload)
    if found is None or found.faults:
        return redirect("incidents:history-columns", key=key)
    reading = files.reading_in(upload, found)
    if reading.faults:
        return redirect("incidents:history-words", key=key)
    plan = preview_history(reading.file, upload.trust, files.source_of(upload), reading.meanings)
    rows = sum(len(incident.rows) for incident in plan.new)
    form = ConfirmHistoryForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and rows <= MOST_AT_ONCE:
        everything = request.POST.get("good_rows", "good") == "all"
        try:
            return _confirm(request, upload, reading, all_or_nothing=everything)
        except NotAllGood as refusal:
            fault = refusal.message
    context = {
        "page_title": "Check what would change",
        "caption": upload.name,
        "upload": upload,
        "fault": fault,
        "form": form,
        "plan": plan,
        "too_many": rows if rows > MOST_AT_ONCE else 0,
        "most": MOST_AT_ONCE,
        "counts": _counts(plan.counts()),
        "shown": files.SHOWN,
        **_samples(plan),
        "breadcrumb": files.trail(),
    }
    return render(request, "incidents/history/preview.html", context)


def _confirm(request: ViewedRequest, upload: ImportFile, reading: Reading, *, all_or_nothing: bool) -> HttpResponse:
    viewer = request.viewer
    with transaction.atomic():
        # A second press waits here, and then finds that the work is done.
        held = ImportFile.objects.select_for_update().get(pk=upload.pk)
        if not held.outcome:
            plan = import_history(
                by=viewer.actor,
                trust=viewer.trust,
                file=reading.file,
                source=files.source_of(upload),
                meanings=reading.meanings,
                sha256=upload.sha256,
                all_or_nothing=all_or_nothing,
            )
            _remember(request, upload, reading.columns, reading)
            outcome = {"counts": plan.counts(), "headings": list(plan.headings), **_samples(plan, every=True)}
            finish_upload(held, outcome)
    return redirect("incidents:history-result", key=upload.key)


def _remember(request: ViewedRequest, upload: ImportFile, columns: Columns, reading: Reading) -> None:
    remember_history_map(
        by=request.viewer.actor,
        trust=request.viewer.trust,
        columns=columns.columns,
        words=reading.words,
        wish=files.wish_of(upload),
    )


def _counts(counts: dict[str, int]) -> list[tuple[str, int]]:
    return [(words.COUNT_WORDS[name], count) for name, count in counts.items() if count]


def _samples(plan: HistoryPlan, *, every: bool = False) -> dict[str, Any]:
    """What pages show of a plan; `every` for keeping all of it, which the download of bad rows needs."""
    most = None if every else files.SHOWN
    found: dict[str, Any] = {
        "bad": words.bad_rows(plan)[:most],
        "notes": [vars(note) for note in plan.notes[: files.SHOWN]],
        "different": [{"line": one.line, "words": words.difference_line(one)} for one in plan.different[: files.SHOWN]],
        "left_out": [[kind, count] for kind, count in plan.left_out.most_common(files.SHOWN)],
    }
    if not every:
        found["new"] = [words.incident_line(one) for one in plan.new[: files.SHOWN]]
        found["rejected"] = plan.rejected[: files.SHOWN]
    return found
