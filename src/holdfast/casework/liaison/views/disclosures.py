"""What was asked for and handed over: of one incident, and the trust's register."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from holdfast.casework.liaison.forms.case import DecideDisclosureForm, DisclosureForm, HandOverForm
from holdfast.casework.liaison.models import Disclosure
from holdfast.casework.liaison.operations import disclosing as verbs
from holdfast.casework.liaison.presenters.disclosures import disclosure_cards
from holdfast.casework.liaison.queries.visibility import disclosures_visible_to
from holdfast.casework.liaison.views.acting import act, caption_of, find
from holdfast.foundation.audit.operations import enter_reading
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission


@requires(Permission.WORK_WITH_POLICE)
def disclosures(request: ViewedRequest, reference: str) -> HttpResponse:
    """What was asked for on one incident, and what became of it."""
    incident = find(request, reference)
    rows = list(incident.disclosures.select_related("incident__record"))
    shown = {
        "incident": incident,
        "reference": incident.reference,
        "page_title": "Disclosures",
        "cards": disclosure_cards(rows, request.viewer),
        "may_ask": request.viewer.may(Permission.KEEP_DISCLOSURES),
        "back_url": reverse("liaison:police", args=[incident.reference]),
        "breadcrumb": [
            {"title": "Incidents", "url": reverse("incidents:list")},
            {"title": incident.reference, "url": reverse("incidents:incident", args=[incident.reference])},
        ],
    }
    return render(request, "liaison/disclosures.html", shown)


@requires(Permission.KEEP_DISCLOSURES)
def ask(request: ViewedRequest, reference: str) -> HttpResponse:
    """Enter that someone outside asks for information."""
    incident = find(request, reference)

    def do(told: dict[str, Any]) -> None:
        verbs.ask_disclosure(by=request.viewer.actor, incident=incident, **told)

    return act(
        request,
        DisclosureForm(request.POST or None),
        do=do,
        done="It is in the register. Somebody else decides it now.",
        title="A request for information",
        button="Enter it",
        then=reverse("liaison:disclosures", args=[incident.reference]),
        caption=caption_of(incident),
    )


def _one(request: ViewedRequest, key: int) -> Disclosure:
    rows = disclosures_visible_to(request.viewer).filter(pk=key)
    row = rows.select_related("incident__record", "incident__trust").first()
    if row is None:
        raise Http404
    if row.incident.restricted:
        enter_reading("incidents.read", by=request.viewer.actor, subject=row.incident.record)
    return row


@requires(Permission.APPROVE_DISCLOSURES)
def decide(request: ViewedRequest, key: int) -> HttpResponse:
    """Approve a disclosure or refuse it."""
    row = _one(request, key)
    if row.person_id == request.viewer.person.pk:
        raise PermissionDenied("You entered this request. Somebody else decides it.")
    return act(
        request,
        DecideDisclosureForm(request.POST or None),
        do=lambda told: verbs.decide_disclosure(by=request.viewer.actor, disclosure=row, **told),
        done="Your decision is on record, and whoever entered it was told.",
        title=f"What {row.body} asks for",
        button="Decide",
        then=reverse("liaison:disclosure-decisions"),
        caption=row.incident.reference,
        template="liaison/decide_disclosure.html",
        card=disclosure_cards([row], request.viewer)[0],
    )


@requires(Permission.KEEP_DISCLOSURES)
def hand_over(request: ViewedRequest, key: int) -> HttpResponse:
    """Record what was handed over."""
    row = _one(request, key)
    return act(
        request,
        HandOverForm(request.POST or None),
        do=lambda told: verbs.hand_over(by=request.viewer.actor, disclosure=row, **told),
        done="It is in the register.",
        title=f"What {row.body} was given",
        button="Save",
        then=reverse("liaison:disclosures", args=[row.incident.reference]),
        caption=caption_of(row.incident),
        template="liaison/decide_disclosure.html",
        card=disclosure_cards([row], request.viewer)[0],
    )
