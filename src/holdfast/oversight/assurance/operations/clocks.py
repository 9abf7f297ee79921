"""Clocks follow their records: those of records that changed are made anew, and one command makes them all anew.

No operation in the audit sense: clocks are derived, hold nothing of their own and can be thrown away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction

from holdfast.casework.incidents.models import Incident
from holdfast.foundation.records.models import Change, Record, Sensitivity
from holdfast.kernel import clock
from holdfast.oversight.assurance.engine.clocks import Clock as EngineClock
from holdfast.oversight.assurance.engine.kinds import KINDS
from holdfast.oversight.assurance.engine.reading import read
from holdfast.oversight.assurance.measures import MEASURES
from holdfast.casework.incidents.queries.policy import concerns
from holdfast.oversight.assurance.measures.incidents import LOADED
from holdfast.oversight.assurance.models import Clock, Excuse, Obligation

BATCH = 400
"""Records whose clocks are made in one transaction: enough to share its cost, few enough to hold in memory."""

_STORED = tuple(field.name for field in fields(EngineClock) if field.name not in ("missing", "subject", "label"))


@dataclass
class Running:
    """An obligation ready to measure: its measure, its numbers as the engine reads them, its excuses by record."""

    row: Obligation
    numbers: Any
    excuses: dict[int | None, list[dict[str, Any]]]


def catch_up(most: int | None = None) -> int:
    """Make anew the clocks of records that changed since the last look, in the trusts in scope.

    Gives how many records were looked at. `most` bounds them, for a page that must answer now.
    """
    done = 0
    while most is None or done < most:
        with transaction.atomic():
            waiting = list(
                Change.objects.select_for_update(skip_locked=_skips()).order_by("pk").values_list("pk", "record_id")[
                    : BATCH * 4
                ]
            )
            if not waiting:
                return done
            records = sorted({record for _, record in waiting})
            for start in range(0, len(records), BATCH):
                rebuild(records[start : start + BATCH])
            Change.objects.filter(pk__in=[key for key, _ in waiting]).delete()
            done += len(records)
    return done


def _skips() -> bool:
    return transaction.get_connection().features.has_select_for_update_skip_locked


def waiting() -> int:
    """How many changes wait to be looked at, in the trusts in scope."""
    return Change.objects.count()


def rebuild_all() -> int:
    """Make every clock of the trusts in scope anew. Gives how many records were looked at."""
    done = 0
    last = 0
    while True:
        keys = list(Record.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH])
        if not keys:
            return done
        with transaction.atomic():
            rebuild(keys)
        done += len(keys)
        last = keys[-1]


def rebuild(record_ids: Iterable[int]) -> None:
    """Make anew the clocks of these records, whatever they held before."""
    keys = list(record_ids)
    incidents = list(
        Incident.objects.filter(pk__in=keys)
        .select_related("record", "trust")
        .prefetch_related(*LOADED)
    )
    Clock.objects.filter(record__in=keys).delete()
    running = {trust: _running(trust) for trust in {incident.trust_id for incident in incidents}}
    Clock.objects.bulk_create(
        [row for incident in incidents for row in _clocks(incident, running[incident.trust_id])], batch_size=1000
    )


def _running(trust_id: int) -> list[Running]:
    rows = Obligation.objects.filter(trust_id=trust_id).exclude(measure="").order_by("pk")
    excuses = Excuse.objects.filter(trust_id=trust_id, withdrawn_at__isnull=True)
    by_obligation: dict[int, dict[int | None, list[dict[str, Any]]]] = {}
    for excuse in excuses:
        told = {"from": excuse.since, "until": excuse.until, "authority": excuse.authority, "reason": excuse.reason}
        by_obligation.setdefault(excuse.obligation_id, {}).setdefault(excuse.record_id, []).append(told)
    return [
        Running(row, read(KINDS[row.kind].numbers, row.numbers, f"{row.key}.numbers"), by_obligation.get(row.pk, {}))
        for row in rows
        if row.measure in MEASURES
    ]


def _clocks(incident: Incident, running: Sequence[Running]) -> Iterator[Clock]:
    day = clock.local_day(incident.reported_at)
    for duty in running:
        if not _in_force(duty.row, day) or not concerns(duty.row.filter, incident):
            continue
        told = MEASURES[duty.row.measure].facts(incident, duty.row.numbers)
        for facts in told if isinstance(told, list) else [told]:
            if facts is not None:
                yield from _of_subject(incident, duty, facts)


def _in_force(obligation: Obligation, day: date) -> bool:
    """A verdict uses the version of the policy that was in force on the day of its event."""
    return obligation.in_force_from <= day and (
        obligation.in_force_until is None or day <= obligation.in_force_until
    )


def _of_subject(incident: Incident, duty: Running, facts: dict[str, Any]) -> Iterator[Clock]:
    subject = facts.pop("subject", "")
    excuses = [*duty.excuses.get(None, ()), *duty.excuses.get(incident.pk, ())]
    kind = KINDS[duty.row.kind]
    typed = read(kind.facts, facts | ({"excused": excuses} if excuses else {}), incident.reference)
    for made in kind.clocks(duty.numbers, typed, horizon=clock.now(), subject=subject):
        yield stored(made, duty.row, incident.record)


def stored(made: EngineClock, obligation: Obligation, record: Record | None) -> Clock:
    """The engine's clock as a row."""
    values: dict[str, datetime | bool | str | None] = {name: getattr(made, name) for name in _STORED}
    return Clock(
        trust_id=obligation.trust_id,
        obligation=obligation,
        record=record,
        restricted=record is not None and record.sensitivity == Sensitivity.RESTRICTED,
        subject=made.subject[:200],
        label=made.label,
        missing=list(made.missing),
        **values,
    )
