"""What every page of liaison shares: finding the incident, running the operation, saying what went wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.operations.opening import open_incident
from holdfast.casework.incidents.operations.sending import SentAlready, digest_of, once
from holdfast.casework.incidents.queries.visibility import visible_to
from holdfast.casework.liaison.forms.sent import SentForm
from holdfast.casework.liaison.models import PoliceReport
from holdfast.casework.liaison.queries.visibility import police_reports_visible_to
from holdfast.foundation.audit.operations import enter_reading
from holdfast.foundation.organisation.access import ViewedRequest
from holdfast.foundation.pages.sending import sent_parts
from holdfast.kernel.workflow import NotPossibleNow


def find(request: ViewedRequest, reference: str) -> Incident:
    """The incident with this reference if the viewer may open it; 404 otherwise, whether it exists or not.

    Opening what belongs to a restricted incident is itself written into the audit trail.
    """
    incident = open_incident(request.viewer, reference)
    if incident is None:
        raise Http404
    return incident


def find_report(request: ViewedRequest, key: int) -> PoliceReport:
    """The report to the police, or the call to them, if the viewer may know of it; 404 otherwise."""
    rows = police_reports_visible_to(request.viewer).filter(pk=key)
    report = rows.select_related("trust", "incident__record", "incident__trust").first()
    if report is None:
        raise Http404
    if report.incident is not None and report.incident.restricted:
        enter_reading("incidents.read", by=request.viewer.actor, subject=report.incident.record)
    if report.incident is not None and visible_to(request.viewer).filter(pk=report.incident_id).exists():
        request.record_of_page = report.incident.reference  # type: ignore[attr-defined]
    return report


def page_of(incident: Incident | None) -> str:
    """The address of the incident's police page; of the calls where there is no incident yet."""
    return reverse("liaison:police", args=[incident.reference]) if incident else reverse("liaison:calls")


def home_of(request: ViewedRequest, report: PoliceReport) -> str:
    """Where the viewer came from to `report`: the incident's police page if they may open it, else the calls."""
    seen = report.incident_id and visible_to(request.viewer).filter(pk=report.incident_id).exists()
    return page_of(report.incident if seen else None)


def act(
    request: ViewedRequest,
    form: SentForm,
    *,
    do: Callable[[dict[str, Any]], Any],
    done: str,
    title: str,
    button: str,
    then: str,
    caption: str = "",
    template: str = "liaison/act.html",
    **context: Any,
) -> HttpResponse:
    """Show `form`, or, when it was sent and is right, call `do` with its answers and go to `then`.

    Whatever the operation refuses stands above the form, and nothing that was typed is lost. The same form sent twice
    is done once.
    """
    shown: dict[str, Any] = {
        "form": form,
        "page_title": title,
        "caption": caption,
        "continue_text": button,
        "back_url": then,
        "cancel_url": then,
        "keep_key": f"liaison:{request.path}",
    } | context
    if request.method == "POST" and form.is_valid():
        digest = digest_of(sent_parts(request, request.viewer.person.pk))
        try:
            once(request.viewer.trust.pk, digest, lambda: do(form.told()))
        except SentAlready:
            messages.info(request, "You sent this already. It was taken in once.", extra_tags=shown["keep_key"])
            return redirect(then)
        except (NotPossibleNow, ValueError) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done, extra_tags=shown["keep_key"])
            return redirect(then)
    return render(request, template, shown, status=422 if form.errors else 200)


def caption_of(incident: Incident | None) -> str:
    """What stands above the heading of a page on `incident`."""
    return f"{incident.reference} {incident.record.title}" if incident else ""
