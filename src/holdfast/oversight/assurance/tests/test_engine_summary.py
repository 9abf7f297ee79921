from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.oversight.assurance.engine.clocks import Clock, Verdict
from holdfast.oversight.assurance.engine.comparison import ran_in_window, stands, verdict
from holdfast.oversight.assurance.engine.summary import Opinion, failures, opinion, summarise
from holdfast.oversight.assurance.tests.judging import EXCUSE, MICROSECOND, clocks, instant
from holdfast.oversight.assurance.tests.test_engine_oracle import TOLD, many, moments, several_excuses

WEEK = {"within": "P7D"}


def deadlines(**facts: dict[str, Any] | tuple[str | None, ...]) -> list[Clock]:
    """Deadlines of a week by name: (start, done), or all the facts."""
    found = []
    for name, told in facts.items():
        given_facts = told if isinstance(told, dict) else {"start": told[0], "done": told[1]}
        found += clocks("deadline", WEEK, given_facts, instant("2026-12-31"), subject=name)
    return found


FIVE = deadlines(
    met=("2026-03-01", "2026-03-05"),
    late=("2026-03-01", "2026-03-20"),
    overdue=("2026-03-10", None),
    pending=("2026-03-30", None),
    later=("2026-04-30", None),
)


def test_it_counts_what_stands_by_verdict():
    found = summarise(FIVE, instant("2026-04-01"))
    assert found.counts == {Verdict.MET: 1, Verdict.LATE: 1, Verdict.OVERDUE: 1, Verdict.PENDING: 1}
    assert (found.met, found.judged) == (1, 3)
    assert found.kept == pytest.approx(1 / 3)


def test_it_keeps_no_share_of_nothing():
    found = summarise(FIVE, instant("2026-03-02"))
    assert found.counts == {Verdict.PENDING: 2}
    assert found.kept is None
    assert summarise([], instant("2026-03-02")).kept is None


def test_it_does_not_count_the_excused_the_withdrawn_or_the_unset():
    rows = deadlines(
        excused={"start": "2026-03-01", "excused": {**EXCUSE, "from": "2026-03-01"}},
        withdrawn={"start": "2026-03-01", "ended": "2026-03-02"},
        met=("2026-03-01", "2026-03-05"),
    ) + clocks("deadline", {}, {"start": "2026-03-01"}, instant("2026-04-01"))
    found = summarise(rows, instant("2026-04-01"))
    assert found.counts == {Verdict.EXCUSED: 1, Verdict.NOT_APPLICABLE: 1, Verdict.MET: 1, Verdict.UNSET: 1}
    assert found.kept == 1.0


@pytest.mark.parametrize(
    ("window_from", "as_at", "met", "judged"),
    [
        ("2026-03-01T00:00+00:00", "2026-03-31", 1, 3),
        ("2026-03-05T00:00+00:00", "2026-03-31", 1, 3),
        ("2026-03-05T00:00:01+00:00", "2026-03-31", 0, 2),  # what was done before the window is over
        ("2026-03-20T00:00+00:00", "2026-03-31", 0, 2),
        ("2026-03-21T00:00+00:00", "2026-03-31", 0, 1),  # what is still overdue is not
        ("2026-03-01T00:00+00:00", "2026-03-19", 1, 3),
        ("2026-02-01T00:00+00:00", "2026-02-28", 0, 0),
    ],
)
def test_it_takes_what_ran_in_the_window(window_from, as_at, met, judged):
    found = summarise(FIVE, instant(as_at), instant(window_from))
    assert (found.met, found.judged) == (met, judged)


def test_it_counts_each_completion_of_an_interval_in_the_window():
    facts = {"since": "2025-01-01", "done": ["2025-03-01", "2025-07-01", "2025-09-01"]}
    rows = clocks("interval", {"every": "P3M"}, facts, instant("2025-10-01"))
    found = summarise(rows, instant("2025-10-01"), instant("2025-01-01T00:00+00:00"))
    assert found.counts == {Verdict.MET: 1}
    assert (found.met, found.judged) == (3, 4)  # in time, a month late, in time, and in date now


