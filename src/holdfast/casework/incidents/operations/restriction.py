"""Restricting an incident: from then on only the people named on it may know that it exists.

Steps of other operations, and verbs of their own.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse

from holdfast.casework.incidents.models import Incident, Investigator
from holdfast.casework.incidents.operations.holding import hold
from holdfast.casework.incidents.operations.telling import tell_of_incident
from holdfast.casework.incidents.queries.involved import investigators_of
from holdfast.casework.incidents.rules.report import starts_restricted
from holdfast.casework.incidents.rules.suspects import first_unsuspected, is_suspected, may_be_suspected
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.notifications.operations import take_back_notices
from holdfast.foundation.organisation.models import Person, PostHolding
from holdfast.foundation.records.models import Reader, Record, Sensitivity
from holdfast.foundation.records.operations import restrict, touch
from holdfast.kernel import clock

LEADS = ("security-lead",)
"""Roles whose holders are named on every restricted incident from the start, so that it is never nobody's."""

NEXT_IN_LINE = ("lsms", "security-management-director", "executive", "human-resources")
"""Roles named in this order when no lead of the security team holds a post today, or all of them may be suspected."""

IN_CHARGE = (*LEADS, "lsms", "security-management-director")
"""Roles of which at least one is named: they judge an incident, or say who else may see it. Others only read it."""


def holders_by_role(trust_id: int, roles: Iterable[str]) -> list[Person]:
    """Who holds a post with one of `roles` today, deputies not counted: a restricted case is named person by person."""
    today = clock.today()
    holdings = PostHolding.objects.filter(trust_id=trust_id, post__role__in=tuple(roles), start__lte=today)
    return [
        holding.person
        for holding in holdings.select_related("person").order_by("pk")
        if holding.end is None or holding.end >= today
    ]


def name_readers(incident: Incident, people: Iterable[Person], *, by: Actor, why: str) -> list[Person]:
    """Name `people` on the incident; those named already stay as they are. Gives those newly named."""
    known = set(Reader.objects.filter(record_id=incident.pk).values_list("person_id", flat=True))
    fresh = {person.pk: person for person in people if person.pk not in known}
    Reader.objects.bulk_create(
        Reader(
            trust_id=incident.trust_id, record_id=incident.pk, person=person, at=clock.now(), by=by.name, why=why[:300]
        )
        for person in fresh.values()
    )
    return list(fresh.values())


def make_restricted(incident: Incident, *, by: Actor, why: str, readers: Iterable[Person] = ()) -> None:
    """Restrict the incident and name on it the leads of the security team, its investigators and `readers`.

    Nobody whom a suspect's name could mean: whoever of them investigates it stops. When that leaves nobody, the
    holders of the next role in line are named: it must not be nobody's.
    """
    restrict(incident.record)
    Incident.objects.filter(pk=incident.pk).update(restricted=True)
    incident.restricted = True
    people = [*holders_by_role(incident.trust_id, LEADS), *investigators_of(incident), *readers]
    name_readers(incident, [person for person in people if not perhaps_suspected(incident, person)], by=by, why=why)
    keep_from_suspects(incident, by=by, why=why)


def keep_from_suspects(incident: Incident, *, by: Actor, why: str) -> None:
    """Take whomever a suspect's name could mean off a restricted incident, as a reader and as an investigator.

    For whenever a suspect's name becomes known. When that leaves nobody in charge, the next role in line is named.
    """
    if incident.internal:
        names = _suspects(incident)
        readers = Reader.objects.filter(record_id=incident.pk).select_related("person")
        running = Investigator.objects.filter(investigation__incident=incident, until__isnull=True)
        named = [row.pk for row in readers if may_be_suspected(names, row.person)]
        at_it = [row.pk for row in running.select_related("person") if may_be_suspected(names, row.person)]
        _take_off(incident, readers.filter(pk__in=named))
        Investigator.objects.filter(pk__in=at_it).update(until=clock.now())
    in_charge = holders_by_role(incident.trust_id, IN_CHARGE)
    if not Reader.objects.filter(record_id=incident.pk, person__in=in_charge).exists():
        name_readers(incident, first_in_line(incident), by=by, why=why)


def _take_off(incident: Incident, readers: QuerySet[Reader]) -> None:
    """Take names off the incident, and with them what their bearers were told of it because they were named."""
    people = list(readers.values_list("person_id", flat=True))
    readers.delete()
    page = reverse("incidents:incident", args=[incident.reference])
    take_back_notices(record=incident.record, people=people, under=page)


def first_in_line(incident: Incident) -> list[Person]:
    """Who is named on a restricted incident by rule: the leads, else the holders of the next role in line.

    Of each only whom no suspect's name could mean; when nobody is left, whom none means beyond doubt.
    """
    line = [holders_by_role(incident.trust_id, roles) for roles in (LEADS, *((role,) for role in NEXT_IN_LINE))]
    return first_unsuspected(line, _suspects(incident))


