"""Reminding owners before and after the date, and taking what is overdue up. For the scheduler."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.notifications.operations import tell
from holdfast.foundation.organisation.models import Person, Trust
from holdfast.foundation.organisation.queries.people import line_manager_of
from holdfast.foundation.organisation.queries.posts import acting_in, holders_by_role, post_of
from holdfast.foundation.organisation.scope import scope
from holdfast.foundation.pages.words import count, day_in_words
from holdfast.foundation.records.models import Reader, Sensitivity
from holdfast.foundation.records.operations import touch
from holdfast.kernel import clock
from holdfast.kernel.durations import Period
from holdfast.tools.actions.models import Action, Escalation, Plan
from holdfast.tools.actions.operations.holding import Owner, hold, tell_of_action, tell_owner
from holdfast.tools.actions.queries.awaiting import plans_with_new_period
from holdfast.tools.actions.queries.policy import ways_of
from holdfast.tools.actions.rules.reminding import Step, Ways, reminder_for, steps_reached

SECURITY_ROLES = ("lsms", "security-lead")
FURTHEST = timedelta(days=366)
"""No reminder comes earlier than this before its date, whatever a trust sets."""


@dataclass
class Reminded:
    """What one run did."""

    reminders: int = 0
    escalations: int = 0

    def __str__(self) -> str:
        sent = ((self.reminders, "reminder"), (self.escalations, "escalation"))
        words = " and ".join(count(number, what) for number, what in sent if number)
        return f"sent {words}" if words else ""


def remind_of_actions(*, by: Actor) -> Reminded:
    """Remind in every live trust, each owner once for each reminder, and take up what is overdue, once for each step.

    Each is an operation of its own; run twice, or by two schedulers at once, nobody is told twice.
    """
    done = Reminded()
    for trust in Trust.objects.filter(live=True):
        with scope(trust):
            ways, today = ways_of(trust), clock.today()
            near = Action.objects.filter(state="open", due__lte=today + FURTHEST)
            for action in near.select_related("record", "about", "owner_person__unit", "owner_post__unit", "trust"):
                word = reminder_for(action.due, today, ways)
                if word and word != action.reminded:
                    done.reminders += remind_owner(by=by, action=action, word=word)
                for place in steps_reached(action.due, today, ways):
                    done.escalations += _escalate_once(by, action, place, ways)
            for plan, period in plans_with_new_period(today):
                done.reminders += _begin_once(by, plan, period)
    return done


def _begin_once(by: Actor, plan: Plan, period: Period) -> int:
    try:
        _begin_period(by=by, plan=plan, period=period)
    except _NothingToDo:
        return 0
    return 1


@operation
def _begin_period(*, by: Actor, plan: Plan, period: Period) -> None:
    """Tell the keeper that a period has begun. Touches the plan, so that what computes from it knows of the period."""
    hold(plan)
    if plan.closed_at is not None or plan.begun == period.id:
        raise _NothingToDo
    plan.begun = period.id
    plan.save(update_fields=["begun"])
    touch(plan.record)
    tell(
        people=[plan.keeper] if isinstance(plan.keeper, Person) else [],
        posts=[] if isinstance(plan.keeper, Person) else [plan.keeper],
        subject=f"{plan.reference} is to be brought up to date by {day_in_words(period.last)}",
        words=f"{plan.title}\n\nSay how it stands in {period.words}.",
        record=plan.record,
        url=reverse("actions:update-plan", args=[plan.reference]),
        kind="actions.plan_update",
        key=f"actions.plan.{plan.pk}.{period.id}",
    )
    enter("actions.begin_period", by=by, subject=plan.record, details={"period": period.id})


def remind_owner(*, by: Actor, action: Action, word: str) -> int:
    """Remind the owner unless somebody was faster; how many reminders went out (0 or 1)."""
    try:
        _remind(by=by, action=action, word=word)
    except _NothingToDo:
        return 0
    return 1


class _NothingToDo(Exception):
    """Another scheduler was faster, or it is not owed any more."""


@operation
def _remind(*, by: Actor, action: Action, word: str) -> None:
    hold(action)
    if action.state != "open" or action.reminded == word:
        raise _NothingToDo
    action.reminded = word
    action.save(update_fields=["reminded"])
    when = day_in_words(action.due)
    late = word != "before"
    tell_owner(
        action,
        subject=f"{action.reference} {'was' if late else 'is'} due {when}",
        words=f"{action.title}\n\nComplete it, or move its date and say why.",
        kind="actions.reminder",
        by=by,
        key=f"actions.remind.{action.pk}.{action.due}.{word}",
    )
    enter("actions.remind_owner", by=by, subject=action.record, details={"due": action.due, "reminder": word})


def _escalate_once(by: Actor, action: Action, place: int, ways: Ways) -> int:
    if Escalation.objects.filter(action=action, due=action.due, step=place).exists():
        return 0
    try:
        _escalate(by=by, action=action, place=place, step=ways.steps[place])
    except _NothingToDo:
        return 0
    return 1


@operation
def _escalate(*, by: Actor, action: Action, place: int, step: Step) -> None:
    hold(action)
    if action.state != "open" or Escalation.objects.filter(action=action, due=action.due, step=place).exists():
        raise _NothingToDo
    above = _above(action, step)
    if not above:
        raise _NothingToDo
    now = clock.now()
    Escalation.objects.bulk_create(
        Escalation(trust_id=action.trust_id, action=action, at=now, due=action.due, step=place, to=words, person=person)
        for person, words in above
    )
    touch(action.record)
    tell_of_action(
        action,
        to=[person for person, _ in above],
        subject=f"{action.reference} is overdue since {day_in_words(action.due)}",
        words=f"{action.title}\n\nIt is with {action.owner}. Open it to see what stands in the way.",
        kind="actions.escalated",
        by=by,
    )
    enter(
        "actions.escalate",
        by=by,
        subject=action.record,
        details={"due": action.due, "step": place, "to": [words for _, words in above]},
    )


def _above(action: Action, step: Step) -> list[tuple[Person, str]]:
    """Whom the step goes up to, each with the words for it: where nobody is found, the security team.

    Of a restricted record only those who are named on it.
    """
    found = _to_post(action, step.to) if step.to else _to_manager(action.owner)
    if not found:
        team = holders_by_role(action.trust, SECURITY_ROLES)
        found = [(holder.person, f"{holder.person}, {holder.post}") for holder in team]
    if action.about is not None and action.about.sensitivity == Sensitivity.RESTRICTED:
        readers = Reader.objects.filter(record=action.about).select_related("person")
        named = {reader.person_id: reader.person for reader in readers}
        found = [(person, words) for person, words in found if person.pk in named] or [
            (person, f"{person}, who is named on the record") for person in named.values()
        ]
    own = action.owner_person_id
    return list({person.pk: (person, words[:250]) for person, words in found if person.pk != own}.values())


def _to_post(action: Action, key: str) -> list[tuple[Person, str]]:
    post = post_of(action.trust, key, action.unit or action.owner.unit)
    return (
        [(holder.person, f"{holder.person}, {post}") for holder in acting_in([post]).get(post.pk, [])] if post else []
    )


def _to_manager(owner: Owner) -> list[tuple[Person, str]]:
    if isinstance(owner, Person):
        return [(holder.person, f"{holder.person}, who manages {owner}") for holder in line_manager_of(owner)]
    if owner.reports_to is not None:
        above = owner.reports_to
        return [(holder.person, f"{holder.person}, {above}") for holder in acting_in([above]).get(above.pk, [])]
    if owner.unit is not None:
        return [(holder.person, f"{holder.person}, who manages {owner.unit}") for holder in line_manager_of(owner.unit)]
    return []
