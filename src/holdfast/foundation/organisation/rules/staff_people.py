"""From rows about jobs to people: which rows belong to one person, and which contradict one another. Plain Python."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from .staff_rows import Note, RefusedRow, SkippedLine, StaffFile, StaffRow, name_key


@dataclass
class Gathered:
    """The rows of a file by person (their main job first) and by job.

    `was` maps an employee number to the key under which Holdfast has the person. `mentioned` holds every employee
    number in the file, also of rows that were refused: someone whose row is bad is not gone.
    """

    people: dict[str, list[StaffRow]] = field(default_factory=dict)
    jobs: dict[str, list[StaffRow]] = field(default_factory=dict)
    was: dict[str, str] = field(default_factory=dict)
    mentioned: set[str] = field(default_factory=set)
    refused: list[RefusedRow] = field(default_factory=list)
    skipped: list[SkippedLine] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def gather(file: StaffFile, known: Mapping[str, Mapping[str, Any]], today: date) -> Gathered:
    """Put the rows of `file` together by person. `known` holds the facts of the trust's people by key.

    A row that says what another row says already is skipped; one that contradicts an earlier row (another name for the
    number, another job for the assignment number) is refused. People who left before `today` and whom Holdfast never
    knew are skipped: nobody needs them here.
    """
    mentioned = {row.employee_number for row in file.rows} | {row.employee_number for row in file.refused}
    out = Gathered(mentioned=mentioned)
    bad = {row.employee_number: row for row in reversed(file.refused) if row.employee_number}
    first_of: dict[str, StaffRow] = {}
    people: dict[str, list[StaffRow]] = defaultdict(list)
    for row in file.rows:
        earlier = next(iter(out.jobs.get(row.assignment_number, [])), None)
        first = first_of.setdefault(row.employee_number, row)
        if name_key(first.name) != name_key(row.name):
            why = f"employee number {row.employee_number} is {first.name} on line {first.line} and {row.name} here"
        elif (other := bad.get(row.employee_number)) and name_key(other.who) != name_key(row.name):
            # Whose number it is must be said in the file: else the good row takes what belongs to the bad one.
            why = f"employee number {row.employee_number} is {other.who} on line {other.line} and {row.name} here"
        elif (owner := known.get(row.employee_number)) and _somebody_else(row, owner):
            why = (
                f"employee number {row.employee_number} is {owner['given_name']} {owner['family_name']} in Holdfast. "
                "Correct the number, or change the name of that person first"
            )
        elif earlier is None:
            out.jobs[row.assignment_number] = [row]
            people[row.employee_number].append(row)
            continue
        elif replace(earlier, line=row.line) == row:
            out.skipped.append(SkippedLine(row.line, row.name, f"says what line {earlier.line} says"))
            continue
        elif "assignment_number" in file.fields:
            why = f"assignment number {row.assignment_number} stands on line {earlier.line} with other facts"
        else:
            why = (
                f"employee number {row.employee_number} stands on line {earlier.line} already; to bring in several "
                "jobs of one person, choose the column with the assignment number"
            )
        out.refused.append(RefusedRow(row.line, row.name, row.employee_number, (why,), file.cells[row.line]))
    _match(people, known, out)
    for number, rows in people.items():
        if number not in out.was and all(row.ended_before(today) for row in rows):
            for row in rows:
                del out.jobs[row.assignment_number]
                out.skipped.append(SkippedLine(row.line, row.name, "left already, and Holdfast never had them"))
            continue
        # The main job says what the person is: marked so, else one that has not ended, else the first in the file.
        rows.sort(key=lambda row: (row.primary is not True, row.ended_before(today), row.line))
        out.people[number] = rows
    out.skipped.sort(key=lambda line: line.line)
    return out


def _somebody_else(row: StaffRow, owner: Mapping[str, Any]) -> bool:
    """True when first and last name both differ and no e-mail address says that they are the same person: people
    change one name, a number in the wrong row changes both.
    """
    if row.email and row.email == owner["email"]:
        return False
    return name_key(row.given_name) != name_key(owner["given_name"]) and name_key(row.family_name) != name_key(
        owner["family_name"]
    )


def _match(people: Mapping[str, list[StaffRow]], known: Mapping[str, Mapping[str, Any]], out: Gathered) -> None:
    """Find each person in Holdfast: by employee number, else by e-mail among those who have no number yet."""
    without_number = {facts["email"]: key for key, facts in known.items() if key.startswith("#") and facts["email"]}
    emails: dict[str, str] = {}
    for number, rows in people.items():
        email = next((row.email for row in rows if row.email), "")
        if number in known:
            out.was[number] = number
        elif email in without_number:
            out.was[number] = without_number.pop(email)
        if email and email in emails:
            out.notes.append(
                Note(rows[0].line, f"{email} is the e-mail address of {emails[email]} as well as of {rows[0].name}.")
            )
        elif email:
            emails[email] = rows[0].name
