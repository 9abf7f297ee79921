"""Taking a report: from what someone tells to an incident that is recorded, restricted if it must be, and told on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError

from holdfast.casework.incidents.models import (
    Addition,
    Incident,
    Item,
    PoliceContact,
    RoutingRule,
    Subject,
    Witness,
)
from holdfast.casework.incidents.operations.indexing import index_incident
from holdfast.casework.incidents.operations.report_people import with_people
from holdfast.casework.incidents.operations.report_telling import tell_of_report
from holdfast.casework.incidents.operations.wishes import add_victims
from holdfast.casework.incidents.rules.answers import ReportAnswers, SubjectFacts
from holdfast.casework.incidents.rules.passphrase import passphrase_for, plain
from holdfast.casework.incidents.rules.report import ReportRefused, problems_with, title_of
from holdfast.casework.incidents.rules.report_words import told_parts
from holdfast.casework.incidents.rules.routing import RoutingLine, flags_of_report
from holdfast.casework.incidents.rules.routing import route as routing_of
from holdfast.casework.incidents.rules.selection import Traits
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Assignment, Person, Site, Trust, Unit
from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.foundation.records.models import Move, Sensitivity
from holdfast.foundation.records.operations import open_record
from holdfast.kernel import clock


class SentBySomeoneElse(Exception):
    """A report with this submission key was received before, from another person."""


@dataclass(frozen=True)
class Received:
    """What became of a report.

    `passphrase` is for reporters without an account; `already`: it had been received before; `addition`: it was added
    to an incident that had been reported; `to_own`: by the same person.
    """

    incident: Incident
    passphrase: str | None = None
    already: bool = False
    addition: Addition | None = None

    @property
    def to_own(self) -> bool:
        return self.addition is not None and not self.addition.is_report


def report(
    *,
    by: Actor,
    trust: Trust,
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
    """Take a report and give the incident that it made, in one transaction with all that follows from it.

    `submission_key` is made where the report is written, at most 64 characters: sent twice, also at the same time, it
    makes one incident, and the second call gives the first one with `already`. `reporter` is None for someone without
    an account, who gets a passphrase; `anonymous` drops name and contact. `unit` is where it belongs, by default the
    unit of the person affected or of the reporter. `route` is how it came ("web", "phone", "import" …). `at` is
    when it was received (default: now).

    Raises ReportRefused with what is wrong by field, SentBySomeoneElse.
    """
    before = received_before(trust, submission_key, reporter)
    if before is not None:
        return before
    try:
        return _take(
            by=by,
            trust=trust,
            answers=answers,
            submission_key=submission_key,
            reporter=reporter,
            reporter_name="" if anonymous else reporter_name,
            reporter_contact="" if anonymous else reporter_contact,
            anonymous=anonymous,
            unit=unit,
            route=route,
            at=at or clock.now(),
        )
    except IntegrityError:
        # The same report at the same time through another process: the database let one of the two in.
        before = received_before(trust, submission_key, reporter)
        if before is None:
            raise
        return before


def received_before(trust: Trust, submission_key: str, reporter: Person | None) -> Received | None:
    """What became of the report with this key, if it was received before. Raises SentBySomeoneElse."""
    incidents = Incident.objects.filter(trust=trust, submission_key=submission_key)
    additions = Addition.objects.filter(trust=trust, submission_key=submission_key)
    if not incidents.exists() and not additions.exists():
        return None
    addition = additions.select_related("incident__record").first()
    incident = addition.incident if addition else incidents.select_related("record").get()
    sender = addition.person_id if addition else incident.reporter_id
    if sender != (reporter.pk if reporter else None):
        raise SentBySomeoneElse
    passphrase = None if reporter else passphrase_again(addition or incident)
    return Received(incident, passphrase, already=True, addition=addition)


def passphrase_again(row: Incident | Addition) -> str | None:
    """The passphrase that the first receipt of a report gave, also when the installation's secret was changed since.

    Made anew each time: nowhere is it kept. None for a report that has none.
    """
    if not row.passphrase:
        return None
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    found = (passphrase_for(secret, row.submission_key) for secret in secrets)
    return next((passphrase for passphrase in found if row.opens_with(passphrase)), None)


@operation
def _take(
    *,
    by: Actor,
    trust: Trust,
    answers: ReportAnswers,
    submission_key: str,
    reporter: Person | None,
    reporter_name: str,
    reporter_contact: str,
    anonymous: bool,
    unit: Unit | None,
    route: str,
    at: datetime,
) -> Received:
    problems = problems_with(answers, now=at)
    if problems:
        raise ReportRefused(problems)
    answers = with_people(answers, trust, reporter)
    facts = answers.incident
    flags = flags_of_report(answers)
    routing = routing_of(Traits(facts.type, flags=flags), routing_lines(trust))
    passphrase = None if reporter else passphrase_for(settings.SECRET_KEY, submission_key)
    record = open_record(
        trust=trust,
        kind="incident",
        series="INC",
        title=title_of(facts.type, facts.near_miss),
        opened_at=at,
        sensitivity=Sensitivity.RESTRICTED if routing.restrict else Sensitivity.ORDINARY,
    )
    incident = Incident.objects.create(
        record=record,
        trust=trust,
        submission_key=submission_key,
        restricted=bool(routing.restrict),
        reported_at=at,
        reporter=reporter,
        reporter_name=str(reporter) if reporter else reporter_name,
        reporter_contact=reporter_contact,
        anonymous=anonymous,
        passphrase=make_password(plain(passphrase)) if passphrase else "",
        route=route,
        unit=unit or unit_of(answers, reporter),
        told=told_parts(answers, site=site_words(facts.site_id), colleague_suspected="internal" in flags),
        **_columns(answers, internal="internal" in flags),
    )
    index_incident(incident, add_people_and_things(incident, answers, by=by, at=at))
    Move.objects.create(
        trust=trust,
        record=record,
        verb="report",
        target=incident.state,
        at=at,
        by=by.name,
        post=by.post,
        person_id=by.person_id,
    )
    told = tell_of_report(incident, routing, by=by, at=at)
    enter(
        "incidents.report",
        by=by,
        subject=record,
        details={
            "type": facts.type,
            "place": facts.place,
            "near_miss": facts.near_miss,
            "restricted": bool(routing.restrict),
            "route": route,
            "told": told,
        },
        at=at,
    )
    return Received(incident, passphrase)


def _columns(answers: ReportAnswers, *, internal: bool) -> dict[str, Any]:
    columns = asdict(answers.incident)
    columns["hate_factors"] = list(answers.incident.hate_factors)
    columns["internal"] = internal
    return columns


def site_words(site_id: int | None) -> str:
    """The name of a site by its key; empty for none."""
    return str(Site.objects.get(pk=site_id)) if site_id else ""


def add_people_and_things(
    incident: Incident, answers: ReportAnswers, *, by: Actor, at: datetime, how: str = "report"
) -> list[ScopedModel]:
    """Write the rows of everyone and everything in `answers`, and give them; a suspected colleague is held apart.

    `how` it was told what those affected want, as in Wish.
    """
    trust = incident.trust_id
    told: list[ScopedModel] = [*add_victims(incident, answers.victims, by=by, at=at, how=how)]
    for model, rows in ((Witness, answers.witnesses), (Item, answers.items)):
        if rows:
            told += model.objects.bulk_create(model(trust_id=trust, incident=incident, **asdict(row)) for row in rows)
    told += add_subjects(incident, answers.subjects)
    if answers.police:
        told += PoliceContact.objects.bulk_create(
            PoliceContact(trust_id=trust, incident=incident, at=at, by=by.name, **asdict(row)) for row in answers.police
        )
    return told


def add_subjects(incident: Incident, subjects: Iterable[SubjectFacts]) -> list[Subject]:
    """Write who did it. A colleague's identity is held apart: only the readers named on the record may see it."""
    return Subject.objects.bulk_create(
        Subject(
            trust_id=incident.trust_id,
            incident=incident,
            held_apart=incident.internal or subject.standing == "colleague",
            **asdict(subject),
        )
        for subject in subjects
    )


