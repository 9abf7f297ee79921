"""Clocks follow their records: those of records that changed are made anew, and one command makes them all anew."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.organisation.scope import scope
from holdfast.foundation.records.models import Change, Record
from holdfast.kernel import clock
from holdfast.oversight.assurance.models import Clock, Policy
from holdfast.oversight.assurance.operations.measuring import rebuild, rebuild_attestations

BATCH = 400
"""Records whose clocks are made in one transaction: enough to share its cost, few enough to hold in memory."""


class Looked(int):
    """How many records were looked at. `all_done`: no change is left that was there to be seen."""

    all_done: bool

    def __new__(cls, records: int, *, all_done: bool) -> Looked:
        looked = super().__new__(cls, records)
        looked.all_done = all_done
        return looked


def catch_up(most: int | None = None) -> Looked:
    """Make anew the clocks of records that changed since the last look, in the trusts in scope.

    `most` bounds how many records are looked at, for a page that must answer now and for one turn of the scheduler;
    trusts take turns, a batch each. What someone else looks at just now is left to them.
    """
    done, left_to_others = 0, False
    trusts = list(Change.objects.order_by("trust").values_list("trust", flat=True).distinct())
    while trusts:
        for trust in list(trusts):
            room = BATCH if most is None else min(BATCH, most - done)
            if room <= 0:
                return Looked(done, all_done=False)
            with scope(trust):
                looked_at = _look(trust, room)
            done += looked_at or 0
            left_to_others |= looked_at is None
            if not looked_at:
                trusts.remove(trust)
    return Looked(done, all_done=not left_to_others)


def _look(trust_id: int, most: int) -> int | None:
    """One batch of a trust: how many records that were; None when someone else is at it.

    Only changes that were seen before the records were read are crossed off, so that one that commits meanwhile is
    looked at again.
    """
    with transaction.atomic():
        if not hold(trust_id):
            return None
        seen = list(Change.objects.filter(trust=trust_id).order_by("pk").values_list("pk", "record")[: most * 4])
        records = list(dict.fromkeys(record for _, record in seen))[:most]
        if records:
            rebuild(records)
            looked_at = set(records)
            Change.objects.filter(pk__in=[key for key, record in seen if record in looked_at]).delete()
        return len(records)


def hold(trust_id: int) -> bool:
    """Hold the trust's clocks until commit; False when someone else does. Two who make the same clocks anew at once
    would both delete the old and both write new ones."""
    policies = Policy.objects.filter(trust=trust_id).order_by("pk")
    held = policies.select_for_update(skip_locked=True, no_key=True).values_list("pk", flat=True).first()
    return held is not None or not policies.exists()


def waiting() -> int:
    """How many changes wait to be looked at, in the trusts in scope."""
    return Change.objects.count()


def rebuild_all() -> int:
    """Make every clock of the trusts in scope anew. Gives how many records were looked at."""
    done = 0
    for trust in Trust.objects.filter(pk__in=Policy.objects.order_by().values("trust")):
        with scope(trust):
            done += look_again(trust)
            rebuild_attestations(trust.pk)
    catch_up()
    return done


def look_again(trust: Trust, duties: Iterable[str] | None = None) -> int:
    """Let the next looks make anew the clocks of the trust's records: of those that have clocks of `duties`, or of all.

    Gives how many that are. For what changes the clocks of records that did not change themselves: another number,
    another version of the policy, an excuse. However many, they survive a crash and never hold up a page.
    """
    now = clock.now()
    records = Record.objects.filter(trust=trust).values_list("pk", flat=True)
    if duties is not None:
        behind = Clock.objects.filter(trust=trust, obligation__key__in=list(duties), record__isnull=False)
        records = behind.order_by().values_list("record", flat=True).distinct()
    made = Change.objects.bulk_create(
        [Change(trust=trust, record_id=record, at=now) for record in records], batch_size=5000
    )
    return len(made)
