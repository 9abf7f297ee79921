"""A staff import in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from holdfast.foundation.organisation.rules.staff_plan import BACK, JOB_FIELDS, PERSON_FIELDS, Planned, StaffPlan

COUNT_WORDS = {
    "rows": "rows about people",
    "new_people": "new people",
    "changed_people": "people changed",
    "unchanged_people": "people as they are",
    "leaving": "people with a new leaving date",
    "new_assignments": "new jobs",
    "changed_assignments": "jobs changed",
    "new_units": "new parts of the organisation",
    "not_in_file": "people here and not in the file (left as they are)",
    "notes": "things to know",
    "bad": "rows that cannot be used",
    "skipped_lines": "lines about nobody, skipped",
}


def value_in_words(value: Any) -> str:
    """A value of a field as people read it."""
    if value is BACK or value in (None, "", ()):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    return " › ".join(value) if isinstance(value, tuple) else str(value)


def fields_in_words(planned: Planned) -> list[tuple[str, str, str]]:
    """What changes of one person or job: the field, before and after."""
    words = {"employee_number": "Employee number", "person": "Person", **JOB_FIELDS, **PERSON_FIELDS}
    return [
        (words[name], value_in_words(before), value_in_words(after)) for name, (before, after) in planned.fields.items()
    ]


def change_in_words(planned: Planned) -> str:
    """What changes of one person or job, in one line."""
    return "; ".join(f"{field.lower()}: {before} → {after}" for field, before, after in fields_in_words(planned))


def as_json(plan: StaffPlan) -> dict[str, Any]:
    """Everything in the plan, for machines."""
    return {
        "file": plan.file,
        "applied": plan.applied,
        "counts": plan.counts(),
        "new_units": [list(path) for path in plan.new_units],
        "reopened_units": [list(path) for path in plan.reopened_units],
        "people": [_planned(person) for person in plan.people],
        "assignments": [_planned(job) for job in plan.jobs],
        "not_in_file": [{"employee_number": number, "name": name} for number, name in plan.gone],
        "assignments_not_in_file": [{"number": number, "position": title} for number, title in plan.gone_jobs],
        "notes": [vars(note) for note in plan.notes],
        "bad": [{"line": row.line, "who": row.who, "reasons": list(row.reasons)} for row in plan.refused],
        "skipped": [vars(line) for line in plan.skipped],
    }


def as_text(plan: StaffPlan, most: int) -> str:
    """The plan for a terminal, with at most `most` lines of each kind."""
    lines = [plan.file]
    lines += [f"  {count:>8,}  {COUNT_WORDS[name]}" for name, count in plan.counts().items() if count]
    for heading, rows in _groups(plan):
        if rows:
            lines.append(f"{heading}:")
            lines += [f"  {row}" for row in rows[:most]]
            lines += [f"  … and {len(rows) - most:,} more"] if len(rows) > most else []
    return "\n".join(lines)


def _planned(planned: Planned) -> dict[str, Any]:
    fields = {
        name: ["" if side is BACK else list(side) if isinstance(side, tuple) else side for side in sides]
        for name, sides in planned.fields.items()
    }
    return {"number": planned.key, "name": planned.name, "line": planned.line, "new": planned.new, "fields": fields}


def _groups(plan: StaffPlan) -> Iterator[tuple[str, list[str]]]:
    yield "Rows that cannot be used", [f"line {row.line}: {row.who}: {'; '.join(row.reasons)}" for row in plan.refused]
    yield (
        "To know",
        [f"line {note.line}{f' ({note.times} times)' * (note.times > 1)}: {note.text}" for note in plan.notes],
    )
    yield "New parts of the organisation", [" › ".join(path) for path in plan.new_units]
    yield "New people", [f"{person.key}  {person.name}" for person in plan.people if person.new]
    changed = [planned for planned in (*plan.people, *plan.jobs) if not planned.new]
    yield "Changed", [f"{row.key}  {row.name}: {change_in_words(row)}" for row in changed]
    yield "Here and not in the file (left as they are)", [f"{number}  {name}" for number, name in plan.gone]
    jobs = [f"{number}  {title}" for number, title in plan.gone_jobs]
    yield "Jobs of people in the file that are not in it (left as they are)", jobs
    yield "Skipped", [f"line {line.line}: {line.text} ({line.why})" for line in plan.skipped]
