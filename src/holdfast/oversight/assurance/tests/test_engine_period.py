from __future__ import annotations

import pytest

from holdfast.oversight.assurance.engine.reading import Unreadable
from holdfast.oversight.assurance.tests.judging import EXCUSE, clocks, instant, verdict

QUARTERLY = {"period": "quarter", "mode": "during", "warn": "P14D"}
REPORTED = {"period": "half-year", "mode": "about", "grace": "P2M", "warn": "P14D"}


def during(as_at: str, *done: str, numbers: dict[str, object] | None = None, **facts: object) -> object:
    return verdict("period", {**QUARTERLY, **(numbers or {})}, {"since": "2026-01-15", "done": done, **facts}, as_at)


def about(
    as_at: str, *reports: tuple[str, str | None], numbers: dict[str, object] | None = None, **facts: object
) -> object:
    told = [{"about": label, "done": done} for label, done in reports]
    return verdict("period", {**REPORTED, **(numbers or {})}, {"since": "2025-04-01", "reports": told, **facts}, as_at)


class TestDuring:
    @pytest.mark.parametrize(
        ("as_at", "expected"),
        [
            ("2026-01-10", {}),
            ("2026-01-15T00:00+00:00", {"2026-Q1": "pending"}),
            ("2026-03-17T23:59+00:00", {"2026-Q1": "pending"}),
            ("2026-03-18", {"2026-Q1": "due soon"}),
            ("2026-03-31", {"2026-Q1": "due soon"}),
            ("2026-04-01T00:00+01:00", {"2026-Q1": "missed", "2026-Q2": "pending"}),
            ("2026-07-01T00:00+01:00", {"2026-Q1": "missed", "2026-Q2": "missed", "2026-Q3": "pending"}),
        ],
    )
    def test_it_has_a_verdict_for_each_period_that_has_begun(self, as_at, expected):
        assert during(as_at) == expected

    def test_it_takes_one_inside_and_as_at_hides_what_comes_later(self):
        assert during("2026-02-19", "2026-02-20") == {"2026-Q1": "pending"}
        assert during("2026-02-20", "2026-02-20", "2026-02-25") == {"2026-Q1": "met"}
        assert during("2026-03-31", "2026-03-31T23:59:59.999+01:00") == {"2026-Q1": "met"}

    def test_it_stays_missed_for_ever(self):
        assert during("2026-04-20", "2026-04-02") == {"2026-Q1": "missed", "2026-Q2": "met"}
        assert during("2026-04-20", "2026-03-31T23:30+00:00") == {"2026-Q1": "missed", "2026-Q2": "met"}

    def test_it_counts_what_was_done_in_the_first_period_before_since(self):
        assert during("2026-01-20", "2026-01-02") == {"2026-Q1": "met"}
        assert during("2026-01-20", "2025-12-31") == {"2026-Q1": "pending"}

    def test_it_warns_in_the_last_quarter_of_the_period_where_the_pack_says_nothing(self):
        whole = {
            "since": "2026-04-01",
            "numbers": {"warn": None},
        }  # 91 days, so from 22 days and 18 hours before the end
        assert during("2026-06-08T05:59+01:00", **whole) == {"2026-Q2": "pending"}
        assert during("2026-06-08T06:00+01:00", **whole) == {"2026-Q2": "due soon"}

    @pytest.mark.parametrize(
        ("kind", "expected"),
        [
            ("month", {"2026-01": "missed", "2026-02": "met", "2026-03": "pending"}),
            ("quarter", {"2026-Q1": "met"}),
            ("half-year", {"2025-H2": "met"}),
            ("financial-year", {"2025-26": "met"}),
            ("calendar-year", {"2026": "met"}),
        ],
    )
    def test_it_knows_every_kind_of_period(self, kind, expected):
        assert during("2026-03-02", "2026-02-20", numbers={"period": kind}) == expected

    def test_it_is_excused_while_the_period_runs_or_when_it_ended_excused(self):
        excused = {"excused": {**EXCUSE, "from": "2026-03-01", "until": "2026-05-31"}}
        assert during("2026-02-28", **excused) == {"2026-Q1": "pending"}
        assert during("2026-03-20", **excused) == {"2026-Q1": "excused"}
        assert during("2026-04-20", **excused) == {"2026-Q1": "excused", "2026-Q2": "excused"}
        assert during("2026-06-01", **excused) == {"2026-Q1": "missed", "2026-Q2": "pending"}
        assert during("2026-04-20", "2026-02-01", **excused) == {"2026-Q1": "met", "2026-Q2": "excused"}

    def test_it_stays_missed_when_the_excuse_came_too_late(self):
        late = {"excused": {**EXCUSE, "from": "2026-04-01"}}
        assert during("2026-04-20", **late) == {"2026-Q1": "missed", "2026-Q2": "excused"}

    def test_it_takes_excuses_that_follow_one_another_for_one(self):
        first, second = {"from": "2026-03-20", "until": "2026-04-05"}, {"from": "2026-04-06", "until": "2026-04-30"}
        renewed = {"excused": [{**EXCUSE, **first}, {**EXCUSE, **second}]}
        assert during("2026-04-20", **renewed) == {"2026-Q1": "excused", "2026-Q2": "excused"}
        second["from"] = "2026-04-07"
        interrupted = {"excused": [{**EXCUSE, **first}, {**EXCUSE, **second}]}
        assert during("2026-04-20", **interrupted) == {"2026-Q1": "missed", "2026-Q2": "excused"}

    def test_it_owes_nothing_in_periods_after_its_end(self):
        assert during("2026-04-20", ended="2026-05-01") == {"2026-Q1": "missed", "2026-Q2": "pending"}
        assert during("2026-08-20", ended="2026-05-01") == {"2026-Q1": "missed", "2026-Q2": "not applicable"}
        assert during("2026-08-20", "2026-04-10", ended="2026-05-01") == {"2026-Q1": "missed", "2026-Q2": "met"}
        assert during("2026-08-20", "2026-05-10", ended="2026-05-01") == {
            "2026-Q1": "missed",
            "2026-Q2": "not applicable",
        }

    def test_it_is_unset_without_its_period(self):
        assert during("2026-02-20", numbers={"period": None}) == "unset"
        assert during("2025-02-20", numbers={"period": None}) == "not applicable"

    def test_it_has_not_begun_without_since(self):
        assert during("2026-02-20", since=None) == {}

    def test_it_refuses_a_period_without_a_mode(self):
        with pytest.raises(Unreadable, match="numbers: mode is missing: say during or about"):
            during("2026-02-20", numbers={"mode": None})


