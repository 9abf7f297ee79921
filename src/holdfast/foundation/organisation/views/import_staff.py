"""The staff file, on screen: upload, say what its columns hold, see what would change, confirm, mend what was bad."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.forms.imports import (
    ColumnsForm,
    ConfirmStaffForm,
    HowToReadForm,
    StaffUploadForm,
)
from holdfast.foundation.organisation.models import ImportFile
from holdfast.foundation.organisation.operations.refusal import Refused
from holdfast.foundation.organisation.operations.staff import (
    NotAllGood,
    import_staff,
    preview_staff,
    remember_staff_map,
)
from holdfast.foundation.organisation.operations.uploads import (
    finish_upload,
    keep_upload,
    note_choices,
    table_of,
)
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.presenters import staff_plan as words
from holdfast.foundation.organisation.queries.staff_file import Reading, Wish, read_for
from holdfast.foundation.organisation.rules.staff_plan import StaffPlan
from holdfast.foundation.organisation.rules.staff_rows import read_staff
from holdfast.foundation.organisation.rules.tables import UnreadableTable
from holdfast.foundation.organisation.views.acting import answers, breadcrumb
from holdfast.foundation.organisation.views.import_files import as_csv, find_upload

SHOWN = 50


@requires(Permission.MANAGE_PEOPLE)
def begin(request: ViewedRequest) -> HttpResponse:
    """Which file."""
    viewer = request.viewer
    form = answers(StaffUploadForm, request)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["file"][0]
        try:
            upload = keep_upload(
                by=viewer.actor,
                trust=viewer.trust,
                person=viewer.person,
                kind=ImportFile.Kind.STAFF,
                name=chosen.name,
                content=chosen.read(),
            )
        except Refused as refusal:
            form.add_error("file", refusal.message)
        else:
            return redirect(_next_step(request, upload))
    context = {
        "form": form,
        "page_title": "Bring in staff",
        "continue_text": "Upload",
        "breadcrumb": _trail(),
    }
    return render(request, "organisation/import_staff.html", context)


@requires(Permission.MANAGE_PEOPLE)
def columns(request: ViewedRequest, key: str) -> HttpResponse:
    """What each column holds; and, in a form of its own, how the file is written."""
    upload = find_upload(request, key, ImportFile.Kind.STAFF)
    if upload.outcome:
        return redirect("organisation:import_staff_result", key=key)
    reading, fault = _try_to_read(upload)
    table = reading.table if reading else None
    how_form = HowToReadForm(_how_sent(request), initial=_how_now(upload, reading), table=table, prefix="how")
    if how_form.is_bound and how_form.is_valid():
        note_choices(upload, **{name: how_form.cleaned_data.get(name) or "" for name in _HOW}, fields={})
        return redirect("organisation:import_staff_columns", key=key)
    form = None
    if reading is not None:
        sent = request.POST if request.method == "POST" and not how_form.is_bound else None
        form = ColumnsForm(sent, columns=reading.columns)
        if form.is_bound and form.is_valid():
            note_choices(upload, fields=form.chosen)
            return redirect("organisation:import_staff_preview", key=key)
    context = {
        "page_title": "What does each column hold?",
        "caption": upload.name,
        "form": form or how_form,
        "columns_form": form,
        "how_form": how_form,
        "reading": reading,
        "fault": fault,
        "upload": upload,
        "breadcrumb": _trail(),
    }
    return render(request, "organisation/import_staff_columns.html", context)


@requires(Permission.MANAGE_PEOPLE)
def preview(request: ViewedRequest, key: str) -> HttpResponse:
    """What the file would change; sent: change it."""
    upload = find_upload(request, key, ImportFile.Kind.STAFF)
    if upload.outcome:
        return redirect("organisation:import_staff_result", key=key)
    reading, fault = _try_to_read(upload)
    if reading is None or reading.faults:
        return redirect("organisation:import_staff_columns", key=key)
    form = ConfirmStaffForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        everything = request.POST.get("good_rows", "good") == "all"
        try:
            return _confirm(request, upload, reading, all_or_nothing=everything)
        except NotAllGood as refusal:
            fault = refusal.message
    plan = preview_staff(read_staff(reading.table, reading.header, reading.columns), request.viewer.trust)
    context = {
        "page_title": "Check what would change",
        "caption": upload.name,
        "upload": upload,
        "reading": reading,
        "fault": fault,
        "form": form,
        "plan": plan,
        "counts": [(words.COUNT_WORDS[name], count) for name, count in plan.counts().items() if count],
        **_samples(plan),
        "breadcrumb": _trail(),
    }
    return render(request, "organisation/import_staff_preview.html", context)


@requires(Permission.MANAGE_PEOPLE)
def result(request: ViewedRequest, key: str) -> HttpResponse:
    """What was changed, and what could not be used."""
    upload = find_upload(request, key, ImportFile.Kind.STAFF)
    if not upload.outcome:
        return redirect("organisation:import_staff_preview", key=key)
    outcome = upload.outcome
    context = {
        "page_title": "The staff file is in",
        "caption": upload.name,
        "upload": upload,
        "counts": [(words.COUNT_WORDS[name], count) for name, count in outcome["counts"].items() if count],
        "shown": SHOWN,
        "bad": outcome["bad"][:SHOWN],
        "bad_count": len(outcome["bad"]),
        "notes": outcome["notes"][:SHOWN],
        "notes_count": len(outcome["notes"]),
        "gone": outcome["gone"][:SHOWN],
        "gone_count": len(outcome["gone"]),
        "breadcrumb": _trail(),
    }
    return render(request, "organisation/import_staff_result.html", context)


@requires(Permission.MANAGE_PEOPLE)
def bad_rows(request: ViewedRequest, key: str) -> HttpResponse:
    """The rows that cannot be used, to mend and upload again: line and reason before the file's own columns."""
    upload = find_upload(request, key, ImportFile.Kind.STAFF)
    if upload.outcome:
        headings, bad = upload.outcome["headings"], upload.outcome["bad"]
    else:
        reading, _ = _try_to_read(upload)
        if reading is None:
            return redirect("organisation:import_staff_columns", key=key)
        file = read_staff(reading.table, reading.header, reading.columns)
        plan = preview_staff(file, request.viewer.trust)
        headings, bad = list(plan.headings), _bad(plan)
    rows = [[str(row["line"]), row["why"], *row["cells"]] for row in bad]
    return as_csv("rows-that-cannot-be-used.csv", ["Line in file", "Why it cannot be used", *headings], rows)


