"""Closing and reopening, and what stands in the way of it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from holdfast.casework.incidents.forms.closing import CloseForm, ExplainForm, MessageForm, PoliceForm, ReasonForm
from holdfast.casework.incidents.operations import closing as verbs
from holdfast.casework.incidents.operations.additions import add_facts
from holdfast.casework.incidents.operations.facts import explain_absence
from holdfast.casework.incidents.operations.feedback import write_to_reporter
from holdfast.casework.incidents.queries.awaiting import awaiting_closure
from holdfast.casework.incidents.queries.closing import mended_by
from holdfast.casework.incidents.queries.visibility import covered_for
from holdfast.casework.incidents.rules.answers import PoliceFacts
from holdfast.casework.incidents.views.acting import act, acting_for, find, page_of
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission

EXPLAINABLE = {
    "crime-number": "Why is there no crime number?",
    "police-told": "Why were the police not told?",
    "human-resources": "Why is Human Resources not involved?",
}
"""Facts that closing may ask for and whose absence can be explained, by the names of rules.closing.REQUIREMENTS."""

WRITTEN_HERE = "written on this page"


@requires(Permission.CLOSE_INCIDENTS)
def close(request: ViewedRequest, reference: str) -> HttpResponse:
    """Close an incident with what came of it."""
    incident = find(request, reference)
    by = acting_for(request, covered_for(request.viewer, Permission.CLOSE_INCIDENTS))
    found = next((row.findings for row in incident.investigations.all() if row.state == "approved"), "")
    missing = verbs.missing_to_close(incident, WRITTEN_HERE) if incident.state == "open" else []
    left = awaiting_closure(request.viewer).exclude(pk=incident.pk)

    def then() -> str:
        following = left.select_related("record").first()
        return reverse("incidents:close", args=[following.reference]) if following else page_of(incident)

    return act(
        request,
        incident,
        CloseForm(request.POST or None, incident=incident, initial={"outcome": incident.outcome}),
        do=lambda told: verbs.close(
            by=by, incident=incident, outcome=told["outcome"], seen_version=told["seen_version"]
        ),
        done=f"{incident.reference} is closed, and the reporter was told.",
        title="Close the incident",
        button="Close and tell the reporter",
        then=then if incident.stage == "concluded" else "",
        template="incidents/handling/close.html",
        missing=missing,
        mended_by=mended_by(incident, request.viewer, missing),
        found=found,
    )


@requires(Permission.CLOSE_INCIDENTS)
def reopen(request: ViewedRequest, reference: str) -> HttpResponse:
    """Open a closed incident again."""
    incident = find(request, reference)
    return act(
        request,
        incident,
        ReasonForm(request.POST or None, incident=incident),
        do=lambda told: verbs.reopen(
            by=request.viewer.actor, incident=incident, why=told["why"], seen_version=told["seen_version"]
        ),
        done=f"{incident.reference} is open again, and the reporter was told.",
        title="Open it again",
        button="Open it again",
    )


@requires(Permission.LIST_INCIDENTS)
def message(request: ViewedRequest, reference: str) -> HttpResponse:
    """Write to the reporter."""
    incident = find(request, reference)
    form = MessageForm(request.POST or None, incident=incident, initial={"to": request.GET.get("to", "first")[:20]})
    return act(
        request,
        incident,
        form,
        do=lambda told: write_to_reporter(
            by=request.viewer.actor,
            incident=incident,
            words=told["words"],
            next_by=told["next_by"],
            addition=form.addition(),
        ),
        done="Your message was sent.",
        title="Write to the reporter",
        button="Send",
        then=page_of(incident) + "#messages",
        template="incidents/handling/message.html",
        exchanges=[row for row in incident.exchanges.all() if row.step in ("message", "answer")],
    )


@requires(Permission.LIST_INCIDENTS)
def police(request: ViewedRequest, reference: str) -> HttpResponse:
    """Record a contact with the police."""
    incident = find(request, reference)

    def do(told: dict[str, Any]) -> None:
        facts = {name: value for name, value in told.items() if name not in ("seen_version", "opened_at")}
        if facts["told_at"]:
            facts["told_by"] = facts["told_by"] or request.viewer.actor.name
        # A contact more never overwrites anything: it does not matter what others changed meanwhile.
        add_facts(by=request.viewer.actor, incident=incident, police=[PoliceFacts(**facts)])

    return act(
        request,
        incident,
        PoliceForm(request.POST or None, incident=incident),
        do=do,
        done="The contact is on record.",
        title="Contact with the police",
        button="Save",
    )


@requires(Permission.LIST_INCIDENTS)
def explain(request: ViewedRequest, reference: str, fact: str) -> HttpResponse:
    """Say why a fact is missing that the policy asks for."""
    incident = find(request, reference)
    if fact not in EXPLAINABLE:
        raise Http404
    return act(
        request,
        incident,
        ExplainForm(request.POST or None, incident=incident, initial={"reason": incident.unknown_facts.get(fact, "")}),
        do=lambda told: explain_absence(
            by=request.viewer.actor,
            incident=incident,
            fact=fact,
            reason=told["reason"],
            seen_version=told["seen_version"],
        ),
        done="The reason is on record.",
        title=EXPLAINABLE[fact],
        button="Save",
    )
