"""Words with outside bodies about a case."""

from __future__ import annotations

from datetime import date, datetime

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.operations.holding import hold
from holdfast.casework.liaison.models import Contact
from holdfast.casework.liaison.operations.telling import tell_case
from holdfast.casework.liaison.queries.policy import first_contact_for
from holdfast.casework.liaison.rules.contacts import BODIES
from holdfast.casework.liaison.rules.police import fault_in_moment
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.records.operations import touch
from holdfast.kernel import clock


@operation
def log_contact(
    *,
    by: Actor,
    incident: Incident,
    body: str,
    spoke_at: datetime,
    words: str,
    name: str = "",
    next_on: date | None = None,
) -> Contact:
    """Note a word with the police, a prosecutor or another body: with whom, when (UTC), of what, and what comes next.

    Where the trust has one contact for the police, that post is told when somebody else spoke with them. Raises
    ValueError for a moment in the future, for nothing said, a body that does not exist, and a next day in the past.
    """
    hold(incident)
    if body not in BODIES:
        raise ValueError("Choose with whom you spoke.")
    if fault := fault_in_moment(spoke_at, now=clock.now(), happened=incident.occurred_at, what="When you spoke"):
        raise ValueError(fault)
    if not words.strip():
        raise ValueError("Say what it was about.")
    if next_on is not None and next_on < clock.today():
        raise ValueError("The day on which you take it up again must not have passed.")
    contact = Contact.objects.create(
        trust_id=incident.trust_id,
        incident=incident,
        body=body,
        name=name.strip()[:160],
        spoke_at=spoke_at,
        words=words.strip(),
        next_on=next_on,
        at=clock.now(),
        by=by.name,
        person_id=by.person_id,
    )
    post = first_contact_for(incident) if body in ("police", "cps") else None
    if post is not None:
        tell_case(
            incident,
            subject=f"{BODIES[body]}: someone spoke with them about {incident.reference}",
            words=f"{by.name} noted it. {post} is the trust’s contact with them.",
            posts=[post],
            kind="liaison.contact",
        )
    touch(incident.record)
    enter("liaison.log_contact", by=by, subject=incident.record, details={"body": body, "name": contact.name})
    return contact


@operation
def follow_up_done(*, by: Actor, contact: Contact) -> Contact:
    """What was to be taken up again was. Raises ValueError when nothing was, or it is done."""
    hold(contact.incident)
    done = Contact.objects.filter(pk=contact.pk, next_on__isnull=False, next_done_at__isnull=True)
    if not done.update(next_done_at=clock.now()):
        raise ValueError("Nothing is left to take up here. Note a new contact instead.")
    contact.refresh_from_db()
    touch(contact.incident.record)
    enter("liaison.follow_up_done", by=by, subject=contact.incident.record, details={"body": contact.body})
    return contact
