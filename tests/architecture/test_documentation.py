"""The documentation holds: its links lead somewhere, and its commands are ones that exist.

A fence marked ```console or ```sh holds commands, in console ones after a `$`. Each `holdfast …` must be one that the
command line takes, each `make …` a target. A fence marked ```console run is really run, in a folder of its own.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from holdfast.config.command_line import build_parser, collect
from tests.architecture.house import CHECKOUT, in_files, none_of, shown, texts

LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)")
FENCE = re.compile(r"^```(\w*)[ \t]*(\w*)[ \t]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
TARGET = re.compile(r"^([\w-]+):", re.MULTILINE)


def documents() -> list[Path]:
    return texts(".md")


def without_fences(text: str) -> str:
    return FENCE.sub("", text)


def anchors(text: str) -> set[str]:
    """The anchors that a forge makes of the headings in `text`."""
    names = (
        re.sub(r"[`*_]|\[([^\]]*)\]\([^)]*\)", r"\1", heading) for heading in HEADING.findall(without_fences(text))
    )
    return {re.sub(r"[^\w\- ]", "", name.lower()).replace(" ", "-") for name in names}


def dead_links(document: Path) -> list[str]:
    """The links in `document` to files or headings that do not exist. Links to other sites are not followed."""
    dead = []
    text = document.read_text()
    for link in LINK.findall(without_fences(text)):
        if re.match(r"[a-z][a-z0-9+.-]*:", link):
            continue
        name, _, anchor = link.partition("#")
        target = (document.parent / name).resolve() if name else document
        if not target.exists():
            dead.append(f"{link}: no such file")
        elif anchor and target.suffix == ".md" and anchor not in anchors(target.read_text()):
            dead.append(f"{link}: no such heading")
    return dead


def commands(text: str, *, to_run: bool = False) -> Iterator[str]:
    """The commands in the fences of `text`; with `to_run` only those of fences marked so."""
    for language, mark, body in FENCE.findall(text):
        if language not in ("console", "sh", "bash", "shell") or (to_run and mark != "run"):
            continue
        joined = body.replace("\\\n", " ")
        for line in joined.splitlines():
            line = line.strip()
            if language == "console":
                if not line.startswith("$ "):
                    continue
                line = line[2:]
            if line and not line.startswith("#"):
                yield line


def wrong_command(line: str) -> str | None:
    """What is wrong with one command of a document; None when it is one that exists (or not one of ours)."""
    try:
        words = shlex.split(line, comments=True)
    except ValueError as problem:
        return f"{line}: {problem}"
    while words and re.match(r"^[A-Z_]+=", words[0]):
        words.pop(0)
    for stop in ("|", "&&", ";", ">", "<", "2>&1", "&"):
        if stop in words:
            words = words[: words.index(stop)]
    if not words:
        return None
    if words[0] == "make":
        targets = set(TARGET.findall((CHECKOUT / "Makefile").read_text()))
        unknown = [word for word in words[1:] if "=" not in word and not word.startswith("-") and word not in targets]
        return f"{line}: no target {', '.join(unknown)}" if unknown else None
    if Path(words[0]).name == "holdfast":
        said = io.StringIO()
        try:
            with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
                build_parser(collect()).parse_args(words[1:])
        except SystemExit as stop:
            return f"{line}: {said.getvalue().strip().splitlines()[-1]}" if stop.code else None
    return None


def test_it_has_links_that_lead_somewhere() -> None:
    none_of(f"{shown(path)}: {link}" for path in documents() for link in dead_links(path))


def test_it_sees_a_dead_link(tmp_path: Path) -> None:
    (tmp_path / "there.md").write_text("# The path, as data\n")
    document = tmp_path / "here.md"
    document.write_text(
        "[a](there.md#the-path-as-data) [b](nowhere.md) [c](there.md#elsewhere) [d](https://example.org/x)\n"
        "```\n[e](in-a-fence.md)\n```\n"
    )
    assert dead_links(document) == ["nowhere.md: no such file", "there.md#elsewhere: no such heading"]


def test_it_teaches_commands_that_exist() -> None:
    none_of(in_files(documents(), lambda text: filter(None, map(wrong_command, commands(text)))))


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("make demo", True),
        ("make dmeo", False),
        ("holdfast --help", True),
        (".venv/bin/holdfast no-such-command", False),
        ("HOLDFAST_MODE=demo holdfast --json --help | less", True),
        ("git status", True),
    ],
)
def test_it_sees_a_command_that_does_not_exist(line: str, right: bool) -> None:
    assert (wrong_command(line) is None) is right


def test_it_reads_the_commands_of_a_document() -> None:
    text = (
        "```console\n$ make demo\nHoldfast: set-up\n```\n"
        "```sh run\n# first\nholdfast \\\n  setup\n```\n"
        "```python\nx\n```\n"
    )
    assert list(commands(text)) == ["make demo", "holdfast    setup"]
    assert list(commands(text, to_run=True)) == ["holdfast    setup"]


def test_it_teaches_commands_that_work(tmp_path: Path) -> None:
    """Run one after the other in one folder, as a reader would, on an installation of their own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HOLDFAST_")}
    environment |= {"HOLDFAST_DATA": str(tmp_path / "data"), "HOLDFAST_MODE": "development"}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment.get('PATH', os.defpath)}"
    wrong = []
    for document in documents():
        for line in commands(document.read_text(), to_run=True):
            done = subprocess.run(
                line, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
            )
            if done.returncode:
                wrong.append(f"{shown(document)}: {line}\n{done.stdout}{done.stderr}")
    none_of(wrong)
