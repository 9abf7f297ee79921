"""Telling the reporter what became of their report, and hearing their answer.

Every step that concerns the reporter writes one Exchange: what was decided, by whom in which post, what comes next by
when. Reporters without an account read it with their passphrase.
"""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from holdfast.casework.incidents.models import Addition, Exchange, Incident
from holdfast.casework.incidents.operations.telling import tell_of_incident, tell_security_team
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.notifications.operations import tell
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.records.operations import touch
from holdfast.kernel import clock


def tell_reporter(
    incident: Incident, *, by: Actor, step: str, words: str, next_by: date | None = None
) -> Exchange:
    """A step of another operation: write to the reporter, and to their inbox when they have one."""
    exchange = Exchange.objects.create(
        trust_id=incident.trust_id,
        incident=incident,
        at=clock.now(),
        by=by.name,
        post=by.post,
        person_id=by.person_id,
        step=step,
        words=words,
        next_by=next_by,
    )
    if incident.reporter is not None and incident.reporter_id != by.person_id:
        tell(
            people=[incident.reporter],
            subject=f"News of your report {incident.reference}",
            words=words,
            record=incident.record,
            url=reverse("incidents:my-report", args=[incident.reference]),
            kind="incidents.reporter",
        )
    return exchange


def those_in_charge(incident: Incident) -> list[Person]:
    """Whoever investigates the incident now; nobody before an investigator is named."""
    return list(
        Person.objects.filter(
            pk__in=incident.investigations.exclude(state__in=("approved", "withdrawn"))
            .filter(investigators__until__isnull=True)
            .values("investigators__person")
        )
    )


@operation
def write_to_reporter(*, by: Actor, incident: Incident, words: str, next_by: date | None = None) -> Exchange:
    """A word from those who deal with the incident to whoever reported it. Raises ValueError when it is empty."""
    if not words.strip():
        raise ValueError("Write what you want the reporter to know.")
    exchange = tell_reporter(incident, by=by, step="message", words=words.strip(), next_by=next_by)
    touch(incident.record)
    enter("incidents.write_to_reporter", by=by, subject=incident.record, details={"words": words})
    return exchange


@operation
def answer_as_reporter(
    *, by: Actor, incident: Incident, words: str, addition: Addition | None = None
) -> Exchange:
    """The reporter's word to those who deal with the incident: signed in, or with reference and passphrase.

    `addition`: it comes from someone whose report of the same event was added to this incident.

    Raises ValueError when it is empty. Tells the investigators, or, while there are none, the security team.
    """
    if not words.strip():
        raise ValueError("Write your message.")
    exchange = Exchange.objects.create(
        trust_id=incident.trust_id,
        incident=incident,
        at=clock.now(),
        from_reporter=True,
        addition=addition,
        by=by.name,
        person_id=by.person_id,
        step="answer",
        words=words.strip(),
    )
    words_to_them = "Open the incident to read and answer."
    subject = f"The reporter of {incident.reference} wrote to you"
    people = those_in_charge(incident)
    if people:
        tell_of_incident(incident, subject=subject, words=words_to_them, people=people, kind="incidents.answer")
    else:
        tell_security_team(incident, subject=subject, words=words_to_them, kind="incidents.answer")
    touch(incident.record)
    enter("incidents.answer_as_reporter", by=by, subject=incident.record, details={"words": words})
    return exchange
