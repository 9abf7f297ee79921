"""Support for those who were affected, seen by those who need to."""

from __future__ import annotations

from datetime import timedelta

import pytest

from holdfast.casework.incidents.models import Incident, Victim
from holdfast.casework.incidents.operations.restriction import restrict_incident
from holdfast.casework.incidents.operations.wishes import record_wish
from holdfast.casework.violence.operations.health import record_occupational_health, refer_to_occupational_health
from holdfast.casework.violence.operations.policy import install_violence
from holdfast.casework.violence.operations.response import BadAnswer
from holdfast.casework.violence.operations.support import (
    answer_offer,
    answer_request,
    ask_for_support,
    check_support,
    contact_victim,
    follow_up,
    name_contact,
    offer_support,
)
from holdfast.casework.violence.presenters.support import support_timeline
from holdfast.casework.violence.queries.queues import owed_by
from holdfast.casework.violence.queries.response import checklists
from holdfast.casework.violence.queries.visibility import own_support, referrals_for, supported_by
from holdfast.casework.violence.rules.response import Item, Line
from holdfast.casework.violence.tests.violence_cast import NOW, TODAY, ViolenceTeam
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.notifications.models import Notice
from holdfast.kernel import clock


@pytest.mark.proves(
    "las-2.1.2-m", "las-4.10-p", "las-4.11-f", "scas-5.5.1-m", "secamb-2.4.1-c", "secamb-7.5.5", "uhmbt-4.5-m"
)
def test_it_offers_support_and_keeps_whether_it_was_taken_up(team: ViolenceTeam) -> None:
    victim = team.victim()
    offer = offer_support(by=team.actor(team.manager), victim=victim, option="counselling", role="manager")
    assert Notice.objects.filter(person=team.paramedic, kind="violence.support").exists()
    assert any(item.verb == "Say yes or no" for item in owed_by(team.viewer(team.paramedic)))
    answer_offer(by=team.actor(team.paramedic), offer=offer, answer="accepted")
    assert offer.get_answer_display() == "Accepted"
    assert offer.answered_by == "Pat Paramedic"
    with pytest.raises(ValueError, match="accepted already"):
        answer_offer(by=team.actor(team.paramedic), offer=offer, answer="accepted")
    answer_offer(by=team.actor(team.paramedic), offer=offer, answer="declined")  # people change their mind


@pytest.mark.proves("scas-5.9.3-i")
def test_it_shows_the_offer_of_the_security_team_beside_the_managers(team: ViolenceTeam) -> None:
    victim = team.victim()
    offer_support(by=team.actor(team.manager), victim=victim, option="counselling", role="manager")
    offer_support(by=team.actor(team.lsms), victim=victim, option="counselling", role="specialist")
    assert {row.role for row in victim.support_offers.all()} == {"manager", "specialist"}
    with pytest.raises(ValueError, match="waits for an answer"):
        offer_support(by=team.actor(team.lsms), victim=victim, option="counselling", role="specialist")


@pytest.mark.proves("secamb-2.4.2-b")
def test_it_keeps_one_contact_through_the_whole_process_whatever_the_kind_of_assault(team: ViolenceTeam) -> None:
    victim = team.victim(team.report(type="verbal-abuse"))
    offer = offer_support(by=team.actor(team.lsms), victim=victim, option="counselling", follow_up_on=TODAY)
    support = name_contact(by=team.actor(team.lsms), victim=victim, person=team.second_lsms)
    assert support.contact == team.second_lsms
    assert any(item.verb == "Ask" for item in owed_by(team.viewer(team.second_lsms)))
    follow_up(by=team.actor(team.second_lsms), offer=offer, words="Goes well", next_on=TODAY + timedelta(days=14))
    contact_victim(by=team.actor(team.second_lsms), victim=victim, purpose="news", words="The court date is set.")
    with pytest.raises(ValueError, match="Somebody else"):
        name_contact(by=team.actor(team.lsms), victim=victim, person=team.paramedic)


@pytest.mark.proves("las-4.9-q")
def test_it_tells_the_manager_when_the_specialist_finds_no_support(team: ViolenceTeam) -> None:
    victim = team.victim()
    row = check_support(by=team.actor(team.lsms), victim=victim, given=False, words="I rang them.")
    assert row.purpose == "check"
    assert not row.reached
    assert Notice.objects.filter(person=team.manager, kind="violence.support_missing").exists()


@pytest.mark.proves("secamb-2.4.1-a")
def test_it_brings_a_wish_for_help_to_the_security_team_and_the_answer_back(team: ViolenceTeam) -> None:
    victim = team.victim()
    asked = ask_for_support(by=team.actor(team.paramedic), victim=victim, words="Will somebody come to court with me?")
    assert any(item.what == "Someone affected asks for help" for item in owed_by(team.viewer(team.lsms)))
    answer_request(by=team.actor(team.lsms), request=asked, words="Yes, I come with you.")
    with pytest.raises(ValueError, match="answered already"):
        answer_request(by=team.actor(team.lsms), request=asked, words="Again")


@pytest.mark.proves("secamb-2.4.1-b")
def test_it_keeps_the_attempt_to_reach_someone_and_why_it_failed(team: ViolenceTeam) -> None:
    victim, by = team.victim(), team.actor(team.lsms)
    with pytest.raises(BadAnswer, match="why you did not reach"):
        contact_victim(by=by, victim=victim, purpose="security", reached=False)
    row = contact_victim(by=by, victim=victim, purpose="security", reached=False, why_not="On leave until Monday")
    assert row.why_not == "On leave until Monday"


