"""Who acts in a post, and who manages whom."""

from __future__ import annotations

from datetime import timedelta

import pytest

from holdfast.foundation.organisation.models import Person, PostHolding, Trust, Unit
from holdfast.foundation.organisation.operations.deputies import name_deputy
from holdfast.foundation.organisation.queries.people import find_people, line_manager_of
from holdfast.foundation.organisation.queries.posts import (
    Holder,
    holders_by_role,
    holders_of,
    post_of,
    posts_of_person,
    seats_of,
    vacant_posts,
)
from holdfast.foundation.organisation.tests.cast import BY, TODAY, make_person, make_post, make_unit

DAY = timedelta(days=1)


@pytest.fixture
def station(trust: Trust) -> Unit:
    """Trust > North > Station 1."""
    return make_unit(trust, "Station 1", make_unit(trust, "North", make_unit(trust, "Trust")))


def people_in(holders: list[Holder]) -> list[str]:
    return [f"{holder.person}{f' for {holder.covers_for}' if holder.covers_for else ''}" for holder in holders]


def test_it_names_who_holds_a_post(trust: Trust) -> None:
    make_post(trust, "lsms", make_person(trust, "Ada Testman"))
    assert people_in(holders_of(trust, "lsms")) == ["Ada Testman"]
    assert holders_of(trust, "nobody") == []
    assert holders_of(trust, "lsms", on=TODAY.replace(year=2020)) == []


def test_it_lets_a_deputy_stand_in(trust: Trust) -> None:
    ada, bo = make_person(trust, "Ada Testman"), make_person(trust, "Bo Sampleton")
    post = make_post(trust, "lsms", ada)
    name_deputy(by=BY, post=post, holder=ada, person=bo, start=TODAY + DAY, end=TODAY + 2 * DAY)
    assert people_in(holders_of(trust, "lsms")) == ["Ada Testman"]
    assert people_in(holders_of(trust, "lsms", on=TODAY + DAY)) == ["Bo Sampleton for Ada Testman"]
    assert people_in(holders_by_role(trust, ["lsms"], on=TODAY + 3 * DAY)) == ["Ada Testman"]


def test_it_goes_back_to_the_holder_when_the_deputy_has_left(trust: Trust) -> None:
    ada, bo = make_person(trust, "Ada Testman"), make_person(trust, "Bo Sampleton")
    post = make_post(trust, "lsms", ada)
    name_deputy(by=BY, post=post, holder=ada, person=bo, start=TODAY)
    Person.objects.filter(pk=bo.pk).update(left=TODAY - DAY)
    assert people_in(holders_of(trust, "lsms")) == ["Ada Testman"]


def test_it_passes_over_people_who_have_left(trust: Trust) -> None:
    make_post(trust, "lsms", make_person(trust, "Ada Testman", left=TODAY - DAY))
    assert holders_of(trust, "lsms") == []
    assert [post.key for post in vacant_posts(trust)] == ["lsms"]


def test_it_takes_the_nearest_post_that_somebody_holds(trust: Trust, station: Unit) -> None:
    make_post(trust, "line-manager", make_person(trust, "Cy Whole"), key="manager")
    assert people_in(holders_of(trust, "manager", unit=station)) == ["Cy Whole"]
    make_post(trust, "line-manager", make_person(trust, "Bo North"), key="manager", unit=station.parent)
    assert people_in(holders_of(trust, "manager", unit=station)) == ["Bo North"]
    own = make_post(trust, "line-manager", key="manager", unit=station)
    assert people_in(holders_of(trust, "manager", unit=station)) == ["Bo North"]
    assert post_of(trust, "manager", station) == own
    assert post_of(trust, "manager", station.parent).unit == station.parent
    assert post_of(trust, "manager").unit is None
    assert post_of(trust, "nothing") is None


