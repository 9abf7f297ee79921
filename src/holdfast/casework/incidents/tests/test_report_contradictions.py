"""What cannot be in a report, what is not asked of whom, and what the receipt then says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from holdfast.casework.incidents.models import Addition, Incident
from holdfast.casework.incidents.rules.answers import PoliceFacts, ReportAnswers
from holdfast.casework.incidents.rules.report import problems_with
from holdfast.casework.incidents.tests.report_cast import NOW, Cast, assault, make_cast
from holdfast.casework.incidents.tests.test_report_views import typed
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock

OPEN = "/r/invented/report/"
JSON = {"Accept": "application/json"}


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    cast = make_cast()
    with clock.at(NOW):
        yield cast


def fields(answers: ReportAnswers) -> list[str]:
    return [problem.field for problem in problems_with(answers, now=NOW)]


def test_it_refuses_what_followed_the_event_long_before_it() -> None:
    told = assault()
    before = NOW - timedelta(days=30)
    assert fields(told) == []
    assert fields(replace(told, police=(PoliceFacts(told_at=NOW - timedelta(hours=2)),))) == []
    assert fields(replace(told, police=(PoliceFacts(told_at=before),))) == ["police-0-told_at"]
    assert fields(replace(told, victims=(replace(told.victims[0], examined_at=before),))) == ["victims-0-examined_at"]
    assert fields(assault(control_room_told_at=before)) == ["control_room_told_at"]


def test_it_refuses_what_happened_before_anybody_alive_was_born() -> None:
    assert fields(assault(happened_at=NOW.replace(year=1900), shift_ends_at=None)) == ["happened_at"]
    assert fields(assault(happened_at=NOW.replace(year=1975), shift_ends_at=None)) == []


def test_it_says_beside_each_field_what_cannot_be(client: Client, cast: Cast) -> None:
    cast.sign_in(client, cast.paramedic)
    told = {"police_told_at_day": "1", "police_told_at_month": "1", "police_told_at_year": "2020"}
    answer = client.post("/report/", typed(**told, police_told_at_clock="10:00"), headers=JSON)
    assert list(answer.json()["errors"]) == ["police_told_at"]
    answer = client.post("/report/", typed(postcode="nonsense", shift_end="8"), headers=JSON)
    assert answer.json()["errors"] == {
        "postcode": ["Enter a postcode like AB1 2CD, or leave it empty"],
        "shift_end": ["Enter the time at which your shift ends with its minutes, like 08:00 or 20:00"],
    }


def settings_of(client: Client, page: str) -> dict[str, Any]:
    return client.get(page).context["report_settings"]


def test_it_asks_only_staff_of_shift_call_and_crew(client: Client, cast: Cast) -> None:
    asked = settings_of(client, OPEN)["questions"]["physical-assault"]
    assert "shift_end" not in asked["asked"]
    assert "crew" not in asked["sections"]
    page = client.get(f"{OPEN}?type=physical-assault").content.decode()
    assert "When does your shift end?" not in page
    assert "The call and the crew" not in page
    cast.sign_in(client, cast.paramedic)
    asked = settings_of(client, "/report/")["questions"]["physical-assault"]
    assert "shift_end" in asked["asked"]
    assert "crew" in asked["sections"]


def test_it_tells_the_script_where_this_installation_signs_people_in(client: Client, cast: Cast, settings: Any) -> None:
    settings.LOGIN_URL = "workspace:about"
    cast.sign_in(client, cast.paramedic)
    assert settings_of(client, "/report/")["signIn"] == "/about/?next=%2Freport%2F"


def test_it_drops_the_name_of_who_stays_anonymous_before_they_send(client: Client, cast: Cast) -> None:
    sent = typed(step="check", reporter_name="Mary Visitor", reporter_contact="07700 900000", anonymous="on")
    page = client.post(OPEN, sent).content.decode()
    assert "Mary Visitor" not in page
    assert "07700 900000" not in page
    assert "we keep neither your name nor how to reach you" in page


def receipt(client: Client, page: str, **changes: Any) -> str:
    return client.post(page, typed(**changes), follow=True).content.decode()


def test_it_sends_nobody_to_a_manager_who_is_not_to_know_or_is_not_theirs(client: Client, cast: Cast) -> None:
    signed_in = Client()
    cast.sign_in(signed_in, cast.paramedic)
    restricted = receipt(signed_in, "/report/", type="sexual-offence")
    assert "was not told" in restricted
    assert "manager can arrange" not in restricted
    assert "do not have to go through your" in restricted
    stranger = receipt(client, OPEN, key="a" * 32)
    assert "manager can arrange" not in stranger
    assert "Victim Support" in stranger


def test_it_adds_to_the_own_report_as_its_reporter_and_no_one_else(client: Client, cast: Cast) -> None:
    cast.sign_in(client, cast.paramedic)
    client.post("/report/", typed())
    matches = client.post("/report/", typed(step="check", key="b" * 32)).context["matches"]
    again = typed(key="b" * 32, add_to=matches[0]["token"], reporter_capacity="witness", description="He came back.")
    page = client.post("/report/", again, follow=True)
    with scope(cast.trust):
        incident = Incident.objects.get()
        addition = Addition.objects.get()
        assert (addition.is_report, addition.from_reporter) == (False, True)
        assert not incident.witnesses.exists()
        assert incident.victims.count() == 1
    assert page.redirect_chain[-1][0] == f"/my-reports/{incident.reference}/"
    assert f"What you told now was added to your report {incident.reference}." in page.content.decode()
    assert client.post("/report/", again).url == f"/my-reports/{incident.reference}/"
    with scope(cast.trust):
        assert Addition.objects.count() == 1
