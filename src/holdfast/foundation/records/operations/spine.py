"""Opening, touching, moving and linking records. Steps of an area's operation, which leaves the audit entry."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.records.models import Change, Link, LinkKind, Move, Record, Sensitivity, Series
from holdfast.kernel import clock
from holdfast.kernel.references import Reference
from holdfast.kernel.workflow import Workflow


class EditedMeanwhile(Exception):
    """Someone else changed the record after this form was opened."""

    def __init__(self, record: Record) -> None:
        super().__init__(f"{record.reference} was changed by someone else after you opened this page.")
        self.record = record


LONGEST_STEP = 3


def next_reference(trust: Trust, series: str) -> Reference:
    """The next reference of `series` in the present year (Europe/London). Holds the series' row until commit.

    Numbers step by one to LONGEST_STEP: were they without gaps, a missing one would be a restricted record, told with
    the time of its neighbours. See docs/adr/0015.
    """
    year = clock.today().year
    row = Series.objects.filter(trust=trust, series=series, year=year)
    with transaction.atomic(savepoint=False):
        if not row.update(last=F("last") + 1):
            Series.objects.get_or_create(trust=trust, series=series, year=year)
            row.update(last=F("last") + 1)
        last = row.values_list("last", flat=True).get()
        number = _step(trust, series, year, last - 1)
        if number != last:
            row.update(last=number)
    return Reference(series, year, number)


def past_references(trust: Trust, series: str, year: int, count: int) -> list[Reference]:
    """The next `count` references of `series` in `year`, for records of the past that are brought in together.

    Holds the series' row until commit: must be called in a transaction.
    """
    row, _ = Series.objects.get_or_create(trust=trust, series=series, year=year)
    number = Series.objects.select_for_update().get(pk=row.pk).last
    numbers = [number := _step(trust, series, year, number) for _ in range(count)]
    Series.objects.filter(pk=row.pk).update(last=number)
    return [Reference(series, year, one) for one in numbers]


def _step(trust: Trust, series: str, year: int, last: int) -> int:
    """The number after `last`: the same each time in one installation, and nobody's guess outside it."""
    if not last:
        return 1
    told = salted_hmac("holdfast.references", f"{trust.code}/{series}/{year}/{last}").digest()
    return last + 1 + told[0] % LONGEST_STEP


def open_record(
    *,
    trust: Trust,
    kind: str,
    series: str,
    title: str,
    opened_at: datetime | None = None,
    sensitivity: str = Sensitivity.ORDINARY,
) -> Record:
    """A new record with the next reference of its series."""
    record = Record.objects.create(
        trust=trust,
        kind=kind,
        reference=str(next_reference(trust, series)),
        title=title[:200],
        opened_at=opened_at or clock.now(),
        sensitivity=sensitivity,
    )
    Change.objects.create(trust=trust, record=record, at=clock.now())
    return record


def touch(record: Record) -> None:
    """Say that the thing behind `record` changed: its version grows, and those who compute from it will look again."""
    Record.objects.filter(pk=record.pk).update(version=F("version") + 1)
    record.version += 1
    Change.objects.create(trust_id=record.trust_id, record=record, at=clock.now())


def check_version(record: Record, seen: int | None) -> None:
    """Hold the record until commit and raise EditedMeanwhile unless it still has the version `seen`. None: no check."""
    current = Record.objects.select_for_update().get(pk=record.pk)
    record.version = current.version
    if seen is not None and current.version != seen:
        raise EditedMeanwhile(record)


def move(*, record: Record, workflow: Workflow, state: str, verb: str, by: Actor, why: str = "") -> str:
    """Write one step of `record` through `workflow` and give the state it leads to.

    Raises NotPossibleNow when `verb` does not lead on from `state`, ValueError when a needed reason is missing.
    """
    row = workflow.move(verb, state)
    if row.needs_reason and not why.strip():
        raise ValueError(f"“{row.label}” needs a reason.")
    Move.objects.create(
        trust_id=record.trust_id,
        record=record,
        verb=verb,
        origin=state,
        target=row.target,
        at=clock.now(),
        by=by.name,
        post=by.post,
        person_id=by.person_id,
        why=why,
    )
    return row.target


def link(*, source: Record, target: Record, kind: LinkKind, by: Actor, why: str = "") -> Link:
    """Tie two records. Tying them again the same way changes nothing."""
    tie, _ = Link.objects.get_or_create(
        trust_id=source.trust_id,
        source=source,
        target=target,
        kind=kind,
        defaults={"why": why[:500], "by": by.name, "at": clock.now()},
    )
    return tie


def restrict(record: Record) -> None:
    """From now on only the people named on it may know that the record exists."""
    Record.objects.filter(pk=record.pk).update(sensitivity=Sensitivity.RESTRICTED)
    record.sensitivity = Sensitivity.RESTRICTED
