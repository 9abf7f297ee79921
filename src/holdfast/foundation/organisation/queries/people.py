"""Finding people, and who manages them."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from holdfast.foundation.organisation.models import Person, Post, PostHolding, Trust, Unit
from holdfast.foundation.organisation.queries.posts import Holder, acting_in
from holdfast.foundation.organisation.roles import ROLES
from holdfast.kernel import clock

MANAGING_ROLES = ("line-manager", "senior-manager")


def people_here(trust: Trust) -> QuerySet[Person]:
    """People whose last day is not over (Europe/London)."""
    return Person.objects.filter(Q(left=None) | Q(left__gte=clock.today()), trust=trust)


def find_people(trust: Trust, words: str, *, left: bool = False) -> QuerySet[Person]:
    """People by parts of name, e-mail address or job title, or by number; every word must fit somewhere.

    Those who have left only with `left`. All of them for no words.
    """
    people = Person.objects.filter(trust=trust) if left else people_here(trust)
    for word in words.split()[:6]:
        people = people.filter(
            Q(given_name__icontains=word)
            | Q(family_name__icontains=word)
            | Q(email__icontains=word)
            | Q(job_title__icontains=word)
            | Q(employee_number__startswith=word)
        )
    return people


def holders_without_account(trust: Trust) -> QuerySet[Person]:
    """People who hold a post today and have no account to do its work with."""
    today = clock.today()
    holdings = PostHolding.objects.filter(Q(end=None) | Q(end__gte=today), trust=trust, start__lte=today)
    return people_here(trust).filter(pk__in=holdings.values("person"), user=None)


def line_manager_of(who: Person | Unit) -> list[Holder]:
    """Who manages a person or a unit today: deputies for the away; empty when nobody is known to.

    A person's supervisor, while they work here; else whoever holds a managing post in the person's unit, or in the
    nearest unit above it where somebody else than the person does. With a supervisor the `post` of the Holder is their
    managing post, if they hold one, so that their deputy is found.
    """
    if isinstance(who, Unit):
        return _managers_above(who, None)
    supervisor = who.supervisor
    if supervisor is not None and (supervisor.left is None or supervisor.left >= clock.today()):
        return [_supervisor_or_deputy(supervisor, who)]
    return _managers_above(who.unit, who) if who.unit is not None else []


def managing_roles() -> tuple[str, ...]:
    """Roles whose holders look after the people and incidents of their unit."""
    return tuple(key for key in MANAGING_ROLES if key in ROLES)


def _supervisor_or_deputy(supervisor: Person, person: Person) -> Holder:
    held = Post.objects.filter(
        holdings__person=supervisor, role__in=managing_roles(), closed=None, trust_id=supervisor.trust_id
    )
    for holders in acting_in(held.distinct()).values():
        for holder in holders:
            if holder.covers_for == supervisor and holder.person != person:
                return holder
            if holder.person == supervisor:
                return holder
    return Holder(Post(trust_id=supervisor.trust_id, title="Supervisor", role="line-manager"), supervisor)


def _managers_above(unit: Unit | None, person: Person | None) -> list[Holder]:
    near = [int(key) for key in unit.path.strip("/").split("/") if key] if unit else []
    posts = Post.objects.filter(unit__in=near, role__in=managing_roles(), closed=None)
    acting = acting_in(posts)
    for key in reversed(near):
        holders = [
            holder
            for found in acting.values()
            for holder in found
            if holder.post.unit_id == key and (person is None or person not in (holder.person, holder.covers_for))
        ]
        if holders:
            return holders
    return []
