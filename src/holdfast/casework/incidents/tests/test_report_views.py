from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from holdfast.casework.incidents.models import Draft, Incident
from holdfast.casework.incidents.tests.report_cast import KEY, NOW, Cast, make_cast
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    cast = make_cast()
    with clock.at(NOW):
        yield cast


@pytest.fixture
def browser_of_paramedic(cast: Cast, client: Client) -> Client:
    cast.sign_in(client, cast.paramedic)
    return client


def typed(**changes: Any) -> dict[str, Any]:
    """What a browser sends for an assault."""
    sent = {
        "step": "send",
        "key": KEY,
        "type": "physical-assault",
        "place": "private-address",
        "address": "12 Harbour Road",
        "postcode": "ex1 2ab",
        "happened_at_day": "3",
        "happened_at_month": "3",
        "happened_at_year": "2026",
        "happened_at_clock": "21:30",
        "shift_end": "07:00",
        "description": "Punched by the patient’s son.",
        "victims-TOTAL_FORMS": "1",
        "victims-INITIAL_FORMS": "0",
        "victims-0-who": "me",
        "victims-0-injury": "minor",
        "victims-0-examined": "no",
        "victims-0-not_examined_reason": "Going after the shift",
        "subjects-TOTAL_FORMS": "1",
        "subjects-INITIAL_FORMS": "0",
        "subjects-0-standing": "relative",
        "subjects-0-appearance": "Tall",
        "police_told": "yes",
        "police_channel": "control-room",
        "police_log": "P-123",
    }
    return {name: value for name, value in (sent | changes).items() if value is not None}


def test_it_offers_the_kinds(browser_of_paramedic: Client) -> None:
    page = browser_of_paramedic.get("/report/").content.decode()
    assert "Are you safe?" in page
    assert 'name="type" value="physical-assault"' in page


def test_it_asks_only_what_the_kind_needs(browser_of_paramedic: Client) -> None:
    assault = browser_of_paramedic.get("/report/?type=physical-assault").content.decode()
    theft = browser_of_paramedic.get("/report/?type=theft").content.decode()
    assert "When does your shift end?" in assault
    assert "When does your shift end?" not in theft
    assert "Whose is it?" in theft
    assert "Whose is it?" not in assault


def test_it_sends_a_report_and_shows_the_receipt(browser_of_paramedic: Client, cast: Cast) -> None:
    answer = browser_of_paramedic.post("/report/", typed())
    assert answer.status_code == 302, answer.content.decode()
    with scope(cast.trust):
        incident = Incident.objects.get()
        assert incident.postcode == "EX1 2AB"
        assert incident.shift_ends_at.isoformat() == "2026-03-04T07:00:00+00:00"
        assert incident.police_contacts.get().log_number == "P-123"
        assert incident.victims.get().not_examined_reason == "Going after the shift"
    page = browser_of_paramedic.get(answer.url).content.decode()
    assert incident.reference in page
    assert "5 March 2026" in page


def test_it_checks_answers_first(browser_of_paramedic: Client, cast: Cast) -> None:
    page = browser_of_paramedic.post("/report/", typed(step="check")).content.decode()
    assert "Check your answers" in page
    assert "Punched by" in page
    assert "3 March 2026, 21:30" in page
    with scope(cast.trust):
        assert not Incident.objects.exists()


def test_it_keeps_what_was_typed_when_something_is_wrong(browser_of_paramedic: Client) -> None:
    answer = browser_of_paramedic.post("/report/", typed(place="", happened_at_clock="23:59"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Punched by" in page
    assert "Select where it happened" in page
    assert "must be in the past" in page


def test_it_adds_one_more_person(browser_of_paramedic: Client) -> None:
    page = browser_of_paramedic.post("/report/", typed(step="add:victims")).content.decode()
    assert 'name="victims-1-who"' in page
    assert "Going after the shift" in page


def test_it_saves_a_draft_and_brings_it_back(browser_of_paramedic: Client, cast: Cast) -> None:
    answer = browser_of_paramedic.post("/report/", typed(step="save", happened_at_clock="not yet", place=None))
    assert answer.status_code == 302
    start = browser_of_paramedic.get(answer.url).content.decode()
    assert "Your report is saved" in start
    assert "Punched by" in start
    page = browser_of_paramedic.get(f"/report/?draft={KEY}").content.decode()
    assert 'value="not yet"' in page
    assert "Going after the shift" in page
    browser_of_paramedic.post("/report/", typed())
    with scope(cast.trust):
        assert not Draft.objects.exists()


def test_it_answers_a_script_with_a_receipt_or_what_is_wrong(browser_of_paramedic: Client) -> None:
    wrong = browser_of_paramedic.post("/report/", typed(description=""), headers={"Accept": "application/json"})
    assert wrong.status_code == 422
    assert wrong.json() == {"errors": {"description": ["Enter what happened"]}}
    sent = browser_of_paramedic.post("/report/", typed(), headers={"Accept": "application/json"})
    assert sent.json()["reference"] == "INC-2026-00001"
    again = browser_of_paramedic.post("/report/", typed(), headers={"Accept": "application/json"})
    assert again.json() | {"already": False} == sent.json()


def test_it_serves_an_empty_page_to_keep(client: Client, cast: Cast, browser_of_paramedic: Client) -> None:
    page = browser_of_paramedic.get("/r/invented/report/kept/staff/").content.decode()
    assert "Pat Paramedic" not in page
    assert "csrfmiddlewaretoken" not in page
    assert Client().get("/r/invented/report/kept/staff/").content.decode() == page


def test_it_says_in_few_words_what_was_reported_already(browser_of_paramedic: Client, cast: Cast) -> None:
    browser_of_paramedic.post("/report/", typed())
    other = Client()
    cast.sign_in(other, cast.crewmate)
    words = other.post("/report/already-reported/", typed(key="c" * 32)).content.decode()
    assert "Yes, it is this: someone was hurt, abused or threatened, at about 22:00" in words
    assert "Punched" not in words
    assert "Pat" not in words
    page = other.post("/report/", typed(key="c" * 32, step="check")).content.decode()
    assert "Was this reported already?" in page


def test_it_shows_no_field_twice(browser_of_paramedic: Client) -> None:
    for kind in ("physical-assault", "theft", "other", "information-breach"):
        page = browser_of_paramedic.get(f"/report/?type={kind}").content.decode()
        names = re.findall(r'<(?:input|select|textarea)[^>]* id="(id_[^"]+)"', page)
        twice = {name for name in names if names.count(name) > 1}
        assert not twice
