"""RIDDOR on an incident: what is known of each person, the decision, the report and the sheet for it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from holdfast.casework.incidents.models import Incident, Victim
from holdfast.casework.liaison.forms.police import WhyForm
from holdfast.casework.liaison.forms.riddor import (
    DaysForm,
    DecideRiddorForm,
    F2508Form,
    FactsForm,
    LastDayForm,
    OccurrenceForm,
    RiddorReportForm,
)
from holdfast.casework.liaison.models import Incapacity, InjuredPerson
from holdfast.casework.liaison.operations import riddor as verbs
from holdfast.casework.liaison.operations.riddor_deciding import decide_riddor, keep_report_fields, record_riddor_report
from holdfast.casework.liaison.presenters.riddor import card_of, riddor_page
from holdfast.casework.liaison.presenters.riddor_form import begun_fields, form_lines
from holdfast.casework.liaison.queries.riddor_facts import begun_for
from holdfast.casework.liaison.queries.visibility import injured_visible_to
from holdfast.casework.liaison.queries.wishes import name_of
from holdfast.casework.liaison.views.acting import act, caption_of, find
from holdfast.foundation.audit.operations import enter_reading
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.kernel import clock


def _page(incident: Incident) -> str:
    return reverse("liaison:riddor", args=[incident.reference])


def _find(request: ViewedRequest, reference: str) -> Incident:
    """The incident; reading what RIDDOR turns on tells of somebody's health and is written down."""
    incident = find(request, reference)
    enter_reading("liaison.read_riddor", by=request.viewer.actor, subject=incident.record)
    return incident


def _injured(request: ViewedRequest, key: int) -> InjuredPerson:
    rows = injured_visible_to(request.viewer).filter(pk=key)
    injured = rows.select_related("incident__record", "incident__trust", "incident__site", "victim__person").first()
    if injured is None:
        raise Http404
    _find(request, injured.incident.reference)
    request.record_of_page = injured.incident.reference  # type: ignore[attr-defined]
    return injured


@requires(Permission.KEEP_RIDDOR)
def riddor(request: ViewedRequest, reference: str) -> HttpResponse:
    """What RIDDOR asks for, for each person affected."""
    incident = _find(request, reference)
    shown = riddor_page(incident, request.viewer) | {
        "incident": incident,
        "reference": incident.reference,
        "page_title": "RIDDOR",
        "breadcrumb": [
            {"title": "Incidents", "url": reverse("incidents:list")},
            {"title": incident.reference, "url": reverse("incidents:incident", args=[incident.reference])},
        ],
    }
    return render(request, "liaison/riddor.html", shown)


