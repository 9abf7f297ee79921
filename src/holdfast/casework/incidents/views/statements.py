"""Asking for statements and giving them."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from holdfast.casework.incidents.forms.handling import ReasonForm, StatementForm, StatementRequestForm
from holdfast.casework.incidents.models import Statement
from holdfast.casework.incidents.operations import statements as verbs
from holdfast.casework.incidents.queries.visibility import visible_to
from holdfast.casework.incidents.views.acting import act, find, moment_of
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission


@requires(Permission.INVESTIGATE_INCIDENTS)
def ask(request: ViewedRequest, reference: str) -> HttpResponse:
    """Ask a colleague or a witness for a statement."""
    incident = find(request, reference)
    return act(
        request,
        incident,
        StatementRequestForm(request.POST or None, incident=incident),
        do=lambda told: verbs.ask_for_statement(
            by=request.viewer.actor,
            incident=incident,
            person=told["person"],
            witness=told.get("witness"),
            due_at=moment_of(told["due"]),
        ),
        done="They were asked.",
        title="Ask for a statement",
        button="Ask",
    )


def _statement(request: ViewedRequest, reference: str, key: int) -> tuple[Statement, bool]:
    """The statement, and whether the viewer may see its incident too. 404 for anyone else than these two kinds."""
    rows = Statement.objects.filter(pk=key, incident__record__reference=reference.upper())
    statement = rows.select_related("incident__record", "incident__trust", "person", "witness").first()
    if statement is None:
        raise Http404
    in_charge = visible_to(request.viewer).filter(pk=statement.incident_id).exists()
    if statement.person_id != request.viewer.person.pk and not in_charge:
        raise Http404
    return statement, in_charge


@requires(Permission.USE_HOLDFAST)
def give(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Write one's own statement, or write down what a witness from outside said."""
    statement, in_charge = _statement(request, reference, key)
    incident = statement.incident
    if statement.received_at is not None or statement.declined_reason:
        return render(
            request,
            "incidents/handling/statement.html",
            {"statement": statement, "incident": incident, "in_charge": in_charge, "page_title": "Statement"},
        )
    own = statement.person_id == request.viewer.person.pk
    return act(
        request,
        incident,
        StatementForm(request.POST or None, incident=incident),
        do=lambda told: verbs.give_statement(by=request.viewer.actor, statement=statement, words=told["words"]),
        done="Thank you. Your statement was sent." if own else "The statement is on record.",
        title="Your statement" if own else f"Statement of {statement.person or statement.witness.name}",
        button="Send the statement",
        then=reverse("workspace:home") if not in_charge else "",
        template="incidents/handling/give_statement.html",
        asked_by=statement.asked_by,
        back_url="",
        cancel_url=reverse("workspace:home"),
        caption=incident.reference,
    )


@requires(Permission.INVESTIGATE_INCIDENTS)
def decline(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Record why a statement will not come."""
    incident = find(request, reference)
    statement = incident.statements.filter(pk=key).first()
    if statement is None:
        raise Http404
    return act(
        request,
        incident,
        ReasonForm(request.POST or None, incident=incident),
        do=lambda told: verbs.decline_statement(by=request.viewer.actor, statement=statement, reason=told["why"]),
        done="The reason is on record.",
        title="There will be no statement",
        button="Save",
    )
