"""Support for people who were affected: the words for it."""

from __future__ import annotations

from datetime import date

ANSWERS: dict[str, str] = {"accepted": "Accepted", "declined": "Declined"}
CONTACT_PURPOSES: dict[str, str] = {
    "welfare": "Asked how they are",
    "security": "Asked for further details of the incident",
    "news": "Told them what the police, the court or the trust did",
    "check": "Made sure that support was given",
    "debrief": "Talked it through with the team",
    "help": "They asked for help",
}
OUTCOMES: dict[str, str] = {
    "fit": "Fit for their usual work",
    "adjusted": "Fit with changes to their work",
    "not-yet": "Not fit for work yet",
    "further": "Is seen again",
}
"""What the trust may know: whether someone can work, never what they have."""


def fault_in_follow_up(day: date | None, today: date) -> str:
    """Why a follow-up cannot be on `day`; empty when it can."""
    return "Choose a day from today on for asking again." if day is not None and day < today else ""
