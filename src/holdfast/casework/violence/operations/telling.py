"""Telling people of a marker or of lone working: one form of words for each."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from holdfast.casework.violence.models import Arrangement, Marker
from holdfast.foundation.notifications.operations import tell
from holdfast.foundation.organisation.models import Person, Post, Trust

SECURITY_ROLES = ("lsms", "security-lead")


def posts_with(trust: Trust | int, roles: Iterable[str]) -> list[Post]:
    """The trust's open posts with one of `roles`. `trust`: itself, or its primary key."""
    key = trust if isinstance(trust, int) else trust.pk
    return list(Post.objects.filter(trust_id=key, role__in=list(roles), closed__isnull=True))


def tell_of_marker(
    marker: Marker,
    *,
    subject: str,
    words: str,
    kind: str,
    people: Iterable[Person] = (),
    posts: Iterable[Post] = (),
    at_once: bool = False,
    key: str = "",
) -> None:
    """Tell `people` and `posts`, with a link to the marker. `subject` goes into e-mail: no address, no name."""
    tell(
        people=list(people),
        posts=list(posts),
        subject=subject,
        words=words,
        record=marker.record,
        url=reverse("violence:marker", args=[marker.reference]),
        kind=kind,
        at_once=at_once,
        key=key,
    )


def tell_of_lone_working(arrangement: Arrangement, *, subject: str, words: str, people: Iterable[Person]) -> None:
    """Tell `people`, with a link to the team's arrangements."""
    tell(
        people=list(people),
        subject=subject,
        words=words,
        record=arrangement.record,
        url=reverse("violence:lone-working", args=[arrangement.reference]),
        kind="violence.lone_working",
    )
