"""Seals kept elsewhere: the only proof that the end of the trail was not cut off, seals and all."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from holdfast.foundation.audit.canonical import instant
from holdfast.foundation.audit.models import Seal
from holdfast.kernel import clock

from .report import Fault, Kind

FORMAT = "holdfast seals 1"
AT_A_TIME = 5000


class BadSealsFile(ValueError):
    """The file holds no exported seals, or not all of them. The message says what is wrong with it."""


@dataclass(frozen=True)
class KnownSeal:
    """A seal as it was when it was exported."""

    number: int
    at: str
    reached: int
    seal_hash: str


@dataclass(frozen=True)
class SealsFile:
    """The seals of a trail, first to last, as they were at the moment `exported_at` (ISO 8601, UTC)."""

    exported_at: str
    seals: tuple[KnownSeal, ...]


def write_seals_file(path: Path) -> int:
    """Write all seals to `path`, one a line, whole or not at all. Returns how many. Raises OSError."""
    half_written = path.with_name(f"{path.name}.part")
    written = 0
    with half_written.open("w", encoding="utf-8") as file:
        file.write(f'{{"format": "{FORMAT}", "exported_at": "{instant(clock.now())}", "seals": [')
        for seal in Seal.objects.order_by("number").iterator(AT_A_TIME):
            known = {"number": seal.number, "at": instant(seal.at), "reached": seal.reached, "hash": seal.seal_hash}
            file.write(f"{',' if written else ''}\n {json.dumps(known)}")
            written += 1
        file.write("\n]}\n")
        file.flush()
        os.fsync(file.fileno())
    half_written.replace(path)
    return written


def read_seals_file(path: Path) -> SealsFile:
    """The seals that `write_seals_file` wrote to `path`. Raises BadSealsFile, and OSError when it cannot be read."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise BadSealsFile(f"{path} is not JSON: {error}") from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise BadSealsFile(f"{path} does not say “{FORMAT}”: it was not written by holdfast audit seal --export")
    try:
        seals = tuple(
            KnownSeal(int(seal["number"]), str(seal["at"]), int(seal["reached"]), str(seal["hash"]))
            for seal in data["seals"]
        )
        if [seal.number for seal in seals] != list(range(1, len(seals) + 1)):
            raise BadSealsFile(f"{path} does not hold all seals from the first to the last, in order")
        return SealsFile(str(data["exported_at"]), seals)
    except (KeyError, TypeError) as error:
        raise BadSealsFile(f"{path} holds a seal without all its words: {error!r}") from None


def faults_against(file: SealsFile) -> Iterator[Fault]:
    """What the trail has lost or rewritten since `file` was exported, lowest seal first.

    A seal missing in the middle is told by the chain itself.
    """
    last, hashes = 0, Seal.objects.order_by("number").values_list("number", "seal_hash").iterator(AT_A_TIME)
    here = next(hashes, None)
    for known in file.seals:
        while here and here[0] < known.number:
            last, here = here[0], next(hashes, None)
        if here is None:
            yield _cut_off(file, known, last)
            return
        if here[0] == known.number and here[1] != known.seal_hash:
            words = f"Seal {known.number} is not the one that was exported: the trail was rewritten."
            yield Fault(Kind.REWRITTEN, words, seal=known.number)


def _cut_off(file: SealsFile, first_missing: KnownSeal, last: int) -> Fault:
    end = file.seals[-1]
    words = (
        f"The trail ends with seal {last}. By the export of {file.exported_at} it went on to seal {end.number}, "
        f"made {end.at}, with entries up to number {end.reached}. Its end was cut off."
    )
    return Fault(Kind.CUT_OFF, words, seal=first_missing.number)
