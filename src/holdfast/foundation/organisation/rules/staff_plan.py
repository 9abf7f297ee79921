"""What a staff file would change. Plain Python: facts in, plan out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .staff_finder import Finder
from .staff_people import gather
from .staff_rows import Note, RefusedRow, SkippedLine, StaffFile, StaffRow
from .staff_units import KnownUnits, Path, UnitFinder, folded

PERSON_FIELDS = {
    "given_name": "First name",
    "family_name": "Last name",
    "email": "E-mail address",
    "phone": "Telephone",
    "job_title": "Job title",
    "staff_group": "Staff group",
    "unit": "Part of the organisation",
    "supervisor": "Supervisor",
    "started": "Start date",
    "left": "Leaving date",
}
JOB_FIELDS = {
    "position_title": "Position",
    "unit": "Part of the organisation",
    "site": "Place of work",
    "supervisor": "Supervisor",
    "primary": "Main job",
    "started": "Start date",
    "ended": "End date",
}


@dataclass(frozen=True)
class Known:
    """What Holdfast has of the trust. A person's key is their employee number, or "#12" where they have none.

    `people` and `jobs` hold the PERSON_FIELDS and JOB_FIELDS (units as paths, supervisors as keys, sites as codes, a
    job's `person` as key). `units` maps each path in small letters to the path as it stands and whether it is closed.
    `sites` maps the name or the code of a site, in small letters, to the codes of the sites that have it.
    """

    people: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    jobs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    units: KnownUnits = field(default_factory=dict)
    sites: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Planned:
    """A person or a job that is new (all its `fields` start at nothing) or changed: each field (before, after).

    `key` is the employee or assignment number; `was` the key under which Holdfast has it; `person` whose it is.
    """

    key: str
    was: str
    person: str
    name: str
    line: int
    fields: dict[str, tuple[Any, Any]]

    @property
    def new(self) -> bool:
        """True when Holdfast does not have it."""
        return not self.was


@dataclass
class StaffPlan:
    """What an import would do, or has done."""

    file: str
    headings: tuple[str, ...] = ()
    new_units: list[Path] = field(default_factory=list)
    reopened_units: list[Path] = field(default_factory=list)
    people: list[Planned] = field(default_factory=list)
    jobs: list[Planned] = field(default_factory=list)
    unchanged: int = 0
    gone: list[tuple[str, str]] = field(default_factory=list)
    gone_jobs: list[tuple[str, str]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    skipped: list[SkippedLine] = field(default_factory=list)
    rows: int = 0
    applied: bool = False

    @property
    def leaving(self) -> list[Planned]:
        """The people who get a leaving date, or another one."""
        return [person for person in self.people if isinstance(person.fields.get("left", (None, None))[1], date)]

    @property
    def changes_something(self) -> bool:
        """False when Holdfast has all of it already."""
        return bool(self.new_units or self.reopened_units or self.people or self.jobs)

    def counts(self) -> dict[str, int]:
        """How many of each, for the trail and for people."""
        new = sum(person.new for person in self.people)
        new_jobs = sum(job.new for job in self.jobs)
        return {
            "rows": self.rows,
            "new_people": new,
            "changed_people": len(self.people) - new,
            "unchanged_people": self.unchanged,
            "leaving": len(self.leaving),
            "new_assignments": new_jobs,
            "changed_assignments": len(self.jobs) - new_jobs,
            "new_units": len(self.new_units),
            "not_in_file": len(self.gone),
            "notes": len(self.notes),
            "bad": len(self.refused),
            "skipped_lines": len(self.skipped),
        }


def plan_staff(file: StaffFile, known: Known, today: date) -> StaffPlan:
    """What `file` would change of what is `known`, as on `today` (Europe/London).

    A column that the file does not have changes nothing, nor does a blank cell: absence is no news. Nobody leaves by
    absence, and a leaving date goes only when the file gives a start after it; both are said in notes and lists.
    """
    gathered = gather(file, known.people, today)
    plan = StaffPlan(
        file.name,
        file.headings,
        notes=[*file.notes, *gathered.notes],
        refused=sorted([*file.refused, *gathered.refused], key=lambda row: row.line),
        skipped=[*file.skipped, *gathered.skipped],
        rows=len(file.rows) + len(file.refused),
    )
    finder = Finder(gathered, known.people, known.sites)
    units, places = UnitFinder(known.units), dict[Path, Path]()
    touched_jobs: set[str] = set()
    changed_by_job: set[str] = set()
    for number, rows in gathered.jobs.items():
        row = rows[0]
        touched_jobs.add(number)
        job = _job(row, finder, units)
        if job["unit"]:
            places.setdefault(folded(job["unit"]), job["unit"])
        before = known.jobs.get(number)
        fields = _differences(before, job)
        if before is not None and before["person"] not in (row.employee_number, gathered.was.get(row.employee_number)):
            plan.notes.append(Note(row.line, f"Assignment {number} was another person’s until now."))
            fields["person"] = (before["person"], row.employee_number)
        if before is None or fields:
            was = number if before is not None else ""
            plan.jobs.append(Planned(number, was, row.employee_number, row.name, row.line, fields))
            changed_by_job.add(row.employee_number)
    for number, rows in gathered.people.items():
        main = rows[0]
        was = gathered.was.get(number, "")
        before = known.people.get(was) if was else None
        fields = _differences(before, _person(rows, finder, units, before, plan, today))
        if was and was != number:
            fields["employee_number"] = ("", number)
        if before is None or fields:
            plan.people.append(Planned(number, was, number, main.name, main.line, fields))
        elif number not in changed_by_job:
            plan.unchanged += 1
    here = gathered.mentioned.union(gathered.was.values())
    plan.gone = sorted(
        (key, f"{facts['given_name']} {facts['family_name']}")
        for key, facts in known.people.items()
        if key not in here and not key.startswith("#") and (facts["left"] is None or facts["left"] >= today)
    )
    plan.gone_jobs = sorted(
        (number, facts["position_title"])
        for number, facts in known.jobs.items()
        if number not in touched_jobs and facts["person"] in gathered.people and not facts["ended"]
    )
    plan.notes += [*finder.notes(), *units.notes()]
    plan.notes.sort(key=lambda note: note.line)
    _plan_units(places, known, plan)
    return plan


def _differences(before: Mapping[str, Any] | None, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The fields of `values` that say something, and something else than before."""
    if before is None:
        return {name: (None, value) for name, value in values.items() if value not in ("", None, ())}
    return {
        name: (before[name], value)
        for name, value in values.items()
        if value not in ("", None, ()) and not _same(before[name], value)
    }


def _same(before: Any, value: Any) -> bool:
    if isinstance(value, tuple) and isinstance(before, tuple):
        return folded(before) == folded(value)
    return before == value


def _person(
    rows: Sequence[StaffRow],
    finder: Finder,
    units: UnitFinder,
    before: Mapping[str, Any] | None,
    plan: StaffPlan,
    today: date,
) -> dict[str, Any]:
    main = rows[0]
    starts = [row.started for row in rows if row.started and not row.ended_before(today)]
    lefts = [row.left for row in rows]
    values: dict[str, Any] = {
        "given_name": main.given_name,
        "family_name": main.family_name,
        "email": next((row.email for row in rows if row.email), ""),
        "phone": next((row.phone for row in rows if row.phone), ""),
        "job_title": main.position_title,
        "staff_group": main.staff_group,
        "unit": units.find(main),
        "supervisor": finder.supervisor(main),
        "started": min(starts, default=None),
        "left": max(day for day in lefts if day) if all(lefts) else None,
    }
    if before and before["left"] and values["left"] is None:
        if starts and min(starts) > before["left"]:
            values["left"] = BACK
        else:
            known = (
                f"Holdfast has the leaving date {before['left']:%d/%m/%Y} for {main.name}, the file has none. It stays."
            )
            plan.notes.append(Note(main.line, known))
    return values


class _Back:
    """In a plan: the person is back, so that the leaving date goes."""

    def __repr__(self) -> str:
        return "none"


BACK = _Back()


def _job(row: StaffRow, finder: Finder, units: UnitFinder) -> dict[str, Any]:
    return {
        "position_title": row.position_title,
        "unit": units.find(row),
        "site": finder.site(row),
        "supervisor": finder.supervisor(row),
        "primary": row.primary,
        "started": row.started,
        "ended": row.left,
    }


def _plan_units(wanted: Mapping[Path, Path], known: Known, plan: StaffPlan) -> None:
    new: dict[Path, Path] = {}
    for path in wanted.values():
        for depth in range(1, len(path) + 1):
            key = folded(path[:depth])
            if key not in known.units:
                new.setdefault(key, path[:depth])
            elif known.units[key][1] and known.units[key][0] not in plan.reopened_units:
                plan.reopened_units.append(known.units[key][0])
    plan.new_units = sorted(new.values(), key=lambda path: (len(path), path))
