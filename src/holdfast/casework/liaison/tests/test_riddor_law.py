"""The decision table of RIDDOR 2013, line by line."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from holdfast.casework.liaison.rules.incapacity import Span
from holdfast.casework.liaison.rules.injuries import Medical, specified
from holdfast.casework.liaison.rules.riddor import decide
from holdfast.casework.liaison.rules.riddor_facts import Facts, Outcome, Standing
from holdfast.casework.liaison.trial import decide_case

CASES = json.loads((Path(__file__).parent / "cases" / "riddor_cases.json").read_text())["cases"]
ACCIDENT = date(2025, 3, 10)
TEN_DAYS = (Span(date(2025, 3, 11), date(2025, 3, 20)),)


def facts(**more: Any) -> Facts:
    return Facts(**{"accident_date": ACCIDENT, "work_related": True, **more})


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_it_agrees_with_the_worked_cases(case):
    result = decide_case(case)
    assert {name: result[name] for name in case["expected"]} == case["expected"]
    assert result["agrees"] is True


@pytest.mark.parametrize(
    ("injury", "medical", "provision"),
    [
        ("fracture:jaw", Medical(), "4(1)(a)"),
        ("fracture:jaw", Medical(diagnosed_by_doctor=False), None),
        ("fracture:left little finger", Medical(), None),
        ("fracture:thumb", Medical(), None),
        ("fracture:toes", Medical(), None),
        ("fracture:tooth", Medical(), None),
        ("fracture:hand", Medical(), "4(1)(a)"),
        ("amputation:finger", Medical(), "4(1)(b)"),
        ("amputation:ear", Medical(), None),
        ("loss_of_sight:eye", Medical(diagnosed_by_doctor=True), "4(1)(c)"),
        ("crush:chest", Medical(organ_damage=True), "4(1)(d)"),
        ("crush:chest", Medical(organ_damage=False), None),
        ("crush:hand", Medical(organ_damage=True), None),
        ("burn:arm", Medical(burn_percent=10), None),
        ("burn:arm", Medical(burn_percent=10.5), "4(1)(e)"),
        ("burn:12%", Medical(), "4(1)(e)"),
        ("scald:eyes", Medical(), "4(1)(e)"),
        ("scalping", Medical(hospital_treatment=True), "4(1)(f)"),
        ("scalping", Medical(hospital_treatment=False), None),
        ("loss_of_consciousness", Medical(), "4(1)(g)"),
        ("loss_of_consciousness:fainting", Medical(), None),
        ("hypothermia", Medical(enclosed_space=True), "4(1)(h)"),
        ("hypothermia", Medical(), None),
        ("bruising", Medical(enclosed_space=True, hospital_hours=24), None),
        ("bruising", Medical(enclosed_space=True, hospital_hours=24.5), "4(1)(h)"),
        ("bruising", Medical(hospital_hours=30), None),
        ("dislocation:shoulder", Medical(), None),
    ],
)
def test_it_knows_a_specified_injury(injury, medical, provision):
    assert specified((injury,), medical) == provision


@pytest.mark.parametrize(
    ("standing", "responsible"),
    [
        (Standing.EMPLOYEE, "employer"),
        (Standing.AGENCY_WORKER, "employer (the agency)"),
        (Standing.CONTRACTOR_EMPLOYEE, "employer (the contractor)"),
        (Standing.SELF_EMPLOYED, "person in control of the premises (the trust)"),
    ],
)
def test_it_says_who_has_the_duty(standing, responsible):
    decision = decide(facts(victim=standing, injuries=("bite",), incapacity=TEN_DAYS))
    assert (decision.outcome, decision.responsible_person) == (Outcome.OVER_SEVEN_DAYS, responsible)


@pytest.mark.parametrize(
    ("known", "outcome", "regulation"),
    [
        # outside the Regulations, whatever else is true
        ({"vehicle_movement_on_road": True, "injuries": ("fracture:leg",)}, Outcome.NOT_REPORTABLE, None),
        ({"vehicle_movement_on_road": True, "road_exception": True, "injuries": ("fracture:leg",)},
         Outcome.SPECIFIED_INJURY, "4(1)(a)"),
        ({"medical_treatment": True, "injuries": ("fracture:leg",)}, Outcome.NOT_REPORTABLE, None),
        ({"personal_matter": True, "death_date": ACCIDENT}, Outcome.NOT_REPORTABLE, None),
        ({"work_related": False, "injuries": ("fracture:leg",)}, Outcome.NOT_REPORTABLE, None),
        # deaths
        ({"injuries": ("stab:chest",), "death_date": ACCIDENT}, Outcome.DEATH, "6(1)"),
        ({"victim": Standing.PATIENT, "death_date": ACCIDENT}, Outcome.DEATH, "6(1)"),
        ({"injuries": ("bruising",), "death_date": date(2025, 9, 1)}, Outcome.DEATH, "6(1)"),
        # dangerous occurrences
        ({"source_known_bbv": True, "injuries": ("needlestick",)}, Outcome.DANGEROUS_OCCURRENCE, "7 + Sch 2 para 10"),
        ({"source_known_bbv": True, "injuries": ("bite",)}, Outcome.NOT_REPORTABLE, None),
        ({"injuries": ("sharps",)}, Outcome.NOT_REPORTABLE, None),
        ({"injuries": ("sharps",), "infection_diagnosed_on": date(2025, 6, 1)}, Outcome.DISEASE, "9"),
        ({"victim": None, "kind": "fire", "work_stopped_hours": 24.5}, Outcome.DANGEROUS_OCCURRENCE,
         "7 + Sch 2 para 25"),
        ({"victim": None, "kind": "fire", "work_stopped_hours": 24}, Outcome.NOT_REPORTABLE, None),
        # people not at work
        ({"victim": Standing.PATIENT, "premises": "hospital", "injuries": ("fracture:hip",)},
         Outcome.NON_WORKER, "5(b)"),
        ({"victim": Standing.VISITOR, "premises": "hospital", "injuries": ("cut",), "taken_to_hospital": True},
         Outcome.NOT_REPORTABLE, None),
        ({"victim": Standing.VISITOR, "premises": "clinic", "injuries": ("cut",), "taken_to_hospital": True},
         Outcome.NON_WORKER, "5(a)"),
        ({"victim": Standing.VISITOR, "premises": "clinic", "injuries": ("cut",)}, Outcome.NOT_REPORTABLE, None),
        ({"victim": Standing.PATIENT, "work_related": None, "premises": "hospital", "injuries": ("fracture:hip",)},
         Outcome.ASSESS, None),
        ({"at_work": False, "injuries": ("bite",), "incapacity": TEN_DAYS}, Outcome.NOT_REPORTABLE, None),
        # no physical injury
        ({"kind": "sexual_assault", "incapacity": TEN_DAYS}, Outcome.ASSESS, None),
        ({"injuries": ("anxiety",), "incapacity": TEN_DAYS}, Outcome.ASSESS, None),
        ({"kind": "verbal_threat", "injuries": ("anxiety",), "incapacity": TEN_DAYS}, Outcome.NOT_REPORTABLE, None),
        ({"injuries": ("anxiety",), "incapacity": (Span(ACCIDENT, date(2025, 3, 15)),)}, Outcome.NOT_REPORTABLE, None),
    ],
)  # fmt: skip
def test_it_decides_each_line_of_the_table(known, outcome, regulation):
    decision = decide(facts(**known))
    assert (decision.outcome, decision.regulation) == (outcome, regulation)
    assert decision.reason


def test_it_keeps_every_duty_and_lets_the_first_decide():
    decision = decide(facts(injuries=("fracture:jaw",), incapacity=TEN_DAYS))
    assert decision.outcome == Outcome.SPECIFIED_INJURY
    assert [duty.outcome for duty in decision.also] == [Outcome.OVER_SEVEN_DAYS]
    assert decision.report_due == date(2025, 3, 20)
    assert decision.reportable_from == date(2025, 3, 18)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"death_date": date(2025, 3, 9)}, "before the accident"),
        ({"incapacity": (Span(date(2025, 3, 9), date(2025, 3, 12)),)}, "before the accident"),
    ],
)
def test_it_refuses_days_that_contradict_each_other(wrong, says):
    with pytest.raises(ValueError, match=says):
        facts(**wrong)


def test_it_refuses_a_span_that_runs_backwards():
    with pytest.raises(ValueError, match="before it begins"):
        Span(date(2025, 3, 12), date(2025, 3, 11))
