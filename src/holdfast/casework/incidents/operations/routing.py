"""Carrying out what the trust's routing says of an incident that was judged, and sending one on by hand."""

from __future__ import annotations

from holdfast.casework.incidents.models import Incident, Referral
from holdfast.casework.incidents.operations.holding import hold
from holdfast.casework.incidents.operations.report import routing_lines
from holdfast.casework.incidents.operations.report_telling import holders_of, posts_for
from holdfast.casework.incidents.operations.restriction import make_restricted, name_readers, perhaps_suspected
from holdfast.casework.incidents.operations.telling import tell_of_incident
from holdfast.casework.incidents.queries.traits import traits_of
from holdfast.casework.incidents.rules.routing import Routing, Told, route
from holdfast.casework.incidents.rules.taxonomy import TYPES
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Post
from holdfast.foundation.records.operations import touch
from holdfast.kernel import clock


def apply_routing(incident: Incident, *, by: Actor) -> Routing:
    """Tell every post that the trust's lines name and that was not told before; restrict it when they say so."""
    routing = route(traits_of(incident), routing_lines(incident.trust))
    if routing.restrict and not incident.restricted:
        make_restricted(incident, by=by, why=routing.restrict)
    wanted = {told.post: told for told in routing.tell}
    told = set(Referral.objects.filter(incident=incident).values_list("post_id", flat=True))
    for post in posts_for(incident.trust_id, list(wanted), incident.unit):
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
    people = [person for person in holders_of([post]) if not perhaps_suspected(incident, person)]
    name_readers(incident, people, by=by, why=f"holds the post {post} when it was told")
    subject = f"A restricted incident was sent to you: {incident.reference}"
    tell_of_incident(incident, subject=subject, people=people, at_once=told.at_once)


@operation
def refer(*, by: Actor, incident: Incident, post: Post, why: str, seen_version: int | None = None) -> Incident:
    """Send an incident to one more post, whose holders then see it.

    Of a restricted incident the people who hold the post today are named. Raises ValueError without a reason, when the
    post was told before, or when nobody holds it who may be named; EditedMeanwhile.
    """
    hold(incident, seen_version)
    if not why.strip():
        raise ValueError("Say why you send the incident on.")
    if Referral.objects.filter(incident=incident, post=post).exists():
        raise ValueError(f"{post} was told of this incident before.")
    if incident.restricted and not [p for p in holders_of([post]) if not perhaps_suspected(incident, p)]:
        raise ValueError(f"Nobody holds the post {post} who could be named on this incident.")
    _send_to(incident, post, Told(post=post.key, reason=why.strip(), named=True), by=by)
    touch(incident.record)
    enter("incidents.refer", by=by, subject=incident.record, details={"post": str(post), "why": why.strip()})
    return incident


@operation
def acknowledge_referrals(*, by: Actor, incident: Incident, post_ids: list[int]) -> int:
    """Record that someone in the posts that were told has opened the incident; only the first time counts.

    Gives how many posts had not opened it before.
    """
    waiting = Referral.objects.filter(incident=incident, post__in=post_ids, acknowledged_at__isnull=True)
    fresh = waiting.update(acknowledged_at=clock.now(), acknowledged_by=by.name)
    enter("incidents.acknowledge_referral", by=by, subject=incident.record, details={"posts": fresh})
    return fresh
