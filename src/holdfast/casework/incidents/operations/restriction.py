"""Restricting an incident: from then on only the people named on it may know that it exists.

Steps of other operations, and two verbs of their own.
"""

from __future__ import annotations

from collections.abc import Iterable

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.rules.report import suspected_among
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Person, PostHolding
from holdfast.foundation.records.models import Reader
from holdfast.foundation.records.operations import check_version, restrict, touch
from holdfast.kernel import clock

LEADS = ("security-lead",)
"""Roles whose holders are named on every restricted incident from the start, so that it is never nobody's."""

NEXT_IN_LINE = ("lsms", "security-management-director")
"""Roles named in this order when no lead of the security team holds a post today, or all of them are suspected."""


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
    """Restrict the incident and name on it the leads of the security team and `readers`, but never a suspect.

    When that leaves nobody, the holders of the next role in line are named: it must not be nobody's.
    """
    restrict(incident.record)
    Incident.objects.filter(pk=incident.pk).update(restricted=True)
    incident.restricted = True
    people = [*holders_by_role(incident.trust_id, LEADS), *readers]
    for role in (*NEXT_IN_LINE, None):
        named = [person for person in people if not suspected(incident, person)]
        if named or role is None:
            break
        people = holders_by_role(incident.trust_id, [role])
    name_readers(incident, named, by=by, why=why)


def suspected(incident: Incident, person: Person) -> bool:
    """True when the report names `person` among those who did it: they must never be told of it by rule."""
    if not incident.internal:
        return False
    return suspected_among([subject.name for subject in incident.subjects.all()], str(person))


@operation
def restrict_incident(*, by: Actor, incident: Incident, why: str, seen_version: int | None = None) -> Incident:
    """Restrict an incident that was open to its unit until now. Names the security leads and whoever does it."""
    check_version(incident.record, seen_version)
    if not why.strip():
        raise ValueError("Say why this incident is to be restricted.")
    own = Person.objects.filter(pk=by.person_id) if by.person_id else ()
    make_restricted(incident, by=by, why=why, readers=own)
    touch(incident.record)
    enter("incidents.restrict", by=by, subject=incident.record, changes={"restricted": [False, True]}, why=why)
    return incident


@operation
def admit_reader(*, by: Actor, incident: Incident, person: Person, why: str) -> Incident:
    """Name one more person on a restricted incident. Raises ValueError without a reason."""
    if not why.strip():
        raise ValueError("Say why this person needs to see the incident.")
    name_readers(incident, [person], by=by, why=why)
    touch(incident.record)
    enter("incidents.admit_reader", by=by, subject=incident.record, details={"person": str(person)}, why=why)
    return incident


@operation
def dismiss_reader(*, by: Actor, incident: Incident, person: Person, why: str) -> Incident:
    """Take a person's name off a restricted incident.

    Raises ValueError without a reason, and for the last person: a restricted incident that nobody may see is lost.
    """
    if not why.strip():
        raise ValueError("Say why this person no longer needs to see the incident.")
    readers = Reader.objects.select_for_update().filter(record_id=incident.pk)
    if {reader.person_id for reader in readers} == {person.pk}:
        raise ValueError("This is the only person who may see the incident. Name someone else first.")
    readers.filter(person=person).delete()
    touch(incident.record)
    enter("incidents.dismiss_reader", by=by, subject=incident.record, details={"person": str(person)}, why=why)
    return incident
