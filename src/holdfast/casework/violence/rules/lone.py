"""Lone working: the words for it, and what makes a review a joint one."""

from __future__ import annotations

CONTROLS: dict[str, str] = {
    "device": "A personal alarm or tracking device",
    "buddy": "A buddy who knows where they are and when they are due",
    "call-in": "Calls at set times, and what happens when one is missed",
    "two": "Two people for visits that are known to carry a risk",
    "check-marker": "Markers are looked up before each visit",
    "code-word": "A word that says “I need help” without saying it",
    "diary": "A diary of visits that somebody else can see",
    "locked": "A door that is kept locked, and who is let in",
}
REASONS: dict[str, str] = {"night": "Alone at night", "off-site": "Off site", "other": "Alone for another reason"}
DEVICES: dict[str, str] = {
    "lone-worker": "Lone worker device",
    "alarm": "Personal alarm",
    "phone": "Phone with an alarm app",
    "radio": "Radio",
}
NEEDS_DEVICE = frozenset({"night", "off-site"})


def fault_in_review(staff: int | None, manager: int | None) -> str:
    """Why a review of these people (primary keys of persons) is no joint one; empty when it is."""
    if staff is None or manager is None:
        return "Name at least one member of staff and the manager: they review it together."
    if staff == manager:
        return "The member of staff and the manager must be two people."
    return ""
