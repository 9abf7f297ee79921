"""Small files with telling names, and nothing in them that only fits one machine."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.house import CHECKOUT, SOURCE, in_files, none_of, shown, texts

LONGEST = 400
# Names that say nothing: whatever is put there could have stood beside what it serves.
EMPTY_NAMES = {"core", "util", "utils", "common", "helper", "helpers", "misc", "base", "manager2", "stuff"}

# Put together from pieces, so that this file does not hold what it looks for.
HOSTS = [
    ".".join(pieces)
    for pieces in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("registry", "yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("security", "debian", "org"),
        ("crates", "io"),
    )
]
HOMES = r"(?<![\w.~/-])/(?:root|home/\w+|Users/\w+)/[\w.-]+"
HERE = "|".join(re.escape(str(path)) for path in (CHECKOUT, Path.home()) if len(path.parts) > 2) or "(?!)"
MACHINE_PATH = re.compile(f"{HOMES}|{HERE}|{re.escape('/'.join(('..', 'shared')))}")
LOCKS = ("requirements.txt", "requirements-dev.txt")


def too_long(files: Iterable[Path]) -> list[str]:
    """The files of more than LONGEST lines: one subject or one stage too many."""
    counted = ((path, len(path.read_text().splitlines())) for path in files)
    return [f"{shown(path)}: {lines} lines" for path, lines in counted if lines > LONGEST]


def empty_names(files: Iterable[Path]) -> list[str]:
    """The files or folders whose name says nothing about what is in them."""
    names = {part for path in files for part in (shown(path), shown(path.parent))}
    return sorted(name for name in names if Path(name).stem.lower() in EMPTY_NAMES)


def machine_bound(text: str) -> list[str]:
    """Paths of one machine and hosts of package registries in `text`."""
    return [*MACHINE_PATH.findall(text), *(host for host in HOSTS if host in text)]


def code_files() -> list[Path]:
    return [path for path in texts(".py", ".html", ".mjs", ".js", ".scss", ".css") if "migrations" not in path.parts]


def test_it_keeps_files_short() -> None:
    none_of(too_long(code_files()), "Split by stage or subject.")


def test_it_sees_a_long_file(tmp_path: Path) -> None:
    (tmp_path / "long.py").write_text("x = 1\n" * (LONGEST + 1))
    (tmp_path / "short.py").write_text("x = 1\n" * LONGEST)
    assert len(too_long(tmp_path.iterdir())) == 1


def test_it_gives_files_telling_names() -> None:
    none_of(empty_names(path for path in texts(".py")), "Say what is in it.")


def test_it_sees_an_empty_name() -> None:
    files = [SOURCE / "kernel" / "clock.py", SOURCE / "kernel" / "utils.py", SOURCE / "core" / "clock.py"]
    assert empty_names(files) == ["src/holdfast/core", "src/holdfast/kernel/utils.py"]


def test_it_names_no_machine_and_no_registry() -> None:
    none_of(in_files(texts(), machine_bound))


HOME = "/".join(("", "home", "ann", "notes.txt"))


@pytest.mark.parametrize("text", [f"see {HOME}", f"in {CHECKOUT}/README.md", f"index = https://{HOSTS[0]}/simple"])
def test_it_sees_a_machine_or_a_registry(text: str) -> None:
    assert machine_bound(text)


@pytest.mark.parametrize("text", ["/usr/lib/postgresql", "GET /work/list is a route", "~/work/x", "a/root/b"])
def test_it_lets_other_paths_be(text: str) -> None:
    assert machine_bound(text) == []


def pins(text: str) -> dict[str, str]:
    """The version of each package that a lock file of pip names."""
    return dict(re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==([^\s;]+)", text, re.MULTILINE))


def test_it_locks_the_same_versions_for_running_and_for_testing() -> None:
    running, testing = (pins((CHECKOUT / name).read_text()) for name in LOCKS)
    assert running
    assert {name: testing.get(name) for name in running} == running


def wanted(project: dict[str, Any]) -> set[str]:
    """The names of all packages that pyproject.toml asks for, to run and to test."""
    asked = [
        *project["project"]["dependencies"],
        *chain.from_iterable(project["project"]["optional-dependencies"].values()),
        *chain.from_iterable(project["dependency-groups"].values()),
    ]
    return {re.sub(r"[-_.]+", "-", re.split(r"[\[<>=~! ]", line)[0]).lower() for line in asked}


def test_it_locks_everything_that_is_asked_for() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
    none_of(wanted(project) - set(pins((CHECKOUT / LOCKS[1]).read_text())), "`make lock` locks them.")


def test_it_locks_without_addresses() -> None:
    """A lock that names where it was made cannot be used elsewhere. (The npm one may name who asks for money.)"""
    for name in LOCKS:
        assert "://" not in (CHECKOUT / name).read_text(), name
    assert '"resolved"' not in (CHECKOUT / "package-lock.json").read_text()
