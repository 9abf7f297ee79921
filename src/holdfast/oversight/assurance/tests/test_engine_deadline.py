from __future__ import annotations

import pytest

from holdfast.oversight.assurance.tests.judging import EXCUSE, verdict

START = "2026-05-01T09:00+01:00"


def deadline(as_at: str, *, within: str | None = "P7D", warn: str | None = None, **facts: object) -> object:
    return verdict("deadline", {"within": within, "warn": warn}, {"start": START, **facts}, as_at)


@pytest.mark.parametrize(
    ("as_at", "expected"),
    [
        ("2026-05-01T08:59:59+01:00", "not applicable"),
        ("2026-05-01T09:00+01:00", "pending"),
        ("2026-05-06T14:59:59+01:00", "pending"),
        ("2026-05-06T15:00+01:00", "due soon"),  # a quarter of seven days, 42 hours, before the limit
        ("2026-05-08T09:00+01:00", "due soon"),
        ("2026-05-08T09:00:00.000001+01:00", "overdue"),
    ],
)
def test_it_runs_from_pending_over_due_soon_to_overdue(as_at, expected):
    assert deadline(as_at) == expected


@pytest.mark.parametrize(
    ("warn", "as_at", "expected"),
    [
        ("P2D", "2026-05-06T08:59+01:00", "pending"),
        ("P2D", "2026-05-06T09:00+01:00", "due soon"),
        ("PT0S", "2026-05-08T08:59+01:00", "pending"),
        ("PT0S", "2026-05-08T09:00+01:00", "due soon"),
        ("P1M", "2026-05-01T09:00+01:00", "due soon"),
        ("P1M", "2026-05-01T08:00+01:00", "not applicable"),
    ],
)
def test_it_warns_as_long_before_as_the_pack_says(warn, as_at, expected):
    assert deadline(as_at, warn=warn) == expected


def test_it_has_not_begun_without_a_start():
    assert deadline("2026-06-01", start=None) == "not applicable"
    assert (
        deadline("2026-06-01", start=None, done="2026-05-02", excused={**EXCUSE, "from": "2026-01-01"})
        == "not applicable"
    )


@pytest.mark.parametrize(
    ("done", "as_at", "expected"),
    [
        ("2026-05-08T09:00+01:00", "2026-05-08T09:00+01:00", "met"),
        ("2026-05-08T09:00:00.000001+01:00", "2026-06-01", "late"),
        ("2026-05-08T09:00:00.000001+01:00", "2036-06-01", "late"),
        ("2026-05-09", "2026-06-01", "late"),
        # Done on the day of the limit, nobody wrote down when: in time, and known from the beginning of that day.
        ("2026-05-08", "2026-06-01", "met"),
        ("2026-05-08", "2026-05-08T00:00+01:00", "met"),
        ("2026-05-08", "2026-05-07T23:59+01:00", "due soon"),
        # Done before it began.
        ("2026-04-01", "2026-05-01T09:00+01:00", "met"),
        ("2026-04-01", "2026-05-01T08:00+01:00", "not applicable"),
    ],
)
def test_it_judges_the_deed_by_its_limit(done, as_at, expected):
    assert deadline(as_at, done=done) == expected


@pytest.mark.parametrize(
    ("ended", "done", "as_at", "expected"),
    [
        ("2026-05-03", None, "2026-05-02", "pending"),
        ("2026-05-03", None, "2026-05-03T00:00+01:00", "not applicable"),
        ("2026-05-20", None, "2026-05-19", "overdue"),
        ("2026-05-20", None, "2026-05-20", "not applicable"),
        ("2026-05-03", "2026-05-04", "2026-05-10", "not applicable"),
        ("2026-05-04", "2026-05-03", "2026-05-10", "met"),
        ("2026-05-20", "2026-05-19", "2026-05-30", "late"),
        ("2026-05-20", "2026-05-19", "2026-05-18", "overdue"),
        # On the same day the deed came first, unless both times are known.
        ("2026-05-04", "2026-05-04T12:00+01:00", "2026-05-10", "met"),
        ("2026-05-04T11:00+01:00", "2026-05-04T12:00+01:00", "2026-05-10", "not applicable"),
        ("2026-05-04T12:00+01:00", "2026-05-04T12:00+01:00", "2026-05-10", "met"),
    ],
)
def test_it_is_not_applicable_when_it_ended_before_it_was_done(ended, done, as_at, expected):
    assert deadline(as_at, ended=ended, done=done) == expected


