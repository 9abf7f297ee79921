"""The commands of the trail. Imports nothing from Django; see `command_line` for what they do."""

from __future__ import annotations

import argparse
from pathlib import Path

from holdfast.kernel.commands import Command


def _verify_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--against", type=Path, metavar="FILE", help="seals that were exported and kept elsewhere")


def _seal_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--export", type=Path, metavar="FILE", help="write all seals to this file")


COMMANDS = [
    Command(
        path=("audit", "verify"),
        summary="Prove that nothing in the audit trail was changed, removed or slipped in.",
        teaching=(
            "Names the first entry that is not what was written. Exit code 1 when anything is wrong.\n"
            "With --against it also notices that the end of the trail was cut off:\n\n"
            "  holdfast audit verify --against /mnt/safe/seals.json"
        ),
        arguments=_verify_arguments,
        run="holdfast.foundation.audit.command_line:verify_trail",
    ),
    Command(
        path=("audit", "seal"),
        summary="Seal the entries that no seal holds yet.",
        teaching=(
            "Holdfast does so every minute by itself. Keep an export where this server cannot reach it:\n\n"
            "  holdfast audit seal --export /mnt/safe/seals.json\n\n"
            "An earlier export in the same place is replaced only when the trail still holds all its seals."
        ),
        arguments=_seal_arguments,
        run="holdfast.foundation.audit.command_line:seal_trail",
    ),
    Command(
        path=("audit", "guard"),
        summary="Set the guards by which the database refuses to rewrite the trail.",
        teaching="For when holdfast audit verify says that one is missing. Does no harm when all stand.",
        run="holdfast.foundation.audit.command_line:guard_trail",
    ),
]
