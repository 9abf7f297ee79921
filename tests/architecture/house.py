"""What the checks of the house look at: its files, its areas, and the order in which they may depend on each other."""

from __future__ import annotations

import os
import subprocess
import tomllib
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
SOURCE = CHECKOUT / "src" / "holdfast"
NOT_OURS = {".git", ".venv", "node_modules", "build", "collected", "data", "__pycache__"}
MOST_SHOWN = 40
PICTURES = {".png", ".jpg", ".ico", ".woff2", ".ttf", ".pdf", ".xlsx", ".gz", ".webp"}


@cache
def tracked_files() -> tuple[Path, ...]:
    """Every file that is, or will be, in the repository. Without git (an unpacked archive): every file that is ours."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):
        listed = []
        for folder, folders, names in os.walk(CHECKOUT):
            folders[:] = [name for name in folders if name not in NOT_OURS and not name.startswith(".")]
            listed += [str(Path(folder, name).relative_to(CHECKOUT)) for name in names]
    return tuple(sorted(path for name in listed if name and (path := CHECKOUT / name).is_file()))


def texts(*suffixes: str, under: Path = CHECKOUT) -> list[Path]:
    """The tracked text files in `under` whose names end in one of `suffixes` (all when none is given)."""
    return [
        path
        for path in tracked_files()
        if path.is_relative_to(under) and path.suffix not in PICTURES and (not suffixes or path.suffix in suffixes)
    ]


def shown(path: Path) -> str:
    """`path` as a person reads it: from the checkout."""
    return str(path.relative_to(CHECKOUT)) if path.is_relative_to(CHECKOUT) else str(path)


def templates() -> list[Path]:
    """Holdfast's own templates: pages, letters, mail."""
    return [path for path in texts(under=SOURCE) if "templates" in path.parts]


@cache
def layers() -> dict[str, list[set[str]]]:
    """For each part of the house the order written in pyproject.toml, highest first: {"holdfast": [{"config"}, …]}."""
    contracts = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    return {
        container: [{name.strip().strip("()") for name in layer.split("|")} for layer in contract["layers"]]
        for contract in contracts
        if contract["type"] == "layers"
        for container in contract["containers"]
    }


def may_know(one: str, other: str) -> bool:
    """True when the area `one` (such as "holdfast.casework.incidents") may depend on the area `other`."""
    if one == other:
        return True
    mine, theirs = one.split("."), other.split(".")
    container = "holdfast"
    for my_name, their_name in zip(mine[1:], theirs[1:], strict=False):
        if my_name != their_name:
            order = layers()[container]
            my_place = next(place for place, names in enumerate(order) if my_name in names)
            their_place = next(place for place, names in enumerate(order) if their_name in names)
            return my_place < their_place
        container = f"{container}.{my_name}"
    return False


def area_of(module: str) -> str:
    """The area that `module` belongs to: holdfast.casework.incidents.rules.triage is in holdfast.casework.incidents."""
    return ".".join(module.split(".")[:3])


def none_of(problems: Iterable[str], advice: str = "") -> None:
    """Fail with every one of `problems`, a line each, and `advice` on what to do about them."""
    lines = sorted(problems)
    if lines:
        more = [f"  ... and {len(lines) - MOST_SHOWN} more"] if len(lines) > MOST_SHOWN else []
        shown_lines = [f"  {line[:300]}" for line in lines[:MOST_SHOWN]]
        pytest.fail("\n".join([f"{len(lines)} found. {advice}", *shown_lines, *more]), pytrace=False)


def in_files(files: Iterable[Path], check: Callable[[str], Iterable[str]]) -> list[str]:
    """What `check` finds in the text of each file, each with the file's name."""
    return [f"{shown(path)}: {problem}" for path in files for problem in check(path.read_text(errors="replace"))]
