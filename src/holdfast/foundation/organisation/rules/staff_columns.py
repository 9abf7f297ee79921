"""What the columns of a staff file hold, found out from their headings. Plain Python.

Headings as the Electronic Staff Record (ESR) and other payroll systems write them in their staff lists.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .tables import Line, Table, UnreadableTable


@dataclass(frozen=True)
class Field:
    """Something that a staff file can tell: its key, what people call it, the headings it is found under."""

    key: str
    title: str
    headings: tuple[str, ...]
    hint: str = ""
    repeats: bool = False


FIELDS = (
    Field("employee_number", "Employee number", (
        "employee number", "employee no", "emp number", "emp no", "employee id", "staff number", "staff no", "staff id",
        "payroll number", "payroll no", "esr number", "esr no", "person number", "personnel number", "unique id",
    ), "One person, whatever number of jobs they have."),
    Field("assignment_number", "Assignment number", (
        "assignment number", "assignment no", "assign no", "assignment id", "assignment", "job number", "post number",
    ), "One job of a person."),
    Field("given_name", "First name", (
        "first name", "firstname", "given name", "forename", "forename s", "first names", "forenames", "known as",
        "preferred name", "preferred first name",
    )),
    Field("family_name", "Last name", ("last name", "lastname", "surname", "family name")),
    Field("full_name", "Whole name", (
        "full name", "name", "employee name", "staff name", "person name", "employee", "employee full name",
    ), "“Smith, Jane” or “Jane Smith”, where there are no columns for first and last name."),
    Field("email", "E-mail address", (
        "email", "e mail", "email address", "e mail address", "work email", "work email address", "nhs email",
        "office email address", "employee email address", "work e mail",
    )),
    Field("phone", "Telephone", (
        "telephone", "phone", "work phone", "work telephone", "work mobile", "mobile", "telephone number",
        "phone number", "contact number", "extension",
    )),
    Field("position_title", "Position or job title", (
        "position title", "job title", "position", "position name", "job role", "role", "post title", "post",
    )),
    Field("staff_group", "Staff group", ("staff group", "staffgroup", "staff category")),
    Field("primary", "Primary assignment", (
        "primary assignment", "primary", "primary flag", "is primary", "main assignment", "primary assignment flag",
    ), "Yes for a person’s main job."),
    Field("unit", "Part of the organisation", (
        "organisation", "organization", "department", "team", "directorate", "division", "cost centre name", "service",
        "unit", "ward", "organisation path", "organisation name", "employee organisation", "station",
    ), "Several columns make a path, from the whole to the part (Org L2, Org L3 …). One column may hold “A > B > C”.",
        repeats=True),
    Field("location", "Place of work", (
        "location", "site", "base", "work location", "work base", "location name", "base location", "site code",
    ), "Joined to your sites by name or ODS code."),
    Field("supervisor_number", "Supervisor’s employee number", (
        "supervisor number", "supervisor employee number", "supervisor emp number", "supervisor emp no",
        "manager number", "line manager number", "manager employee number", "line manager employee number",
        "supervisor assignment number",
        "supervisor id", "manager id", "supervisor no", "supervisor employee no", "reports to number",
    )),
    Field("supervisor_name", "Supervisor’s name", (
        "supervisor", "supervisor name", "manager", "manager name", "line manager", "line manager name", "reports to",
        "supervisor full name",
    ), "Used when there is no number. A name that two people have is reported, not guessed."),
    Field("started", "Start date", (
        "latest start date", "start date", "date started", "hire date", "latest hire date", "date joined", "joined",
        "assignment start date", "nhs start date", "commencement date", "trust start date",
    )),
    Field("left", "Leaving date", (
        "termination date", "leaving date", "leave date", "date left", "end date", "assignment end date",
        "last working day", "date of leaving", "actual termination date", "contract end date", "left",
    ), "The last day at work."),
)  # fmt: skip

FIELDS_BY_KEY = {field.key: field for field in FIELDS}
UNUSED = ""

_BY_HEADING = {heading: field.key for field in FIELDS for heading in field.headings}
_PATH = re.compile(r"(?:org|organisation|organization|unit|hierarchy|employee org)(?: unit)? ?(?:l|level|lvl)? ?(\d)")
_ROWS_LOOKED_AT = 40


def plain_heading(heading: str) -> str:
    """A heading without what differs from export to export.

    >>> plain_heading("  Supervisor's EMP_No. ")
    'supervisor emp no'
    """
    words = re.sub(r"['’]s\b", "", heading.lower())
    return " ".join(re.findall(r"[a-z0-9]+", words))


def field_of(heading: str) -> str:
    """The key of the field that a column with this heading holds; UNUSED when Holdfast does not know it.

    >>> field_of("Latest Start Date"), field_of("Org L4"), field_of("Pay Grade")
    ('started', 'unit', '')
    """
    plain = plain_heading(heading)
    if plain in _BY_HEADING:
        return _BY_HEADING[plain]
    return "unit" if _PATH.fullmatch(plain) else UNUSED


def find_header(table: Table, remembered: Mapping[str, str] | None = None) -> int:
    """The position (from 0) in `table.lines` of the line of headings.

    That is the line among the first ones with most headings that are known or remembered, at least two. Title lines
    before it have fewer. Raises UnreadableTable when there is none.
    """
    best, most = -1, 1
    for position, line in enumerate(table.lines[:_ROWS_LOOKED_AT]):
        known = sum(
            1 for cell in set(line.cells) if cell and (field_of(cell) or (remembered or {}).get(plain_heading(cell)))
        )
        if known > most:
            best, most = position, known
    if best < 0:
        raise UnreadableTable(
            f"{table.name} has no line of headings that Holdfast knows, such as “Employee Number” and “Last Name”, "
            f"among its first {_ROWS_LOOKED_AT} lines. Check the sheet, the delimiter and the encoding, or say on "
            "which line the headings stand."
        )
    return best


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


def columns_of(table: Table, header: int, remembered: Mapping[str, str] | None = None) -> list[Column]:
    """The columns under the headings at position `header`, each with its field: remembered, else found by heading.

    A field that only one column may hold goes to the first one that was remembered, else to the one whose heading
    comes first among the field's headings: “Position Title” wins over “Job Role”.
    """
    headings = _unique(table.lines[header].cells)
    body = table.lines[header + 1 : header + 1 + _ROWS_LOOKED_AT]
    choices: dict[int, str] = {}
    known = remembered or {}
    for position, heading in enumerate(headings):
        plain = plain_heading(heading)
        choices[position] = known[plain] if plain in known else field_of(heading)
    for key in FIELDS_BY_KEY:
        if not FIELDS_BY_KEY[key].repeats:
            rivals = [position for position, chosen in choices.items() if chosen == key]
            for loser in sorted(rivals, key=lambda position: _rank(headings[position], key, known))[1:]:
                choices[loser] = UNUSED
    if "unit" in choices.values() and any(_PATH.fullmatch(plain_heading(heading)) for heading in headings):
        # A path is complete by itself: a column "Department" beside it repeats its last part.
        for position, heading in enumerate(headings):
            plain = plain_heading(heading)
            if choices[position] == "unit" and not _PATH.fullmatch(plain) and plain not in known:
                choices[position] = UNUSED
    return [
        Column(position, heading, _samples(body, position), choices[position])
        for position, heading in enumerate(headings)
        if heading
    ]


def faults_of_map(fields: Sequence[str]) -> list[str]:
    """What is wrong with a choice of fields for the columns, in sentences; empty when it can be used."""
    faults = []
    for key, field in FIELDS_BY_KEY.items():
        if not field.repeats and fields.count(key) > 1:
            faults.append(f"“{field.title}” is chosen for {fields.count(key)} columns. Choose one.")
    if "employee_number" not in fields and "assignment_number" not in fields:
        faults.append("Choose the column with the employee number. Without it, nobody can be found again next month.")
    if "full_name" not in fields and not {"given_name", "family_name"} <= set(fields):
        faults.append("Choose the columns with first name and last name, or the one with the whole name.")
    return faults


def _rank(heading: str, key: str, remembered: Mapping[str, str]) -> tuple[bool, int]:
    plain = plain_heading(heading)
    headings = FIELDS_BY_KEY[key].headings
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
