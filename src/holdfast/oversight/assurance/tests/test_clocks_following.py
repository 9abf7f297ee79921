"""Clocks follow their records: whatever changed is looked at again, by one at a time, and nothing is lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, connections, transaction

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.operations.restriction import restrict_incident
from holdfast.foundation.organisation.scope import EVERY_TRUST, scope
from holdfast.foundation.records.models import Change
from holdfast.foundation.records.operations import touch
from holdfast.kernel import clock
from holdfast.oversight.assurance.models import Clock, Obligation
from holdfast.oversight.assurance.operations import clocks as following
from holdfast.oversight.assurance.operations.clocks import catch_up, look_again, rebuild_all, waiting
from holdfast.oversight.assurance.operations.measuring import rebuild
from holdfast.oversight.assurance.queries.known import Known
from holdfast.oversight.assurance.tests.policy_cast import DAY, HOUR, NOW, Trial, make_trial, trial_of

SHIFT = "secamb-2.2.3.7-a"


@pytest.fixture
def trial(db: None) -> Iterator[Trial]:
    with trial_of("secamb") as trial:
        yield trial


def looked_at() -> set[int]:
    """Keys of the records that have clocks."""
    return set(Clock.objects.filter(record__isnull=False).order_by().values_list("record", flat=True))


def kept() -> list[tuple[Any, ...]]:
    """All that the clocks say, without their keys."""
    columns = [field.attname for field in Clock._meta.concrete_fields if field.name not in ("id", "missing")]
    return sorted(map(repr, Clock.objects.values_list(*columns)))


def test_it_makes_clocks_of_what_changed_and_crosses_it_off(trial: Trial) -> None:
    incident = trial.report()
    assert waiting() == 1
    assert looked_at() == set()
    looked = catch_up()
    assert (looked, looked.all_done, waiting()) == (1, True, 0)
    assert looked_at() == {incident.pk}
    assert catch_up() == 0


def test_it_makes_the_same_clocks_however_often_it_looks(trial: Trial) -> None:
    incident = trial.triage(trial.report())
    catch_up()
    before = kept()
    for _ in range(3):
        touch(incident.record)
    assert (catch_up(), kept()) == (1, before)
    rebuild([incident.pk])
    assert kept() == before
    assert (rebuild_all(), kept()) == (1, before)


def test_it_looks_at_no_more_than_it_is_asked_to(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "BATCH", 2)
    for _ in range(5):
        trial.report()
    looked = catch_up(3)
    assert (looked, looked.all_done) == (3, False)
    assert len(looked_at()) == 3
    assert (catch_up(), waiting()) == (2, 0)


def test_it_gets_to_the_end_of_many_changes_of_one_record(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "BATCH", 2)
    first, last = trial.report(), trial.report()
    for _ in range(30):
        touch(first.record)
    touch(last.record)
    assert catch_up().all_done
    assert waiting() == 0


def test_it_sees_a_change_that_commits_while_it_looks(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only changes that were there before the record was read are crossed off."""
    incident = trial.report()

    def rebuild_and_be_overtaken(records: list[int]) -> None:
        rebuild(records)
        if not overtaken:
            overtaken.append(touch(incident.record))

    overtaken: list[None] = []
    monkeypatch.setattr(following, "rebuild", rebuild_and_be_overtaken)
    assert catch_up() == 2
    assert (len(overtaken), waiting()) == (1, 0)


def test_it_keeps_the_trusts_apart(trial: Trial, db: None) -> None:
    other = make_trial("uhmbt")
    mine = trial.report()
    with scope(other.trust):
        theirs = other.report()
    assert catch_up() == 1
    assert looked_at() == {mine.pk}
    with scope(EVERY_TRUST):
        assert (waiting(), catch_up()) == (1, 1)
    with scope(other.trust):
        assert looked_at() == {theirs.pk}


def test_it_gives_each_trust_its_turn(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "BATCH", 1)
    other = make_trial("uhmbt")
    for _ in range(3):
        trial.report()
    with scope(other.trust):
        other.report()
    with scope(EVERY_TRUST):
        catch_up(2)
        assert set(Change.objects.values_list("trust", flat=True)) == {trial.trust.pk}


def test_it_needs_no_policy_to_come_to_an_end(db: None) -> None:
    with trial_of("secamb", installed=False) as bare:
        bare.report()
        assert (catch_up(), waiting(), Clock.objects.count()) == (1, 0, 0)