def means(name: str, person: Person) -> bool:
    """True when `name`, typed for somebody suspected elsewhere than in the report, is that of `person`."""
    return is_suspected([name], person)


def could_mean(name: str, person: Person) -> bool:
    """True when `name`, as in `means`, could be that of `person`: too likely to tell them of it by rule."""
    return may_be_suspected([name], person)


def suspected(incident: Incident, person: Person) -> bool:
    """True when the report names `person` among those who did it: nobody can choose to show it to them."""
    return is_suspected(_suspects(incident), person)


def perhaps_suspected(incident: Incident, person: Person) -> bool:
    """True when the report could mean `person` by one of those who did it: they must never be told of it by rule."""
    return may_be_suspected(_suspects(incident), person)


def _suspects(incident: Incident) -> list[str]:
    return [subject.name for subject in incident.subjects.all()] if incident.internal else []


@operation
def restrict_incident(*, by: Actor, incident: Incident, why: str, seen_version: int | None = None) -> Incident:
    """Restrict an incident that was open to its unit until now. Names the security leads and whoever does it.

    Raises ValueError without a reason or when it is restricted already; EditedMeanwhile.
    """
    hold(incident, seen_version)
    if not why.strip():
        raise ValueError("Say why this incident is to be restricted.")
    if incident.restricted:
        raise ValueError("This incident is restricted already.")
    own = Person.objects.filter(pk=by.person_id) if by.person_id else ()
    make_restricted(incident, by=by, why=why.strip(), readers=own)
    touch(incident.record)
    enter(
        "incidents.restrict",
        by=by,
        subject=incident.record,
        changes={"restricted": [False, True]},
        details={"why": why.strip()},
    )
    return incident


@operation
def lift_restriction(*, by: Actor, incident: Incident, why: str, seen_version: int | None = None) -> Incident:
    """Open a restricted incident again to those whose role or unit it concerns. Who was suspected stays apart.

    Raises ValueError without a reason, when it is not restricted, and while a colleague is suspected or its kind is one
    that is always restricted: then it must be judged again first. EditedMeanwhile.
    """
    hold(incident, seen_version)
    if not why.strip():
        raise ValueError("Say why it no longer needs to be restricted.")
    if not incident.restricted:
        raise ValueError("This incident is not restricted.")
    if always := starts_restricted(incident.type, incident.internal):
        raise ValueError(f"{always} Judge it again first if that is not so.")
    Record.objects.filter(pk=incident.pk).update(sensitivity=Sensitivity.ORDINARY)
    Incident.objects.filter(pk=incident.pk).update(restricted=False)
    incident.restricted, incident.record.sensitivity = False, Sensitivity.ORDINARY
    touch(incident.record)
    enter(
        "incidents.lift_restriction",
        by=by,
        subject=incident.record,
        changes={"restricted": [True, False]},
        details={"why": why.strip()},
    )
    return incident


@operation
def admit_reader(
    *, by: Actor, incident: Incident, person: Person, why: str, seen_version: int | None = None
) -> Incident:
    """Name one more person on a restricted incident, and tell them.

    Raises ValueError without a reason, for someone who is named already, and for someone who is suspected;
    EditedMeanwhile.
    """
    hold(incident, seen_version)
    if not why.strip():
        raise ValueError("Say why this person needs to see the incident.")
    if not incident.restricted:
        raise ValueError("This incident is not restricted.")
    if suspected(incident, person):
        raise ValueError(f"{person} is named among those suspected and cannot be shown the incident.")
    if not name_readers(incident, [person], by=by, why=why.strip()):
        raise ValueError(f"{person} may see this incident already.")
    touch(incident.record)
    tell_of_incident(
        incident,
        people=[person],
        subject=f"You are named on a restricted incident: {incident.reference}",
        words="Open it to see what happened, and speak of it to nobody who is not named.",
    )
    enter(
        "incidents.admit_reader",
        by=by,
        subject=incident.record,
        details={"person": str(person), "why": why.strip()},
    )
    return incident


@operation
def dismiss_reader(
    *, by: Actor, incident: Incident, person: Person, why: str, seen_version: int | None = None
) -> Incident:
    """Take a person's name off a restricted incident.

    Raises ValueError without a reason, while they investigate it, and for the last person: a restricted incident that
    nobody may see is lost. EditedMeanwhile.
    """
    hold(incident, seen_version)
    if not why.strip():
        raise ValueError("Say why this person no longer needs to see the incident.")
    readers = Reader.objects.select_for_update().filter(record_id=incident.pk)
    if {reader.person_id for reader in readers} == {person.pk}:
        raise ValueError("This is the only person who may see the incident. Name someone else first.")
    if person in investigators_of(incident):
        raise ValueError(f"{person} investigates this incident. Name another investigator first.")
    _take_off(incident, readers.filter(person=person))
    touch(incident.record)
    enter(
        "incidents.dismiss_reader",
        by=by,
        subject=incident.record,
        details={"person": str(person), "why": why.strip()},
    )
    return incident
