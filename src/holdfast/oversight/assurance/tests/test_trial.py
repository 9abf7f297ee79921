"""`holdfast try judge`."""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
from datetime import date, datetime
from typing import Any

import pytest

from holdfast.kernel.commands import CommandFailed, Result
from holdfast.oversight.assurance.commands import COMMANDS
from holdfast.oversight.assurance.engine.facts import Excuse
from holdfast.oversight.assurance.engine.reading import Unreadable, moment, read
from holdfast.oversight.assurance.trial import judge, judge_case

CASE: dict[str, Any] = {
    "id": "one",
    "kind": "deadline",
    "numbers": {"within": "PT24H"},
    "facts": {"start": "2026-03-01T10:00+00:00", "done": "2026-03-02T10:00+00:00"},
    "as_at": "2026-03-05T00:00+00:00",
}


@pytest.fixture
def judged(tmp_path):
    def run(content: Any) -> Result:
        file = tmp_path / "cases.json"
        file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return judge(argparse.Namespace(file=str(file)))

    return run


@pytest.mark.parametrize("shape", [CASE, [CASE], {"about": "mine", "cases": [CASE]}])
def test_it_reads_one_case_a_list_or_a_named_list(judged, shape):
    result = judged(shape)
    assert result.code == 0
    assert result.data["results"][0]["verdict"] == "met"
    assert json.loads(result.text) == result.data


def test_it_answers_each_case_in_order_and_says_what_is_wrong_with_the_bad_ones(judged):
    result = judged([{**CASE, "id": "bad", "kind": "dedline"}, CASE, 7, {**CASE, "id": None, "facts": None}])
    assert result.code == 1
    assert [answer["id"] for answer in result.data["results"]] == ["bad", "one", "case 3", "case 4"]
    assert ["error" in answer for answer in result.data["results"]] == [True, False, True, True]
    assert result.data["results"][0]["error"] == (
        "bad: kind: “dedline” is none of: deadline, interval, period, rota, coverage, completeness, attestation"
    )


@pytest.mark.parametrize(("expected", "agrees", "code"), [("met", True, 0), ("late", False, 1), ({}, False, 1)])
def test_it_says_whether_it_agrees_and_fails_when_it_does_not(judged, expected, agrees, code):
    result = judged({**CASE, "verdict": expected})
    assert result.data["results"][0]["agrees"] is agrees
    assert result.code == code


def test_it_has_nothing_to_agree_with_where_no_verdict_is_expected(judged):
    assert "agrees" not in judged(CASE).data["results"][0]