@pytest.mark.parametrize(
    ("done", "window_from", "running"),
    [
        ([], "2026-03-31T22:59Z", ["2026-Q1", "2026-Q2"]),
        ([], "2026-03-31T23:00Z", ["2026-Q2"]),
        # A period runs to its end, however early it was met and however late it was mended.
        (["2026-02-01"], "2026-03-31T22:59Z", ["2026-Q1", "2026-Q2"]),
        (["2026-05-01"], "2026-03-31T23:00Z", ["2026-Q2"]),
        (["2026-05-01"], "2026-03-01T00:00Z", ["2026-Q1", "2026-Q2"]),
    ],
)
def test_it_counts_a_period_in_each_window_that_it_touches(done, window_from, running):
    as_at = instant("2026-06-01")
    rows = clocks("period", {"period": "quarter", "mode": "during"}, {"since": "2026-01-15", "done": done}, as_at)
    assert [row.label for row in rows if ran_in_window(row, instant(window_from), as_at)] == running


def test_it_leaves_out_what_had_ended_before_the_window():
    [row] = deadlines(gone={"start": "2026-03-01", "ended": "2026-03-15"})
    as_at = instant("2026-04-01")
    assert ran_in_window(row, instant("2026-03-15T00:00Z"), as_at)
    assert not ran_in_window(row, instant("2026-03-15T00:00:01Z"), as_at)


def test_it_counts_a_record_once_that_was_completed_late():
    facts = {"created": "2026-03-01", "held": {"a": "2026-03-20"}}
    rows = clocks("completeness", {"within": "P3D", "required": ["a"]}, facts, instant("2026-04-01"))
    found = summarise(rows, instant("2026-04-01"), instant("2026-03-01T00:00+00:00"))
    assert (found.met, found.judged) == (1, 1)


def test_it_counts_a_clock_with_several_excuses_once():
    windows = [{**EXCUSE, "from": f"2026-03-{day}", "until": f"2026-03-{day}"} for day in ("10", "12", "14")]
    rows = deadlines(one={"start": "2026-03-01", "excused": windows})
    assert len(rows) == 3
    for as_at in ("2026-03-11", "2026-03-13", "2026-03-15"):
        found = summarise(rows, instant(as_at), instant("2026-03-01T00:00+00:00"))
        assert (found.judged, sum(found.counts.values())) == (1, 1)


