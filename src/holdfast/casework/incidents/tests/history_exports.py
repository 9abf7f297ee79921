"""Invented listing exports with the labels and the traps of the real ones."""

from __future__ import annotations

import csv
import io
import random
from typing import Any

HEADINGS = (
    "ID", "Ref", "Approval status", "Incident date", "Time", "Reported", "Submitted time", "Closed", "Type", "Category",
    "Sub category", "Severity", "Location", "Exact location", "Directorate", "Description", "Action taken", "Handler",
    "Role", "Contact type", "Surname", "Forenames", "Injury", "Risk grading",
)  # fmt: skip

INCIDENT = {
    "ID": "70001", "Ref": "W70001", "Approval status": "Finally approved", "Incident date": "03/02/2024",
    "Time": "2215", "Reported": "04/02/2024", "Submitted time": "01:10", "Closed": "20/03/2024",
    "Type": "Incident affecting Staff", "Category": "Abuse, violence",
    "Sub category": "Physical assault patient on staff",
    "Severity": "Low", "Location": "Mill Lane Station", "Exact location": "Crew room", "Directorate": "Mill Lane",
    "Description": "Punched while lifting the patient.", "Action taken": "Police called.", "Handler": "Morgan Manager",
    "Role": "Person affected", "Contact type": "Staff", "Surname": "Testman", "Forenames": "Ada", "Injury": "Bruise",
    "Risk grading": "Low risk",
}  # fmt: skip


def rows(*changes: dict[str, str]) -> list[list[str]]:
    """A line of headings, and one row for each of `changes` to INCIDENT."""
    return [list(HEADINGS), *([str((INCIDENT | change)[name]) for name in HEADINGS] for change in changes)]


def export(*changes: dict[str, str], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """The rows as CSV."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows(*changes))
    return out.getvalue().encode(encoding)


def large(count: int, seed: int = 7) -> bytes:
    """An export of `count` rows, about three of four an incident of its own, the others second persons of one."""
    pick = random.Random(seed)
    kinds = (
        "Physical assault patient on staff",
        "Verbal abuse",
        "Theft of property",
        "Criminal damage",
        "Sexual assault",
    )
    words = "patient shouted pushed struck door corridor waiting nurse porter left returned police called desk"
    changes: list[dict[str, Any]] = []
    number = 0
    for _ in range(count):
        if number == 0 or pick.random() < 0.75:
            number += 1
            day, month, year = pick.randint(1, 28), pick.randint(1, 12), pick.randint(2016, 2025)
            base = {
                "ID": str(number),
                "Ref": f"W{number}",
                "Incident date": f"{day:02}/{month:02}/{year}",
                "Time": f"{pick.randint(0, 23):02}{pick.choice(('', ':'))}{pick.randint(0, 59):02}",
                "Reported": f"{day:02}/{month:02}/{year}",
                "Submitted time": "",
                "Closed": f"28/12/{year}" if pick.random() < 0.9 else "",
                "Sub category": pick.choice(kinds),
                "Description": " ".join(pick.choices(words.split(), k=90)),
            }
            changes.append(base)
        else:
            changes.append(changes[-1] | {"Surname": f"Person{pick.randint(1, 9999)}", "Role": "Witness"})
    return export(*changes)
