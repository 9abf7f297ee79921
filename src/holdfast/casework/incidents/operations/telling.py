"""Telling people of an incident: one form of words and one link, whatever the step."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.queries.involved import investigators_of
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.notifications.operations import tell
from holdfast.foundation.organisation.models import Person, Post

SECURITY_ROLES = ("lsms", "security-lead")


def tell_of_incident(
    incident: Incident,
    *,
    subject: str,
    words: str = "Open the incident to see what happened and what is asked of you.",
    people: Iterable[Person] = (),
    posts: Iterable[Post] = (),
    at_once: bool = False,
    kind: str = "incidents.told",
) -> None:
    """Tell `people`, and whoever holds or covers `posts`, with a link to the incident's page."""
    tell(
        people=list(people),
        posts=list(posts),
        subject=subject,
        words=words,
        record=incident.record,
        url=reverse("incidents:incident", args=[incident.reference]),
        at_once=at_once,
        kind=kind,
    )


def tell_security_team(incident: Incident, *, subject: str, words: str, kind: str) -> None:
    """Tell the security team; of a restricted incident only those who are named on it."""
    if incident.restricted:
        readers = [reader.person for reader in incident.record.readers.select_related("person")]
        tell_of_incident(incident, subject=subject, words=words, people=readers, kind=kind)
        return
    posts = Post.objects.filter(trust_id=incident.trust_id, role__in=SECURITY_ROLES, closed__isnull=True)
    tell_of_incident(incident, subject=subject, words=words, posts=posts, kind=kind)


def tell_investigators(incident: Incident, *, subject: str, by: Actor) -> None:
    """Tell those who investigate an incident that it goes another way, save whoever did it."""
    people = [person for person in investigators_of(incident) if person.pk != by.person_id]
    if people:
        words = "Nothing more is asked of you unless it is taken back. Open the incident to read why."
        tell_of_incident(incident, subject=subject, words=words, people=people, kind="incidents.elsewhere")
