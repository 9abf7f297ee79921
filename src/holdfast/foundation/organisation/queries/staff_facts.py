"""What Holdfast knows of a trust's staff, as the rules of the staff import want it."""

from __future__ import annotations

from collections import defaultdict

from holdfast.foundation.organisation.models import Assignment, Person, Site, Trust, Unit
from holdfast.foundation.organisation.queries.units import paths_of
from holdfast.foundation.organisation.rules.staff_plan import Known


def person_key(number: str, pk: int) -> str:
    """What the rules call a person: the employee number, or the key with # where there is none."""
    return number or f"#{pk}"


def known_staff(trust: Trust) -> Known:
    """The people, jobs, units and sites of `trust`. Four statements, whatever the size."""
    units = list(Unit.objects.filter(trust=trust))
    paths = paths_of(units)
    rows = list(
        Person.objects.filter(trust=trust)
        .order_by("pk")
        .values(
            "pk", "employee_number", "given_name", "family_name", "email", "phone", "job_title", "staff_group",
            "unit_id", "supervisor_id", "started", "left",
        )
    )  # fmt: skip
    keys = {row["pk"]: person_key(row["employee_number"], row["pk"]) for row in rows}
    people = {}
    for row in rows:
        facts = {**row, "unit": paths.get(row["unit_id"], ()), "supervisor": keys.get(row["supervisor_id"], "")}
        people[keys[row["pk"]]] = facts
    jobs = {}
    for job in (
        Assignment.objects.filter(trust=trust)
        .order_by("pk")
        .values(
            "number", "person_id", "position_title", "unit_id", "site__code", "supervisor_id", "primary", "started",
            "ended",
        )
    ):  # fmt: skip
        jobs[job["number"]] = {
            **job,
            "person": keys[job["person_id"]],
            "unit": paths.get(job["unit_id"], ()),
            "site": job["site__code"] or "",
            "supervisor": keys.get(job["supervisor_id"], ""),
        }
    sites: dict[str, set[str]] = defaultdict(set)
    for code, name, published in Site.objects.filter(trust=trust).values_list("code", "name", "published_name"):
        for word in (code, name, published):
            if word:
                sites[word.casefold()].add(code)
    return Known(
        people=people,
        jobs=jobs,
        units={
            tuple(part.casefold() for part in paths[unit.pk]): (paths[unit.pk], unit.closed is not None)
            for unit in units
        },
        sites={word: sorted(codes) for word, codes in sites.items()},
    )
