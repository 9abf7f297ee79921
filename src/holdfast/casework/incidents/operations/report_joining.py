"""Someone reports what was reported already, sees so, and adds to it instead: one incident, a receipt for each."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError

from holdfast.casework.incidents.models import Addition, Exchange, Incident
from holdfast.casework.incidents.operations.additions import tell_of_addition
from holdfast.casework.incidents.operations.indexing import index_incident
from holdfast.casework.incidents.operations.report import (
    Received,
    add_people_and_things,
    received_before,
    report,
    site_words,
)
from holdfast.casework.incidents.operations.report_people import with_people
from holdfast.casework.incidents.operations.report_telling import looked_at_by
from holdfast.casework.incidents.rules.answers import ReportAnswers, WitnessFacts
from holdfast.casework.incidents.rules.passphrase import passphrase_for, plain
from holdfast.casework.incidents.rules.report import JOINABLE, ReportRefused, problems_with, starts_restricted
from holdfast.casework.incidents.rules.report_words import told_in_words
from holdfast.casework.incidents.rules.routing import suspects_colleague
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Person, Trust, Unit
from holdfast.foundation.records.operations import touch
from holdfast.kernel import clock


def join_report(
    *,
    by: Actor,
    trust: Trust,
    incident: Incident | None,
    answers: ReportAnswers,
    submission_key: str,
    reporter: Person | None,
    reporter_name: str = "",
    reporter_contact: str = "",
    anonymous: bool = False,
    unit: Unit | None = None,
    route: str = "web",
    at: datetime | None = None,
) -> Received:
    """Add a report to `incident`, which was reported before; everything else is as in `report`.

    Where it was the same reporter, it becomes an addition of theirs, else a second report with its own receipt.

    When `incident` has meanwhile become restricted, merged or routed out, or when this report suspects a colleague or
    is of a sensitive kind, a new incident is made of it as if none had been found, and nothing tells the difference.
    """
    shared: dict[str, Any] = {
        "by": by,
        "trust": trust,
        "answers": answers,
        "submission_key": submission_key,
        "reporter": reporter,
        "reporter_name": "" if anonymous else reporter_name,
        "reporter_contact": "" if anonymous else reporter_contact,
        "anonymous": anonymous,
        "at": at,
    }
    if incident is None or not may_be_joined(incident, answers):
        return report(**shared, unit=unit, route=route)
    before = received_before(trust, submission_key, reporter)
    if before is not None:
        return before
    shared["at"] = at or clock.now()
    try:
        return _join(**shared, incident=incident)
    except IntegrityError:
        before = received_before(trust, submission_key, reporter)
        if before is None:
            raise
        return before


def may_be_joined(incident: Incident, answers: ReportAnswers) -> bool:
    """True when a report with `answers` may be added to `incident`: neither of the two is confidential."""
    confidential = starts_restricted(answers.incident.type, suspects_colleague(answers))
    return not confidential and not incident.restricted and incident.state in JOINABLE


@operation
def _join(
    *,
    by: Actor,
    trust: Trust,
    incident: Incident,
    answers: ReportAnswers,
    submission_key: str,
    reporter: Person | None,
    reporter_name: str,
    reporter_contact: str,
    anonymous: bool,
    at: datetime,
) -> Received:
    if problems := problems_with(answers, now=at):
        raise ReportRefused(problems)
    answers = with_people(answers, trust, reporter)
    # Whoever adds to their own report is not someone else, and no witness of it for that.
    own = reporter is not None and incident.reporter_id == reporter.pk
    name = str(reporter) if reporter else reporter_name or "someone without an account"
    passphrase = None if reporter else passphrase_for(settings.SECRET_KEY, submission_key)
    addition = Addition.objects.create(
        trust=trust,
        incident=incident,
        at=at,
        by=name[:160],
        person=reporter,
        words=told_in_words(answers, site=site_words(answers.incident.site_id)),
        is_report=not own,
        from_reporter=own,
        submission_key=submission_key,
        capacity=answers.incident.reporter_capacity,
        contact=reporter_contact,
        anonymous=anonymous,
        passphrase=make_password(plain(passphrase)) if passphrase else "",
    )
    witnesses = list(answers.witnesses)
    if not own and answers.incident.reporter_capacity in ("witness", "aware") and (reporter or reporter_name):
        witnesses.append(WitnessFacts(name=name[:160], person_id=reporter.pk if reporter else None))
    # What was seen of the ones who did it, and of things, stays in the words: whoever investigates decides which of
    # two descriptions is of the same person.
    known = own and incident.victims.filter(person=reporter).exists()
    victims = tuple(victim for victim in answers.victims if not (known and victim.is_reporter))
    people = ReportAnswers(answers.incident, victims=victims, witnesses=tuple(witnesses), police=answers.police)
    add_people_and_things(incident, people, by=by, at=at)
    Exchange.objects.create(
        trust=trust,
        incident=incident,
        addition=None if own else addition,
        at=at,
        by="Holdfast",
        step="reported",
        words="We have added to your report what you told now."
        if own
        else "We had a report of this already, and have added yours to it.",
        next_by=looked_at_by(incident) if incident.state == "reported" else None,
    )
    index_incident(incident)
    touch(incident.record)
    if own:
        tell_of_addition(incident, f"The reporter of {incident.reference} told more")
    else:
        tell_of_addition(incident, f"Someone else reported {incident.reference} too")
    enter(
        "incidents.join_report",
        by=by,
        subject=incident.record,
        details={"capacity": addition.capacity, "victims": len(people.victims), "witnesses": len(people.witnesses)},
        at=at,
    )
    return Received(incident, passphrase, addition=addition)
