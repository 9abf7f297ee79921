"""What a marker after a restricted incident tells whom: crews what to do, and only those named on it why."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.operations.report_answers import SubjectFacts
from holdfast.casework.incidents.tests.report_cast import assault
from holdfast.casework.violence.models import Marker
from holdfast.casework.violence.operations.challenging import challenge_marker
from holdfast.casework.violence.operations.deciding import review_marker
from holdfast.casework.violence.operations.response import BadAnswer
from holdfast.casework.violence.queries.queues import owed_by
from holdfast.casework.violence.tests.violence_cast import ViolenceTeam, decision

STORY = "He locked the door behind her."


@pytest.fixture
def secret(team: ViolenceTeam) -> Incident:
    subject = SubjectFacts(standing="patient", name="Terry Takeaway")
    return team.report(replace(assault(type="sexual-offence", description=STORY), subjects=(subject,)))


@pytest.fixture
def marker(team: ViolenceTeam, secret: Incident) -> Marker:
    return team.asked(secret, facts=STORY, subject_name="Terry Takeaway")


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("who", ["dispatcher", "lsms", "director"])
def test_it_tells_those_who_are_not_named_where_and_what_to_do_alone(
    team: ViolenceTeam, client: Client, secret: Incident, marker: Marker, who: str
) -> None:
    asker = str(team.paramedic)
    person = getattr(team, who)
    team.acts(client, person)
    for address in ("", "place/"):
        told = page(client, f"/markers/{marker.reference}/{address}")
        assert "12 Harbour Road" in told
        assert "Park at the corner." in told
        assert not [word for word in (STORY, "Terry", asker, secret.reference) if word in told]
    owed = [f"{item.reference} {item.title} {item.what}" for item in owed_by(team.viewer(person))]
    assert not [line for line in owed if secret.reference in line]
    assert "Nothing has happened yet" not in page(client, f"/markers/{marker.reference}/")
    for verb in ("confirm", "refuse"):
        assert client.get(f"/markers/{marker.reference}/{verb}/").status_code == 404
    assert secret.reference not in page(client, f"/records/{marker.reference}/actions/")


def test_it_tells_those_who_are_named_and_lets_them_decide(team: ViolenceTeam, client: Client, marker: Marker) -> None:
    team.acts(client, team.lead)
    told = page(client, f"/markers/{marker.reference}/")
    assert STORY in told
    assert "Terry Takeaway" in told
    assert STORY in page(client, f"/markers/{marker.reference}/confirm/")


def test_it_leaves_the_decision_to_those_who_know_why(team: ViolenceTeam, marker: Marker) -> None:
    team.confirmed(team.placed(marker), by=team.lead, days=20)
    challenge_marker(by=team.actor(team.lead), marker=marker, from_whom="Terry Takeaway", words="I was not there.")
    assert not [item for item in owed_by(team.viewer(team.lsms)) if item.reference == marker.reference]
    assert [item for item in owed_by(team.viewer(team.lead)) if item.reference == marker.reference]


def test_it_copies_nothing_of_a_restricted_report_into_the_request(
    team: ViolenceTeam, client: Client, secret: Incident
) -> None:
    team.acts(client, team.paramedic)
    told = page(client, f"/incidents/{secret.reference}/marker/")
    assert not [word for word in (STORY, "Terry") if word in told]
    assert "The incident is restricted." in told


def test_it_is_kept_by_somebody_else_than_who_asked_for_it(team: ViolenceTeam, marker: Marker) -> None:
    team.confirmed(marker, by=team.lead)
    told = decision(90)
    with pytest.raises(BadAnswer, match="Somebody else must decide"):
        review_marker(by=team.actor(team.paramedic), marker=marker, review_on=told["review_on"], reason=told["reason"])
