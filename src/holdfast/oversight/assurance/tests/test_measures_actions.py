"""What actions and plans tell the engine, and how a pack speaks of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.tests.cast import NOON, at_work, make_trust
from holdfast.kernel import clock
from holdfast.oversight.assurance.measures.actions import completed, plan_updated, verified
from holdfast.oversight.assurance.measures.sources import SOURCES
from holdfast.oversight.assurance.operations.installing_actions import put_actions
from holdfast.oversight.assurance.packs import reading_actions
from holdfast.oversight.assurance.packs.loading import PACK_FILE, load_pack, pack_folders
from holdfast.oversight.assurance.packs.offered import vocabulary
from holdfast.oversight.assurance.packs.reading_actions import ACTIONS, ActionsPolicy, Escalation, Verification
from holdfast.oversight.assurance.tests.small_pack import PACK, read, write
from holdfast.tools.actions.models import Action
from holdfast.tools.actions.operations.completing import complete, verify
from holdfast.tools.actions.operations.dates import move_date
from holdfast.tools.actions.operations.ending import withdraw
from holdfast.tools.actions.operations.plans import close_plan, update_plan
from holdfast.tools.actions.queries import policy
from holdfast.tools.actions.queries.policy import VerificationLine, needs_of, plan_ways_of, verification_lines
from holdfast.tools.actions.tests.action_cast import ActionCast, day, make_cast

SECTION = """\
actions:
  needs: [success, cost]
  verification:
  - {sources: [audit], priorities: [urgent, high], by: lsms, evidence: true, clause: vale-1-a}
  - {only_evidence: true}
  remind_before: lock-change
  escalation:
  - {after: lock-change}
  - {after: lock-change, to: lsms}
  plans: {period: quarter, keeper: lsms, clause: vale-1-a}
"""


@pytest.fixture
def cast(db: None) -> Iterator[ActionCast]:
    trust = make_trust()
    with at_work(trust):
        yield make_cast(trust)


def loaded(action: Action) -> Action:
    return SOURCES["action"].fetch([action.pk]).get()


def test_it_measures_an_action_by_its_date_and_by_its_first_date(cast: ActionCast) -> None:
    action = cast.action()
    move_date(by=cast.actor(cast.worker), action=action, due=day(20), why="Parts")
    told = completed(loaded(action), {})
    assert told == {"start": NOON, "done": None, "limit": day(20), "ended": None}
    assert completed(loaded(action), {"against": "first-date"})["limit"] == day(10)
    withdraw(by=cast.actor(cast.manager), action=action, why="Given up")
    assert completed(loaded(action), {})["ended"] == NOON


def test_it_counts_the_completion_that_stood(cast: ActionCast) -> None:
    cast.tracking(verification=[VerificationLine()])
    action = cast.completed()
    assert verified(loaded(action), {}) == {"start": NOON, "done": None, "ended": None}
    verify(by=cast.actor(cast.lsms), action=action, accepted=False, words="Not shut")
    assert completed(loaded(action), {})["done"] is None
    assert verified(loaded(action), {}) is None
    with clock.at(NOON + timedelta(days=2)):
        complete(by=cast.actor(cast.worker), action=action, words="Now it is")
        verify(by=cast.actor(cast.lsms), action=action, accepted=True)
    assert completed(loaded(action), {})["done"] == NOON + timedelta(days=2)
    assert verified(loaded(action), {})["done"] == NOON + timedelta(days=2)


def test_it_asks_for_no_verification_that_nobody_wants(cast: ActionCast) -> None:
    assert verified(loaded(cast.completed()), {}) is None


def test_it_counts_each_update_of_a_plan_until_it_is_closed(cast: ActionCast) -> None:
    plan = cast.plan()
    by = cast.actor(cast.manager)
    update_plan(by=by, plan=plan, words="Begun")
    close_plan(by=by, plan=plan, why="Nothing to do")
    row = SOURCES["action-plan"].fetch([plan.pk]).get()
    assert plan_updated(row, {}) == {"since": NOON, "done": [NOON], "ended": NOON}


def test_it_knows_the_words_of_the_area() -> None:
    assert set(reading_actions.SOURCES) == set(policy.SOURCES)
    assert set(reading_actions.PRIORITIES) == set(policy.PRIORITIES)
    assert set(reading_actions.FACTS) == set(policy.FACTS)
    assert set(reading_actions.PERIODS) == set(policy.PERIODS)


def test_it_reads_the_section(tmp_path: Path) -> None:
    reading = read(write(tmp_path / "vale", pack=PACK + SECTION))
    assert reading.problems == ()
    assert reading.pack is not None
    assert reading.pack.said(ACTIONS) == ActionsPolicy(
        needs=("success", "cost"),
        verification=(
            Verification(("audit",), ("urgent", "high"), by="lsms", evidence=True, clause="vale-1-a"),
            Verification(verified=False, evidence=True),
        ),
        escalation=(Escalation("lock-change"), Escalation("lock-change", "lsms")),
        remind_before="lock-change",
        plan_period="quarter",
        plan_keeper="lsms",
        clause="vale-1-a",
    )


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("needs: [success", "needs: [sucess", "Did you mean “success”?"),
        ("sources: [audit]", "sources: [audits]", "audit"),
        ("after: lock-change}", "after: P7D}", "Declare it under “numbers”"),
        ("period: quarter", "period: quarterly", "quarter"),
        ("keeper: lsms", "keeper: lsmss", "lsms"),
    ],
)
def test_it_refuses_a_fault_with_its_line_and_what_was_meant(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    reading = read(write(tmp_path / "vale", pack=PACK + SECTION.replace(right, wrong, 1)))
    assert [problem.file.endswith(PACK_FILE) and problem.line > 0 for problem in reading.problems] == [True]
    assert said in reading.problems[0].message


def test_it_hands_each_trust_what_its_policy_says(cast: ActionCast) -> None:
    names = vocabulary()
    packs = {folder.name: load_pack(folder, names) for folder in pack_folders()}
    put_actions(by=Actor.system("test"), trust=cast.trust, pack=packs["waht"])
    assert needs_of(cast.trust) == ("success",)
    put_actions(by=Actor.system("test"), trust=cast.trust, pack=packs["las"])
    assert (needs_of(cast.trust), plan_ways_of(cast.trust)) == ((), ("quarter", "lsms"))
    put_actions(by=Actor.system("test"), trust=cast.trust, pack=packs["uhmbt"])
    assert [line.clause for line in verification_lines(cast.trust)] == ["uhmbt-4.4.3-e"]
