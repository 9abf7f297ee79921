"""When a sanction may be made known, and what may not stand in its words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

CHOICES: dict[str, str] = {
    "outside": "Yes, outside the trust as well",
    "inside": "Yes, inside the trust only",
    "none": "No",
}
PERMISSIONS: dict[str, str] = {
    "given": "They agree",
    "refused": "They do not agree",
    "not-asked": "Not asked",
    "no-victim": "There is no victim to ask",
}
CHANNELS: dict[str, tuple[str, str]] = {
    "bulletin": ("Staff bulletin", "inside"),
    "intranet": ("Intranet", "inside"),
    "quarterly-report": ("Quarterly report", "inside"),
    "press": ("Press release", "outside"),
    "website": ("Trust’s website", "outside"),
    "social": ("Social media", "outside"),
    "broadcast": ("Radio or television", "outside"),
}
"""Where it can be made known: words, and whether that is inside the trust or outside."""


@dataclass(frozen=True)
class PublicityFacts:
    """What was looked at before deciding. `choice` and `permission` as in CHOICES and PERMISSIONS.

    `permission_proved`: it is written down when and how the victim agreed.
    """

    choice: str
    permission: str = "not-asked"
    permission_proved: bool = False
    restrictions_checked: bool = False
    restricted: bool = False
    data_protection_checked: bool = False
    specialist_consulted: bool = False
    reason: str = ""
    words: str = ""


def faults(facts: PublicityFacts, unnameable: Iterable[str], needs_permission: Iterable[str]) -> dict[str, str]:
    """What stands against the decision, by field, each with what to do instead.

    `unnameable`: names that must not stand in the words. `needs_permission`: the choices for which the trust asks the
    victim's permission; outside it is asked always.
    """
    found: dict[str, str] = {}
    if facts.choice == "none":
        if not facts.reason.strip():
            found["reason"] = "Say why it is not made known."
        return found
    asked = {"outside", *needs_permission}
    if facts.choice in asked and facts.permission not in ("given", "no-victim"):
        found["permission"] = (
            "The victim has not agreed. Ask them first, or make it known inside the trust only."
            if facts.choice == "outside" and "inside" not in asked
            else "The victim has not agreed. Ask them first, or decide not to make it known."
        )
    elif facts.choice in asked and facts.permission == "given" and not facts.permission_proved:
        found["permission_words"] = "Say when and how the victim agreed, and to whom they said it."
    if not facts.restrictions_checked:
        found["restrictions_checked"] = "Check whether a court restricts reporting."
    if facts.restricted and facts.choice == "outside":
        found["restricted"] = (
            "A court restricts reporting. Make it known inside the trust only, without names, or not at all."
        )
    if not facts.data_protection_checked:
        found["data_protection_checked"] = "Check data protection first."
    if not facts.specialist_consulted:
        found["specialist_consulted"] = "Speak with the security specialist first."
    if not facts.words.strip():
        found["words"] = "Write the words that are to be made known."
    elif named := names_in(facts.words, unnameable):
        found["words"] = f"These words name {named[0]}, which they must not. Tell it without the name."
    return found


def names_in(words: str, names: Iterable[str]) -> list[str]:
    """Those of `names` that stand in `words`: whole in any letters, or by their last part as names are written.

    "A patient" does not name Vic Patient, and "Patient" does.
    """
    bare = [word.strip(".,;:!?“”‘’\"'()").removesuffix("’s").removesuffix("'s") for word in words.split()]
    written = {word.casefold() for word in bare if word[:1].isupper()}
    whole = f" {' '.join(bare).casefold()} "
    found = []
    for name in names:
        parts = name.casefold().split()
        if parts and ((len(parts[-1]) > 2 and parts[-1] in written) or f" {' '.join(parts)} " in whole):
            found.append(name)
    return found


def channel_fault(choice: str, channel: str) -> str:
    """Why something decided as `choice` cannot go out by `channel`; "" when it can."""
    if choice == "none":
        return "It was decided not to make this known. Decide again first."
    if CHANNELS[channel][1] == "outside" and choice != "outside":
        return (
            "It was decided to make this known inside the trust only. Decide again first, with the victim’s permission."
        )
    return ""
