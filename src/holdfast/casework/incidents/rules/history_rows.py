"""From the lines of an export to rows by incident, and the words in them that need a meaning. Plain Python."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from holdfast.casework.incidents.rules.history_columns import PERSON_FIELDS
from holdfast.casework.incidents.rules.history_words import PATH, VOCABULARIES, Word, meaning_of, plain_word
from holdfast.foundation.organisation.queries.table_files import UNUSED, Column, Line, Table

LONGEST_KEY = 80
_TOTAL = re.compile(
    r"(grand |sub)?\s*totals?\b|end of (report|file|list)|\d[\d,]* (rows?|records?)\b|(report|run|printed|page)\b", re.I
)


@dataclass(frozen=True)
class HistoryRow:
    """One line of an export: its cells by field (columns of one path joined), and those of no field by heading."""

    line: int
    cells: tuple[str, ...]
    facts: Mapping[str, str]
    rest: Mapping[str, str]

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the facts: a row with the same digest says the same."""
        return digest_of(self.facts)

    @cached_property
    def person(self) -> str:
        """Who the row is about, as far as it tells; "" when it is about nobody."""
        return person_of(self.facts)


@dataclass(frozen=True)
class RefusedRow:
    """Lines that cannot be brought in: the first, the incident's reference, why and how to mend it, and their cells."""

    line: int
    reference: str
    reasons: tuple[str, ...]
    cells: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True)
class SkippedLine:
    """A line that is about no incident."""

    line: int
    text: str
    why: str


@dataclass
class HistoryFile:
    """An export, its rows by incident in their order. `repeated`: how many rows say what one above them says."""

    name: str
    headings: tuple[str, ...]
    groups: dict[str, list[HistoryRow]] = field(default_factory=dict)
    refused: list[RefusedRow] = field(default_factory=list)
    skipped: list[SkippedLine] = field(default_factory=list)
    rows: int = 0
    repeated: int = 0


def digest_of(facts: Mapping[str, str]) -> str:
    """SHA-256 of the facts of a row, in hex."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def person_of(facts: Mapping[str, str]) -> str:
    """What tells the persons of one incident apart: name and role, else role and standing; "" for nobody."""
    name = name_of(facts)
    words = [name, facts.get("person_role", ""), "" if name else facts.get("person_standing", "")]
    return plain_word(" ".join(filter(None, words)))


def name_of(facts: Mapping[str, str]) -> str:
    """The name of the person in a row. “Testman, Ada” is turned round."""
    whole = facts.get("person_name", "") or " ".join(
        filter(None, (facts.get("given_name", ""), facts.get("family_name", "")))
    )
    family, comma, given = whole.partition(",")
    return f"{given.strip()} {family.strip()}" if comma and given.strip() else whole


def read_rows(table: Table, header: int, columns: Sequence[Column]) -> HistoryFile:
    """The rows below the headings at position `header`, by incident.

    A row without number and reference belongs to no incident and is refused; lines that only say how many rows there
    are, or when the list was printed, are skipped.
    """
    file = HistoryFile(table.name, table.lines[header].cells)
    positions = [(column.position, column.field, column.heading) for column in columns]
    seen: set[tuple[str, str]] = set()
    for line in table.lines[header + 1 :]:
        row = _row(line, positions)
        key = row.facts.get("number") or row.facts.get("reference") or ""
        if not key or (len(row.facts) + len(row.rest) <= 2 and _TOTAL.match(line.cells[0] or key)):
            _without_key(row, file)
            continue
        file.rows += 1
        if len(key) > LONGEST_KEY:
            reason = f"The number is {len(key)} characters long, and {LONGEST_KEY} at most. Check the columns."
            file.refused.append(RefusedRow(row.line, key[:40], (reason,), ((row.line, row.cells),)))
            continue
        said = (key, row.digest)
        if said in seen:
            file.repeated += 1
            continue
        seen.add(said)
        file.groups.setdefault(key, []).append(row)
    return file


def _row(line: Line, positions: Sequence[tuple[int, str, str]]) -> HistoryRow:
    facts: dict[str, str] = {}
    rest: dict[str, str] = {}
    for position, name, heading in positions:
        text = line.cells[position] if position < len(line.cells) else ""
        if not text:
            continue
        if name == UNUSED:
            rest[heading] = text
        elif name in facts:
            if text != facts[name].rpartition(PATH)[2]:
                facts[name] += PATH + text
        else:
            facts[name] = text
    return HistoryRow(line.number, line.cells, facts, rest)


def _without_key(row: HistoryRow, file: HistoryFile) -> None:
    filled = [cell for cell in row.cells if cell]
    if len(filled) <= 2 or _TOTAL.match(filled[0]):
        file.skipped.append(SkippedLine(row.line, " ".join(filled)[:80], "it is about no incident"))
        return
    file.rows += 1
    reason = (
        "It has neither number nor reference, so that it cannot be told which incident it belongs to. Give it one, or "
        "check which column holds it."
    )
    file.refused.append(RefusedRow(row.line, "", (reason,), ((row.line, row.cells),)))


def words_in(file: HistoryFile, chosen: Mapping[str, Mapping[str, str]]) -> list[Word]:
    """Every word of the vocabularies that the file holds, the commonest first, with its meaning: as `chosen`, else
    guessed."""
    found: dict[tuple[str, str], list[int]] = {}
    texts: dict[tuple[str, str], str] = {}
    for name, text, line in _texts(file):
        key = (name, plain_word(text))
        found.setdefault(key, []).append(line)
        texts.setdefault(key, text)
    words = []
    for (name, plain), lines in found.items():
        told = chosen.get(name, {}).get(plain)
        text = texts[name, plain]
        meaning = told if told in VOCABULARIES[name] else meaning_of(name, text)
        words.append(Word(name, text, len(lines), min(lines), meaning))
    order = list(VOCABULARIES)
    return sorted(words, key=lambda word: (order.index(word.vocabulary), word.meaning != "", -word.times, word.text))


def _texts(file: HistoryFile) -> Iterator[tuple[str, str, int]]:
    for rows in file.groups.values():
        for row in rows:
            for name in VOCABULARIES:
                if text := row.facts.get(name):
                    yield name, text, row.line


def of_incident(facts: Mapping[str, str]) -> dict[str, str]:
    """What a row says of its incident."""
    return {name: text for name, text in facts.items() if name not in PERSON_FIELDS}
