"""Which part of the organisation a staff file means, when it does not write its whole path. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .staff_rows import Note, StaffRow

Path = tuple[str, ...]
KnownUnits = Mapping[Path, tuple[Path, bool]]
"""Each path in small letters: the path as it stands, and whether it is closed."""


def folded(path: Path) -> Path:
    """The path in small letters, as it is looked up."""
    return tuple(part.casefold() for part in path)


@dataclass
class UnitFinder:
    """Finds the parts of the organisation that rows name.

    A payroll's list often gives the team alone: what Holdfast has under “Operations › North” must not come a second
    time at the top, where nobody manages it.
    """

    known: KnownUnits
    _found: dict[Path, Path] = field(default_factory=dict)
    _notes: list[Note] = field(default_factory=list)

    def find(self, row: StaffRow) -> Path:
        """The path that the row means: as written where Holdfast has it, else the one open part whose path ends so;
        else as written, and it is new. `()` for a row that names none.
        """
        if not row.unit:
            return ()
        key = folded(row.unit)
        if key not in self._found:
            self._found[key] = self._place(row, key)
        return self._found[key]

    def _place(self, row: StaffRow, key: Path) -> Path:
        if key in self.known:
            return row.unit
        ends = [path for place, (path, closed) in self.known.items() if not closed and place[-len(key) :] == key]
        name = " › ".join(row.unit)
        if len(ends) == 1:
            self._notes.append(Note(row.line, f"“{name}” is taken for {' › '.join(ends[0])}."))
            return ends[0]
        if ends:
            places = "; ".join(" › ".join(path) for path in sorted(ends))
            self._notes.append(
                Note(
                    row.line,
                    f"“{name}” can be {places}. Write the whole path in the file, or it comes anew at the top.",
                )
            )
        return row.unit

    def notes(self) -> list[Note]:
        """What was taken for what, once for each."""
        return self._notes
