"""Bringing in a trust's staff from the file of its payroll system."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from holdfast.foundation.audit.actors import Actor, Subject
from holdfast.foundation.audit.operations import Happening, enter, enter_many, operation
from holdfast.foundation.organisation.models import Assignment, Person, Site, StaffImportMap, Trust, Unit
from holdfast.foundation.organisation.operations.leaving import close_leaver, leavers_still_here
from holdfast.foundation.organisation.operations.refusal import Refused
from holdfast.foundation.organisation.queries.staff_facts import known_staff, person_key
from holdfast.foundation.organisation.queries.staff_file import Wish
from holdfast.foundation.organisation.rules.staff_columns import Column
from holdfast.foundation.organisation.rules.staff_plan import BACK, Planned, StaffPlan, plan_staff
from holdfast.foundation.organisation.rules.staff_rows import StaffFile
from holdfast.foundation.organisation.rules.staff_units import Path
from holdfast.kernel import clock

BATCH = 1000


class NotAllGood(Refused):
    """All rows or none were asked for, and some cannot be used. Nothing was changed; `plan` lists them."""

    def __init__(self, plan: StaffPlan) -> None:
        count = len(plan.refused)
        super().__init__(
            f"{count} {'row' if count == 1 else 'rows'} of {plan.file} cannot be used, so nothing was taken over. "
            "Mend them, or take over the good rows only."
        )
        self.plan = plan


def preview_staff(file: StaffFile, trust: Trust) -> StaffPlan:
    """What importing `file` would change, and nothing changed."""
    return plan_staff(file, known_staff(trust), clock.today())


@operation
def import_staff(*, by: Actor, trust: Trust, file: StaffFile, all_or_nothing: bool = False) -> StaffPlan:
    """Take over what `file` says of the trust's people, their jobs and units, and say what was done.

    Good rows go in and refused ones are listed in the plan; with `all_or_nothing` one refused row keeps everything
    out: then NotAllGood is raised. Running it again changes nothing. Nobody leaves because the file has them no more.
    Who left before today loses posts and account here and now. Leaves one entry for the file, and one for each person
    and unit that is new or changed.
    """
    Trust.objects.select_for_update().get(pk=trust.pk)  # two imports at once would both add the same people
    known = known_staff(trust)
    plan = plan_staff(file, known, clock.today())
    if all_or_nothing and plan.refused:
        raise NotAllGood(plan)
    units = _write_units(trust, plan)
    people = _write_people(trust, plan.people, units)
    _write_jobs(trust, plan.jobs, people, units)
    plan.applied = True
    enter(
        "organisation.import_staff",
        by=by,
        subject=Subject("staff_file", file.name, trust.code),
        details=plan.counts(),
    )
    enter_many(_happenings(plan, by, trust))
    for leaver in leavers_still_here(trust):
        close_leaver(by=by, person=leaver)
    return plan


@operation
def remember_staff_map(*, by: Actor, trust: Trust, columns: Iterable[Column], wish: Wish) -> StaffImportMap:
    """Remember what each column holds, and what had to be chosen to read the file, for the next one.

    Columns of other files stay remembered.
    """
    kept, _ = StaffImportMap.objects.get_or_create(trust=trust, defaults={"saved_by": by.name})
    before = dict(kept.columns)
    kept.columns = {**before, **{column.plain: column.field for column in columns}}
    kept.delimiter, kept.encoding, kept.sheet = wish.delimiter, wish.encoding, wish.sheet
    kept.saved_at, kept.saved_by = clock.now(), by.name
    kept.save()
    enter("organisation.map_staff_file", by=by, subject=kept, changes={"columns": [before, kept.columns]})
    return kept


def _write_units(trust: Trust, plan: StaffPlan) -> dict[Path, Unit]:
    """Make and reopen units, from the root down; gives all units of the trust by their folded path."""
    by_key = {unit.pk: unit for unit in Unit.objects.filter(trust=trust)}
    folded: dict[int, Path] = {}

    def fold(unit: Unit) -> Path:
        if unit.pk not in folded:
            above = fold(by_key[unit.parent_id]) if unit.parent_id else ()
            folded[unit.pk] = (*above, unit.name.casefold())
        return folded[unit.pk]

    units = {fold(unit): unit for unit in by_key.values()}
    for path in plan.reopened_units:
        unit = units[_folded(path)]
        unit.closed = None
        unit.save(update_fields=["closed"])
    for depth in sorted({len(path) for path in plan.new_units}):
        level = [path for path in plan.new_units if len(path) == depth]
        made = Unit.objects.bulk_create(
            [Unit(trust=trust, name=path[-1], parent=units.get(_folded(path[:-1]))) for path in level], batch_size=BATCH
        )
        for path, unit in zip(level, made, strict=True):
            unit.path = f"{unit.parent.path if unit.parent else '/'}{unit.pk}/"
            units[_folded(path)] = unit
        Unit.objects.bulk_update(made, ["path"], batch_size=500)
    return units


def _write_people(trust: Trust, planned: list[Planned], units: Mapping[Path, Unit]) -> dict[str, Person]:
    """Add and change people; gives everyone of the trust by the key that the plan calls them by."""
    everyone = {person_key(p.employee_number, p.pk): p for p in Person.objects.filter(trust=trust)}
    changed = []
    for plan in planned:
        person = everyone.pop(plan.was) if plan.was else Person(trust=trust)
        person.employee_number = plan.key
        for name, (_, after) in plan.fields.items():
            if name == "unit":
                person.unit = units[_folded(after)]
            elif name not in ("supervisor", "employee_number"):
                setattr(person, name, None if after is BACK else after)
        everyone[plan.key] = person
        changed.append(person)
    new = [person for person in changed if person.pk is None]
    Person.objects.bulk_create(new, batch_size=BATCH)
    # Supervisors come second: they may be among the people whom this very file adds.
    for plan in planned:
        if "supervisor" in plan.fields:
            everyone[plan.key].supervisor = everyone[plan.fields["supervisor"][1]]
    upsert(Person, [everyone[plan.key] for plan in planned if not plan.new or "supervisor" in plan.fields])
    return everyone


def _write_jobs(trust: Trust, planned: list[Planned], people: Mapping[str, Person], units: Mapping[Path, Unit]) -> None:
    if not planned:
        return
    sites = {site.code: site for site in Site.objects.filter(trust=trust)}
    known = {job.number: job for job in Assignment.objects.filter(trust=trust)}
    new: list[Assignment] = []
    changed: list[Assignment] = []
    for plan in planned:
        job = known[plan.was] if plan.was else Assignment(trust=trust, number=plan.key)
        job.person = people[plan.person]
        for name, (_, after) in plan.fields.items():
            if name == "unit":
                job.unit = units[_folded(after)]
            elif name == "site":
                job.site = sites[after]
            elif name == "supervisor":
                job.supervisor = people[after]
            elif name != "person":
                setattr(job, name, after)
        (changed if plan.was else new).append(job)
    Assignment.objects.bulk_create(new, batch_size=BATCH)
    upsert(Assignment, changed)


def upsert(model: type[Person] | type[Assignment], rows: list[Any]) -> None:
    """Write changed rows back, a thousand in one statement: an UPDATE for each would take minutes for a whole trust."""
    fields = [field.name for field in model._meta.concrete_fields if not field.primary_key and field.name != "trust"]
    model.objects.bulk_create(rows, batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=fields)


def _folded(path: Path) -> Path:
    return tuple(part.casefold() for part in path)


def _happenings(plan: StaffPlan, by: Actor, trust: Trust) -> Iterable[Happening]:
    for path in plan.new_units:
        yield Happening("organisation.open_unit", by, Subject("unit", path[-1], trust.code), details={"path": path})
    for path in plan.reopened_units:
        yield Happening("organisation.reopen_unit", by, Subject("unit", path[-1], trust.code), details={"path": path})
    for person in plan.people:
        subject = Subject("person", person.key, trust.code)
        if person.new:
            yield Happening("organisation.add_person", by, subject, details={"file": plan.file, "line": person.line})
        else:
            yield Happening("organisation.change_person", by, subject, changes=changes_in_words(person))
    for job in plan.jobs:
        if not job.new:
            subject = Subject("person", job.person, trust.code)
            yield Happening(
                "organisation.change_assignment",
                by,
                subject,
                changes=changes_in_words(job),
                details={"assignment": job.key},
            )


def changes_in_words(planned: Planned) -> dict[str, list[Any]]:
    """The fields of a planned change as the trail keeps them: units as one text, no leaving date as none."""
    return {name: [_word(before), _word(after)] for name, (before, after) in planned.fields.items()}


def _word(value: Any) -> Any:
    if isinstance(value, tuple):
        return " > ".join(value)
    return None if value is BACK else value
