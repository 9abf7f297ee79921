"""The checklist after an assault, calls for support, advice for a care plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from holdfast.casework.incidents.models import Incident, PoliceContact
from holdfast.casework.incidents.tests.report_cast import assault
from holdfast.casework.violence.operations.response import (
    BadAnswer,
    advise_care_plan,
    answer_call,
    request_support,
    respond,
    tie_call,
)
from holdfast.casework.violence.queries.queues import owed_by
from holdfast.casework.violence.queries.response import checklists, open_steps
from holdfast.casework.violence.rules.response import Item, due_of, fault_in_answer
from holdfast.casework.violence.tests.violence_cast import NOW, ViolenceTeam
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.notifications.models import Notice
from holdfast.foundation.records.operations import EditedMeanwhile


def fresh(incident: Incident) -> Incident:
    return Incident.objects.select_related("record", "trust").get(pk=incident.pk)


def keys_open(incident: Incident) -> list[str]:
    return [line.item.key for _, line in open_steps(fresh(incident))]


@pytest.mark.proves("secamb-3.1")
def test_it_asks_more_after_a_physical_assault_than_after_words(team: ViolenceTeam) -> None:
    """Every step for words, and the examination on top; each can be answered with `respond`."""
    hit, shouted = team.report(), team.report(type="verbal-abuse")
    asked = {line.item.key for _, lines in checklists(fresh(hit)) for line in lines}
    less = {line.item.key for _, lines in checklists(fresh(shouted)) for line in lines}
    assert asked - less == {"examined"}
    assert less < asked
    respond(by=team.actor(team.manager), incident=hit, victim=team.victim(hit), item="withdraw", done_at=NOW)
    assert "withdraw" not in keys_open(hit)


def test_it_shows_what_the_incident_says_already(team: ViolenceTeam) -> None:
    incident = team.report()
    PoliceContact.objects.create(trust=team.trust, incident=incident, force="Exampleshire", told_at=NOW, by="Pat")
    [(_, lines)] = checklists(fresh(incident))
    police = next(line for line in lines if line.item.key == "police")
    assert police.answer
    assert police.answer.shown
    assert police.answer.done_at == NOW


def test_it_has_one_checklist_for_each_person_affected(team: ViolenceTeam) -> None:
    told = assault()
    incident = team.report(
        replace(told, victims=(*told.victims, replace(told.victims[0], is_reporter=False, name="Sam")))
    )
    first, second = (victim for victim, _ in checklists(fresh(incident)))
    respond(by=team.actor(team.manager), incident=incident, victim=first, item="withdraw", done_at=NOW)
    open_ = {victim.pk for victim, line in open_steps(fresh(incident)) if line.item.key == "withdraw"}
    assert open_ == {second.pk}


def test_it_says_why_something_was_not_done(team: ViolenceTeam) -> None:
    incident = team.report()
    step = respond(
        by=team.actor(team.manager), incident=incident, victim=team.victim(incident), item="examined",
        why_not="They did not want to be seen.",
    )  # fmt: skip
    assert step.done_at is None
    assert "examined" not in keys_open(incident)


def test_it_puts_an_answer_right_only_with_a_reason(team: ViolenceTeam) -> None:
    incident = team.report()
    victim, by = team.victim(incident), team.actor(team.manager)
    respond(by=by, incident=incident, victim=victim, item="withdraw", done_at=NOW)
    with pytest.raises(BadAnswer, match="answered this already"):
        respond(by=by, incident=incident, victim=victim, item="withdraw", why_not="No way out")
    respond(by=by, incident=incident, victim=victim, item="withdraw", why_not="No way out", correction="Wrong line")
    entry = Entry.objects.filter(verb="violence.respond").latest("pk")
    assert list(entry.changes) == ["withdraw"]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({}, "Say when it was done"),
        ({"done_at": NOW, "why_not": "x"}, "one of the two"),
        ({"done_at": NOW + timedelta(hours=1)}, "in the future"),
        ({"done_at": NOW - timedelta(hours=9)}, "before the incident"),
    ],
)
def test_it_refuses_an_answer_that_makes_no_sense(team: ViolenceTeam, told: dict, words: str) -> None:
    incident = team.report()
    with pytest.raises(BadAnswer, match=words):
        respond(by=team.actor(team.manager), incident=incident, victim=team.victim(incident), item="withdraw", **told)


def test_it_refuses_what_does_not_belong_together(team: ViolenceTeam) -> None:
    incident, other = team.report(), team.report()
    by = team.actor(team.manager)
    with pytest.raises(ValueError, match="not affected"):
        respond(by=by, incident=incident, victim=team.victim(other), item="withdraw", done_at=NOW)
    with pytest.raises(ValueError, match="does not ask for this"):
        respond(by=by, incident=incident, victim=team.victim(incident), item="nothing", done_at=NOW)
    with pytest.raises(EditedMeanwhile):
        respond(by=by, incident=incident, victim=team.victim(incident), item="police", done_at=NOW, seen_version=0)


def test_it_counts_hours_from_the_moment_that_the_policy_names() -> None:
    item = Item("x", "x", "victim", "PT48H", "happened")
    assert due_of(item, {"happened": NOW}) == NOW + timedelta(hours=48)
    assert due_of(item, {"happened": None}) is None
    assert due_of(Item("x", "x", "victim"), {"happened": NOW}) is None
    assert fault_in_answer(done_at=NOW, why_not="", happened=None, now=NOW) == ("", "")


@pytest.mark.proves("las-4.11-h", "scas-5.10.1-a")
def test_it_brings_a_call_for_support_to_the_control_room_and_the_answer_back(team: ViolenceTeam) -> None:
    call = request_support(
        by=team.actor(team.paramedic), trust=team.trust, kind="operational", where="Mill Lane 4", words="Five men",
        asker=team.paramedic,
    )  # fmt: skip
    assert Notice.objects.filter(person=team.dispatcher, kind="violence.call", urgent=True).exists()
    assert any(item.verb == "Answer" for item in owed_by(team.viewer(team.dispatcher)))
    answer_call(by=team.actor(team.dispatcher), call=call, sent=True, answer="A second crew is four minutes away.")
    assert call.answered_by == "Del Dispatcher"
    assert call.sent
    assert Notice.objects.filter(person=team.paramedic, kind="violence.call_answered").exists()
    with pytest.raises(ValueError, match="answered this already"):
        answer_call(by=team.actor(team.manager), call=call, sent=False, answer="Nobody")


def test_it_notes_that_the_police_refused(team: ViolenceTeam) -> None:
    incident = team.report()
    call = request_support(
        by=team.actor(team.paramedic), trust=team.trust, kind="police", where="Mill Lane 4", words="A knife",
        asker=team.paramedic,
    )  # fmt: skip
    tie_call(by=team.actor(team.lsms), call=call, incident=incident)
    by = team.actor(team.dispatcher)
    with pytest.raises(BadAnswer, match="why the police would not come"):
        answer_call(by=by, call=call, sent=False, answer="None", police_refused=True)
    answer_call(by=by, call=call, sent=False, answer="Held back", police_refused=True, refusal="No unit is free.")
    assert call.police_refused
    assert call.refusal == "No unit is free."
    with pytest.raises(ValueError, match="another incident"):
        tie_call(by=by, call=call, incident=team.report())


@pytest.mark.proves("uhmbt-4.5-n")
def test_it_gives_advice_for_a_care_plan_without_a_name(team: ViolenceTeam) -> None:
    incident = team.report()
    row = advise_care_plan(
        by=team.actor(team.lsms), incident=incident, patient_number="W7-1234", advice="Two people at each visit.",
        given_to="Ward 7",
    )  # fmt: skip
    assert row.incident == incident
    with pytest.raises(BadAnswer, match="who keeps the care plan"):
        advise_care_plan(by=team.actor(team.lsms), incident=incident, patient_number="1", advice="x", given_to=" ")
