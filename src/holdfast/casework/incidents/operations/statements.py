"""Asking people what they saw, and chasing until it is in."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse

from holdfast.casework.incidents.models import Incident, Statement, Witness
from holdfast.casework.incidents.operations.holding import hold
from holdfast.casework.incidents.operations.telling import tell_of_incident
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.notifications.operations import mark_dealt_with, tell
from holdfast.foundation.organisation.models import Person, Trust
from holdfast.foundation.organisation.scope import scope
from holdfast.foundation.records.operations import touch
from holdfast.kernel import clock

REMIND_EVERY = timedelta(days=3)
"""How long a request for a statement may lie unanswered before the next reminder."""
ASKED = "incidents.statement"
"""The kind of notice that asks for a statement, or reminds of it."""
NOT_TWICE_IN = timedelta(hours=1)
"""Within this time nobody is reminded again, however often a button is pressed."""


@operation
def ask_for_statement(
    *,
    by: Actor,
    incident: Incident,
    person: Person | None = None,
    witness: Witness | None = None,
    question: str = "",
    due_at: datetime | None = None,
) -> Statement:
    """Ask a colleague, or a witness from outside, for a statement; `question` says what to tell of.

    A colleague is told and finds it in their work; for an outside witness the one who asks writes it down.
    Raises ValueError when both or neither are given, when that person was asked and has not answered yet, and when the
    incident is closed or dealt with elsewhere.
    """
    hold(incident)
    if (person is None) == (witness is None):
        raise ValueError("Say whom you ask: a colleague or a witness.")
    if incident.state not in ("reported", "open"):
        raise ValueError("Statements are asked for while an incident is open. Reopen it first.")
    if witness is not None and witness.person is not None:
        person, witness = witness.person, None  # a colleague writes it themselves, whoever named them
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
        question=question.strip(),
        due_at=due_at,
    )
    if person is not None:
        _ask(statement, "You are asked for a statement")
    touch(incident.record)
    enter("incidents.ask_for_statement", by=by, subject=incident.record, details={"of": _whose(statement)})
    return statement


def _whose(statement: Statement) -> str:
    return str(statement.person) if statement.person else statement.witness.name if statement.witness else ""


def _address(statement: Statement) -> str:
    return reverse("incidents:statement", args=[statement.incident.reference, statement.pk])


def _nothing_asked_any_more(statement: Statement) -> None:
    """What asked for it, or reminded of it, is no news any more."""
    if statement.person is not None:
        mark_dealt_with(person=statement.person, kind=ASKED, url=_address(statement))


def _ask(statement: Statement, subject: str, key: str = "") -> None:
    incident = statement.incident
    asks = f"{statement.asked_by} asks you to write down what you saw. A few sentences are enough."
    tell(
        people=[statement.person] if statement.person else [],
        subject=f"{subject}: {incident.reference}",
        words=" ".join(filter(None, [asks, statement.question])),
        record=None,  # who is asked what they saw need not be able to open the incident
        url=_address(statement),
        kind=ASKED,
        key=key,
    )


@operation
def give_statement(*, by: Actor, statement: Statement, words: str) -> Statement:
    """Take in a statement, once. When someone else than its person writes it down, it says who did.

    Raises ValueError when it is empty or was given before.
    """
    incident = statement.incident
    hold(incident)
    if not words.strip():
        raise ValueError("Write what you saw.")
    own = statement.person_id is not None and statement.person_id == by.person_id
    changed = Statement.objects.filter(pk=statement.pk, received_at__isnull=True).update(
        received_at=clock.now(), words=words.strip(), taken_down_by="" if own else by.name, declined_reason=""
    )
    if not changed:
        raise ValueError("This statement was given already. Add to the report if there is more to say.")
    statement.refresh_from_db()
    if statement.asked_by_person is not None and statement.asked_by_person_id != by.person_id:
        tell_of_incident(
            incident,
            people=[statement.asked_by_person],
            subject=f"A statement on {incident.reference} is in",
            words="Open the incident to read it.",
            kind="incidents.statement_in",
        )
    _nothing_asked_any_more(statement)
    touch(incident.record)
    details = {"of": _whose(statement), "words": words.strip()}
    enter("incidents.give_statement", by=by, subject=incident.record, details=details)
    return statement


@operation
def decline_statement(*, by: Actor, statement: Statement, reason: str) -> Statement:
    """Record that a statement will not come, and why.

    Raises ValueError without a reason, or when it is in.
    """
    incident = statement.incident
    hold(incident)
    if not reason.strip():
        raise ValueError("Say why there will be no statement.")
    waiting = Statement.objects.filter(pk=statement.pk, received_at__isnull=True)
    if not waiting.update(declined_reason=reason.strip()[:300]):
        raise ValueError("This statement is in already.")
    statement.refresh_from_db()
    _nothing_asked_any_more(statement)
    touch(incident.record)
    details = {"of": _whose(statement), "reason": reason.strip()}
    enter("incidents.decline_statement", by=by, subject=incident.record, details=details)
    return statement


@operation
def remind_of_statement(*, by: Actor, statement: Statement) -> Statement:
    """Ask again. For the scheduler, and for the button of whoever asked.

    Raises ValueError when it is in or will not come, when it is an outsider's, whom nobody can remind, and within
    NOT_TWICE_IN of the last reminder.
    """
    incident = statement.incident
    hold(incident)
    statement.refresh_from_db()
    if statement.received_at is not None or statement.declined_reason:
        raise ValueError("Nothing is missing any more.")
    if statement.person is None:
        raise ValueError("Only colleagues are reminded by Holdfast. Ring the witness.")
    if statement.reminded_at is not None and clock.now() - statement.reminded_at < NOT_TWICE_IN:
        raise ValueError("They were reminded a moment ago.")
    _remind(statement)
    enter("incidents.remind_of_statement", by=by, subject=incident.record, details={"of": _whose(statement)})
    return statement


def _remind(statement: Statement) -> None:
    statement.reminders += 1
    statement.reminded_at = clock.now()
    statement.save(update_fields=["reminders", "reminded_at"])
    _ask(statement, "Your statement is still missing", key=f"incidents.statement.{statement.pk}.{statement.reminders}")


def remind_of_statements(*, by: Actor) -> int:
    """For the scheduler: remind everyone in every live trust whose statement has been missing for REMIND_EVERY.

    Each reminder is an operation of its own; run twice, or by two schedulers at once, it reminds nobody twice. Gives
    how many were reminded.
    """
    reminded = 0
    for trust in Trust.objects.filter(live=True):
        with scope(trust):
            for statement in statements_to_remind_of(clock.now()):
                reminded += _remind_once(by=by, statement=statement)
    return reminded


def statements_to_remind_of(now: datetime) -> QuerySet[Statement]:
    """The statements in scope that colleagues owe and that were asked for, or reminded of, REMIND_EVERY ago."""
    limit = now - REMIND_EVERY
    last = Q(reminded_at__lte=limit) | Q(reminded_at__isnull=True, asked_at__lte=limit)
    missing = Statement.objects.filter(last, received_at__isnull=True, declined_reason="", person__isnull=False)
    here = missing.filter(Q(person__left__isnull=True) | Q(person__left__gte=clock.local_day(now)))
    open_ones = here.filter(incident__state__in=("reported", "open"))
    return open_ones.select_related("incident__record", "person").order_by("asked_at", "pk")


def _remind_once(*, by: Actor, statement: Statement) -> int:
    try:
        _remind_unless_reminded(by=by, statement=statement)
    except _Meanwhile:
        return 0
    return 1


class _Meanwhile(Exception):
    """Another scheduler reminded of it first, or it came in."""


@operation
def _remind_unless_reminded(*, by: Actor, statement: Statement) -> None:
    hold(statement.incident)
    if not statements_to_remind_of(clock.now()).filter(pk=statement.pk, reminders=statement.reminders).exists():
        raise _Meanwhile
    _remind(statement)
    enter("incidents.remind_of_statement", by=by, subject=statement.incident.record, details={"of": _whose(statement)})
