"""Trusts that use Holdfast, and what each has settled for itself."""

from __future__ import annotations

from typing import Any

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Number, Trust
from holdfast.foundation.organisation.operations.refusal import Refused
from holdfast.foundation.organisation.scope import scope

SETTINGS = ("short_name", "anonymous_reports", "reports_without_account")


@operation
def start_using(*, by: Actor, trust: Trust, why: str = "") -> Trust:
    """Let `trust`, until now in the directory only, use Holdfast. Raises Refused when it does."""
    if trust.live:
        raise Refused(f"{trust} uses Holdfast already.")
    trust.live = True
    trust.save(update_fields=["live"])
    enter("organisation.start_using", by=by, subject=trust, changes={"live": [False, True]}, why=why)
    return trust


@operation
def stop_using(*, by: Actor, trust: Trust, why: str) -> Trust:
    """Let `trust` use Holdfast no more: nobody of it can sign in or report. Its records stay. Raises Refused."""
    if not trust.live:
        raise Refused(f"{trust} does not use Holdfast.")
    trust.live = False
    trust.save(update_fields=["live"])
    enter("organisation.stop_using", by=by, subject=trust, changes={"live": [True, False]}, why=why)
    return trust


@operation
def change_trust_settings(*, by: Actor, trust: Trust, why: str = "", **values: Any) -> Trust:
    """Change some of SETTINGS: how the trust is called for short, and whether people may report anonymously and
    without an account. Raises Refused when nothing changes.
    """
    unknown = set(values) - set(SETTINGS)
    if unknown:
        raise TypeError(f"a trust has no setting {', '.join(sorted(unknown))}")
    changes = {name: [getattr(trust, name), value] for name, value in values.items() if getattr(trust, name) != value}
    if not changes:
        raise Refused("Nothing has been changed.")
    for name in changes:
        setattr(trust, name, values[name])
    trust.save(update_fields=list(changes))
    enter("organisation.change_trust_settings", by=by, subject=trust, changes=changes, why=why)
    return trust


@operation
def set_number(*, by: Actor, trust: Trust, key: str, value: str, why: str) -> Number:
    """Set a number that the policy leaves open, or set another one; a pack leaves it alone from then on.

    `value` is checked by whoever knows what the number is for. Raises Refused when it is this already.
    """
    with scope(trust):
        number, _ = Number.objects.get_or_create(trust=trust, key=key)
        if number.value == value and number.set_by_trust:
            raise Refused("It is set to this already.", "value")
        before = number.value
        number.value, number.reason, number.set_by_trust = value, why[:250], True
        number.save()
    trust.__dict__.pop("numbers", None)
    enter("organisation.set_number", by=by, subject=trust, changes={key: [before, value]}, why=why)
    return number


@operation
def give_number_back(*, by: Actor, trust: Trust, key: str, value: str, why: str = "") -> Number:
    """Let a number that was set on screen be the policy's own `value` again ("" for none), and the pack's to change.

    Raises Refused for one that was not set on screen.
    """
    with scope(trust):
        number = Number.objects.filter(trust=trust, key=key, set_by_trust=True).first()
        if number is None:
            raise Refused("It was not set on screen.")
        before = number.value
        number.value, number.reason, number.set_by_trust = value, why[:250], False
        number.save()
    trust.__dict__.pop("numbers", None)
    enter("organisation.give_number_back", by=by, subject=trust, changes={key: [before, value]})
    return number
