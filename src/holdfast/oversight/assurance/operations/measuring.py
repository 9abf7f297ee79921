"""From records to their clocks: what each duty's measure tells of a record, as the engine makes clocks of it.

No operation in the audit sense: clocks are derived, hold nothing of their own and can be thrown away.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from holdfast.foundation.records.models import Record, Sensitivity
from holdfast.kernel import clock
from holdfast.oversight.assurance.engine.clocks import Clock as EngineClock
from holdfast.oversight.assurance.engine.kinds import KINDS
from holdfast.oversight.assurance.engine.reading import read
from holdfast.oversight.assurance.measures import MEASURES
from holdfast.oversight.assurance.measures.sources import SOURCES, Source
from holdfast.oversight.assurance.models import Clock, Confirmation, Excuse, Obligation, Settled
from holdfast.oversight.assurance.queries.months import month_of
from holdfast.oversight.assurance.rules.decided import ALWAYS, stretches
from holdfast.oversight.assurance.rules.holding import Stretch, clocks_over

log = logging.getLogger(__name__)

_SHOWN = ("missing", "explained", "subject", "label")
_STORED = tuple(field.name for field in fields(EngineClock) if field.name not in _SHOWN)

Told = Mapping[str, Any]


@dataclass
class Running:
    """An obligation ready to measure: its row, its numbers as measures and as the engine read them, each from the day
    on which they began to hold, its excuses by record."""

    row: Obligation
    numbers: Sequence[tuple[date, Told]]
    stretches: Sequence[Stretch]
    excuses: Mapping[int | None, Sequence[Told]]

    def numbers_on(self, day: date) -> Told:
        """What a measure reads of an event on `day`."""
        return [numbers for since, numbers in self.numbers if since <= day][-1]

    def in_force(self, day: date) -> bool:
        """A verdict uses the version of the policy that was in force on the day of its event."""
        return self.row.in_force_from <= day and (self.row.in_force_until is None or day <= self.row.in_force_until)


def rebuild(record_ids: Iterable[int]) -> None:
    """Make anew the clocks of these records of one trust, whatever they held before."""
    keys = list(record_ids)
    Clock.objects.filter(record__in=keys).delete()
    kinds: dict[str, list[int]] = {}
    running: list[Running] = []
    for key, kind, trust in Record.objects.filter(pk__in=keys).values_list("pk", "kind", "trust"):
        kinds.setdefault(kind, []).append(key)
        running = running or running_of(trust)
    for kind, records in kinds.items():
        Clock.objects.bulk_create(_measured(kind, records, running), batch_size=1000)
    for trust, duty in set(Confirmation.objects.filter(pk__in=keys).values_list("trust", "duty")):
        rebuild_attestations(trust, [duty])


def _measured(kind: str, records: Sequence[int], running: Sequence[Running]) -> list[Clock]:
    """The clocks of these records, which are of one kind, by the duties whose measures read that kind."""
    source = SOURCES.get(kind)
    duties = [duty for duty in running if MEASURES[duty.row.measure].of == kind]
    return [clock for row in source.fetch(records) for clock in _clocks(source, row, duties)] if source else []


def measured_again(trust_id: int, rows: Iterable[Obligation], records: Sequence[int]) -> Iterator[Clock]:
    """The clocks that these records would have, were `rows` the trust's measured duties. Keeps none of them."""
    running = list(_ready([row for row in rows if row.measure in MEASURES], trust_id))
    for kind in sorted({MEASURES[duty.row.measure].of for duty in running}):
        yield from _measured(kind, records, running)


def attested_again(trust_id: int, rows: Iterable[Obligation]) -> Iterator[Clock]:
    """The clocks that statements would have, were `rows` the trust's duties. Keeps none of them."""
    stated = [row for row in rows if row.kind == "attestation"]
    given = _given(trust_id, stated)
    for duty in _ready(stated, trust_id):
        facts = _attested(duty.row, given)
        yield from _of_subject(duty, facts, None, facts["since"])


def running_of(trust_id: int) -> list[Running]:
    """The trust's measured obligations of every version, ready to measure."""
    rows = Obligation.objects.filter(trust_id=trust_id, measure__in=MEASURES).order_by("pk")
    return list(_ready(rows, trust_id))


