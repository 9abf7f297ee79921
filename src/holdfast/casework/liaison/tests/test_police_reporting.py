"""Telling the police, what they give and answer, and taking a refusal up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from holdfast.casework.incidents.models import Incident
from holdfast.casework.liaison.models import PoliceReport
from holdfast.casework.liaison.operations.answering import add_police_number, end_report, name_officer, record_answer
from holdfast.casework.liaison.operations.escalating import escalate_refusal, record_escalation_answer
from holdfast.casework.liaison.operations.police import report_to_police, request_police, take_in_call
from holdfast.casework.liaison.tests.liaison_cast import FORCE, OTHER_FORCE, arrange
from holdfast.kernel import clock
from holdfast.kernel.workflow import NotPossibleNow

MINUTE = timedelta(minutes=1)


@pytest.mark.proves("secamb-2.4.2-a")
def test_it_keeps_a_report_and_says_so_on_the_incident(desk):
    report = desk.reported(log_number="LOG 77", words="A punch in the face")
    assert [row.number for row in report.numbers.all()] == ["LOG 77"]
    incident = Incident.objects.get(pk=desk.incident.pk)
    contact = incident.police_contacts.get()
    assert incident.police_told == "yes"
    assert (contact.force, contact.log_number, contact.told_at) == (FORCE, "LOG 77", report.made_at)


def test_it_takes_numbers_as_they_come_several_and_in_any_order(desk):
    by, report = desk.actor(desk.lsms), desk.reported()
    for kind, number in (("crime", "43/100"), ("log", "LOG 1"), ("crime", "43/101")):
        add_police_number(by=by, report=report, kind=kind, number=number)
    assert [row.number for row in report.numbers.all()] == ["43/100", "LOG 1", "43/101"]
    assert desk.incident.police_contacts.get().crime_number == "43/101"
    with pytest.raises(ValueError, match="on record already"):
        add_police_number(by=by, report=report, kind="crime", number="43/100 ")


def test_it_keeps_the_officer_on_the_incident_too(desk):
    report = name_officer(by=desk.actor(desk.lsms), report=desk.reported(), name="Sam Constable", number="1234")
    assert report.officer_number == "1234"
    assert desk.incident.police_contacts.get().officer_name == "Sam Constable"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"made_at": timedelta(hours=1)}, "cannot lie in the future"),
        ({"made_at": timedelta(days=-2)}, "before the incident itself"),
        ({"force": " "}, "which police force"),
    ],
)
def test_it_refuses_what_cannot_be(desk, wrong, says):
    changes = {name: clock.now() + value if name == "made_at" else value for name, value in wrong.items()}
    with pytest.raises(ValueError, match=says):
        desk.reported(**changes)


def test_it_refuses_a_second_report_to_the_same_force_and_says_what_to_do(desk):
    desk.reported()
    with pytest.raises(ValueError, match="Add the new number or news there"):
        desk.reported(force=FORCE.lower())
    assert desk.reported(force=OTHER_FORCE).force == OTHER_FORCE


def test_it_copies_the_single_contact_when_somebody_else_told_the_police(desk):
    arrange(desk, single_contact="lsms")
    report_to_police(
        by=desk.actor(desk.manager), incident=desk.incident, force=FORCE, channel="101", made_at=clock.now() - MINUTE
    )
    assert f"{desk.incident.reference} was reported to the police" in desk.told(desk.lsms)


@pytest.mark.proves("scas-5.10.1-b")
def test_it_keeps_a_call_before_there_is_a_report_and_takes_it_in_later(desk):
    by = desk.actor(desk.lsms)
    facts = {"force": FORCE, "channel": "control-room", "made_at": clock.now() - MINUTE, "words": "Crew needs help"}
    with pytest.raises(ValueError, match="our own job number, or the place"):
        request_police(by=by, trust=desk.trust, **facts)
    call = request_police(by=by, trust=desk.trust, cad_number="C-9", **facts)
    taken = take_in_call(by=by, incident=desk.incident, report=call)
    assert taken.incident == desk.incident
    with pytest.raises(ValueError, match="belongs to an incident already"):
        take_in_call(by=by, incident=desk.incident, report=call)


def test_it_keeps_a_refusal_with_its_reason_and_tells_the_security_team(desk):
    report = desk.reported()
    with pytest.raises(ValueError, match="why the police declined"):
        record_answer(by=desk.actor(desk.lsms), report=report, at=clock.now(), taken=False)
    record_answer(by=desk.actor(desk.manager), report=report, at=clock.now(), taken=False, reason="No officer is free.")
    assert report.state == "refused"
    assert desk.incident.police_contacts.get().refused_reason == "No officer is free."
    assert f"The police declined: {desk.incident.reference}" in desk.told(desk.lsms)
    with pytest.raises(NotPossibleNow):
        record_answer(by=desk.actor(desk.lsms), report=report, at=clock.now(), taken=False, reason="Again")


def test_it_refuses_an_answer_from_before_they_were_asked(desk):
    report = desk.reported()
    with pytest.raises(ValueError, match="before they were asked"):
        record_answer(by=desk.actor(desk.lsms), report=report, at=report.made_at - MINUTE, taken=True)


@pytest.mark.proves("scas-5.10.1-c")
def test_it_takes_a_refusal_up_step_by_step_as_agreed_with_that_force(desk):
    by, report = desk.actor(desk.lsms), desk.refused()
    first = escalate_refusal(by=by, report=report, at=clock.now(), words="A crew was hurt.")
    assert (first.to, first.agreed) == ("Duty inspector", True)
    with pytest.raises(ValueError, match="has not answered yet"):
        escalate_refusal(by=by, report=report, at=clock.now(), words="Again")
    record_escalation_answer(by=by, escalation=first, at=clock.now(), accepted=False, answer_words="No")
    second = escalate_refusal(by=by, report=report, at=clock.now(), words="Still hurt.")
    assert (second.to, second.step) == ("Gold", 2)
    record_escalation_answer(by=by, escalation=second, at=clock.now(), accepted=True, answer_words="An officer comes")
    report.refresh_from_db()
    assert (report.state, report.refusal) == ("taken", "")
    with pytest.raises(ValueError, match="on record already"):
        record_escalation_answer(by=by, escalation=second, at=clock.now(), accepted=True, answer_words="Twice")


def test_it_keeps_a_refusal_and_takes_it_up_after_they_came_after_all(desk):
    by, report = desk.actor(desk.lsms), desk.refused("No units")
    record_answer(by=by, report=report, at=clock.now(), taken=True)
    assert [(row.taken, row.reason) for row in report.answers.all()] == [(False, "No units"), (True, "")]
    address = f"/incidents/{desk.incident.reference}/police/"
    page = desk.browser(desk.lsms).get(address).content.decode()
    assert "No units" in page
    assert "Take the earlier refusal up" in page
    made = escalate_refusal(by=by, report=report, at=clock.now(), words="Why did nobody come at first?")
    record_escalation_answer(by=by, escalation=made, at=clock.now(), accepted=True, answer_words="They apologise")
    report.refresh_from_db()
    assert report.state == "taken"


def test_it_leaves_the_agreed_way_only_with_a_reason(desk):
    by, report = desk.actor(desk.lsms), desk.refused()
    with pytest.raises(ValueError, match="Agreed with Thames Valley Police is: Duty inspector"):
        escalate_refusal(by=by, report=report, at=clock.now(), words="Help", to="Chief constable")
    made = escalate_refusal(
        by=by, report=report, at=clock.now(), words="Help", to="Chief constable", why_otherwise="Nobody answers"
    )
    assert made.agreed is False


def test_it_shows_that_nothing_is_agreed_with_a_force(desk):
    by = desk.actor(desk.lsms)
    report = desk.reported(force=OTHER_FORCE)
    record_answer(by=by, report=report, at=clock.now(), taken=False, reason="Busy")
    with pytest.raises(ValueError, match="Nothing more is agreed with Hampshire Constabulary"):
        escalate_refusal(by=by, report=report, at=clock.now(), words="Help")
    assert escalate_refusal(by=by, report=report, at=clock.now(), words="Help", to="Superintendent").agreed is False


def test_it_takes_up_only_a_refusal(desk):
    with pytest.raises(ValueError, match="Record first that the police declined"):
        escalate_refusal(by=desk.actor(desk.lsms), report=desk.reported(), at=clock.now(), words="Help")


def test_it_ends_with_a_reason_and_only_once(desk):
    by, report = desk.actor(desk.lsms), desk.reported()
    with pytest.raises(ValueError, match="Say why"):
        end_report(by=by, report=report, why=" ")
    end_report(by=by, report=report, why="They told us that it is closed.")
    with pytest.raises(NotPossibleNow):
        end_report(by=by, report=report, why="Again")
    assert PoliceReport.objects.get().state == "ended"
