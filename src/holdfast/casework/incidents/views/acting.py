"""What every page that acts on an incident shares: finding it, running the operation, and saying what went wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.casework.incidents.forms.versioned import IncidentForm
from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.operations.closing import NotReadyToClose
from holdfast.casework.incidents.operations.triage import BadJudgement
from holdfast.casework.incidents.presenters.words import verb_in_words
from holdfast.casework.incidents.queries.visibility import visible_to
from holdfast.foundation.audit.operations import enter_reading
from holdfast.foundation.audit.queries import history_of
from holdfast.foundation.organisation.access import ViewedRequest
from holdfast.foundation.records.operations import EditedMeanwhile
from holdfast.kernel import clock
from holdfast.kernel.workflow import NotPossibleNow


def find(request: ViewedRequest, reference: str) -> Incident:
    """The incident with this reference if the viewer may open it; 404 otherwise, whether it exists or not.

    Opening a restricted incident is itself written into the audit trail.
    """
    found = visible_to(request.viewer).filter(record__reference=reference.upper())
    incident = found.select_related("record", "trust", "site", "unit", "reporter").first()
    if incident is None:
        raise Http404
    if incident.restricted:
        enter_reading("incidents.read", by=request.viewer.actor, subject=incident.record)
    return incident


def page_of(incident: Incident) -> str:
    """The address of the incident's page."""
    return reverse("incidents:incident", args=[incident.reference])


def act(
    request: ViewedRequest,
    incident: Incident,
    form: IncidentForm,
    *,
    do: Callable[[dict[str, Any]], Any],
    done: str,
    title: str,
    button: str,
    then: str = "",
    template: str = "incidents/handling/act.html",
    **context: Any,
) -> HttpResponse:
    """Show `form`, or, when it was sent and is right, call `do` with its answers and go to `then` (the incident).

    Whatever the operation refuses stands beside the form, and nothing that was typed is lost. When someone else changed
    the incident in the meantime the page says what they did, and sending again goes ahead.
    """
    meanwhile: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data)
        except EditedMeanwhile as conflict:
            meanwhile = what_happened(incident, form.cleaned_data["opened_at"])
            _look_again(form, conflict)
        except BadJudgement as refusal:
            for name, words in refusal.faults.items():
                form.add_error(name if name in form.fields else None, words)
        except NotReadyToClose as refusal:
            for requirement in refusal.missing:
                form.add_error(None, requirement.mend)
        except (NotPossibleNow, ValueError) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect(then or page_of(incident))
    shown = {
        "form": form,
        "incident": incident,
        "page_title": title,
        "caption": f"{incident.reference} {incident.record.title}",
        "continue_text": button,
        "back_url": page_of(incident),
        "cancel_url": page_of(incident),
        "keep_key": f"incidents.{request.resolver_match.url_name}.{incident.reference}",
        "meanwhile": meanwhile,
    }
    return render(request, template, shown | context)


def what_happened(incident: Incident, since: float) -> list[dict[str, Any]]:
    """What others did to the incident since the moment (seconds since 1970): words, who and when."""
    return [
        {"what": verb_in_words(entry.verb), "by": entry.actor_name, "at": entry.at}
        for entry in history_of(incident.record)[:20]
        if entry.at.timestamp() >= since and not entry.reading
    ]


def _look_again(form: IncidentForm, conflict: EditedMeanwhile) -> None:
    """Say that someone was faster, and let the next sending go ahead from the version that is shown now."""
    form.add_error(None, "Someone else changed this incident after you opened it. Read what changed, then send again.")
    data = form.data.copy()
    data[form.add_prefix("seen_version")] = str(conflict.record.version)
    data[form.add_prefix("opened_at")] = str(clock.now().timestamp())
    form.data = data


def moment_of(value: Any) -> datetime | None:
    """The end of a chosen day (Europe/London) as an instant; None for none."""
    if value is None or isinstance(value, datetime):
        return value
    return datetime(value.year, value.month, value.day, 23, 59, 59, tzinfo=clock.LONDON)
