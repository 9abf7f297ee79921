"""Plans, their updates in each period (las-mon-f), and what everyone owes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from holdfast.foundation.organisation.models import Deputy
from holdfast.foundation.organisation.tests.cast import NOON
from holdfast.kernel import clock
from holdfast.kernel.durations import PeriodKind, last_instant
from holdfast.tools.actions.models import Plan
from holdfast.tools.actions.operations.ending import withdraw
from holdfast.tools.actions.operations.holding import BadAction
from holdfast.tools.actions.operations.plans import close_plan, standing_of, update_plan
from holdfast.tools.actions.operations.policy import install_tracking
from holdfast.tools.actions.queries.awaiting import counts_of, on_record, plans_to_update, unfinished_on
from holdfast.tools.actions.queries.policy import Tracking
from holdfast.tools.actions.queries.queues import owed_by
from holdfast.tools.actions.rules.checking import VerificationLine
from holdfast.tools.actions.rules.words import PERIODS
from holdfast.tools.actions.tests.action_cast import ActionCast, day, entries


def owed(cast: ActionCast, who: str) -> list[tuple[str, str]]:
    return [(item.reference, item.verb) for item in owed_by(cast.viewer(getattr(cast, who)))]


def test_it_knows_the_periods_of_the_house() -> None:
    assert set(PERIODS) == set(PeriodKind)


def test_it_keeps_with_each_update_how_the_plan_stood(cast: ActionCast) -> None:
    plan = cast.plan()
    cast.action(plan=plan, due=day(0))
    cast.completed(plan=plan)
    with clock.at(NOON + timedelta(days=1)):
        update = update_plan(by=cast.actor(cast.manager), plan=plan, words="One lock is late")
    assert (update.to_do, update.overdue, update.waiting, update.done, update.withdrawn) == (1, 1, 0, 1, 0)
    assert len(entries(plan, "actions.update_plan")) == 1
    with pytest.raises(BadAction):
        update_plan(by=cast.actor(cast.manager), plan=plan, words=" ")


def test_it_does_not_count_what_stands_on_restricted_records(cast: ActionCast) -> None:
    plan = cast.plan()
    cast.action(plan=plan, about=cast.record(restricted=True))
    assert standing_of(plan)["to_do"] == 0
    secret = cast.plan(about=cast.record(restricted=True))
    cast.action(plan=secret)
    assert standing_of(secret)["to_do"] == 1


def test_it_owes_an_update_in_each_period_until_there_is_one(cast: ActionCast) -> None:
    plan = cast.plan()
    viewer = cast.viewer(cast.manager)
    assert [(row.pk, period.id) for row, period in plans_to_update(viewer)] == [(plan.pk, "2026-Q1")]
    assert owed(cast, "manager") == [(plan.reference, "Update")]
    update_plan(by=cast.actor(cast.manager), plan=plan, words="On its way")
    assert owed(cast, "manager") == []
    with clock.at(datetime(2026, 4, 1, tzinfo=UTC)):
        assert [period.id for _, period in plans_to_update(viewer)] == ["2026-Q2"]
    assert owed(cast, "far_manager") == []


def test_it_closes_a_plan_when_all_of_it_is_finished(cast: ActionCast) -> None:
    plan = cast.plan()
    action = cast.action(plan=plan)
    by = cast.actor(cast.manager)
    with pytest.raises(ValueError, match=action.reference):
        close_plan(by=by, plan=plan, why="Done")
    withdraw(by=by, action=action, why="Given up")
    with pytest.raises(BadAction):
        close_plan(by=by, plan=plan, why=" ")
    close_plan(by=by, plan=plan, why="The station closed")
    assert Plan.objects.get().closed_at == NOON
    with pytest.raises(ValueError, match="closed already"):
        close_plan(by=by, plan=plan, why="Again")
    with pytest.raises(ValueError, match="closed"):
        update_plan(by=by, plan=plan, words="More")
    assert plans_to_update(cast.viewer(cast.manager)) == []


def test_it_opens_one_plan_of_a_form_sent_twice_and_refuses_a_bad_one(cast: ActionCast) -> None:
    assert cast.plan(submission_key="same").pk == cast.plan(submission_key="same").pk
    cast.stranger.left = date(2026, 1, 1)
    with pytest.raises(BadAction) as refusal:
        cast.plan(title=" ", keeper=cast.stranger, period="fortnight", source="hearsay")
    assert set(refusal.value.faults) == {"title", "keeper", "period", "source"}


def test_it_owes_what_is_to_do_to_verify_and_to_look_at_again(cast: ActionCast) -> None:
    cast.tracking(verification=[VerificationLine()])
    to_do, late = cast.action(), cast.action(due=day(1))
    assert owed(cast, "worker") == [(late.reference, "Open"), (to_do.reference, "Open")]
    cast.completed(late)
    assert owed(cast, "worker") == [(to_do.reference, "Open")]
    assert owed(cast, "manager") == [(late.reference, "Verify")]
    assert (late.reference, "Verify") in owed(cast, "lsms")
    late.state, late.check_again = "done", day(0)
    late.save()
    assert owed(cast, "manager") == [(late.reference, "Check")]
    assert owed(cast, "worker") == [(to_do.reference, "Open")]


def test_it_owes_verification_to_the_post_that_the_policy_names(cast: ActionCast) -> None:
    cast.tracking(verification=[VerificationLine(by="lsms")])
    action = cast.completed()
    assert owed(cast, "lsms") == [(action.reference, "Verify")]
    assert owed(cast, "manager") == []


def test_it_asks_managers_for_another_owner_when_one_has_left(cast: ActionCast) -> None:
    action = cast.action(owner=cast.stranger)
    cast.stranger.left = date(2026, 3, 1)
    cast.stranger.save()
    assert owed(cast, "manager") == [(action.reference, "Hand over")]


def test_it_says_for_whom_a_deputy_owes(cast: ActionCast) -> None:
    cast.action(owner=cast.posts["estates"])
    Deputy.objects.create(
        trust=cast.trust, post=cast.posts["estates"], holder=cast.estates, person=cast.stranger, start=date(2026, 3, 1)
    )
    assert [item.on_behalf_of for item in owed_by(cast.viewer(cast.stranger))] == ["Ellis Estates"]
    assert [item.on_behalf_of for item in owed_by(cast.viewer(cast.estates))] == [""]


def test_it_asks_for_all_that_is_owed_at_once(
    cast: ActionCast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert connection.features.supports_json_field  # Django asks SQLite once
    cast.tracking(verification=[VerificationLine()])
    to_do, plan, done = cast.action(owner=cast.manager, due=day(0)), cast.plan(), cast.completed()
    viewer = cast.viewer(cast.manager)
    assert viewer.held
    with django_assert_num_queries(1):
        found = owed_by(viewer)
    assert [item.reference for item in found] == [to_do.reference, plan.reference, done.reference]
    assert [item.due for item in found] == [last_instant(day(0)), last_instant(date(2026, 3, 31)), None]


def test_it_tells_what_is_unfinished_on_a_record(cast: ActionCast) -> None:
    about = cast.record()
    first, second = cast.action(about=about), cast.action(about=about, due=day(1))
    done = cast.completed(about=about)
    assert list(on_record(about)) == [second, first, done]
    assert set(unfinished_on([about.pk])) == {first, second}


def test_it_counts_for_a_list_of_plans_what_the_viewer_may_see(cast: ActionCast) -> None:
    plan = cast.plan()
    cast.action(plan=plan)
    cast.action(plan=plan, about=cast.record(restricted=True), owner=cast.lead)
    assert counts_of(cast.viewer(cast.manager), [plan]) == {plan.pk: {"open": 1, "overdue": 0}}


@pytest.mark.parametrize(
    "tracking",
    [
        Tracking(needs=["colour"]),
        Tracking(verification=[VerificationLine(sources=("hearsay",))]),
        Tracking(verification=[VerificationLine(priorities=("sometime",))]),
        Tracking(plan_period="fortnight"),
    ],
)
def test_it_refuses_a_policy_of_what_does_not_exist(cast: ActionCast, tracking: Tracking) -> None:
    with pytest.raises(ValueError, match="there is no"):
        install_tracking(by=cast.actor(cast.lead), trust=cast.trust, tracking=tracking)