def _ready(rows: Iterable[Obligation], trust_id: int) -> Iterator[Running]:
    excuses: dict[str, dict[int | None, list[Told]]] = {}
    for excuse in Excuse.objects.filter(trust_id=trust_id, withdrawn_at=None):
        told = {"from": excuse.since, "until": excuse.until, "authority": excuse.authority, "reason": excuse.reason}
        excuses.setdefault(excuse.duty, {}).setdefault(excuse.record_id, []).append(told)
    for row in rows:
        try:
            numbers = held_by(row)
            held = [
                Stretch(since, read(KINDS[row.kind].numbers, told, f"{row.key}.numbers")) for since, told in numbers
            ]
        except ValueError:
            log.exception("the duty %s of trust %s cannot be measured", row.key, trust_id)
            continue
        yield Running(row, numbers, held, excuses.get(row.key, {}))


def held_by(row: Obligation) -> list[tuple[date, dict[str, Any]]]:
    """The numbers of a duty, each with the day from which they hold."""
    return stretches(row.numbers, row.decisions) if row.decided else [(ALWAYS, row.numbers)]


def _clocks(source: Source, row: Any, duties: Sequence[Running]) -> Iterator[Clock]:
    day = clock.local_day(source.event(row))
    seen_from = source.seen_from(row)
    for duty in duties:
        if not duty.in_force(day) or not source.concerns(duty.row.filter, row):
            continue
        try:
            told = MEASURES[duty.row.measure].facts(row, duty.numbers_on(day))
            made = [
                stretch
                for facts in (told if isinstance(told, list) else [told])
                if facts is not None
                for stretch in _of_subject(duty, facts, row.record, day)
            ]
        except ValueError:
            # One record that makes no sense must not stop the clocks of all others.
            log.exception("%s cannot be measured for %s", row.record.reference, duty.row.key)
            continue
        yield from (one for one in made if seen_from is None or one.opens is None or one.opens >= seen_from)


def _of_subject(duty: Running, facts: dict[str, Any], record: Record | None, day: date) -> Iterator[Clock]:
    subject = facts.pop("subject", "")
    excuses = list(duty.excuses.get(None, ()))
    if record is not None:
        excuses += duty.excuses.get(record.pk, ())
    kind = KINDS[duty.row.kind]
    typed = read(kind.facts, facts | ({"excused": excuses} if excuses else {}), duty.row.key)
    for made in clocks_over(kind, duty.stretches, typed, day, horizon=clock.now(), subject=subject):
        yield stored(made, duty.row, record)


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
        explained=list(made.explained),
        settled=settled(made),
        month=None if made.limit is None else month_of(made.limit),
        **values,
    )


def settled(made: EngineClock) -> Settled:
    """Whether the clock, from the moment it was done, is met or late for ever and always speaks for its subject.

    Then nothing but `done` decides whether it counts as at an instant, which `queries.tallies` relies on.
    """
    if made.done is None or made.limit is None or made.opens is None or made.opens > made.done or made.lapses:
        return Settled.NO
    if made.closes is not None or made.superseded is not None:
        return Settled.NO
    if made.done > made.limit:
        return Settled.LATE
    return Settled.EXPLAINED if made.explained else Settled.MET


def rebuild_attestations(trust_id: int, duties: Iterable[str] | None = None) -> None:
    """Make anew the clocks of these duties of the trust that are confirmed by their owners; None: of all of them."""
    rows = Obligation.objects.filter(trust_id=trust_id, kind="attestation").select_related("clause__policy")
    if duties is not None:
        rows = rows.filter(key__in=list(duties))
    Clock.objects.filter(obligation__in=rows).delete()
    Clock.objects.bulk_create(attested_again(trust_id, rows), batch_size=1000)


def _given(trust_id: int, rows: Iterable[Obligation]) -> dict[str, list[Told]]:
    """The confirmations that count of these duties, by their keys."""
    given: dict[str, list[Told]] = {}
    for one in Confirmation.objects.filter(trust_id=trust_id, withdrawn_at=None, duty__in=[row.key for row in rows]):
        told = {"by": one.post, "at": one.at, "evidence": one.evidence}
        given.setdefault(one.duty, []).append(told)
    return given


def _attested(row: Obligation, given: Mapping[str, list[Told]]) -> dict[str, Any]:
    """From the day on which the statement came into force and Holdfast could take its confirmation."""
    since = max(row.in_force_from, clock.local_day(row.clause.policy.installed_at))
    ended = None if row.in_force_until is None else row.in_force_until + timedelta(days=1)
    return {"since": since, "confirmations": given.get(row.key, []), "ended": ended}
