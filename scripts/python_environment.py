"""The Python environment `.venv`: exactly the packages of a lock file, and Holdfast itself from `src`."""

from __future__ import annotations

import shutil
import sys
import sysconfig
from pathlib import Path

from scripts.running import CHECKOUT, CannotGoOn, answer, apt_install, run, say
from scripts.stamps import fingerprint, is_fresh, write

FOLDER = CHECKOUT / ".venv"
PYTHON = FOLDER / "bin" / "python"
RUNNING = CHECKOUT / "requirements.txt"
TESTING = CHECKOUT / "requirements-dev.txt"

# -P: a file called json.py in the folder where somebody types the command must not be taken for the library
COMMAND = """#!/bin/sh
exec "$(dirname "$0")/python" -P -m holdfast.config.command_line "$@"
"""
NO_INTERNET = "Is the package registry reachable from here? pip's own settings (pip.conf, PIP_*) are respected."


def ensure(*, testing: bool) -> None:
    """Make `.venv` hold what Holdfast needs to run, and with `testing` what its tests need as well.

    Raises CannotGoOn when this Python cannot make environments or the packages cannot be had.
    """
    version = _working_version()
    if version is None:
        _create()
        version = _working_version()
        if version is None:
            raise CannotGoOn(f"the new environment in .venv does not start. Try {sys.executable} -m venv yourself.")
    done_testing = is_fresh(FOLDER / "holdfast-testing", _mark(version, TESTING))
    if done_testing or (not testing and is_fresh(FOLDER / "holdfast-running", _mark(version, RUNNING))):
        _link_project()
        say("packages", f"as locked, Python {version}")
        return
    _install(version, testing=testing)
    _link_project()


def _mark(version: str, requirements: Path) -> str:
    return fingerprint(version, files=[requirements])


def _working_version() -> str | None:
    """The version of `.venv`'s Python; None when there is none, it no longer starts, is too old or has no pip."""
    check = "import sys, pip; assert sys.version_info >= (3, 11); print('.'.join(map(str, sys.version_info[:3])))"
    return answer([str(PYTHON), "-I", "-c", check]) if PYTHON.exists() else None


def _create() -> None:
    say("python", f"{sysconfig.get_python_version()} makes the environment .venv")
    shutil.rmtree(FOLDER, ignore_errors=True)
    advice = "The environment .venv could not be made."
    if _has_ensurepip():
        run("venv", [sys.executable, "-m", "venv", str(FOLDER)], advice=advice)
        return
    if answer([sys.executable, "-m", "pip", "--python", sys.executable, "--version"]):
        run("venv", [sys.executable, "-m", "venv", "--without-pip", str(FOLDER)], advice=advice)
        run(
            "pip",
            [sys.executable, "-m", "pip", "--python", str(PYTHON), "install", "--no-input", "pip"],
            advice=f"Debian and Ubuntu keep what is missing in a package of its own: {_venv_package()}. {NO_INTERNET}",
        )
        return
    say("python", f"has no pip: installing {_venv_package()}")
    try:
        apt_install(_venv_package())
    except CannotGoOn as problem:
        raise CannotGoOn(f"this Python has no pip, and this account may not install one. {problem}") from None
    run("venv", [sys.executable, "-m", "venv", str(FOLDER)], advice=advice)


def _has_ensurepip() -> bool:
    return answer([sys.executable, "-I", "-c", "import ensurepip"]) is not None


def _venv_package() -> str:
    return f"python{sys.version_info.major}.{sys.version_info.minor}-venv"


def _install(version: str, *, testing: bool) -> None:
    requirements = TESTING if testing else RUNNING
    number = sum(1 for line in requirements.read_text().splitlines() if "==" in line and not line.startswith(" "))
    say("packages", f"installing {number} from {requirements.name} (a minute or two, the first time)")
    run(
        "packages",
        [
            str(PYTHON),
            *("-m", "pip", "install", "--require-hashes", "--no-input", "--disable-pip-version-check"),
            *("--progress-bar", "off", "--no-warn-script-location", "--root-user-action", "ignore"),
            *("-r", str(requirements)),
        ],
        advice=NO_INTERNET,
    )
    # a test sees to it that the two lock files agree, so that the larger set holds the smaller one
    write(FOLDER / "holdfast-running", _mark(version, RUNNING))
    if testing:
        write(FOLDER / "holdfast-testing", _mark(version, TESTING))


def _link_project() -> None:
    """Make `import holdfast` and the command `holdfast` work in `.venv`, without a build tool.

    The path is relative, so that a checkout may be moved.
    """
    libraries = sorted(FOLDER.glob("lib/python3.*/site-packages"))
    if not libraries:
        raise CannotGoOn(".venv has no site-packages folder. Remove .venv and run this again.")
    for library in libraries:
        up = "/".join([".."] * len(library.relative_to(CHECKOUT).parts))
        _write_when_other(library / "holdfast-checkout.pth", f"{up}/src\n{up}\n")
    command = FOLDER / "bin" / "holdfast"
    _write_when_other(command, COMMAND)
    command.chmod(0o755)


def _write_when_other(path: Path, text: str) -> None:
    if not path.exists() or path.read_text() != text:
        path.write_text(text)