def test_it_hides_what_was_restricted_after_it_was_counted(trial: Trial) -> None:
    incident = trial.report(shift_ends_at=NOW - HOUR / 2)
    assert trial.tally(SHIFT).denominator == 1
    with clock.at(NOW + HOUR):
        restrict_incident(by=trial.actor(trial.lead), incident=incident, why="A colleague may be involved")
    assert not Clock.objects.filter(restricted=True).exists()
    unseen = Known.to(None).clocks().filter(record=incident.pk)
    assert not unseen.exists(), "not even before its clocks were made anew"
    assert trial.tally(SHIFT).denominator == 0
    assert trial.tally(SHIFT, person=trial.lead).denominator == 1
    assert not Clock.objects.filter(record=incident.pk, restricted=False).exists()


def test_it_goes_on_when_one_record_makes_no_sense(trial: Trial, caplog: pytest.LogCaptureFixture) -> None:
    broken, sound = trial.triage(trial.report()), trial.triage(trial.report())
    Incident.objects.filter(pk=broken.pk).update(unknown_facts={"police-told": 7})
    assert catch_up() == 2
    assert waiting() == 0
    assert looked_at() == {broken.pk, sound.pk}
    assert f"{broken.reference} cannot be measured for secamb-3.2.2-b" in caplog.text
    assert trial.verdicts("secamb-3.2.2-b") == {sound.reference: "overdue"}


def test_it_goes_on_when_one_duty_makes_no_sense(trial: Trial, caplog: pytest.LogCaptureFixture) -> None:
    trial.report()
    Obligation.objects.filter(key="secamb-3.2.4").update(numbers={"within": "soon"})
    assert catch_up() == 1
    assert "the duty secamb-3.2.4" in caplog.text
    assert trial.tally(SHIFT).denominator == 1


def test_it_looks_again_at_the_records_of_a_duty(trial: Trial) -> None:
    assaulted, stolen = trial.report(), trial.report(type="theft", place="vehicle", vehicle="A123", address="")
    catch_up()
    assert look_again(trial.trust, [SHIFT]) == 1
    assert set(Change.objects.values_list("record", flat=True)) == {assaulted.pk}
    catch_up()
    assert look_again(trial.trust) == 2
    assert set(Change.objects.values_list("record", flat=True)) == {assaulted.pk, stolen.pk}


@pytest.mark.django_db(transaction=True)
def test_it_lets_one_alone_make_the_clocks_of_a_trust(database: str) -> None:
    """Two at once make each clock once; who comes second leaves it to the first and does not wait."""
    trial = make_trial("secamb")
    with scope(trial.trust), clock.at(NOW):
        for _ in range(6):
            trial.report()
        begun, go_on = threading.Event(), threading.Event()
        looked: list[tuple[int, bool]] = []

        def slowly(records: list[int]) -> None:
            rebuild(records)
            begun.set()
            assert go_on.wait(30)

        def elsewhere() -> None:
            try:
                with scope(trial.trust), clock.at(NOW):
                    looked.append((int(found := catch_up()), found.all_done))
            finally:
                connections.close_all()

        if database == "sqlite":
            # One writer at a time: the second waits for the first, and finds nothing left to do.
            threads = [threading.Thread(target=elsewhere) for _ in range(3)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(60)
            assert sum(count for count, _ in looked) == 6
        else:
            second = threading.Thread(target=elsewhere)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(following, "rebuild", slowly)
                first = threading.Thread(target=elsewhere)
                first.start()
                assert begun.wait(30)
                patch.setattr(following, "rebuild", rebuild)
                second.start()
                second.join(30)
                assert looked == [(0, False)]
                go_on.set()
                first.join(30)
            assert looked == [(0, False), (6, True)]
        found = kept()
        assert waiting() == 0
        assert len(found) == len(set(found)), "no clock is there twice"
        rebuild_all()
        assert kept() == found


@pytest.mark.django_db(transaction=True)
def test_it_never_makes_somebody_who_reports_wait(database: str) -> None:
    """Making clocks anew holds the policy and never a record."""
    if database == "sqlite":
        pytest.skip("SQLite has one writer at a time, whoever it is")
    trial = make_trial("secamb")
    with scope(trial.trust), clock.at(NOW):
        incident = trial.report()
        done = threading.Event()

        def act() -> None:
            try:
                with scope(trial.trust), clock.at(NOW + DAY):
                    trial.triage(incident)
                    trial.report()
                done.set()
            finally:
                connections.close_all()

        with transaction.atomic():
            assert following.hold(trial.trust.pk)
            rebuild([incident.pk])
            other = threading.Thread(target=act)
            other.start()
            assert done.wait(20), "an operation waited for the clocks"
            other.join(20)
        connection.close()
