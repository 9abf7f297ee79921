"""`holdfast try riddor`: hold the decision table against cases of one's own, without a database."""

from __future__ import annotations

import argparse
import json
from datetime import date
from difflib import get_close_matches
from typing import Any

from holdfast.casework.liaison.rules.riddor import decide
from holdfast.casework.liaison.rules.riddor_facts import Decision
from holdfast.casework.liaison.trial_facts import KNOWN, own_name, read_facts
from holdfast.kernel.case_files import read_cases
from holdfast.kernel.commands import Result

SHOWN = (
    *("outcome", "regulation", "responsible_person", "notify_without_delay", "report_due", "keep_record"),
    *("reportable_from", "first_report_due", "report_at_once"),
)


def decide_cases(arguments: argparse.Namespace) -> Result:
    """Decide the cases in `arguments.file`. Prints JSON: `results`, one for each case, in their order.

    A result has `id`, the decision with its reason as `explanation`, and `agrees` where the case says what it expects;
    or `id` and `error`. A fact that no rule reads is told as an `error` beside the decision that was made without it;
    one that looks like a slip of the pen leaves the case undecided. Exit code 1 when one disagrees or has an error.
    Raises CommandFailed when the file cannot be read as JSON that holds cases.
    """
    name = arguments.file
    file = "standard input" if name == "-" else name
    results = [decide_case(case, number, file) for number, case in enumerate(read_cases(name), start=1)]
    data = {"results": results}
    failed = any("error" in result or result.get("agrees") is False for result in results)
    return Result(data=data, text=json.dumps(data, ensure_ascii=False, indent=1), code=1 if failed else 0)


def decide_case(case: Any, number: int = 1, file: str = "cases") -> dict[str, Any]:
    """The result for one case (see `decide_cases`); `number` names a case that has no id."""
    if not isinstance(case, dict):
        return {"id": f"case {number}", "error": f"{file}: case {number} is not a set of named values"}
    identity = case.get("id") if case.get("id") not in (None, "") else f"case {number}"
    try:
        decision, unread = _answer(case)
    except ValueError as error:
        return {"id": identity, "error": f"{file}: {identity}: {error}"}
    result: dict[str, Any] = {"id": identity, **_shown(decision)}
    expected = case.get("expected")
    if isinstance(expected, dict):
        result["agrees"] = all(result.get(name) == value for name, value in expected.items() if name in SHOWN)
    if unread:
        facts = ", ".join(f"facts.{name}" for name in unread)
        result["error"] = f"{file}: {identity}: {facts}: no rule reads this, and the decision is made without it"
    return result


def _answer(case: dict[str, Any]) -> tuple[Decision, list[str]]:
    facts = case.get("facts")
    if facts is None:
        raise ValueError("facts is missing")
    if not isinstance(facts, dict):
        raise ValueError("facts is not a set of named values")
    unread = [name for name in facts if own_name(name) not in KNOWN]
    for name in unread:
        if near := get_close_matches(name, KNOWN, n=1, cutoff=0.85):
            raise ValueError(f"facts.{name}: no fact has this name; did you mean {near[0]}?")
    return decide(read_facts(facts)), unread


def _shown(decision: Decision) -> dict[str, Any]:
    told = {name: getattr(decision, name) for name in SHOWN}
    told["outcome"] = str(decision.outcome)
    told["explanation"] = decision.reason
    told["also"] = [{"outcome": str(duty.outcome), "regulation": duty.regulation} for duty in decision.also]
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in told.items()}
