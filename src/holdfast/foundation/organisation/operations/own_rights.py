"""What nobody may do for themselves on screen: whoever keeps posts and units could otherwise give themselves any right.

Commands are left alone: whoever runs the installation makes the first administrator by one.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.models import Deputy, Person, Post, PostHolding, Unit
from holdfast.foundation.organisation.operations.refusal import Refused
from holdfast.foundation.organisation.roles import ROLES
from holdfast.kernel import clock


def is_oneself(by: Actor, person: Person | None) -> bool:
    """True when `person` is the one who acts, on screen."""
    return person is not None and by.channel == "web" and by.person_id == person.pk


def must_not_hold(by: Actor, post: Post) -> None:
    """Raises Refused for whoever holds or covers `post` on screen, today or on a later day."""
    if by.channel == "web" and _posts_of(by).filter(pk=post.pk).exists():
        raise Refused(
            "You hold or cover this post, so you cannot change what it may do. Ask another administrator to do it.",
            "role",
        )


def must_not_come_to_manage(by: Actor, unit: Unit, parent: Unit | None) -> None:
    """Raises Refused when `unit` below `parent` would show its incidents to whoever moves it, on screen."""
    if by.channel != "web" or parent is None:
        return
    seeing = [key for key, role in ROLES.items() if role.sees_units]
    for path in _posts_of(by).filter(role__in=seeing).exclude(unit=None).values_list("unit__path", flat=True):
        if parent.path.startswith(path) and not unit.path.startswith(path):
            raise Refused("You would come to manage it yourself. Ask another administrator to move it.", "parent")


def _posts_of(by: Actor) -> QuerySet[Post]:
    today = clock.today()
    not_over = Q(end=None) | Q(end__gte=today)
    held = PostHolding.objects.filter(not_over, person=by.person_id).values("post")
    covered = Deputy.objects.filter(not_over, person=by.person_id).values("post")
    return Post.objects.filter(Q(pk__in=held) | Q(pk__in=covered), closed=None)
