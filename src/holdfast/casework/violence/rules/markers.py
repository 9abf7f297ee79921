"""History markers: where they may stand, whom they may name, how they move and until when they show.

Rules of the national guidance (NHS SMS 2010, Procedures for placing a risk of violence marker) and of the Information
Commissioner on violent warning markers: a decision of people, never automatic; facts and no diagnosis; a fixed review;
the person told, or why not; no public place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from holdfast.foundation.organisation.permissions import Permission as P
from holdfast.kernel.durations import Duration, after, ends
from holdfast.kernel.workflow import Move, NotPossibleNow, Workflow

PLACES: dict[str, str] = {
    "home": "A house or another home for one household",
    "part": "A flat, room or unit in a larger building",
    "public": "A public place, or a building that the public can enter",
}
ACTIONS: dict[str, str] = {
    "two": "Two people, never alone",
    "police": "Meet the police before going in",
    "phone": "Phone ahead",
    "wait": "Wait at a safe place for advice from the control room",
    "dog": "Ask for dogs to be shut away",
}
CRITERIA: dict[str, str] = {
    "nature": "What was done, and how serious it was",
    "injury": "Injury or distress to staff",
    "weapon": "A weapon, or a threat of one",
    "repetition": "How likely it is to happen again",
    "target": "Whether it is aimed at certain staff",
    "others": "Others at the address, and dogs",
    "medical": "Whether illness played a part (no diagnosis)",
    "urgency": "How urgent it is: when crews may be there next",
}
REVIEW_CAUSES: dict[str, str] = {
    "due": "Its review is due",
    "incident": "Something happened there again",
    "complaint": "A complaint",
    "move": "Somebody moved in or out",
    "death": "The person has died",
    "challenge": "It was challenged",
}
LONGEST_REVIEW = "P12M"
"""Reviews are six to twelve months apart in practice; a longer time would be silence."""
LONGEST_TEMPORARY = "P3M"

MARKER = Workflow(
    "marker",
    states={
        "asked": "Asked for",
        "temporary": "Temporary",
        "confirmed": "Confirmed",
        "suspended": "Suspended",
        "refused": "Refused",
        "lapsed": "Lapsed",
        "removed": "Removed",
    },
    moves=(
        Move("place", ("asked",), "temporary", P.PLACE_MARKERS, "Place a temporary marker"),
        Move("confirm", ("asked", "temporary"), "confirmed", P.DECIDE_MARKERS, "Confirm it"),
        Move("refuse", ("asked", "temporary"), "refused", P.DECIDE_MARKERS, "Refuse it", needs_reason=True),
        Move("lapse", ("temporary",), "lapsed", P.DECIDE_MARKERS, "Nobody decided in time"),
        Move("review", ("confirmed", "suspended"), "confirmed", P.DECIDE_MARKERS, "Review and keep it"),
        Move("suspend", ("confirmed",), "suspended", P.DECIDE_MARKERS, "Nobody reviewed it in time"),
        Move(
            "remove",
            ("temporary", "confirmed", "suspended"),
            "removed",
            P.DECIDE_MARKERS,
            "Remove it",
            needs_reason=True,
        ),
    ),
)
LIVE = ("temporary", "confirmed")
OVER = ("refused", "lapsed", "removed")
BY_ITSELF = ("lapse", "suspend")
"""Moves that only time makes."""

ADULT = 18


def fault_in_place(place: str, part: str, *, says_where: bool) -> tuple[str, str]:
    """Why a marker cannot stand there, as (field, words); both empty when it can."""
    if place == "public":
        return "place", (
            "Public places and public buildings are not marked: it would warn of everyone there and of nobody. "
            "Say instead why no marker is asked for; the incident itself stays on record for this place."
        )
    if place == "part" and not part.strip():
        return "part", (
            "Give the exact flat, room or unit. A marker on a whole building would warn of every neighbour. "
            "If you cannot find out which, say instead why no marker is asked for."
        )
    if not says_where:
        return "address", "Give the number or name of the building with its street or postcode, so that crews find it."
    return "", ""


def fault_in_subject(*, name: str, born: date | None, colleague: bool, today: date) -> tuple[str, str]:
    """Why a marker cannot be about this person, as (field, words); both empty when it can."""
    if colleague:
        return "subject_name", (
            "A colleague is not marked. Restrict the incident and bring in Human Resources; "
            "if staff must be kept safe from them, that is a decision on their work."
        )
    if born is not None and born > today:
        return "subject_born", "The date of birth lies in the future. Check it, or leave it out."
    if born is not None and _years(born, today) < ADULT:
        return "subject_born", (
            "A child is not named on a marker. Speak to the safeguarding team; "
            "a marker on the address for an adult’s behaviour can be asked for without the child’s name."
        )
    return "", ""


def _years(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def fault_in_until(day: date | None, today: date, *, longest: str, what: str) -> str:
    """Why `what` (“the temporary marker”) cannot hold until `day`; empty when it can. `longest`: an ISO duration."""
    if day is None:
        return f"Say until when {what} holds."
    if day <= today:
        return f"Choose a day after today until which {what} holds."
    if ends(day) > after(today, Duration.parse(longest)):
        return f"Choose a day within {Duration.parse(longest).words} from today until which {what} holds."
    return ""


def fault_in_decider(person: int | None, asker: int | None) -> str:
    """Why `person` cannot decide what `asker` (both primary keys) asked for; empty when they can."""
    if person is not None and person == asker:
        return "You asked for this marker. Somebody else must decide on it."
    return ""


def decided_already(state: str, verb: str) -> str:
    """What to say when `verb` is asked of a marker that was decided; empty when the workflow itself can say it."""
    if state in OVER:
        return (
            f"This marker was decided: it is {MARKER.states[state].lower()}. "
            "If something new has happened, ask for a new marker from that incident."
        )
    if state == "confirmed" and verb in ("place", "confirm", "refuse"):
        return "This marker is confirmed already. Review it, or remove it with the reason."
    if state == "temporary" and verb == "place":
        return "A temporary marker stands there already. Confirm it, or refuse it with the reason."
    return ""


def why_not_now(state: str, verb: str) -> str:
    """Why `verb` does not lead on from `state`, and what to do instead; empty when it does, or is no move."""
    if verb not in {move.verb for move in MARKER.moves}:
        return ""
    try:
        MARKER.move(verb, state)
    except NotPossibleNow as refusal:
        return decided_already(state, verb) or str(refusal)
    return ""


def sat_on(panel: Iterable[str], name: str) -> bool:
    """True when one of the names on a panel can be `name`.

    A panel may hold names as they were typed: with a title, or the first name alone. Rather somebody else decides than
    one who decided before.
    """
    own = set(_name_parts(name))
    parts = (set(_name_parts(line)) for line in panel)
    return any(line and (line <= own or own <= line) for line in parts)


def _name_parts(name: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", name.casefold())
