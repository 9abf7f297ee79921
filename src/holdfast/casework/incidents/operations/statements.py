"""Asking people what they saw, and chasing until it is in."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F
from django.urls import reverse

from holdfast.casework.incidents.models import Incident, Statement, Witness
from holdfast.casework.incidents.operations.telling import tell_of_incident
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.notifications.operations import tell
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.records.operations import touch
from holdfast.kernel import clock

REMIND_EVERY = timedelta(days=3)
"""How long a request for a statement may lie unanswered before the next reminder."""


@operation
def ask_for_statement(
    *,
    by: Actor,
    incident: Incident,
    person: Person | None = None,
    witness: Witness | None = None,
    due_at: datetime | None = None,
) -> Statement:
    """Ask a colleague, or a witness from outside, for a statement.

    A colleague is told and finds it in their work; for an outside witness the one who asks writes it down.
    Raises ValueError when both or neither are given, or when that person was asked and has not answered yet.
    """
    if (person is None) == (witness is None):
        raise ValueError("Say whom you ask: a colleague or a witness.")
    waiting = incident.statements.filter(received_at__isnull=True, declined_reason="")
    if waiting.filter(person=person, witness=witness).exists():
        raise ValueError("They were asked already and have not answered yet.")
    statement = Statement.objects.create(
        trust_id=incident.trust_id,
        incident=incident,
        person=person,
        witness=witness,
        asked_at=clock.now(),
        asked_by=by.name,
        asked_by_person_id=by.person_id,
        due_at=due_at,
    )
    if person is not None:
        _ask(statement, "You are asked for a statement")
    touch(incident.record)
    whom = str(person) if person else witness.name if witness else ""
    enter("incidents.ask_for_statement", by=by, subject=incident.record, details={"of": whom})
    return statement


def _ask(statement: Statement, subject: str) -> None:
    incident = statement.incident
    tell(
        people=[statement.person],
        subject=f"{subject}: {incident.reference}",
        words=f"{statement.asked_by} asks you to write down what you saw. A few sentences are enough.",
        record=None,
        url=reverse("incidents:statement", args=[incident.reference, statement.pk]),
        kind="incidents.statement",
    )


@operation
def give_statement(*, by: Actor, statement: Statement, words: str) -> Statement:
    """Take in a statement, once. Raises ValueError when it is empty or was given before."""
    if not words.strip():
        raise ValueError("Write what you saw.")
    changed = Statement.objects.filter(pk=statement.pk, received_at__isnull=True).update(
        received_at=clock.now(), words=words.strip(), declined_reason=""
    )
    if not changed:
        raise ValueError("This statement was given already. Add to the report if there is more to say.")
    statement.refresh_from_db()
    incident = statement.incident
    if statement.asked_by_person is not None and statement.asked_by_person_id != by.person_id:
        tell_of_incident(
            incident,
            people=[statement.asked_by_person],
            subject=f"A statement on {incident.reference} is in",
            words="Open the incident to read it.",
            kind="incidents.statement_in",
        )
    touch(incident.record)
    enter("incidents.give_statement", by=by, subject=incident.record, details={"words": words})
    return statement


@operation
def decline_statement(*, by: Actor, statement: Statement, reason: str) -> Statement:
    """Record that a statement will not come, and why. Raises ValueError without a reason."""
    if not reason.strip():
        raise ValueError("Say why there will be no statement.")
    Statement.objects.filter(pk=statement.pk, received_at__isnull=True).update(declined_reason=reason.strip()[:300])
    statement.refresh_from_db()
    touch(statement.incident.record)
    enter("incidents.decline_statement", by=by, subject=statement.incident.record, why=reason)
    return statement


@operation
def remind_of_statement(*, by: Actor, statement: Statement) -> Statement:
    """Ask again. For the scheduler, and for the button of whoever asked."""
    Statement.objects.filter(pk=statement.pk).update(reminders=F("reminders") + 1, reminded_at=clock.now())
    statement.refresh_from_db()
    if statement.person is not None:
        _ask(statement, "Your statement is still missing")
    enter("incidents.remind_of_statement", by=by, subject=statement.incident.record)
    return statement
