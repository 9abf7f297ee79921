from __future__ import annotations

import pytest

from holdfast.oversight.assurance.tests.judging import EXCUSE, clocks, instant, verdict


def interval(as_at: str, *done: str, numbers: dict[str, object] | None = None, **facts: object) -> object:
    return verdict(
        "interval", {"every": "P6M", **(numbers or {})}, {"since": "2025-01-01", "done": done, **facts}, as_at
    )


@pytest.mark.parametrize(
    ("as_at", "expected"),
    [
        ("2024-12-31", "not applicable"),
        ("2025-01-01T00:00+00:00", "pending"),
        ("2025-05-01", "pending"),
        ("2025-05-20", "due soon"),
        ("2025-07-01", "due soon"),
        ("2025-07-02T00:00+01:00", "overdue"),
    ],
)
def test_it_runs_from_pending_to_overdue_while_never_done(as_at, expected):
    assert interval(as_at) == expected


@pytest.mark.parametrize(
    ("as_at", "expected"),
    [
        ("2025-08-30", "overdue"),
        ("2025-08-31T00:00+01:00", "met"),
        ("2026-01-10", "met"),
        ("2026-01-20", "due soon"),
        ("2026-02-28T23:59:59.999+00:00", "due soon"),
        ("2026-03-01T00:00+00:00", "overdue"),
        ("2026-03-05", "met"),
        ("2026-09-05", "due soon"),
        ("2026-09-06T00:00+01:00", "overdue"),
    ],
)
def test_it_is_met_from_one_completion_until_the_next_one_comes_near(as_at, expected):
    assert interval(as_at, "2026-03-05", "2025-08-31") == expected


def test_it_gives_the_first_time_its_own_number():
    first = {"every": "P3Y", "first_within": "P3M"}
    assert interval("2025-04-02T00:00+01:00", numbers=first) == "overdue"
    assert interval("2025-04-02T00:00+01:00", "2025-03-31", numbers=first) == "met"
    assert interval("2028-03-31", "2025-03-31", numbers=first) == "due soon"


def test_it_counts_what_was_done_before_the_subject_came_into_scope():
    assert interval("2025-01-01", "2024-11-01") == "met"
    assert interval("2024-12-31", "2024-11-01") == "not applicable"
    assert interval("2025-05-02T00:00+01:00", "2024-10-01", "2024-11-01") == "overdue"
    assert interval("2025-01-01T00:00+00:00", "2020-11-01") == "overdue"
    assert interval("2025-01-01T00:00+00:00", "2025-01-01") == "met"


def test_it_ends_whatever_its_state():
    for done in ([], ["2025-04-01"], ["2025-04-01", "2025-06-01"]):
        assert interval("2025-05-01", *done, ended="2025-05-01") == "not applicable"
        assert interval("2030-05-01", *done, ended="2025-05-01") == "not applicable"
    assert interval("2025-04-30", "2025-04-01", ended="2025-05-01") == "met"
    assert interval("2030-05-01", ended="2025-05-01", excused={**EXCUSE, "from": "2025-01-01"}) == "not applicable"


def test_it_is_excused_unless_it_is_met():
    always = {**EXCUSE, "from": "2025-01-01"}
    assert interval("2025-02-01", excused=always) == "excused"
    assert interval("2026-02-01", excused=always) == "excused"
    assert interval("2025-02-01", "2025-01-15", excused=always) == "met"
    assert interval("2025-07-10", "2025-01-15", excused=always) == "excused"
    assert (
        interval("2025-12-01", "2025-01-15", excused={**EXCUSE, "from": "2025-09-01", "until": "2025-10-01"})
        == "overdue"
    )


def test_it_is_unset_only_where_the_number_is_needed():
    assert interval("2025-02-01", numbers={"every": None}) == "unset"
    assert interval("2025-02-01", "2025-01-20", numbers={"every": None}) == "unset"
    assert interval("2025-02-01", numbers={"every": None, "first_within": "P3M"}) == "pending"
    assert interval("2025-02-01", "2025-01-20", numbers={"every": None, "first_within": "P3M"}) == "unset"
    assert interval("2024-02-01", numbers={"every": None}) == "not applicable"


def test_it_has_not_begun_without_since():
    assert interval("2025-02-01", since=None) == "not applicable"


def test_it_keeps_each_completion_as_a_clock_of_its_own():
    rows = clocks(
        "interval",
        {"every": "P6M"},
        {"since": "2025-01-01", "done": ["2025-03-01", "2026-01-01"]},
        instant("2026-02-01"),
    )
    assert [(row.opens, row.superseded) for row in rows] == [
        (instant("2025-01-01T00:00Z"), instant("2025-03-01T00:00Z")),
        (instant("2025-03-01T00:00Z"), instant("2026-01-01T00:00Z")),
        (instant("2026-01-01T00:00Z"), None),
    ]
    assert [row.resting for row in rows] == [False, True, True]


def test_it_does_not_count_the_same_moment_twice():
    facts = {"since": "2025-01-01", "done": ["2025-03-01", "2025-03-01T00:00+00:00", "2025-03-01"]}
    rows = clocks("interval", {"every": "P6M"}, facts, instant("2026-02-01"))
    assert len(rows) == 2
    assert rows[-1].limit == instant("2025-09-01")


class TestAttestation:
    numbers = {"every": "P1Y", "evidence": True, "owners": ["lsms", "smd"]}

    def attested(self, as_at: str, *confirmations: dict[str, object], **numbers: object) -> object:
        facts = {"since": "2025-01-01", "confirmations": confirmations}
        return verdict("attestation", {**self.numbers, **numbers}, facts, as_at)

    def test_it_counts_a_confirmation_by_an_owner_with_evidence(self):
        given = {"by": "smd", "at": "2025-06-01", "evidence": True}
        assert self.attested("2025-12-01", given) == "met"
        assert self.attested("2025-05-31", given) == "pending"
        assert self.attested("2026-06-02T00:00+01:00", given) == "overdue"

    @pytest.mark.parametrize(
        "poor",
        [
            {"by": "smd", "at": "2025-06-01", "evidence": False},
            {"by": "smd", "at": "2025-06-01"},
            {"by": "smd", "at": "2025-06-01", "evidence": None},
            {"by": "smd", "at": "2025-06-01", "evidence": "  "},
            {"by": "smd", "at": "2025-06-01", "evidence": []},
            {"by": "porter", "at": "2025-06-01", "evidence": True},
            {"by": "", "at": "2025-06-01", "evidence": True},
        ],
    )
    def test_it_does_not_count_another(self, poor):
        assert self.attested("2026-02-01", poor) == "overdue"
        assert self.attested("2025-07-01", poor) == "pending"
        assert (
            self.attested("2026-02-01", poor, {"by": "lsms", "at": "2025-03-01", "evidence": "minutes"}) == "due soon"
        )

    def test_it_asks_for_evidence_and_owners_only_where_the_pack_does(self):
        bare = {"by": "porter", "at": "2025-06-01"}
        assert self.attested("2025-12-01", bare, evidence=None, owners=None) == "met"
        assert self.attested("2025-12-01", bare, evidence=False, owners=["porter"]) == "met"
        assert self.attested("2026-02-01", bare, evidence=False, owners=[]) == "overdue"

    def test_it_is_unset_without_its_interval(self):
        assert self.attested("2025-12-01", every=None) == "unset"
