"""Raising actions, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from holdfast.foundation.notifications.models import Notice
from holdfast.foundation.organisation.models import Level
from holdfast.foundation.organisation.tests.cast import make_post
from holdfast.foundation.records.models import Record
from holdfast.foundation.records.operations import EditedMeanwhile
from holdfast.tools.actions.models import Action
from holdfast.tools.actions.operations.holding import BadAction
from holdfast.tools.actions.operations.raising import change_action, raise_action
from holdfast.tools.actions.rules.checking import VerificationLine
from holdfast.tools.actions.rules.words import SOURCES
from holdfast.tools.actions.tests.action_cast import ActionCast, day, entries


@pytest.mark.proves("las-4.10-h", "las-6.2-k", "scas-7.3-d", "scas-9.1-e", "uhmbt-4.4.5-i", "waht-8-e")
def test_it_raises_an_action_on_a_record_and_tells_its_owner(cast: ActionCast) -> None:
    about = cast.record()
    action = cast.action(about=about, success="It locks", cost_pence=12_050, priority="high", unit=cast.unit)
    action.refresh_from_db()
    assert action.reference == "ACT-2026-00001"
    assert (action.about, action.owner, action.state, action.due) == (about, cast.worker, "open", day(10))
    assert action.record.kind == "action"
    assert len(entries(action, "actions.raise_action")) == 1
    notice = Notice.objects.get(person=cast.worker)
    assert notice.url == "/actions/ACT-2026-00001/"
    assert "lock" not in notice.subject  # goes into e-mail


@pytest.mark.proves(
    "las-7.2-c", "uhmbt-4.4.5-m", "uhmbt-app1-i", "uhmbt-app1-j", "uhmbt-app1-l", "waht-11-f", "waht-eia-k"
)
@pytest.mark.parametrize("source", SOURCES)
def test_it_takes_an_action_out_of_every_source(cast: ActionCast, source: str) -> None:
    assert cast.action(source=source, purpose="As the policy asks").source == source


@pytest.mark.proves("waht-5-m")
def test_it_gives_an_action_to_a_post_and_tells_its_holder(cast: ActionCast) -> None:
    action = cast.action(owner=cast.posts["estates"])
    assert action.owner == cast.posts["estates"]
    assert Notice.objects.filter(person=cast.estates).exists()


def test_it_makes_one_action_of_a_form_sent_twice(cast: ActionCast) -> None:
    first, second = (cast.action(submission_key="same") for _ in range(2))
    assert first.pk == second.pk
    assert Action.objects.count() == 1
    assert Record.objects.filter(kind="action").count() == 1


def test_it_refuses_an_owner_who_has_left_and_says_what_to_do(cast: ActionCast) -> None:
    cast.worker.left = date(2026, 3, 1)
    cast.worker.save()
    with pytest.raises(BadAction) as refusal:
        cast.action()
    assert "has left" in refusal.value.faults["owner"]
    assert "Choose" in refusal.value.faults["owner"]


def test_it_refuses_posts_that_nobody_can_answer_for(cast: ActionCast) -> None:
    pattern = make_post(cast.trust, "line-manager", key="any-manager", level=Level.TEAM)
    cast.posts["estates"].closed = date(2026, 1, 1)
    for post in (pattern, cast.posts["estates"]):
        with pytest.raises(BadAction) as refusal:
            cast.action(owner=post)
        assert "owner" in refusal.value.faults


def test_it_tells_nobody_what_they_raised_for_themselves(cast: ActionCast) -> None:
    raise_action(
        by=cast.actor(cast.manager),
        trust=cast.trust,
        submission_key="own",
        title="Ring the locksmith",
        owner=cast.manager,
        due=day(0),
    )
    assert not Notice.objects.exists()


def test_it_refuses_a_date_that_is_over(cast: ActionCast) -> None:
    with pytest.raises(BadAction) as refusal:
        cast.action(due=day(-1))
    assert list(refusal.value.faults) == ["due"]
    assert not Record.objects.filter(kind="action").exists()


@pytest.mark.proves("waht-2-g")
def test_it_asks_for_the_measure_of_success_where_the_policy_does(cast: ActionCast) -> None:
    cast.tracking(needs=["success"])
    with pytest.raises(BadAction) as refusal:
        cast.action()
    assert list(refusal.value.faults) == ["success"]
    assert cast.action(success="Nobody got in for a month").success


def test_it_settles_with_the_policy_who_verifies_and_what_is_proof(cast: ActionCast) -> None:
    cast.tracking(
        verification=[
            VerificationLine(sources=("inspection",), by="lsms"),
            VerificationLine(priorities=("urgent",), evidence=True),
        ]
    )
    action = cast.action(priority="urgent")
    assert (action.verification, action.verified_by_post, action.evidence_needed) == (True, cast.posts["lsms"], True)
    other = cast.action(source="lesson")
    assert (other.verification, other.verified_by_post, other.evidence_needed) == (False, None, False)


def test_it_lets_whoever_raises_it_ask_for_a_second_look(cast: ActionCast) -> None:
    assert cast.action(verification=True).verification
    other = cast.action()
    same = {name: getattr(other, name) for name in ("title", "priority", "source")}
    change_action(by=cast.actor(cast.manager), action=other, **same, verification=True)
    other.refresh_from_db()
    assert other.verification
    assert entries(other, "actions.change_action")[0].changes == {"verification": [False, True]}


def test_it_puts_an_action_of_a_plan_on_the_record_of_the_plan(cast: ActionCast) -> None:
    about = cast.record()
    plan = cast.plan(about=about)
    assert cast.action(plan=plan).about == about
    plan.closed_at = plan.opened_at
    plan.save()
    with pytest.raises(BadAction) as refusal:
        cast.action(plan=plan)
    assert "plan" in refusal.value.faults


def test_it_puts_right_what_an_action_says_and_keeps_what_it_said(cast: ActionCast) -> None:
    action = cast.action()
    by = cast.actor(cast.manager)
    said = {"title": "Mend both locks", "priority": "urgent", "source": "audit", "cost_pence": 500}
    change_action(by=by, action=action, **said, seen_version=action.record.version)
    action.refresh_from_db()
    assert (action.title, action.rank, action.record.title) == ("Mend both locks", 0, "Mend both locks")
    assert "title" in entries(action, "actions.change_action")[0].changes
    with pytest.raises(ValueError, match="Nothing is different"):
        change_action(by=by, action=action, **said)
    with pytest.raises(EditedMeanwhile):
        change_action(by=by, action=action, **(said | {"title": "Another"}), seen_version=1)


def test_it_keeps_what_was_wanted_when_a_change_would_want_less(cast: ActionCast) -> None:
    cast.tracking(verification=[VerificationLine(priorities=("urgent",), by="lsms", evidence=True)])
    action = cast.action(priority="urgent")
    change_action(by=cast.actor(cast.manager), action=action, title=action.title, priority="low", source="lesson")
    action.refresh_from_db()
    assert (action.verification, action.verified_by_post, action.evidence_needed) == (True, cast.posts["lsms"], True)
