"""The worked cases that say what each verdict means."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from holdfast.oversight.assurance.trial import judge_case

CASES = json.loads((Path(__file__).parent / "cases" / "assurance_cases.json").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_it_gives_the_verdict_of_the_case(case):
    result = judge_case(case)
    assert result.get("agrees"), result
