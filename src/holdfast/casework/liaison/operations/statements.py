"""Statements that the police ask for: asked, given, or not given and why."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from holdfast.casework.incidents.models import Incident, Victim
from holdfast.casework.incidents.operations.holding import hold
from holdfast.casework.liaison.models import PoliceStatement
from holdfast.casework.liaison.queries.wishes import name_of
from holdfast.casework.liaison.rules.police import fault_in_day, first_day
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.notifications.operations import tell
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.records.operations import touch
from holdfast.kernel import clock


@operation
def record_statement(
    *,
    by: Actor,
    incident: Incident,
    asked_on: date,
    asked_by: str = "",
    victim: Victim | None = None,
    person: Person | None = None,
    name: str = "",
    given_on: date | None = None,
) -> PoliceStatement:
    """Keep that the police asked someone for a statement, and when it was given if it was.

    A colleague who still owes it is told, and finds it in their work. Raises ValueError for days that cannot be, when
    nobody is named, or when they were asked already and have not answered.
    """
    hold(incident)
    whose = name_of(victim) if victim else str(person) if person else name.strip()
    if not whose:
        raise ValueError("Say whom the police asked.")
    _refuse_days(incident, asked_on, given_on)
    person = person or (victim.person if victim else None)
    waiting = incident.police_statements.filter(given_on__isnull=True, declined_reason="")
    if waiting.filter(name__iexact=whose).exists():
        raise ValueError(f"{whose} was asked already. Record there when the statement was given.")
    made = PoliceStatement.objects.create(
        trust_id=incident.trust_id,
        incident=incident,
        victim=victim,
        person=person,
        name=whose[:160],
        asked_on=asked_on,
        asked_by=asked_by.strip()[:160],
        given_on=given_on,
        at=clock.now(),
        by=by.name,
    )
    if person is not None and given_on is None:
        tell(
            people=[person],
            subject=f"The police ask you for a statement: {incident.reference}",
            words="Give it to the officer who asked. Your manager or the security team helps you with it.",
            record=None,  # who is asked for a statement need not be able to open the incident
            url=reverse("liaison:my-statement", args=[made.pk]),
            kind="liaison.statement",
        )
    touch(incident.record)
    details = {"of": whose, "asked_on": asked_on.isoformat(), "given_on": given_on.isoformat() if given_on else ""}
    enter("liaison.record_statement", by=by, subject=incident.record, details=details)
    return made


def _refuse_days(incident: Incident, asked_on: date, given_on: date | None) -> None:
    today, since = clock.today(), first_day(incident.occurred_at)
    fault = fault_in_day(asked_on, today=today, since=since, what="The day on which the police asked")
    fault = fault or fault_in_day(
        given_on, today=today, since=asked_on, what="The day of the statement", after="the police asked for it"
    )
    if fault:
        raise ValueError(fault)


@operation
def give_statement(*, by: Actor, statement: PoliceStatement, given_on: date) -> PoliceStatement:
    """Keep when the statement was given. Raises ValueError for a day that cannot be, or when it was given before."""
    hold(statement.incident)
    statement.refresh_from_db()
    if statement.given_on is not None:
        raise ValueError("This statement was given already.")
    _refuse_days(statement.incident, statement.asked_on, given_on)
    statement.given_on, statement.declined_reason = given_on, ""
    statement.save(update_fields=["given_on", "declined_reason"])
    touch(statement.incident.record)
    details = {"of": statement.name, "given_on": given_on.isoformat()}
    enter("liaison.record_statement", by=by, subject=statement.incident.record, details=details)
    return statement


@operation
def decline_statement(*, by: Actor, statement: PoliceStatement, reason: str) -> PoliceStatement:
    """Keep that someone does not give the police a statement, and why. Raises ValueError without a reason."""
    hold(statement.incident)
    statement.refresh_from_db()
    if statement.given_on is not None:
        raise ValueError("This statement was given already.")
    if not reason.strip():
        raise ValueError("Say why there will be no statement.")
    statement.declined_reason = reason.strip()[:300]
    statement.save(update_fields=["declined_reason"])
    touch(statement.incident.record)
    enter("liaison.decline_statement", by=by, subject=statement.incident.record, details={"of": statement.name})
    return statement
