"""RIDDOR on a recorded person: worked out anew with each fact, decided by a named person, reported once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from holdfast.casework.liaison.models import Incapacity, InjuredPerson
from holdfast.casework.liaison.operations.riddor import (
    add_incapacity,
    end_incapacity,
    record_riddor_facts,
    renew_proposals,
    withdraw_incapacity,
)
from holdfast.casework.liaison.operations.riddor_deciding import decide_riddor, keep_report_fields, record_riddor_report
from holdfast.casework.liaison.queries.registers import REPORTABLE
from holdfast.casework.liaison.rules.riddor_facts import REPORTED, Outcome
from holdfast.casework.liaison.rules.riddor_words import OUTCOMES
from holdfast.foundation.audit.actors import Actor
from holdfast.kernel import clock

ACCIDENT = date(2026, 3, 3)
DAY = timedelta(days=1)
TICK = Actor.system("tick")


def on(day: date) -> datetime:
    """Noon in London on `day`."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo("Europe/London"))


def renewed(injured: InjuredPerson) -> InjuredPerson:
    injured = InjuredPerson.objects.select_related("incident__record", "incident__trust").get(pk=injured.pk)
    return injured


def test_it_turns_from_nothing_to_register_to_report_as_the_days_come(desk):
    injured = desk.off(desk.injured(), ACCIDENT + DAY, None)
    assert (injured.outcome, injured.changes_on) == ("not_reportable", ACCIDENT + 4 * DAY)
    with clock.at(on(ACCIDENT + 3 * DAY)):
        assert renew_proposals(by=TICK) == 0
    with clock.at(on(ACCIDENT + 4 * DAY)):
        assert renew_proposals(by=TICK) == 1
        assert renew_proposals(by=TICK) == 0
    injured = renewed(injured)
    assert (injured.outcome, injured.changes_on) == ("record_only_over_3_days", ACCIDENT + 8 * DAY)
    with clock.at(on(ACCIDENT + 8 * DAY)):
        renew_proposals(by=TICK)
    injured = renewed(injured)
    assert (injured.outcome, injured.regulation, injured.changes_on) == ("report_over_7_days", "4(2)", None)
    assert injured.report_due == ACCIDENT + 15 * DAY
    assert f"RIDDOR: decide on {desk.incident.reference}" in desk.told(desk.safety)


def test_it_asks_to_decide_again_when_the_answer_changes_and_only_then(desk):
    by = desk.actor(desk.safety)
    injured = desk.injured()
    decide_riddor(by=by, injured=injured, decided="not_reportable")
    with pytest.raises(ValueError, match=r"Nothing has changed since\. Record the new fact first"):
        decide_riddor(by=by, injured=injured, decided="not_reportable")
    injured = desk.off(renewed(injured), ACCIDENT + DAY, ACCIDENT + DAY)
    assert injured.decide_again is False
    injured = desk.injured(injuries=["fracture:jaw"], diagnosed_by_doctor=True)
    assert (injured.outcome, injured.decide_again) == ("report_specified_injury", True)
    decide_riddor(by=by, injured=injured, decided="report_specified_injury")
    assert renewed(injured).decide_again is False


def test_it_lets_a_named_person_differ_with_a_reason_until_a_fact_changes(desk):
    by = desk.actor(desk.safety)
    injured = desk.injured(injuries=["psychological"])
    with pytest.raises(ValueError, match=r"The rule says: Not reportable\. Say why"):
        decide_riddor(by=by, injured=injured, decided="report_over_7_days")
    made = decide_riddor(by=by, injured=injured, decided="report_over_7_days", reason="We count the shock as injury.")
    assert (made.proposed, made.report_due) == ("not_reportable", ACCIDENT + 15 * DAY)
    assert desk.off(renewed(injured), ACCIDENT + DAY, ACCIDENT + DAY).decide_again is True


def test_it_does_not_take_an_open_question_for_a_decision(desk):
    with pytest.raises(ValueError, match="Leaving it open is no decision"):
        decide_riddor(by=desk.actor(desk.safety), injured=desk.injured(), decided="assess")


