"""Decisions that need no database."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.casework.sanctions.rules.money import (
    Sums,
    in_pounds,
    instalments,
    pence_of,
    pounds_of,
    receipt_fault,
    together,
)
from holdfast.casework.sanctions.rules.options import KINDS
from holdfast.casework.sanctions.rules.publicity import PublicityFacts, channel_fault, faults, names_in
from holdfast.casework.sanctions.rules.safeguards import (
    ExclusionFacts,
    Standing,
    age_of,
    missing_for_exclusion,
    refusal,
    unsettled,
    years_old,
)
from holdfast.casework.sanctions.rules.stages import CASE, LETTER
from holdfast.casework.sanctions.rules.wording import FIELDS, FIRST_WORDS, faults_in, filled, holes_in, passages
from holdfast.kernel.workflow import NotPossibleNow

PENCE = st.integers(min_value=0, max_value=10**10)


@given(PENCE)
def test_it_turns_pence_into_pounds_and_back(pence: int) -> None:
    assert pence_of(pounds_of(pence)) == pence
    assert in_pounds(pence).replace(",", "") == f"£{pence // 100}.{pence % 100:02d}"


def test_it_writes_money_as_people_do() -> None:
    assert in_pounds(123_456_705) == "£1,234,567.05"
    assert in_pounds(-5) == "-£0.05"
    assert pence_of(Decimal("0.005")) == 1


@given(st.lists(st.tuples(PENCE, PENCE, PENCE, PENCE), max_size=6))
def test_it_adds_up_to_the_penny(rows: list[tuple[int, int, int, int]]) -> None:
    sums = [Sums(*row) for row in rows]
    whole, outstanding = together(sums)
    assert (whole.claimed, whole.received) == (sum(row[0] for row in rows), sum(row[2] for row in rows))
    assert outstanding == sum(max((agreed or claimed) - got - off, 0) for claimed, agreed, got, off in rows)


@given(st.integers(1, 10**7), st.integers(1, 10**7), st.dates(date(2000, 1, 1), date(2090, 12, 31)))
def test_it_plans_instalments_that_pay_the_whole_and_no_more(pence: int, each: int, first: date) -> None:
    each = max(each, pence // 400 + 1)
    plan = instalments(pence, each, first)
    assert sum(paid for _, paid in plan) == pence
    assert all(paid == each for _, paid in plan[:-1])
    assert [day for day, _ in plan] == sorted({day for day, _ in plan})
    assert plan[0][0] == first


def test_it_takes_in_no_more_than_is_outstanding() -> None:
    assert receipt_fault(Sums(claimed=1000, agreed=800, received=300), 500) == ""
    assert "Only £5.00 is outstanding" in receipt_fault(Sums(claimed=1000, agreed=800, received=300), 501)
    assert receipt_fault(Sums(claimed=1000), 0) == "Enter an amount above £0."


@given(st.dates(date(1930, 1, 1), date(2026, 3, 3)))
def test_it_knows_a_child_to_the_day(born: date) -> None:
    today = date(2026, 3, 3)
    grown = born <= date(2008, 3, 3)
    assert (years_old(born, today) >= 18) == grown
    assert age_of(born, "unknown", today) == ("adult" if grown else "child")
    assert age_of(None, "", today) == "unknown"


@pytest.mark.parametrize("kind", KINDS)
def test_it_imposes_nothing_on_children_and_people_without_capacity(kind: str) -> None:
    adult = Standing(age="adult", capacity="has", colleague=kind == "disciplinary")
    assert refusal(kind, adult) == ""
    assert unsettled(kind, adult) == ""
    for standing in (Standing(age="child", capacity="has"), Standing(age="adult", capacity="lacks")):
        assert bool(refusal(kind, standing)) == (KINDS[kind].imposed or kind == "disciplinary")
    colleague = Standing(age="adult", capacity="has", colleague=True)
    assert bool(refusal(kind, colleague)) == (not KINDS[kind].of_colleague)
    assert bool(unsettled(kind, Standing(age="adult", medical=True))) == KINDS[kind].imposed


def test_it_wants_all_seven_safeguards_of_an_exclusion() -> None:
    assert len(missing_for_exclusion(ExclusionFacts())) == 7
    whole = ExclusionFacts(
        emergencies_open=True, alternative_care="x", lesser_steps="x", clinician="x",
        clinician_agreed_on=date(2026, 3, 3), services_told="x", equality_checked=True,
    )  # fmt: skip
    assert missing_for_exclusion(whole) == {}


@pytest.mark.parametrize("kind", FIRST_WORDS)
def test_it_begins_with_words_that_hold(kind: str) -> None:
    assert faults_in(kind, FIRST_WORDS[kind]) == []


def test_it_wants_a_letter_of_exclusion_to_keep_emergency_care_open() -> None:
    text = FIRST_WORDS["exclusion"].replace("Emergency care", "Care").replace("emergency", "")
    assert any("never withheld" in fault for fault in faults_in("exclusion", text))


@given(st.dictionaries(st.sampled_from(sorted(FIELDS)), st.text(max_size=30)))
def test_it_fills_each_field_once_and_shows_the_holes(values: dict[str, str]) -> None:
    text = filled("{name}|{behaviour}", values)
    if "{" not in "".join(values.values()):
        assert "{" not in text
    empty = [name for name in ("name", "behaviour") if not values.get(name)]
    if "[" not in "".join(values.values()):
        assert holes_in(text) == empty
    assert filled("{name}", {"name": "{behaviour}", "behaviour": "x"}) == "{behaviour}"


def test_it_parts_a_letter_into_headings_points_and_words() -> None:
    parts = passages("Dear A\n\n# What\nSaid:\n- one\n- two\n\nEnd\nhere")
    assert [(part.kind, part.lines) for part in parts] == [
        ("words", ("Dear A",)),
        ("heading", ("What",)),
        ("words", ("Said:",)),
        ("points", ("one", "two")),
        ("words", ("End", "here")),
    ]


def test_it_says_what_to_do_where_a_step_is_not_possible() -> None:
    for workflow in (CASE, LETTER):
        assert workflow.advice.keys() == workflow.states.keys()
    with pytest.raises(NotPossibleNow, match=r"“Approve” is not possible while this is draft. Send it for approval"):
        LETTER.move("approve", "draft")


OUTSIDE = PublicityFacts(
    choice="outside", permission="given", permission_proved=True, restrictions_checked=True,
    data_protection_checked=True, specialist_consulted=True, words="A man was sentenced.",
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"permission": "not-asked"}, "permission"),
        ({"permission": "refused"}, "permission"),
        ({"permission_proved": False}, "permission_words"),
        ({"restrictions_checked": False}, "restrictions_checked"),
        ({"restricted": True}, "restricted"),
        ({"data_protection_checked": False}, "data_protection_checked"),
        ({"specialist_consulted": False}, "specialist_consulted"),
        ({"words": ""}, "words"),
        ({"words": "He hit Pat Paramedic."}, "words"),
        ({"choice": "none"}, "reason"),
    ],
)
def test_it_makes_nothing_known_that_must_not_be(changes: dict[str, object], field: str) -> None:
    facts = PublicityFacts(**{**vars(OUTSIDE), **changes})
    assert list(faults(facts, ["Pat Paramedic"], ["outside"])) == [field]
    assert faults(OUTSIDE, ["Pat Paramedic"], ["outside"]) == {}


def test_it_finds_a_name_however_it_is_written() -> None:
    assert names_in("Paramedic’s face", ["Pat Paramedic"]) == ["Pat Paramedic"]
    assert names_in("a paramedical crew, a paramedic", ["Pat Paramedic"]) == []
    assert names_in("he hit pat paramedic.", ["Pat Paramedic"]) == ["Pat Paramedic"]
    assert channel_fault("inside", "press").startswith("It was decided to make this known inside")
    assert channel_fault("inside", "bulletin") == ""
