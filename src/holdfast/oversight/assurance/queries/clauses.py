"""Clauses of the policy in force: how many are live, one by its key with its neighbours in print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from holdfast.foundation.organisation.models import Trust
from holdfast.oversight.assurance.models import Clause, Policy
from holdfast.oversight.assurance.queries.duties import policy_on


@dataclass(frozen=True)
class Live:
    """How far the policy is live: of `clauses`, so many rest on a part of Holdfast that is not built yet.

    The others by what meets them: `measured` against the records, `confirmed` by their owners, `carried` by what
    Holdfast does, `shown` as words where they are needed, and `context` of which nothing is owed.
    """

    clauses: int = 0
    awaiting: int = 0
    measured: int = 0
    confirmed: int = 0
    carried: int = 0
    shown: int = 0
    context: int = 0


PARTS = {
    "measured": "obligation",
    "confirmed": "attestation",
    "carried": "process",
    "shown": "content",
    "context": "none",
}
"""What meets a clause, by the name under which Live counts it."""


def live_of(trust: Trust, day: date) -> Live:
    """How far the trust's policy in force on `day` (Europe/London) is live."""
    policy = Policy.objects.filter(trust=trust, in_force_from__lte=day).order_by("-in_force_from", "-pk")
    rows = Clause.objects.filter(policy=Subquery(policy.values("pk")[:1]))
    parts = {name: Count("pk", filter=Q(awaiting="", met_by=met_by)) for name, met_by in PARTS.items()}
    found = rows.aggregate(**parts, clauses=Count("pk"), waits=Count("pk", filter=~Q(awaiting="")))
    return Live(awaiting=found.pop("waits"), **found)


def clause_on(trust: Trust, key: str, day: date) -> Clause | None:
    """The clause with this key in the policy in force on `day`, with its policy and obligation; None: it has none.

    With `before` and `following`, the keys of its neighbours in printed order.
    """
    policy = policy_on(trust, day)
    if policy is None:
        return None
    rows = Clause.objects.filter(policy=policy, key=key).select_related("policy", "obligation")
    return with_neighbours(rows).first()


def with_neighbours(rows: QuerySet[Clause]) -> QuerySet[Clause]:
    """Clauses that know the keys of those `before` and `following` them in print; None at either end."""
    others = Clause.objects.filter(policy=OuterRef("policy"))
    told = {
        "before": Subquery(others.filter(order__lt=OuterRef("order")).order_by("-order").values("key")[:1]),
        "following": Subquery(others.filter(order__gt=OuterRef("order")).order_by("order").values("key")[:1]),
    }
    return rows.annotate(**told)
