"""Who may approve a search, and what waits on searches."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from holdfast.casework.casefile.models import Search, SearchApprover
from holdfast.casework.casefile.queries.visibility import searches_visible_to
from holdfast.foundation.organisation.models import Person, Post, Trust
from holdfast.foundation.organisation.queries.posts import acting_in
from holdfast.foundation.organisation.viewer import Viewer

COMMANDERS = ("senior-manager", "security-management-director", "executive")
"""Roles whose holders may approve a search where the trust's policy names no posts."""


@dataclass(frozen=True)
class Approver:
    """Someone who may approve a search today, and the post that lets them."""

    person: Person
    post: Post


def approvers(trust: Trust) -> list[Approver]:
    """Who may approve a search today: whoever acts in the posts that the policy names, the first named first."""
    lines = {line.post: line.order for line in SearchApprover.objects.filter(trust=trust)}
    posts = Post.objects.filter(trust=trust, closed=None)
    posts = posts.filter(key__in=lines) if lines else posts.filter(role__in=COMMANDERS)
    acting = [holder for holders in acting_in(posts.select_related("unit")).values() for holder in holders]
    acting.sort(key=lambda holder: (lines.get(holder.post.key, 0), str(holder.person)))
    return list({holder.person.pk: Approver(holder.person, holder.post) for holder in acting}.values())


def awaiting_approval(viewer: Viewer) -> QuerySet[Search]:
    """Searches that wait for the viewer's decision, the oldest first."""
    rows = searches_visible_to(viewer).filter(state="asked", approver=viewer.person)
    return rows.order_by("asked_at", "pk")


def awaiting_confirmation(viewer: Viewer) -> QuerySet[Search]:
    """Approvals that the viewer gave by word of mouth and has not confirmed yet."""
    rows = searches_visible_to(viewer).filter(approver=viewer.person, decided_at__isnull=False, confirmed_at=None)
    return rows.exclude(state__in=("asked", "declined")).order_by("decided_at", "pk")


def awaiting_asker(viewer: Viewer) -> QuerySet[Search]:
    """Searches that the viewer asked for and that wait for them: the colleague is to be asked, the outcome to be
    written down, or the police to be considered after a refusal."""
    going = Q(state__in=("approved", "agreed")) | Q(state="refused", police_considered_at=None)
    rows = searches_visible_to(viewer).filter(going, asked_by_person=viewer.person)
    return rows.order_by("decided_at", "pk")
