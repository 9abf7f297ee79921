"""Telling of a report: the posts that the trust's routing names, the line manager, and the reporter."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

from holdfast.casework.incidents.models import Exchange, Incident, Referral
from holdfast.casework.incidents.operations.restriction import first_in_line, name_readers, perhaps_suspected
from holdfast.casework.incidents.operations.telling import tell_of_incident
from holdfast.casework.incidents.rules.routing import Routing
from holdfast.casework.incidents.rules.taxonomy import TYPES
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.models import Person, Post, PostHolding, Unit
from holdfast.foundation.organisation.roles import LSMS, ROLES, SecurityLead
from holdfast.kernel import clock
from holdfast.kernel.clock import LONDON
from holdfast.kernel.durations import Duration, after

TRIAGED_WITHIN = "incidents.triage-within"
"""Number of the trust's policy: an ISO duration from the report within which somebody looks at it."""

TRIAGING_ROLES = (LSMS.key, SecurityLead.key)


def tell_of_report(incident: Incident, routing: Routing, *, by: Actor, at: datetime) -> list[str]:
    """Tell everyone who must know of a report that was just recorded, as one step of its operation.

    The posts that the trust's routing names, whoever triages, the line manager, and the reporter. Of a restricted
    incident only the people who are named on it by this, never a suspect. Gives the titles of the posts told.
    """
    reasons = {told.post: told for told in routing.tell}
    posts = posts_for(incident.trust_id, list(reasons), incident.unit)
    told = [(post, reasons[post.key].reason, routing.at_once or reasons[post.key].at_once) for post in posts]
    triaging = (SecurityLead.key,) if incident.restricted else TRIAGING_ROLES
    if incident.restricted or not any(post.role in triaging for post in posts):
        # Whatever the trust's routing leaves out: whoever judges reports hears of every one.
        others = Post.objects.filter(trust_id=incident.trust_id, role__in=triaging, closed=None).select_related("unit")
        told += [(post, "Looks at every report first", routing.at_once) for post in others if post not in posts]
    Referral.objects.bulk_create(
        Referral(trust_id=incident.trust_id, incident=incident, post=post, reason=reason[:200], at=at, by=by.name)
        for post, reason, _ in told
    )
    if incident.restricted:
        _name_and_tell(incident, [post for post, _, _ in told], routing=routing, by=by)
    else:
        _tell_posts_and_managers(incident, [(post, at_once) for post, _, at_once in told], at_once=routing.at_once)
    looking = sorted((post for post, _, _ in told if post.role in triaging), key=lambda p: triaging.index(p.role))
    _acknowledge(incident, looking[0] if looking else None, at=at)
    return [str(post) for post, _, _ in told]


def posts_for(trust_id: int, keys: Collection[str], unit: Unit | None) -> list[Post]:
    """The posts that `keys` mean for an incident of `unit`, in the order of `keys`.

    A post that every unit has is the one of the nearest unit upwards. A key that the trust has no such post for gives
    none.
    """
    if not keys:
        return []
    above = [int(part) for part in unit.path.strip("/").split("/") if part] if unit else []
    nearness = {unit_id: depth for depth, unit_id in enumerate(above)}
    best: dict[str, Post] = {}
    for post in Post.objects.filter(trust_id=trust_id, key__in=list(keys), closed=None).select_related("unit"):
        if post.unit_id is not None and post.unit_id not in nearness:
            continue
        depth = nearness.get(post.unit_id, -1) if post.unit_id else -1
        other = best.get(post.key)
        if other is None or depth > (nearness.get(other.unit_id, -1) if other.unit_id else -1):
            best[post.key] = post
    return [best[key] for key in dict.fromkeys(keys) if key in best]


def holders_of(posts: Iterable[Post]) -> list[Person]:
    """Who holds one of `posts` today (Europe/London), each once."""
    today = clock.today()
    holdings = PostHolding.objects.filter(post__in=[post.pk for post in posts], start__lte=today)
    people = {}
    for holding in holdings.select_related("person").order_by("pk"):
        if holding.end is None or holding.end >= today:
            people[holding.person_id] = holding.person
    return list(people.values())


def line_managers(unit: Unit | None, person: Person | None) -> list[Person]:
    """Who manages `person` or, when that is not known, the nearest unit above `unit` that has a manager."""
    if person is not None and person.supervisor is not None:
        return [person.supervisor]
    if unit is None:
        return []
    above = [int(part) for part in unit.path.strip("/").split("/") if part]
    roles = [key for key, role in ROLES.items() if role.sees_units]
    posts = Post.objects.filter(trust_id=unit.trust_id, unit__in=above, role__in=roles, closed=None)
    for unit_id in reversed(above):
        people = [
            holder
            for holder in holders_of([post for post in posts if post.unit_id == unit_id])
            if person is None or holder.pk != person.pk
        ]
        if people:
            return people
    return []


def looked_at_by(incident: Incident) -> date | None:
    """The day (Europe/London) by which somebody looks at a report; None where the trust has set no limit."""
    within = incident.trust.number(TRIAGED_WITHIN)
    return after(incident.reported_at, Duration.parse(within)).astimezone(LONDON).date() if within else None


def _name_and_tell(incident: Incident, posts: Collection[Post], *, routing: Routing, by: Actor) -> None:
    told = [person for person in holders_of(posts) if not perhaps_suspected(incident, person)]
    named = name_readers(incident, [*first_in_line(incident), *told], by=by, why=routing.restrict)
    tell_of_incident(
        incident,
        subject=f"A restricted incident was reported: {incident.reference}",
        words="You are named on it. Open it to see what happened, and speak of it to nobody who is not named.",
        people=named,
        at_once=True,
    )


def _tell_posts_and_managers(incident: Incident, posts: Iterable[tuple[Post, bool]], *, at_once: bool) -> None:
    title = TYPES[incident.type].title
    groups: dict[bool, list[Post]] = {}
    for post, post_at_once in posts:
        groups.setdefault(post_at_once, []).append(post)
    for group_at_once, group in groups.items():
        tell_of_incident(
            incident, subject=f"{title} reported: {incident.reference}", posts=group, at_once=group_at_once
        )
    managers = line_managers(incident.unit, incident.reporter)
    if managers:
        tell_of_incident(
            incident,
            subject=f"{title} reported by your team: {incident.reference}",
            words="Read the report, see that whoever was hurt is supported, and check that the report is whole.",
            people=managers,
            at_once=at_once,
        )


def _acknowledge(incident: Incident, first: Post | None, *, at: datetime) -> None:
    """The first word to the reporter: it is here, and who looks at it by when."""
    who = str(first) if first else f"the {incident.trust.term('security_team')}"
    Exchange.objects.create(
        trust_id=incident.trust_id,
        incident=incident,
        at=at,
        by="Holdfast",
        post=who[:160],
        step="reported",
        words=f"We have your report. The next to look at it: {who}.",
        next_by=looked_at_by(incident),
    )
