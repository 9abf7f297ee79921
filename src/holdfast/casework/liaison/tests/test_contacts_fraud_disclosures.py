"""Contacts with outside bodies, counter fraud, and the register of disclosures."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from holdfast.casework.incidents.models import Referral
from holdfast.casework.liaison.operations.contacts import follow_up_done, log_contact
from holdfast.casework.liaison.operations.disclosing import ask_disclosure, decide_disclosure, hand_over
from holdfast.casework.liaison.operations.fraud import refer_to_counter_fraud, work_together
from holdfast.casework.liaison.rules.contacts import BODIES
from holdfast.casework.liaison.tests.liaison_cast import arrange
from holdfast.foundation.organisation.models import Post, PostHolding
from holdfast.kernel import clock

TODAY = date(2026, 3, 4)
REQUEST = {
    "asked_by": "DC Rowan Invented",
    "body": "Thames Valley Police",
    "asked_on": TODAY,
    "what": "The recording of the call",
    "purpose": "To identify the man",
    "power": "sch2-crime",
}


@pytest.mark.proves("las-4.9-joint-c", "las-4.9-p", "secamb-7.4.8-a", "waht-4.4-d", "waht-4.4-f")
def test_it_keeps_a_word_with_each_body_and_what_comes_next(desk):
    by = desk.actor(desk.lsms)
    for body in BODIES:
        contact = log_contact(
            by=by, incident=desk.incident, body=body, spoke_at=clock.now(), words="They asked when.", next_on=TODAY
        )
    assert desk.incident.liaison_contacts.count() == len(BODIES)
    assert follow_up_done(by=by, contact=contact).next_done_at is not None
    with pytest.raises(ValueError, match="Nothing is left to take up"):
        follow_up_done(by=by, contact=contact)


@pytest.mark.proves("las-4.9-h")
def test_it_copies_the_single_contact_for_the_kind_of_case(desk):
    fraud = _counter_fraud(desk)
    arrange(desk, single_contact="lsms", others={"theft": "counter-fraud"})
    by = desk.actor(desk.manager)
    log_contact(by=by, incident=desk.incident, body="police", spoke_at=clock.now(), words="News")
    assert any("spoke with them" in subject for subject in desk.told(desk.lsms))
    theft = desk.triaged(desk.report(type="theft"), type="theft")
    with clock.at(clock.now() + timedelta(hours=1)):
        log_contact(by=by, incident=theft, body="police", spoke_at=clock.now(), words="News")
    assert any("spoke with them" in subject for subject in desk.told(fraud))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"body": "press"}, "with whom"),
        ({"words": " "}, "what it was about"),
        ({"spoke_at": timedelta(hours=1)}, "future"),
        ({"spoke_at": timedelta(days=-5)}, "before the incident"),
        ({"next_on": TODAY - timedelta(days=1)}, "must not have passed"),
    ],
)
def test_it_refuses_a_contact_that_cannot_be(desk, wrong, says):
    told = {"body": "police", "spoke_at": timedelta(), "words": "News"} | wrong
    told["spoke_at"] = clock.now() + told["spoke_at"]
    with pytest.raises(ValueError, match=says):
        log_contact(by=desk.actor(desk.lsms), incident=desk.incident, **told)


def _counter_fraud(desk):
    person = desk.far_manager
    post = Post.objects.create(
        trust=desk.trust, key="counter-fraud", title="Counter fraud specialist", role="counter-fraud"
    )
    PostHolding.objects.create(trust=desk.trust, post=post, person=person, start=date(2020, 1, 1))
    return person


@pytest.mark.proves("las-4.9-m", "las-4.9-o", "secamb-7.4.11-a")
def test_it_sends_a_matter_to_counter_fraud_with_the_security_specialist_copied(desk):
    fraud = _counter_fraud(desk)
    arrange(desk, counter_fraud="counter-fraud", copied=("lsms",))
    refer_to_counter_fraud(by=desk.actor(desk.lead), incident=desk.incident, words="Claims for shifts not worked")
    assert Referral.objects.filter(incident=desk.incident, post__key="counter-fraud", gives_access=True).exists()
    assert f"Counter fraud was told of {desk.incident.reference}" in desk.told(desk.lsms)
    with pytest.raises(ValueError, match="told of this already"):
        refer_to_counter_fraud(by=desk.actor(desk.lead), incident=desk.incident, words="Again")
    work_together(by=desk.actor(desk.lsms), incident=desk.incident, words="Went through the rota together")
    assert f"Work with security on {desk.incident.reference}" in desk.told(fraud)
    work_together(by=desk.actor(fraud), incident=desk.incident, words="Nothing in it", ended=True)
    with pytest.raises(ValueError, match="has ended"):
        work_together(by=desk.actor(desk.lsms), incident=desk.incident, words="More")


def test_it_says_where_a_trust_has_no_counter_fraud_of_its_own(desk):
    with pytest.raises(ValueError, match="no counter fraud post"):
        refer_to_counter_fraud(by=desk.actor(desk.lead), incident=desk.incident, words="Claims")
    arrange(desk, counter_fraud_outside="NHS Counter Fraud Authority")
    made = refer_to_counter_fraud(by=desk.actor(desk.lead), incident=desk.incident, words="Claims")
    assert made.words.startswith("To NHS Counter Fraud Authority")


def test_it_hands_over_only_what_somebody_else_approved_under_a_power(desk):
    by, other = desk.actor(desk.lsms), desk.actor(desk.director)
    made = ask_disclosure(by=by, incident=desk.incident, **REQUEST)
    assert f"A disclosure waits for your decision: {desk.incident.reference}" in desk.told(desk.director)
    with pytest.raises(ValueError, match="before it is approved"):
        hand_over(by=by, disclosure=made, given_on=TODAY, what="The call", how="by encrypted mail")
    with pytest.raises(ValueError, match="Somebody else decides it"):
        decide_disclosure(by=by, disclosure=made, approve=True, reason="Needed")
    decide_disclosure(by=other, disclosure=made, approve=True, reason="Necessary, and only the call")
    with pytest.raises(ValueError, match="It was decided on 4 March 2026 by Dana Director: approved"):
        decide_disclosure(by=other, disclosure=made, approve=False, reason="No")
    hand_over(by=by, disclosure=made, given_on=TODAY, what="The call, other voices left out", how="by encrypted mail")
    with pytest.raises(ValueError, match="handed over already"):
        hand_over(by=by, disclosure=made, given_on=TODAY, what="More", how="by mail")


def test_it_lets_nothing_out_without_a_power_and_keeps_the_refusal(desk):
    made = ask_disclosure(by=desk.actor(desk.lsms), incident=desk.incident, **REQUEST | {"power": "none"})
    with pytest.raises(ValueError, match="No power was named"):
        decide_disclosure(by=desk.actor(desk.director), disclosure=made, approve=True, reason="Fine")
    refused = decide_disclosure(by=desk.actor(desk.director), disclosure=made, approve=False, reason="No power named")
    assert (refused.state, refused.decided_by) == ("refused", "Dana Director")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"asked_on": TODAY + timedelta(days=1)}, "future"),
        ({"asked_on": TODAY - timedelta(days=9)}, "before the incident"),
        ({"purpose": ""}, "Without a purpose"),
        ({"power": "because"}, "Choose the power"),
    ],
)
def test_it_refuses_a_request_that_cannot_be(desk, wrong, says):
    with pytest.raises(ValueError, match=says):
        ask_disclosure(by=desk.actor(desk.lsms), incident=desk.incident, **REQUEST | wrong)
