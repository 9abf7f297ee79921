"""A number that the trust sets holds from a day: before it nothing is due by it, and what was judged stays judged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from holdfast.foundation.organisation.operations.refusal import Refused
from holdfast.kernel import clock
from holdfast.oversight.assurance.engine.interval import Facts
from holdfast.oversight.assurance.engine.kinds import KINDS
from holdfast.oversight.assurance.engine.reading import read
from holdfast.oversight.assurance.models import NumberDecision, Obligation
from holdfast.oversight.assurance.operations.confirming import confirm
from holdfast.oversight.assurance.operations.numbers import NumberRefused, set_policy_number, take_number_back
from holdfast.oversight.assurance.operations.previewing import preview
from holdfast.oversight.assurance.presenters.own_numbers import own_in_words
from holdfast.oversight.assurance.queries.known import Known
from holdfast.oversight.assurance.queries.tallies import tallies
from holdfast.oversight.assurance.rules.decided import ALWAYS
from holdfast.oversight.assurance.rules.holding import Stretch, clocks_over
from holdfast.oversight.assurance.tests.policy_cast import DAY, INSTALLER, NOW, Trial, trial_of
from holdfast.oversight.assurance.tests.reading_pages import get

EXAMINED, CHECKED = "secamb-3.2.4", "secamb-7.5.3"
"""Printed: within 48 hours; not printed at all."""

LOOSE, OPEN = f"{EXAMINED}.within", "incidents.check-within"
LONG_BEFORE = date(2025, 1, 1)


@pytest.fixture
def trial(db: None) -> Iterator[Trial]:
    with trial_of("secamb") as trial:
        yield trial


def put(trial: Trial, key: str, value: str, at: datetime, since: date | None = None) -> None:
    with clock.at(at):
        set_policy_number(
            by=trial.actor(trial.lead), trust=trial.trust, key=key, value=value, why="The board", since=since
        )


def test_it_leaves_what_happened_before_as_it_was(trial: Trial) -> None:
    old = trial.report()
    put(trial, LOOSE, "P99Y", NOW + 10 * DAY)
    new = trial.report(at=NOW + 11 * DAY)
    assert trial.verdicts(EXAMINED, NOW + 20 * DAY) == {
        f"{old.reference} hurt person 1": "overdue",
        f"{new.reference} hurt person 1": "pending",
    }
    assert trial.duty(EXAMINED).numbers_on(NOW.date())["within"] == "PT48H"
    assert trial.duty(EXAMINED).numbers["within"] == "P99Y"


def test_it_judges_what_came_since_an_earlier_day_anew_where_that_is_meant(trial: Trial) -> None:
    one = trial.report()
    put(trial, OPEN, "PT24H", NOW + 10 * DAY)
    assert trial.verdicts(CHECKED) == {one.reference: "unset"}
    assert trial.tally(CHECKED).state == "nothing to judge", "the number is set, what is on record came before it"
    put(trial, OPEN, "PT24H", NOW + 10 * DAY, NOW.date())
    assert trial.verdicts(CHECKED) == {one.reference: "overdue"}


def test_it_takes_a_number_back_from_a_day_on(trial: Trial) -> None:
    put(trial, LOOSE, "P99Y", NOW - 5 * DAY)
    one = trial.report()
    with clock.at(NOW + 10 * DAY):
        take_number_back(by=INSTALLER, trust=trial.trust, key=LOOSE)
    other = trial.report(at=NOW + 10 * DAY)
    assert trial.verdicts(EXAMINED, NOW + 20 * DAY) == {
        f"{one.reference} hurt person 1": "pending",
        f"{other.reference} hurt person 1": "overdue",
    }
    with clock.at(NOW + 10 * DAY), pytest.raises(Refused, match="has not set"):
        take_number_back(by=INSTALLER, trust=trial.trust, key=LOOSE)


def test_it_refuses_a_day_to_come_and_what_holds_already(trial: Trial) -> None:
    with pytest.raises(NumberRefused, match="not come yet"):
        put(trial, OPEN, "PT24H", NOW, NOW.date() + timedelta(days=1))
    put(trial, OPEN, "PT24H", NOW)
    with pytest.raises(Refused, match="already"):
        put(trial, OPEN, "PT24H", NOW + DAY)
    assert NumberDecision.objects.count() == 1


def statement(trial: Trial) -> Obligation:
    found = Obligation.objects.filter(kind="attestation", owner="trust-lead-security").order_by("pk").first()
    assert found is not None
    return trial.duty(found.key)


def test_it_lets_a_statement_be_due_one_interval_after_its_number_began_to_hold(trial: Trial) -> None:
    duty = statement(trial)
    put(trial, "attestation", "P1Y", NOW)
    assert trial.tally(duty.key, NOW).counts == {"pending": 1}, "in force for 400 days, and not overdue"
    assert trial.tally(duty.key, NOW - DAY).counts == {"unset": 1}, "nothing was due by it the day before"
    assert trial.tally(duty.key, NOW + 366 * DAY).state == "overdue"


def test_it_does_not_call_late_what_was_confirmed_before_there_was_a_limit(trial: Trial) -> None:
    duty = statement(trial)
    with clock.at(NOW - timedelta(minutes=5)):
        confirm(by=trial.actor(trial.lead), duty=duty, post=duty.owner)
    put(trial, "attestation", "P1Y", NOW)
    tally = trial.tally(duty.key, NOW + DAY)
    assert (tally.judged.get("late", 0), tally.met, tally.counts) == (0, 2, {})


def test_it_does_not_excuse_what_is_overdue_by_giving_it_another_number(trial: Trial) -> None:
    duty = statement(trial)
    put(trial, "attestation", "P6M", NOW, LONG_BEFORE)
    assert trial.tally(duty.key, NOW).state == "overdue"
    put(trial, "attestation", "P99Y", NOW + DAY)
    assert trial.tally(duty.key, NOW + 2 * DAY).state == "overdue"


moments = st.lists(st.integers(0, 900), max_size=6, unique=True).map(sorted)


@given(moments, st.integers(1, 900), st.none() | st.integers(1, 1000))
def test_it_makes_the_engines_own_chain_where_no_number_changed(done: list[int], turn: int, ended: int | None) -> None:
    kind, day = KINDS["interval"], date(2024, 1, 1)
    numbers = read(kind.numbers, {"every": "P6M", "first_within": "P1M"}, "numbers")
    facts = Facts(
        since=day,
        done=tuple(day + timedelta(days=one - 100) for one in done),
        ended=None if ended is None else day + timedelta(days=ended),
    )
    stretches = [Stretch(ALWAYS, numbers), Stretch(day + timedelta(days=turn), numbers)]
    assert clocks_over(kind, stretches, facts, day, horizon=NOW) == kind.clocks(numbers, facts, horizon=NOW)


def test_it_shows_what_a_number_would_change_and_changes_nothing(trial: Trial) -> None:
    trial.report()
    trial.tally(CHECKED)
    with clock.at(NOW + 5 * DAY):
        found = preview(trial.trust, OPEN, "PT24H", NOW.date(), Known.to(None))
        [(before, then)] = found.duties
        assert (before.state, then.state, then.counts) == ("unset", "overdue", {"overdue": 1})
        assert not NumberDecision.objects.exists()
        set_policy_number(by=INSTALLER, trust=trial.trust, key=OPEN, value="PT24H", why="The board", since=NOW.date())
        tally = tallies([trial.duty(CHECKED)], clock.now())[CHECKED]
    told = ("counts", "judged", "oldest_failure", "oldest_overdue", "explained", "older", "state")
    assert [getattr(tally, name) for name in told] == [getattr(then, name) for name in told]


def test_it_previews_statements_too(trial: Trial) -> None:
    with clock.at(NOW):
        found = preview(trial.trust, "attestation", "P6M", LONG_BEFORE, Known.to(None))
    assert {(before.state, then.state) for before, then in found.duties} == {("unset", "overdue")}


def test_it_says_wherever_a_duty_is_judged_that_the_policy_prints_another_number(client: Client, trial: Trial) -> None:
    trial.report()
    put(trial, LOOSE, "P99Y", NOW + DAY)
    said = (
        "The policy prints: 48 hours. The trust set 99 years on 4 March 2026, entered by Logan Lead, on the authority "
        "of: The board. It holds for what happens from 4 March 2026 on; what was before is judged by 48 hours."
    )
    for url in (
        *(f"/assurance/duties/{EXAMINED}/", f"/assurance/duties/{EXAMINED}/?as=print", "/assurance/"),
        *("/assurance/?as=print", "/assurance/?state=overdue"),
    ):
        assert said in get(client, trial, trial.board, url), url
    with clock.at(NOW + 5 * DAY):
        assert said in client.get("/assurance/?as=csv").content.decode()
        assert said in client.get(f"/assurance/duties/{EXAMINED}/?as=csv").content.decode()
    assert own_in_words(trial.duty(EXAMINED), NOW.date()) == [], "the day before it was as printed"
    assert "To be done within 48 hours" in get(
        client, trial, trial.board, f"/assurance/duties/{EXAMINED}/?as-at=2026-03-03"
    )
