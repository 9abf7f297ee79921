"""What someone affected can be asked, what they can answer, and what of an answer is new."""

from __future__ import annotations

from collections.abc import Mapping

ABOUT: dict[str, str] = {
    "police": "Wants the police to act",
    "action": "Wants action taken",
    "court": "Wants it to go to court",
    "publicity": "Agrees to publicity",
}
"""Action: something is done about whoever did it. Publicity: the trust may say what was done and came of it."""
WANTS: dict[str, str] = {"yes": "Yes", "no": "No", "unsure": "Not sure yet"}
HOW: dict[str, str] = {"report": "In the report", "own": "Said by", "told": "Written down by"}


def said_anew(told: Mapping[str, str], before: Mapping[str, str], words: str, confirmed: frozenset[str]) -> list[str]:
    """About what something new is said. `told` and `before` are answers by what they are about.

    A form comes back with all its answers, those included that nobody touched: these stay as they were said, with who
    said them. With words and no other answer all is said again. `confirmed`: what counts as new although the answer is
    the same, because the person now says it themselves.
    """
    new = [about for about, answer in told.items() if before.get(about) != answer or about in confirmed]
    return new or (list(told) if words else [])
