"""People by hand: who is not in the staff file, or not yet."""

from __future__ import annotations

from datetime import date
from typing import Any

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Person, Trust, Unit
from holdfast.foundation.organisation.operations.own_rights import is_oneself
from holdfast.foundation.organisation.operations.refusal import Refused, must_be_of

FIELDS = (
    "given_name",
    "family_name",
    "employee_number",
    "email",
    "phone",
    "job_title",
    "staff_group",
    "unit",
    "supervisor",
    "started",
)


@operation
def add_person(
    *,
    by: Actor,
    trust: Trust,
    given_name: str,
    family_name: str,
    employee_number: str = "",
    email: str = "",
    phone: str = "",
    job_title: str = "",
    staff_group: str = "",
    unit: Unit | None = None,
    supervisor: Person | None = None,
    started: date | None = None,
    why: str = "",
) -> Person:
    """A person who works for the trust. Raises Refused when somebody has the number, or the e-mail address, already."""
    person = Person(trust=trust)
    values = _checked(
        person,
        given_name=given_name,
        family_name=family_name,
        employee_number=employee_number,
        email=email,
        phone=phone,
        job_title=job_title,
        staff_group=staff_group,
        unit=unit,
        supervisor=supervisor,
        started=started,
    )
    for name, value in values.items():
        setattr(person, name, value)
    person.save()
    enter("organisation.add_person", by=by, subject=person, details={"name": str(person)}, why=why)
    return person


@operation
def change_person(*, by: Actor, person: Person, why: str = "", **values: Any) -> Person:
    """Change some of FIELDS. The account's sign-in address is not changed with the e-mail address.

    Raises Refused for a number or an e-mail address that somebody has already, for a circle of supervisors, when
    nothing changes, and on screen for oneself as supervisor: a supervisor is told what happens to their team.
    """
    values = _checked(person, **values)
    if is_oneself(by, values.get("supervisor")) and person.supervisor_id != by.person_id:
        raise Refused("You cannot make yourself someone’s supervisor. Ask another administrator to do it.", "person")
    changes = {name: [getattr(person, name), value] for name, value in values.items() if getattr(person, name) != value}
    if not changes:
        raise Refused("Nothing has been changed.")
    for name in changes:
        setattr(person, name, values[name])
    person.save(update_fields=list(changes))
    enter("organisation.change_person", by=by, subject=person, changes=changes, why=why)
    return person


def _checked(person: Person, **values: Any) -> dict[str, Any]:
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise TypeError(f"a person has no {', '.join(sorted(unknown))} that can be changed here")
    must_be_of(person.trust_id, values.get("unit"), values.get("supervisor"))
    tidied: dict[str, Any] = {
        name: " ".join(value.split()) if isinstance(value, str) else value for name, value in values.items()
    }
    for name, called in (("given_name", "first name"), ("family_name", "last name")):
        if name in tidied and not tidied[name]:
            raise Refused(f"Enter the {called}.", name)
    if "email" in tidied:
        tidied["email"] = tidied["email"].lower()
    others = Person.objects.filter(trust_id=person.trust_id).exclude(pk=person.pk)
    number, email = tidied.get("employee_number"), tidied.get("email")
    if number and (twin := others.filter(employee_number=number).first()):
        raise Refused(f"{twin} has this employee number.", "employee_number")
    if email and (twin := others.filter(email=email, left=None).first()):
        raise Refused(f"{twin} has this e-mail address.", "email")
    if person.pk is not None and _answers_to(tidied.get("supervisor"), person):
        raise Refused(f"{tidied['supervisor']} answers to {person} already.", "supervisor")
    return tidied


def _answers_to(supervisor: Person | None, person: Person) -> bool:
    """True when `supervisor` is `person`, or stands somewhere below them."""
    seen: set[int] = set()
    while supervisor is not None and supervisor.pk not in seen:
        if supervisor.pk == person.pk:
            return True
        seen.add(supervisor.pk)
        supervisor = supervisor.supervisor
    return False
