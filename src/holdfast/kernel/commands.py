"""What an area says of its commands; the entry point `holdfast` collects and runs them."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Result:
    """What a command has to say: `data` for machines (`--json`), `text` for people, `code` for the shell."""

    data: Any
    text: str
    code: int = 0


class CommandFailed(Exception):
    """The command could not do its work; the message says why and what to do next."""


class WrongArguments(CommandFailed):
    """What was typed cannot be meant: the shell is told 2, as for arguments that the parser refuses."""


def no_arguments(parser: argparse.ArgumentParser) -> None:
    """For commands that take none."""


@dataclass(frozen=True)
class Command:
    """One command of `holdfast`.

    `path` is what is typed, such as ("audit", "verify"); `summary` its line in the list; `teaching` what its
    `--help` says, with an example. `arguments` adds to its parser. `run` names the function that takes the parsed
    arguments and returns a Result, as "package.module:function": it is imported only when the command runs, so that
    a command without `django` (settings, a database) never loads the application. `environment` is set before the
    application loads, whatever was set before.
    """

    path: tuple[str, ...]
    summary: str
    run: str
    teaching: str = ""
    arguments: Callable[[argparse.ArgumentParser], None] = field(default=no_arguments)
    django: bool = True
    environment: Mapping[str, str] = field(default_factory=dict)
