"""Asking for statements, giving them, and chasing them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from holdfast.casework.incidents.forms.closing import ShortReasonForm
from holdfast.casework.incidents.forms.investigate import StatementForm, StatementRequestForm, WitnessRequestForm
from holdfast.casework.incidents.models import Incident, Statement
from holdfast.casework.incidents.operations import statements as verbs
from holdfast.casework.incidents.queries.visibility import visible_to
from holdfast.casework.incidents.views.acting import act, find, moment_of, page_of
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission


@requires(Permission.INVESTIGATE_INCIDENTS)
def ask(request: ViewedRequest, reference: str) -> HttpResponse:
    """Ask a colleague or a witness for a statement."""
    incident = find(request, reference)
    witnesses = list(incident.witnesses.all())
    form = (
        WitnessRequestForm(request.POST or None, incident=incident, witnesses=witnesses)
        if witnesses
        else StatementRequestForm(request.POST or None, incident=incident)
    )

    def do(told: dict[str, Any]) -> None:
        witness = form.asked_witness()
        verbs.ask_for_statement(
            by=request.viewer.actor,
            incident=incident,
            person=None if witness else told["person"],
            witness=witness,
            question=told["question"],
            due_at=moment_of(told["due"]),
        )

    return act(
        request,
        incident,
        form,
        do=do,
        done="They were asked. Colleagues are reminded until it is in.",
        title="Ask for a statement",
        button="Ask",
        then=page_of(incident) + "#statements",
    )


def _statement(request: ViewedRequest, reference: str, key: int) -> tuple[Statement, bool]:
    """The statement, and whether the viewer may see its incident too. 404 for anyone else than these two kinds."""
    rows = Statement.objects.filter(pk=key, incident__record__reference=reference)
    statement = rows.select_related("incident__record", "incident__trust", "person", "witness").first()
    if statement is None:
        raise Http404
    in_charge = visible_to(request.viewer).filter(pk=statement.incident_id).exists()
    if in_charge and statement.person_id != request.viewer.person.pk:
        find(request, reference)  # opening what belongs to a restricted incident is written down
    elif statement.person_id != request.viewer.person.pk:
        raise Http404
    return statement, in_charge


@requires(Permission.USE_HOLDFAST)
def give(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Write one's own statement, or write down what someone said to whoever investigates."""
    statement, in_charge = _statement(request, reference, key)
    incident = statement.incident
    own = statement.person_id == request.viewer.person.pk
    if request.method == "GET" and (statement.received_at is not None or statement.declined_reason):
        return _shown(request, statement, in_charge=in_charge)
    if not own and not request.viewer.may(Permission.INVESTIGATE_INCIDENTS):
        raise PermissionDenied("Only those who investigate write down what others saw.")
    whose = statement.person or (statement.witness.name if statement.witness else "")
    return act(
        request,
        incident,
        StatementForm(request.POST or None, incident=incident),
        do=lambda told: verbs.give_statement(by=request.viewer.actor, statement=statement, words=told["words"]),
        done="Thank you. Your statement was sent." if own else "The statement is on record.",
        title="Your statement" if own else f"Statement of {whose}",
        button="Send the statement" if own else "Save the statement",
        then=page_of(incident) + "#statements" if in_charge else reverse("workspace:home"),
        template="incidents/handling/give_statement.html",
        asked_by=statement.asked_by,
        question=statement.question,
        own=own,
        back_url=page_of(incident) if in_charge else reverse("workspace:home"),
        cancel_url=page_of(incident) if in_charge else reverse("workspace:home"),
        # Someone who is asked what they saw need not know what others called it.
        caption=f"{incident.reference} {incident.record.title}" if in_charge else incident.reference,
    )


def _shown(request: ViewedRequest, statement: Statement, *, in_charge: bool) -> HttpResponse:
    shown = {
        "statement": statement,
        "incident": statement.incident,
        "in_charge": in_charge,
        "page_title": "Statement",
        "caption": statement.incident.reference,
    }
    return render(request, "incidents/handling/statement.html", shown)


def _missing(incident: Incident, key: int) -> Statement:
    statement = incident.statements.filter(pk=key).select_related("person", "witness").first()
    if statement is None:
        raise Http404
    statement.incident = incident
    return statement


@requires(Permission.INVESTIGATE_INCIDENTS)
def decline(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Record why a statement will not come."""
    incident = find(request, reference)
    statement = _missing(incident, key)
    return act(
        request,
        incident,
        ShortReasonForm(request.POST or None, incident=incident),
        do=lambda told: verbs.decline_statement(by=request.viewer.actor, statement=statement, reason=told["why"]),
        done="The reason is on record, and nobody is reminded any more.",
        title="The statement will not come",
        button="Save",
        then=page_of(incident) + "#statements",
    )


@require_POST
@requires(Permission.INVESTIGATE_INCIDENTS)
def remind(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Ask once more for a statement that is missing."""
    incident = find(request, reference)
    statement = _missing(incident, key)
    try:
        verbs.remind_of_statement(by=request.viewer.actor, statement=statement)
    except ValueError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{statement.person} was reminded.")
    return redirect(page_of(incident) + "#statements")
