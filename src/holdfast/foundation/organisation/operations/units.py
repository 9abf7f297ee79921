"""The tree of units: opening, naming, moving and closing its branches."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Concat, Substr

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Person, Post, Site, Trust, Unit
from holdfast.foundation.organisation.operations.own_rights import must_not_come_to_manage
from holdfast.foundation.organisation.operations.posts import close_posts_of
from holdfast.foundation.organisation.operations.refusal import Refused, must_be_of
from holdfast.kernel import clock

LONGEST_PATH = 250


@operation
def open_unit(
    *, by: Actor, trust: Trust, name: str, parent: Unit | None = None, site: Site | None = None, why: str = ""
) -> Unit:
    """A new unit below `parent` (None: at the top). A closed one of the same name in the same place opens again.

    Raises Refused for a name that an open unit beside it has, and below a closed unit.
    """
    must_be_of(trust.pk, parent, site)
    _hold_tree(trust)
    name = _name(name)
    _must_be_open(parent, "parent")
    twin = _beside(trust, parent).filter(name__iexact=name).first()
    if twin is not None and twin.closed is None:
        raise Refused(f"There is a unit called {twin.name} here already.", "name")
    if twin is not None:
        twin.closed, twin.site = None, site
        twin.save(update_fields=["closed", "site"])
        enter("organisation.reopen_unit", by=by, subject=twin, why=why)
        return twin
    unit = Unit.objects.create(trust=trust, name=name, parent=parent, site=site)
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    if len(unit.path) > LONGEST_PATH:
        raise Refused("The tree cannot grow deeper here.", "parent")
    unit.save(update_fields=["path"])
    enter("organisation.open_unit", by=by, subject=unit, details={"below": parent.name if parent else ""}, why=why)
    return unit


@operation
def change_unit(*, by: Actor, unit: Unit, name: str, site: Site | None = None, why: str = "") -> Unit:
    """Give `unit` another name or place. Raises Refused when a unit beside it has the name, or nothing changes."""
    must_be_of(unit.trust_id, site)
    _hold_tree(unit.trust)
    name = _name(name)
    changes: dict[str, list[object]] = {}
    if name != unit.name:
        if twin := _beside(unit.trust, unit.parent).filter(name__iexact=name).exclude(pk=unit.pk).first():
            raise Refused(f"There is a unit called {twin.name} beside it already.", "name")
        changes["name"] = [unit.name, name]
    if site != unit.site:
        changes["site"] = [unit.site, site]
    if not changes:
        raise Refused("Nothing has been changed.")
    unit.name, unit.site = name, site
    unit.save(update_fields=["name", "site"])
    enter("organisation.change_unit", by=by, subject=unit, changes=changes, why=why)
    return unit


@operation
def move_unit(*, by: Actor, unit: Unit, parent: Unit | None, why: str = "") -> Unit:
    """Put `unit`, with all that is below it, below another unit (None: at the top).

    The managers above it change with that. Raises Refused below itself, below a closed unit, where a unit of its name
    stands already, and on screen where whoever moves it would come to see its incidents.
    """
    must_be_of(unit.trust_id, parent)
    _hold_tree(unit.trust)
    unit.refresh_from_db()
    if parent is not None:
        parent.refresh_from_db()
        if parent.path.startswith(unit.path):
            raise Refused(f"{unit.name} cannot stand below itself.", "parent")
    _must_be_open(parent, "parent")
    if parent == unit.parent:
        raise Refused(f"{unit.name} stands there already.", "parent")
    if _beside(unit.trust, parent).filter(name__iexact=unit.name).exists():
        raise Refused(f"There is a unit called {unit.name} there already.", "parent")
    must_not_come_to_manage(by, unit, parent)
    before, old = unit.parent, unit.path
    new = f"{parent.path if parent else '/'}{unit.pk}/"
    subtree = Unit.objects.filter(trust_id=unit.trust_id, path__startswith=old)
    deepest = max(len(path) for path in subtree.values_list("path", flat=True))
    if deepest - len(old) + len(new) > LONGEST_PATH:
        raise Refused("The tree cannot grow that deep.", "parent")
    subtree.update(path=Concat(Value(new), Substr(F("path"), len(old) + 1)))
    unit.parent, unit.path = parent, new
    unit.save(update_fields=["parent"])
    enter("organisation.move_unit", by=by, subject=unit, changes={"below": [before, parent]}, why=why)
    return unit


@operation
def close_unit(*, by: Actor, unit: Unit, why: str = "") -> Unit:
    """Close `unit` from today on, with its posts. What points to it stays.

    Raises Refused while open units stand below it or people work in it.
    """
    _hold_tree(unit.trust)
    today = clock.today()
    if unit.closed is not None:
        raise Refused(f"{unit.name} is closed already.")
    below = Unit.objects.filter(parent=unit, closed=None).count()
    if below:
        raise Refused(
            f"{below} {'unit stands' if below == 1 else 'units stand'} below {unit.name}. Close or move them first."
        )
    people = Person.objects.filter(Q(left=None) | Q(left__gte=today), unit=unit).count()
    if people:
        raise Refused(
            f"{people} {'person works' if people == 1 else 'people work'} in {unit.name}. "
            "Move them first: in payroll, and then by a staff import, or on each person’s page."
        )
    posts = close_posts_of(Post.objects.filter(unit=unit, closed=None), today)
    unit.closed = today
    unit.save(update_fields=["closed"])
    enter("organisation.close_unit", by=by, subject=unit, details={"posts_closed": posts}, why=why)
    return unit


def _hold_tree(trust: Trust) -> None:
    """One change of a trust's tree at a time: two moves at once could put each unit below the other."""
    Trust.objects.select_for_update().get(pk=trust.pk)


def _beside(trust: Trust, parent: Unit | None) -> QuerySet[Unit]:
    return Unit.objects.filter(trust=trust, parent=parent)


def _name(name: str) -> str:
    tidied = " ".join(name.split())
    if not tidied:
        raise Refused("Enter a name.", "name")
    if len(tidied) > 150:
        raise Refused("The name must be 150 characters or less.", "name")
    return tidied


def _must_be_open(unit: Unit | None, field: str) -> None:
    if unit is not None and unit.closed is not None:
        raise Refused(f"{unit.name} is closed.", field)
