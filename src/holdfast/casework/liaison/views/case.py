"""Statements for the police, contacts with outside bodies, counter fraud."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from holdfast.casework.liaison.forms.case import ContactForm, FraudForm, GivenForm, JointWorkForm, StatementForm
from holdfast.casework.liaison.models import PoliceStatement
from holdfast.casework.liaison.operations import statements as verbs
from holdfast.casework.liaison.operations.contacts import follow_up_done, log_contact
from holdfast.casework.liaison.operations.fraud import refer_to_counter_fraud, work_together
from holdfast.casework.liaison.views.acting import act, caption_of, find, page_of
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission


@requires(Permission.WORK_WITH_POLICE)
def ask_statement(request: ViewedRequest, reference: str) -> HttpResponse:
    """Record that the police asked someone for a statement."""
    incident = find(request, reference)
    form = StatementForm(request.POST or None, incident=incident)

    def do(told: dict[str, Any]) -> None:
        days = {name: told[name] for name in ("asked_on", "asked_by", "given_on")}
        verbs.record_statement(by=request.viewer.actor, incident=incident, **form.whose(), **days)

    return act(
        request,
        form,
        do=do,
        done="It is on record. A colleague who still owes it finds it in their work.",
        title="The police asked for a statement",
        button="Save",
        then=page_of(incident),
        caption=caption_of(incident),
    )


@requires(Permission.WORK_WITH_POLICE)
def statement(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Record that a statement was given to the police, or why it will not be."""
    incident = find(request, reference)
    row = incident.police_statements.filter(pk=key).first()
    if row is None:
        raise Http404
    row.incident = incident
    return act(
        request,
        GivenForm(request.POST or None),
        do=lambda told: _given_or_not(request, row, told),
        done="It is on record.",
        title=f"The statement of {row.name}",
        button="Save",
        then=page_of(incident),
        caption=caption_of(incident),
    )


def _given_or_not(request: ViewedRequest, row: PoliceStatement, told: dict[str, Any]) -> None:
    if told["given_on"]:
        verbs.give_statement(by=request.viewer.actor, statement=row, given_on=told["given_on"])
    else:
        verbs.decline_statement(by=request.viewer.actor, statement=row, reason=told["reason"])


@requires(Permission.USE_HOLDFAST)
def my_statement(request: ViewedRequest, key: int) -> HttpResponse:
    """Say oneself that one gave the police the statement they asked for."""
    row = (
        PoliceStatement.objects.filter(pk=key, person=request.viewer.person)
        .select_related("incident__record", "incident__trust")
        .first()
    )
    if row is None:
        raise Http404
    home = reverse("workspace:home")
    if request.method == "GET" and (row.given_on or row.declined_reason):
        return render(request, "liaison/my_statement.html", {"statement": row, "page_title": "Your statement"})
    return act(
        request,
        GivenForm(request.POST or None),
        do=lambda told: _given_or_not(request, row, told),
        done="Thank you. It is on record.",
        title="Your statement to the police",
        button="Save",
        then=home,
        caption=row.incident.reference,
        template="liaison/my_statement_form.html",
        statement=row,
    )


@requires(Permission.WORK_WITH_POLICE)
def contact(request: ViewedRequest, reference: str) -> HttpResponse:
    """Note a word with an outside body."""
    incident = find(request, reference)
    return act(
        request,
        ContactForm(request.POST or None),
        do=lambda told: log_contact(by=request.viewer.actor, incident=incident, **told),
        done="The contact is on record.",
        title="Contact with an outside body",
        button="Save",
        then=page_of(incident),
        caption=caption_of(incident),
    )


@require_POST
@requires(Permission.WORK_WITH_POLICE)
def followed_up(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """What was to be taken up again was."""
    incident = find(request, reference)
    row = incident.liaison_contacts.filter(pk=key).first()
    if row is None:
        raise Http404
    row.incident = incident
    try:
        follow_up_done(by=request.viewer.actor, contact=row)
    except ValueError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Done.")
    return redirect(page_of(incident))


@requires(Permission.WORK_WITH_POLICE)
def refer_fraud(request: ViewedRequest, reference: str) -> HttpResponse:
    """Send an incident to the counter fraud specialist."""
    incident = find(request, reference)
    return act(
        request,
        FraudForm(request.POST or None),
        do=lambda told: refer_to_counter_fraud(by=request.viewer.actor, incident=incident, **told),
        done="Counter fraud was told, and the security team has a copy.",
        title="Send it to counter fraud",
        button="Send",
        then=page_of(incident),
        caption=caption_of(incident),
    )


@requires(Permission.WORK_WITH_POLICE)
def joint_work(request: ViewedRequest, reference: str) -> HttpResponse:
    """Keep what security and counter fraud did together."""
    incident = find(request, reference)
    return act(
        request,
        JointWorkForm(request.POST or None),
        do=lambda told: work_together(by=request.viewer.actor, incident=incident, **told),
        done="It is on record, and the other side was told.",
        title="Work with counter fraud",
        button="Save",
        then=page_of(incident),
        caption=caption_of(incident),
    )
