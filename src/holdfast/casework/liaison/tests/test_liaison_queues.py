"""Lines of "my work" about police, victims, statements, disclosures and RIDDOR."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from holdfast.casework.incidents.models import Incident
from holdfast.casework.liaison.operations.contacts import log_contact
from holdfast.casework.liaison.operations.deciding import decide_police_report
from holdfast.casework.liaison.operations.disclosing import ask_disclosure, decide_disclosure
from holdfast.casework.liaison.operations.riddor_deciding import decide_riddor, record_riddor_report
from holdfast.casework.liaison.operations.statements import record_statement
from holdfast.casework.liaison.operations.steps import record_step
from holdfast.casework.liaison.queries.queues import owed_by
from holdfast.casework.liaison.tests.test_contacts_fraud_disclosures import REQUEST
from holdfast.kernel import clock

TODAY = date(2026, 3, 4)


def owed(desk, person):
    return [item.what for item in owed_by(desk.viewer(person))]


def test_it_asks_whether_the_police_are_told_until_somebody_decides(desk):
    assert owed(desk, desk.lsms) == ["A crime: are the police told?"]
    assert owed(desk, desk.manager) == []
    decide_police_report(by=desk.actor(desk.lsms), incident=desk.incident, tell=False, why_not="no-crime")
    assert owed(desk, desk.lsms) == []


def test_it_shows_refusals_silences_and_people_to_tell(desk):
    desk.number("liaison.chase-after", "P14D")
    desk.number("liaison.tell-victim-within", "P2D")
    report = desk.reported()
    record_step(by=desk.actor(desk.lsms), report=report, step="arrest", on=TODAY)
    [line] = owed_by(desk.viewer(desk.lsms))
    assert (line.what, line.due) == ("Someone was arrested: tell Pat Paramedic", clock.now() + timedelta(days=2))
    with clock.at(clock.now() + timedelta(days=20)):
        assert "Nothing heard from Thames Valley Police: ask again" in owed(desk, desk.lsms)


def test_it_shows_a_refusal_until_it_is_taken_up(desk):
    desk.refused()
    assert owed(desk, desk.lsms) == ["Thames Valley Police declined: take it up, or end it"]


def test_it_shows_statements_and_follow_ups_to_whoever_owes_them(desk):
    by = desk.actor(desk.manager)
    desk.reported()
    record_statement(by=by, incident=desk.incident, victim=desk.victim, asked_on=TODAY, asked_by="PC 1234")
    log_contact(by=by, incident=desk.incident, body="cps", spoke_at=clock.now(), words="Ask again", next_on=TODAY)
    assert owed(desk, desk.paramedic) == ["PC 1234"]
    assert owed(desk, desk.manager) == ["Take up again with: Crown Prosecution Service"]


def test_it_shows_disclosures_to_who_decides_and_then_to_who_hands_over(desk):
    desk.reported()
    made = ask_disclosure(by=desk.actor(desk.lsms), incident=desk.incident, **REQUEST)
    assert owed(desk, desk.director) == ["Thames Valley Police asks for information"]
    assert owed(desk, desk.lsms) == []
    decide_disclosure(by=desk.actor(desk.director), disclosure=made, approve=True, reason="Necessary")
    assert owed(desk, desk.lsms) == ["Approved for Thames Valley Police: hand it over and say what was given"]


def test_it_shows_riddor_to_decide_and_then_to_report_by_its_day(desk):
    desk.reported()
    desk.incident.victims.update(injury="treated")
    assert owed(desk, desk.safety) == ["Someone was hurt: record what RIDDOR turns on"]
    injured = desk.injured(injuries=["fracture:jaw"], diagnosed_by_doctor=True)
    [line] = owed_by(desk.viewer(desk.safety))
    assert (line.what, clock.local_day(line.due)) == ("RIDDOR: decide", date(2026, 3, 13))
    decide_riddor(by=desk.actor(desk.safety), injured=injured, decided="report_specified_injury")
    assert owed(desk, desk.safety) == ["RIDDOR: report it, and keep the reference"]
    record_riddor_report(
        by=desk.actor(desk.safety), injured=injured, reported_on=TODAY, channel="online", reference="F1"
    )
    assert owed(desk, desk.safety) == []


def test_it_asks_nothing_of_what_was_decided_in_another_system(desk):
    desk.incident.victims.update(injury="serious")
    record = "Someone was hurt: record what RIDDOR turns on"
    assert owed(desk, desk.lsms) == ["A crime: are the police told?", record]
    assert owed(desk, desk.safety) == [record]
    Incident.objects.update(imported_at=clock.now())
    assert owed(desk, desk.lsms) == owed(desk, desk.safety) == []
    desk.injured(injuries=["fracture:jaw"], diagnosed_by_doctor=True)
    assert owed(desk, desk.safety) == ["RIDDOR: decide"], "somebody began it here"


@pytest.mark.parametrize("who", ["lsms", "manager", "safety", "director", "paramedic"])
def test_it_asks_for_everything_in_one_statement(desk, django_assert_num_queries, who):
    desk.number("liaison.chase-after", "P14D")
    owed_by(desk.viewer(desk.lsms))  # the connection has found out what its database can
    viewer = desk.viewer(getattr(desk, who))
    assert viewer.permissions
    assert viewer.trust.numbers
    with django_assert_num_queries(1):
        owed_by(viewer)
