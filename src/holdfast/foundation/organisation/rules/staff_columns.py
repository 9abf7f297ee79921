"""What the columns of a staff file hold, found out from their headings. Plain Python.

Headings as the Electronic Staff Record (ESR) and other payroll systems write them in their staff lists.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from .columns import UNUSED, Column, Field, Fields, plain_heading
from .tables import Table

__all__ = [
    "FIELDS", "FIELDS_BY_KEY", "UNUSED", "Column", "Field", "columns_of", "faults_of_map", "field_of", "find_header",
    "plain_heading",
]  # fmt: skip

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

_PATH = re.compile(r"(?:org|organisation|organization|unit|hierarchy|employee org)(?: unit)? ?(?:l|level|lvl)? ?(\d)")


def _guess(plain: str) -> str:
    return "unit" if _PATH.fullmatch(plain) else UNUSED


_STAFF = Fields(FIELDS, guess=_guess, example="“Employee Number” and “Last Name”")
FIELDS_BY_KEY = _STAFF.by_key


def field_of(heading: str) -> str:
    """The key of the field that a column with this heading holds; UNUSED when Holdfast does not know it.

    >>> field_of("Latest Start Date"), field_of("Org L4"), field_of("Pay Grade")
    ('started', 'unit', '')
    """
    return _STAFF.field_of(heading)


def find_header(table: Table, remembered: Mapping[str, str] | None = None) -> int:
    """As `Fields.find_header`, of a staff file."""
    return _STAFF.find_header(table, remembered)


def columns_of(table: Table, header: int, remembered: Mapping[str, str] | None = None) -> list[Column]:
    """As `Fields.columns_of`, of a staff file: “Position Title” wins over “Job Role”."""
    return _STAFF.columns_of(table, header, remembered)


def faults_of_map(fields: Sequence[str]) -> list[str]:
    """What is wrong with a choice of fields for the columns, in sentences; empty when it can be used."""
    faults = _STAFF.chosen_twice(fields)
    if "employee_number" not in fields and "assignment_number" not in fields:
        faults.append("Choose the column with the employee number. Without it, nobody can be found again next month.")
    if "full_name" not in fields and not {"given_name", "family_name"} <= set(fields):
        faults.append("Choose the columns with first name and last name, or the one with the whole name.")
    return faults
