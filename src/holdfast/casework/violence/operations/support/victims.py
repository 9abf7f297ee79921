"""What every verb of support does first and last: hold the incident, leave the entry, tell the person."""

from __future__ import annotations

from django.urls import reverse

from holdfast.casework.incidents.models import Incident, Victim
from holdfast.casework.violence.models import Support
from holdfast.casework.violence.operations.response import hold_open
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter
from holdfast.foundation.notifications.operations import tell
from holdfast.foundation.records.operations import touch


def support_of(victim: Victim) -> Support:
    """The victim's row of support, made when there is none yet."""
    row, _ = Support.objects.get_or_create(
        victim=victim, defaults={"trust_id": victim.trust_id, "incident_id": victim.incident_id}
    )
    return row


def held_incident(victim: Victim, seen_version: int | None = None) -> Incident:
    """The incident of `victim`, held while one can still act on it. Raises ValueError; EditedMeanwhile."""
    incident = victim.incident
    hold_open(incident, seen_version)
    return incident


def leave_entry(verb: str, by: Actor, incident: Incident, victim: Victim, **details: object) -> None:
    """Mark the incident as changed and leave the entry. What people said stays out of it: it names the row."""
    touch(incident.record)
    enter(f"violence.{verb}", by=by, subject=incident.record, details={"victim": victim.pk, **details})


def tell_victim(victim: Victim, by: Actor, *, subject: str, words: str) -> None:
    """Tell a victim of the trust, with a link to their own page; not of what they did themselves."""
    if victim.person is not None and victim.person_id != by.person_id:
        tell(
            people=[victim.person],
            subject=subject,
            words=words,
            url=reverse("violence:my-support", args=[victim.pk]),
            kind="violence.support",
        )
