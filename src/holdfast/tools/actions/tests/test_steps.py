"""What happens to an action: its date, its owner, its completion, the second look, its end."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from holdfast.foundation.notifications.models import Notice
from holdfast.foundation.records.operations import EditedMeanwhile
from holdfast.foundation.records.operations.evidence import withdraw_file
from holdfast.foundation.records.operations.intake import prepare
from holdfast.foundation.records.tests.files import picture, upload
from holdfast.kernel.workflow import NotPossibleNow
from holdfast.tools.actions.models import Action
from holdfast.tools.actions.operations.comments import comment
from holdfast.tools.actions.operations.completing import complete, verify
from holdfast.tools.actions.operations.dates import move_date
from holdfast.tools.actions.operations.ending import reopen, withdraw
from holdfast.tools.actions.operations.holding import BadAction
from holdfast.tools.actions.operations.owners import hand_over
from holdfast.tools.actions.operations.plans import standing_of
from holdfast.tools.actions.operations.together import change_together
from holdfast.tools.actions.rules.checking import VerificationLine
from holdfast.tools.actions.tests.action_cast import ActionCast, day, entries


def told(cast: ActionCast, kind: str) -> set[str]:
    return {str(notice.person) for notice in Notice.objects.filter(kind=kind).select_related("person")}


def test_it_moves_the_date_with_a_reason_and_keeps_each_earlier_one(cast: ActionCast) -> None:
    action = cast.action()
    for due, why in ((20, "Parts are late"), (15, "They came earlier")):
        move_date(by=cast.actor(cast.worker), action=action, due=day(due), why=why)
    action.refresh_from_db()
    assert (action.first_due, action.due) == (day(10), day(15))
    assert [(row.before, row.after, row.why) for row in action.date_moves.all()] == [
        (day(10), day(20), "Parts are late"),
        (day(20), day(15), "They came earlier"),
    ]
    assert told(cast, "actions.moved") == {str(cast.manager)}  # not the worker, who did it
    with pytest.raises(BadAction) as refusal:
        move_date(by=cast.actor(cast.worker), action=action, due=day(30), why=" ")
    assert list(refusal.value.faults) == ["why"]


def test_it_refuses_to_move_to_a_day_that_is_over(cast: ActionCast) -> None:
    with pytest.raises(BadAction) as refusal:
        move_date(by=cast.actor(cast.worker), action=cast.action(), due=day(-1), why="Earlier")
    assert list(refusal.value.faults) == ["due"]


@pytest.mark.proves("las-4.10-s")
def test_it_hands_over_and_tells_both(cast: ActionCast) -> None:
    action = cast.action()
    hand_over(by=cast.actor(cast.manager), action=action, owner=cast.posts["estates"], why="It is theirs")
    action.refresh_from_db()
    assert action.owner == cast.posts["estates"]
    assert [(row.before, row.after) for row in action.handovers.all()] == [("Win Worker", "Head of Estates")]
    assert told(cast, "actions.handed_over") == {"Ellis Estates", "Win Worker"}
    with pytest.raises(BadAction, match="has it already"):
        hand_over(by=cast.actor(cast.manager), action=action, owner=cast.posts["estates"])
    cast.worker.left = date(2026, 3, 2)
    with pytest.raises(BadAction, match="has left"):
        hand_over(by=cast.actor(cast.manager), action=action, owner=cast.worker)


@pytest.mark.proves("las-4.11-g", "waht-2-l", "uhmbt-4.4.5-n", "secamb-4.5.11")
def test_it_is_done_when_completed_where_nobody_verifies(cast: ActionCast) -> None:
    plan = cast.plan()
    cast.action(plan=plan)
    action = cast.completed(plan=plan)
    action.refresh_from_db()
    assert (action.state, action.ended_at) == ("done", action.completed_at)
    assert action.record.closed_at is not None
    assert standing_of(plan) == {"to_do": 1, "overdue": 0, "waiting": 0, "done": 1, "withdrawn": 0}
    with pytest.raises(NotPossibleNow):
        complete(by=cast.actor(cast.worker), action=action, words="Again")


def test_it_takes_a_photo_as_proof_where_the_policy_wants_one(cast: ActionCast, folder: Path) -> None:
    cast.tracking(verification=[VerificationLine(evidence=True, verified=False)])
    action = cast.action()
    by = cast.actor(cast.worker)
    with pytest.raises(BadAction) as refusal:
        complete(by=by, action=action, words="Done")
    assert "photo" in refusal.value.faults["uploads"]
    assert Action.objects.get().state == "open"
    complete(by=by, action=action, words="Done", uploads=[prepare(upload(picture(), "lock.jpg"))])
    assert Action.objects.get().state == "done"
    assert action.completions.get().files == 1


def test_it_does_not_count_a_withdrawn_file_as_proof(cast: ActionCast, folder: Path) -> None:
    action = cast.action()
    by = cast.actor(cast.worker)
    complete(by=by, action=action, words="Done", uploads=[prepare(upload(picture(), "lock.jpg"))])
    withdraw_file(by=by, evidence=action.record.evidence.get(), why="The wrong door")
    reopen(by=cast.actor(cast.manager), action=action, due=day(5), why="The wrong door")
    Action.objects.update(evidence_needed=True)
    with pytest.raises(BadAction):
        complete(by=by, action=action, words="Done")


def test_it_waits_for_a_second_person_who_did_not_do_it(cast: ActionCast) -> None:
    cast.tracking(verification=[VerificationLine()])
    action = cast.completed()
    assert (action.state, action.ended_at) == ("completed", None)
    assert told(cast, "actions.completed") == {str(cast.manager)}
    with pytest.raises(BadAction, match="own work"):
        verify(by=cast.actor(cast.worker), action=action, accepted=True)
    verify(by=cast.actor(cast.lsms), action=action, accepted=True, check_again=day(90))
    action.refresh_from_db()
    assert (action.state, action.check_again) == ("done", day(90))
    assert len(entries(action, "actions.verify")) == 1


def test_it_lets_nobody_verify_what_they_completed_for_a_post(cast: ActionCast) -> None:
    cast.tracking(verification=[VerificationLine()])
    action = cast.action(owner=cast.posts["lsms"])
    complete(by=cast.actor(cast.lsms), action=action, words="Done")
    with pytest.raises(BadAction, match="own work"):
        verify(by=cast.actor(cast.lsms), action=action, accepted=True)
    verify(by=cast.actor(cast.lead), action=action, accepted=True)


def test_it_sends_back_with_what_is_missing(cast: ActionCast) -> None:
    cast.tracking(verification=[VerificationLine()])
    action = cast.completed()
    with pytest.raises(BadAction) as refusal:
        verify(by=cast.actor(cast.lsms), action=action, accepted=False)
    assert list(refusal.value.faults) == ["words"]
    verify(by=cast.actor(cast.lsms), action=action, accepted=False, words="It still opens")
    assert action.state == "open"
    assert str(cast.worker) in told(cast, "actions.verified")
    cast.completed(action)
    verify(by=cast.actor(cast.lsms), action=action, accepted=True)
    assert [row.accepted for row in action.verifications.all()] == [False, True]


@pytest.mark.proves("scas-4.2-d")
def test_it_looks_again_whether_it_still_works(cast: ActionCast) -> None:
    action = cast.completed()
    by = cast.actor(cast.lsms)
    with pytest.raises(BadAction) as refusal:
        verify(by=by, action=action, accepted=True, check_again=day(0))
    assert list(refusal.value.faults) == ["check_again"]
    verify(by=by, action=action, accepted=True, check_again=day(30))
    assert (action.state, action.check_again) == ("done", day(30))
    verify(by=by, action=action, accepted=False, words="The lock is loose again")
    action.refresh_from_db()
    assert (action.state, action.check_again, action.record.closed_at) == ("open", None, None)


@pytest.mark.proves("scas-5.5.1-p")
def test_it_says_why_something_will_not_be_done(cast: ActionCast) -> None:
    action = cast.action()
    by = cast.actor(cast.manager)
    with pytest.raises(BadAction):
        withdraw(by=by, action=action, why=" ")
    withdraw(by=by, action=action, why="The building is given up in May")
    assert action.state == "withdrawn"
    assert action.record.moves.get().why == "The building is given up in May"
    assert told(cast, "actions.withdrawn") == {str(cast.worker)}
    with pytest.raises(NotPossibleNow):
        complete(by=by, action=action, words="Done")


def test_it_opens_again_with_a_new_date(cast: ActionCast) -> None:
    action = cast.completed()
    by = cast.actor(cast.manager)
    with pytest.raises(BadAction) as refusal:
        reopen(by=by, action=action, due=day(-1), why="")
    assert set(refusal.value.faults) == {"due", "why"}
    reopen(by=by, action=action, due=day(40), why="It broke")
    action.refresh_from_db()
    assert (action.state, action.due, action.ended_at, action.record.closed_at) == ("open", day(40), None, None)
    assert action.completions.count() == 1  # what was said when it ended stays


def test_it_notices_that_someone_else_was_faster(cast: ActionCast) -> None:
    action = cast.action()
    seen = action.record.version
    move_date(by=cast.actor(cast.manager), action=action, due=day(3), why="Sooner", seen_version=seen)
    with pytest.raises(EditedMeanwhile):
        complete(by=cast.actor(cast.worker), action=action, words="Done", seen_version=seen)


def test_it_takes_a_comment_once_and_tells_the_others(cast: ActionCast) -> None:
    action = cast.action()
    first, second = (comment(by=cast.actor(cast.worker), action=action, words="The key is lost") for _ in range(2))
    assert first.pk == second.pk
    assert told(cast, "actions.comment") == {str(cast.manager)}
    with pytest.raises(BadAction):
        comment(by=cast.actor(cast.worker), action=action, words=" ")


def test_it_changes_several_with_one_reason_each_with_its_own_entry(cast: ActionCast) -> None:
    actions = [cast.action(), cast.action(), cast.completed()]
    by = cast.actor(cast.manager)
    outcome = change_together(by=by, actions=actions, do="move-date", why="Snow", due=day(30))
    assert [action.pk for action in outcome.changed] == [action.pk for action in actions[:2]]
    assert [(action.pk, "open" in words.lower()) for action, words in outcome.refused] == [(actions[2].pk, True)]
    for action in actions[:2]:
        assert entries(action, "actions.move_date")[0].details["why"] == "Snow"


@pytest.mark.parametrize(
    ("do", "more", "state"), [("hand-over", {}, "open"), ("complete", {}, "done"), ("withdraw", {}, "withdrawn")]
)
def test_it_does_everything_together_that_it_does_alone(cast: ActionCast, do: str, more: dict, state: str) -> None:
    actions = [cast.action(), cast.action()]
    outcome = change_together(by=cast.actor(cast.manager), actions=actions, do=do, why="Snow", owner=cast.manager)
    assert len(outcome.changed) == 2
    assert {action.state for action in Action.objects.all()} == {state}


def test_it_refuses_to_change_several_to_nothing(cast: ActionCast) -> None:
    for do in ("move-date", "hand-over", "paint"):
        with pytest.raises(ValueError, match="Say what"):
            change_together(by=cast.actor(cast.manager), actions=[cast.action()], do=do, why="Snow")
