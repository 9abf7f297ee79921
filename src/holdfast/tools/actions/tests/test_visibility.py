"""Who knows of which action and plan."""

from __future__ import annotations

from datetime import date

import pytest

from holdfast.foundation.organisation.models import Deputy, Person, Trust
from holdfast.foundation.organisation.scope import scope
from holdfast.foundation.records.visibility import page_of, records_visible_to, title_of_kind
from holdfast.tools.actions.models import Action, Escalation
from holdfast.tools.actions.queries.listing import Chosen, chosen_of
from holdfast.tools.actions.queries.visibility import (
    is_owner,
    may_change,
    may_verify,
    plans_visible_to,
    records_for_actions,
    visible_to,
)
from holdfast.tools.actions.rules.checking import VerificationLine
from holdfast.tools.actions.tests.action_cast import ActionCast, day, make_cast


def who_sees(cast: ActionCast, action: Action) -> set[str]:
    everyone = [row for row in vars(cast).values() if isinstance(row, Person)]
    return {str(person) for person in everyone if visible_to(cast.viewer(person)).filter(pk=action.pk).exists()}


def test_it_shows_an_action_on_a_record_to_who_sees_the_record_and_to_its_owner(cast: ActionCast) -> None:
    action = cast.action(about=cast.record(), owner=cast.stranger)
    managers = {"Morgan Manager", "Fran Faraway"}
    assert who_sees(cast, action) == {"Sam Stranger", "Lee Specialist", "Lou Lead", "Dani Director", *managers}


def test_it_shows_an_action_on_a_restricted_record_to_those_named_and_its_owner_alone(cast: ActionCast) -> None:
    about = cast.record(restricted=True, named=cast.lead)
    action = cast.action(about=about)
    assert who_sees(cast, action) == {"Lou Lead", "Win Worker"}
    owner = cast.viewer(cast.worker)
    assert is_owner(action, owner)
    assert not records_visible_to(owner).filter(pk=about.pk).exists()  # the action, not what stands behind it
    assert not may_change(action, cast.viewer(cast.manager))
    assert may_change(action, cast.viewer(cast.lead))


def test_it_shows_an_action_by_itself_to_who_has_to_do_with_it(cast: ActionCast) -> None:
    action = cast.action(by=cast.far_manager, owner=cast.worker)
    above = {"Lee Specialist", "Lou Lead", "Dani Director"}
    # who raised it, who does it, who manages them, and who sees all
    assert who_sees(cast, action) == {"Fran Faraway", "Win Worker", "Morgan Manager", *above}


def test_it_shows_an_action_to_the_post_that_verifies_and_to_whom_it_went_up(cast: ActionCast) -> None:
    cast.tracking(verification=[VerificationLine(by="estates")])
    action = cast.action(about=cast.record(restricted=True, named=cast.lead))
    assert "Ellis Estates" in who_sees(cast, action)
    assert may_verify(action, cast.viewer(cast.estates))
    assert not may_verify(action, cast.viewer(cast.lsms))
    Escalation.objects.create(trust=cast.trust, action=action, due=action.due, step=0, to="Sam", person=cast.stranger)
    assert "Sam Stranger" in who_sees(cast, action)


def test_it_lets_a_deputy_do_what_the_holder_of_a_post_owes(cast: ActionCast) -> None:
    action = cast.action(owner=cast.posts["estates"])
    personal = cast.action(owner=cast.estates)
    secret = cast.action(owner=cast.estates, about=cast.record(restricted=True))
    assert not visible_to(cast.viewer(cast.stranger)).exists()
    Deputy.objects.create(
        trust=cast.trust, post=cast.posts["estates"], holder=cast.estates, person=cast.stranger, start=date(2026, 3, 1)
    )
    viewer = cast.viewer(cast.stranger)
    assert set(visible_to(viewer)) == {action, personal}
    assert [is_owner(one, viewer) for one in (action, personal, secret)] == [True, True, False]


def test_it_shows_nothing_of_another_trust(cast: ActionCast) -> None:
    cast.action()
    other = Trust.objects.create(code="ZZ2", slug="other", name="Other", live=True)
    with scope(other):
        viewer = make_cast(other).viewer
        assert not visible_to(viewer(Person.objects.get(given_name="Lee"))).exists()


def test_it_shows_a_plan_to_its_keeper_and_who_sees_where_it_stands(cast: ActionCast) -> None:
    alone = cast.plan(keeper=cast.posts["estates"])
    secret = cast.plan(about=cast.record(restricted=True, named=cast.lead), keeper=cast.worker)
    for person, seen in (
        (cast.estates, {alone}),
        (cast.worker, {secret}),
        (cast.lead, {alone, secret}),
        (cast.lsms, {alone}),
        (cast.manager, {alone}),  # opened it
        (cast.stranger, set()),
    ):
        assert set(plans_visible_to(cast.viewer(person))) == seen, person


def test_it_does_not_tell_by_a_search_what_hangs_on_a_record(cast: ActionCast) -> None:
    about = cast.record(restricted=True, named=cast.lead)
    action = cast.action(about=about)
    for person, found in ((cast.lead, [action]), (cast.worker, [])):
        assert list(chosen_of(cast.viewer(person), Chosen(text=about.reference))) == found
        assert list(chosen_of(cast.viewer(person), Chosen(text=action.reference))) == [action]


def test_it_raises_actions_on_no_action(cast: ActionCast) -> None:
    action = cast.action()
    viewer = cast.viewer(cast.lead)
    assert records_visible_to(viewer).filter(pk=action.pk).exists()
    assert not records_for_actions(viewer).filter(pk=action.pk).exists()


def test_it_shows_a_record_of_a_kind_that_nobody_named_to_no_one(cast: ActionCast, settings) -> None:
    record = cast.record()
    assert (page_of(record), title_of_kind(record)) == ("", "example")
    settings.RECORD_KINDS = {}
    assert not records_visible_to(cast.viewer(cast.lsms)).exists()
    assert (page_of(record), title_of_kind(record)) == ("", "record")


@pytest.mark.parametrize("name", ["worker", "lsms"])
def test_it_changes_only_with_the_right(cast: ActionCast, name: str) -> None:
    action = cast.action(due=day(1))
    assert may_change(action, cast.viewer(getattr(cast, name))) is (name == "lsms")
