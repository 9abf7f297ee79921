from __future__ import annotations

import pytest

from holdfast.foundation.audit.models import Entry
from holdfast.foundation.organisation.models import Trust, Unit
from holdfast.foundation.organisation.operations.refusal import Refused
from holdfast.foundation.organisation.operations.units import change_unit, close_unit, move_unit, open_unit
from holdfast.foundation.organisation.queries.units import all_branches, tree_of_units, unit_and_below, units_above
from holdfast.foundation.organisation.tests.cast import BY, TODAY, make_person, make_post, make_unit


def named(trust: Trust) -> dict[str, Unit]:
    return {unit.name: unit for unit in Unit.objects.filter(trust=trust)}


@pytest.fixture
def tree(trust: Trust) -> dict[str, Unit]:
    """Trust (North (Station 1, Station 2), South)."""
    root = make_unit(trust, "Trust")
    north, south = make_unit(trust, "North", root), make_unit(trust, "South", root)
    stations = [make_unit(trust, f"Station {number}", north) for number in (1, 2)]
    return {unit.name: unit for unit in (root, north, south, *stations)}


def test_it_opens_a_unit_below_another(trust: Trust, tree: dict[str, Unit]) -> None:
    unit = open_unit(by=BY, trust=trust, name="  Station   3 ", parent=tree["North"])
    assert unit.name == "Station 3"
    assert unit.path == f"{tree['North'].path}{unit.pk}/"
    assert Entry.objects.get().verb == "organisation.open_unit"


def test_it_refuses_a_name_that_stands_there_already(trust: Trust, tree: dict[str, Unit]) -> None:
    with pytest.raises(Refused, match="There is a unit called North here already") as refusal:
        open_unit(by=BY, trust=trust, name="north", parent=tree["Trust"])
    assert refusal.value.field == "name"
    with pytest.raises(Refused):
        open_unit(by=BY, trust=trust, name="TRUST")
    with pytest.raises(Refused, match="Enter a name"):
        open_unit(by=BY, trust=trust, name="  ")


def test_it_moves_a_whole_branch(trust: Trust, tree: dict[str, Unit]) -> None:
    move_unit(by=BY, unit=tree["North"], parent=tree["South"])
    now = named(trust)
    assert now["North"].path == f"{now['South'].path}{now['North'].pk}/"
    assert now["Station 1"].path == f"{now['North'].path}{now['Station 1'].pk}/"
    assert now["Station 1"].parent == now["North"]
    assert [unit.name for unit in units_above(now["Station 2"])] == ["Station 2", "North", "South", "Trust"]
    assert unit_and_below(now["South"]).count() == 4


def test_it_moves_a_branch_to_the_top(trust: Trust, tree: dict[str, Unit]) -> None:
    move_unit(by=BY, unit=tree["North"], parent=None)
    assert named(trust)["North"].path == f"/{tree['North'].pk}/"
    assert unit_and_below(tree["Trust"]).count() == 2


@pytest.mark.parametrize("below", ["North", "Station 1"])
def test_it_refuses_a_circle(trust: Trust, tree: dict[str, Unit], below: str) -> None:
    with pytest.raises(Refused, match="North cannot stand below itself"):
        move_unit(by=BY, unit=tree["North"], parent=tree[below])


def test_it_refuses_a_move_to_where_it_stands_or_where_its_name_does(trust: Trust, tree: dict[str, Unit]) -> None:
    with pytest.raises(Refused, match="stands there already"):
        move_unit(by=BY, unit=tree["North"], parent=tree["Trust"])
    make_unit(trust, "Station 1", tree["South"])
    with pytest.raises(Refused, match="a unit called Station 1 there already"):
        move_unit(by=BY, unit=tree["Station 1"], parent=tree["South"])


def test_it_refuses_a_tree_that_is_too_deep(trust: Trust) -> None:
    unit = make_unit(trust, "Deep")
    unit.path = "/" + "1234567/" * 31
    unit.save()
    with pytest.raises(Refused, match="cannot grow deeper"):
        open_unit(by=BY, trust=trust, name="Deeper", parent=unit)
    assert not Unit.objects.filter(name="Deeper").exists()


def test_it_closes_an_empty_unit_with_its_posts(trust: Trust, tree: dict[str, Unit]) -> None:
    post = make_post(trust, "line-manager", make_person(trust), unit=tree["South"])
    close_unit(by=BY, unit=tree["South"])
    post.refresh_from_db()
    assert (post.closed, named(trust)["South"].closed) == (TODAY, TODAY)
    assert post.holdings.get().end is not None
    with pytest.raises(Refused, match="closed already"):
        close_unit(by=BY, unit=named(trust)["South"])


def test_it_refuses_to_close_over_units_and_people(trust: Trust, tree: dict[str, Unit]) -> None:
    with pytest.raises(Refused, match="2 units stand below North"):
        close_unit(by=BY, unit=tree["North"])
    make_person(trust, unit=tree["South"])
    with pytest.raises(Refused, match="1 person works in South"):
        close_unit(by=BY, unit=tree["South"])


def test_it_opens_a_closed_unit_again_by_its_name(trust: Trust, tree: dict[str, Unit]) -> None:
    close_unit(by=BY, unit=tree["South"])
    again = open_unit(by=BY, trust=trust, name="SOUTH", parent=tree["Trust"])
    assert again.pk == tree["South"].pk
    assert again.closed is None


def test_it_refuses_to_build_below_a_closed_unit(trust: Trust, tree: dict[str, Unit]) -> None:
    close_unit(by=BY, unit=tree["South"])
    with pytest.raises(Refused, match="South is closed"):
        open_unit(by=BY, trust=trust, name="New", parent=named(trust)["South"])
    with pytest.raises(Refused, match="South is closed"):
        move_unit(by=BY, unit=tree["Station 1"], parent=tree["South"])


def test_it_changes_a_name(trust: Trust, tree: dict[str, Unit]) -> None:
    change_unit(by=BY, unit=tree["North"], name="Far North")
    assert Entry.objects.get().changes == {"name": ["North", "Far North"]}
    with pytest.raises(Refused, match="Nothing has been changed"):
        change_unit(by=BY, unit=tree["North"], name="Far North")
    with pytest.raises(Refused, match="called South beside it"):
        change_unit(by=BY, unit=tree["North"], name="south")


def test_it_draws_the_tree_with_its_people(
    trust: Trust, tree: dict[str, Unit], django_assert_num_queries: object
) -> None:
    make_person(trust, "Ada Testman", unit=tree["Station 1"])
    make_person(trust, "Bo Testman", unit=tree["North"])
    make_person(trust, "Cy Testman", unit=tree["North"], left=TODAY.replace(year=2020))
    close_unit(by=BY, unit=tree["South"])
    with django_assert_num_queries(2):
        branches = list(all_branches(tree_of_units(trust)))
    assert [(branch.unit.name, branch.people, branch.people_below) for branch in branches] == [
        ("Trust", 0, 2),
        ("North", 1, 1),
        ("Station 1", 1, 0),
        ("Station 2", 0, 0),
    ]
    assert branches[2].path == ("Trust", "North", "Station 1")
    assert len(list(all_branches(tree_of_units(trust, closed=True)))) == 5
