"""What every page that acts on a sanction shares: finding it, running the operation, saying what went wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.operations.opening import open_incident
from holdfast.casework.incidents.operations.sending import SentAlready, digest_of, once
from holdfast.casework.sanctions.models import Case
from holdfast.casework.sanctions.queries.visibility import visible_to, with_reference
from holdfast.foundation.audit.operations import enter_reading
from holdfast.foundation.organisation.access import ViewedRequest
from holdfast.foundation.pages.forms import PageForm
from holdfast.foundation.pages.sending import let_go_ahead, sent_parts
from holdfast.foundation.records.models import Record
from holdfast.foundation.records.operations import EditedMeanwhile
from holdfast.kernel.workflow import NotPossibleNow

LOADED = ("record", "trust", "subject", "incident__record", "incident__trust", "incident__site", "incident__unit")


def find_incident(request: ViewedRequest, reference: str) -> Incident:
    """The incident with this reference if the viewer may open it, else 404. Opening a restricted one is noted."""
    incident = open_incident(request.viewer, reference, noted_as="sanctions.read_incident")
    if incident is None:
        raise Http404
    return incident


def find_case(request: ViewedRequest, reference: str) -> Case:
    """The case with this reference if the viewer may open it, else 404. Opening a restricted one is noted."""
    case = with_reference(visible_to(request.viewer), reference).select_related(*LOADED).first()
    if case is None:
        raise Http404
    if case.held_apart or case.incident.restricted:
        enter_reading("sanctions.read", by=request.viewer.actor, subject=case.record)
    return case


def find_row(rows: QuerySet, key: int) -> Any:
    """The row with this key among `rows`, else 404."""
    row = rows.filter(pk=key).first()
    if row is None:
        raise Http404
    return row


def page_of(case: Case, part: str = "") -> str:
    """The address of the case's page, and a part of it."""
    return reverse("sanctions:case", args=[case.reference]) + (f"#{part}" if part else "")


def act(
    request: ViewedRequest,
    record: Record,
    form: PageForm,
    *,
    do: Callable[[dict[str, Any]], Any],
    done: str,
    title: str,
    button: str,
    back: str,
    template: str = "sanctions/act.html",
    **context: Any,
) -> HttpResponse:
    """Show `form`, or, when it was sent and is right, call `do` with its answers and go `back`.

    Whatever the operation refuses stands beside the form, at its field where it names one (`faults`), and nothing that
    was typed is lost. The same form sent twice is done once.
    """
    shown: dict[str, Any] = {
        "form": form,
        "page_title": title,
        "caption": f"{record.reference} {record.title}",
        "continue_text": button,
        "back_url": back,
        "cancel_url": back,
        "keep_key": f"sanctions:{request.path}",
    } | context
    if request.method == "POST" and form.is_valid():
        digest = digest_of(sent_parts(request, request.viewer.person.pk))
        try:
            once(record.trust_id, digest, lambda: do(form.cleaned_data))
        except SentAlready:
            messages.info(request, "You sent this already. It was taken in once.", extra_tags=shown["keep_key"])
            return redirect(back)
        except EditedMeanwhile as conflict:
            _look_again(form, conflict)
        except (NotPossibleNow, ValueError) as refusal:
            _refused(form, refusal)
        else:
            messages.success(request, done, extra_tags=shown["keep_key"])
            return redirect(back)
    return render(request, template, shown, status=422 if form.errors else 200)


def _refused(form: PageForm, refusal: Exception) -> None:
    faults = getattr(refusal, "faults", None) or [str(refusal)]
    if isinstance(faults, dict):
        for name, words in faults.items():
            form.add_error(name if name in form.fields else None, words)
    else:
        for words in faults:
            form.add_error(None, words)


def _look_again(form: PageForm, conflict: EditedMeanwhile) -> None:
    """Say that it changed, and let the next sending go ahead from the version that there is now."""
    form.add_error(
        None,
        "This was changed after you opened the page. Look at it in another window, then send again if it still holds.",
    )
    let_go_ahead(form, seen_version=str(conflict.record.version))
