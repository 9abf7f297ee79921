"""How an incident and its investigations move, and at which stage that puts the incident."""

from __future__ import annotations

from collections.abc import Iterable

from holdfast.foundation.organisation.permissions import Permission as P
from holdfast.kernel.workflow import Move, Workflow

INCIDENT = Workflow(
    "incident",
    states={
        "reported": "Reported",
        "open": "Open",
        "routed-out": "Routed elsewhere",
        "merged": "Merged",
        "closed": "Closed",
    },
    moves=(
        Move("triage", ("reported",), "open", P.TRIAGE_INCIDENTS, "Triage"),
        Move("judge-again", ("open",), "open", P.TRIAGE_INCIDENTS, "Judge again"),
        Move("route-out", ("reported", "open"), "routed-out", P.TRIAGE_INCIDENTS, "Route elsewhere", needs_reason=True),
        Move("merge", ("reported", "open"), "merged", P.TRIAGE_INCIDENTS, "Merge with another", needs_reason=True),
        Move("take-back", ("routed-out", "merged"), "reported", P.TRIAGE_INCIDENTS, "Take it back", needs_reason=True),
        Move("close", ("open",), "closed", P.CLOSE_INCIDENTS, "Close"),
        Move("reopen", ("closed",), "open", P.CLOSE_INCIDENTS, "Reopen", needs_reason=True),
    ),
)

INVESTIGATION = Workflow(
    "investigation",
    states={
        "assigned": "Under investigation",
        "submitted": "Waiting for review",
        "approved": "Approved",
        "withdrawn": "Withdrawn",
    },
    moves=(
        Move("submit", ("assigned",), "submitted", P.INVESTIGATE_INCIDENTS, "Send for review"),
        Move("send-back", ("submitted",), "assigned", P.REVIEW_INVESTIGATIONS, "Send back", needs_reason=True),
        Move("approve", ("submitted",), "approved", P.REVIEW_INVESTIGATIONS, "Approve"),
        Move(
            "withdraw",
            ("assigned", "submitted"),
            "withdrawn",
            P.TRIAGE_INCIDENTS,
            "Withdraw",
            needs_reason=True,
        ),
    ),
)

STAGES: dict[str, str] = {
    "reported": "Waiting for triage",
    "triaged": "Triaged",
    "investigating": "Under investigation",
    "reviewing": "Waiting for review",
    "concluded": "Ready to close",
    "closed": "Closed",
    "routed-out": "Routed elsewhere",
    "merged": "Merged",
}


def stage_of(state: str, investigations: Iterable[str]) -> str:
    """The stage of an incident in `state` whose investigations are in the states given.

    An open incident is as far as its slowest investigation.
    """
    if state != "open":
        return state
    running = [investigation for investigation in investigations if investigation != "withdrawn"]
    if not running:
        return "triaged"
    if "assigned" in running:
        return "investigating"
    return "reviewing" if "submitted" in running else "concluded"
