"""Letting a duty rest: for one record or all, with authority and reason, and taking it back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from holdfast.foundation.audit.models import Entry
from holdfast.foundation.organisation.models import PostHolding
from holdfast.kernel import clock
from holdfast.oversight.assurance.operations.clocks import waiting
from holdfast.oversight.assurance.operations.excusing import ExcuseRefused, excuse_duty, withdraw_excuse
from holdfast.oversight.assurance.tests.policy_cast import DAY, NOW, Trial, trial_of

EXAMINED = "secamb-3.2.4"
TODAY = date(2026, 3, 3)
LATER = NOW + 10 * DAY


@pytest.fixture
def trial(db: None) -> Iterator[Trial]:
    with trial_of("secamb") as trial:
        yield trial


def excuse(trial: Trial, **changes: Any):
    told = {"since": TODAY, "until": None, "authority": "Security Management Director", "reason": "Flood"}
    with clock.at(LATER):
        return excuse_duty(by=trial.actor(trial.director), duty=trial.duty(EXAMINED), **(told | changes))


def test_it_excuses_one_record(trial: Trial) -> None:
    one, other = trial.report(), trial.report()
    trial.tally(EXAMINED)
    excuse(trial, record=one.record)
    assert trial.verdicts(EXAMINED, LATER) == {
        f"{one.reference} hurt person 1": "excused",
        f"{other.reference} hurt person 1": "overdue",
    }
    row = trial.duty(EXAMINED).clocks.get(record=one.pk)
    assert (row.excused_by, row.excused_why) == ("Security Management Director", "Flood")


def test_it_excuses_the_whole_duty_and_what_comes_later(trial: Trial) -> None:
    one = trial.report()
    trial.tally(EXAMINED)
    excuse(trial)
    assert waiting() == 0, "few records are looked at again at once"
    other = trial.report()
    assert set(trial.verdicts(EXAMINED, LATER).values()) == {"excused"}
    assert len(trial.verdicts(EXAMINED, LATER)) == 2
    assert trial.tally(EXAMINED, LATER).state == "excused"
    assert trial.tally(EXAMINED, NOW - DAY).state != "excused", "it began later"
    assert one.pk != other.pk


def test_it_excuses_for_a_while(trial: Trial) -> None:
    trial.report()
    trial.tally(EXAMINED)
    excuse(trial, until=TODAY + timedelta(days=5))
    assert set(trial.verdicts(EXAMINED, NOW + 4 * DAY).values()) == {"excused"}
    assert set(trial.verdicts(EXAMINED, NOW + 6 * DAY).values()) == {"overdue"}


def test_it_leaves_what_was_kept_or_late_as_it_was(trial: Trial) -> None:
    kept = trial.report(shift_ends_at=NOW)
    late = trial.report(shift_ends_at=NOW - DAY / 48)
    key = "secamb-2.2.3.7-a"
    trial.tally(key)
    with clock.at(LATER):
        excuse_duty(
            by=trial.actor(trial.director), duty=trial.duty(key), since=TODAY, until=None, authority="A", reason="B"
        )
    assert trial.verdicts(key) == {kept.reference: "met", late.reference: "late"}


def test_it_takes_an_excuse_back(trial: Trial) -> None:
    incident = trial.report()
    trial.tally(EXAMINED)
    given = [excuse(trial), excuse(trial, record=incident.record)]
    for one in given:
        with clock.at(LATER):
            withdrawn = withdraw_excuse(by=trial.actor(trial.director), excuse=one, why="Given in error")
        assert (withdrawn.withdrawn_by, withdrawn.withdrawn_why) == ("Dana Director", "Given in error")
    assert set(trial.verdicts(EXAMINED, LATER).values()) == {"overdue"}
    with pytest.raises(ExcuseRefused, match="withdrawn already"):
        withdraw_excuse(by=trial.actor(trial.director), excuse=given[0], why="Again")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"authority": "  "}, "authority"),
        ({"reason": ""}, "reason"),
        ({"until": TODAY - timedelta(days=1)}, "until"),
    ],
)
def test_it_refuses_an_excuse_that_nobody_answers_for(trial: Trial, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(ExcuseRefused) as refusal:
        excuse(trial, **changes)
    assert refusal.value.field == field


def test_it_lets_nobody_excuse_their_own_duty_where_another_may(trial: Trial) -> None:
    duty = trial.duty(EXAMINED)
    told: dict[str, Any] = {"duty": duty, "since": TODAY, "until": None, "authority": "A", "reason": "B"}
    with pytest.raises(ExcuseRefused, match="You own this duty"):
        excuse_duty(by=trial.actor(trial.lead), **told)
    PostHolding.objects.filter(person=trial.director).delete()
    excuse_duty(by=trial.actor(trial.lead), **told)


def test_it_refuses_a_record_that_the_duty_is_not_about(trial: Trial) -> None:
    theft = trial.report(type="theft")
    trial.tally(EXAMINED)
    with pytest.raises(ExcuseRefused, match=f"{theft.reference} is not counted for this duty"):
        excuse(trial, record=theft.record)


def test_it_needs_a_reason_to_take_one_back(trial: Trial) -> None:
    given = excuse(trial)
    with pytest.raises(ExcuseRefused, match="why"):
        withdraw_excuse(by=trial.actor(trial.director), excuse=given, why=" ")


def test_it_leaves_entries_that_name_duty_authority_and_reason(trial: Trial) -> None:
    incident = trial.report()
    trial.tally(EXAMINED)
    excuse(trial, record=incident.record)
    entry = Entry.objects.filter(verb="assurance.excuse_duty").latest("pk")
    assert entry.subject_reference == incident.reference
    assert entry.details["duty"] == EXAMINED
    assert entry.details["authority"] == "Security Management Director"
