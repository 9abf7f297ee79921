"""The units of the trust in scope, as a tree and as paths."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from holdfast.foundation.organisation.models import Person, Trust, Unit
from holdfast.kernel import clock


@dataclass(frozen=True)
class Branch:
    """A unit in its tree: its path in words, how many people are in it and below it, and the branches below."""

    unit: Unit
    path: tuple[str, ...]
    people: int
    people_below: int
    below: list[Branch]

    @property
    def parts_below(self) -> int:
        """How many units stand right below it."""
        return len(self.below)


def open_units(trust: Trust, on: date | None = None) -> QuerySet[Unit]:
    """The units that are open on a day (Europe/London), today by default."""
    day = on or clock.today()
    return Unit.objects.filter(Q(closed=None) | Q(closed__gt=day), trust=trust)


def unit_and_below(unit: Unit) -> QuerySet[Unit]:
    """The unit and every unit below it."""
    return Unit.objects.filter(trust_id=unit.trust_id, path__startswith=unit.path)


def units_above(unit: Unit) -> list[Unit]:
    """The units from `unit` itself up to its root."""
    keys = [int(key) for key in unit.path.strip("/").split("/") if key]
    found = Unit.objects.in_bulk(keys)
    return [found[key] for key in reversed(keys) if key in found]


def unit_paths(trust: Trust) -> dict[int, tuple[str, ...]]:
    """The names from the root down, for each of the trust's units by key."""
    return paths_of(Unit.objects.filter(trust=trust))


def paths_of(units: Iterable[Unit]) -> dict[int, tuple[str, ...]]:
    """The names from the root down, for each of `units`; all units above them must be among them."""
    by_key = {unit.pk: unit for unit in units}
    paths: dict[int, tuple[str, ...]] = {}

    def path(unit: Unit) -> tuple[str, ...]:
        if unit.pk not in paths:
            above = by_key.get(unit.parent_id) if unit.parent_id else None
            paths[unit.pk] = (*(path(above) if above else ()), unit.name)
        return paths[unit.pk]

    for unit in by_key.values():
        path(unit)
    return paths


def tree_of_units(trust: Trust, *, closed: bool = False) -> list[Branch]:
    """The trust's units as a tree, each level in the order of its names. In two statements.

    With `closed`, the closed ones too. A unit is left out with all that is below it.
    """
    today = clock.today()
    still_here = Person.objects.filter(Q(left=None) | Q(left__gte=today), trust=trust)
    units = list(Unit.objects.filter(trust=trust))
    staff = dict(still_here.order_by().values_list("unit").annotate(people=Count("pk")))
    paths = paths_of(units)
    children: dict[int | None, list[Unit]] = defaultdict(list)
    for unit in sorted(units, key=lambda unit: unit.name.casefold()):
        if closed or unit.closed is None or unit.closed > today:
            children[unit.parent_id].append(unit)

    def grow(parent: int | None) -> list[Branch]:
        branches = []
        for unit in children[parent]:
            below = grow(unit.pk)
            people_below = sum(branch.people + branch.people_below for branch in below)
            branches.append(Branch(unit, paths[unit.pk], staff.get(unit.pk, 0), people_below, below))
        return branches

    return grow(None)


def all_branches(tree: Iterable[Branch]) -> Iterator[Branch]:
    """Every branch of `tree`, each before those below it."""
    for branch in tree:
        yield branch
        yield from all_branches(branch.below)
