from __future__ import annotations

import pytest

from holdfast.oversight.assurance.engine.reading import Unreadable
from holdfast.oversight.assurance.tests.judging import EXCUSE, clocks, instant, verdict


def coverage(as_at: str, *items: str, numbers: dict[str, object] | None = None, **facts: object) -> object:
    """Items such as "2025-01-01/2026-01-01", or "2025-01-01" without an end."""
    told = [dict(zip(("from", "until"), item.split("/"), strict=False)) for item in items]
    return verdict(
        "coverage", {"warn": "P30D", **(numbers or {})}, {"since": "2024-01-01", "items": told, **facts}, as_at
    )


@pytest.mark.parametrize(
    ("as_at", "expected"),
    [
        ("2023-12-31", "not applicable"),
        ("2024-01-02T00:00+00:00", "overdue"),
        ("2024-12-31", "overdue"),
        ("2025-01-01T00:00+00:00", "met"),
        ("2025-12-01", "met"),
        ("2025-12-03T00:00+00:00", "due soon"),
        ("2026-01-01T23:59:59.999+00:00", "due soon"),
        ("2026-01-02T00:00+00:00", "overdue"),
    ],
)
def test_it_is_met_while_an_item_is_in_date(as_at, expected):
    assert coverage(as_at, "2025-01-01/2026-01-01") == expected


def test_it_reads_until_as_an_instant_where_it_is_one():
    item = "2025-01-01T00:00+00:00/2026-01-01T12:00+00:00"
    assert coverage("2026-01-01T12:00+00:00", item) == "due soon"
    assert coverage("2026-01-01T12:00:00.000001+00:00", item) == "overdue"


def test_it_is_met_without_end_by_an_item_without_end():
    assert coverage("2125-01-01", "2025-01-01") == "met"
    assert coverage("2125-01-01", "2025-01-01", "2025-06-01/2125-01-01", "2024-06-01/2125-01-01") == "met"


def test_it_is_due_soon_only_when_nothing_in_date_reaches_further():
    long, short = "2025-01-01/2027-01-01", "2025-06-01/2025-12-31"
    assert coverage("2025-12-20", short) == "due soon"
    assert coverage("2025-12-20", long, short) == "met"
    assert coverage("2025-12-20", short, "2025-12-10/2026-12-31") == "met"
    assert coverage("2025-12-20", short, "2026-01-01/2026-12-31") == "due soon"
    assert coverage("2026-01-01T00:00+00:00", short, "2026-01-01/2026-12-31") == "met"


def test_it_is_overdue_in_a_gap_and_met_again_after_it():
    items = "2024-01-01/2024-06-30", "2024-09-01/2025-06-30"
    assert coverage("2024-05-01", *items) == "met"
    assert coverage("2024-07-01", *items) == "overdue"
    assert coverage("2024-08-31", *items) == "overdue"
    assert coverage("2024-09-01", *items) == "met"


def test_it_counts_items_from_before_the_thing_came_into_scope():
    assert coverage("2024-01-01", "2020-01-01/2024-12-31") == "met"
    assert coverage("2023-12-31", "2020-01-01/2024-12-31") == "not applicable"
    assert coverage("2024-01-02", "2020-01-01/2023-12-31") == "overdue"


@pytest.mark.parametrize(
    ("as_at", "items", "expected"),
    [
        ("2024-01-01", [], "pending"),
        ("2024-01-28", [], "pending"),  # never due soon: only the end of cover is warned of
        ("2024-01-29T23:59+00:00", [], "pending"),
        ("2024-01-30T00:00+00:00", [], "overdue"),
        # Cover that ends within the first days leaves the thing pending again.
        ("2024-01-09", ["2024-01-01/2024-01-10"], "due soon"),
        ("2024-01-11", ["2024-01-01/2024-01-10"], "pending"),
        ("2024-01-30", ["2024-01-01/2024-01-10"], "overdue"),
        ("2024-01-15", ["2024-01-01/2024-01-10", "2024-01-20/2024-12-31"], "pending"),
        ("2024-01-21", ["2024-01-01/2024-01-10", "2024-01-20/2024-12-31"], "met"),
        ("2024-01-15", ["2023-01-01/2024-01-10", "2024-02-20/2024-12-31"], "pending"),
        ("2024-02-15", ["2023-01-01/2024-01-10", "2024-02-20/2024-12-31"], "overdue"),
    ],
)
def test_it_lets_a_new_thing_go_without_for_as_long_as_the_pack_says(as_at, items, expected):
    assert coverage(as_at, *items, numbers={"within": "P28D"}) == expected


def test_it_lets_it_go_without_not_at_all_where_the_pack_says_nothing():
    assert coverage("2024-06-01T10:00:00.000001+01:00", since="2024-06-01T10:00+01:00") == "overdue"
    assert coverage("2024-06-01T12:00+01:00", since="2024-06-01") == "pending"
    assert coverage("2024-06-02T00:00+01:00", since="2024-06-01") == "overdue"


def test_it_warns_in_the_last_quarter_of_the_item_where_the_pack_says_nothing():
    item = "2025-01-01T00:00+00:00/2025-04-11T00:00+00:00"  # 100 days
    assert coverage("2025-03-16T23:59+00:00", item, numbers={"warn": None}) == "met"
    assert coverage("2025-03-17T00:00+00:00", item, numbers={"warn": None}) == "due soon"


@pytest.mark.parametrize("items", [[], ["2024-01-01/2024-03-01"], ["2024-01-01/2025-01-01"], ["2024-01-01"]])
def test_it_ends_whatever_its_state(items):
    for as_at in ("2024-06-01", "2024-12-01", "2025-12-01"):
        assert coverage(as_at, *items, "2024-07-01/2030-01-01", ended="2024-06-01") == "not applicable"


def test_it_ends_within_its_first_days():
    item, within = "2024-01-01/2024-01-10", {"within": "P28D"}
    assert coverage("2024-01-06", item, numbers=within, ended="2024-01-05") == "not applicable"
    assert coverage("2024-01-14", item, numbers=within, ended="2024-01-15") == "pending"
    assert coverage("2024-01-16", item, numbers=within, ended="2024-01-15") == "not applicable"


def test_it_is_excused_unless_it_is_met():
    excused = {"excused": {**EXCUSE, "from": "2024-01-01"}}
    assert coverage("2024-06-01", **excused) == "excused"
    assert coverage("2024-01-01", numbers={"within": "P28D"}, **excused) == "excused"
    assert coverage("2025-06-01", "2025-01-01/2026-01-01", **excused) == "met"
    assert coverage("2025-12-20", "2025-01-01/2026-01-01", **excused) == "excused"
    assert coverage("2026-02-01", "2025-01-01/2026-01-01", **excused) == "excused"


def test_it_has_not_begun_without_since():
    assert coverage("2025-01-01", "2025-01-01", since=None) == "not applicable"


def test_it_refuses_an_item_that_ends_before_it_begins():
    with pytest.raises(Unreadable, match=r"facts\.items\[0\]: until lies before from"):
        coverage("2025-01-01", "2025-02-01/2025-01-01")


def test_it_says_late_of_cover_that_was_renewed_too_late():
    items = [{"from": "2024-01-01", "until": "2024-06-30"}, {"from": "2024-09-01"}]
    ran_out, runs = clocks("coverage", {}, {"since": "2024-01-01", "items": items}, instant("2025-01-01"))
    assert ran_out.limit is not None
    assert ran_out.done is not None
    assert ran_out.limit < ran_out.done == ran_out.superseded == runs.opens
