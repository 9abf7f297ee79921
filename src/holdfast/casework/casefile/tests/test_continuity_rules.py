"""Who had an exhibit when: gaps show, whatever is written afterwards."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.casework.casefile.rules.continuity import Step, chain
from holdfast.casework.casefile.rules.exhibits import clock_in_words, initials_of, read_mark

START = datetime(2026, 3, 3, 12, tzinfo=UTC)


def step(number: int, giver: str, receiver: str, *, hours: float | None = None, **more: object) -> Step:
    at = START + timedelta(hours=number if hours is None else hours)
    told = {"entered_at": at, "seal_intact": True} | more
    return Step(number=number, at=at, giver=giver, receiver=receiver, **told)  # type: ignore[arg-type]


def test_it_is_whole_when_each_gives_what_they_received() -> None:
    found = chain(found_by="Ann", sealed=True, steps=[step(1, "Ann", "Bo"), step(2, "bo ", "Cy")])
    assert found.whole
    assert found.holder == "Cy"


def test_it_says_who_had_it_on_both_sides_of_a_gap() -> None:
    found = chain(found_by="Ann", sealed=False, steps=[step(1, "Ann", "Bo"), step(2, "Cy", "Di")])
    assert "Bo had it last" in found.faults[2][0]
    assert "Cy gave it on" in found.faults[2][0]


def test_it_sees_a_gap_between_the_finder_and_the_first_row() -> None:
    found = chain(found_by="Ann", sealed=False, steps=[step(1, "Bo", "Cy")])
    assert "Ann found it" in found.faults[1][0]


@pytest.mark.parametrize(("intact", "words"), [(False, "not whole"), (None, "Nobody said")])
def test_it_asks_after_the_seal(intact: bool | None, words: str) -> None:
    found = chain(found_by="Ann", sealed=True, steps=[step(1, "Ann", "Bo", seal_intact=intact)])
    assert words in found.faults[1][0]


def test_it_asks_after_a_seal_that_was_put_on_later() -> None:
    steps = [step(1, "Ann", "Bo", seal_intact=None, new_seal="A1"), step(2, "Bo", "Cy", seal_intact=None)]
    found = chain(found_by="Ann", sealed=False, steps=steps)
    assert not found.faults[1]
    assert found.faults[2]


def test_it_closes_a_gap_by_a_correction_and_still_shows_it() -> None:
    steps = [
        step(1, "Ann", "Bo"),
        step(2, "Cy", "Di"),
        step(3, "Bo", "Cy", hours=1.5, entered_at=START + timedelta(hours=9)),
    ]
    found = chain(found_by="Ann", sealed=False, steps=steps)
    assert found.whole
    assert found.afterwards == {3}


def test_it_keeps_what_was_put_right() -> None:
    steps = [step(1, "Ann", "Bo"), step(2, "Ann", "Bea", hours=1, corrects=1, entered_at=START + timedelta(hours=1))]
    found = chain(found_by="Ann", sealed=False, steps=steps)
    assert found.replaced == {1: 2}
    assert [one.number for one in found.standing] == [2]


def test_it_marks_a_row_that_was_written_down_a_day_later() -> None:
    found = chain(found_by="Ann", sealed=False, steps=[step(1, "Ann", "Bo", entered_at=START + timedelta(hours=26))])
    assert found.afterwards == {1}


@given(st.sets(st.integers(1, 8), min_size=1, max_size=7), st.integers(1, 8))
def test_it_misses_every_row_that_was_taken_out(taken: set[int], rows: int) -> None:
    steps = [step(n, f"P{n}", f"P{n + 1}") for n in range(1, rows + 1)]
    left = [one for one in steps if one.number not in taken]
    found = chain(found_by="P1", sealed=False, steps=left)
    gone = {one for one in taken if one <= rows}
    if left and gone:
        # Rows at the end leave no hole: the operation's entry in the audit trail tells of those.
        assert found.whole == (min(gone) > max(one.number for one in left))


@pytest.mark.parametrize(("words", "mark"), [("abc/1", ("ABC", 1)), (" JS / 012", ("JS", 12))])
def test_it_reads_a_reference(words: str, mark: tuple[str, int]) -> None:
    assert read_mark(words) == mark


@pytest.mark.parametrize("words", ["", "A/1", "ABCDE/1", "AB1", "AB/0", "AB/x"])
def test_it_refuses_what_is_no_reference(words: str) -> None:
    with pytest.raises(ValueError, match="not an exhibit reference"):
        read_mark(words)


@pytest.mark.parametrize(("name", "initials"), [("Pat Paramedic", "PP"), ("Ann", "AX"), ("", "XX"), ("Å Ø", "XX")])
def test_it_makes_initials_of_any_name(name: str, initials: str) -> None:
    assert initials_of(name) == initials


@given(st.integers(-10_000_000, 10_000_000))
def test_it_says_by_how_much_a_clock_was_off(ahead: int) -> None:
    words = clock_in_words(ahead)
    assert words.endswith("fast" if ahead > 0 else "slow" if ahead < 0 else "right time")
