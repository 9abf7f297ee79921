"""The words of an action: how urgent it is, and what it came out of."""

from __future__ import annotations

PRIORITIES: dict[str, str] = {"urgent": "Urgent", "high": "High", "medium": "Medium", "low": "Low"}
"""Most urgent first."""

RANKS: dict[str, int] = {key: place for place, key in enumerate(PRIORITIES)}
"""The place of each in that order, kept with the action so that lists can be sorted by it."""

SOURCES: dict[str, str] = {
    "incident": "An incident",
    "risk-assessment": "A risk assessment",
    "survey": "A security or crime reduction survey",
    "audit": "A security audit",
    "inspection": "A premises inspection",
    "lesson": "A lesson or review",
    "monitoring": "Monitoring of the policy",
    "equality": "An equality impact assessment",
    "alert": "An alert or a letter from outside",
    "committee": "A committee or meeting",
    "other": "Something else",
}

FACTS: dict[str, str] = {
    "purpose": "what it is for",
    "success": "how you will see that it worked",
    "cost": "what it costs",
    "place": "the site or the team that it concerns",
}
"""What a trust may ask of every action beside what is to be done, by whom and by when."""

PERIODS: dict[str, str] = {
    "month": "every month",
    "quarter": "every quarter",
    "half-year": "every half-year",
    "financial-year": "every financial year",
    "calendar-year": "every calendar year",
}
"""How often a plan can be brought up to date (kernel.durations.PeriodKind)."""
