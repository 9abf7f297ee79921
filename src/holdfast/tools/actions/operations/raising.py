"""Raising an action, on a record, in a plan or by itself; and putting right what it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Post, Site, Trust, Unit
from holdfast.foundation.organisation.queries.posts import post_of
from holdfast.foundation.pages.words import day_in_words
from holdfast.foundation.records.models import Record
from holdfast.foundation.records.operations import open_record, touch
from holdfast.kernel import clock
from holdfast.tools.actions.models import Action, Plan
from holdfast.tools.actions.operations.holding import BadAction, Owner, fault_of_owner, hold, split, tell_owner
from holdfast.tools.actions.queries.policy import needs_of, verification_lines
from holdfast.tools.actions.rules.checking import Wanted, wanted_for
from holdfast.tools.actions.rules.raising import Told, faults_of
from holdfast.tools.actions.rules.words import RANKS


def raise_action(
    *,
    by: Actor,
    trust: Trust,
    submission_key: str,
    title: str,
    owner: Owner,
    due: date,
    priority: str = "medium",
    source: str = "other",
    about: Record | None = None,
    plan: Plan | None = None,
    purpose: str = "",
    success: str = "",
    cost_pence: int | None = None,
    site: Site | None = None,
    unit: Unit | None = None,
    verification: bool = False,
) -> Action:
    """Raise an action and tell its owner. `due` is a London day, the cost in pence. Sent twice with one key, it is one.

    Whether a second person verifies it, and whether it needs a file as proof, the trust's policy decides now; whoever
    raises it can ask for `verification` beyond that. An action of a plan is on the record of the plan unless it says
    another. Raises BadAction.
    """
    told = {
        "title": title.strip()[:200],
        "purpose": purpose.strip(),
        "success": success.strip()[:300],
        "cost_pence": cost_pence,
        "site": site,
        "unit": unit,
        "priority": priority,
        "source": source,
    }
    try:
        with transaction.atomic():
            return _raise(
                by=by,
                trust=trust,
                key=submission_key,
                owner=owner,
                due=due,
                about=about,
                plan=plan,
                asked=verification,
                told=told,
            )
    except IntegrityError:
        sent_already = Action.objects.filter(trust=trust, submission_key=submission_key).first()
        if sent_already is None:
            raise
        return sent_already


@operation
def _raise(
    *,
    by: Actor,
    trust: Trust,
    key: str,
    owner: Owner,
    due: date,
    about: Record | None,
    plan: Plan | None,
    asked: bool,
    told: dict[str, Any],
) -> Action:
    faults = _faults(trust, told, due)
    if wrong := fault_of_owner(owner):
        faults["owner"] = wrong
    if plan is not None and plan.closed_at is not None:
        faults["plan"] = "This plan is closed. Choose another, or raise the action by itself."
    if faults:
        raise BadAction(faults)
    wanted = wanted_for(told["source"], told["priority"], verification_lines(trust))
    wanted = replace(wanted, verified=wanted.verified or asked)
    action = Action.objects.create(
        trust=trust,
        record=open_record(trust=trust, kind="action", series="ACT", title=told["title"]),
        submission_key=key,
        about=about or (plan.about if plan else None),
        plan=plan,
        rank=RANKS[told["priority"]],
        due=due,
        first_due=due,
        raised_at=clock.now(),
        raised_by=by.name[:160],
        raised_by_person_id=by.person_id,
        **split(owner, "owner"),
        **_wanted_columns(trust, wanted, told["unit"]),
        **told,
    )
    if plan is not None:
        touch(plan.record)
    tell_owner(
        action,
        subject=f"{action.reference} is yours to do",
        words=f"{action.title}\n\nDue {day_in_words(due)}. Open it to see what it is for.",
        kind="actions.raised",
        by=by,
    )
    enter(
        "actions.raise_action",
        by=by,
        subject=action.record,
        details={
            "title": action.title,
            "owner": str(owner),
            "due": due,
            "priority": action.priority,
            "source": action.source,
            "verification": action.verification,
            "about": action.about.reference if action.about else "",
            "plan": plan.reference if plan else "",
        },
    )
    return action


def _faults(trust: Trust, told: dict[str, Any], due: date) -> dict[str, str]:
    said = Told(
        title=told["title"],
        due=due,
        priority=told["priority"],
        source=told["source"],
        purpose=told["purpose"],
        success=told["success"],
        cost=told["cost_pence"] is not None,
        place=bool(told["site"] or told["unit"]),
    )
    return faults_of(said, needs=needs_of(trust), today=clock.today())


def _wanted_columns(trust: Trust, wanted: Wanted, unit: Unit | None) -> dict[str, Any]:
    by: Post | None = post_of(trust, wanted.by, unit) if wanted.by else None
    # A pattern stands for many posts and is held by nobody: then anyone with the right verifies.
    named = by if by is not None and not by.is_pattern else None
    return {"verification": wanted.verified, "verified_by_post": named, "evidence_needed": wanted.evidence}


@operation
def change_action(
    *,
    by: Actor,
    action: Action,
    title: str,
    priority: str,
    source: str,
    purpose: str = "",
    success: str = "",
    cost_pence: int | None = None,
    site: Site | None = None,
    unit: Unit | None = None,
    verification: bool = False,
    seen_version: int | None = None,
) -> Action:
    """Put right what an unfinished action says. Its date and its owner have verbs of their own, with reasons.

    What is wanted of its completion is decided anew, and `verification` asks for it beyond the policy; what was wanted
    before stays wanted. Raises BadAction,
    EditedMeanwhile, ValueError when it is finished or nothing changes.
    """
    hold(action, seen_version)
    if not action.unfinished:
        raise ValueError("This action is finished. Open it again first if it must change.")
    told = {
        "title": title.strip()[:200],
        "purpose": purpose.strip(),
        "success": success.strip()[:300],
        "cost_pence": cost_pence,
        "site": site,
        "unit": unit,
        "priority": priority,
        "source": source,
    }
    faults = _faults(action.trust, told, max(action.due, clock.today()))
    if faults:
        raise BadAction(faults)
    changes = {
        name: [_shown(getattr(action, name)), _shown(value)]
        for name, value in told.items()
        if getattr(action, name) != value
    }
    if verification and not action.verification:
        changes["verification"] = [False, True]
    if not changes:
        raise ValueError("Nothing is different. Change something, or leave the page.")
    wanted = wanted_for(source, priority, verification_lines(action.trust))
    wanted = Wanted(
        wanted.verified or action.verification or verification,
        wanted.by,
        evidence=wanted.evidence or action.evidence_needed,
    )
    columns = _wanted_columns(action.trust, wanted, unit)
    if columns["verified_by_post"] is None:
        del columns["verified_by_post"]
    for name, value in {**told, **columns, "rank": RANKS[priority]}.items():
        setattr(action, name, value)
    action.save(update_fields=[*told, *columns, "rank"])
    if "title" in changes:
        Record.objects.filter(pk=action.pk).update(title=action.title)
    touch(action.record)
    enter("actions.change_action", by=by, subject=action.record, changes=changes)
    return action


def _shown(value: object) -> object:
    return str(value) if isinstance(value, Site | Unit) else value