class TestAbout:
    @pytest.mark.parametrize(
        ("as_at", "expected"),
        [
            ("2025-03-01", {}),
            ("2025-09-30", {}),
            ("2025-10-01T00:00+01:00", {"2025-H1": "pending"}),
            ("2025-11-16T23:00+00:00", {"2025-H1": "pending"}),
            ("2025-11-17", {"2025-H1": "due soon"}),
            ("2025-11-30", {"2025-H1": "due soon"}),
            ("2025-12-01T00:00+00:00", {"2025-H1": "overdue"}),
            ("2026-04-01", {"2025-H1": "overdue", "2025-H2": "pending"}),
        ],
    )
    def test_it_has_a_verdict_for_each_period_that_has_ended(self, as_at, expected):
        assert about(as_at) == expected

    def test_it_is_met_in_time_and_late_for_ever_after(self):
        assert about("2025-12-31", ("2025-H1", "2025-11-30T23:59:59+00:00")) == {"2025-H1": "met"}
        assert about("2025-12-31", ("2025-H1", "2025-12-01")) == {"2025-H1": "late"}
        assert about("2025-12-31", ("2025-H1", "2025-12-01"), ("2025-H1", "2025-12-10")) == {"2025-H1": "late"}
        assert about("2025-12-31", ("2025-H1", "2025-12-01"), ("2025-H1", "2025-11-10")) == {"2025-H1": "met"}
        assert about("2025-12-31", ("2025-H1", "2026-01-01")) == {"2025-H1": "overdue"}
        assert about("2025-12-31", ("2025-H1", None)) == {"2025-H1": "overdue"}

    def test_it_says_nothing_of_a_period_that_has_not_ended_even_when_the_report_is_there(self):
        assert about("2025-09-20", ("2025-H1", "2025-09-10")) == {}
        assert about("2025-10-01", ("2025-H1", "2025-09-10")) == {"2025-H1": "met"}

    def test_it_begins_with_the_period_that_holds_since(self):
        assert about("2025-10-02", since="2025-09-30") == {"2025-H1": "pending"}
        assert about("2026-04-02", since="2025-10-01") == {"2025-H2": "pending"}
        assert about("2026-04-02", ("2024-H1", "2024-10-01"), since="2025-10-01") == {"2025-H2": "pending"}

    def test_it_warns_in_the_last_quarter_of_the_grace_where_the_pack_says_nothing(self):
        grace = {"numbers": {"grace": "P8D", "warn": None}}
        assert about("2025-10-06T23:59:59+01:00", **grace) == {"2025-H1": "pending"}
        assert about("2025-10-07T00:00+01:00", **grace) == {"2025-H1": "due soon"}

    def test_it_is_excused_unless_done(self):
        excused = {"excused": {**EXCUSE, "from": "2025-12-10", "until": "2025-12-20"}}
        assert about("2025-12-09", **excused) == {"2025-H1": "overdue"}
        assert about("2025-12-15", **excused) == {"2025-H1": "excused"}
        assert about("2025-12-15", ("2025-H1", "2025-12-12"), **excused) == {"2025-H1": "late"}
        assert about("2025-12-21", **excused) == {"2025-H1": "overdue"}

    def test_it_owes_no_report_that_fell_due_after_its_end(self):
        assert about("2026-05-01", ended="2025-09-01") == {}
        assert about("2026-05-01", ended="2025-10-10") == {"2025-H1": "not applicable"}
        assert about("2026-05-01", ("2025-H1", "2025-10-05"), ended="2025-10-10") == {"2025-H1": "met"}

    def test_it_is_unset_without_its_grace(self):
        assert about("2025-12-01", numbers={"grace": None}) == "unset"

    @pytest.mark.parametrize("label", ["2025-Q1", "2025-H3", "last half-year"])
    def test_it_names_a_report_about_no_such_period(self, label):
        with pytest.raises(Unreadable, match=rf"facts\.reports\[1\]\.about: “{label}” is not a half-year"):
            about("2025-12-01", ("2025-H1", "2025-10-05"), (label, "2025-10-05"))


def test_it_builds_only_as_far_as_its_horizon():
    facts = {"since": "2026-01-15", "done": []}
    assert [row.label for row in clocks("period", QUARTERLY, facts, instant("2026-06-30"))] == ["2026-Q1", "2026-Q2"]