def routing_lines(trust: Trust) -> list[RoutingLine]:
    """The trust's routing, in its order."""
    return [
        RoutingLine(
            types=frozenset(rule.types),
            severities=frozenset(rule.severities),
            flags=frozenset(rule.flags),
            without=frozenset(rule.without),
            tell=tuple(rule.tell),
            at_once=rule.at_once,
            investigate=rule.investigate,
            strand=rule.strand,
            restrict=rule.restrict,
            route_out=rule.route_out,
            clause=rule.clause,
        )
        for rule in RoutingRule.objects.filter(trust=trust)
    ]


def unit_of(answers: ReportAnswers, reporter: Person | None) -> Unit | None:
    """The unit that an incident belongs to: of the person affected when someone else reports, else of the reporter."""
    affected = [victim.person_id for victim in answers.victims if victim.person_id and not victim.is_reporter]
    if affected and answers.incident.reporter_capacity in ("on-behalf", "aware", "witness", ""):
        unit = unit_of_person(Person.objects.filter(pk=affected[0]).select_related("unit").first())
        if unit:
            return unit
    return unit_of_person(reporter)


def unit_of_person(person: Person | None) -> Unit | None:
    """The unit of a person's primary job today; None when none is known."""
    if person is None:
        return None
    if person.unit_id:
        return person.unit
    job = Assignment.objects.filter(person=person, primary=True, ended=None).select_related("unit").first()
    return job.unit if job else None
