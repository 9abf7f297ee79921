"""The rules of actions: what one must say, who verifies, when one is reminded."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.kernel.durations import Duration
from holdfast.tools.actions.rules.checking import (
    VerificationLine,
    Wanted,
    fault_of_completion,
    fault_of_verifier,
    wanted_for,
)
from holdfast.tools.actions.rules.raising import Told, fault_of_date, fault_of_move, faults_of
from holdfast.tools.actions.rules.reminding import Step, Ways, reminder_for, steps_reached
from holdfast.tools.actions.rules.stages import ACTION

TODAY = date(2026, 3, 3)
DAYS = st.integers(-400, 400).map(lambda number: TODAY + timedelta(days=number))


def told(**changes: object) -> Told:
    return Told(**({"title": "Mend it", "due": TODAY, "priority": "high", "source": "audit"} | changes))


def test_it_takes_an_action_that_says_what_who_and_when() -> None:
    assert faults_of(told(), needs=(), today=TODAY) == {}


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"title": " "}, "title"),
        ({"priority": "sometime"}, "priority"),
        ({"source": "hearsay"}, "source"),
        ({"due": TODAY - timedelta(days=1)}, "due"),
        ({"due": TODAY + timedelta(days=4000)}, "due"),
    ],
)
def test_it_refuses_an_action_with_a_reason(changes: dict, fault: str) -> None:
    assert list(faults_of(told(**changes), needs=(), today=TODAY)) == [fault]


def test_it_asks_for_what_the_trust_needs() -> None:
    missing = faults_of(told(success=" "), needs=("success", "cost", "place", "purpose"), today=TODAY)
    assert set(missing) == {"success", "cost", "place", "purpose"}
    whole = told(success="The door stays shut", cost=True, place=True, purpose="Nobody walks in")
    assert faults_of(whole, needs=("success", "cost", "place", "purpose"), today=TODAY) == {}


@given(due=DAYS)
def test_it_takes_today_and_refuses_every_day_before(due: date) -> None:
    assert bool(fault_of_date(due, today=TODAY)) is (due < TODAY)


def test_it_moves_a_date_only_with_a_reason_and_to_another_day() -> None:
    later = TODAY + timedelta(days=5)
    assert "why" in fault_of_move(TODAY, later, "  ", today=TODAY)
    assert "already" in fault_of_move(later, later, "Late", today=TODAY)
    assert "over" in fault_of_move(later, TODAY - timedelta(days=1), "Early", today=TODAY)
    assert fault_of_move(later, TODAY, "Earlier after all", today=TODAY) == ""


def test_it_wants_what_any_line_wants_and_the_first_post_that_is_named() -> None:
    lines = [
        VerificationLine(sources=("audit",), evidence=True, verified=False),
        VerificationLine(priorities=("urgent", "high")),
        VerificationLine(priorities=("high",), by="lsms"),
        VerificationLine(by="smd"),
    ]
    assert wanted_for("audit", "high", lines) == Wanted(verified=True, by="lsms", evidence=True)
    assert wanted_for("lesson", "low", lines[:3]) == Wanted()
    assert wanted_for("audit", "low", lines[:3]) == Wanted(evidence=True)
    assert wanted_for("audit", "low", []) == Wanted()


def test_it_says_why_a_completion_is_not_enough() -> None:
    assert fault_of_completion("Done", evidence_needed=False, files=0) == ""
    assert "Say what" in fault_of_completion(" ", evidence_needed=False, files=3)
    assert "photo" in fault_of_completion("Done", evidence_needed=True, files=0)
    assert fault_of_completion("Done", evidence_needed=True, files=1) == ""


def test_it_lets_nobody_verify_their_own_work() -> None:
    assert fault_of_verifier(2, frozenset({1})) == ""
    assert "own work" in fault_of_verifier(1, frozenset({1, 2}))
    assert fault_of_verifier(None, frozenset())


@given(due=DAYS, before=st.integers(0, 60), every=st.integers(1, 60))
def test_it_reminds_once_in_each_stretch(due: date, before: int, every: int) -> None:
    ways = Ways(before=Duration(days=before), every=Duration(days=every))
    word = reminder_for(due, TODAY, ways)
    away = (due - TODAY).days
    if away >= 0:
        assert word == ("before" if away <= before else "")
    else:
        assert word == f"overdue-{(-away - 1) // every}"


@given(due=DAYS, after=st.integers(0, 60))
def test_it_goes_up_when_its_time_has_come_and_never_on_its_day(due: date, after: int) -> None:
    late = (TODAY - due).days
    reached = steps_reached(due, TODAY, Ways(steps=[Step(Duration(days=after)), Step(Duration(days=after + 10))]))
    assert (0 in reached) is (late > 0 and late >= after)
    assert (1 in reached) is (late >= after + 10)


def test_it_leads_every_state_somewhere() -> None:
    assert {state for state in ACTION.states if ACTION.moves_from(state)} == set(ACTION.states)
