"""When a colleague's kit may be searched: a suspicion in three parts, leave from a commander, and their own yes."""

from __future__ import annotations

import re

from holdfast.foundation.organisation.permissions import Permission as P
from holdfast.kernel.workflow import Move, Workflow

APPROVED_BY = {"writing": "In writing", "word": "By word of mouth"}

SEARCH = Workflow(
    "search",
    states={
        "asked": "Waiting for approval",
        "declined": "Not approved",
        "approved": "Approved",
        "agreed": "The colleague agreed",
        "refused": "The colleague refused",
        "searched": "Searched",
        "dropped": "Given up",
    },
    moves=(
        Move("approve", ("asked",), "approved", P.APPROVE_SEARCHES, "Approve"),
        Move("approve-by-word", ("asked",), "approved", P.ASK_FOR_SEARCHES, "Record approval by word of mouth"),
        Move("decline", ("asked",), "declined", P.APPROVE_SEARCHES, "Do not approve", needs_reason=True),
        Move("agree", ("approved",), "agreed", P.ASK_FOR_SEARCHES, "They agreed"),
        Move("refuse", ("approved", "agreed"), "refused", P.ASK_FOR_SEARCHES, "They refused"),
        Move("search", ("agreed",), "searched", P.ASK_FOR_SEARCHES, "Record the search"),
        Move(
            "police-search",
            ("approved", "agreed", "refused"),
            "searched",
            P.ASK_FOR_SEARCHES,
            "Record a search by the police",
        ),
        Move("drop", ("asked", "approved", "agreed"), "dropped", P.ASK_FOR_SEARCHES, "Give it up", needs_reason=True),
    ),
)

HARD_STOP = (
    "The colleague refused, so the search goes no further. Only the police may search now: record it as theirs, "
    "or consider with the approver whether to call them."
)

_PARTS = {
    "item": "Name the stolen item that you are looking for.",
    "suspect": "Name the colleague who is suspected of having taken it.",
    "place": "Name the place where you think the item is.",
    "grounds": "Say what makes you suspect it: what was seen, by whom and when.",
}


def missing_suspicion(*, item: str, suspect: str, place: str, grounds: str) -> dict[str, str]:
    """What a reasonable suspicion still lacks, by part; empty when a search may be asked for."""
    told = {"item": item, "suspect": suspect, "place": place, "grounds": grounds}
    return {part: words for part, words in _PARTS.items() if not told[part].strip()}


def names(text: str, person: str) -> bool:
    """True when `text` holds a name of `person` that has three letters or more, whatever its capitals.

    >>> names("Crewmate was seen at the store", "Casey Crewmate")
    True
    """
    parts = {part for part in re.findall(r"\w+", person.casefold()) if len(part) > 2}
    return bool(parts & set(re.findall(r"\w+", text.casefold())))
