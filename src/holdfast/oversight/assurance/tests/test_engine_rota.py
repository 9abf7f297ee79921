from __future__ import annotations

import pytest

from holdfast.oversight.assurance.engine import rota
from holdfast.oversight.assurance.engine.reading import Unreadable, read
from holdfast.oversight.assurance.tests.judging import EXCUSE, instant, verdict

SITES = [{"id": name, "since": "2020-01-01"} for name in "ABC"]
LATER = {"id": "D", "since": "2026-03-10"}


def told(turns: str, *, sites: list[dict[str, str]] | None = None, **facts: object) -> dict[str, object]:
    """The facts of a rota since 2026: `turns` such as "A 01-20, B 02-20", all in 2026."""
    given = [turn.split() for turn in turns.split(", ") if turn]
    return {
        "since": "2026-01-01",
        "subjects": SITES if sites is None else sites,
        "turns": [{"subject": name, "done": day if len(day) > 5 else f"2026-{day}"} for name, day in given],
        **facts,
    }


def repeats(turns: str, as_at: str = "2026-12-31", **facts: object) -> list[str]:
    return rota.repeats(read(rota.Facts, told(turns, **facts), "facts"), instant(as_at))


@pytest.mark.parametrize(
    ("turns", "as_at", "expected"),
    [
        ("", "2025-12-31", "not applicable"),
        ("", "2026-01-01", "pending"),
        ("", "2026-02-05", "due soon"),
        ("", "2026-02-13T00:00+00:00", "overdue"),
        ("A 01-20", "2026-01-19", "pending"),
        ("A 01-20", "2026-01-20", "met"),
        ("A 01-20", "2026-03-03", "due soon"),
        ("A 01-20", "2026-03-04T00:00+00:00", "overdue"),
        ("A 01-20, A 02-20", "2026-03-04", "met"),
        ("A 2025-12-20", "2026-01-02", "met"),
    ],
)
def test_it_wants_a_turn_every_interval(turns, as_at, expected):
    assert verdict("rota", {"every": "P6W", "warn": "P7D"}, told(turns), as_at) == expected


def test_it_may_be_excused_ended_or_unset():
    six_weeks = {"every": "P6W"}
    excuse = {"excused": {**EXCUSE, "from": "2026-02-01"}}
    assert verdict("rota", six_weeks, told("", **excuse), "2026-04-01") == "excused"
    assert verdict("rota", six_weeks, told("A 03-20", **excuse), "2026-04-01") == "met"
    assert verdict("rota", six_weeks, told("", ended="2026-02-01"), "2026-04-01") == "not applicable"
    assert verdict("rota", {"every": None}, told(""), "2026-04-01") == "unset"
    assert verdict("rota", six_weeks, told("", since=None), "2026-04-01") == "not applicable"


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        ("", []),
        ("A 01-20, B 02-20, C 03-20", []),
        ("A 01-20, B 02-20, C 03-20, A 04-20, C 05-20, B 06-20", []),
        ("A 01-20, A 02-20", ["A"]),
        ("A 01-20, B 02-20, A 03-20, C 04-20", ["A"]),
        ("A 01-20, B 02-20, A 03-20, B 04-20, A 05-20", ["A", "B", "A"]),
        ("A 01-20, B 02-20, C 03-20, A 04-20, A 05-20", ["A"]),
        # The order in which they are told does not matter.
        ("A 03-20, C 04-20, B 02-20, A 01-20", ["A"]),
        # A turn before the rota began belongs to no round.
        ("A 2025-12-20, A 01-20, B 02-20, C 03-20", []),
    ],
)
def test_it_finds_turns_that_came_before_someone_elses_first(turns, expected):
    assert repeats(turns) == expected


def test_it_hides_later_turns():
    assert repeats("A 01-20, B 02-20, A 03-20", "2026-03-19") == []
    assert repeats("A 01-20, B 02-20, A 03-20", "2026-03-20") == ["A"]


def test_it_lets_one_who_joined_during_the_round_wait_for_the_next():
    two_and_one = [*SITES[:2], LATER]
    assert repeats("A 01-20, B 02-20, A 03-20, B 04-20, D 05-20", sites=two_and_one) == []
    assert repeats("A 01-20, B 02-20, A 03-20, B 04-20, A 05-20", sites=two_and_one) == ["A"]
    # Or have a turn at once.
    assert repeats("A 01-20, B 02-20, D 03-20, A 04-20, D 05-20, B 06-20", sites=two_and_one) == []


def test_it_waits_for_nobody_who_left():
    def gone(day: str) -> list[dict[str, str]]:
        return [*SITES[:2], {**SITES[2], "ended": day}]

    assert repeats("A 01-20, B 02-20, A 03-20", sites=gone("2026-03-01")) == []
    assert repeats("A 01-20, B 02-20, A 03-20", sites=gone("2026-03-20")) == []
    assert repeats("A 01-20, B 02-20, A 03-20", sites=gone("2026-03-21")) == ["A"]
    assert repeats("A 01-20, B 02-20, A 03-20", sites=gone("2019-03-21")) == []


def test_it_takes_turns_alone_when_there_is_only_one():
    assert repeats("A 01-20, A 02-20, A 03-20", sites=SITES[:1]) == []


def test_it_refuses_a_turn_of_somebody_unknown():
    with pytest.raises(Unreadable, match=r"facts: turns\[1\] went to “X”, which is not one of the subjects"):
        repeats("A 01-20, X 02-20")
