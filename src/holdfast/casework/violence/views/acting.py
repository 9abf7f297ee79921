"""What every page of this area that acts shares: finding the thing, running the operation, saying what went wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.casework.incidents.models import Incident, Victim
from holdfast.casework.incidents.operations.opening import open_incident
from holdfast.casework.incidents.operations.sending import SentAlready, digest_of, once
from holdfast.casework.incidents.operations.wishes import record_wish
from holdfast.casework.violence.models import Marker
from holdfast.casework.violence.operations.response import BadAnswer
from holdfast.casework.violence.queries.visibility import markers_known_to, markers_visible_to
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter_reading
from holdfast.foundation.organisation.access import ViewedRequest
from holdfast.foundation.pages.forms import PageForm
from holdfast.foundation.pages.sending import let_go_ahead, sent_parts
from holdfast.foundation.records.operations import EditedMeanwhile
from holdfast.kernel.workflow import NotPossibleNow


def find(request: ViewedRequest, reference: str) -> Incident:
    """The incident with this reference if the viewer may open it; 404 otherwise, whether it exists or not.

    Opening a restricted incident is itself written into the audit trail.
    """
    incident = open_incident(request.viewer, reference)
    if incident is None:
        raise Http404
    return incident


def victim_of(incident: Incident, key: int) -> Victim:
    """The person affected by `incident` with this key; 404 when there is none."""
    victim = incident.victims.select_related("person").filter(pk=key).first()
    if victim is None:
        raise Http404
    victim.incident = incident
    return victim


def find_marker(request: ViewedRequest, reference: str) -> Marker:
    """The marker with this reference if the viewer may see it; 404 otherwise. Reading it is written down."""
    found = markers_visible_to(request.viewer).filter(record__reference=reference.upper())
    marker = found.select_related("record", "trust", "incident__record", "asker", "decider").first()
    if marker is None:
        raise Http404
    enter_reading("violence.read_marker", by=request.viewer.actor, subject=marker.record)
    return marker


def knows_why(request: ViewedRequest, marker: Marker) -> bool:
    """True when the viewer may read what happened, whom the marker concerns and who asked for it."""
    return markers_known_to(request.viewer).filter(pk=marker.pk).exists()


def name_of(victim: Victim) -> str:
    """A person affected, as their pages call them."""
    return str(victim.person) if victim.person else victim.name or "Someone whose name is not known"


def incident_page(incident: Incident) -> str:
    """The address of the incident."""
    return reverse("incidents:incident", args=[incident.reference])


def keep_wishes(*, by: Actor, victim: Victim, words: str, seen_version: int | None, **wants: str) -> None:
    """Record what the forms of wishes tell: an answer for each thing that was asked, and words on all of them."""
    record_wish(by=by, victim=victim, wants=wants, words=words, seen_version=seen_version)


def act(
    request: ViewedRequest,
    form: PageForm,
    *,
    do: Callable[[dict[str, Any]], Any],
    done: str,
    title: str,
    button: str,
    caption: str,
    back: str,
    then: str | Callable[[], str] = "",
    template: str = "violence/act.html",
    **context: Any,
) -> HttpResponse:
    """Show `form`, or, when it was sent and is right, call `do` with its answers and go to `then` (else `back`).

    What the operation refuses stands beside the field that it concerns, and nothing that was typed is lost. The same
    form
    sent twice is done once. When someone else changed the record meanwhile the page says so, and sending again goes
    ahead.
    """
    shown: dict[str, Any] = {
        "form": form,
        "page_title": title,
        "caption": caption,
        "continue_text": button,
        "back_url": back,
        "cancel_url": back,
        "keep_key": f"violence:{request.path}",
    } | context
    if request.method == "POST" and form.is_valid():
        digest = digest_of(sent_parts(request, request.viewer.person.pk))
        try:
            once(request.viewer.trust.pk, digest, lambda: do(form.cleaned_data))
        except SentAlready:
            messages.info(request, "You sent this already. It was taken in once.", extra_tags=shown["keep_key"])
            return redirect((then() if callable(then) else then) or back)
        except EditedMeanwhile as conflict:
            form.add_error(None, "Someone else changed this after you opened the page. Look again, then send again.")
            let_go_ahead(form, seen_version=str(conflict.record.version))
        except BadAnswer as refusal:
            for name, words in refusal.faults.items():
                form.add_error(name if name in form.fields else None, words)
        except (NotPossibleNow, ValueError) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done, extra_tags=shown["keep_key"])
            return redirect((then() if callable(then) else then) or back)
    return render(request, template, shown, status=422 if form.errors else 200)
