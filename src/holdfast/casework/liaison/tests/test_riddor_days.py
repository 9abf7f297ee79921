"""Days of incapacity, counted as RIDDOR 2013 counts them. Generated cases hold them against a plain calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from holdfast.casework.liaison.rules.incapacity import Span, first_reaching, runs
from holdfast.casework.liaison.rules.riddor import decide
from holdfast.casework.liaison.rules.riddor_facts import Facts, Outcome, Standing
from holdfast.kernel.clock import local_day

DAY = timedelta(days=1)
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
spans = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 15)), max_size=5)


def over(accident: date, first: int, number: int) -> Outcome:
    """The outcome for `number` days off, beginning `first` days after the accident."""
    start = accident + DAY * first
    lost = (Span(start, start + DAY * (number - 1)),)
    return decide(Facts(accident_date=accident, injuries=("bite",), incapacity=lost, work_related=True)).outcome


@given(accident=days, first=st.integers(1, 300), number=st.integers(1, 60))
@example(accident=date(2024, 2, 27), first=1, number=3)
@example(accident=date(2024, 2, 27), first=1, number=7)
@example(accident=date(2025, 3, 28), first=1, number=7)  # the clocks go forward on 30 March
@example(accident=date(2025, 10, 24), first=1, number=8)  # and back on 26 October
@example(accident=date(2025, 3, 6), first=1, number=4)  # a Friday to a Monday
def test_it_records_from_the_fourth_day_and_reports_from_the_eighth(accident, first, number):
    expected = (
        Outcome.NOT_REPORTABLE if number <= 3 else Outcome.OVER_THREE_DAYS if number <= 7 else Outcome.OVER_SEVEN_DAYS
    )
    assert over(accident, first, number) == expected


@given(accident=days, number=st.integers(1, 30))
def test_it_never_counts_the_day_of_the_accident(accident, number):
    assert over(accident, 0, number + 1) == over(accident, 1, number)


@given(accident=days, told=spans, as_at=st.one_of(st.none(), st.integers(0, 60)))
def test_it_finds_the_runs_that_a_calendar_shows(accident, told, as_at):
    until = None if as_at is None else accident + DAY * as_at
    given_spans = [Span(accident + DAY * first, accident + DAY * (first + more)) for first, more in told]
    lost = sorted(
        day
        for day in {accident + DAY * (first + step) for first, more in told for step in range(more + 1)}
        if day > accident and (until is None or day <= until)
    )
    by_calendar: list[list[date]] = []
    for day in lost:
        if by_calendar and by_calendar[-1][-1] + DAY == day:
            by_calendar[-1].append(day)
        else:
            by_calendar.append([day])
    found = runs(given_spans, accident, until)
    assert [(run.first, run.last) for run in found] == [(run[0], run[-1]) for run in by_calendar]
    assert first_reaching(found, 8) == min((run[7] for run in by_calendar if len(run) > 7), default=None)


@given(accident=days, before=st.integers(1, 7), after=st.integers(1, 7))
def test_it_lets_a_day_of_full_duty_break_the_run_and_a_change_of_kind_not(accident, before, after):
    rest = accident + DAY * (before + 1)
    broken = (Span(accident + DAY, accident + DAY * before), Span(rest + DAY, rest + DAY * after))
    joined = (broken[0], Span(rest, rest + DAY * (after - 1)))
    outcome = decide(Facts(accident_date=accident, injuries=("bite",), incapacity=broken)).outcome
    assert outcome != Outcome.OVER_SEVEN_DAYS
    together = decide(Facts(accident_date=accident, injuries=("bite",), incapacity=joined))
    assert together.longest_run == before + after
    assert (together.outcome == Outcome.OVER_SEVEN_DAYS) == (before + after > 7)


@given(accident=days, first=st.integers(1, 60), number=st.integers(8, 40))
def test_it_counts_the_limit_from_the_accident_and_says_when_it_has_passed(accident, first, number):
    start = accident + DAY * first
    decision = decide(
        Facts(accident_date=accident, injuries=("bite",), incapacity=(Span(start, start + DAY * number),))
    )
    assert decision.report_due == accident + DAY * 15
    assert decision.reportable_from == start + DAY * 7
    assert decision.report_at_once == (first + 7 > 15)


@given(accident=days, off=st.integers(1, 40), passed=st.integers(0, 40))
def test_it_counts_only_days_that_have_come(accident, off, passed):
    as_at = accident + DAY * passed
    facts = Facts(accident_date=accident, injuries=("bite",), as_at=as_at, incapacity=(Span(accident + DAY, None),))
    assert (decide(facts).outcome == Outcome.OVER_SEVEN_DAYS) == (passed >= 8)
    known = Span(accident + DAY, accident + DAY * off)
    told = decide(Facts(accident_date=accident, injuries=("bite",), as_at=as_at, incapacity=(known,)))
    assert told.longest_run == min(off, passed)


def test_it_takes_absence_without_an_end_as_going_on():
    facts = Facts(accident_date=date(2025, 3, 6), injuries=("bite",), incapacity=(Span(date(2025, 3, 10)),))
    assert decide(facts).reportable_from == date(2025, 3, 17)
    assert decide(facts).longest_run is None


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2025, 3, 29, 23, 59, tzinfo=UTC), date(2025, 3, 29)),  # before the clocks go forward
        (datetime(2025, 3, 30, 23, 30, tzinfo=UTC), date(2025, 3, 31)),  # British summer time: the next day already
        (datetime(2025, 10, 25, 23, 30, tzinfo=UTC), date(2025, 10, 26)),
        (datetime(2025, 10, 26, 23, 30, tzinfo=UTC), date(2025, 10, 26)),
    ],
)
def test_it_takes_the_day_of_the_accident_in_london(instant, day):
    assert local_day(instant) == day


@given(accident=days, death=st.integers(0, 800))
@example(accident=date(2024, 2, 29), death=365)
@example(accident=date(2024, 2, 29), death=366)
@example(accident=date(2025, 3, 10), death=365)
@example(accident=date(2025, 3, 10), death=366)
def test_it_notifies_a_death_within_one_year_and_not_after(accident, death):
    died = accident + DAY * death
    facts = Facts(accident_date=accident, injuries=("fracture:skull",), death_date=died, victim=Standing.EMPLOYEE)
    try:
        anniversary = accident.replace(year=accident.year + 1)
    except ValueError:
        anniversary = accident.replace(year=accident.year + 1, day=28)
    expected = (
        Outcome.DEATH if death <= 10 else Outcome.DEATH_WITHIN_YEAR if died <= anniversary else Outcome.SPECIFIED_INJURY
    )
    assert decide(facts).outcome == expected
