"""What every page that acts on an incident shares: finding it, running the operation, and saying what went wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from holdfast.casework.incidents.forms.versioned import IncidentForm
from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.operations.closing import NotReadyToClose
from holdfast.casework.incidents.operations.opening import open_incident
from holdfast.casework.incidents.operations.sending import SentAlready, digest_of, once
from holdfast.casework.incidents.operations.triage import BadJudgement
from holdfast.casework.incidents.presenters.meanwhile import Happened, happened_since
from holdfast.casework.incidents.presenters.report_summary import Section, told_in_report
from holdfast.casework.incidents.queries.timeline import told_since
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.access import ViewedRequest
from holdfast.foundation.pages.sending import let_go_ahead, sent_parts
from holdfast.foundation.records.operations import EditedMeanwhile
from holdfast.kernel import clock
from holdfast.kernel.workflow import NotPossibleNow


def find(request: ViewedRequest, reference: str) -> Incident:
    """The incident with this reference if the viewer may open it; 404 otherwise, whether it exists or not.

    Opening a restricted incident is itself written into the audit trail.
    """
    incident = open_incident(request.viewer, reference)
    if incident is None:
        raise Http404
    return incident


def is_named(request: ViewedRequest, incident: Incident) -> bool:
    """True when the viewer is named on the incident, and so may see whom others may not."""
    person = request.viewer.person.pk
    return any(reader.person_id == person for reader in incident.record.readers.all())


def told_to(request: ViewedRequest, incident: Incident) -> list[Section]:
    """What was told in the report, as far as the viewer may see it, for the pages on which one decides about it."""
    return told_in_report(incident, show_subjects=is_named(request, incident))


def page_of(incident: Incident) -> str:
    """The address of the incident's page."""
    return reverse("incidents:incident", args=[incident.reference])


def acting_for(request: ViewedRequest, name: str) -> Actor:
    """The viewer as the audit trail names them when they do the work of `name`, who is away; "" for their own work."""
    actor = request.viewer.actor
    return replace(actor, on_behalf_of=name) if name else actor


def act(
    request: ViewedRequest,
    incident: Incident,
    form: IncidentForm,
    *,
    do: Callable[[dict[str, Any]], Any],
    done: str,
    title: str,
    button: str,
    then: str | Callable[[], str] = "",
    template: str = "incidents/handling/act.html",
    **context: Any,
) -> HttpResponse:
    """Show `form`, or, when it was sent and is right, call `do` with its answers and go to `then` (the incident).

    Whatever the operation refuses stands beside the form, and nothing that was typed is lost. When someone else changed
    the incident in the meantime the page says what they did, and sending again goes ahead. The same form sent twice is
    done once.
    """
    shown: dict[str, Any] = {
        "form": form,
        "incident": incident,
        "page_title": title,
        "caption": f"{incident.reference} {incident.record.title}",
        "continue_text": button,
        "back_url": page_of(incident),
        "cancel_url": page_of(incident),
        # By address: an incident can have two investigations, and what is typed on one is not for the other.
        "keep_key": f"incidents:{request.path}",
        "meanwhile": (),
        "since": SimpleLazyObject(lambda: told_since(incident)),  # beside the report, on pages that show it
    } | context
    if request.method == "POST" and form.is_valid():
        digest = digest_of(sent_parts(request, request.viewer.person.pk))
        try:
            once(incident.trust_id, digest, lambda: do(form.cleaned_data))
        except SentAlready:
            messages.info(request, "You sent this already. It was taken in once.", extra_tags=shown["keep_key"])
            return redirect(_where(then, incident))
        except EditedMeanwhile as conflict:
            shown["meanwhile"] = happened_since(incident, form.cleaned_data["opened_at"], request.viewer.actor.identity)
            _look_again(form, conflict, shown["meanwhile"])
        except BadJudgement as refusal:
            for name, words in refusal.faults.items():
                form.add_error(name if name in form.fields else None, words)
        except NotReadyToClose:
            form.add_error(None, "This cannot close yet. What is missing stands below, with what mends it.")
        except (NotPossibleNow, ValueError) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done, extra_tags=shown["keep_key"])
            return redirect(_where(then, incident))
    return render(request, template, shown, status=422 if form.errors else 200)


def _where(then: str | Callable[[], str], incident: Incident) -> str:
    return (then() if callable(then) else then) or page_of(incident)


def _look_again(form: IncidentForm, conflict: EditedMeanwhile, meanwhile: list[Happened]) -> None:
    """Say that the incident changed, and let the next sending go ahead from the version that is shown now."""
    who = "You" if meanwhile and all(one.own for one in meanwhile) else "Someone else"
    form.add_error(None, f"{who} changed this incident after you opened this page. Read what changed, then send again.")
    let_go_ahead(form, seen_version=str(conflict.record.version), opened_at=repr(clock.now().timestamp()))


def moment_of(day: Any, exact: datetime | None = None) -> datetime | None:
    """The end of a chosen day (Europe/London) as an instant, or `exact` when it falls on that day; None for none."""
    if day is None or isinstance(day, datetime):
        return day
    if exact is not None and clock.local_day(exact) == day:
        return exact
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=clock.LONDON)
