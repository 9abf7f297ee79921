"""Opening a plan of actions, bringing it up to date in each period, and closing it."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Q

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Site, Trust, Unit
from holdfast.foundation.records.models import Record, Sensitivity
from holdfast.foundation.records.operations import open_record, touch
from holdfast.kernel import clock
from holdfast.kernel.durations import Period, PeriodKind
from holdfast.tools.actions.models import Action, Plan, PlanUpdate
from holdfast.tools.actions.operations.holding import BadAction, Owner, fault_of_owner, hold, split
from holdfast.tools.actions.rules.stages import UNFINISHED
from holdfast.tools.actions.rules.words import PERIODS, SOURCES


def open_plan(
    *,
    by: Actor,
    trust: Trust,
    submission_key: str,
    title: str,
    keeper: Owner,
    source: str = "other",
    period: str = "",
    about: Record | None = None,
    purpose: str = "",
    site: Site | None = None,
    unit: Unit | None = None,
) -> Plan:
    """Open a plan; `period` is a key of PERIODS, or blank. Sent twice with one key, it is one. Raises BadAction."""
    told = {
        "title": title.strip()[:200],
        "source": source,
        "period": period,
        "about": about,
        "purpose": purpose.strip(),
        "site": site,
        "unit": unit,
    }
    try:
        with transaction.atomic():
            return _open(by=by, trust=trust, key=submission_key, keeper=keeper, told=told)
    except IntegrityError:
        sent_already = Plan.objects.filter(trust=trust, submission_key=submission_key).first()
        if sent_already is None:
            raise
        return sent_already


@operation
def _open(*, by: Actor, trust: Trust, key: str, keeper: Owner, told: dict[str, Any]) -> Plan:
    faults = {
        "title": "" if told["title"] else "Give the plan a title.",
        "source": "" if told["source"] in SOURCES else "Select what it came out of.",
        "period": "" if told["period"] in ("", *PERIODS) else "Select how often it is brought up to date.",
        "keeper": fault_of_owner(keeper),
    }
    if any(faults.values()):
        raise BadAction({name: words for name, words in faults.items() if words})
    plan = Plan.objects.create(
        trust=trust,
        record=open_record(trust=trust, kind="action-plan", series="APL", title=told["title"]),
        submission_key=key,
        begun=Period.containing(PeriodKind(told["period"]), clock.today()).id if told["period"] else "",
        opened_at=clock.now(),
        opened_by=by.name[:160],
        opened_by_person_id=by.person_id,
        **split(keeper, "keeper"),
        **told,
    )
    enter(
        "actions.open_plan",
        by=by,
        subject=plan.record,
        details={"title": plan.title, "keeper": str(keeper), "period": plan.period, "source": plan.source},
    )
    return plan


def standing_of(plan: Plan) -> dict[str, int]:
    """How many actions of the plan are still to do, overdue (of these), waiting for verification, done, withdrawn.

    Without those on restricted records other than the plan's own: a figure must not tell of what hangs on them.
    """
    today = clock.today()
    hidden = Q(about__sensitivity=Sensitivity.RESTRICTED) & ~Q(about=plan.about_id)
    return (
        Action.objects.filter(plan=plan)
        .exclude(hidden)
        .aggregate(
            to_do=Count("pk", filter=Q(state="open")),
            overdue=Count("pk", filter=Q(state="open", due__lt=today)),
            waiting=Count("pk", filter=Q(state="completed")),
            done=Count("pk", filter=Q(state="done")),
            withdrawn=Count("pk", filter=Q(state="withdrawn")),
        )
    )


@operation
def update_plan(*, by: Actor, plan: Plan, words: str, seen_version: int | None = None) -> PlanUpdate:
    """Bring a plan up to date: say how it stands. The figures of that moment are kept beside the words.

    Raises BadAction without words, ValueError when it is closed, EditedMeanwhile.
    """
    hold(plan, seen_version)
    if plan.closed_at is not None:
        raise ValueError("This plan is closed. Open another for what is still to be done.")
    if not words.strip():
        raise BadAction({"words": "Say how the plan stands: what was done, what is late and why."})
    update = PlanUpdate.objects.create(
        trust_id=plan.trust_id,
        plan=plan,
        words=words.strip(),
        at=clock.now(),
        by=by.name[:160],
        person_id=by.person_id,
        **standing_of(plan),
    )
    touch(plan.record)
    enter("actions.update_plan", by=by, subject=plan.record, details={"words": words.strip()})
    return update


@operation
def close_plan(*, by: Actor, plan: Plan, why: str, seen_version: int | None = None) -> Plan:
    """Close a plan. Raises ValueError while actions of it are unfinished, or when it is closed; BadAction without a
    reason; EditedMeanwhile."""
    hold(plan, seen_version)
    if plan.closed_at is not None:
        raise ValueError("This plan is closed already.")
    unfinished = list(
        Action.objects.filter(plan=plan, state__in=UNFINISHED).values_list("record__reference", flat=True)[:6]
    )
    if unfinished:
        named = ", ".join(unfinished[:5]) + (" and others" if len(unfinished) > 5 else "")
        raise ValueError(f"Not all of it is finished: {named}. Complete these, or withdraw them with a reason.")
    if not why.strip():
        raise BadAction({"why": "Say what came of the plan."})
    plan.closed_at, plan.closed_by, plan.closed_why = clock.now(), by.name[:160], why.strip()
    plan.save(update_fields=["closed_at", "closed_by", "closed_why"])
    Record.objects.filter(pk=plan.pk).update(closed_at=plan.closed_at)
    touch(plan.record)
    enter("actions.close_plan", by=by, subject=plan.record, details={"why": why.strip()})
    return plan