def test_it_compares_repeats_and_what_is_missing_as_well():
    rota = {
        "id": "rota",
        "kind": "rota",
        "numbers": {"every": "P6W"},
        "facts": {
            "since": "2026-01-01",
            "subjects": [{"id": "A", "since": "2020-01-01"}, {"id": "B", "since": "2020-01-01"}],
            "turns": [{"subject": "A", "done": "2026-01-20"}, {"subject": "A", "done": "2026-02-20"}],
        },
        "as_at": "2026-03-01",
    }
    assert judge_case(rota)["repeats"] == ["A"]
    assert judge_case({**rota, "repeats": ["A"]})["agrees"] is True
    assert judge_case({**rota, "verdict": "met", "repeats": []})["agrees"] is False
    record = {
        "id": "record",
        "kind": "completeness",
        "numbers": {"within": "P3D", "required": ["a"]},
        "facts": {"created": "2026-03-01", "held": []},
        "as_at": "2026-04-01",
        "missing": ["a"],
    }
    assert judge_case(record)["agrees"] is True
    assert judge_case({**record, "as_at": "2026-02-01"}) == {
        "id": "record",
        "verdict": "not applicable",
        "explanation": "It had not begun.",
        "missing": [],
        "agrees": False,
    }


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"kind": None}, "kind: is missing; it is one of: deadline"),
        ({"kind": ["deadline"]}, "kind: “['deadline']” is none of"),
        ({"facts": None}, "facts: is missing"),
        ({"facts": []}, "facts: “[]” is not a set of named values"),
        ({"facts": {}}, "facts.start: is missing"),
        ({"facts": {"start": "soon"}}, "facts.start: “soon” is neither a date such as"),
        ({"facts": {"start": "2026-03-01T10:00"}}, "facts.start: “2026-03-01T10:00” needs its time zone"),
        ({"facts": {"start": "2026-02-30"}}, "facts.start: “2026-02-30” does not exist"),
        ({"facts": {"start": 20260301}}, "facts.start: 20260301 is neither a date"),
        ({"facts": {"start": "2026-03-01", "done": ["2026-03-02"]}}, "facts.done: ['2026-03-02'] is neither a date"),
        ({"facts": {"start": "2026-03-01", "excused": {"from": "2026-03-01"}}}, "facts.excused.authority: is missing"),
        ({"facts": {"start": "2026-03-01", "excused": "yes"}}, "facts.excused: “yes” is not a set of named values"),
        (
            {
                "facts": {
                    "start": "2026-03-01",
                    "excused": [{"from": "2026-03-01", "until": "2026-02-01", "authority": "A", "reason": "B"}],
                }
            },
            "facts.excused[0]: until lies before from",
        ),
        ({"numbers": []}, "numbers: “[]” is not a set of named values"),
        ({"numbers": {"within": "a week"}}, "numbers.within: “a week” is not a duration such as"),
        ({"numbers": {"within": 24}}, "numbers.within: 24 is not a duration such as"),
        ({"numbers": {"within": "shift-end"}}, "numbers.within: “shift-end” is no duration"),
        ({"numbers": {"within": "P1D", "warn": "P"}}, "numbers.warn: “P” is not a duration"),
        ({"numbers": {"within": "P9999Y"}}, "9999 years from 1 March 2026 lies beyond the calendar"),
        ({"as_at": None}, "as_at: is missing"),
        ({"as_at": "today"}, "as_at: “today” is neither a date"),
        (
            {"kind": "period", "numbers": {"period": "fortnight"}},
            "numbers.period: “fortnight” is none of: month, quarter",
        ),
        (
            {"kind": "period", "numbers": {"period": "month", "mode": "on"}},
            "numbers.mode: “on” is none of: during, about",
        ),
        ({"kind": "period", "numbers": {"period": "month"}}, "numbers: mode is missing"),
        (
            {"kind": "interval", "facts": {"since": "2026-03-01", "done": "2026-03-02"}},
            "facts.done: “2026-03-02” is not a list",
        ),
        (
            {"kind": "interval", "facts": {"since": "2026-03-01", "done": ["2026-03-02", "x"]}},
            "facts.done[1]: “x” is neither",
        ),
        ({"kind": "rota", "facts": {"since": "2026-03-01"}}, "facts.subjects: is missing"),
        ({"kind": "coverage", "facts": {"since": "2026-03-01", "items": [{}]}}, "facts.items[0].from: is missing"),
        (
            {"kind": "attestation", "numbers": {"evidence": "yes"}, "facts": {"since": "2026-03-01"}},
            "numbers.evidence: “yes” is neither true nor false",
        ),
        (
            {"kind": "attestation", "facts": {"since": "2026-03-01", "confirmations": [{"at": "2026-03-01"}]}},
            "facts.confirmations[0].by: is missing",
        ),
    ],
)
def test_it_names_the_case_and_the_field_that_is_wrong(change, error):
    answer = judge_case({**CASE, **change})
    assert answer["id"] == "one"
    assert answer["error"].startswith(f"one: {error}"), answer["error"]


def test_it_names_every_fault_of_a_case_at_once():
    answer = judge_case({**CASE, "numbers": {"within": "a week", "warn": "P"}, "facts": {"start": "soon"}, "as_at": 7})
    for place in ("numbers.within", "numbers.warn", "facts.start", "as_at"):
        assert f"{place}: " in answer["error"]


