"""The numbers of a trust's policy: what each is for, what it is, and which duties turn on it."""

from __future__ import annotations

from dataclasses import dataclass, field

from holdfast.foundation.organisation.models import Number, Trust
from holdfast.kernel import clock
from holdfast.oversight.assurance.models import NumberDecision, Obligation
from holdfast.oversight.assurance.queries.decisions import decided_of, decisions_of
from holdfast.oversight.assurance.queries.duties import policy_on
from holdfast.oversight.assurance.rules.decided import Decided


@dataclass
class NumberInPolicy:
    """One number. `printed`: as the policy has it; `value`: what counts, empty while unset; `reason`: why the trust
    set it. `decided`: its newest decision about it, None for none; `duties`: those that are measured by it today."""

    key: str
    asks: str
    unit: str
    printed: str
    clause: str
    value: str = ""
    set_by_trust: bool = False
    reason: str = ""
    decided: Decided | None = None
    duties: list[Obligation] = field(default_factory=list)


def numbers_of(trust: Trust) -> list[NumberInPolicy]:
    """Every number of the policy in force today: those that are unset and used first, then as the policy has them."""
    policy = policy_on(trust, clock.today())
    if policy is None:
        return []
    set_ = {row.key: row for row in Number.objects.filter(trust=trust)}
    newest = {row.key: row for row in decisions_of(trust)}
    found = {}
    for told in policy.numbers:
        row = set_.get(told["key"])
        found[told["key"]] = NumberInPolicy(
            key=told["key"],
            asks=told["asks"],
            unit=told["unit"],
            printed=told["printed"] or "",
            clause=told["clause"],
            value=row.value if row else "",
            set_by_trust=bool(row and row.set_by_trust),
            reason=row.reason if row and row.set_by_trust else "",
            decided=_decided(newest.get(told["key"]), told["printed"]),
        )
    using = Obligation.objects.filter(clause__policy=policy).select_related("clause")
    for duty in using.order_by("clause__order"):
        for key in dict.fromkeys(duty.uses.values()):
            if key in found:
                found[key].duties.append(duty)
    return sorted(found.values(), key=lambda one: (bool(one.value), not one.duties))


def _decided(row: NumberDecision | None, printed: str | None) -> Decided | None:
    return next(iter(decided_of([row], {row.key: row.key}, {row.key: printed or None})), None) if row else None


def number_of(trust: Trust, key: str) -> NumberInPolicy | None:
    """One number of the policy in force today by its key; None when the policy has no such number."""
    return next((one for one in numbers_of(trust) if one.key == key), None)
