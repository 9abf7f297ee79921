"""Markers: where they may stand, who decides, and that nothing lives on in silence."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from holdfast.casework.violence.models import Marker
from holdfast.casework.violence.operations.challenging import (
    answer_challenge,
    challenge_marker,
    disclose_marker,
    notify_subject,
    tell_of_removal,
)
from holdfast.casework.violence.operations.deciding import (
    confirm_marker,
    place_marker,
    refuse_marker,
    remove_marker,
    review_marker,
)
from holdfast.casework.violence.operations.lapsing import mind_markers
from holdfast.casework.violence.operations.marking import ask_for_marker, explain_no_marker
from holdfast.casework.violence.operations.response import BadAnswer
from holdfast.casework.violence.queries.looking_up import live
from holdfast.casework.violence.queries.queues import owed_by
from holdfast.casework.violence.rules.markers import MARKER
from holdfast.casework.violence.tests.violence_cast import NOW, TODAY, ViolenceTeam, decision, facts
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.notifications.models import Notice
from holdfast.kernel import clock
from holdfast.kernel.workflow import NotPossibleNow


def state(marker: Marker) -> str:
    return Marker.objects.values_list("state", flat=True).get(pk=marker.pk)


@pytest.mark.proves("secamb-2.2.3.9-b")
def test_it_asks_for_a_marker_that_shows_only_once_it_is_placed(team: ViolenceTeam) -> None:
    marker = team.asked()
    assert marker.reference.startswith("MRK-2026-")
    assert not live().exists()
    assert Notice.objects.filter(person=team.dispatcher, kind="violence.marker_asked", urgent=True).exists()
    assert any(item.verb == "Place" for item in owed_by(team.viewer(team.dispatcher)))
    team.placed(marker)
    assert live().get() == marker
    assert Notice.objects.filter(person=team.paramedic, kind="violence.marker_decided").exists()


@pytest.mark.proves("secamb-2.2.3.9-c", "secamb-3.2.11-b")
@pytest.mark.parametrize(
    ("told", "field", "words"),
    [
        ({"place": "public"}, "place", "Public places and public buildings are not marked"),
        ({"place": "part"}, "part", "the exact flat, room or unit"),
        ({"address": "Exampleton", "postcode": ""}, "address", "the number or name of the building"),
        ({"subject_born": date(2010, 1, 1)}, "subject_born", "A child is not named"),
        ({"subject_born": date(2027, 1, 1)}, "subject_born", "in the future"),
        ({"subject_standing": "colleague"}, "subject_name", "A colleague is not marked"),
        ({"facts": " "}, "facts", "plain facts"),
        ({"category": "other"}, "category", "categories"),
    ],
)
def test_it_refuses_what_cannot_be_marked_and_says_what_to_do(
    team: ViolenceTeam, told: dict, field: str, words: str
) -> None:
    with pytest.raises(BadAnswer) as refused:
        team.asked(**told)
    assert words in refused.value.faults[field]
    assert not Marker.objects.exists()


def test_it_refuses_a_marker_after_an_incident_among_colleagues(team: ViolenceTeam) -> None:
    with pytest.raises(ValueError, match="colleagues are not marked"):
        ask_for_marker(by=team.actor(team.lead), incident=team.restricted(), told=facts())


def test_it_refuses_a_second_request_from_one_incident(team: ViolenceTeam) -> None:
    marker = team.asked()
    assert marker.incident is not None
    with pytest.raises(ValueError, match="asked for from this incident already"):
        team.asked(marker.incident)


def test_it_keeps_why_no_marker_was_asked_for_until_one_is(team: ViolenceTeam) -> None:
    incident = team.report()
    explain_no_marker(by=team.actor(team.paramedic), incident=incident, reason="It happened in the street.")
    team.asked(incident)
    assert not type(incident).objects.filter(pk=incident.pk, no_marker__isnull=False).exists()
    with pytest.raises(ValueError, match="A marker was asked for"):
        explain_no_marker(by=team.actor(team.paramedic), incident=incident, reason="x")


def test_it_lets_somebody_else_decide_than_who_asked(team: ViolenceTeam) -> None:
    marker = ask_for_marker(by=team.actor(team.lsms), incident=team.report(), told=facts(), asker=team.lsms)
    with pytest.raises(BadAnswer, match="Somebody else must decide"):
        team.confirmed(marker)
    team.confirmed(marker, by=team.second_lsms)
    assert state(marker) == "confirmed"


@pytest.mark.parametrize("missing", ["reason", "criteria", "category", "advice", "review_on"])
def test_it_confirms_nothing_without(team: ViolenceTeam, missing: str) -> None:
    empty = {"criteria": {}, "review_on": None}.get(missing, "")
    told = decision(**{missing: empty}) | ({"actions": []} if missing == "advice" else {})
    with pytest.raises(BadAnswer):
        confirm_marker(by=team.actor(team.lsms), marker=team.asked(), **told)


@pytest.mark.parametrize("days", [0, -3, 400])
def test_it_refuses_a_review_that_is_past_or_too_far_off(team: ViolenceTeam, days: int) -> None:
    with pytest.raises(BadAnswer) as refused:
        team.confirmed(days=days)
    assert "review_on" in refused.value.faults


@pytest.mark.parametrize("days", [0, 100])
def test_it_refuses_a_temporary_marker_that_lasts_too_long(team: ViolenceTeam, days: int) -> None:
    with pytest.raises(BadAnswer):
        team.placed(days=days)


def test_it_takes_the_trusts_own_number_for_how_long(team: ViolenceTeam) -> None:
    team.number("violence.marker-temporary", "P45D")
    marker = team.asked()
    with pytest.raises(BadAnswer, match="45 days"):
        team.placed(marker, days=46)
    team.placed(marker, days=45)


def test_it_refuses_a_second_decision_and_says_what_to_do(team: ViolenceTeam) -> None:
    marker = team.confirmed()
    with pytest.raises(NotPossibleNow, match="confirmed already"):
        team.confirmed(marker)
    refused = team.asked()
    refuse_marker(by=team.actor(team.lsms), marker=refused, reason="One raised voice.")
    with pytest.raises(NotPossibleNow, match="ask for a new marker"):
        place_marker(by=team.actor(team.dispatcher), marker=refused, until=TODAY + timedelta(days=3), reason="x")


def test_it_lapses_by_itself_when_nobody_decides(team: ViolenceTeam) -> None:
    marker = team.placed(days=2)
    with clock.at(NOW + timedelta(days=4)):
        assert not live().exists()  # before any scheduler has run
        assert mind_markers(by=Actor.system("tick")) == (0, 1)
        assert state(marker) == "lapsed"
        assert mind_markers(by=Actor.system("tick")) == (0, 0)
        assert Notice.objects.filter(person=team.lead, kind="violence.marker_run_out", urgent=True).count() == 1


def test_it_lets_no_review_pass_in_silence(team: ViolenceTeam) -> None:
    marker = team.confirmed(days=30)
    tick = Actor.system("tick")
    with clock.at(NOW + timedelta(days=20)):
        assert mind_markers(by=tick) == (1, 0)
        assert mind_markers(by=tick) == (0, 0)
        assert Notice.objects.filter(person=team.lsms, kind="violence.marker_runs_out").count() == 1
    with clock.at(NOW + timedelta(days=32)):
        assert mind_markers(by=tick) == (0, 1)
        assert state(marker) == "suspended"
        assert any(item.verb == "Review" for item in owed_by(team.viewer(team.lsms)))
        review_on = clock.today() + timedelta(days=90)
        review_marker(by=team.actor(team.lsms), marker=marker, review_on=review_on, reason="He still lives there.")
        assert live().get() == marker


def test_it_says_whether_the_person_was_told_or_why_not(team: ViolenceTeam) -> None:
    marker, by = team.confirmed(), team.actor(team.lsms)
    with pytest.raises(BadAnswer, match="serious harm"):
        notify_subject(by=by, marker=marker, told=False)
    with pytest.raises(BadAnswer, match="how they were told"):
        notify_subject(by=by, marker=marker, told=True)
    assert notify_subject(by=by, marker=marker, told=False, why_not="It would provoke violence.").why_not


def test_it_has_a_challenge_decided_by_somebody_else_and_lets_them_appeal(team: ViolenceTeam) -> None:
    marker = team.confirmed()
    by = team.actor(team.second_lsms)
    first = challenge_marker(by=by, marker=marker, from_whom="The occupant", words="I moved in last week.")
    with pytest.raises(NotPossibleNow, match="waits for its decision"):
        challenge_marker(by=by, marker=marker, from_whom="The occupant", words="Again")
    with pytest.raises(BadAnswer, match="look at it anew"):
        answer_challenge(by=team.actor(team.lsms), challenge=first, upheld=True, reason="x")
    assert any(item.what.startswith("It is challenged") for item in owed_by(team.viewer(team.lead)))
    answer_challenge(by=team.actor(team.lead), challenge=first, upheld=False, reason="The tenancy shows otherwise.")
    with pytest.raises(NotPossibleNow, match="decided this already"):
        answer_challenge(by=team.actor(team.director), challenge=first, upheld=True, reason="x")
    appeal = challenge_marker(by=by, marker=marker, from_whom="The occupant", words="Look again", appeal_of=first)
    with pytest.raises(BadAnswer):
        answer_challenge(by=team.actor(team.lead), challenge=appeal, upheld=True, reason="x")
    answer_challenge(by=team.actor(team.director), challenge=appeal, upheld=True, reason="A new tenancy.")
    assert state(marker) == "removed"
    assert not live().exists()


def test_it_has_no_challenge_decided_by_somebody_who_sat_on_the_panel(team: ViolenceTeam, client: Client) -> None:
    marker = team.asked()
    told = decision(panel=[f"Dr {team.lead}", "A guest"])
    confirm_marker(by=team.actor(team.lsms), marker=marker, **told)
    challenge = challenge_marker(by=team.actor(team.second_lsms), marker=marker, from_whom="The occupant", words="No")
    with pytest.raises(BadAnswer, match="look at it anew"):
        answer_challenge(by=team.actor(team.lead), challenge=challenge, upheld=False, reason="x")
    assert not any(item.what.startswith("It is challenged") for item in owed_by(team.viewer(team.lead)))
    team.acts(client, team.lead)
    answer = client.get(f"/markers/{marker.reference}/challenges/{challenge.pk}/", follow=True)
    assert "had a part in deciding on it" in answer.content.decode()
    answer_challenge(by=team.actor(team.director), challenge=challenge, upheld=False, reason="The tenancy shows it.")


def test_it_owes_word_of_the_removal_to_everyone_who_was_told(team: ViolenceTeam) -> None:
    marker, by = team.confirmed(), team.actor(team.lsms)
    told = disclose_marker(by=by, marker=marker, to="The county council", basis="Sharing agreement")
    with pytest.raises(NotPossibleNow, match="still shows"):
        tell_of_removal(by=by, disclosure=told)
    remove_marker(by=by, marker=marker, reason="He has died.", cause="death")
    told.marker.refresh_from_db()
    tell_of_removal(by=by, disclosure=told)
    with pytest.raises(NotPossibleNow, match="already"):
        tell_of_removal(by=by, disclosure=told)
    verbs = set(Entry.objects.filter(subject_reference=marker.reference).values_list("verb", flat=True))
    assert {"violence.ask_for_marker", "violence.confirm_marker", "violence.remove_marker"} <= verbs
    assert marker.decisions.count() == 2  # the decisions stay on record


def test_it_names_every_state_in_its_workflow() -> None:
    assert {move.target for move in MARKER.moves} | {"asked"} == set(MARKER.states)
