"""A call for the police is one call: a crew asks, the control room answers, who works with the police sees it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from holdfast.casework.casefile.operations.calls import answer_with_police, tie_call_to
from holdfast.casework.casefile.tests.case_cast import Case
from holdfast.casework.liaison.models import PoliceReport
from holdfast.casework.liaison.queries.queues import owed_by
from holdfast.casework.violence.models import Call
from holdfast.casework.violence.operations.response import request_support
from holdfast.kernel import clock

REFUSAL = "No unit is free"


def asked(case: Case, kind: str = "police") -> Call:
    return request_support(
        by=case.actor(case.paramedic), trust=case.trust, kind=kind, where="1 Quay Street", words="He has a knife",
        asker=case.paramedic,
    )  # fmt: skip


def refused(case: Case, **changes: Any) -> PoliceReport:
    told = {"force": "Exampleshire Police", "comes": False, "answer": "Stay away", "refusal": REFUSAL}
    return answer_with_police(by=case.actor(case.manager), call=asked(case), **told | changes)


def test_it_puts_a_refusal_before_those_who_take_it_up(case: Case, client: Client) -> None:
    report = refused(case, police_log="L-9")
    assert (report.state, report.refusal, report.purpose, report.place) == (
        "refused",
        REFUSAL,
        "attend",
        "1 Quay Street",
    )
    assert [(item.verb, item.title) for item in owed_by(case.viewer(case.lsms)) if "would not come" in item.what] == [
        ("Take it up", "1 Quay Street")
    ]
    case.sign_in(client, case.lsms)
    register = client.get("/police/calls/").content.decode()
    for words in (REFUSAL, "L-9", "Take the refusal up", "Say which incident it was", "Nothing more is expected"):
        assert words in register
    page = client.get(f"/calls/{Call.objects.get().pk}/").content.decode()
    assert "Take the refusal up" in page


def test_it_is_answered_on_screen_and_tied_to_the_report_of_the_caller(case: Case, client: Client) -> None:
    call = asked(case)
    address = f"/calls/{call.pk}/"
    case.sign_in(client, case.manager)
    sent = {"outcome": "refused", "refusal": REFUSAL, "answer": "Stay away", "other_force": ""}
    assert "Say which police force" in client.post(address, sent).content.decode()
    assert client.post(address, sent | {"other_force": "Exampleshire Police"}).status_code == 302
    fresh = case.report()
    case.sign_in(client, case.paramedic)
    page = client.get(address).content.decode()
    assert REFUSAL in page
    assert "Say which report this call is about" in page
    assert client.post(f"{address}report/", {"incident": fresh.reference}).status_code == 302
    call.refresh_from_db()
    report = PoliceReport.objects.get()
    assert call.incident_id == report.incident_id == fresh.pk
    assert fresh.police_contacts.get().refused_reason == REFUSAL
    case.sign_in(client, case.lsms)
    assert REFUSAL in client.get(f"/incidents/{fresh.reference}/police/").content.decode()
    assert "Say which report" not in client.get(address).content.decode()


def test_it_ties_a_call_to_one_incident_only(case: Case) -> None:
    report = refused(case)
    call, by = Call.objects.get(), case.actor(case.lsms)
    tie_call_to(by=by, call=call, incident=case.incident)
    report.refresh_from_db()
    assert report.incident == case.incident
    with pytest.raises(ValueError, match="another incident"):
        tie_call_to(by=by, call=call, incident=case.report())


def test_it_keeps_when_the_police_were_asked_and_answers_other_calls_as_before(case: Case, client: Client) -> None:
    with clock.at(clock.now() + timedelta(minutes=5)):
        at = clock.now() - timedelta(minutes=2)
        report = refused(case, asked_at=at, comes=True, refusal="")
        assert (report.state, report.made_at, report.answered_at) == ("taken", at, clock.now())
    other = asked(case, kind="operational")
    case.sign_in(client, case.manager)
    sent = {"outcome": "sent", "answer": "A second crew"}
    assert client.post(f"/calls/{other.pk}/", sent).status_code == 302
    assert "Support was sent" in client.get(f"/calls/{other.pk}/").content.decode()
    assert PoliceReport.objects.count() == 1


def test_it_lets_the_security_team_say_which_incident_a_call_was_about(case: Case, client: Client) -> None:
    report = refused(case)
    case.sign_in(client, case.lsms)
    address, sent = f"/police/{report.pk}/incident/", {"opened_at": "1.0"}
    assert client.post(address, sent | {"reference": "INC-2026-99999"}).status_code == 422
    assert client.post(address, sent | {"reference": case.incident.reference}).status_code == 302
    report.refresh_from_db()
    assert report.incident == case.incident
