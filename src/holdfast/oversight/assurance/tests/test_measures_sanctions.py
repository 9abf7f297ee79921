"""What sanctions tell the engine, from the opening of a case to the review of its letter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from holdfast.casework.incidents.operations.report_answers import SubjectFacts
from holdfast.casework.sanctions.models import Case
from holdfast.casework.sanctions.operations.cases import open_case
from holdfast.casework.sanctions.operations.letters import approve_letter, submit_letter
from holdfast.casework.sanctions.operations.serving import review_letter, serve_letter
from holdfast.casework.sanctions.queries.policy import Agreeing
from holdfast.casework.sanctions.tests.sanction_cast import NOW, TODAY, Bench, make_bench
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock
from holdfast.oversight.assurance.measures.sanctions import agreed, decided, publicity_decided, reviewed
from holdfast.oversight.assurance.measures.sources import SOURCES
from holdfast.oversight.assurance.tests.policy_cast import assault, trial_of

DAY = timedelta(days=1)


@pytest.fixture
def bench(db: None) -> Iterator[Bench]:
    bench = make_bench()
    with scope(bench.trust), clock.at(NOW):
        yield bench


def loaded(case: Case) -> Case:
    return SOURCES["sanction"].fetch([case.pk]).get()


def test_it_measures_the_decision_and_each_answer_of_the_newest_proposal(bench: Bench) -> None:
    bench.policy(Agreeing("smd"), Agreeing("lsms"))
    case = bench.proposed("warning")
    told = agreed(loaded(case), {})
    assert [(facts["subject"], facts["start"], facts["done"]) for facts in told] == [
        ("Security Management Director", NOW, None),
        ("Local Security Management Specialist", NOW, NOW),
    ]
    assert decided(loaded(case), {}) == {"start": NOW, "done": None, "ended": None}


def test_it_measures_publicity_and_each_review_of_a_letter(bench: Bench) -> None:
    letter = bench.drafted()
    submit_letter(by=bench.acting(bench.lsms), letter=letter)
    approve_letter(by=bench.acting(bench.director), letter=letter)
    assert reviewed(loaded(letter.case), {}) == []
    serve_letter(by=bench.acting(bench.lsms), letter=letter, how="handed", on=TODAY, proof="Lee and Morgan")
    assert [facts["done"] for facts in publicity_decided(loaded(letter.case), {})] == [None]
    with clock.at(NOW + 200 * DAY):
        review_letter(by=bench.acting(bench.lsms), letter=letter, stays=True, words="Quiet")
    first, second = reviewed(loaded(letter.case), {})
    assert first["done"] == NOW + 200 * DAY
    assert clock.local_day(first["limit"]) == TODAY + 180 * DAY
    assert second["done"] is None
    assert clock.local_day(second["limit"]) == letter.valid_until


def test_it_keeps_the_duty_of_worcestershire_to_decide_on_clocks(db: None) -> None:
    with trial_of("waht") as trial:
        man = SubjectFacts(standing="patient", name="Vic Sterne", born=date(1980, 1, 1))
        incident = trial.triage(trial.report(replace(assault(), subjects=(man,))), at=NOW)
        case = open_case(by=trial.actor(trial.lsms), incident=incident, subject=incident.subjects.get())
        assert trial.verdicts("waht-4.4-j") == {case.reference: "unset"}
