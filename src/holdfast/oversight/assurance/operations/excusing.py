"""Letting a duty rest for a reason: for one record, or for all."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import PostHolding, Trust
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.roles import ROLES
from holdfast.foundation.records.models import Record
from holdfast.kernel import clock
from holdfast.oversight.assurance.models import Clock, Excuse, Obligation
from holdfast.oversight.assurance.operations.clocks import catch_up, look_again
from holdfast.oversight.assurance.operations.measuring import rebuild, rebuild_attestations

AT_ONCE = 500
"""Records whose clocks are made anew before whoever excuses or sets a number goes on; the rest follows by itself."""


class ExcuseRefused(ValueError):
    """The excuse lacks something; `field` says which."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@operation
def excuse_duty(
    *,
    by: Actor,
    duty: Obligation,
    since: date,
    until: date | None,
    authority: str,
    reason: str,
    record: Record | None = None,
) -> Excuse:
    """Excuse `duty` from `since` to `until` (both days included, Europe/London; None: until it is withdrawn).

    For one `record` that has a clock of it, or for all. `authority` is who may let it rest, `reason` why. What was met
    or late by then stays so. Raises ExcuseRefused for what is missing or makes no sense, and for whoever owns the duty
    and would excuse all of it where somebody else may.
    """
    if record is None and _owns(by, duty) and _others_may(by, duty.trust):
        raise ExcuseRefused("authority", "You own this duty. Ask somebody else who may excuse duties to enter this")
    if not authority.strip():
        raise ExcuseRefused("authority", "Enter who decided this")
    if not reason.strip():
        raise ExcuseRefused("reason", "Enter why the duty may rest")
    if until is not None and until < since:
        raise ExcuseRefused("until", "The last day must be the first day or later")
    if record is not None and not _concerns(duty, record):
        raise ExcuseRefused("record", f"{record.reference} is not counted for this duty")
    excuse = Excuse.objects.create(
        trust_id=duty.trust_id,
        duty=duty.key,
        record=record,
        since=since,
        until=until,
        authority=authority.strip()[:200],
        reason=reason.strip()[:500],
        at=clock.now(),
        by=by.name,
    )
    _make_clocks_anew(excuse)
    enter(
        "assurance.excuse_duty",
        by=by,
        subject=record or duty.trust,
        details={"duty": duty.key, "since": since, "until": until, "authority": authority, "reason": reason},
    )
    return excuse


@operation
def withdraw_excuse(*, by: Actor, excuse: Excuse, why: str) -> Excuse:
    """Let an excuse count no more, from its beginning on: it was given in error, or its reason has gone.

    To end one from a day on, excuse anew until that day. Raises ExcuseRefused without a reason, and the second time.
    """
    if not why.strip():
        raise ExcuseRefused("why", "Enter why the excuse no longer counts")
    current = Excuse.objects.select_for_update().get(pk=excuse.pk)
    if current.withdrawn_at is not None:
        raise ExcuseRefused("why", "This excuse was withdrawn already")
    current.withdrawn_at, current.withdrawn_by, current.withdrawn_why = clock.now(), by.name, why.strip()[:500]
    current.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    _make_clocks_anew(current)
    enter(
        "assurance.withdraw_excuse",
        by=by,
        subject=current.record or current.trust,
        details={"duty": current.duty, "since": current.since, "why": why},
    )
    return current


def _owns(by: Actor, duty: Obligation) -> bool:
    return by.person_id is not None and any(
        one.runs_on(clock.today()) for one in _held(duty.trust).filter(person=by.person_id, post__key=duty.owner)
    )


def _others_may(by: Actor, trust: Trust) -> bool:
    """Whether somebody else can excuse: where one person alone may, nobody could let their own duties rest."""
    roles = [key for key, role in ROLES.items() if Permission.EXCUSE_DUTIES in role.permissions]
    held = _held(trust).filter(post__role__in=roles, post__closed=None).exclude(person=by.person_id)
    return any(one.runs_on(clock.today()) for one in held)


def _held(trust: Trust) -> QuerySet[PostHolding]:
    return PostHolding.objects.filter(trust=trust)


def _concerns(duty: Obligation, record: Record) -> bool:
    return Clock.objects.filter(record=record, obligation__key=duty.key).exists()


def _make_clocks_anew(excuse: Excuse) -> None:
    if excuse.record_id is not None:
        rebuild([excuse.record_id])
        return
    rebuild_attestations(excuse.trust_id, [excuse.duty])
    look_again(excuse.trust, [excuse.duty])
    catch_up(AT_ONCE)
