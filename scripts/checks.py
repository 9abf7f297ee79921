"""Everything that must hold before a change lands, as one list: the same on a laptop and in CI.

    python -m scripts.checks              all of it
    python -m scripts.checks lint types   these steps
    python -m scripts.checks --list       what there is
    python -m scripts.checks --fast       what answers in seconds

Every step runs even when an earlier one failed: one run tells everything that is wrong.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scripts.running import CHECKOUT

RESULTS = CHECKOUT / "build" / "results"
PYTEST = ("-m", "pytest", "--quiet", "--no-header", "--tb=short", "-p", "no:cacheprovider")
IN_PARALLEL = ("--numprocesses", str(max(2, os.cpu_count() or 2)), "--dist", "worksteal")  # none idle at the end
NO_TESTS_COLLECTED = 5
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as run; run()"  # it has no python -m


@dataclass(frozen=True)
class Step:
    """One thing that must hold. `command` is what Python runs; `fast`: part of `make test-fast`."""

    name: str
    what: str
    command: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)
    fast: bool = False
    may_be_empty: bool = False

    @property
    def runs_tests(self) -> bool:
        return "pytest" in self.command


STEPS = (
    Step("format", "the code is laid out alike", ("-m", "ruff", "format", "--check", "--quiet", "."), fast=True),
    Step("lint", "no known mistakes", ("-m", "ruff", "check", "--quiet", "."), fast=True),
    Step("imports", "code depends downwards", ("-c", LINT_IMPORTS, "--no-logo", "--no-cache"), fast=True),
    Step("types", "types agree", ("-m", "mypy")),
    Step(
        "house",
        "keys, names, permissions, templates, migrations, documentation",
        (*PYTEST, "tests/architecture"),
        fast=True,
    ),
    Step(
        "examples",
        "examples in the documentation of code are true",
        (*PYTEST, "--doctest-modules", "--ignore-glob=*/tests/*", "--ignore-glob=*/migrations/*", "src"),
        may_be_empty=True,
    ),
    Step(
        "sqlite",
        "every test on SQLite",
        (*PYTEST, *IN_PARALLEL, "-m", "not journey", "--ignore=tests/architecture"),
        fast=True,
    ),
    Step(
        "postgres",
        "every test that touches the database, on PostgreSQL",
        (*PYTEST, *IN_PARALLEL, "-m", "not journey", "--ignore=tests/architecture", "--database-only"),
        environment={"HOLDFAST_TEST_DATABASE": "postgres"},
    ),
    Step("journeys", "what people do, in a real browser", (*PYTEST, *IN_PARALLEL, "-m", "journey")),
)


@dataclass
class Outcome:
    """How a step went; `counts` of its tests where it runs any."""

    step: Step
    code: int
    seconds: float
    counts: dict[str, int]

    @property
    def passed(self) -> bool:
        return self.code == 0


def _chosen(step: Step, names: list[str], *, fast: bool) -> bool:
    """Whether a step runs: those that were named; without names all, or all fast ones."""
    return step.name in names if names else step.fast or not fast


def main(arguments: Sequence[str]) -> int:
    """Run the steps asked for. Returns 0 when all of them passed, else 1."""
    parser = argparse.ArgumentParser(prog="python -m scripts.checks", description="Everything that must hold.")
    parser.add_argument("steps", nargs="*", metavar="STEP", help=f"one of: {', '.join(step.name for step in STEPS)}")
    parser.add_argument(
        "--fast", action="store_true", help="what answers in seconds: no types, one database, no browser"
    )
    parser.add_argument("--list", action="store_true", help="say what there is, and run nothing")
    asked = parser.parse_args(arguments)
    unknown = set(asked.steps) - {step.name for step in STEPS}
    if unknown:
        parser.error(f"no such step: {', '.join(sorted(unknown))}")
    chosen = [step for step in STEPS if _chosen(step, asked.steps, fast=asked.fast)]
    if asked.list:
        print("\n".join(f"{step.name:<10} {step.what}" for step in chosen))
        return 0
    started = time.monotonic()
    outcomes = [run(step, place, len(chosen)) for place, step in enumerate(chosen, 1)]
    return summary(outcomes, time.monotonic() - started)


def run(step: Step, place: int, of: int) -> Outcome:
    """Run one step, its output as it comes."""
    print(f"\n── {place}/{of} {step.name}: {step.what}", flush=True)
    command = [sys.executable, *step.command]
    report = RESULTS / f"{step.name}.xml"
    report.unlink(missing_ok=True)
    if step.runs_tests:
        command.append(f"--junit-xml={report}")
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="holdfast-checks-") as data:
        environment = {**own_environment(data), **step.environment}
        code = subprocess.run(command, cwd=CHECKOUT, env=environment, stdin=subprocess.DEVNULL, check=False).returncode
    if code == NO_TESTS_COLLECTED and step.runs_tests and step.may_be_empty:
        code = 0
    return Outcome(step, code, time.monotonic() - started, counted(report) if step.runs_tests else {})


def own_environment(data: str) -> dict[str, str]:
    """This process's environment without the developer's own Holdfast, and with a data folder to lose."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("HOLDFAST_") or name.startswith(("HOLDFAST_TEST_", "HOLDFAST_CHROMIUM"))
    }
    for name in ("PYTHONPATH", "PYTHONHOME", "PYTEST_ADDOPTS"):
        kept.pop(name, None)
    return {
        **kept,
        "HOLDFAST_MODE": "test",
        "HOLDFAST_DATA": data,
        "DJANGO_SETTINGS_MODULE": "holdfast.config.settings",
    }


def counted(report: Path) -> dict[str, int]:
    """How many tests passed, failed and were skipped, by pytest's own report."""
    if not report.exists():
        return {"passed": 0, "failed": 0, "skipped": 0}
    suite = next(ElementTree.parse(report).getroot().iter("testsuite"))  # noqa: S314  written by pytest, a moment ago
    tests, failures, errors, skipped = (int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped"))
    return {"passed": tests - failures - errors - skipped, "failed": failures + errors, "skipped": skipped}


def summary(outcomes: Sequence[Outcome], seconds: float) -> int:
    """Say how each step went, and last the line that a machine reads. Returns the exit code."""
    print("\n── summary")
    for outcome in outcomes:
        tests = ", ".join(f"{number} {word}" for word, number in outcome.counts.items() if number)
        verdict = "passed" if outcome.passed else f"FAILED (exit {outcome.code})"
        print(f"  {outcome.step.name:<10} {outcome.seconds:6.1f} s  {verdict:<8} {tests}")
    print(f"  {'all':<10} {seconds:6.1f} s")
    total = {word: sum(outcome.counts.get(word, 0) for outcome in outcomes) for word in ("passed", "failed", "skipped")}
    # a step that failed without a failed test (a lint, a crash) counts too: this line never says 0 failed beside it
    total["failed"] += sum(1 for outcome in outcomes if not outcome.passed and not outcome.counts.get("failed"))
    skipped = f", {total['skipped']} skipped" if total["skipped"] else ""
    print(f"\n{total['passed']} passed, {total['failed']} failed{skipped}", flush=True)
    return 0 if all(outcome.passed for outcome in outcomes) else 1


if __name__ == "__main__":
    RESULTS.mkdir(parents=True, exist_ok=True)
    sys.exit(main(sys.argv[1:]))
