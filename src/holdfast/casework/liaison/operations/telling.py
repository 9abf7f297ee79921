"""Telling people of what police and other bodies do on a case: never more people than may know of the incident."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from holdfast.casework.incidents.models import Incident
from holdfast.casework.liaison.models import PoliceReport
from holdfast.foundation.notifications.operations import tell
from holdfast.foundation.organisation.models import Person, Post
from holdfast.foundation.records.models import Reader

SECURITY_ROLES = ("lsms", "security-lead")


def tell_case(
    incident: Incident,
    *,
    subject: str,
    words: str = "",
    people: Iterable[Person] = (),
    posts: Iterable[Post] = (),
    page: str = "liaison:police",
    kind: str = "liaison.told",
    at_once: bool = False,
    key: str = "",
) -> None:
    """Tell `people`, and whoever holds or covers `posts`, with a link to `page` of the incident.

    Of a restricted incident only those who are named on it, whoever else was meant.
    """
    people, posts = list(people), list(posts)
    if incident.restricted:
        named = Reader.objects.filter(record_id=incident.pk).select_related("person")
        people, posts = [reader.person for reader in named], []
    tell(
        people=people,
        posts=posts,
        subject=subject,
        words=words or "Open the incident to see what is asked of you.",
        record=incident.record,
        url=reverse(page, args=[incident.reference]),
        kind=kind,
        at_once=at_once,
        key=key,
    )


def tell_of_call(report: PoliceReport, *, subject: str, words: str, kind: str) -> None:
    """Tell the security team of a call to the police that belongs to no incident yet."""
    tell(
        posts=security_posts(report.trust_id),
        subject=subject,
        words=words,
        url=reverse("liaison:calls"),
        kind=kind,
        at_once=True,
    )


def security_posts(trust_id: int) -> list[Post]:
    """The posts of the security team."""
    return list(Post.objects.filter(trust_id=trust_id, role__in=SECURITY_ROLES, closed__isnull=True))


def posts_called(trust_id: int, *keys: str) -> list[Post]:
    """The open posts of the trust with these keys."""
    return list(Post.objects.filter(trust_id=trust_id, key__in=[key for key in keys if key], closed__isnull=True))
