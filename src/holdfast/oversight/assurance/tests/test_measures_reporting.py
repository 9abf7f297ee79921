"""Reporting duties of the five policies, measured over incidents that real verbs made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from holdfast.casework.incidents.operations.additions import Amendment, add_facts
from holdfast.casework.incidents.operations.triage import route_out
from holdfast.foundation.organisation.models import Person
from holdfast.kernel import clock
from holdfast.oversight.assurance.queries.behind import page_behind
from holdfast.oversight.assurance.queries.known import Known
from holdfast.oversight.assurance.tests.policy_cast import DAY, HOUR, NOW, Trial, assault, trial_of


@pytest.fixture
def secamb(db: None) -> Iterator[Trial]:
    with trial_of("secamb") as trial:
        yield trial


@pytest.fixture
def scas(db: None) -> Iterator[Trial]:
    with trial_of("scas") as trial:
        yield trial


SHIFT = "secamb-2.2.3.7-a"


def test_it_takes_a_report_in_the_same_shift_as_kept(secamb: Trial) -> None:
    kept = secamb.report()
    late = secamb.report(shift_ends_at=NOW - HOUR / 2)
    assert secamb.verdicts(SHIFT) == {kept.reference: "met", late.reference: "late"}
    tally = secamb.tally(SHIFT)
    assert (tally.met, tally.denominator, tally.state) == (1, 2, "below target")


def test_it_sets_no_deadline_for_somebody_off_shift(secamb: Trial) -> None:
    secamb.report(shift_ends_at=None)
    assert secamb.verdicts(SHIFT) == {}
    assert secamb.tally(SHIFT).state == "nothing to judge"


def test_it_is_in_time_at_the_very_end_of_the_shift(secamb: Trial) -> None:
    incident = secamb.report(shift_ends_at=NOW)
    assert secamb.verdicts(SHIFT) == {incident.reference: "met"}


def test_it_does_not_ask_a_theft_for_the_deadline_of_assaults(secamb: Trial) -> None:
    secamb.report(type="theft")
    assert secamb.verdicts(SHIFT) == {}


@pytest.mark.parametrize("key", ["scas-9.1-d3", "scas-18.1-a"])
def test_it_counts_24_hours_from_when_a_crime_was_found(scas: Trial, key: str) -> None:
    theft = {"type": "theft", "place": "vehicle", "vehicle": "A123", "address": "", "shift_ends_at": None}
    kept = scas.report(**theft, happened_at=NOW - 30 * HOUR, found_at=NOW - 24 * HOUR)
    late = scas.report(**theft, happened_at=NOW - 24 * HOUR - HOUR / 60)
    assert scas.verdicts(key) == {kept.reference: "met", late.reference: "late"}


def test_it_counts_across_the_night_on_which_the_clocks_change(scas: Trial) -> None:
    # London goes back an hour on 25 October 2026: 24 real hours end at 09:00 local, not at 10:00.
    reported = NOW.replace(month=10, day=25, hour=10, minute=1)
    happened = NOW.replace(month=10, day=24, hour=10, minute=0)
    incident = scas.report(at=reported, happened_at=happened, shift_ends_at=None, control_room_told_at=None,
                           manager_told_at=None)  # fmt: skip
    assert scas.verdicts("scas-18.1-a", reported + DAY) == {incident.reference: "late"}


def test_it_leaves_out_what_is_not_a_crime(scas: Trial) -> None:
    incident = scas.report(happened_at=NOW - 40 * HOUR, shift_ends_at=None)
    assert scas.verdicts("scas-18.1-a") == {incident.reference: "late"}
    scas.triage(incident, crime=False)
    assert scas.verdicts("scas-18.1-a") == {}


def test_it_asks_nothing_of_a_report_that_belongs_elsewhere(scas: Trial) -> None:
    incident = scas.report()
    with clock.at(NOW + HOUR):
        route_out(by=scas.actor(scas.lsms), incident=incident, where="Patient safety", why="Between patients")
    # What was done in time before stays so; what was still owed is owed no more.
    assert scas.verdicts("scas-18.1-a") == {incident.reference: "met"}
    assert scas.verdicts("scas-18.1-d") == {}


EXAMINED = "secamb-3.2.4"


def hurt(trial: Trial, **victim: object):
    told = assault()
    return replace(told, victims=(replace(told.victims[0], **victim),))


def test_it_sees_each_hurt_person_through_to_a_doctor(secamb: Trial) -> None:
    kept = secamb.report(hurt(secamb, examined_at=NOW - HOUR / 2))
    explained = secamb.report(hurt(secamb, not_examined_reason="Dressed by the crew, nothing more was needed"))
    open_ = secamb.report()
    secamb.report(hurt(secamb, injury="none", injury_details=""))
    assert secamb.verdicts(EXAMINED, NOW + HOUR) == {
        f"{kept.reference} hurt person 1": "met",
        f"{explained.reference} hurt person 1": "met",
        f"{open_.reference} hurt person 1": "pending",
    }
    assert secamb.verdicts(EXAMINED, NOW + 40 * HOUR)[f"{open_.reference} hurt person 1"] == "due soon"
    # Exactly 48 hours after it happened is still in time.
    assert secamb.verdicts(EXAMINED, NOW + 47 * HOUR)[f"{open_.reference} hurt person 1"] == "due soon"
    assert secamb.verdicts(EXAMINED, NOW + 48 * HOUR)[f"{open_.reference} hurt person 1"] == "overdue"


def test_it_takes_what_is_told_later_from_when_it_happened(secamb: Trial) -> None:
    incident = secamb.report()
    victim = incident.victims.get()
    with clock.at(NOW + 10 * DAY):
        told = Amendment(victim, {"examined_at": NOW + 60 * HOUR})
        add_facts(by=secamb.actor(secamb.paramedic), incident=incident, amendments=[told])
    assert secamb.verdicts(EXAMINED, NOW + 30 * DAY) == {f"{incident.reference} hurt person 1": "late"}
    [oldest] = page_behind(secamb.duty(EXAMINED), "late", NOW + 30 * DAY, Known.to(None)).rows
    assert oldest.record_id == incident.pk


def test_it_takes_a_reason_from_when_it_was_given(secamb: Trial) -> None:
    incident = secamb.report()
    with clock.at(NOW + 3 * DAY):
        told = Amendment(incident.victims.get(), {"not_examined_reason": "Went home and did not want to be seen"})
        add_facts(by=secamb.actor(secamb.paramedic), incident=incident, amendments=[told])
    assert secamb.verdicts(EXAMINED) == {f"{incident.reference} hurt person 1": "late"}
    assert secamb.verdicts(EXAMINED, NOW + 2 * DAY + HOUR) == {f"{incident.reference} hurt person 1": "overdue"}


def person_named(trial: Trial) -> Person:
    return trial.lead


def test_it_leaves_restricted_incidents_out_for_those_who_are_not_named(secamb: Trial) -> None:
    open_ = secamb.report(shift_ends_at=NOW - HOUR / 2)
    secret = secamb.report(type="sexual-offence", shift_ends_at=NOW - HOUR / 2)
    assert secret.restricted
    for person in (None, secamb.board, secamb.lsms):
        tally = secamb.tally(SHIFT, person=person)
        assert (tally.met, tally.denominator) == (0, 1)
    assert secamb.tally(SHIFT, person=person_named(secamb)).denominator == 2
    assert secamb.verdicts(SHIFT) == {open_.reference: "late"}
