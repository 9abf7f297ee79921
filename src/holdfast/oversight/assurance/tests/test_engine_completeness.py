from __future__ import annotations

import pytest

from holdfast.oversight.assurance.engine import completeness
from holdfast.oversight.assurance.engine.reading import Unreadable, read
from holdfast.oversight.assurance.tests.judging import EXCUSE, instant, verdict

NUMBERS = {"within": "P3D", "required": ["officer", "crime_number"]}
CREATED = "2026-05-01T09:00+01:00"


def told(held: object = (), reasons: object = None, **facts: object) -> dict[str, object]:
    return {"created": CREATED, "held": held, "reasons": reasons, **facts}


def judged(as_at: str, held: object = (), reasons: object = None, numbers: object = None, **facts: object) -> object:
    return verdict("completeness", {**NUMBERS, **(numbers or {})}, told(held, reasons, **facts), as_at)


@pytest.mark.parametrize(
    ("as_at", "expected"),
    [
        ("2026-05-01T08:59+01:00", "not applicable"),
        ("2026-05-01T09:00+01:00", "pending"),
        ("2026-05-03T14:59+01:00", "pending"),
        ("2026-05-03T15:00+01:00", "due soon"),
        ("2026-05-04T09:00+01:00", "due soon"),
        ("2026-05-04T09:00:01+01:00", "overdue"),
    ],
)
def test_it_runs_to_overdue_while_something_is_missing(as_at, expected):
    assert judged(as_at, ["officer"]) == expected


def test_it_is_met_when_each_fact_is_held_or_its_absence_explained():
    assert judged("2026-06-01", ["officer", "crime_number", "more"]) == "met"
    assert judged("2026-05-01T09:00+01:00", ["officer"], {"crime_number": "none yet"}) == "met"
    assert judged("2026-06-01", ["officer"], {"crime_number": {"reason": "none yet"}}) == "met"
    assert judged("2026-06-01", [], {"crime_number": "none yet", "officer": "not named"}) == "met"
    assert judged("2026-06-01", [], numbers={"required": []}) == "met"
    assert judged("2026-04-01", ["officer", "crime_number"]) == "not applicable"


@pytest.mark.parametrize("blank", ["", "  \t", None, {"reason": " "}, {"reason": None}, {}])
def test_it_takes_a_blank_for_no_reason(blank):
    assert judged("2026-06-01", ["officer"], {"crime_number": blank}) == "overdue"


@pytest.mark.parametrize(
    ("as_at", "expected"),
    [
        ("2026-05-01T12:00+01:00", "pending"),
        ("2026-05-01T12:00:01+01:00", "pending"),
        ("2026-05-02T12:00+01:00", "met"),
        ("2026-06-01", "met"),
    ],
)
def test_it_knows_from_when_a_fact_was_held_or_explained(as_at, expected):
    held = {"officer": "2026-05-02T12:00+01:00"}
    assert judged(as_at, held, {"crime_number": {"reason": "none", "at": "2026-05-01T12:00:01+01:00"}}) == expected


@pytest.mark.parametrize(
    ("as_at", "expected"),
    [("2026-05-02", "pending"), ("2026-05-04", "overdue"), ("2026-05-19", "overdue"), ("2026-05-20", "met")],
)
def test_it_is_met_from_the_moment_of_completion_however_late(as_at, expected):
    assert judged(as_at, {"officer": "2026-04-01", "crime_number": "2026-05-20"}) == expected


def test_it_is_excused_ended_or_unset():
    excused = {"excused": {**EXCUSE, "from": "2026-05-02"}}
    assert judged("2026-05-01", **excused) == "pending"
    assert judged("2026-05-02", **excused) == "excused"
    assert judged("2026-06-02", **excused) == "excused"
    assert judged("2026-06-02", ["officer", "crime_number"], **excused) == "met"
    assert judged("2026-06-02", {"officer": "2026-05-01", "crime_number": "2026-06-01"}, **excused) == "met"
    assert judged("2026-06-02", ended="2026-05-02") == "not applicable"
    assert judged("2026-05-01", ended="2026-05-02") == "pending"
    assert judged("2026-06-02", created=None) == "not applicable"
    assert judged("2026-06-02", numbers={"within": None}) == "unset"
    assert judged("2026-06-02", numbers={"required": None}) == "unset"
    # A complete record needs no number.
    assert judged("2026-06-02", ["officer", "crime_number"], numbers={"within": None}) == "met"
    late = {"officer": "2026-05-01", "crime_number": "2026-06-01"}
    assert judged("2026-05-20", late, numbers={"within": None}) == "unset"
    assert judged("2026-06-02", late, numbers={"within": None}) == "met"


def test_it_names_what_is_missing_in_the_order_of_the_requirement():
    numbers = read(completeness.Numbers, {"required": ["c", "b", "a", "d"]}, "numbers")
    facts = read(completeness.Facts, told({"b": "2026-05-02"}, {"a": " ", "d": "not asked"}), "facts")
    assert completeness.missing(numbers, facts, instant("2026-05-01")) == ["c", "b", "a"]
    assert completeness.missing(numbers, facts, instant("2026-05-02")) == ["c", "a"]
    assert completeness.missing(numbers, facts, instant("2026-04-02")) == []


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"held": "officer"}, r"facts\.held: “officer” is not a list"),
        ({"held": [1]}, r"facts\.held\[0\]: “1” is not a text"),
        ({"held": {"officer": "soon"}}, r"facts\.held\.officer: “soon” is neither a date"),
        ({"reasons": ["officer"]}, r"facts\.reasons: each missing fact is needed by its name"),
        ({"reasons": {"officer": 7}}, r"facts\.reasons\.officer: “7” is not a text"),
        ({"reasons": {"officer": {"reason": "x", "at": "soon"}}}, r"facts\.reasons\.officer\.at: “soon”"),
        ({"held": None}, r"facts\.held: is missing"),
    ],
)
def test_it_says_which_fact_cannot_be_read(facts, message):
    with pytest.raises(Unreadable, match=message):
        judged("2026-06-01", **facts)
