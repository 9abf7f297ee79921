"""Someone affected asks for help, and is answered."""

from __future__ import annotations

from django.urls import reverse

from holdfast.casework.incidents.models import Victim
from holdfast.casework.violence.models import Contact, Support
from holdfast.casework.violence.operations.response import refuse
from holdfast.casework.violence.operations.support.victims import held_incident, leave_entry, tell_victim
from holdfast.casework.violence.operations.telling import SECURITY_ROLES, posts_with
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import operation
from holdfast.foundation.notifications.operations import tell
from holdfast.kernel import clock


@operation
def ask_for_support(*, by: Actor, victim: Victim, words: str) -> Contact:
    """Someone affected asks for help. Their contact is told, else the security team.

    Raises BadAnswer without words.
    """
    incident = held_incident(victim)
    refuse("words", "" if words.strip() else "Say what you need.")
    row = Contact.objects.create(
        trust_id=victim.trust_id,
        incident=incident,
        victim=victim,
        purpose="help",
        at=clock.now(),
        by=by.name,
        person_id=by.person_id,
        words=words.strip()[:1000],
    )
    contact = Support.objects.filter(victim=victim, contact__isnull=False).select_related("contact").first()
    named = (
        [reader.person for reader in incident.record.readers.select_related("person")] if incident.restricted else []
    )
    tell(
        people=[contact.contact] if contact and contact.contact else named,
        posts=[] if contact or named else posts_with(incident.trust_id, SECURITY_ROLES),
        subject=f"Someone affected by {incident.reference} asks for help",
        words="Open it to read what they need, and answer.",
        url=reverse("violence:support", args=[incident.reference, victim.pk]),
        kind="violence.help",
        at_once=True,
    )
    leave_entry("ask_for_support", by, incident, victim, request=row.pk)
    return row


@operation
def answer_request(*, by: Actor, request: Contact, words: str) -> Contact:
    """Answer someone who asked for help; they are told. Raises BadAnswer without words, ValueError the second time."""
    incident = held_incident(request.victim)
    refuse("words", "" if words.strip() else "Write your answer.")
    waiting = Contact.objects.filter(pk=request.pk, purpose="help", answered_at__isnull=True)
    if not waiting.update(answered_at=clock.now(), answered_by=by.name, answer=words.strip()[:1000]):
        raise ValueError("This was answered already. Get in touch with them if there is more to say.")
    request.refresh_from_db()
    tell_victim(request.victim, by, subject="An answer to what you asked", words=request.answer)
    leave_entry("answer_request", by, incident, request.victim, request=request.pk)
    return request