def test_it_keeps_the_report_once_with_the_reference_that_came_back(desk):
    by = desk.actor(desk.safety)
    injured = desk.injured(injuries=["fracture:jaw"], diagnosed_by_doctor=True)
    today = clock.today()
    with pytest.raises(ValueError, match="Decide first"):
        record_riddor_report(by=by, injured=injured, reported_on=today, channel="online", reference="F1")
    decide_riddor(by=by, injured=injured, decided="report_specified_injury")
    for wrong, says in (
        ({"reported_on": today + DAY}, "future"),
        ({"reported_on": ACCIDENT - DAY}, "before the accident"),
        ({"reference": " "}, "Enter the reference"),
        ({"channel": "pigeon"}, "Choose how"),
    ):
        told = {"reported_on": today, "channel": "online", "reference": "F1"} | wrong
        with pytest.raises(ValueError, match=says):
            record_riddor_report(by=by, injured=injured, **told)
    record_riddor_report(by=by, injured=injured, reported_on=today, channel="online", reference=" F2508 / 77 ")
    assert renewed(injured).hse_reference == "F2508 / 77"
    with pytest.raises(ValueError, match="with the reference F2508 / 77"):
        record_riddor_report(by=by, injured=injured, reported_on=today, channel="online", reference="F2")
    with pytest.raises(ValueError, match="Ask the authority to withdraw"):
        decide_riddor(by=by, injured=injured, decided="not_reportable", reason="Oh", what_changed="Not broken")


@pytest.mark.parametrize(
    ("days", "says"),
    [
        ((ACCIDENT - DAY, ACCIDENT), "before the accident"),
        ((ACCIDENT + DAY, ACCIDENT), "cannot lie before the first"),
        ((ACCIDENT + 9 * DAY, None), "cannot lie in the future"),
    ],
)
def test_it_refuses_days_that_cannot_be(desk, days, says):
    with pytest.raises(ValueError, match=says):
        desk.off(desk.injured(), *days)


def test_it_refuses_days_twice_and_takes_off_what_was_a_mistake(desk):
    injured = desk.off(desk.injured(), ACCIDENT + DAY, ACCIDENT + 9 * DAY)
    with pytest.raises(ValueError, match="on record already"):
        add_incapacity(by=TICK, injured=injured, kind="restricted", first=ACCIDENT + DAY)
    span = Incapacity.objects.select_related("injured__incident__record").get()
    end_incapacity(by=desk.actor(desk.manager), span=span, last=ACCIDENT + 2 * DAY)
    with pytest.raises(ValueError, match="Say why"):
        withdraw_incapacity(by=desk.actor(desk.manager), span=span, why="")
    withdraw_incapacity(by=desk.actor(desk.manager), span=span, why="It was another absence.")
    assert Incapacity.objects.get().withdrawn_why == "It was another absence."


def test_it_takes_a_fire_without_anyone_hurt(desk):
    facts = {"accident_on": ACCIDENT, "work_stopped_hours": 30, "intentional": False}
    injured = record_riddor_facts(by=desk.actor(desk.lsms), incident=desk.incident, facts=facts)
    assert (injured.outcome, injured.regulation) == ("report_dangerous_occurrence", "7 + Sch 2 para 25")
    with pytest.raises(ValueError, match="not facts that RIDDOR turns on"):
        record_riddor_facts(by=desk.actor(desk.lsms), incident=desk.incident, facts={"outcome": "x"})


def test_it_keeps_the_fields_of_the_form_by_their_names(desk):
    injured = keep_report_fields(
        by=TICK, injured=desk.injured(), fields={"person_sex": "Female", "local_authority": ""}
    )
    assert injured.report_fields == {"person_sex": "Female"}
    with pytest.raises(ValueError, match="not fields of the form"):
        keep_report_fields(by=TICK, injured=injured, fields={"star_sign": "Leo"})


def test_it_has_words_for_every_outcome():
    assert set(OUTCOMES) == set(Outcome)
    assert set(REPORTABLE) == set(REPORTED)
