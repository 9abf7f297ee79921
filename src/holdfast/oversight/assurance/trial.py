"""`holdfast try judge`: hold the engine against cases of one's own, without a database."""

from __future__ import annotations

import argparse
import json
from functools import partial
from typing import Any

from holdfast.kernel.case_files import read_cases
from holdfast.kernel.commands import Result
from holdfast.kernel.durations import Period, ends
from holdfast.oversight.assurance.engine import completeness, rota
from holdfast.oversight.assurance.engine.clocks import Clock, Verdict
from holdfast.oversight.assurance.engine.comparison import stands, verdict_by_label, verdict_of
from holdfast.oversight.assurance.engine.explanation import explain
from holdfast.oversight.assurance.engine.kinds import KINDS
from holdfast.oversight.assurance.engine.reading import Reader, Unreadable, all_of, moment, one_of, read

UNSET = "unset"
COMPARED = ("verdict", "repeats", "missing")


def judge(arguments: argparse.Namespace) -> Result:
    """Judge the cases in `arguments.file`. Prints JSON: `results`, one for each case, in their order.

    A result has `id` and `verdict` (for a period, one for each period that has begun, or has ended, by its id), the
    reason in words as `explanation`, `repeats` for a rota, `missing` for completeness, and `agrees` where the case says
    what it expects; or `id` and `error`. Exit code 1 when one does not agree or has an error.
    Raises CommandFailed when the file cannot be read as JSON that holds cases.
    """
    results = [judge_case(case, number) for number, case in enumerate(read_cases(arguments.file), start=1)]
    data = {"results": results}
    failed = any("error" in result or result.get("agrees") is False for result in results)
    return Result(data=data, text=json.dumps(data, ensure_ascii=False, indent=1), code=1 if failed else 0)


def judge_case(case: Any, number: int = 1) -> dict[str, Any]:
    """The result for one case (see `judge`); whatever is wrong with it becomes its `error`, which names the field.

    `number` names a case that has no id.
    """
    if not isinstance(case, dict):
        return {"id": f"case {number}", "error": f"case {number} is not a set of named values"}
    identity = case.get("id") if case.get("id") not in (None, "") else f"case {number}"
    try:
        result = {"id": identity, **_answer(case)}
    except ValueError as error:
        return {"id": identity, "error": f"{identity}: {error}"}
    expected = {name: case[name] for name in COMPARED if name in case}
    if expected:
        result["agrees"] = all(result.get(name) == value for name, value in expected.items())
    return result


def _answer(case: dict[str, Any]) -> dict[str, Any]:
    if case.get("kind") is None:
        raise Unreadable("kind", f"is missing; it is one of: {', '.join(KINDS)}")
    kind = KINDS[one_of(*KINDS)(case["kind"], "kind")]
    faults: list[Unreadable] = []
    numbers = _part(faults, partial(read, kind.numbers), _numbers(case.get("numbers")), "numbers")
    facts = _part(faults, partial(read, kind.facts), case.get("facts"), "facts")
    at = _part(faults, moment, case.get("as_at"), "as_at")
    if faults:
        raise all_of(faults)
    as_at = ends(at)
    clocks = kind.clocks(numbers, facts, horizon=as_at)
    standing = [clock for clock in clocks if stands(clock, as_at)]
    if kind.by_period and not any(clock.unset for clock in standing):
        return {
            "verdict": {label: str(answer) for label, answer in verdict_by_label(clocks, as_at).items()},
            "explanation": {clock.label: explain(clock, as_at, name=_in_words(numbers, clock)) for clock in standing},
        }
    answer: dict[str, Any] = {
        "verdict": str(verdict_of(clocks, as_at)),
        "explanation": explain(standing[0] if standing else None, as_at, kind=kind.name),
    }
    if isinstance(facts, rota.Facts):
        answer["repeats"] = rota.repeats(facts, as_at)
    if isinstance(facts, completeness.Facts) and isinstance(numbers, completeness.Numbers):
        over = answer["verdict"] == Verdict.NOT_APPLICABLE
        answer["missing"] = [] if over else completeness.missing(numbers, facts, as_at)
    return answer


def _part(faults: list[Unreadable], reader: Reader, told: Any, place: str) -> Any:
    """One part of a case; what is wrong with it goes to `faults`, so that the next part is looked at as well."""
    try:
        if told is None:
            raise Unreadable(place, "is missing")
        return reader(told, place)
    except Unreadable as fault:
        faults.append(fault)
    return None


def _numbers(told: Any) -> Any:
    """The numbers of a case, none when it tells none. One that is `unset`, as packs write it, is not known."""
    if not isinstance(told, dict):
        return {} if told is None else told
    return {name: None if value == UNSET else value for name, value in told.items()}


def _in_words(numbers: Any, clock: Clock) -> str:
    period = Period.parse(numbers.period, clock.label)
    return period.words[:1].upper() + period.words[1:]
