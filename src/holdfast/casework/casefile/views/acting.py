"""What every page of a case file shares: finding the incident, running an operation, saying what went wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.casework.casefile.forms.versioned import CaseForm
from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.operations.opening import open_incident
from holdfast.casework.incidents.operations.sending import SentAlready, digest_of, once
from holdfast.foundation.organisation.access import ViewedRequest
from holdfast.foundation.pages.sending import let_go_ahead, sent_parts
from holdfast.foundation.records.operations import EditedMeanwhile
from holdfast.kernel.workflow import NotPossibleNow


def find(request: ViewedRequest, reference: str) -> Incident:
    """The incident with this reference if the viewer may open it; 404 otherwise, whether it exists or not.

    Opening what belongs to a restricted incident is itself written into the audit trail.
    """
    incident = open_incident(request.viewer, reference, noted_as="casefile.read")
    if incident is None:
        raise Http404
    return incident


def incident_page(incident: Incident) -> str:
    """The address of the incident's own page."""
    return reverse("incidents:incident", args=[incident.reference])


def trail_to(incident: Incident, *more: tuple[str, str]) -> list[dict[str, str]]:
    """The breadcrumb of a page of the case file: the list, the incident, and what stands between, as title and url."""
    steps = [("Incidents", reverse("incidents:list")), (incident.reference, incident_page(incident)), *more]
    return [{"title": title, "url": url} for title, url in steps]


def act(
    request: ViewedRequest,
    incident: Incident,
    form: CaseForm,
    *,
    do: Callable[[dict[str, Any]], Any],
    done: str,
    title: str,
    button: str,
    then: str | Callable[[], str],
    template: str = "casefile/act.html",
    **context: Any,
) -> HttpResponse:
    """Show `form`, or, when it was sent and is right, call `do` with its answers and go to `then`.

    Whatever the operation refuses stands beside the form, and nothing that was typed is lost. The same form sent twice
    is done once.
    """
    back = then if isinstance(then, str) else incident_page(incident)
    shown: dict[str, Any] = {
        "form": form,
        "incident": incident,
        "page_title": title,
        "caption": f"{incident.reference} {incident.record.title}",
        "continue_text": button,
        "back_url": back,
        "cancel_url": back,
        "keep_key": f"casefile:{request.path}",
    } | context
    if request.method == "POST" and form.is_valid():
        digest = digest_of(sent_parts(request, request.viewer.person.pk))
        try:
            once(incident.trust_id, digest, lambda: do(form.cleaned_data))
        except SentAlready:
            messages.info(request, "You sent this already. It was taken in once.", extra_tags=shown["keep_key"])
            return redirect(then() if callable(then) else then)
        except EditedMeanwhile as conflict:
            _look_again(form, conflict)
        except (NotPossibleNow, ValueError) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done, extra_tags=shown["keep_key"])
            return redirect(then() if callable(then) else then)
    return render(request, template, shown, status=422 if form.errors else 200)


def _look_again(form: CaseForm, conflict: EditedMeanwhile) -> None:
    """Say that the incident changed, and let the next sending go ahead from the version that it has now."""
    form.add_error(None, "Someone else changed this incident after you opened this page. Look at it, then send again.")
    let_go_ahead(form, seen_version=str(conflict.record.version))
