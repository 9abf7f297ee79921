"""Looking into a patient's purse, wallet or bag, as SCAS's policy has it (scas-21.2, 21.4 and 21.5)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from holdfast.casework.casefile.models import PatientSearch
from holdfast.casework.casefile.operations.patient_searches import (
    PatientSearchFacts,
    countersign,
    record_patient_search,
)
from holdfast.casework.casefile.queries.patient_searches import patient_searches_visible_to
from holdfast.casework.casefile.queries.queues import owed_by
from holdfast.casework.casefile.tests.case_cast import Case
from holdfast.foundation.organisation.models import Person
from holdfast.kernel import clock


def recorded(case: Case, **changes: Any) -> PatientSearch:
    told = {
        "at": clock.now() - timedelta(hours=1),
        "where": "In the ambulance",
        "patient_number": "E1234567",
        "looked_in": "Handbag",
        "why": "To find out who she is",
        "permission": "unconscious",
        "present": "Casey Crewmate",
        "colleague": case.crewmate,
    }
    return record_patient_search(
        by=case.actor(case.paramedic), trust=case.trust, facts=PatientSearchFacts(**(told | changes))
    )


@pytest.mark.proves("scas-21.2-a", "scas-21.2-b", "scas-21.4", "scas-21.5-a")
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"permission": "refused"}, "When they say no, do not look"),  # scas-21.2-a
        ({"permission": "given"}, "talk them through it"),  # scas-21.2-b
        ({"present": ""}, "or why nobody could be"),  # scas-21.4
        ({"why": " "}, "why it was needed"),  # scas-21.5-a
        ({"colleague": None}, "or why nobody can"),  # scas-21.5-b
    ],
)
def test_it_asks_for_permission_reason_and_company(case: Case, changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        recorded(case, **changes)
    assert not PatientSearch.objects.exists()


def test_it_takes_a_reason_where_something_could_not_be(case: Case) -> None:
    recorded(case, present="", nobody_present_why="Alone on the car", colleague=None, nobody_signs_why="Alone")
    recorded(case, permission="given", explained=True, present="")
    assert PatientSearch.objects.count() == 2


@pytest.mark.proves("scas-21.5-b")
def test_it_is_countersigned_once_by_the_colleague_who_was_there(case: Case) -> None:
    search = recorded(case)
    assert [item.verb for item in owed_by(case.viewer(case.crewmate))] == ["Countersign"]
    with pytest.raises(ValueError, match="Only the colleague"):
        countersign(by=case.actor(case.manager), search=search)
    countersign(by=case.actor(case.crewmate), search=search)
    assert owed_by(case.viewer(case.crewmate)) == []
    with pytest.raises(ValueError, match="already"):
        countersign(by=case.actor(case.crewmate), search=search)
    with pytest.raises(ValueError, match="Somebody else"):
        recorded(case, colleague=case.paramedic)


def test_it_is_seen_by_those_in_it_their_manager_and_the_security_team(case: Case) -> None:
    search = recorded(case)

    def sees(person: Person) -> bool:
        return patient_searches_visible_to(case.viewer(person)).filter(pk=search.pk).exists()

    assert all(sees(person) for person in (case.paramedic, case.crewmate, case.manager, case.lsms))
    assert not sees(case.far_manager)


def test_it_is_recorded_and_countersigned_on_screen(case: Case, client: Client) -> None:
    case.sign_in(client, case.paramedic)
    day = {"at_day": "3", "at_month": "3", "at_year": "2026", "at_clock": "20:00"}
    sent = day | {
        "looked_in": "Wallet", "why": "To find a next of kin", "where": "Home", "patient_number": "E1",
        "permission": "given", "explained": "on", "colleague": "Nobody Known",
    }  # fmt: skip
    assert client.post("/patient-searches/new/", sent).status_code == 422
    answer = client.post("/patient-searches/new/", sent | {"colleague": "casey crewmate"})
    assert answer.status_code == 302
    assert "Wallet" in client.get("/patient-searches/").content.decode()
    case.sign_in(client, case.crewmate)
    assert "countersign it" in client.get(answer["Location"]).content.decode()
    assert "You countersigned it" in client.post(answer["Location"], follow=True).content.decode()
