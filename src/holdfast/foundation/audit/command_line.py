"""What `holdfast audit …` does."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from django.db import connection

from holdfast.kernel.commands import CommandFailed, Result

from .actors import Actor
from .guards import missing_guards, set_guards
from .operations import seal
from .verification import BadSealsFile, SealsFile, faults_against, read_seals_file, verify, write_seals_file


def verify_trail(arguments: Namespace) -> Result:
    """`holdfast audit verify`. Raises CommandFailed when the file to hold it against is none."""
    report = verify(against=_read(arguments.against) if arguments.against else None)
    return Result(data=report.as_json(), text=report.as_text(), code=0 if report.intact else 1)


def seal_trail(arguments: Namespace) -> Result:
    """`holdfast audit seal`. Raises CommandFailed when it would overwrite the proof that the trail was rewritten."""
    seals = seal(by=replace(Actor.system("seal"), channel="command"))
    entries = sum(made.count for made in seals)
    noun = "entry" if entries == 1 else "entries"
    text = f"Sealed {entries:,} {noun}, up to seal {seals[-1].number}." if seals else "There was nothing to seal."
    exported = _export(arguments.export) if arguments.export else None
    if exported is not None:
        text += f" Wrote {exported:,} seals to {arguments.export}."
    return Result(data={"sealed": entries, "seals": [made.number for made in seals], "exported": exported}, text=text)


def guard_trail(arguments: Namespace) -> Result:
    """`holdfast audit guard`."""
    missing = missing_guards(connection)
    set_guards(connection)
    text = f"Set {', '.join(missing)} again." if missing else "All guards stand."
    return Result(data={"set_again": missing}, text=text)


def _export(path: Path) -> int:
    fault = next(faults_against(_read(path)), None) if path.exists() else None
    if fault:
        raise CommandFailed(f"{fault.words} {path} proves it and was left as it is: export to another file.")
    try:
        return write_seals_file(path)
    except OSError as error:
        raise CommandFailed(f"{path} cannot be written: {error.strerror}") from error


def _read(path: Path) -> SealsFile:
    try:
        return read_seals_file(path)
    except BadSealsFile as error:
        raise CommandFailed(str(error)) from error
    except OSError as error:
        raise CommandFailed(f"{path} cannot be read: {error.strerror}") from error
