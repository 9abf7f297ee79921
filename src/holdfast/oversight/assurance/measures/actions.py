"""What actions and plans tell: one function a measure, each from a row with its steps to facts for the engine."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from holdfast.oversight.assurance.measures.measure import Measure
from holdfast.tools.actions.models import Action, Completion, Plan

Facts = dict[str, Any]
Numbers = Mapping[str, Any]

LOADED = ("completions", "verifications")
"""Relations of an action that the measures read."""

PLAN_LOADED = ("updates",)
"""Relations of a plan that the measures read."""


def _withdrawn(action: Action) -> datetime | None:
    return action.ended_at if action.state == "withdrawn" else None


def _good(action: Action) -> Completion | None:
    """The completion that stands: the last one, unless it was sent back or the action was opened again since."""
    completions = sorted(action.completions.all(), key=lambda row: (row.at, row.pk))
    return completions[-1] if completions and action.state in ("completed", "done") else None


def completed(action: Action, numbers: Numbers) -> Facts:
    """From raised to completed, by its date; with `against: first-date` by the date that it was first given."""
    done = _good(action)
    return {
        "start": action.raised_at,
        "done": done.at if done else None,
        "limit": action.first_due if numbers.get("against") == "first-date" else action.due,
        "ended": _withdrawn(action),
    }


def verified(action: Action, numbers: Numbers) -> Facts | None:
    """From completed to someone else verifying it, where that is wanted."""
    done = _good(action)
    if not action.verification or done is None:
        return None
    looks = sorted(row.at for row in action.verifications.all() if row.accepted and row.at >= done.at)
    return {"start": done.at, "done": looks[0] if looks else None, "ended": _withdrawn(action)}


def plan_updated(plan: Plan, numbers: Numbers) -> Facts:
    """Owed from the opening of the plan until it is closed; each update counts."""
    return {
        "since": plan.opened_at,
        "done": [row.at for row in plan.updates.all()],
        "ended": plan.closed_at,
    }


ACTION_MEASURES: tuple[Measure, ...] = (
    Measure(
        "actions.completed",
        "deadline",
        "Done in time",
        completed.__doc__ or "",
        completed,
        area="actions",
        of="action",
        numbers=("within", "warn", "against"),
    ),
    Measure(
        "actions.verified",
        "deadline",
        "Verified in time",
        verified.__doc__ or "",
        verified,
        area="actions",
        of="action",
    ),
    Measure(
        "actions.plan-updated",
        "period",
        "Plan brought up to date",
        plan_updated.__doc__ or "",
        plan_updated,
        area="actions",
        of="action-plan",
        numbers=("period", "mode", "grace", "warn"),
    ),
)
