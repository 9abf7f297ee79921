"""Actions and plans as rows of a list, and their states as tags."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.urls import reverse

from holdfast.foundation.records.models import Sensitivity
from holdfast.kernel import clock
from holdfast.tools.actions.models import Action, Plan
from holdfast.tools.actions.queries.awaiting import owed_period
from holdfast.tools.actions.rules.reminding import SOON
from holdfast.tools.actions.rules.stages import STATES
from holdfast.tools.actions.rules.words import PERIODS

PRIORITY_MEANINGS = {"urgent": "bad", "high": "held", "medium": "plain", "low": "off"}
STATE_MEANINGS = {"open": "going", "completed": "waiting", "done": "done", "withdrawn": "off"}

Tag = tuple[str, str]


def state_tag(action: Action) -> Tag:
    """The state in words with its meaning; what is late or soon says so."""
    today = clock.today()
    if action.overdue_on(today):
        return "Overdue", "late"
    if action.state == "open" and action.due <= today + timedelta(days=SOON.days):
        return "Due soon", "soon"
    return STATES[action.state], STATE_MEANINGS[action.state]


def pounds(pence: int | None) -> Decimal | None:
    """Pence as pounds."""
    return None if pence is None else Decimal(pence) / 100


def restricted(action: Action) -> bool:
    """True when it stands on a record that only named people may know of."""
    return action.about is not None and action.about.sensitivity == Sensitivity.RESTRICTED


@dataclass(frozen=True)
class ActionLine:
    """One row: `about` is the reference of what it was raised on, blank where the viewer may not know of it."""

    key: int
    reference: str
    url: str
    title: str
    owner: str
    due: date
    moved: bool
    state: Tag
    priority: Tag
    about: str
    about_url: str
    place: str
    restricted: bool
    cost: Decimal | None


def line_of(action: Action, about: str = "", about_url: str = "") -> ActionLine:
    """The row of `action`. `about` is given by the view, which knows what the viewer may see."""
    return ActionLine(
        key=action.pk,
        reference=action.reference,
        url=reverse("actions:action", args=[action.reference]),
        title=action.title,
        owner=str(action.owner),
        due=action.due,
        moved=action.due != action.first_due,
        state=state_tag(action),
        priority=(action.get_priority_display(), PRIORITY_MEANINGS[action.priority]),
        about=about,
        about_url=about_url,
        place=", ".join(str(place) for place in (action.site, action.unit) if place),
        restricted=restricted(action),
        cost=pounds(action.cost_pence),
    )


@dataclass(frozen=True)
class PlanLine:
    """One row of the list of plans."""

    reference: str
    url: str
    title: str
    keeper: str
    place: str
    period: str
    newest: datetime | None
    state: Tag
    open: int
    overdue: int
    finished: int


def plan_tag(plan: Plan, owed: bool) -> Tag:
    """Whether a plan is closed, or owed an update in the present period."""
    if plan.closed_at is not None:
        return "Closed", "off"
    if owed:
        return "Update due", "soon"
    return "Open", "going"


def plan_line(plan: Plan, counts: dict[str, int]) -> PlanLine:
    """The row of a plan with `newest` (queries.awaiting.plans_of) and the counts of its actions."""
    newest = getattr(plan, "newest", None)
    period = owed_period(plan, clock.today(), newest)
    return PlanLine(
        reference=plan.reference,
        url=reverse("actions:plan", args=[plan.reference]),
        title=plan.title,
        keeper=str(plan.keeper),
        place=", ".join(str(place) for place in (plan.site, plan.unit) if place),
        period=PERIODS.get(plan.period, ""),
        newest=newest,
        state=plan_tag(plan, period is not None),
        open=counts.get("open", 0) + counts.get("completed", 0),
        overdue=counts.get("overdue", 0),
        finished=counts.get("done", 0) + counts.get("withdrawn", 0),
    )
