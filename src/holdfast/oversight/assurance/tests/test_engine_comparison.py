"""The comparison in Python and as SQL are one: generated clocks, judged by both, on SQLite and PostgreSQL."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.oversight.assurance.engine import comparison
from holdfast.oversight.assurance.engine.clocks import FLAGS, INSTANTS, Clock, Verdict, stored_in_sqlite
from holdfast.oversight.assurance.engine.comparison import (
    AS_AT,
    LADDER,
    OTHERWISE,
    RAN_IN_WINDOW,
    STANDS,
    WINDOW_FROM,
    condition_sql,
    ran_in_window,
    stands,
    verdict,
    verdict_sql,
)

# One that is named for this test, or the one on which the whole suite runs (then tests.environment has started it).
POSTGRES = os.environ.get("HOLDFAST_TEST_POSTGRES") or os.environ.get("HOLDFAST_DATABASE", "")
START = datetime(2026, 3, 1, 23, 59, 59, tzinfo=UTC)

# Few and close together, so that they often meet; with and without a fraction, and on both sides of a second.
instants = st.builds(
    lambda seconds, micros: START + timedelta(seconds=seconds, microseconds=micros),
    st.integers(0, 3),
    st.sampled_from([0, 1, 500_000, 999_999]),
)
clocks = st.builds(
    Clock,
    **{name: st.none() | instants for name in INSTANTS},
    **{name: st.booleans() for name in FLAGS},
)
asked = st.lists(st.tuples(clocks, instants, instants), min_size=20, max_size=60)
Asked = list[tuple[Clock, datetime, datetime]]


def in_python(rows: Asked) -> list[tuple[str, bool, bool]]:
    return [
        (str(verdict(clock, as_at)), stands(clock, as_at), ran_in_window(clock, window_from, as_at))
        for clock, as_at, window_from in rows
    ]


def question(as_at: str, window_from: str) -> str:
    """The statement that asks a database the three questions of every row, in the order of the rows."""

    def name(word: str) -> str:
        return {AS_AT: as_at, WINDOW_FROM: window_from}.get(word, f'"{word}"')

    conditions = ", ".join(
        f"CASE WHEN {condition_sql(condition, name)} THEN 1 ELSE 0 END" for condition in (STANDS, RAN_IN_WINDOW)
    )
    return f"SELECT {verdict_sql(name)}, {conditions} FROM clock_to_judge ORDER BY number"


def answered(rows: list[Any]) -> list[tuple[str, bool, bool]]:
    return [(answer, bool(standing), bool(running)) for answer, standing, running in rows]


@given(asked)
def test_it_is_the_same_in_sqlite_as_django_stores_instants_there(rows):
    columns = ", ".join(f'"{name}"' for name in (*INSTANTS, *FLAGS, AS_AT, WINDOW_FROM))
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(f"CREATE TABLE clock_to_judge (number integer PRIMARY KEY, {columns})")
        database.executemany(
            f"INSERT INTO clock_to_judge ({columns}) VALUES ({', '.join('?' * (len(INSTANTS) + len(FLAGS) + 2))})",
            [
                (
                    *(stored_in_sqlite(getattr(clock, name)) for name in INSTANTS),
                    *(getattr(clock, name) for name in FLAGS),
                    stored_in_sqlite(as_at),
                    stored_in_sqlite(window_from),
                )
                for clock, as_at, window_from in rows
            ],
        )
        found = database.execute(question(f'"{AS_AT}"', f'"{WINDOW_FROM}"')).fetchall()
    assert answered(found) == in_python(rows)


@given(st.lists(clocks, min_size=5, max_size=20), instants, instants)
def test_it_takes_the_instant_as_a_parameter(rows, as_at, window_from):
    columns = ", ".join(f'"{name}"' for name in (*INSTANTS, *FLAGS))
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(f"CREATE TABLE clock_to_judge (number integer PRIMARY KEY, {columns})")
        for clock in rows:
            values = [stored_in_sqlite(getattr(clock, name)) for name in INSTANTS]
            values += [getattr(clock, name) for name in FLAGS]
            database.execute(f"INSERT INTO clock_to_judge ({columns}) VALUES ({', '.join('?' * len(values))})", values)
        given_instants = {"as_at": stored_in_sqlite(as_at), "window_from": stored_in_sqlite(window_from)}
        found = database.execute(question(":as_at", ":window_from"), given_instants).fetchall()
    assert answered(found) == in_python([(clock, as_at, window_from) for clock in rows])


@pytest.mark.skipif(not POSTGRES, reason="no PostgreSQL: set HOLDFAST_TEST_DATABASE=postgres")
def test_it_is_the_same_in_postgresql():
    columns = ", ".join(f'"{name}"' for name in (*INSTANTS, *FLAGS, AS_AT, WINDOW_FROM))
    types = [f'"{name}" timestamptz' for name in (*INSTANTS, AS_AT, WINDOW_FROM)]
    types += [f'"{name}" boolean NOT NULL' for name in FLAGS]
    # The database that every server has: a temporary table needs none of its own.
    with closing(psycopg.connect(POSTGRES, dbname="postgres")) as database:
        database.execute(f"CREATE TEMPORARY TABLE clock_to_judge (number serial PRIMARY KEY, {', '.join(types)})")

        @given(asked)
        def judge_alike(rows):
            database.execute("TRUNCATE clock_to_judge RESTART IDENTITY")
            with database.cursor() as cursor:
                cursor.executemany(
                    f"INSERT INTO clock_to_judge ({columns}) VALUES ({', '.join(['%s'] * (columns.count(',') + 1))})",
                    [
                        (*(getattr(clock, name) for name in (*INSTANTS, *FLAGS)), as_at, window_from)
                        for clock, as_at, window_from in rows
                    ],
                )
            found = database.execute(question(f'"{AS_AT}"', f'"{WINDOW_FROM}"')).fetchall()
            assert answered(found) == in_python(rows)

        judge_alike()


@given(
    st.lists(st.datetimes(datetime(1000, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC)) | instants, min_size=2)
)
def test_it_stores_instants_in_sqlite_as_texts_that_sort_as_they_do(moments):
    for earlier, later in pairwise(sorted(moments)):
        one, other = stored_in_sqlite(earlier), stored_in_sqlite(later)
        assert one is not None
        assert other is not None
        assert (one < other) == (earlier < later)
        assert (one == other) == (earlier == later)


def test_it_refuses_to_store_a_time_without_its_zone():
    with pytest.raises(ValueError, match="time zone"):
        stored_in_sqlite(datetime(2026, 3, 1))


def test_it_reads_only_columns_of_the_contract():
    def named(condition: comparison.Condition) -> set[str]:
        match condition:
            case comparison.Every(parts) | comparison.Some(parts):
                return set().union(*(named(part) for part in parts))
            case comparison.Missing(column):
                return {column}
            case comparison.Holds(flag) | comparison.Lacks(flag):
                assert flag in FLAGS
                return {flag}
            case comparison.Before(first, second) | comparison.NotAfter(first, second):
                assert {first, second} <= {*INSTANTS, AS_AT, WINDOW_FROM}
                return {first, second}

    used = set().union(*(named(condition) for condition in (*(rung for rung, _ in LADDER), STANDS, RAN_IN_WINDOW)))
    assert used == {*INSTANTS, *FLAGS, AS_AT, WINDOW_FROM}


def test_it_can_give_every_verdict():
    assert {answer for _, answer in LADDER} | {OTHERWISE} == set(Verdict)


@given(clocks, instants)
def test_it_never_depends_on_what_comes_after_the_instant(clock, as_at):
    """Save for the limit and the warning, which are known beforehand."""
    hidden = {
        name: None
        for name in ("done", "closes", "excused_from")
        if (at := getattr(clock, name)) is not None and at > as_at
    }
    assert verdict(replace(clock, **hidden), as_at) == verdict(clock, as_at)
