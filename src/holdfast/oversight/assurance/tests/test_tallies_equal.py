"""What the database counts is what the engine means: generated clocks, asked of both, on whichever database runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.organisation.scope import scope
from holdfast.oversight.assurance.engine.clocks import Clock as EngineClock
from holdfast.oversight.assurance.engine.clocks import Verdict
from holdfast.oversight.assurance.engine.comparison import ran_in_window, stands, verdict
from holdfast.oversight.assurance.engine.summary import JUDGED, summarise
from holdfast.oversight.assurance.models import Clause, Clock, Obligation, Policy, Settled
from holdfast.oversight.assurance.operations.measuring import settled, stored
from holdfast.oversight.assurance.queries import conditions
from holdfast.oversight.assurance.queries.behind import clocks_behind, page_behind
from holdfast.oversight.assurance.queries.duties import obligations_of
from holdfast.oversight.assurance.queries.known import Known
from holdfast.oversight.assurance.queries.months import first_day, month_of
from holdfast.oversight.assurance.queries.tallies import since_when, tallies
from holdfast.oversight.assurance.tests.judging import clocks as clocks_of
from holdfast.oversight.assurance.tests.judging import instant
from holdfast.oversight.assurance.tests.test_engine_comparison import clocks as any_clock
from holdfast.oversight.assurance.tests.test_engine_comparison import instants
from holdfast.oversight.assurance.tests.test_engine_oracle import TOLD, many, moments, several_excuses

EXAMPLES = settings(max_examples=60)


@pytest.fixture
def duty(db: None) -> Iterator[Obligation]:
    """A duty without a clock, in the scope of its trust."""
    trust = Trust.objects.create(code="VALE1", slug="vale", name="Vale of Nowhere Hospitals", live=True)
    with scope(trust):
        policy = Policy.objects.create(
            trust=trust, pack="vale", title="Policy", in_force_from=date(2000, 1, 1), digest="", installed_by="test"
        )
        clause = Clause.objects.create(
            trust=trust, policy=policy, key="vale-1", order=1, gist="It is done.", kind="duty", capability="x",
            met_by="obligation",
        )  # fmt: skip
        Obligation.objects.create(
            trust=trust, clause=clause, key="vale-1", statement="It is done.", kind="deadline",
            measure="incidents.reported", in_force_from=date(2000, 1, 1),
        )  # fmt: skip
        [found] = obligations_of(trust, date(2026, 3, 1))
        yield found


def keep(duty: Obligation, rows: list[EngineClock]) -> list[Clock]:
    Clock.objects.all().delete()
    return Clock.objects.bulk_create([stored(row, duty, None) for row in rows])


def test_it_judges_every_row_as_the_engine_does(duty: Obligation) -> None:
    @EXAMPLES
    @given(st.lists(any_clock, min_size=10, max_size=30), instants, instants)
    def alike(rows: list[EngineClock], as_at: datetime, window_from: datetime) -> None:
        kept = keep(duty, rows)
        by_key = dict(zip((row.pk for row in kept), rows, strict=True))
        asked = Clock.objects.annotate(answer=conditions.verdict_as_at(as_at)).values_list("pk", "answer")
        assert dict(asked) == {key: str(verdict(row, as_at)) for key, row in by_key.items()}
        standing = Clock.objects.filter(conditions.stands_as_at(as_at)).values_list("pk", flat=True)
        assert set(standing) == {key for key, row in by_key.items() if stands(row, as_at)}
        ran = Clock.objects.filter(conditions.ran_in_window(window_from, as_at)).values_list("pk", flat=True)
        assert set(ran) == {key for key, row in by_key.items() if ran_in_window(row, window_from, as_at)}

    alike()


@given(any_clock, instants, instants)
def test_it_calls_settled_only_what_nothing_changes_any_more(clock: EngineClock, as_at: datetime, window_from) -> None:
    answer = settled(clock)
    if answer is Settled.NO or clock.done is None or clock.done > as_at:
        return
    assert verdict(clock, as_at) == {Settled.MET: Verdict.MET, Settled.LATE: Verdict.LATE}[answer]
    assert stands(clock, as_at)
    assert ran_in_window(clock, window_from, as_at) == (window_from <= clock.done)


def subjects(told: list[tuple[str, dict[str, Any]]], excused: list[dict[str, Any]], horizon: datetime):
    """The clocks of several subjects of mixed kinds, as one duty's."""
    rows = []
    for number, (kind, facts) in enumerate(told):
        rows += clocks_of(kind, TOLD, {**facts, "excused": excused}, horizon, subject=f"subject {number}")
    return rows


