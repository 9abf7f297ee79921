"""The one contact of someone affected, and who got in touch with them."""

from __future__ import annotations

from django.urls import reverse

from holdfast.casework.incidents.models import Victim
from holdfast.casework.violence.models import Contact, Support
from holdfast.casework.violence.operations.response import refuse
from holdfast.casework.violence.operations.support.victims import held_incident, leave_entry, support_of, tell_victim
from holdfast.casework.violence.rules.support import CONTACT_PURPOSES
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.notifications.operations import tell
from holdfast.foundation.organisation.models import Person, Post
from holdfast.foundation.records.operations import touch
from holdfast.kernel import clock


@operation
def name_contact(*, by: Actor, victim: Victim, person: Person, seen_version: int | None = None) -> Support:
    """Name the one person who stays in touch with the victim through the whole legal process.

    Raises ValueError for the victim themselves and for whoever is named already; EditedMeanwhile.
    """
    incident = held_incident(victim, seen_version)
    support = support_of(victim)
    if person.pk == victim.person_id:
        raise ValueError("Somebody else must stay in touch with them.")
    if support.contact_id == person.pk:
        raise ValueError(f"{person} is named already.")
    before = str(support.contact or "")
    support.contact, support.contact_since = person, clock.now()
    support.save(update_fields=["contact", "contact_since"])
    if person.pk != by.person_id:
        tell(
            people=[person],
            subject=f"You stay in touch with someone affected by {incident.reference}",
            words="You are their one contact until the case is over. Open it to see how to reach them.",
            url=reverse("violence:support", args=[incident.reference, victim.pk]),
            kind="violence.contact",
        )
    tell_victim(victim, by, subject="Who stays in touch with you", words=f"{person} is your contact from now on.")
    touch(incident.record)
    enter(
        "violence.name_contact",
        by=by,
        subject=incident.record,
        changes={"contact": [before, str(person)]},
        details={"victim": victim.pk},
    )
    return support


@operation
def contact_victim(
    *,
    by: Actor,
    victim: Victim,
    purpose: str,
    reached: bool = True,
    words: str = "",
    why_not: str = "",
    seen_version: int | None = None,
) -> Contact:
    """Somebody got in touch with the victim, or could not and says why. Raises BadAnswer; EditedMeanwhile."""
    incident = held_incident(victim, seen_version)
    refuse(
        "purpose", "" if purpose in CONTACT_PURPOSES and purpose not in ("help", "check") else "Say what it was for."
    )
    refuse("why_not", "Say why you did not reach them." if not reached and not why_not.strip() else "")
    row = Contact.objects.create(
        trust_id=victim.trust_id,
        incident=incident,
        victim=victim,
        purpose=purpose,
        at=clock.now(),
        by=by.name,
        person_id=by.person_id,
        reached=reached,
        why_not="" if reached else why_not.strip()[:300],
        words=words.strip()[:1000],
    )
    leave_entry("contact_victim", by, incident, victim, purpose=purpose, reached=reached)
    return row


@operation
def check_support(*, by: Actor, victim: Victim, given: bool, words: str, seen_version: int | None = None) -> Contact:
    """The security specialist makes sure that support was given; when it was not, the line manager is told.

    Raises BadAnswer without words; EditedMeanwhile.
    """
    incident = held_incident(victim, seen_version)
    refuse("words", "" if words.strip() else "Say how you know.")
    row = Contact.objects.create(
        trust_id=victim.trust_id,
        incident=incident,
        victim=victim,
        purpose="check",
        at=clock.now(),
        by=by.name,
        person_id=by.person_id,
        reached=given,
        why_not="" if given else "Support was not given",
        words=words.strip()[:1000],
    )
    if not given and not incident.restricted and incident.unit_id:
        tell(
            posts=list(Post.objects.filter(unit=incident.unit_id, role="line-manager", closed__isnull=True)),
            subject=f"Someone affected by {incident.reference} still needs support",
            words="The security team found that support was not given. Open it and offer it.",
            url=reverse("violence:support", args=[incident.reference, victim.pk]),
            kind="violence.support_missing",
        )
    leave_entry("check_support", by, incident, victim, given=given)
    return row
