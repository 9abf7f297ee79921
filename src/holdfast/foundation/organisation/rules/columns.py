"""What the columns of a file hold, found out from their headings. Plain Python, for any list that is brought in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from .tables import Line, Table, UnreadableTable

UNUSED = ""
_ROWS_LOOKED_AT = 40


@dataclass(frozen=True)
class Field:
    """Something that a file can tell: its key, what people call it, the headings it is found under.

    `repeats`: several columns may hold it, such as the parts of a path.
    """

    key: str
    title: str
    headings: tuple[str, ...]
    hint: str = ""
    repeats: bool = False


@dataclass(frozen=True)
class Column:
    """One column of a file: its heading as written (made unique), a few of its values, and the field that it holds."""

    position: int
    heading: str
    samples: tuple[str, ...]
    field: str

    @property
    def plain(self) -> str:
        """The heading under which the choice is remembered."""
        return plain_heading(self.heading)


def plain_heading(heading: str) -> str:
    """A heading without what differs from export to export.

    >>> plain_heading("  Supervisor's EMP_No. ")
    'supervisor emp no'
    """
    words = re.sub(r"['’]s\b", "", heading.lower())
    return " ".join(re.findall(r"[a-z0-9]+", words))


class Fields:
    """The fields of one sort of file.

    `guess` tells the field of a plain heading that is in no list (UNUSED: none); the columns that it finds make a path
    that is complete by itself. `example` are two headings, for people whose file has none that is known.
    """

    def __init__(self, fields: Sequence[Field], *, example: str, guess: Callable[[str], str] = lambda plain: UNUSED):
        self.fields = tuple(fields)
        self.by_key = {field.key: field for field in fields}
        self._by_heading = {heading: field.key for field in fields for heading in field.headings}
        self._guess = guess
        self._example = example

    def field_of(self, heading: str) -> str:
        """The key of the field that a column with this heading holds; UNUSED when Holdfast does not know it."""
        plain = plain_heading(heading)
        return self._by_heading.get(plain) or self._guess(plain)

    def find_header(self, table: Table, remembered: Mapping[str, str] | None = None) -> int:
        """The position (from 0) in `table.lines` of the line of headings.

        That is the line among the first ones with most headings that are known or remembered, at least two. Title
        lines before it have fewer. Raises UnreadableTable when there is none.
        """
        kept = remembered or {}
        best, most = -1, 1
        for position, line in enumerate(table.lines[:_ROWS_LOOKED_AT]):
            cells = {cell for cell in line.cells if cell}
            known = sum(1 for cell in cells if self.field_of(cell) or kept.get(plain_heading(cell)))
            if known > most:
                best, most = position, known
        if best < 0:
            raise UnreadableTable(
                f"{table.name} has no line of headings that Holdfast knows, such as {self._example}, "
                f"among its first {_ROWS_LOOKED_AT} lines. Check the sheet, the delimiter and the encoding, or say on "
                "which line the headings stand."
            )
        return best

    def columns_of(self, table: Table, header: int, remembered: Mapping[str, str] | None = None) -> list[Column]:
        """The columns under the headings at position `header`, each with its field: remembered, else by heading.

        A field that only one column may hold goes to the first one that was remembered, else to the one whose heading
        comes first among the field's headings.
        """
        headings = _unique(table.lines[header].cells)
        body = table.lines[header + 1 : header + 1 + _ROWS_LOOKED_AT]
        known = remembered or {}
        choices: dict[int, str] = {}
        for position, heading in enumerate(headings):
            plain = plain_heading(heading)
            choices[position] = known[plain] if plain in known else self.field_of(heading)
        for key, field in self.by_key.items():
            if not field.repeats:
                rivals = [position for position, chosen in choices.items() if chosen == key]
                for loser in sorted(rivals, key=lambda position: self._rank(headings[position], key, known))[1:]:
                    choices[loser] = UNUSED
        guessed = {self._guess(plain_heading(heading)) for heading in headings} - {UNUSED}
        for position, heading in enumerate(headings):
            # A path is complete by itself: a column "Department" beside it repeats its last part.
            plain = plain_heading(heading)
            if choices[position] in guessed and not self._guess(plain) and plain not in known:
                choices[position] = UNUSED
        return [
            Column(position, heading, _samples(body, position), choices[position])
            for position, heading in enumerate(headings)
            if heading
        ]

    def chosen_twice(self, chosen: Sequence[str]) -> list[str]:
        """A sentence for each field that was chosen for several columns and may be held by one only."""
        return [
            f"“{field.title}” is chosen for {chosen.count(key)} columns. Choose one."
            for key, field in self.by_key.items()
            if not field.repeats and chosen.count(key) > 1
        ]

    def _rank(self, heading: str, key: str, remembered: Mapping[str, str]) -> tuple[bool, int]:
        plain = plain_heading(heading)
        headings = self.by_key[key].headings
        return plain not in remembered, headings.index(plain) if plain in headings else len(headings)


def _unique(headings: Sequence[str]) -> list[str]:
    """A heading that comes a second time gets a number, so that each column can be chosen by itself."""
    times: dict[str, int] = {}
    unique = []
    for heading in headings:
        times[heading] = times.get(heading, 0) + 1
        unique.append(heading if times[heading] == 1 or not heading else f"{heading} ({times[heading]})")
    return unique


def _samples(body: Sequence[Line], position: int) -> tuple[str, ...]:
    found: list[str] = []
    for line in body:
        value = line.cells[position] if position < len(line.cells) else ""
        if value and value not in found:
            found.append(value)
        if len(found) == 3:
            break
    return tuple(found)