mixed = st.lists(many, min_size=1, max_size=5)
windows = st.sampled_from([timedelta(days=30), timedelta(days=90), timedelta(days=365)])


def test_it_tallies_as_the_engine_sums_up(duty: Obligation) -> None:
    @EXAMPLES
    @given(mixed, several_excuses, moments, windows)
    def alike(told, excused, asked: str, window: timedelta) -> None:
        as_at: datetime = instant(asked)
        rows = subjects(told, excused, as_at)
        keep(duty, rows)
        meant = summarise(rows, as_at, as_at - window)
        found = tallies([duty], as_at, window=window)[duty.key]
        forever = (Verdict.MET, Verdict.LATE)
        assert found.counts == {str(key): count for key, count in meant.counts.items() if key not in forever}
        assert (found.met, found.denominator) == (meant.met, meant.judged)
        assert found.kept == meant.kept
        assert found.oldest_failure == (meant.oldest_failure.limit if meant.oldest_failure else None)
        assert since_when(duty, as_at, Known()) == (meant.failing, meant.since)

    alike()


def test_it_counts_by_the_month_in_which_the_limit_fell(duty: Obligation) -> None:
    @EXAMPLES
    @given(mixed, several_excuses, moments)
    def alike(told, excused, asked: str) -> None:
        as_at: datetime = instant(asked)
        rows = subjects(told, excused, as_at)
        keep(duty, rows)
        expected: Counter[date] = Counter()
        for row in rows:
            due = row.limit is not None and row.limit <= as_at and ran_in_window(row, as_at - timedelta(365), as_at)
            if due and verdict(row, as_at) in JUDGED:
                expected[first_day(month_of(row.limit))] += 1
        found = tallies([duty], as_at)[duty.key].months
        assert len(found) == 12
        assert {month.first: month.judged for month in found if month.judged} == {
            first: count for first, count in expected.items() if first >= found[0].first
        }
        assert all(month.met <= month.judged for month in found)

    alike()


def test_it_finds_the_very_rows_behind_each_figure(duty: Obligation) -> None:
    @EXAMPLES
    @given(mixed, several_excuses, moments)
    def alike(told, excused, asked: str) -> None:
        as_at: datetime = instant(asked)
        keep(duty, subjects(told, excused, as_at))
        found = tallies([duty], as_at)[duty.key]
        for answer in Verdict:
            if answer is Verdict.NOT_APPLICABLE:
                continue
            over = answer in (Verdict.MET, Verdict.LATE, Verdict.MISSED)
            counted = (found.judged if over else found.counts).get(str(answer), 0)
            assert clocks_behind(duty, answer, as_at, Known()).count() == counted

    alike()


def test_it_pages_through_the_rows_without_losing_one(duty: Obligation) -> None:
    limit = instant("2026-03-08T10:00Z")
    rows = [
        EngineClock(
            subject=f"{number}", opens=limit - timedelta(days=9), limit=limit + timedelta(microseconds=number // 3)
        )
        for number in range(25)
    ]
    keep(duty, rows)
    for answer, as_at in ((Verdict.OVERDUE, instant("2026-04-01")), (Verdict.PENDING, instant("2026-03-01"))):
        seen, after = [], ""
        while True:
            page = page_behind(duty, answer, as_at, Known(), after=after, size=4)
            seen += [row.subject for row in page.rows]
            if not page.after:
                break
            after = page.after
        assert seen == [row.subject for row in rows]
    assert page_behind(duty, Verdict.OVERDUE, as_at, Known(), after="nonsense").rows == []
    assert len(page_behind(duty, Verdict.OVERDUE, instant("2026-04-01"), Known(), after="2026~x").rows) == 25


@pytest.mark.parametrize(
    ("moment", "first"),
    [
        ("2026-03-31T22:59:59Z", date(2026, 3, 1)),
        ("2026-03-31T23:00:00Z", date(2026, 4, 1)),  # British Summer Time has begun
        ("2026-12-31T23:59:59Z", date(2026, 12, 1)),
        ("2027-01-01T00:00:00Z", date(2027, 1, 1)),
    ],
)
def test_it_counts_months_in_london(moment: str, first: date) -> None:
    assert first_day(month_of(instant(moment))) == first