_HOW = ("sheet", "delimiter", "encoding", "header_line")


def _next_step(request: ViewedRequest, upload: ImportFile) -> str:
    """Straight to the preview when every column was chosen before."""
    reading, _ = _try_to_read(upload)
    step = "preview" if reading is not None and reading.settled else "columns"
    return reverse(f"organisation:import_staff_{step}", args=[upload.key])


def _wish(upload: ImportFile) -> Wish:
    choices = upload.choices
    return Wish(
        **{name: choices.get(name, "") for name in ("sheet", "delimiter", "encoding")},
        header_line=int(choices.get("header_line") or 0),
        fields=choices.get("fields", {}),
    )


def _try_to_read(upload: ImportFile) -> tuple[Reading | None, str]:
    try:
        wish = _wish(upload)
        return read_for(upload.trust, table_of(upload, wish), wish), ""
    except (UnreadableTable, Refused) as fault:
        return None, str(fault)


def _how_sent(request: ViewedRequest) -> Any:
    return request.POST if request.method == "POST" and "read_again" in request.POST else None


def _how_now(upload: ImportFile, reading: Reading | None) -> dict[str, Any]:
    """The boxes start with how the file was read, so that what is wrong with it can be seen."""
    now = {name: upload.choices.get(name, "") for name in _HOW}
    if reading is not None:
        table = reading.table
        now |= {"sheet": table.sheet, "delimiter": table.delimiter, "encoding": table.encoding}
        now["header_line"] = reading.header_line
    return now


def _confirm(request: ViewedRequest, upload: ImportFile, reading: Reading, *, all_or_nothing: bool) -> HttpResponse:
    viewer = request.viewer
    with transaction.atomic():
        # A second press waits here, and then finds that the work is done.
        held = ImportFile.objects.select_for_update().get(pk=upload.pk)
        if not held.outcome:
            file = read_staff(reading.table, reading.header, reading.columns)
            plan = import_staff(by=viewer.actor, trust=viewer.trust, file=file, all_or_nothing=all_or_nothing)
            remember_staff_map(by=viewer.actor, trust=viewer.trust, columns=reading.columns, wish=_wish(upload))
            outcome = {
                "counts": plan.counts(),
                "headings": list(plan.headings),
                "bad": _bad(plan),
                "notes": [vars(note) for note in plan.notes],
                "gone": plan.gone,
            }
            finish_upload(held, outcome)
    return redirect("organisation:import_staff_result", key=upload.key)


def _bad(plan: StaffPlan) -> list[dict[str, Any]]:
    return [
        {"line": row.line, "who": row.who, "why": "; ".join(row.reasons), "cells": list(row.cells)}
        for row in plan.refused
    ]


def _samples(plan: StaffPlan) -> dict[str, Any]:
    changed = [planned for planned in (*plan.people, *plan.jobs) if not planned.new]
    return {
        "shown": SHOWN,
        "bad": _bad(plan)[:SHOWN],
        "notes": plan.notes[:SHOWN],
        "skipped": plan.skipped[:SHOWN],
        "new_people": [person for person in plan.people if person.new][:SHOWN],
        "changed": [(planned, words.fields_in_words(planned)) for planned in changed[:SHOWN]],
        "changed_count": len(changed),
        "new_units": [" › ".join(path) for path in plan.new_units[:SHOWN]],
        "gone": plan.gone[:SHOWN],
    }


def _trail() -> list[dict[str, str]]:
    return breadcrumb(("Bring in data", reverse("organisation:imports")))
