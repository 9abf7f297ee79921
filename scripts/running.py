"""Run another program quietly, and say everything it said when it fails."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
LOGS = CHECKOUT / "build" / "logs"


class CannotGoOn(Exception):
    """Set-up stops here. The message says what is missing and what to do about it."""


def say(subject: str, words: str) -> None:
    """One line of set-up's account, at once even when nobody's terminal listens."""
    print(f"  {subject:<10} {words}", flush=True)


def run(name: str, command: Sequence[str], *, advice: str, environment: Mapping[str, str] | None = None) -> None:
    """Run `command` in the checkout, its output kept in build/logs/<name>.log.

    `environment` is added to this process's own. Raises CannotGoOn, with the end of the output and `advice`, when the
    command cannot start or does not exit with 0.
    """
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{name}.log"
    with log.open("wb") as output:
        try:
            code = subprocess.run(
                list(command),
                cwd=CHECKOUT,
                env={**os.environ, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
            ).returncode
        except OSError as problem:
            output.write(f"{problem}\n".encode())
            code = 127
    if code:
        last = log.read_text(errors="replace").splitlines()[-30:]
        shown = "\n".join(f"    {line}" for line in last)
        raise CannotGoOn(f"{name} failed (exit {code}). Its last lines:\n{shown}\n{advice}")


def answer(command: Sequence[str], seconds: float = 60) -> str | None:
    """What `command` prints, without the line end; None when it cannot run, fails or takes longer than `seconds`."""
    try:
        done = subprocess.run(
            list(command), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=seconds, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def may_install_packages() -> list[str] | None:
    """The words to put before apt-get: none as root, sudo where it asks no password. None when neither may be."""
    if not answer(["apt-get", "--version"]):
        return None
    if os.geteuid() == 0:
        return []
    return ["sudo", "-n"] if answer(["sudo", "-n", "true"]) is not None else None


def apt_install(*packages: str) -> None:
    """Install Debian or Ubuntu packages. Raises CannotGoOn when that is not possible."""
    before = may_install_packages()
    words = f"As an administrator: apt-get update && apt-get install {' '.join(packages)}"
    if before is None:
        raise CannotGoOn(words)
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    run("apt-update", [*before, "apt-get", "update"], advice=words, environment=quiet)
    command = [*before, "apt-get", "install", "--yes", "--no-install-recommends", *packages]
    run("apt-install", command, advice=words, environment=quiet)


def stop(problem: CannotGoOn) -> int:
    """Say `problem` and give the exit code for it."""
    print(f"\nHoldfast's set-up stopped: {problem}", file=sys.stderr, flush=True)
    return 1
