"""Evidence as a page shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from holdfast.foundation.pages.words import moment_in_words, short_day_in_words
from holdfast.foundation.records.models import Evidence, Scan, Sensitivity
from holdfast.foundation.records.rules.kinds import KIND_BY_CONTENT_TYPE


@dataclass(frozen=True)
class EvidenceLine:
    """One file in a list. `url` is blank when it is not handed out; `marks` are pairs of words and meaning."""

    key: int
    name: str
    description: str
    kind: str
    size: int
    note: str
    sha256: str
    url: str
    thumbnail_url: str
    picture_url: str
    withdraw_url: str
    marks: tuple[tuple[str, str], ...]
    why_not: str


def evidence_lines(files: Iterable[Evidence], address: Callable[[Evidence, str], str]) -> list[EvidenceLine]:
    """Lines for `records/evidence.html`.

    `address` gives the area's own address of a file for "file", "picture", "thumbnail" and "withdraw"; blank where the
    viewer may not have it.
    """
    return [_line(file, address) for file in files]


def _line(file: Evidence, address: Callable[[Evidence, str], str]) -> EvidenceLine:
    why_not = _why_not(file)
    shown = bool(file.thumbnail) and not why_not
    kind = KIND_BY_CONTENT_TYPE.get(file.content_type)
    return EvidenceLine(
        key=file.pk,
        name=file.name,
        description=file.description,
        kind=kind.words if kind else file.content_type,
        size=file.size,
        note=f"added {moment_in_words(file.added_at)} by {file.added_by}",
        sha256=file.sha256,
        url="" if why_not else address(file, "file"),
        thumbnail_url=address(file, "thumbnail") if shown else "",
        picture_url=address(file, "picture") if shown else "",
        withdraw_url="" if file.withdrawn_at or file.erased_at else address(file, "withdraw"),
        marks=_marks(file),
        why_not=why_not,
    )


def _why_not(file: Evidence) -> str:
    if file.erased_at:
        return f"Erased {short_day_in_words(file.erased_at)} under {file.erased_authority}."
    if file.withdrawn_at:
        return f"Withdrawn {short_day_in_words(file.withdrawn_at)} by {file.withdrawn_by}: {file.withdrawn_why}"
    if file.scanned == Scan.INFECTED:
        return "A virus scanner found something harmful in this file, so it is kept apart."
    return ""


def _marks(file: Evidence) -> tuple[tuple[str, str], ...]:
    marks = []
    if file.sensitivity == Sensitivity.RESTRICTED:
        marks.append(("Restricted", "restricted"))
    if file.erased_at:
        return (*marks, ("Erased", "off"))
    if file.withdrawn_at:
        marks.append(("Withdrawn", "off"))
    if file.mismatch_at:
        marks.append((f"Found changed {short_day_in_words(file.mismatch_at)}", "bad"))
    if file.scanned == Scan.INFECTED:
        marks.append(("Harmful", "bad"))
    elif file.scanned == Scan.NOT_SCANNED:
        marks.append(("Not scanned for viruses", "plain"))
    if file.damaged:
        marks.append(("Damaged: the end is missing", "held"))
    return tuple(marks)
