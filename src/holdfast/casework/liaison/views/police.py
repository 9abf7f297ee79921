"""The police page of an incident, and what is recorded there of the incident itself."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from holdfast.casework.incidents.models import PoliceContact, Victim
from holdfast.casework.incidents.operations.wishes import record_wish
from holdfast.casework.liaison.forms.police import (
    OTHER_FORCE,
    DecideForm,
    ReportToPoliceForm,
    RequestPoliceForm,
    WishForm,
)
from holdfast.casework.liaison.forms.sent import SentForm
from holdfast.casework.liaison.models import Force
from holdfast.casework.liaison.operations.deciding import decide_police_report
from holdfast.casework.liaison.operations.police import report_to_police, request_police, take_in_call
from holdfast.casework.liaison.presenters.police import police_page
from holdfast.casework.liaison.queries.policy import forces_of
from holdfast.casework.liaison.queries.wishes import name_of
from holdfast.casework.liaison.views.acting import act, caption_of, find, find_report, page_of
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission


@requires(Permission.WORK_WITH_POLICE)
def police(request: ViewedRequest, reference: str) -> HttpResponse:
    """All that passed between the trust and the police, and other bodies, on one incident."""
    incident = find(request, reference)
    shown = police_page(incident, request.viewer) | {
        "incident": incident,
        "reference": incident.reference,
        "page_title": "Police",
        "back_url": reverse("incidents:incident", args=[incident.reference]),
        "breadcrumb": [
            {"title": "Incidents", "url": reverse("incidents:list")},
            {"title": incident.reference, "url": reverse("incidents:incident", args=[incident.reference])},
        ],
    }
    return render(request, "liaison/police.html", shown)


@requires(Permission.WORK_WITH_POLICE)
def report(request: ViewedRequest, reference: str) -> HttpResponse:
    """Record that a crime was reported to the police."""
    incident = find(request, reference)
    key = request.GET.get("contact", "")
    contact = incident.police_contacts.filter(pk=key, police_report__isnull=True).first() if key.isdigit() else None
    forces = forces_of(request.viewer.trust)
    form = ReportToPoliceForm(request.POST or None, forces=forces, initial=_told_already(contact, forces))
    return act(
        request,
        form,
        do=lambda told: report_to_police(by=request.viewer.actor, incident=incident, contact=contact, **told),
        done="It is on record. Add numbers and news as they come.",
        title="It was reported to the police",
        button="Save",
        then=page_of(incident),
        caption=caption_of(incident),
    )


def _told_already(contact: PoliceContact | None, forces: list[Force]) -> dict[str, Any]:
    """What the report of the incident told of its contact with the police, as the form begins."""
    if contact is None:
        return {}
    known = contact.force in {one.name for one in forces}
    return {
        "force": contact.force if known else OTHER_FORCE,
        "other_force": "" if known else contact.force,
        "channel": "in-person" if contact.channel == "attended" else contact.channel,
        "made_at": contact.told_at,
        "made_by": contact.told_by,
        "log_number": contact.log_number,
        "crime_number": contact.crime_number,
    }


@requires(Permission.WORK_WITH_POLICE)
def ask_to_come(request: ViewedRequest, reference: str) -> HttpResponse:
    """Record that the police were asked to come to an incident."""
    incident = find(request, reference)
    form = RequestPoliceForm(request.POST or None, forces=forces_of(request.viewer.trust), incident=incident)
    return act(
        request,
        form,
        do=lambda told: request_police(by=request.viewer.actor, trust=request.viewer.trust, incident=incident, **told),
        done="It is on record. Record their answer when it comes.",
        title="The police were asked to come",
        button="Save",
        then=page_of(incident),
        caption=caption_of(incident),
    )


@requires(Permission.WORK_WITH_POLICE)
def take_in(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Take a call to the police that was made before there was a report into the incident that it was about."""
    incident = find(request, reference)
    call = find_report(request, key)
    if not call.cad_number or call.cad_number != incident.cad_number:
        raise Http404  # only calls that carry the job number of the incident are offered there
    return act(
        request,
        SentForm(request.POST or None),
        do=lambda told: take_in_call(by=request.viewer.actor, incident=incident, report=call),
        done="The call now belongs to this incident.",
        title="This call was about this incident",
        button="Take it in",
        then=page_of(incident),
        caption=caption_of(incident),
    )


@requires(Permission.WORK_WITH_POLICE)
def wish(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Record what someone affected wants of the police."""
    incident = find(request, reference)
    victim: Victim | None = incident.victims.select_related("person").filter(pk=key).first()
    if victim is None:
        raise Http404
    victim.incident = incident
    return act(
        request,
        WishForm(request.POST or None),
        do=lambda told: record_wish(
            by=request.viewer.actor, victim=victim, wants={"police": told["wants"]}, words=told["words"]
        ),
        done="Their wish is on record.",
        title=f"What {name_of(victim)} wants of the police",
        button="Save",
        then=page_of(incident),
        caption=caption_of(incident),
    )


@requires(Permission.WORK_WITH_POLICE)
def decide(request: ViewedRequest, reference: str) -> HttpResponse:
    """Decide whether the police are told."""
    incident = find(request, reference)
    earlier = incident.police_decisions.filter(superseded_at__isnull=True).first()
    form = DecideForm(request.POST or None, decided=earlier is not None, wishes=incident.victims.exists())

    def do(told: dict[str, Any]) -> None:
        decide_police_report(by=request.viewer.actor, incident=incident, **told)

    return act(
        request,
        form,
        do=do,
        done="Your decision is on record.",
        title="Decide again whether the police are told" if earlier else "Are the police told?",
        button="Decide",
        then=page_of(incident),
        caption=caption_of(incident),
        template="liaison/decide_police.html",
        **police_page(incident, request.viewer, only_wishes=True),
    )
