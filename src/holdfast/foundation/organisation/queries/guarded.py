"""Whose account opens much, and who is told when something happens to it."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import Q

from holdfast.foundation.organisation.models import Deputy, Person, PostHolding, Trust, User
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.queries.posts import holders_by_role
from holdfast.foundation.organisation.roles import GUARDED_ROLES, ROLES
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock

STILL_GUARDED = timedelta(days=30)
"""So long after their time in a post somebody is still guarded: it might begin again right behind the change."""


def guarded_roles() -> frozenset[str]:
    """The roles that open much, with those for which this installation asks a second factor."""
    return settings.SECOND_FACTOR_ROLES.union(GUARDED_ROLES)


def is_guarded(person: Person) -> bool:
    """True when `person` holds or covers a post that opens much, will do so, or did so not long ago."""
    lately = Q(end=None) | Q(end__gte=clock.today() - STILL_GUARDED)
    with scope(person.trust):
        return any(
            rows.filter(lately, person=person, post__role__in=guarded_roles()).exists()
            for rows in (PostHolding.objects, Deputy.objects)
        )


def watchers_of(trust: Trust) -> list[User]:
    """The accounts of those who may read the audit trail of `trust` today, by the address that they sign in with."""
    reading = [key for key, role in ROLES.items() if Permission.READ_AUDIT in role.permissions]
    with scope(trust):
        people = {holder.person.pk for holder in holders_by_role(trust, reading)}
        return list(User.objects.filter(person__in=people, is_active=True).order_by("email"))
