"""The one entry point: `holdfast`."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from collections.abc import Sequence
from typing import Any

import django
from django.db import DatabaseError, OperationalError, ProgrammingError

from holdfast.kernel.commands import Command, CommandFailed, WrongArguments

# Each names COMMANDS, a list of kernel.commands.Command. Order is the order of `holdfast --help`.
COMMAND_MODULES = (
    "holdfast.doors.operating.commands",
    "holdfast.doors.demonstration.commands",
    "holdfast.foundation.audit.commands",
    "holdfast.foundation.organisation.commands",
    "holdfast.casework.incidents.commands",
    "holdfast.casework.violence.commands",
    "holdfast.casework.liaison.commands",
    "holdfast.oversight.assurance.commands",
)

GROUPS = {
    "accounts": "Who signs in: what only whoever runs the installation may do.",
    "audit": "The audit trail: verify it, seal it.",
    "import": "Bring in trusts and sites, staff, or an incident history. Shows what would change before it changes it.",
    "pack": "A trust's policy as data: check it, see what is live.",
    "assurance": "Work out each trust's verdicts.",
    "try": "Hold Holdfast's rules against cases of your own.",
}

EPILOG = """\
start here:
  holdfast setup        make the database and the first administrator
  holdfast serve        answer on http://localhost:8000
  holdfast demo         five trusts with two years of invented history

Every command has --help. --json makes what a command prints readable by machines.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code: 0 done, 1 failed or found fault, 2 wrong arguments."""
    try:
        code = _run(argv)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has gone, as `head` does. Python would complain of it once more on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


def _run(argv: Sequence[str] | None) -> int:
    os.umask(0o077)  # whatever we write holds people's stories: no other account of this machine reads it
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.config.settings")
    commands = collect()
    parser = build_parser(commands)
    arguments, unknown = parser.parse_known_args(argv)
    if unknown:
        # The parser of the command itself refuses, so that its own usage is shown and not that of all commands.
        getattr(arguments, "parser", parser).error(f"unrecognized arguments: {' '.join(unknown)}")
    command: Command | None = getattr(arguments, "command", None)
    if command is None:
        (getattr(arguments, "group", None) or parser).print_help()
        return 2
    os.environ.update(command.environment)
    if command.django:
        django.setup()
    module, _, function = command.run.partition(":")
    try:
        result = getattr(importlib.import_module(module), function)(arguments)
    except CommandFailed as failure:
        code = _failed(str(failure), as_json=arguments.json)
        return 2 if isinstance(failure, WrongArguments) else code
    except (OperationalError, ProgrammingError) as failure:
        return _failed(f"the database cannot be used: {_fault(failure)}", as_json=arguments.json)
    if arguments.json:
        print(json.dumps(result.data, ensure_ascii=False, indent=1, default=str))
    elif result.text:  # cron mails whoever is in charge even an empty line
        print(result.text)
    return result.code


def _fault(failure: DatabaseError) -> str:
    """What the database says, or what to do where a table is missing, which `setup` would have made."""
    said = str(failure).strip()
    if "no such table" in said or ("relation" in said and "does not exist" in said):
        return "it was never set up, or not for this version. Run `holdfast setup` first."
    if isinstance(failure, ProgrammingError):
        raise failure
    return said


def _failed(words: str, *, as_json: bool) -> int:
    """Say why the command failed; the exit code."""
    if as_json:
        print(json.dumps({"error": words}, ensure_ascii=False))
    else:
        print(f"holdfast: {words}", file=sys.stderr)
    return 1


def collect() -> list[Command]:
    """The commands of all areas."""
    return [command for name in COMMAND_MODULES for command in importlib.import_module(name).COMMANDS]


def build_parser(commands: Sequence[Command]) -> argparse.ArgumentParser:
    """The parser for `commands`; each parsed result carries its Command as `command`."""
    shape: dict[str, Any] = {"formatter_class": argparse.RawDescriptionHelpFormatter}
    parser = argparse.ArgumentParser(
        prog="holdfast",
        description="Holdfast runs an NHS trust's security management policy.",
        epilog=EPILOG,
        **shape,
    )
    parser.add_argument("--json", action="store_true", default=False, help="print results as JSON")
    branches = parser.add_subparsers(title="commands", metavar="COMMAND")
    groups: dict[str, Any] = {}
    for command in commands:
        home = branches
        for word in command.path[:-1]:
            if word not in groups:
                group = branches.add_parser(word, help=GROUPS[word], description=GROUPS[word], **shape)
                group.set_defaults(group=group)
                groups[word] = group.add_subparsers(title="commands", metavar="COMMAND")
            home = groups[word]
        leaf = home.add_parser(
            command.path[-1],
            help=command.summary,
            description="\n\n".join(part for part in (command.summary, command.teaching) if part),
            **shape,
        )
        leaf.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print the result as JSON")
        command.arguments(leaf)
        leaf.set_defaults(command=command, parser=leaf)
    return parser


if __name__ == "__main__":
    sys.exit(main())
