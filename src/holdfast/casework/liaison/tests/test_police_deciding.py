"""Whether the police are told: wishes, discipline side by side, and a second decision."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.operations.wishes import record_wish
from holdfast.casework.liaison.operations.deciding import decide_police_report
from holdfast.casework.liaison.rules.police import SIDE_BY_SIDE, Wanted, fault_in_decision
from holdfast.casework.liaison.tests.liaison_cast import arrange


def decide(desk, **told):
    return decide_police_report(by=desk.actor(desk.lsms), incident=desk.incident, **told)


@pytest.mark.proves("uhmbt-4.10.2-d")
@pytest.mark.parametrize(
    "words",
    ["A disciplinary hearing is under way", "HR is dealing with it", "Internal investigation first", "misconduct case"],
)
def test_it_refuses_discipline_as_a_reason_not_to_tell_the_police(desk, words):
    with pytest.raises(ValueError, match="both go on side by side"):
        decide(desk, tell=False, why_not="other", words=words)
    with pytest.raises(ValueError, match="Choose why"):
        decide(desk, tell=False, why_not="discipline")
    assert decide(desk, tell=True).tell is True


@pytest.mark.proves("uhmbt-4.10.2-g")
def test_it_respects_the_wish_of_the_person_affected_and_asks_for_a_reason_against_it(desk):
    by = desk.actor(desk.manager)
    with pytest.raises(ValueError, match="Record their wish first"):
        decide(desk, tell=False, why_not="victim-wish")
    record_wish(by=by, victim=desk.victim, wants={"police": "no"}, words="I want to put it behind me.")
    with pytest.raises(ValueError, match=r"Pat Paramedic does not want the police to act\. Say why"):
        decide(desk, tell=True)
    decision = decide(desk, tell=False, why_not="victim-wish")
    assert decision.wishes == ["Pat Paramedic: Does not want the police to act"]
    incident = Incident.objects.get(pk=desk.incident.pk)
    assert (incident.police_told, incident.police_not_told_reason) == ("no", "The person affected does not want it")


def test_it_decides_again_only_when_something_changed_and_keeps_the_first(desk):
    by = desk.actor(desk.manager)
    record_wish(by=by, victim=desk.victim, wants={"police": "no"})
    first = decide(desk, tell=False, why_not="victim-wish")
    with pytest.raises(ValueError, match="To decide again, say what changed"):
        decide(desk, tell=True, override="The trust wants it")
    record_wish(by=by, victim=desk.victim, wants={"police": "yes"}, words="I slept on it.")
    assert f"Someone affected wants otherwise: {desk.incident.reference}" in desk.told(desk.lsms)
    second = decide(desk, tell=True, what_changed="Pat wants it now.")
    first.refresh_from_db()
    assert first.superseded_at is not None
    assert second.superseded_at is None
    assert Incident.objects.get(pk=desk.incident.pk).police_not_told_reason == ""


def test_it_does_not_decide_against_telling_what_was_told(desk):
    desk.reported()
    with pytest.raises(ValueError, match="The police were told already"):
        decide(desk, tell=False, why_not="no-crime")


def test_it_weighs_wishes_where_the_policy_says_that_they_do_not_bind(desk):
    arrange(desk, person_victims_decide=False)
    record_wish(by=desk.actor(desk.manager), victim=desk.victim, wants={"police": "no"})
    assert decide(desk, tell=True).tell is True


@given(
    tell=st.booleans(),
    wants=st.lists(st.sampled_from(["yes", "no", "unsure", ""]), max_size=4),
    person=st.booleans(),
    override=st.sampled_from(["", "It happened before."]),
)
def test_it_asks_for_a_reason_exactly_when_it_goes_against_someone(tell, wants, person, override):
    wishes = [Wanted(f"Person {number}", one) for number, one in enumerate(wants)]
    fault = fault_in_decision(
        tell=tell, why_not="no-crime", words="", override=override, wishes=wishes, a_person_is_the_victim=person
    )
    against = ("no" if tell else "yes") in wants
    assert bool(fault) == (against and person and not override)
    assert fault != SIDE_BY_SIDE