class TestLineManagers:
    def test_it_is_the_supervisor(self, trust: Trust) -> None:
        boss = make_person(trust, "Bo Boss")
        assert people_in(line_manager_of(make_person(trust, "Ada Testman", supervisor=boss))) == ["Bo Boss"]

    def test_it_is_the_supervisors_deputy_while_they_are_away(self, trust: Trust, station: Unit) -> None:
        boss, cy = make_person(trust, "Bo Boss"), make_person(trust, "Cy Deputy")
        post = make_post(trust, "line-manager", boss, unit=station)
        name_deputy(by=BY, post=post, holder=boss, person=cy, start=TODAY)
        ada = make_person(trust, "Ada Testman", supervisor=boss)
        assert people_in(line_manager_of(ada)) == ["Cy Deputy for Bo Boss"]

    def test_it_walks_up_the_tree_when_the_supervisor_has_left(self, trust: Trust, station: Unit) -> None:
        boss = make_person(trust, "Bo Boss", left=TODAY - DAY)
        make_post(trust, "line-manager", make_person(trust, "Di North"), unit=station.parent)
        ada = make_person(trust, "Ada Testman", supervisor=boss, unit=station)
        assert people_in(line_manager_of(ada)) == ["Di North"]
        assert people_in(line_manager_of(station)) == ["Di North"]

    def test_it_is_never_the_person_themselves(self, trust: Trust, station: Unit) -> None:
        ada = make_person(trust, "Ada Testman", unit=station)
        make_post(trust, "line-manager", ada, unit=station)
        assert line_manager_of(ada) == []
        make_post(trust, "senior-manager", make_person(trust, "Di North"), unit=station.parent)
        assert people_in(line_manager_of(ada)) == ["Di North"]

    def test_it_is_nobody_when_nobody_is_known(self, trust: Trust, station: Unit) -> None:
        assert line_manager_of(make_person(trust, "Ada Testman")) == []
        assert line_manager_of(station) == []


def test_it_lists_the_posts_of_a_person(trust: Trust, django_assert_num_queries: object) -> None:
    ada, bo = make_person(trust, "Ada Testman"), make_person(trust, "Bo Sampleton")
    lsms, lead = make_post(trust, "lsms", ada), make_post(trust, "security-lead", bo)
    old = make_post(trust, "executive")
    PostHolding.objects.create(trust=trust, post=old, person=ada, start=TODAY - 9 * DAY, end=TODAY - DAY)
    name_deputy(by=BY, post=lsms, holder=ada, person=bo, start=TODAY)
    name_deputy(by=BY, post=lead, holder=bo, person=ada, start=TODAY)
    with django_assert_num_queries(3):
        held = posts_of_person(ada)
    assert [(holding.post, [deputy.person for deputy in deputies]) for holding, deputies in held.holdings] == [
        (lsms, [bo])
    ]
    assert [cover.holder for cover in held.covers] == [bo]
    assert [holding.post for holding in held.earlier] == [old]


def test_it_lists_every_post_with_its_holders_in_few_statements(
    trust: Trust, station: Unit, django_assert_num_queries: object
) -> None:
    ada = make_person(trust, "Ada Testman")
    make_post(trust, "lsms", ada)
    make_post(trust, "executive")
    make_post(trust, "line-manager", level="team")
    make_post(trust, "line-manager", ada, level="team", unit=station)
    with django_assert_num_queries(4):
        seats = seats_of(trust)
    assert [(str(seat.post), len(seat.holdings), seat.vacant) for seat in seats] == [
        ("Line manager", 0, False),
        ("Line manager, Station 1", 1, False),
        ("Lsms", 1, False),
        ("Executive", 0, True),
    ]
    assert (seats[0].units_with, seats[0].units) == (1, 3)


@pytest.mark.parametrize("words", ["ada", "TESTMAN", "tes ada", "ada.testman@", "100", "paramedic"])
def test_it_finds_people_by_what_is_known(trust: Trust, words: str) -> None:
    make_person(
        trust, "Ada Testman", employee_number="1001", email="ada.testman@example.org", job_title="Senior paramedic"
    )
    make_person(trust, "Zoë Sampleton", employee_number="2001")
    make_person(trust, "Ada Testman", employee_number="1009", job_title="Paramedic", left=TODAY - DAY)
    assert [person.employee_number for person in find_people(trust, words)] == ["1001"]


def test_it_finds_leavers_when_asked_to(trust: Trust) -> None:
    make_person(trust, "Ada Testman", left=TODAY - DAY)
    assert not find_people(trust, "ada").exists()
    assert find_people(trust, "ada", left=True).exists()