class TestFailures:
    def test_it_finds_the_oldest_that_is_open(self):
        found = summarise([*FIVE, *deadlines(newer=("2026-03-11", None))], instant("2026-04-01"))
        assert found.oldest_failure is not None
        assert found.oldest_failure.subject == "overdue"
        assert summarise(FIVE, instant("2026-03-16")).oldest_failure.subject == "late"
        assert summarise(FIVE, instant("2026-03-05")).oldest_failure is None

    @pytest.mark.parametrize(
        ("as_at", "failing", "since"),
        [
            ("2026-02-01", None, None),
            ("2026-03-02", False, "2026-03-01T00:00Z"),
            ("2026-03-08T23:59:59.999999Z", False, "2026-03-01T00:00Z"),
            ("2026-03-09T00:00Z", True, "2026-03-09T00:00Z"),
            # One failure ends on the 20th, but another had begun on the 18th.
            ("2026-04-01", True, "2026-03-09T00:00Z"),
        ],
    )
    def test_it_says_since_when_it_fails_or_is_kept_without_a_break(self, as_at, failing, since):
        found = summarise(FIVE, instant(as_at))
        assert (found.failing, found.since) == (failing, since and instant(since))

    def test_it_is_kept_again_from_the_deed_on(self):
        rows = deadlines(late=("2026-03-01", "2026-03-20T10:00Z"), met=("2026-03-01", "2026-03-05"))
        assert summarise(rows, instant("2026-03-20T09:59Z")).failing is True
        found = summarise(rows, instant("2026-06-01"))
        assert (found.failing, found.since) == (False, instant("2026-03-20T10:00Z"))

    def test_it_does_not_fail_while_it_is_excused(self):
        excused = {**EXCUSE, "from": "2026-03-15", "until": "2026-03-20"}
        rows = deadlines(one={"start": "2026-03-01", "excused": excused})
        assert summarise(rows, instant("2026-03-14")).since == instant("2026-03-09T00:00Z")
        assert summarise(rows, instant("2026-03-18")).failing is False
        assert summarise(rows, instant("2026-03-18")).since == instant("2026-03-15T00:00Z")
        assert summarise(rows, instant("2026-03-25")).since == instant("2026-03-21T00:00Z")

    def test_it_ends_with_the_thing_itself(self):
        rows = deadlines(gone={"start": "2026-03-01", "ended": "2026-03-15"})
        assert summarise(rows, instant("2026-03-14")).failing is True
        assert summarise(rows, instant("2026-03-15")).failing is False

    def test_it_mends_a_missed_period_with_the_next_thing_done(self):
        numbers = {"period": "quarter", "mode": "during"}
        rows = clocks("period", numbers, {"since": "2026-01-15", "done": ["2026-05-05"]}, instant("2026-08-01"))
        missed = summarise(rows, instant("2026-05-04"))
        assert (missed.failing, missed.since) == (True, instant("2026-03-31T23:00Z"))
        mended = summarise(rows, instant("2026-05-06"))
        assert (mended.failing, mended.since) == (False, instant("2026-05-04T23:00Z"))
        assert mended.counts == {Verdict.MISSED: 1, Verdict.MET: 1}
        assert mended.kept == 0.5

    def test_it_has_nothing_to_say_of_what_is_unset(self):
        found = summarise(clocks("deadline", {}, {"start": "2026-03-01"}, instant("2026-04-01")), instant("2026-04-01"))
        assert (found.failing, found.since, found.oldest_failure) == (None, None, None)

    @given(many, several_excuses, moments)
    def test_it_fails_exactly_while_the_row_that_stands_is_overdue(self, told, windows, asked):
        kind, facts = told
        as_at: datetime = instant(asked)
        rows = clocks(kind, TOLD, {**facts, "excused": windows}, as_at)
        failing = any(start <= as_at < past for _, start, past in failures(rows, as_at))
        answers = {verdict(row, as_at) for row in rows if stands(row, as_at)}
        if kind == "period":
            assert not failing or Verdict.MISSED in answers
        else:
            assert failing == (Verdict.OVERDUE in answers)
        assert bool(summarise(rows, as_at).failing) == failing

    @given(many, several_excuses, moments)
    def test_it_dates_the_turn_to_the_very_instant(self, told, windows, asked):
        kind, facts = told
        as_at: datetime = instant(asked)
        rows = clocks(kind, TOLD, {**facts, "excused": windows}, as_at)
        found = summarise(rows, as_at)
        if found.since is None:
            return
        assert summarise(rows, found.since).failing is found.failing
        midway = found.since + (as_at - found.since) / 2
        assert summarise(rows, midway).failing is found.failing
        assert summarise(rows, found.since - MICROSECOND).failing is not found.failing


class TestOpinion:
    @pytest.mark.parametrize(
        ("met", "judged", "target", "expected"),
        [
            (19, 20, 0.95, Opinion.ON_TARGET),
            (57, 60, 0.95, Opinion.ON_TARGET),
            (19, 20, Decimal("0.9500"), Opinion.ON_TARGET),
            (18, 20, Decimal("0.9500"), Opinion.BELOW_TARGET),
            (18, 20, 0.95, Opinion.BELOW_TARGET),
            (20, 20, 1.0, Opinion.ON_TARGET),
            (0, 20, 0.0, Opinion.ON_TARGET),
            (20, 20, None, Opinion.NO_TARGET),
            (0, 0, 0.95, Opinion.NOTHING_JUDGED),
            (0, 0, None, Opinion.NOTHING_JUDGED),
        ],
    )
    def test_it_holds_the_share_against_the_target(self, met, judged, target, expected):
        rows = [
            row
            for number in range(judged)
            for row in deadlines(**{f"n{number}": ("2026-03-01", "2026-03-02" if number < met else None)})
        ]
        assert opinion(summarise(rows, instant("2026-04-01")), target) is expected

    def test_it_says_when_the_number_is_not_set(self):
        rows = clocks("deadline", {}, {"start": "2026-03-01"}, instant("2026-04-01"))
        assert opinion(summarise(rows, instant("2026-04-01")), 0.9) is Opinion.UNSET


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_it_keeps_a_share_between_nothing_and_all(met, late, overdue):
    limit = instant("2026-03-08")
    shared = {"opens": limit - timedelta(days=7), "limit": limit, "warns": limit}
    rows = [Clock(**shared, done=limit)] * met + [Clock(**shared, done=limit + MICROSECOND)] * late
    rows += [Clock(**shared)] * overdue
    found = summarise(rows, instant("2026-04-01"))
    assert found.judged == met + late + overdue
    assert found.kept is None if not rows else 0 <= found.kept <= 1
