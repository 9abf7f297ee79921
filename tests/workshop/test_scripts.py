"""Set-up and the list of checks: what they refuse, what they skip, and what they say."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import browser, checks, postgres, running, stamps

FIND_PYTHON = running.CHECKOUT / "scripts" / "find-python"


def find_python(path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run find-python with the programs in `path` and the shell's own few."""
    needed = path / "needed"
    needed.mkdir(exist_ok=True)
    for name in ("sh", "cat", "env"):
        for folder in ("/bin", "/usr/bin"):
            if Path(folder, name).exists() and not (needed / name).exists():
                (needed / name).symlink_to(Path(folder, name))
    return subprocess.run(
        [str(needed / "sh"), str(FIND_PYTHON)],
        env={"PATH": f"{path}{os.pathsep}{needed}", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def program(path: Path, text: str) -> None:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def test_it_says_what_to_install_without_a_python(tmp_path: Path) -> None:
    program(tmp_path / "python3", "exit 1")  # too old
    program(tmp_path / "python3.12", "echo no such version >&2; exit 127")  # a version manager's stand-in
    done = find_python(tmp_path)
    assert done.returncode == 1
    assert "Python 3.11 or newer" in done.stderr
    assert "apt-get install python3 python3-venv" in done.stderr


def test_it_passes_over_a_python_that_does_not_start(tmp_path: Path) -> None:
    program(tmp_path / "python3.11", "exit 127")
    program(tmp_path / "python3.12", f'exec {sys.executable} "$@"')
    assert find_python(tmp_path).stdout == f"{tmp_path}/python3.12\n"


def test_it_takes_the_python_that_is_asked_for(tmp_path: Path) -> None:
    program(tmp_path / "python3.11", f'exec {sys.executable} "$@"')
    program(tmp_path / "mine", f'exec {sys.executable} "$@"')
    assert find_python(tmp_path, PYTHON=str(tmp_path / "mine")).stdout == f"{tmp_path}/mine\n"


def test_it_does_work_again_only_when_what_it_was_done_for_changed(tmp_path: Path) -> None:
    lock, stamp = tmp_path / "lock", tmp_path / "stamps" / "done"
    lock.write_text("one")
    before = stamps.fingerprint("3.11", files=[lock])
    assert not stamps.is_fresh(stamp, before)
    stamps.write(stamp, before)
    assert stamps.is_fresh(stamp, before)
    lock.write_text("two")
    assert not stamps.is_fresh(stamp, stamps.fingerprint("3.11", files=[lock]))
    assert stamps.fingerprint("3.11", files=[lock]) != stamps.fingerprint("3.12", files=[lock])


def test_it_shows_the_end_of_what_failed_and_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "LOGS", tmp_path)
    with pytest.raises(running.CannotGoOn, match=r"(?s)exit 3.*the reason.*Try later"):
        running.run("trial", [sys.executable, "-c", "print('the reason'); raise SystemExit(3)"], advice="Try later.")
    with pytest.raises(running.CannotGoOn, match="no-such-program"):
        running.run("trial", ["no-such-program"], advice="Try later.")


def outcome(code: int, **counts: int) -> checks.Outcome:
    return checks.Outcome(checks.Step("lint", "no known mistakes", ()), code, 1.0, counts)


@pytest.mark.parametrize(
    ("outcomes", "code", "line"),
    [
        ([outcome(0, passed=3)], 0, "3 passed, 0 failed"),
        ([outcome(0, passed=3, skipped=2), outcome(0, passed=4)], 0, "7 passed, 0 failed, 2 skipped"),
        ([outcome(0, passed=3), outcome(1)], 1, "3 passed, 1 failed"),  # a lint that failed is not "0 failed"
        ([outcome(1, passed=3, failed=2)], 1, "3 passed, 2 failed"),
        ([outcome(-9)], 1, "0 passed, 1 failed"),
    ],
)
def test_it_closes_with_one_line_that_tells_the_truth(
    outcomes: list[checks.Outcome], code: int, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checks.summary(outcomes, 2.0) == code
    assert capsys.readouterr().out.splitlines()[-1] == line


def test_it_counts_what_pytest_reports(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text('<testsuites><testsuite tests="9" failures="1" errors="2" skipped="3"/></testsuites>')
    assert checks.counted(report) == {"passed": 3, "failed": 3, "skipped": 3}
    assert checks.counted(tmp_path / "none.xml")["passed"] == 0


def test_it_keeps_a_developers_own_installation_out_of_the_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOLDFAST_DATABASE", "postgresql://real")
    monkeypatch.setenv("HOLDFAST_TEST_DATABASE", "postgres")
    environment = checks.own_environment("data")
    assert "HOLDFAST_DATABASE" not in environment
    assert environment["HOLDFAST_TEST_DATABASE"] == "postgres"
    assert environment["HOLDFAST_DATA"] == "data"


def test_it_says_what_to_install_without_a_browser(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOLDFAST_CHROMIUM", str(tmp_path / "none"))
    browser.find.cache_clear()
    try:
        assert browser.find() is None
    finally:
        browser.find.cache_clear()
    assert "apt-get install chromium" in browser.MISSING


def test_it_says_why_no_postgres_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "machine_programs", lambda: None)
    monkeypatch.setattr(postgres, "find_spec", lambda name: None)
    with pytest.raises(postgres.NoPostgres, match="apt-get install postgresql"), postgres.Cluster():
        pass
