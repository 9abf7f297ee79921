"""Setting a number that the policy leaves open, or another one: the duties that use it follow."""

from __future__ import annotations

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.organisation.operations.trusts import set_number
from holdfast.oversight.assurance.models import Obligation
from holdfast.oversight.assurance.operations.clocks import catch_up, look_again
from holdfast.oversight.assurance.operations.excusing import AT_ONCE
from holdfast.oversight.assurance.operations.measuring import rebuild_attestations
from holdfast.oversight.assurance.packs.kinds import fault_in
from holdfast.oversight.assurance.queries.numbers import number_of


class NumberRefused(ValueError):
    """The value cannot be used; says why."""


@operation
def set_policy_number(*, by: Actor, trust: Trust, key: str, value: str, why: str) -> list[str]:
    """Set the number `key` of the trust's policy to `value`, written as its unit asks; duties that use it follow.

    Gives the keys of these duties. Their clocks are made anew, for a large trust with the next looks. Every version of
    the policy that uses the number takes it. Raises NumberRefused for a number that the policy does not have or a value
    that is not of its unit, organisation's Refused when it is set to this already.
    """
    number = number_of(trust, key)
    if number is None:
        raise NumberRefused("The policy has no such number.")
    if not value.strip():
        raise NumberRefused("Enter a number")
    if fault := fault_in(value.strip(), number.unit):
        raise NumberRefused(fault)
    if not why.strip():
        raise NumberRefused("Enter who decided this, and when")
    set_number(by=by, trust=trust, key=key, value=value.strip(), why=why.strip())
    using = [row for row in Obligation.objects.filter(trust=trust) if key in row.uses.values()]
    for row in using:
        row.numbers |= {name: value.strip() for name, used in row.uses.items() if used == key}
    Obligation.objects.bulk_update(using, ["numbers"], batch_size=200)
    duties = sorted({row.key for row in using})
    attested = [row.key for row in using if row.kind == "attestation"]
    if attested:
        rebuild_attestations(trust.pk, attested)
    if len(attested) < len(using):
        look_again(trust, duties)
        catch_up(AT_ONCE)
    enter("assurance.set_policy_number", by=by, subject=trust, details={"number": key, "duties": duties}, why=why)
    return duties
