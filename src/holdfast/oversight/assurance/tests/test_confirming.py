"""Owners confirm what cannot be counted, with evidence where the policy asks for it, again and again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from holdfast.kernel import clock
from holdfast.oversight.assurance.models import Confirmation, Obligation
from holdfast.oversight.assurance.operations.clocks import catch_up
from holdfast.oversight.assurance.operations.confirming import NotConfirmed, confirm, withdraw_confirmation
from holdfast.oversight.assurance.operations.excusing import excuse_duty
from holdfast.oversight.assurance.operations.numbers import set_policy_number, take_number_back
from holdfast.oversight.assurance.queries.owed import statements_to_confirm
from holdfast.oversight.assurance.tests.policy_cast import DAY, INSTALLER, NOW, Trial, trial_of
from holdfast.oversight.assurance.tests.reading_pages import get

INSTALLED = NOW - 400 * DAY


@pytest.fixture
def trial(db: None) -> Iterator[Trial]:
    with trial_of("secamb") as trial:
        set_policy_number(
            by=trial.actor(trial.lead), trust=trial.trust, key="attestation", value="P1Y", why="Committee, 2026",
            since=INSTALLED.date(),
        )  # fmt: skip
        yield trial


@pytest.fixture
def duty(trial: Trial) -> Obligation:
    """A statement that the trust's lead for security owns, confirmed every year, with no evidence asked."""
    found = Obligation.objects.filter(kind="attestation", owner="trust-lead-security").order_by("pk").first()
    assert found is not None
    return trial.duty(found.key)


def give(trial: Trial, duty: Obligation, at, evidence: str = "") -> Confirmation:
    with clock.at(at):
        return confirm(by=trial.actor(trial.lead), duty=duty, post=duty.owner, evidence=evidence)


def state(trial: Trial, duty: Obligation, at) -> str:
    return trial.tally(duty.key, at).state


def test_it_is_due_a_year_after_it_was_put_in_force(trial: Trial, duty: Obligation) -> None:
    assert state(trial, duty, INSTALLED + 200 * DAY) == "nothing to judge"
    assert state(trial, duty, INSTALLED + 300 * DAY) == "due soon"
    assert state(trial, duty, NOW) == "overdue"


def test_it_is_kept_by_a_confirmation_until_the_next_is_due(trial: Trial, duty: Obligation) -> None:
    given = give(trial, duty, NOW)
    assert given.reference == "CNF-2026-00001"
    assert (given.statement, given.post, given.by) == (duty.statement, "trust-lead-security", "Logan Lead")
    tally = trial.tally(duty.key, NOW + DAY)
    assert tally.counts == {}
    assert tally.judged == {"late": 1, "met": 1}, "the first came late, and it is in date now"
    assert trial.tally(duty.key, NOW + 300 * DAY).counts == {"due soon": 1}
    assert state(trial, duty, NOW + 366 * DAY) == "overdue"
    give(trial, duty, NOW + 370 * DAY)
    assert trial.tally(duty.key, NOW + 371 * DAY).counts == {}


def test_it_asks_for_the_evidence_that_the_policy_asks_for(trial: Trial, duty: Obligation) -> None:
    Obligation.objects.filter(pk=duty.pk).update(numbers=duty.numbers | {"evidence": True})
    duty = trial.duty(duty.key)
    with pytest.raises(NotConfirmed, match="rests on"):
        give(trial, duty, NOW, "  ")
    give(trial, duty, NOW, "Ten folders looked at on 2 March")
    assert trial.tally(duty.key, NOW + DAY).counts == {}


def test_it_takes_the_word_of_the_owner_only(trial: Trial, duty: Obligation) -> None:
    with pytest.raises(NotConfirmed, match="owner"):
        confirm(by=trial.actor(trial.board), duty=duty, post="trust-board")
    measured = trial.duty("secamb-3.2.4")
    with pytest.raises(NotConfirmed, match="measured"):
        confirm(by=trial.actor(trial.lead), duty=measured, post=measured.owner)


def test_it_counts_no_more_once_it_is_taken_back(trial: Trial, duty: Obligation) -> None:
    given = give(trial, duty, NOW)
    with clock.at(NOW + DAY):
        withdraw_confirmation(by=trial.actor(trial.lead), confirmation=given, why="The wrong statement")
    assert state(trial, duty, NOW + DAY) == "overdue"
    with pytest.raises(NotConfirmed, match="already"):
        withdraw_confirmation(by=trial.actor(trial.lead), confirmation=given, why="Again")
    with pytest.raises(NotConfirmed, match="why"):
        withdraw_confirmation(by=trial.actor(trial.lead), confirmation=give(trial, duty, NOW + DAY), why="")


def test_it_is_made_anew_with_its_record(trial: Trial, duty: Obligation) -> None:
    give(trial, duty, NOW)
    before = list(duty.clocks.order_by("opens").values_list("opens", "limit", "done"))
    with clock.at(NOW + DAY):
        assert catch_up() == 1
    assert list(trial.duty(duty.key).clocks.order_by("opens").values_list("opens", "limit", "done")) == before


def test_it_can_be_excused_as_a_whole(trial: Trial, duty: Obligation) -> None:
    excuse_duty(
        by=trial.actor(trial.director),
        duty=duty,
        since=NOW.date() - timedelta(days=100),
        until=None,
        authority="Security Management Director",
        reason="The unit is closed",
    )
    assert trial.tally(duty.key, NOW).counts == {"excused": 1}


def test_it_stands_in_the_work_of_whoever_owns_it(trial: Trial, duty: Obligation) -> None:
    owed = statements_to_confirm(trial.viewer(trial.lead))
    assert duty.statement in {item.title for item in owed}
    assert all(item.verb == "Confirm" and item.url.endswith("/confirm/") for item in owed)
    assert statements_to_confirm(trial.viewer(trial.paramedic)) == []
    give(trial, duty, NOW)
    assert len(statements_to_confirm(trial.viewer(trial.lead))) == len(owed) - 1
    limit = trial.tally(duty.key, NOW).next_due
    assert limit is not None
    assert limit.astimezone().date() == (NOW + 365 * DAY).date()


def test_it_shows_its_owner_when_it_was_last_confirmed(client: Client, trial: Trial, duty: Obligation) -> None:
    assert "Not confirmed yet" in get(client, trial, trial.lead, "/assurance/mine/")
    give(trial, duty, NOW)
    assert "Last confirmed 3 March 2026" in get(client, trial, trial.lead, "/assurance/mine/")


def test_it_does_not_threaten_with_a_limit_that_nobody_has_set(client: Client, trial: Trial, duty: Obligation) -> None:
    url = f"/assurance/duties/{duty.key}/confirm/"
    assert "Once its limit has passed it shows as overdue" in get(client, trial, trial.lead, url)
    take_number_back(by=INSTALLER, trust=trial.trust, key="attestation")
    assert "never shows as overdue" in get(client, trial, trial.lead, url)
