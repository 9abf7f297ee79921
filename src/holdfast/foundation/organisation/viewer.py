"""Who is looking: the person behind a request, their posts today and what these may do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from holdfast.foundation.audit.actors import Actor, Channel
from holdfast.foundation.organisation.models import Deputy, Person, Post, PostHolding, Trust, User
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.roles import ROLES, Staff
from holdfast.kernel import clock

Rows = TypeVar("Rows", bound=models.Model)


@dataclass(frozen=True)
class HeldPost:
    """A post that someone holds today, or covers for `covers_for` while that person is away."""

    post: Post
    covers_for: Person | None = None


class Viewer:
    """A signed-in person in their trust. Asks the database once, when first needed, in two statements."""

    def __init__(self, user: User, person: Person, address: str = "", channel: Channel = "web") -> None:
        self.user = user
        self.person = person
        self.trust: Trust = person.trust
        self._address = address
        self._channel = channel

    @cached_property
    def held(self) -> list[HeldPost]:
        """The posts that the person holds or covers today (Europe/London)."""
        today = clock.today()
        running = Q(start__lte=today) & (Q(end__isnull=True) | Q(end__gte=today))
        own = PostHolding._base_manager.filter(running, person=self.person, post__closed=None).order_by("start", "pk")
        # A deputy has what the holder has, and so nothing once the holder has left the post or the trust.
        theirs = PostHolding._base_manager.filter(running, post=OuterRef("post"), person=OuterRef("holder"))
        covered = (
            Deputy._base_manager.filter(running, Exists(theirs), person=self.person, post__closed=None)
            .filter(Q(holder__left=None) | Q(holder__left__gte=today))
            .order_by("start", "pk")
        )
        return [
            *(HeldPost(holding.post) for holding in own.select_related("post__unit")),
            *(HeldPost(deputy.post, deputy.holder) for deputy in covered.select_related("post__unit", "holder")),
        ]

    @cached_property
    def posts(self) -> list[Post]:
        """The posts of `held`."""
        return [held.post for held in self.held]

    @cached_property
    def post_ids(self) -> list[int]:
        """The keys of `posts`."""
        return [post.pk for post in self.posts]

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        """All that these posts may do, with what every member of staff may."""
        return Staff.permissions.union(*(ROLES[post.role].permissions for post in self.posts if post.role in ROLES))

    @cached_property
    def unit_paths(self) -> list[str]:
        """Paths of the units whose incidents the person sees by managing them; everything below a path is included."""
        return sorted(
            {post.unit.path for post in self.posts if post.unit and post.role in ROLES and ROLES[post.role].sees_units}
        )

    def may(self, permission: Permission) -> bool:
        """True when one of the person's posts has `permission`."""
        return permission in self.permissions

    @cached_property
    def actor(self) -> Actor:
        """The person as the audit trail names them."""
        first = self.held[0] if self.held else None
        return Actor(
            name=str(self.person),
            identity=f"user:{self.user.pk}",
            post=str(first.post) if first else self.person.job_title,
            on_behalf_of=str(first.covers_for) if first and first.covers_for else "",
            channel=self._channel,
            address=self._address,
            person_id=self.person.pk,
            user_id=self.user.pk,
        )

    @classmethod
    def of(cls, user: Any, *, address: str = "", channel: Channel = "web") -> Viewer | None:
        """The viewer behind `user`; None for nobody, and for an account without a person in a live trust."""
        if not getattr(user, "is_authenticated", False) or user.person_id is None:
            return None
        person = Person._base_manager.select_related("trust", "unit").get(pk=user.person_id)
        if not person.trust.live or (person.left is not None and person.left < clock.today()):
            return None
        return cls(user, person, address, channel)


def once_a_viewer(
    question: Callable[[Viewer], QuerySet[Rows]],
) -> Callable[[Viewer], QuerySet[Rows]]:
    """Put the answer to "what may this viewer see?" together once, and hand out copies.

    "My work" asks the same of some fifty queues: building those conditions anew took longer than the database needs to
    answer. What is kept is the question, never its rows: a copy asks the database when it is read. A viewer lives for
    one request.
    """

    @wraps(question)
    def asked(viewer: Viewer) -> QuerySet[Rows]:
        kept = viewer.__dict__.setdefault("_questions", {})
        if question not in kept:
            kept[question] = question(viewer)
        rows: QuerySet[Rows] = kept[question].all()
        return rows

    return asked
