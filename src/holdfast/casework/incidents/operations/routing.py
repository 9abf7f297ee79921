"""Carrying out what the trust's routing says of an incident that was judged, and sending one on by hand."""

from __future__ import annotations

from collections.abc import Iterable

from holdfast.casework.incidents.models import Incident, Referral
from holdfast.casework.incidents.operations.report import routing_lines
from holdfast.casework.incidents.operations.report_telling import holders_of, posts_for
from holdfast.casework.incidents.operations.restriction import make_restricted, name_readers
from holdfast.casework.incidents.operations.telling import tell_of_incident
from holdfast.casework.incidents.queries.traits import traits_of
from holdfast.casework.incidents.rules.report import suspected_among
from holdfast.casework.incidents.rules.routing import Routing, Told, route
from holdfast.casework.incidents.rules.taxonomy import TYPES
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.models import Post
from holdfast.kernel import clock


def apply_routing(incident: Incident, *, by: Actor, also: Iterable[tuple[str, str]] = ()) -> Routing:
    """Tell every post that the trust's lines name and that was not told before; restrict the incident when they say so.

    `also` adds (post key, reason) pairs that a person chose. Raises ValueError for one that the trust does not have.
    """
    routing = route(traits_of(incident), routing_lines(incident.trust))
    if routing.restrict and not incident.restricted:
        make_restricted(incident, by=by, why=routing.restrict)
    wanted = {told.post: told for told in routing.tell} | {
        key: Told(post=key, reason=reason, named=True) for key, reason in also
    }
    posts = posts_for(incident.trust_id, list(wanted), incident.unit)
    unknown = {key for key, _ in also} - {post.key for post in posts}
    if unknown:
        raise ValueError(f"This trust has no post “{unknown.pop()}”.")
    told = set(Referral.objects.filter(incident=incident).values_list("post_id", flat=True))
    for post in posts:
        if post.pk not in told:
            _send_to(incident, post, wanted[post.key], by=by)
    return routing


def _send_to(incident: Incident, post: Post, told: Told, *, by: Actor) -> None:
    Referral.objects.create(
        trust_id=incident.trust_id, incident=incident, post=post, reason=told.reason[:200], at=clock.now(), by=by.name
    )
    if not incident.restricted:
        subject = f"{TYPES[incident.type].title}: {incident.reference} was sent to you"
        tell_of_incident(incident, subject=subject, posts=[post], at_once=told.at_once)
        return
    # Named person by person: whoever takes the post over later must be named anew.
    suspects = [subject.name for subject in incident.subjects.all()]
    people = [person for person in holders_of([post]) if not suspected_among(suspects, str(person))]
    name_readers(incident, people, by=by, why=f"holds the post {post} when it was told")
    subject = f"A restricted incident was sent to you: {incident.reference}"
    tell_of_incident(incident, subject=subject, people=people, at_once=told.at_once)
