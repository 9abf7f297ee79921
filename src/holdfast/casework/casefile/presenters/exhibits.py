"""An exhibit as its pages and papers show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from holdfast.casework.casefile.models import Exhibit, Handover
from holdfast.casework.casefile.queries.exhibits import Chain, chain_of, is_broken
from holdfast.casework.casefile.rules.exhibits import ENDINGS, clock_in_words
from holdfast.foundation.pages.words import moment_in_words, size_in_words


@dataclass(frozen=True)
class LogLine:
    """One row of the log. `faults` are what a court would ask about; `replaced_by` is the number of its correction."""

    key: int
    number: int
    at: datetime
    giver: str
    receiver: str
    place: str
    why: str
    seal: str
    faults: tuple[str, ...]
    notes: tuple[str, ...]
    replaced_by: int | None
    entered: str


def log_of(exhibit: Exhibit) -> list[LogLine]:
    """The exhibit's log: the rows that hold in the order in which they happened, then those that were put right."""
    chain = chain_of(exhibit)
    rows = {row.number: row for row in exhibit.handovers.all()}
    standing = [_line(rows[step.number], chain) for step in chain.standing]
    return standing + [_line(rows[number], chain) for number in sorted(chain.replaced)]


def _line(row: Handover, chain: Chain) -> LogLine:
    seal = {True: "Seal whole", False: "Seal broken", None: ""}[row.seal_intact]
    if row.new_seal:
        seal = ", ".join(filter(None, [seal, f"new seal {row.new_seal}"]))
    replaces = [old for old, new in chain.replaced.items() if new == row.number]
    notes = [f"Puts row {number} right: {row.reason}" for number in replaces]
    if row.number in chain.afterwards:
        notes.append(f"Written down afterwards, {moment_in_words(row.entered_at)}, by {row.entered_by}.")
    return LogLine(
        key=row.pk,
        number=row.number,
        at=row.at,
        giver=row.giver,
        receiver=row.receiver,
        place=row.place,
        why=row.why,
        seal=seal,
        faults=chain.faults.get(row.number, ()),
        notes=tuple(notes),
        replaced_by=chain.replaced.get(row.number),
        entered=f"{moment_in_words(row.entered_at)} by {row.entered_by}",
    )


@dataclass(frozen=True)
class ExhibitLine:
    """One exhibit in a list; `tags` are pairs of words and meaning."""

    exhibit: Exhibit
    holder: str
    tags: tuple[tuple[str, str], ...]


def exhibit_line(exhibit: Exhibit) -> ExhibitLine:
    """`exhibit` for a list. Reads its hand-overs and evidence."""
    chain = chain_of(exhibit)
    return ExhibitLine(exhibit, chain.holder, tuple(tags_of(exhibit, chain)))


def tags_of(exhibit: Exhibit, chain: Chain) -> list[tuple[str, str]]:
    """What stands out about an exhibit, worst first."""
    tags = []
    if is_broken(exhibit):
        tags.append(("File changed", "bad"))
    if any(fault.startswith("Gap") for faults in chain.faults.values() for fault in faults):
        tags.append(("Gap in continuity", "bad"))
    elif not chain.whole:
        tags.append(("Look at the log", "held"))
    if exhibit.restricted:
        tags.append(("Restricted", "restricted"))
    if exhibit.ended_at:
        tags.append((ENDINGS[exhibit.ended_how], "off"))
    return tags


def facts_of(exhibit: Exhibit) -> list[tuple[str, str]]:
    """What is known of an exhibit, in words, without what is empty."""
    rows = [
        ("Exhibit reference", exhibit.mark),
        ("Record", exhibit.reference),
        ("What it is", exhibit.get_nature_display()),
        ("Found by", exhibit.found_by),
        ("Found", moment_in_words(exhibit.found_at)),
        ("Found where", exhibit.found_where),
        ("Seal when taken in", exhibit.seal),
        ("Taken in", f"{moment_in_words(exhibit.recorded_at)} by {exhibit.recorded_by}"),
    ]
    if exhibit.evidence is not None:
        rows += [
            ("File", f"{exhibit.evidence.name}, {size_in_words(exhibit.evidence.size)}"),
            ("SHA-256 at intake", exhibit.sha256),
            ("Recorded by", exhibit.device),
            ("Its clock", _clock(exhibit)),
            ("Recorded as", exhibit.native_format),
            ("Played with", exhibit.player),
            ("Copied from the device", exhibit.copied_by),
        ]
    if exhibit.ended_at:
        went = f"{ENDINGS[exhibit.ended_how]}, {moment_in_words(exhibit.ended_at)}"
        rows += [
            ("Let go", went),
            ("To", exhibit.ended_to),
            ("Allowed by", exhibit.ended_authority),
            ("Written down by", exhibit.ended_by),
        ]
    return [(title, words) for title, words in rows if words]


def _clock(exhibit: Exhibit) -> str:
    if exhibit.clock_ahead is None:
        return "not checked"
    return f"{clock_in_words(exhibit.clock_ahead)}, checked: {exhibit.clock_checked}"


def kept_where(exhibit: Exhibit) -> str:
    """Where it is kept by the last step; blank where that does not say."""
    rows = {row.number: row.place for row in exhibit.handovers.all()}
    standing = chain_of(exhibit).standing
    return rows[standing[-1].number] if standing else ""
