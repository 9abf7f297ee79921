"""Telling people of a sanction: one link, and no names in what goes by e-mail."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from holdfast.casework.sanctions.models import Case
from holdfast.foundation.notifications.operations import Told, tell
from holdfast.foundation.organisation.models import Person, Post
from holdfast.foundation.records.models import Reader

MANAGING_ROLES = ("lsms", "security-lead")
APPROVING_ROLES = ("security-management-director", "security-lead")


def tell_of_case(
    case: Case,
    *,
    subject: str,
    words: str,
    people: Iterable[Person] = (),
    posts: Iterable[Post] = (),
    kind: str,
    key: str = "",
) -> Told:
    """Tell `people` and whoever holds or covers `posts`, with a link to the case; with a `key` each of them once."""
    return tell(
        people=list(people),
        posts=list(posts),
        subject=subject,
        words=words,
        record=case.record,
        url=reverse("sanctions:case", args=[case.reference]),
        kind=kind,
        key=key,
    )


def tell_roles(case: Case, roles: Iterable[str], *, subject: str, words: str, kind: str, key: str = "") -> Told:
    """Tell the holders of the trust's posts with one of `roles`; of a case that is held apart only the named."""
    if case.held_apart or case.incident.restricted:
        named = Reader.objects.filter(record_id=case.incident_id).select_related("person")
        people = [row.person for row in named]
        return tell_of_case(case, subject=subject, words=words, people=people, kind=kind, key=key)
    posts = Post.objects.filter(trust_id=case.trust_id, role__in=tuple(roles), closed__isnull=True)
    return tell_of_case(case, subject=subject, words=words, posts=posts, kind=kind, key=key)
