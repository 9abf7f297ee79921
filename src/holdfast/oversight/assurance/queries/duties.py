"""Which obligations and clauses a trust has now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Max, QuerySet

from holdfast.foundation.organisation.models import Post, Trust
from holdfast.oversight.assurance.models import Clause, Obligation, Policy


def policy_on(trust: Trust, day: date) -> Policy | None:
    """The policy in force on `day` (Europe/London); None before the first."""
    return Policy.objects.filter(trust=trust, in_force_from__lte=day).last()


def obligations_of(trust: Trust, day: date) -> QuerySet[Obligation]:
    """The measured duties of the policy in force on `day`, in printed order."""
    newest = Policy.objects.filter(trust=trust, in_force_from__lte=day).aggregate(newest=Max("in_force_from"))["newest"]
    rows = Obligation.objects.filter(trust=trust, clause__policy__in_force_from=newest)
    return rows.select_related("clause").order_by("clause__order")


def clauses_of(policy: Policy) -> QuerySet[Clause]:
    """Every clause of a policy, in printed order, with its obligation where it is measured."""
    return Clause.objects.filter(policy=policy).select_related("obligation").order_by("order")


def titles_of_posts(trust: Trust, keys: Iterable[str]) -> dict[str, str]:
    """What the trust calls the posts with these keys."""
    rows = Post.objects.filter(trust=trust, key__in=set(keys)).order_by("unit")
    titles: dict[str, str] = {}
    for post in rows:
        titles.setdefault(post.key, post.title)
    return titles