@requires(Permission.KEEP_RIDDOR)
def facts(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Record what RIDDOR turns on for one person affected."""
    incident = _find(request, reference)
    victim: Victim | None = incident.victims.select_related("person").filter(pk=key).first()
    if victim is None:
        raise Http404
    injured = incident.riddor.filter(victim=victim).first()
    form = FactsForm(request.POST or None, begun=begun_for(incident, victim), injured=injured)
    return act(
        request,
        form,
        do=lambda told: verbs.record_riddor_facts(
            by=request.viewer.actor, incident=incident, victim=victim, facts=form.facts()
        ),
        done="It is saved, and what RIDDOR asks for was worked out anew.",
        title=f"What RIDDOR turns on: {name_of(victim)}",
        button="Save",
        template="liaison/riddor_facts.html",
        then=_page(incident),
        caption=caption_of(incident),
    )


@requires(Permission.KEEP_RIDDOR)
def occurrence(request: ViewedRequest, reference: str) -> HttpResponse:
    """Record a fire or explosion that stopped work."""
    incident = _find(request, reference)
    injured = incident.riddor.filter(victim__isnull=True).first()
    form = OccurrenceForm(request.POST or None, begun=begun_for(incident, None), injured=injured)
    return act(
        request,
        form,
        do=lambda told: verbs.record_riddor_facts(by=request.viewer.actor, incident=incident, facts=form.facts()),
        done="It is saved, and what RIDDOR asks for was worked out anew.",
        title="A fire or explosion",
        button="Save",
        then=_page(incident),
        caption=caption_of(incident),
    )


def _act(request: ViewedRequest, injured: InjuredPerson, form: Any, **shown: Any) -> HttpResponse:
    incident = injured.incident
    return act(request, form, then=_page(incident), caption=caption_of(incident), **shown)


@requires(Permission.KEEP_RIDDOR)
def days(request: ViewedRequest, key: int) -> HttpResponse:
    """Add days on which the person could not do their routine work."""
    injured = _injured(request, key)
    return _act(
        request,
        injured,
        DaysForm(request.POST or None, accident_on=injured.accident_on),
        do=lambda told: verbs.add_incapacity(by=request.viewer.actor, injured=injured, **told),
        done="The days are on record, and what RIDDOR asks for was worked out anew.",
        title="Days lost because of it",
        button="Add",
    )


def _span(injured: InjuredPerson, key: int) -> Incapacity:
    span = Incapacity.objects.filter(pk=key, injured=injured).first()
    if span is None:
        raise Http404
    span.injured = injured
    return span


@requires(Permission.KEEP_RIDDOR)
def last_day(request: ViewedRequest, key: int, span: int) -> HttpResponse:
    """Say which was the last day."""
    injured = _injured(request, key)
    row = _span(injured, span)
    return _act(
        request,
        injured,
        LastDayForm(request.POST or None, initial={"last": row.last}),
        do=lambda told: verbs.end_incapacity(by=request.viewer.actor, span=row, **told),
        done="It is saved, and what RIDDOR asks for was worked out anew.",
        title="The last day",
        button="Save",
    )


@requires(Permission.KEEP_RIDDOR)
def take_off(request: ViewedRequest, key: int, span: int) -> HttpResponse:
    """Take off days that were entered by mistake."""
    injured = _injured(request, key)
    row = _span(injured, span)
    return _act(
        request,
        injured,
        WhyForm(request.POST or None),
        do=lambda told: verbs.withdraw_incapacity(by=request.viewer.actor, span=row, **told),
        done="They no longer count. That they were entered stays on record.",
        title="These days were entered by mistake",
        button="They do not count",
    )


@requires(Permission.DECIDE_RIDDOR)
def decide(request: ViewedRequest, key: int) -> HttpResponse:
    """Decide what RIDDOR asks for."""
    injured = _injured(request, key)
    earlier = injured.decisions.filter(superseded_at__isnull=True).exists()
    form = DecideRiddorForm(request.POST or None, proposed=injured.outcome, again=earlier)
    return _act(
        request,
        injured,
        form,
        do=lambda told: decide_riddor(by=request.viewer.actor, injured=injured, **told),
        done="Your decision is on record.",
        title="Decide again what RIDDOR asks for" if earlier else "What does RIDDOR ask for?",
        button="Decide",
        template="liaison/decide_riddor.html",
        card=card_of(injured, request.viewer),
    )


@requires(Permission.DECIDE_RIDDOR)
def form_fields(request: ViewedRequest, key: int) -> HttpResponse:
    """Fill in what the report form asks for."""
    injured = _injured(request, key)
    return _act(
        request,
        injured,
        F2508Form(request.POST or None, begun=begun_fields(injured, request.viewer)),
        do=lambda told: keep_report_fields(by=request.viewer.actor, injured=injured, fields=told),
        done="It is saved. Copy it into HSE’s form from the sheet.",
        title="What the report form asks for",
        button="Save",
    )


@requires(Permission.DECIDE_RIDDOR)
def reported(request: ViewedRequest, key: int) -> HttpResponse:
    """Record that the report went in, with the reference that came back."""
    injured = _injured(request, key)
    return _act(
        request,
        injured,
        RiddorReportForm(request.POST or None),
        do=lambda told: record_riddor_report(by=request.viewer.actor, injured=injured, **told),
        done="The report is on record.",
        title="It was reported",
        button="Save",
    )


@requires(Permission.DECIDE_RIDDOR)
def sheet(request: ViewedRequest, key: int) -> HttpResponse:
    """Everything that the report form asks for, to copy or to print."""
    injured = _injured(request, key)
    shown = {
        "injured": injured,
        "incident": injured.incident,
        "reference": injured.incident.reference,
        "page_title": "RIDDOR report sheet",
        "lines": form_lines(injured, request.viewer),
        "card": card_of(injured, request.viewer),
        "back_url": _page(injured.incident),
        "printed_by": str(request.viewer.person),
        "printed_at": clock.now(),
    }
    return render(request, "liaison/riddor_sheet.html", shown)