def test_it_takes_the_word_of_packs_for_a_number_that_nobody_has_set():
    assert judge_case({**CASE, "numbers": {"within": "unset"}})["verdict"] == "unset"


def test_it_takes_absent_numbers_for_unset_and_leaves_alone_what_it_does_not_know():
    assert judge_case({**CASE, "numbers": None})["verdict"] == "unset"
    assert judge_case({**CASE, "numbers": {"within": "P1D", "colour": "red"}, "note": 1})["verdict"] == "met"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "is not JSON: .* in line 1, column 2"),
        (b"", "is not JSON"),
        (b"\xff\xfe", "is not a text in UTF-8"),
        (b'[{"id": "\\ud800"}]', "is not a text in UTF-8"),
        (b"[NaN]", "is not JSON for cases"),
        (b"[" * 100_000, "is not JSON for cases"),
        (b"7", "holds neither a case, nor a list of cases"),
        (b'{"cases": 7}', '"cases" must be a list'),
    ],
)
def test_it_says_what_is_wrong_with_a_file(judged, content, message):
    with pytest.raises(CommandFailed, match=message):
        judged(content)


def test_it_reads_a_file_that_begins_with_a_byte_order_mark(judged):
    assert judged(b"\xef\xbb\xbf" + json.dumps(CASE).encode()).code == 0


def test_it_says_that_a_file_is_not_there(tmp_path):
    with pytest.raises(CommandFailed, match=r"none\.json cannot be read: No such file"):
        judge(argparse.Namespace(file=str(tmp_path / "none.json")))
    with pytest.raises(CommandFailed, match="cannot be read"):
        judge(argparse.Namespace(file=str(tmp_path)))


def test_it_reads_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(CASE).encode())))
    assert judge(argparse.Namespace(file="-")).code == 0


def test_it_explains_each_period_in_words():
    case = {
        "kind": "period",
        "numbers": {"period": "financial-year", "mode": "during"},
        "facts": {"since": "2025-04-01", "done": ["2026-03-01"]},
        "as_at": "2026-04-02",
    }
    assert judge_case(case) == {
        "id": "case 1",
        "verdict": {"2025-26": "met", "2026-27": "pending"},
        "explanation": {
            "2025-26": (
                "The financial year 2025-26: done on 1 March 2026, in time for its limit, the end of 31 March 2026."
            ),
            "2026-27": "The financial year 2026-27: not due until the end of 31 March 2027.",
        },
    }
    assert judge_case({**case, "as_at": "2025-01-01"})["verdict"] == {}
    assert judge_case({**case, "numbers": {"mode": "during"}})["verdict"] == "unset"


def test_it_is_a_command_that_loads_no_django():
    [command] = [command for command in COMMANDS if command.path == ("try", "judge")]
    parser = argparse.ArgumentParser()
    command.arguments(parser)
    assert parser.parse_args(["cases.json"]).file == "cases.json"
    assert command.django is False
    loaded = subprocess.run(
        [sys.executable, "-c", f"import sys, {command.run.partition(':')[0]}; print('django' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert loaded.stdout.strip() == "False"


class TestReading:
    def test_it_takes_what_yaml_and_python_have_read_already(self):
        assert moment(date(2026, 3, 1), "x") == date(2026, 3, 1)
        excuse = Excuse(since=date(2026, 3, 1), authority="A", reason="B")
        assert read(Excuse, excuse, "x") is excuse
        with pytest.raises(Unreadable, match="x: a moment needs its time zone"):
            moment(datetime(2026, 3, 1), "x")

    def test_it_says_nothing_where_nothing_is(self):
        with pytest.raises(Unreadable, match="x: nothing is not a set of named values"):
            read(Excuse, None, "x")
