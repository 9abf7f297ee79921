"""What waits on actions and plans, and for whom: each queue is a query, none is kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.records.models import Record
from holdfast.kernel import clock
from holdfast.kernel.durations import Period, PeriodKind
from holdfast.tools.actions.models import Action, Completion, Plan, PlanUpdate
from holdfast.tools.actions.queries.visibility import (
    kept_by_viewer,
    owed_by_viewer,
    plans_visible_to,
    visible_to,
)
from holdfast.tools.actions.rules.stages import UNFINISHED
from holdfast.tools.actions.rules.words import PERIODS

SHOWN = ("record", "about", "owner_person", "owner_post__unit", "site", "unit", "plan__record")
"""What a line or a page of actions shows, to be loaded with them."""


def to_do(viewer: Viewer) -> QuerySet[Action]:
    """Actions that are the viewer's to do, also for whom they stand in, what is due first first."""
    mine = Action.objects.filter(owed_by_viewer(viewer), state="open")
    return mine.select_related(*SHOWN).order_by("due", "rank", "pk")


def to_verify(viewer: Viewer) -> QuerySet[Action]:
    """Completed actions that the viewer may verify: not their own work. The longest waiting first.

    Where the policy names a post, they wait for that post; else for whoever sees them and may verify.
    """
    named = Q(verified_by_post__in=viewer.post_ids)
    anyone = Q(verified_by_post__isnull=True) if viewer.may(Permission.VERIFY_ACTIONS) else Q(pk__in=[])
    return _not_own(viewer, visible_to(viewer).filter(named | anyone, state="completed")).order_by("completed_at", "pk")


def to_check_again(viewer: Viewer, today: date | None = None) -> QuerySet[Action]:
    """Done actions of which somebody said that one should look on a day whether they still work, and it has come."""
    if not viewer.may(Permission.VERIFY_ACTIONS):
        return Action.objects.none()
    due = visible_to(viewer).filter(state="done", check_again__lte=today or clock.today())
    return _not_own(viewer, due).order_by("check_again", "pk")


def without_owner(viewer: Viewer, today: date | None = None) -> QuerySet[Action]:
    """Actions whose owner has left, for whoever can give them to someone else, what is due first first."""
    if not viewer.may(Permission.RAISE_ACTIONS):
        return Action.objects.none()
    left = visible_to(viewer).filter(state="open", owner_person__left__lt=today or clock.today())
    return left.select_related(*SHOWN).order_by("due", "pk")


def plans_owed_by(viewer: Viewer, today: date | None = None) -> QuerySet[Plan]:
    """Open plans that the viewer keeps and that nobody has brought up to date in the present period, oldest first."""
    owed = Q(pk__in=[])
    for kind, period in running_periods(today).items():
        updates = PlanUpdate.objects.filter(plan=OuterRef("pk"), at__gte=period.opens, at__lte=period.closes)
        owed |= Q(period=kind) & ~Q(Exists(updates))
    return Plan.objects.filter(kept_by_viewer(viewer), owed, closed_at__isnull=True).order_by("pk")


def running_periods(today: date | None = None) -> dict[str, Period]:
    """The period of each kind in which `today` (Europe/London) lies."""
    day = today or clock.today()
    return {kind: Period.containing(PeriodKind(kind), day) for kind in PERIODS}


def plans_to_update(viewer: Viewer, today: date | None = None) -> list[tuple[Plan, Period]]:
    """The plans of `plans_owed_by`, each with the period in which it is owed."""
    running = running_periods(today)
    return [(plan, running[plan.period]) for plan in plans_owed_by(viewer, today).select_related("record")]


def plans_with_new_period(today: date) -> list[tuple[Plan, Period]]:
    """Open plans in scope in whose present period nobody was told yet that it has begun, with the period."""
    running = running_periods(today)
    fresh = Q(pk__in=[])
    for kind, period in running.items():
        fresh |= Q(period=kind) & ~Q(begun=period.id)
    plans = Plan.objects.filter(fresh, closed_at__isnull=True).select_related("record", "keeper_person", "keeper_post")
    return [(plan, running[plan.period]) for plan in plans.order_by("pk")]


def owed_period(plan: Plan, day: date, newest: datetime | None) -> Period | None:
    """The period in which `day` lies when `plan`, whose last update was at `newest`, is owed one in it; None else."""
    if not plan.period or plan.closed_at is not None:
        return None
    period = Period.containing(PeriodKind(plan.period), day)
    return None if newest is not None and newest >= period.opens else period


def on_record(record: Record) -> QuerySet[Action]:
    """The actions raised on `record`, unfinished ones first. That the viewer may see the record is asked before."""
    ended = Q(state__in=UNFINISHED)
    actions = Action.objects.filter(about=record).annotate(unfinished_one=ended)
    return actions.select_related(*SHOWN).order_by("-unfinished_one", "due", "pk")


def unfinished_on(records: Iterable[int]) -> QuerySet[Action]:
    """What is still owed on these records (keys): for an area whose own closing waits for its actions."""
    return Action.objects.filter(about__in=list(records), state__in=UNFINISHED).select_related("record")


def counts_of(viewer: Viewer, plans: Iterable[Plan]) -> dict[int, dict[str, int]]:
    """How many actions of each plan (key) stand in each state, as far as the viewer may know, and how many overdue."""
    found: dict[int, dict[str, int]] = {}
    seen = visible_to(viewer).filter(plan__in=[plan.pk for plan in plans]).order_by()
    late = Q(state="open", due__lt=clock.today())
    counted = seen.values("plan", "state").annotate(number=Count("pk"), late=Count("pk", filter=late))
    for row in counted:
        states = found.setdefault(row["plan"], {})
        states[row["state"]] = row["number"]
        states["overdue"] = states.get("overdue", 0) + row["late"]
    return found


def plans_of(viewer: Viewer) -> QuerySet[Plan]:
    """Plans that the viewer may open, with `newest` as the moment of the last update."""
    newest = PlanUpdate.objects.filter(plan=OuterRef("pk")).order_by("-at").values("at")[:1]
    plans = plans_visible_to(viewer).annotate(newest=newest)
    return plans.select_related("record", "site", "unit", "keeper_person", "keeper_post__unit")


def _not_own(viewer: Viewer, actions: QuerySet[Action]) -> QuerySet[Action]:
    done_by_me = Completion.objects.filter(action=OuterRef("pk"), person=viewer.person, at=F("action__completed_at"))
    return actions.exclude(Exists(done_by_me)).exclude(owner_person=viewer.person).select_related(*SHOWN)