@pytest.mark.parametrize(
    ("window", "as_at", "expected"),
    [
        ({"from": "2026-05-02"}, "2026-05-01T23:59+01:00", "pending"),
        ({"from": "2026-05-02"}, "2026-05-02T00:00+01:00", "excused"),
        ({"from": "2026-05-02"}, "2036-05-02T00:00+01:00", "excused"),
        ({"from": "2026-05-20"}, "2026-05-19", "overdue"),
        ({"from": "2026-05-20"}, "2026-05-20", "excused"),
        ({"from": "2026-05-02", "until": "2026-05-06"}, "2026-05-06T23:59:59.999+01:00", "excused"),
        ({"from": "2026-05-02", "until": "2026-05-06"}, "2026-05-07T00:00+01:00", "due soon"),
        ({"from": "2026-05-02", "until": "2026-05-20"}, "2026-05-21T00:00+01:00", "overdue"),
        ({"from": "2026-05-02", "until": "2026-05-20T10:00+01:00"}, "2026-05-20T10:00+01:00", "excused"),
        ({"from": "2026-05-02", "until": "2026-05-20T10:00+01:00"}, "2026-05-20T10:00:01+01:00", "overdue"),
        ({"from": "2026-05-02", "authority": " "}, "2026-05-10", "overdue"),
        ({"from": "2026-05-02", "reason": ""}, "2026-05-10", "overdue"),
    ],
)
def test_it_is_excused_while_someone_answers_for_it(window, as_at, expected):
    assert deadline(as_at, excused={**EXCUSE, **window}) == expected


def test_it_stays_met_or_late_or_withdrawn_whatever_is_excused():
    always = {**EXCUSE, "from": "2020-01-01"}
    assert deadline("2026-06-01", done="2026-05-02", excused=always) == "met"
    assert deadline("2026-06-01", done="2026-05-20", excused=always) == "late"
    assert deadline("2026-05-19", done="2026-05-20", excused=always) == "excused"
    assert deadline("2026-06-01", ended="2026-05-20", excused=always) == "not applicable"


@pytest.mark.parametrize(
    ("as_at", "expected"),
    [
        ("2026-05-02", "pending"),
        ("2026-05-03", "excused"),
        ("2026-05-12", "overdue"),
        ("2026-05-20", "excused"),
        ("2026-05-28", "excused"),
        ("2026-06-05", "excused"),
        ("2026-06-11", "overdue"),
    ],
)
def test_it_knows_several_excuses_apart_or_overlapping(as_at, expected):
    windows = [
        {**EXCUSE, "from": "2026-05-25", "until": "2026-06-10"},
        {**EXCUSE, "from": "2026-05-03", "until": "2026-05-10"},
        {**EXCUSE, "from": "2026-05-20", "until": "2026-05-30"},
        {**EXCUSE, "from": "2026-05-21", "until": "2026-05-22"},
        {**EXCUSE, "from": "2020-05-21", "until": "2020-05-22"},
    ]
    assert deadline(as_at, excused=windows) == expected


def test_it_is_unset_where_the_trust_has_set_no_time():
    assert deadline("2026-05-02", within=None) == "unset"
    assert deadline("2026-05-02", within=None, done="2026-05-01") == "unset"
    assert deadline("2026-05-02", within=None, excused={**EXCUSE, "from": "2026-05-01"}) == "excused"
    assert deadline("2026-05-04", within=None, done="2026-05-02", excused={**EXCUSE, "from": "2026-05-03"}) == "excused"
    assert deadline("2026-04-02", within=None) == "not applicable"
    assert deadline("2026-05-02", within=None, ended="2026-05-02") == "not applicable"


@pytest.mark.parametrize("within", [None, "P7D"])
def test_it_takes_the_limit_of_the_thing_itself_before_the_number(within):
    shift_ends = {"limit": "2026-05-01T19:00+01:00"}
    assert deadline("2026-05-01T16:29+01:00", within=within, **shift_ends) == "pending"
    assert deadline("2026-05-01T16:30+01:00", within=within, **shift_ends) == "due soon"
    assert deadline("2026-05-02", within=within, **shift_ends) == "overdue"
    assert deadline("2026-05-02", within=within, done="2026-05-01T19:00+01:00", **shift_ends) == "met"
    assert deadline("2026-05-04T00:00+01:00", within=within, done="2026-05-03T23:59+01:00", limit="2026-05-03") == "met"


def test_it_is_overdue_from_its_first_moment_when_its_own_limit_lies_before_the_start():
    assert deadline("2026-05-01T09:00+01:00", limit="2026-04-30") == "overdue"
    assert deadline("2026-05-01T08:59+01:00", limit="2026-04-30") == "not applicable"


@pytest.mark.parametrize(
    ("as_at", "expected"),
    [
        ("2026-03-02T23:59+00:00", "not applicable"),
        ("2026-03-03T00:00+00:00", "pending"),
        ("2026-03-13", "due soon"),
        ("2026-03-13T23:59:59.999999+00:00", "due soon"),
        ("2026-03-14T00:00+00:00", "overdue"),
    ],
)
def test_it_gives_a_date_alone_the_whole_of_its_last_day(as_at, expected):
    assert deadline(as_at, start="2026-03-03", within="P10D") == expected


def test_it_counts_hours_through_the_clock_change():
    at_the_limit = {"start": "2026-10-24T09:00+01:00", "done": "2026-10-25T08:00+00:00"}
    assert deadline("2026-11-01", within="PT24H", **at_the_limit) == "met"
    assert deadline("2026-11-01", within="PT24H", **{**at_the_limit, "done": "2026-10-25T08:00:01+00:00"}) == "late"
