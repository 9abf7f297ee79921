"""The response to one incident: the checklist of each person affected."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from holdfast.casework.incidents.models import Incident
from holdfast.casework.violence.forms.people import found_people
from holdfast.casework.violence.forms.response import CarePlanForm, StepForm
from holdfast.casework.violence.models import CarePlanAdvice, Step
from holdfast.casework.violence.operations import response as verbs
from holdfast.casework.violence.presenters.response import cards_of, marker_line
from holdfast.casework.violence.queries.policy import card
from holdfast.casework.violence.queries.response import is_assault
from holdfast.casework.violence.views.acting import act, find, incident_page, name_of, victim_of
from holdfast.foundation.audit.operations import enter_reading
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.pages.lookups import matches_as_json
from holdfast.kernel import clock


def response_page(incident: Incident) -> str:
    """The address of the response to an incident."""
    return reverse("violence:response", args=[incident.reference])


@requires(Permission.RESPOND_TO_ASSAULTS)
def response(request: ViewedRequest, reference: str) -> HttpResponse:
    """Everything that the policy asks for after this incident, for each person affected, and how it stands."""
    incident = find(request, reference)
    shown = {
        "incident": incident,
        "reference": incident.reference,
        "page_title": "Response",
        "assault": is_assault(incident),
        "people": cards_of(incident, request.viewer),
        "marker": marker_line(incident, request.viewer),
        "calls": incident.calls_for_support.all(),
        "advice": incident.care_plan_advice.all(),
        "back_url": incident_page(incident),
        "breadcrumb": [
            {"title": "Incidents", "url": reverse("incidents:list")},
            {"title": incident.reference, "url": incident_page(incident)},
        ],
    }
    return render(request, "violence/response.html", shown)


@requires(Permission.RESPOND_TO_ASSAULTS)
def answer(request: ViewedRequest, reference: str, key: int, item: str) -> HttpResponse:
    """One item of the checklist: done when and by whom, or why not; and putting an answer right."""
    incident = find(request, reference)
    victim = victim_of(incident, key)
    try:
        asked = verbs.item_of(incident.trust, incident, item)
    except ValueError:
        raise Http404
    before = Step.objects.filter(victim=victim, item=item).first()
    begun = (
        {
            "answer": "done" if before.done_at else "not",
            "done_at": before.done_at,
            "done_by": before.done_by,
            "why_not": before.why_not,
            "note": before.note,
        }
        if before
        else {}
    )

    def do(told: dict[str, Any]) -> None:
        verbs.respond(
            by=request.viewer.actor,
            incident=incident,
            victim=victim,
            item=item,
            done_at=told["done_at"],
            done_by=told["done_by"],
            why_not=told["why_not"],
            note=told["note"],
            correction=told.get("correction", ""),
            seen_version=told["seen_version"],
        )

    return act(
        request,
        StepForm(request.POST or None, record=incident.record, answered=before is not None, initial=begun),
        do=do,
        done="It is on record.",
        title=asked.words,
        button="Save",
        caption=f"{incident.reference} {name_of(victim)}",
        back=f"{response_page(incident)}#person-{victim.pk}",
    )


@require_POST
@requires(Permission.RESPOND_TO_ASSAULTS)
def done_now(request: ViewedRequest, reference: str, key: int, item: str) -> HttpResponse:
    """The one button: it was done just now, by whoever presses it."""
    incident = find(request, reference)
    victim = victim_of(incident, key)
    try:
        verbs.respond(by=request.viewer.actor, incident=incident, victim=victim, item=item, done_at=clock.now())
    except ValueError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Done. If it was another time, or somebody else, put it right.")
    return redirect(f"{response_page(incident)}#person-{victim.pk}")


@requires(Permission.RESPOND_TO_ASSAULTS)
def care_plan(request: ViewedRequest, reference: str) -> HttpResponse:
    """Give security advice for a patient's care plan."""
    incident = find(request, reference)
    return act(
        request,
        CarePlanForm(request.POST or None, record=incident.record),
        do=lambda told: verbs.advise_care_plan(by=request.viewer.actor, incident=incident, **told),
        done="Your advice is on record.",
        title="Advice for a care plan",
        button="Save the advice",
        caption=incident.reference,
        back=response_page(incident),
    )


@requires(Permission.RESPOND_TO_ASSAULTS)
def care_plan_advice(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Advice that was given. It concerns a patient's care, so reading it is written down."""
    incident = find(request, reference)
    row: CarePlanAdvice | None = incident.care_plan_advice.filter(pk=key).first()
    if row is None:
        raise Http404
    enter_reading("violence.read_care_plan_advice", by=request.viewer.actor, subject=incident.record)
    shown = {"row": row, "incident": incident, "page_title": "Advice for a care plan", "caption": incident.reference,
             "back_url": response_page(incident)}  # fmt: skip
    return render(request, "violence/care_plan_advice.html", shown)


@requires(Permission.USE_HOLDFAST)
def action_card(request: ViewedRequest) -> HttpResponse:
    """What to do first, in the words of the trust's policy."""
    shown = {"page_title": "What to do first", "lines": card(request.viewer.trust, "violence.action-card")}
    return render(request, "violence/action_card.html", shown)


@requires(Permission.RESPOND_TO_ASSAULTS)
def find_person(request: ViewedRequest) -> JsonResponse:
    """The trust's staff whom the words in `q` fit, for the boxes in which one looks up a colleague."""
    return matches_as_json(found_people(request.viewer.trust, request.GET.get("q", "")[:100]))
