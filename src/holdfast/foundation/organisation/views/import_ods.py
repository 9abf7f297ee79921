"""Sites from an ODS file, on screen: upload, see what would change, confirm."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.forms.imports import OdsUploadForm
from holdfast.foundation.organisation.models import ImportFile
from holdfast.foundation.organisation.operations.ods import import_ods, preview_ods
from holdfast.foundation.organisation.operations.refusal import Refused
from holdfast.foundation.organisation.operations.uploads import (
    content_of,
    finish_upload,
    keep_upload,
    note_choices,
)
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.presenters import ods_plan as words
from holdfast.foundation.organisation.rules.ods import OdsFile, UnreadableOds, read_ods
from holdfast.foundation.organisation.views.acting import answers, breadcrumb
from holdfast.foundation.organisation.views.import_files import find_upload

SHOWN = 100


@requires(Permission.MANAGE_ORGANISATION)
def begin(request: ViewedRequest) -> HttpResponse:
    """Which file."""
    form = answers(OdsUploadForm, request)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["file"][0]
        how = {name: form.cleaned_data[name] for name in ("delimiter", "encoding")}
        viewer = request.viewer
        try:
            content = chosen.read()
            read_ods(content, chosen.name, **how)
            upload = keep_upload(
                by=viewer.actor,
                trust=viewer.trust,
                person=viewer.person,
                kind=ImportFile.Kind.ODS,
                name=chosen.name,
                content=content,
            )
        except UnreadableOds as fault:
            form.add_error("file", str(fault))
        except Refused as refusal:
            form.add_error("file", refusal.message)
        else:
            note_choices(upload, **how)
            return redirect("organisation:import_ods_preview", key=upload.key)
    context = {
        "form": form,
        "page_title": "Bring in sites from ODS",
        "continue_text": "Upload and check",
        "breadcrumb": _trail(),
    }
    return render(request, "organisation/import_ods.html", context)


@requires(Permission.MANAGE_ORGANISATION)
def preview(request: ViewedRequest, key: str) -> HttpResponse:
    """What the file would change in this trust; sent: change it."""
    upload = find_upload(request, key, ImportFile.Kind.ODS)
    if upload.outcome:
        return redirect("organisation:import_ods_result", key=key)
    only = frozenset({request.viewer.trust.code})
    fault = ""
    try:
        file = _read(upload)
        if request.method == "POST":
            return _confirm(request, upload, file)
        plan = preview_ods(file, only=only)
    except (Refused, UnreadableOds) as refusal:
        fault, plan = str(refusal), None
    context = {
        "page_title": "Check what would change",
        "caption": upload.name,
        "upload": upload,
        "fault": fault,
        "plan": plan,
        "changes": [(row, words.change_in_words(row)) for row in plan.changed_sites[:SHOWN]] if plan else [],
        "trust_changes": [words.change_in_words(row) for row in plan.changed_trusts] if plan else [],
        "shown": SHOWN,
        "breadcrumb": _trail(),
    }
    return render(request, "organisation/import_ods_preview.html", context)


@requires(Permission.MANAGE_ORGANISATION)
def result(request: ViewedRequest, key: str) -> HttpResponse:
    """What was changed."""
    upload = find_upload(request, key, ImportFile.Kind.ODS)
    if not upload.outcome:
        return redirect("organisation:import_ods_preview", key=key)
    context = {
        "page_title": "The sites are in",
        "caption": upload.name,
        "upload": upload,
        "counts": [(words.COUNT_WORDS[name], count) for name, count in upload.outcome["counts"].items() if count],
        "bad": upload.outcome["bad"],
        "breadcrumb": _trail(),
    }
    return render(request, "organisation/import_ods_result.html", context)


def _confirm(request: ViewedRequest, upload: ImportFile, file: OdsFile) -> HttpResponse:
    viewer = request.viewer
    with transaction.atomic():
        # A second press waits here, and then finds that the work is done.
        held = ImportFile.objects.select_for_update().get(pk=upload.pk)
        if not held.outcome:
            plan = import_ods(by=viewer.actor, file=file, only=frozenset({viewer.trust.code}))
            told = words.as_json(plan)
            outcome = {name: told[name] for name in ("counts", "bad", "missing")}
            finish_upload(held, outcome)
    return redirect("organisation:import_ods_result", key=upload.key)


def _read(upload: ImportFile) -> OdsFile:
    how = {name: upload.choices.get(name, "") for name in ("delimiter", "encoding")}
    return read_ods(content_of(upload), upload.name, **how)


def _trail() -> list[dict[str, str]]:
    return breadcrumb(("Bring in data", reverse("organisation:imports")))
