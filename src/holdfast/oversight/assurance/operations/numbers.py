"""Setting a number that the policy leaves open, or another one, from a day on: the duties that use it follow."""

from __future__ import annotations

from datetime import date

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.organisation.operations.refusal import Refused
from holdfast.foundation.organisation.operations.trusts import give_number_back, set_number
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock
from holdfast.oversight.assurance.models import NumberDecision, Obligation, Policy
from holdfast.oversight.assurance.operations.clocks import catch_up, look_again
from holdfast.oversight.assurance.operations.excusing import AT_ONCE
from holdfast.oversight.assurance.operations.measuring import rebuild_attestations
from holdfast.oversight.assurance.packs.kinds import fault_in
from holdfast.oversight.assurance.queries.decisions import decided_of, decisions_of
from holdfast.oversight.assurance.queries.numbers import NumberInPolicy, number_of
from holdfast.oversight.assurance.rules.decided import numbers_on


class NumberRefused(ValueError):
    """The value cannot be used; says why. `field`: what to mend, "" for the value."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@operation
def set_policy_number(
    *, by: Actor, trust: Trust, key: str, value: str, why: str, since: date | None = None
) -> list[str]:
    """Set the number `key` of the trust's policy to `value`, written as its unit asks; duties that use it follow.

    It holds from the day `since` on (Europe/London; None: today): what happened before is judged by what held then.
    Gives the keys of these duties. Their clocks are made anew, for a large trust with the next looks. Every version of
    the policy that uses the number takes it. `why`: on whose authority. Raises NumberRefused for a number that the
    policy does not have, a value that is not of its unit and a day that has not come, organisation's Refused when it
    is set to this from that day already.
    """
    number = number_of(trust, key)
    value, since = value.strip(), since or clock.today()
    must_fit(number, value, since)
    if not why.strip():
        raise NumberRefused("Enter who decided this, and when", "why")
    assert number is not None
    with scope(trust):
        rows = decisions_of(trust)
        holding = next((row for row in reversed(rows) if row.key == key), None)
        if holding is not None and holding.value == value and holding.since <= since:
            raise Refused("It is set to this already.", "value")
        _keep_what_held_before(trust, rows, key)
        if not (number.set_by_trust and number.value == value):
            set_number(by=by, trust=trust, key=key, value=value, why=why.strip())
        _decide(by, trust, key, value, since, why)
        duties = _follow(trust, key)
    told = {"number": key, "value": value, "from": since, "duties": duties}
    enter("assurance.set_policy_number", by=by, subject=trust, details=told, why=why)
    return duties


@operation
def take_number_back(*, by: Actor, trust: Trust, key: str, why: str = "", since: date | None = None) -> list[str]:
    """Let a number that the trust has set be the policy's own again, unset where the policy prints none.

    From the day `since` on (None: today); what happened before stays judged by what held then. Gives the keys of the
    duties that turn on it. Raises Refused for a number that the trust has not set, NumberRefused for a day to come.
    """
    with scope(trust):
        number, since = number_of(trust, key), since or clock.today()
        if number is None or not number.set_by_trust:
            raise Refused("The trust has not set this number.")
        must_have_come(since)
        _keep_what_held_before(trust, decisions_of(trust), key)
        give_number_back(by=by, trust=trust, key=key, value=number.printed, why=number.clause)
        _decide(by, trust, key, "", since, why)
        duties = _follow(trust, key)
        told = {"number": key, "from": since, "duties": duties}
        enter("assurance.take_number_back", by=by, subject=trust, details=told, why=why)
    return duties


def must_fit(number: NumberInPolicy | None, value: str, since: date) -> None:
    """Raises NumberRefused for what set_policy_number refuses of a number, its value and its day."""
    if number is None:
        raise NumberRefused("The policy has no such number.")
    if not value:
        raise NumberRefused("Enter a number")
    if fault := fault_in(value, number.unit):
        raise NumberRefused(fault)
    must_have_come(since)


def must_have_come(since: date) -> None:
    """Raises NumberRefused for a day to come: nothing would put the number in force on it."""
    if since > clock.today():
        raise NumberRefused("That day has not come yet", "since")


def _keep_what_held_before(trust: Trust, rows: list[NumberDecision], key: str) -> None:
    """Write down what the trust had of its own before its first decision, or the past would forget it."""
    for row in rows:
        if row.key == key and row.pk is None:
            row.save()


def _decide(by: Actor, trust: Trust, key: str, value: str, since: date, why: str) -> None:
    NumberDecision.objects.create(
        trust=trust, key=key, value=value, since=since, why=why.strip()[:250], at=clock.now(), by=by.name
    )


def _follow(trust: Trust, key: str) -> list[str]:
    """Let the duties that use the number follow what was decided about it, and make their clocks anew."""
    using = decided_over(trust, key, decisions_of(trust))
    Obligation.objects.bulk_update(using, ["numbers", "decided"], batch_size=200)
    duties = sorted({row.key for row in using})
    attested = [row.key for row in using if row.kind == "attestation"]
    if attested:
        rebuild_attestations(trust.pk, attested)
    if len(attested) < len(using):
        look_again(trust, duties)
        catch_up(AT_ONCE)
    return duties


def decided_over(trust: Trust, key: str, decisions: list[NumberDecision]) -> list[Obligation]:
    """The duties of every version that use the number, with what was decided laid over what their version prints."""
    printed = {policy.pk: policy.printed for policy in Policy.objects.filter(trust=trust)}
    rows = Obligation.objects.filter(trust=trust).select_related("clause").order_by("pk")
    using = [row for row in rows if key in row.uses.values()]
    for row in using:
        own = printed[row.clause.policy_id]
        told = row.numbers | {name: own[used] for name, used in row.uses.items() if used in own}
        decided = decided_of(decisions, row.uses, told)
        row.decided = [one.as_data() for one in decided]
        row.numbers = numbers_on(told, decided, clock.today())
    return using
