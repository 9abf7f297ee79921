"""Whom and which place a staff file means by a name. Plain Python."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from .staff_people import Gathered
from .staff_rows import Note, StaffRow, name_key, number_of_person


class Finder:
    """Finds supervisors and sites, and remembers what could not be found so that it is said once, with its count."""

    def __init__(
        self, gathered: Gathered, known: Mapping[str, Mapping[str, Any]], sites: Mapping[str, Sequence[str]]
    ) -> None:
        self._sites = sites
        taken_over = set(gathered.was.values())
        self._keys = {number: number for number in gathered.people}
        self._keys |= {key: key for key in known if key not in taken_over}
        self._names: dict[str, set[str]] = defaultdict(set)
        for number, rows in gathered.people.items():
            self._take_up(rows[0].given_name, rows[0].family_name, number)
        for key, facts in known.items():
            if key not in taken_over and facts["left"] is None:
                self._take_up(facts["given_name"], facts["family_name"], key)
        self._found: dict[int, str] = {}
        self._unfound: dict[str, tuple[int, int]] = {}

    def supervisor(self, row: StaffRow) -> str:
        """The key of the row's supervisor, "" when the file names none or nobody can be told for certain."""
        if row.line not in self._found:
            self._found[row.line] = self._find_supervisor(row)
        return self._found[row.line]

    def _find_supervisor(self, row: StaffRow) -> str:
        number, name = row.supervisor_number, row.supervisor_name
        if number:
            key = self._keys.get(number) or self._keys.get(number_of_person(number))
            if key is None and not name:
                return self._not_found(row, f"Supervisor {number} is neither in the file nor in Holdfast.")
            if key is not None:
                return self._other_than(row, key)
        if not name:
            return ""
        found = self._names.get(name_key(name), set())
        if len(found) > 1:
            numbers = ", ".join(sorted(found))
            return self._not_found(row, f"Supervisor “{name}” can be {len(found)} people ({numbers}). Give the number.")
        if not found:
            return self._not_found(row, f"Supervisor “{name}” is neither in the file nor in Holdfast.")
        return self._other_than(row, next(iter(found)))

    def site(self, row: StaffRow) -> str:
        """The code of the row's place of work, "" when the trust has no such site or several."""
        if not row.location:
            return ""
        codes = self._sites.get(row.location.casefold(), ())
        if len(codes) == 1:
            return codes[0]
        if codes:
            what = f"can be {len(codes)} of your sites. Give the ODS code."
        else:
            what = "is the name or code of none of your sites."
        return self._not_found(row, f"Place of work “{row.location}” {what}")

    def notes(self) -> list[Note]:
        """What could not be found."""
        return [Note(line, text, times) for text, (line, times) in self._unfound.items()]

    def _take_up(self, given: str, family: str, key: str) -> None:
        """Under the whole name, and under the first of several first names: a supervisor is often "Smith, Jane"."""
        self._names[name_key(f"{given} {family}")].add(key)
        self._names[name_key(f"{given.split()[0]} {family}")].add(key)

    def _other_than(self, row: StaffRow, key: str) -> str:
        if key == row.employee_number:
            return self._not_found(row, f"{row.name} ({key}) is given as their own supervisor.")
        return key

    def _not_found(self, row: StaffRow, text: str) -> str:
        line, times = self._unfound.get(text, (row.line, 0))
        self._unfound[text] = (line, times + 1)
        return ""