def test_it_keeps_what_they_wish(team: ViolenceTeam) -> None:
    victim = team.victim()
    record_wish(by=team.actor(team.paramedic), victim=victim, wants={"police": "yes", "publicity": "no"})
    with clock.at(NOW + timedelta(hours=1)):
        record_wish(by=team.actor(team.paramedic), victim=victim, wants={"police": "no"})
    assert [event["title"] for event in support_timeline(victim)] == [
        "Wants the police to act: no",
        "Wants the police to act: yes. Agrees to publicity: no",
    ]
    with pytest.raises(ValueError, match="at least one"):
        record_wish(by=team.actor(team.paramedic), victim=victim, wants={})


@pytest.mark.proves("scas-5.5.1-t")
def test_it_decides_on_a_referral_either_way(team: ViolenceTeam) -> None:
    victim, by = team.victim(), team.actor(team.manager)
    with pytest.raises(BadAnswer, match="either way"):
        refer_to_occupational_health(by=by, victim=victim, referred=False, reason=" ")
    assert not refer_to_occupational_health(by=by, victim=victim, referred=False, reason="They are well.").referred
    refer_to_occupational_health(by=by, victim=victim, referred=True, reason="They asked for it.")
    with pytest.raises(ValueError, match="referred already"):
        refer_to_occupational_health(by=by, victim=victim, referred=True, reason="Again")


@pytest.mark.proves("scas-5.6.1-l", "scas-5.14.1-b", "scas-5.14.1-d")
def test_it_records_attendance_and_advice_without_clinical_detail(team: ViolenceTeam) -> None:
    victim = team.victim()
    row = refer_to_occupational_health(by=team.actor(team.manager), victim=victim, referred=True, reason="Asked for")
    by = team.actor(team.nurse)
    with pytest.raises(BadAnswer, match="before they were referred"):
        record_occupational_health(by=by, referral=row, attended_on=TODAY - timedelta(days=1), outcome="fit")
    with pytest.raises(BadAnswer, match="when they attended, or why not"):
        record_occupational_health(by=by, referral=row)
    record_occupational_health(by=by, referral=row, attended_on=TODAY, outcome="adjusted", advice="Days only, 4 weeks")
    assert row.get_outcome_display() == "Fit with changes to their work"
    with pytest.raises(ValueError, match="recorded this already"):
        record_occupational_health(by=by, referral=row, attended_on=TODAY, outcome="fit")


def test_it_shows_support_to_those_who_look_after_them_and_to_nobody_else(team: ViolenceTeam) -> None:
    victim = team.victim(team.triaged())

    def sees(person: object) -> bool:
        return supported_by(team.viewer(person)).filter(pk=victim.pk).exists()  # type: ignore[arg-type]

    assert [sees(one) for one in (team.manager, team.lsms, team.lead)] == [True, True, True]
    assert [sees(one) for one in (team.director, team.far_manager, team.crewmate, team.nurse)] == [False] * 4
    name_contact(by=team.actor(team.lsms), victim=victim, person=team.crewmate)
    assert sees(team.crewmate)
    assert own_support(team.viewer(team.paramedic)).get() == victim
    restrict_incident(by=team.actor(team.lead), incident=victim.incident, why="It concerns a colleague")
    assert not sees(team.crewmate)
    assert not sees(team.second_lsms)


def test_it_shows_occupational_health_only_what_was_referred(team: ViolenceTeam) -> None:
    victim: Victim = team.victim()
    refer_to_occupational_health(by=team.actor(team.manager), victim=victim, referred=False, reason="No need")
    assert not referrals_for(team.viewer(team.nurse)).exists()
    row = refer_to_occupational_health(by=team.actor(team.manager), victim=victim, referred=True, reason="Asked for")
    assert referrals_for(team.viewer(team.nurse)).get() == row
    assert not referrals_for(team.viewer(team.lsms)).exists()


def test_it_refuses_a_follow_up_in_the_past_and_a_support_that_nobody_offers(team: ViolenceTeam) -> None:
    victim, by = team.victim(), team.actor(team.manager)
    with pytest.raises(BadAnswer, match="from today on"):
        offer_support(by=by, victim=victim, option="physio", follow_up_on=TODAY - timedelta(days=1))
    with pytest.raises(BadAnswer, match="that the trust offers"):
        offer_support(by=by, victim=victim, option="cash")


def test_it_ticks_support_when_it_was_answered_and_says_that_it_is_under_way_before(team: ViolenceTeam) -> None:
    item = Item("support", "Give all the support that is needed", "line-manager", shown_by="support-answered")
    install_violence(
        by=Actor.system("test"), trust=team.trust, checklist=[item], support=[("physio", "Physio", "", "")]
    )
    victim = team.victim()
    offer = offer_support(by=team.actor(team.manager), victim=victim, option="physio")

    def line() -> Line:
        incident = Incident.objects.select_related("trust").get(pk=victim.incident_id)
        return checklists(incident)[0][1][0]

    assert (line().open, line().begun) == (True, True)
    answer_offer(by=team.actor(team.paramedic), offer=offer, answer="declined")
    assert not line().open
    assert line().answer is not None
