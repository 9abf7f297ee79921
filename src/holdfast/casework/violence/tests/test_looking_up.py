"""Looking up whether there is a marker, and what comes of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from holdfast.casework.violence.models import Hit, LookUp, Marker
from holdfast.casework.violence.operations.deciding import place_marker
from holdfast.casework.violence.operations.looking_up import answer_hit, look_up
from holdfast.casework.violence.operations.response import BadAnswer
from holdfast.casework.violence.presenters.export import as_csv
from holdfast.casework.violence.queries.looking_up import live
from holdfast.casework.violence.queries.queues import owed_by
from holdfast.casework.violence.tests.violence_cast import NOW, TODAY, ViolenceTeam
from holdfast.foundation.audit.models import Entry
from holdfast.kernel import clock


def found(team: ViolenceTeam, asked: str) -> tuple[list[str], list[str]]:
    """Addresses of the markers here and nearby."""
    result, _ = look_up(by=team.actor(team.dispatcher), trust=team.trust, asked=asked, job="J1", person=team.dispatcher)
    return [one.address for one in result.here], [one.address for one in result.nearby]


@pytest.mark.proves("secamb-2.2.1-c")
def test_it_brings_a_marker_to_whoever_sends_a_crew(team: ViolenceTeam) -> None:
    marker = team.asked()
    assert found(team, "12 Harbour Rd, EX1 2AB") == ([], [])
    by = team.actor(team.dispatcher)
    place_marker(by=by, marker=marker, until=TODAY + timedelta(days=20), reason="A crew goes there tonight.")
    assert found(team, "12 Harbour Rd, EX1 2AB") == ([marker.address], [])


@pytest.mark.parametrize(
    "asked", ["12 harbour road ex12ab", "EX1 2AB 12", "12 Harbour Rd", "Flat 3, 12 Harbour Road EX1 2AB"]
)
def test_it_finds_an_address_however_it_is_typed(team: ViolenceTeam, asked: str) -> None:
    team.placed()
    assert found(team, asked)[0] == ["12 Harbour Road, Exampleton"]


@pytest.mark.parametrize("asked", ["14 Harbour Road EX1 2AB", "EX1 2AB", "Harbour Road", "12a Harbour Road"])
def test_it_shows_near_misses_as_nearby_and_never_as_here(team: ViolenceTeam, asked: str) -> None:
    team.placed()
    assert found(team, asked) == ([], ["12 Harbour Road, Exampleton"])


def test_it_keeps_the_parts_of_a_building_apart(team: ViolenceTeam) -> None:
    for part in ("Flat 1", "Flat 2"):
        team.placed(place="part", part=part, address="10 High St", postcode="AB1 2CD")
    here = look_up(by=team.actor(team.lsms), trust=team.trust, asked="10 High Street flat 2, AB1 2CD", job="J")[0].here
    assert [marker.part for marker in here] == ["flat 2"]
    whole = look_up(by=team.actor(team.lsms), trust=team.trust, asked="10 High Street, AB1 2CD", job="J")[0].here
    assert len(whole) == 2  # a crew that does not know the flat hears of each


def test_it_keeps_streets_of_the_same_name_in_two_towns_apart(team: ViolenceTeam) -> None:
    team.placed(address="10 High Street", postcode="AB1 2CD")
    assert found(team, "10 High Street, ZZ9 9ZZ")[0] == []
    result, _ = look_up(by=team.actor(team.lsms), trust=team.trust, asked="10 High Street", job="J")
    assert result.unsure
    assert len(result.here) == 1


def test_it_names_the_flat_when_nobody_said_which_and_knows_the_town(team: ViolenceTeam, client: Client) -> None:
    team.placed(place="part", part="Flat 3", address="Flat 3, 14 Bargate Court, Exampleton", postcode="EX1 4HF")
    result, _ = look_up(by=team.actor(team.lsms), trust=team.trust, asked="14 Bargate Ct, Exampleton", job="J")
    assert (result.unsure, [marker.part for marker in result.parts]) == (False, ["flat 3"])
    other, _ = look_up(by=team.actor(team.lsms), trust=team.trust, asked="14 Bargate Court, Otherton", job="J")
    assert other.unsure
    team.acts(client, team.dispatcher)
    page = client.post("/markers/look-up/", {"asked": "14 Bargate Court, Exampleton", "job": "J1"}).content.decode()
    assert "stands on flat 3 of this building" in page
    assert "Yes: 1 marker" not in page
    assert "<bdi>Flat 3, 14 Bargate Court, Exampleton, EX1 4HF</bdi>" in page
    named = client.post("/markers/look-up/", {"asked": "Flat 3, 14 Bargate Court, EX1 4HF", "job": "J1"})
    assert "Yes: 1 marker" in named.content.decode()


def test_it_finds_by_uprn(team: ViolenceTeam) -> None:
    team.placed(uprn="100021234567")
    assert found(team, "100021234567")[0]
    assert found(team, "100021234568") == ([], [])


def test_it_writes_each_look_up_down(team: ViolenceTeam) -> None:
    marker = team.placed()
    found(team, "12 Harbour Road EX1 2AB")
    found(team, "1 Nowhere Lane")
    assert LookUp.objects.count() == 2
    assert Hit.objects.get().marker == marker
    entries = Entry.objects.filter(verb="violence.look_up")
    assert entries.count() == 2
    assert all(entry.actor_name == "Del Dispatcher" for entry in entries)


@pytest.mark.parametrize(
    ("asked", "job", "field"), [("", "J1", "asked"), ("?!", "J1", "asked"), ("1 High St", " ", "job")]
)
def test_it_looks_nothing_up_without_an_address_or_a_reason(
    team: ViolenceTeam, asked: str, job: str, field: str
) -> None:
    with pytest.raises(BadAnswer) as refused:
        look_up(by=team.actor(team.dispatcher), trust=team.trust, asked=asked, job=job)
    assert field in refused.value.faults
    assert not LookUp.objects.exists()


def test_it_asks_afterwards_whether_it_helped(team: ViolenceTeam) -> None:
    team.placed()
    found(team, "12 Harbour Road EX1 2AB")
    hit, by = Hit.objects.get(), team.actor(team.dispatcher)
    assert any(item.verb == "Say" for item in owed_by(team.viewer(team.dispatcher)))
    with pytest.raises(BadAnswer, match="did not hear"):
        answer_hit(by=by, hit=hit, passed_on=False, helped=True)
    with pytest.raises(BadAnswer, match="whether it helped"):
        answer_hit(by=by, hit=hit, passed_on=True)
    answer_hit(by=by, hit=hit, passed_on=True, helped=True, words="They waited for the police.")
    with pytest.raises(ValueError, match="answered already"):
        answer_hit(by=by, hit=hit, passed_on=False)


def test_it_hands_out_live_markers_only_and_nothing_of_the_person(team: ViolenceTeam) -> None:
    live_one = team.placed(subject_name="Quillon Zanzibarquist", advice="=Ring first")
    team.placed(days=1, address="7 Mill Lane")
    team.asked(address="9 Mill Lane")
    with clock.at(NOW + timedelta(days=3)):
        text = b"".join(as_csv(live(), {})).decode("utf-8-sig")
    lines = text.splitlines()
    assert len(lines) == 2
    assert live_one.reference in lines[1]
    assert "Zanzibarquist" not in text
    assert "punched" not in text


def test_it_asks_as_many_statements_however_many_markers_there_are(
    team: ViolenceTeam, django_assert_max_num_queries: object
) -> None:
    team.placed()
    found(team, "12 Harbour Road EX1 2AB")  # what is read once per process is read now
    template = Marker.objects.get()
    assert template.live_until is not None
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        found(team, "12 Harbour Road EX1 2AB")
