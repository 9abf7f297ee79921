"""Reminders before and after the date, and what goes up."""

from __future__ import annotations

from datetime import date, timedelta

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.notifications.models import Notice
from holdfast.foundation.organisation.tests.cast import NOON
from holdfast.foundation.records.models import Change, Reader
from holdfast.kernel import clock
from holdfast.tools.actions.models import Action, Escalation
from holdfast.tools.actions.operations.dates import move_date
from holdfast.tools.actions.operations.reminding import remind_of_actions
from holdfast.tools.actions.queries.policy import EscalationLine
from holdfast.tools.actions.tests.action_cast import ActionCast, day, entries

TICK = Actor.system("tick")


def tick(after: int) -> tuple[int, int]:
    """Reminders and escalations of a run that many days after the cast’s noon. A second run finds nothing to do."""
    with clock.at(NOON + timedelta(days=after)):
        done, again = remind_of_actions(by=TICK), remind_of_actions(by=TICK)
        assert (again.reminders, again.escalations, str(again)) == (0, 0, "")
    return done.reminders, done.escalations


def reminders(cast: ActionCast) -> int:
    return Notice.objects.filter(kind="actions.reminder", person=cast.worker).count()


def test_it_reminds_before_and_after_and_then_goes_up(cast: ActionCast) -> None:
    action = cast.action(due=day(10))
    assert tick(1) == (0, 0)
    assert tick(3) == (1, 0)
    assert tick(10) == (0, 0)
    assert tick(11) == (1, 0)
    assert tick(17) == (0, 1)
    assert tick(18) == (1, 0)
    assert reminders(cast) == 3
    assert [row.person for row in Escalation.objects.all()] == [cast.manager]
    assert Notice.objects.get(kind="actions.escalated").person == cast.manager
    assert len(entries(action, "actions.escalate")) == 1


def test_it_begins_anew_when_the_date_moves(cast: ActionCast) -> None:
    action = cast.action(due=day(5))
    tick(6)
    with clock.at(NOON + timedelta(days=6)):
        action.refresh_from_db()
        move_date(by=cast.actor(cast.worker), action=action, due=day(8), why="Rain")
    assert tick(6) == (1, 0)
    assert tick(15) == (1, 1)


def test_it_keeps_the_ways_of_the_trust(cast: ActionCast) -> None:
    cast.tracking(
        remind_before="action-reminder",
        escalation=[EscalationLine("up-soon"), EscalationLine("up-late", to="smd"), EscalationLine("unset", to="lead")],
    )
    for key, value in (("action-reminder", "P2D"), ("up-soon", "P1D"), ("up-late", "P3D")):
        cast.number(key, value)
    cast.action(due=day(10))
    assert tick(7) == (0, 0)
    assert tick(8) == (1, 0)
    assert tick(11) == (1, 1)
    assert tick(13) == (0, 1)
    assert [row.person for row in Escalation.objects.all()] == [cast.manager, cast.director]


def test_it_goes_up_to_the_post_above_a_post(cast: ActionCast) -> None:
    cast.action(owner=cast.posts["estates"], due=day(1))
    tick(9)
    assert Escalation.objects.get().person == cast.director


def test_it_goes_up_to_the_security_team_where_nobody_stands_above(cast: ActionCast) -> None:
    cast.action(owner=cast.posts["smd"], due=day(1))
    tick(9)
    assert {row.person for row in Escalation.objects.all()} == {cast.lsms, cast.lead}


def test_it_goes_up_only_to_those_who_are_named_on_a_restricted_record(cast: ActionCast) -> None:
    about = cast.record(restricted=True, named=cast.lead)
    cast.action(about=about, due=day(1))
    tick(9)
    assert [row.person for row in Escalation.objects.all()] == [cast.lead]
    Reader.objects.create(trust=cast.trust, record=about, person=cast.manager, by="A Test")
    cast.action(about=about, due=day(1))
    tick(9)
    assert Escalation.objects.latest("pk").person == cast.manager


def test_it_tells_the_keeper_of_a_plan_once_that_a_period_has_begun(cast: ActionCast) -> None:
    plan = cast.plan()
    cast.plan(period="")
    Change.objects.all().delete()
    assert tick(20) == (0, 0)
    assert tick(29) == (1, 0)  # 1 April: the second quarter
    notice = Notice.objects.get(kind="actions.plan_update")
    assert (notice.person, notice.url) == (cast.manager, f"/actions/plans/{plan.reference}/update/")
    assert "30 June 2026" in notice.subject
    # Touched, so that the clock of the new period comes to be though nobody did anything.
    assert Change.objects.filter(record=plan.record).count() == 1


def test_it_leaves_alone_what_is_done(cast: ActionCast) -> None:
    cast.completed(due=day(1))
    cast.worker.left = date(2026, 3, 2)
    cast.worker.save()
    assert tick(30) == (0, 0)
    assert Action.objects.get().reminded == ""
