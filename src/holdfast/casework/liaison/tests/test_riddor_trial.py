"""`holdfast try riddor`."""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
from dataclasses import fields
from typing import Any

import pytest

from holdfast.casework.liaison.rules.riddor_facts import Facts
from holdfast.casework.liaison.trial import decide_case, decide_cases
from holdfast.casework.liaison.trial_facts import KNOWN
from holdfast.kernel.commands import CommandFailed

CASE: dict[str, Any] = {
    "id": "bitten",
    "facts": {
        "kind": "physical_violence",
        "work_related": True,
        "victim": "employee",
        "accident_date": "2025-03-06",
        "injuries": ["bite"],
        "incapacity": [{"from": "2025-03-07", "to": "2025-03-15"}],
    },
}


def with_facts(**facts: Any) -> dict[str, Any]:
    return {**CASE, "facts": {**CASE["facts"], **facts}}


@pytest.fixture
def tried(tmp_path):
    def run(content: Any) -> Any:
        file = tmp_path / "cases.json"
        file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return decide_cases(argparse.Namespace(file=str(file)))

    return run


@pytest.mark.parametrize("shape", [CASE, [CASE], {"about": "mine", "cases": [CASE]}])
def test_it_prints_what_the_law_asks_for(tried, shape):
    result = tried(shape)
    assert result.code == 0
    [found] = json.loads(result.text)["results"]
    assert {name: found[name] for name in ("id", "outcome", "regulation", "responsible_person")} == {
        "id": "bitten",
        "outcome": "report_over_7_days",
        "regulation": "4(2)",
        "responsible_person": "employer",
    }
    assert (found["notify_without_delay"], found["report_due"]) == (False, "2025-03-21")


def test_it_says_whether_it_agrees(tried):
    assert tried({**CASE, "expected": {"outcome": "report_over_7_days"}}).data["results"][0]["agrees"] is True
    other = tried({**CASE, "expected": {"outcome": "not_reportable"}})
    assert (other.code, other.data["results"][0]["agrees"]) == (1, False)


@pytest.mark.parametrize(
    ("case", "says"),
    [
        (7, "case 1 is not a set of named values"),
        ({"id": "x"}, "x: facts is missing"),
        ({"id": "x", "facts": {}}, "x: facts.accident_date is missing"),
        (with_facts(accident_date="10/03/2025"), "bitten: facts.accident_date: “10/03/2025” is neither a date"),
        (with_facts(accident_date="2025-02-29"), "bitten: facts.accident_date: “2025-02-29” does not exist"),
        (with_facts(incapacity=[{"from": "2025-03-09", "to": "2025-03-08"}]), "bitten: facts.incapacity[0]: ends on"),
        (with_facts(incapacity=[{"from": "2025-03-01"}]), "bitten: facts.incapacity[0]: begins on 2025-03-01, before"),
        (with_facts(incapacity="9 days"), "bitten: facts.incapacity: “9 days” is not a list"),
        (with_facts(victim="robot"), "bitten: facts.victim: “robot” is none of: employee"),
        (with_facts(work_related="yes"), "bitten: facts.work_related: “yes” is neither true nor false"),
        (with_facts(work_stopped_hours=-1), "bitten: facts.work_stopped_hours: -1 is not a number from 0"),
        (with_facts(death_date="2025-03-05"), "bitten: facts.death_date: 2025-03-05 is before the accident"),
        (with_facts(incapacty=[]), "bitten: facts.incapacty: no fact has this name; did you mean incapacity?"),
    ],
)
def test_it_names_file_case_and_fact_of_what_is_wrong(case, says):
    result = decide_case(case, 1, "mine.json")
    assert result["error"].startswith("mine.json: ")
    assert says in result["error"]
    assert "outcome" not in result


def test_it_says_which_facts_it_decided_without(tried):
    result = tried(with_facts(shoe_size=9))
    [found] = result.data["results"]
    assert result.code == 1
    assert found["outcome"] == "report_over_7_days"
    assert "cases.json: bitten: facts.shoe_size: no rule reads this" in found["error"]


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"{", "is not JSON"), (b"\xff\xfe", "UTF-8"), (b"7", "neither a case"), (b'{"cases": 1}', "must be a list")],
)
def test_it_refuses_a_file_that_holds_no_cases(tried, content, says):
    with pytest.raises(CommandFailed, match=says):
        tried(content)


def test_it_reads_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(CASE).encode())))
    assert decide_cases(argparse.Namespace(file="-")).code == 0


def test_it_reads_every_fact_that_the_rule_turns_on():
    assert {part.name for part in fields(Facts)} - {"medical"} <= set(KNOWN)


def test_it_runs_without_an_application():
    command = [sys.executable, "-m", "holdfast.config.command_line", "try", "riddor", "-"]
    done = subprocess.run(command, input=json.dumps(CASE), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["results"][0]["report_due"] == "2025-03-21"


@pytest.mark.parametrize(
    "told", [{"road_exception": "unloading a stretcher"}, {"during_loading": True}, {"loading_or_unloading": True}]
)
def test_it_takes_the_exceptions_to_the_rule_for_roads_as_people_write_them(told):
    struck = with_facts(vehicle_movement_on_road=True, **told)
    assert decide_case(struck)["outcome"] == "report_over_7_days"
    assert decide_case(with_facts(vehicle_movement_on_road=True))["outcome"] == "not_reportable"


@pytest.mark.parametrize(
    ("told", "responsible"),
    [
        ({"victim": "agency_nurse"}, "employer (the agency)"),
        ({"victim": "employee_of_contractor"}, "employer (the contractor)"),
        ({"employer": "agency"}, "employer (the agency)"),
        ({"employer": "the trust"}, "employer"),
        ({"victim": "bank"}, "employer"),
    ],
)
def test_it_knows_whose_employee_somebody_is(told, responsible):
    assert decide_case(with_facts(**told))["responsible_person"] == responsible
