"""Which duties and clauses a trust has, and who owns them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import JSONObject

from holdfast.foundation.organisation.models import Post, Trust
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.oversight.assurance.models import Clause, Excuse, Obligation, Policy, Snapshot


def policy_on(trust: Trust, day: date) -> Policy | None:
    """The policy in force on `day` (Europe/London); None before the first."""
    return Policy.objects.filter(trust=trust, in_force_from__lte=day).last()


def obligations_of(trust: Trust, day: date) -> list[Obligation]:
    """The duties of the policy in force on `day`, in printed order, and after them those that it no longer has.

    A duty that was dropped is still owed for what happened before. Each comes as its newest obligation by that day,
    with its clause and policy, and with `versions`: the keys of its obligations in every version of the policy so far.
    """
    rows = _with_rest(Obligation.objects.filter(trust=trust, in_force_from__lte=day), day).select_related(
        "clause__policy"
    )
    newest: dict[str, Obligation] = {}
    versions: dict[str, list[int]] = {}
    for row in rows.order_by("in_force_from", "pk"):
        newest[row.key] = row
        versions.setdefault(row.key, []).append(row.pk)
    for key, row in newest.items():
        row.versions = versions[key]
    return sorted(newest.values(), key=lambda row: (former(row, day), row.clause.order))


def _with_rest(rows: QuerySet[Obligation], day: date) -> QuerySet[Obligation]:
    """The duties, each with whether it is excused as a whole on `day`."""
    whole = Excuse.objects.filter(trust=OuterRef("trust"), duty=OuterRef("key"), record=None, withdrawn_at=None)
    runs = whole.filter(Q(until=None) | Q(until__gte=day), since__lte=day)
    return rows.annotate(**{"rests": Exists(runs)})


def former(duty: Obligation, day: date) -> bool:
    """True when the policy in force on `day` no longer has the duty."""
    return duty.in_force_until is not None and duty.in_force_until < day


def duty_on(trust: Trust, key: str, day: date) -> Obligation | None:
    """The duty with this key as it stood on `day`, as `obligations_of` gives it; None when there was none.

    With `owner_title` and `named_title`, what the trust calls its owner and the post that its numbers name (None: it
    has no such post), and `known_then`, see Obligation. Its clause knows its neighbours, see `queries.clauses`.
    """
    rows = Obligation.objects.filter(trust=trust, key=key, in_force_from__lte=day).select_related("clause__policy")
    rows = _with_rest(rows, day)
    posts = Post.objects.filter(trust=trust).order_by(F("unit").asc(nulls_first=True))
    others = Clause.objects.filter(policy=OuterRef("clause__policy"))
    before = others.filter(order__lt=OuterRef("clause__order")).order_by("-order")
    following = others.filter(order__gt=OuterRef("clause__order")).order_by("order")
    known = Snapshot.objects.filter(trust=trust, duty=key, day=day).annotate(
        told=JSONObject(met="met", judged="judged")
    )
    told: dict[str, Any] = {
        "owner_title": Subquery(posts.filter(key=OuterRef("owner")).values("title")[:1]),
        "named_title": Subquery(posts.filter(key=OuterRef("named")).values("title")[:1]),
        "key_before": Subquery(before.values("key")[:1]),
        "key_following": Subquery(following.values("key")[:1]),
        "known_then": Subquery(known.values("told")[:1]),
    }
    found: list[Any] = list(rows.annotate(named=KT("numbers__post")).annotate(**told).order_by("in_force_from", "pk"))
    if not found:
        return None
    newest = found[-1]
    newest.versions = [row.pk for row in found]
    newest.clause.before, newest.clause.following = newest.key_before, newest.key_following
    duty: Obligation = newest
    return duty


def clauses_of(policy: Policy) -> QuerySet[Clause]:
    """Every clause of a policy, in printed order, with its obligation where it is measured."""
    return Clause.objects.filter(policy=policy).select_related("obligation").order_by("order")


def titles_of_posts(trust: Trust, keys: Iterable[str]) -> dict[str, str]:
    """What the trust calls the posts with these keys."""
    titles: dict[str, str] = {}
    for key, title in Post.objects.filter(trust=trust, key__in=set(keys)).order_by("unit").values_list("key", "title"):
        titles.setdefault(key, title)
    return titles


def owned_by(viewer: Viewer, day: date) -> list[Obligation]:
    """The duties whose owner's post `viewer` holds or covers, as the policy in force on `day` has them."""
    keys = {post.key for post in viewer.posts}
    return (
        [duty for duty in obligations_of(viewer.trust, day) if duty.owner in keys and not former(duty, day)]
        if keys
        else []
    )


def given_to(viewer: Viewer, day: date) -> QuerySet[Obligation]:
    """The same duties as rows, for statements that go on from them: one a duty, that of the version of `day`."""
    running = Q(in_force_until__isnull=True) | Q(in_force_until__gte=day)
    keys = {post.key for post in viewer.posts}
    return Obligation.objects.filter(running, trust=viewer.trust, in_force_from__lte=day, owner__in=keys)


def excuses_of(duty: Obligation) -> QuerySet[Excuse]:
    """What was excused of a duty, newest first, withdrawn too. Who may know of a record is the caller's question."""
    return Excuse.objects.filter(trust=duty.trust_id, duty=duty.key).select_related("record")
