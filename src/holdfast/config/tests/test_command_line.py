"""`holdfast` as it is typed: every command teaches, and what goes wrong is said in words."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from holdfast.config.command_line import build_parser, collect, main
from holdfast.kernel.commands import Command

COMMANDS = collect()


def typed(*words: str, data: Path, **options: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"HOLDFAST_DATA": str(data), "HOLDFAST_DATABASE": ""} | options
    command = [sys.executable, "-m", "holdfast.config.command_line", *words]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command.path))
def test_it_teaches_each_command(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([*command.path, "--help"])
    assert left.value.code == 0
    told = capsys.readouterr().out
    assert command.summary.split()[0] in told
    assert "--json" in told
    assert command.summary.endswith(".")


def test_it_takes_json_before_and_behind_the_command() -> None:
    parser = build_parser(COMMANDS)
    assert parser.parse_args(["--json", "pack", "status"]).json
    assert parser.parse_args(["pack", "status", "--json"]).json
    assert not parser.parse_args(["pack", "status"]).json


def test_it_lists_a_group_that_is_typed_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit"]) == 2
    assert "verify" in capsys.readouterr().out
    assert main([]) == 2
    assert "start here" in capsys.readouterr().out


def test_it_shows_how_a_command_is_used_when_one_word_is_too_many(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["pack", "check", "policies", "--nosuch"])
    assert left.value.code == 2
    told = capsys.readouterr().err
    assert told.startswith("usage: holdfast pack check ")
    assert "unrecognized arguments: --nosuch" in told


def test_it_exits_with_2_for_what_cannot_be_meant(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assurance", "evaluate", "--as-at", "2026-13-01"]) == 2
    assert main(["pack", "names", "operations", "nosuch"]) == 2
    assert "--as-at takes a day such as 2026-03-31" in capsys.readouterr().err


def test_it_says_to_set_up_first(tmp_path: Path) -> None:
    told = typed("audit", "verify", "--json", data=tmp_path)
    assert told.returncode == 1
    assert "Run `holdfast setup` first" in json.loads(told.stdout)["error"]
    assert "Traceback" not in told.stderr


def test_it_is_quiet_when_nobody_reads_on(tmp_path: Path) -> None:
    environment = os.environ | {"HOLDFAST_DATA": str(tmp_path), "HOLDFAST_DATABASE": ""}
    command = [sys.executable, "-m", "holdfast.config.command_line", "pack", "status", "--json"]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    assert running.stdout
    assert running.stderr
    running.stdout.close()
    assert "Traceback" not in running.stderr.read()
    running.stderr.close()
    running.wait()
