"""What `holdfast pack check` and `pack measures` do, and the table of `pack status`. None needs the application."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from holdfast.kernel.commands import CommandFailed, Result, WrongArguments
from holdfast.oversight.assurance.packs.loading import read_pack
from holdfast.oversight.assurance.packs.offered import vocabulary
from holdfast.oversight.assurance.packs.status import status
from holdfast.oversight.assurance.packs.vocabulary import Measure, area_of


def check_arguments(parser: argparse.ArgumentParser) -> None:
    """The folder of the pack."""
    parser.add_argument("folder", metavar="DIR", type=Path, help="the folder that holds pack.yaml and clauses.yaml")


def status_arguments(parser: argparse.ArgumentParser) -> None:
    """Where the packs are, and how much to tell."""
    parser.add_argument(
        "--in",
        dest="home",
        metavar="DIR",
        type=Path,
        help="a folder of packs (default: Holdfast's own, and those in the folders of HOLDFAST_PACKS)",
    )
    parser.add_argument("--capabilities", action="store_true", help="tell each capability as well")


def measures_arguments(parser: argparse.ArgumentParser) -> None:
    """Which measures to list."""
    parser.add_argument("area", nargs="?", default="", help="only this area, such as incidents")
    parser.add_argument("--built", action="store_true", help="only what can be measured today")


def check(arguments: argparse.Namespace) -> Result:
    """Every fault of one pack, or what is in it. Exit code 1 when there is a fault."""
    reading = read_pack(arguments.folder, vocabulary())
    problems = [{"file": one.file, "line": one.line, "message": one.message} for one in reading.problems]
    if reading.pack is None:
        count = f"{len(problems)} faults" if len(problems) > 1 else "1 fault"
        text = "\n".join([*map(str, reading.problems), f"\n{count}. The pack that is in force stays in force."])
        return Result({"ok": False, "problems": problems, "unset": []}, text, code=1)
    unset = [number for number in reading.pack.every_number() if number.value is None]
    told = [f"{reading.pack.id}: {len(reading.pack.clauses)} clauses, all placed; no fault."]
    if unset:
        told.append(f"\n{len(unset)} numbers are unset until the trust sets them:")
        told += [
            f"  {number.key}: {number.asks}" + (f" ({number.clause})" if number.clause else "") for number in unset
        ]
    data = {
        "ok": True,
        "problems": [],
        "unset": [{"key": one.key, "asks": one.asks, "clause": one.clause} for one in unset],
    }
    return Result(data, "\n".join(told))


def status_of(folders: Iterable[Path], home: str, *, capabilities: bool) -> Result:
    """How far the policy in each of `folders` is live. Raises CommandFailed where one has faults, or there is none."""
    names = vocabulary()
    packs = []
    for folder in folders:
        reading = read_pack(folder, names)
        if reading.pack is None:
            raise CommandFailed(f"{folder} has faults. See them with: holdfast pack check {folder}")
        packs.append(reading.pack)
    if not packs:
        raise CommandFailed(f"There is no pack in {home}.")
    data = status(packs, names)
    return Result(data, _table(data["packs"], capabilities=capabilities))


def list_measures(arguments: argparse.Namespace) -> Result:
    """The measures that a pack can name. Raises CommandFailed for an area that Holdfast does not have."""
    names = vocabulary()
    if arguments.area and arguments.area not in names.areas:
        raise WrongArguments(f"There is no area “{arguments.area}”. It can be: {', '.join(sorted(names.areas))}.")
    chosen = [
        measure
        for measure in names.measures.values()
        if arguments.area in {"", area_of(measure.name)}
        and (not arguments.built or area_of(measure.name) in names.built)
    ]
    built = {measure.name: area_of(measure.name) in names.built for measure in chosen}
    text = "\n\n".join(_measure(measure, built[measure.name]) for measure in chosen) or "Nothing can be measured there."
    return Result({"measures": [_measure_data(measure, built[measure.name]) for measure in chosen]}, text)


def _table(packs: list[dict[str, Any]], *, capabilities: bool) -> str:
    columns = ("clauses", "placed", "live", "awaiting", "unset")
    lines = [_row("", *columns), *(_row(pack["id"], *(pack[column] for column in columns)) for pack in packs)]
    lines.append(_row("together", *(sum(pack[column] for pack in packs) for column in columns)))
    for pack in packs:
        waits = ", ".join(f"{area} {count}" for area, count in pack["areas"].items()) or "nothing"
        lines.append(f"\n{pack['id']} awaits: {waits}")
        if capabilities:
            lines += [
                f"  {name}: {counts['live']} of {counts['clauses']} live"
                for name, counts in pack["capabilities"].items()
            ]
    return "\n".join(lines)


def _row(name: str, *cells: object) -> str:
    return name.ljust(10) + "".join(str(cell).rjust(10) for cell in cells)


def _measure(measure: Measure, built: bool) -> str:
    lines = [f"{measure.name} ({measure.kind}, for each {measure.subject})" + ("" if built else ", not built yet")]
    lines.append(f"  {measure.about}")
    lines += [f"  {fact}: {words}" for fact, words in measure.facts.items()]
    if measure.required:
        lines.append("  required can list:")
        lines += [f"    {fact}: {words}" for fact, words in measure.required.items()]
    if measure.takes:
        lines.append(f"  filter: {', '.join(measure.takes)}")
    for name, option in measure.options.items():
        choices = f"a {option.refers_to} of the pack" if option.refers_to else ", ".join(option.choices)
        lines.append(f"  option {name}{' (needed)' if option.needed else ''}: {choices}")
    return "\n".join(lines)


def _measure_data(measure: Measure, built: bool) -> dict[str, Any]:
    return {
        "name": measure.name,
        "built": built,
        "kind": measure.kind,
        "subject": measure.subject,
        "about": measure.about,
        "facts": dict(measure.facts),
        "required": dict(measure.required),
        "filter": list(measure.takes),
        "options": {
            name: {"choices": list(option.choices), "refers_to": option.refers_to, "needed": option.needed}
            for name, option in measure.options.items()
        },
    }
