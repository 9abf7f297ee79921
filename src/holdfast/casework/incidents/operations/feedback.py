"""Telling the reporter what became of their report, and hearing their answer.

Every step that concerns the reporter writes one Exchange: what was decided, by whom in which post, what comes next by
when. Reporters without an account read it with their passphrase. Everyone who reported the event is told: the first
reporter, whoever added a report to it, and those whose reports were merged into it; none sees another's words.
"""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from holdfast.casework.incidents.models import Addition, Exchange, Incident
from holdfast.casework.incidents.operations.holding import hold
from holdfast.casework.incidents.operations.telling import tell_of_incident, tell_security_team
from holdfast.casework.incidents.queries.involved import investigators_of, reports_of
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.notifications.operations import tell, tell_address
from holdfast.foundation.notifications.operations.addressing import is_address
from holdfast.foundation.records.operations import touch
from holdfast.kernel import clock


def tell_reporter(incident: Incident, *, by: Actor, step: str, words: str, next_by: date | None = None) -> None:
    """A step of another operation: write to everyone who reported the event, and to their inbox when they have one."""
    for report, addition in reports_of(incident):
        _write(report, addition, by=by, step=step, words=words, next_by=next_by)


def _write(
    incident: Incident, addition: Addition | None, *, by: Actor, step: str, words: str, next_by: date | None
) -> Exchange:
    exchange = Exchange.objects.create(
        trust_id=incident.trust_id,
        incident=incident,
        addition=addition,
        at=clock.now(),
        by=by.name,
        post=by.post,
        person_id=by.person_id,
        step=step,
        words=words,
        next_by=next_by,
    )
    reporter = addition.person if addition else incident.reporter
    contact = addition.contact if addition else incident.reporter_contact
    subject = f"News of your report {incident.reference}"
    if reporter is not None and reporter.pk != by.person_id:
        tell(
            people=[reporter],
            subject=subject,
            words=words,
            record=incident.record,
            url=reverse("incidents:my-report", args=[incident.reference]),
            kind="incidents.reporter",
        )
    elif reporter is None and is_address(contact.strip()):
        # What was decided stays in Holdfast: mail to someone outside may be read by others in their house.
        tell_address(
            kind="incidents.reporter",
            trust=incident.trust,
            address=contact,
            subject=subject,
            words="There is news of your report. You can read it with your reference and your passphrase.",
            record=incident.record,
            url=reverse("incidents:follow", args=[incident.trust.slug]),
        )
    return exchange


@operation
def write_to_reporter(
    *, by: Actor, incident: Incident, words: str, next_by: date | None = None, addition: Addition | None = None
) -> Exchange:
    """A word from those who deal with the incident to whoever reported it first, or to who made `addition`.

    Raises ValueError when it is empty, or when `addition` is no report of this event.
    """
    hold(incident)
    if not words.strip():
        raise ValueError("Write what you want the reporter to know.")
    if addition is not None and not (addition.is_report and addition.incident_id == incident.pk):
        raise ValueError("This person did not report the event.")
    exchange = _write(incident, addition, by=by, step="message", words=words.strip(), next_by=next_by)
    touch(incident.record)
    enter("incidents.write_to_reporter", by=by, subject=incident.record, details={"words": words.strip()})
    return exchange


@operation
def answer_as_reporter(*, by: Actor, incident: Incident, words: str, addition: Addition | None = None) -> Exchange:
    """The reporter's word to those who deal with the incident: signed in, or with reference and passphrase.

    `addition`: it comes from someone whose report of the same event was added to this incident.

    Raises ValueError when it is empty. Tells the investigators, or, while there are none, the security team.
    """
    hold(incident)
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
    people = investigators_of(incident)
    if people:
        tell_of_incident(incident, subject=subject, words=words_to_them, people=people, kind="incidents.answer")
    else:
        tell_security_team(incident, subject=subject, words=words_to_them, kind="incidents.answer")
    touch(incident.record)
    enter("incidents.answer_as_reporter", by=by, subject=incident.record, details={"words": words.strip()})
    return exchange


@operation
def read_answers(*, by: Actor, incident: Incident) -> int:
    """Those who deal with the incident have opened what its reporters wrote. Gives how many words were new."""
    unread = incident.exchanges.filter(from_reporter=True, read_at__isnull=True)
    fresh = unread.update(read_at=clock.now())
    enter("incidents.read_answers", by=by, subject=incident.record, details={"new": fresh})
    return fresh
