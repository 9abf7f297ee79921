"""Calls for support: making one, the control room's screen, answering."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from holdfast.casework.violence.forms.markers import LookUpForm
from holdfast.casework.violence.forms.response import AnswerCallForm, CallForm
from holdfast.casework.violence.models import Call
from holdfast.casework.violence.operations import response as verbs
from holdfast.casework.violence.queries.visibility import calls_visible_to
from holdfast.casework.violence.views.acting import act, find
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission

MOST = 50


@requires(Permission.ANSWER_CALLS)
def control_room(request: ViewedRequest) -> HttpResponse:
    """The control room's screen: is there a marker here, and who waits for support."""
    seen = calls_visible_to(request.viewer).select_related("incident__record")
    shown = {
        "page_title": request.viewer.trust.term("control_room"),
        "form": LookUpForm(),
        "looks_up": request.viewer.may(Permission.LOOK_UP_MARKERS),
        "exports": request.viewer.may(Permission.EXPORT_MARKERS),
        "places": request.viewer.may(Permission.PLACE_MARKERS),
        "waiting": seen.filter(answered_at__isnull=True).order_by("asked_at", "pk")[:MOST],
        "answered": seen.filter(answered_at__isnull=False).order_by("-answered_at", "-pk")[:10],
    }
    return render(request, "violence/control_room.html", shown)


@requires(Permission.REPORT_INCIDENTS)
def ask(request: ViewedRequest) -> HttpResponse:
    """Ask for operational or police support, before there is a report."""
    made: list[Call] = []

    def do(told: dict[str, Any]) -> None:
        viewer = request.viewer
        made.append(verbs.request_support(by=viewer.actor, trust=viewer.trust, asker=viewer.person, **told))

    return act(
        request,
        CallForm(request.POST or None),
        do=do,
        done="They were told. You hear from them here.",
        title="Ask for support",
        button="Ask now",
        caption="",
        back=reverse("workspace:home"),
        then=lambda: reverse("violence:call", args=[made[0].pk]) if made else "",
        template="violence/ask_for_support.html",
    )


@requires(Permission.RESPOND_TO_ASSAULTS)
def ask_on_incident(request: ViewedRequest, reference: str) -> HttpResponse:
    """Write down a call for support that belongs to an incident."""
    incident = find(request, reference)
    where = incident.address or (str(incident.site) if incident.site else "")
    return act(
        request,
        CallForm(request.POST or None, initial={"where": where, "call_sign": incident.call_sign}),
        do=lambda told: verbs.request_support(
            by=request.viewer.actor, trust=incident.trust, incident=incident, asker=request.viewer.person, **told
        ),
        done="They were told.",
        title="Ask for support",
        button="Ask now",
        caption=incident.reference,
        back=reverse("violence:response", args=[incident.reference]),
    )


@requires(Permission.USE_HOLDFAST)
def call(request: ViewedRequest, key: int) -> HttpResponse:
    """One call: what was asked, what was answered; and answering it, for those who do."""
    found = calls_visible_to(request.viewer).filter(pk=key).select_related("incident__record", "trust", "asker").first()
    if found is None:
        raise Http404
    answers = found.answered_at is None and request.viewer.may(Permission.ANSWER_CALLS)
    home = (
        reverse("violence:control-room") if request.viewer.may(Permission.ANSWER_CALLS) else reverse("workspace:home")
    )
    if not answers:
        shown = {"call": found, "page_title": Call.KINDS[found.kind], "back_url": home}
        return render(request, "violence/call.html", shown)

    def do(told: dict[str, Any]) -> None:
        verbs.answer_call(
            by=request.viewer.actor,
            call=found,
            sent=told["outcome"] == "sent",
            police_refused=told["outcome"] == "refused",
            answer=told["answer"],
            refusal=told["refusal"],
            police_log=told.get("police_log", ""),
        )

    return act(
        request,
        AnswerCallForm(request.POST or None, call=found),
        do=do,
        done="They were told.",
        title="The police are asked for" if found.kind == "police" else "Operational support is asked for",
        button="Save the answer",
        caption="",
        back=home,
        template="violence/answer_call.html",
        call=found,
    )
