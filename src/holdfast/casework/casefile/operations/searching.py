"""What comes after approval: the colleague is told and asked, the police are considered, and what was done is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from holdfast.casework.casefile.models import Exhibit, Search
from holdfast.casework.casefile.operations.searches import hold_search, search_written
from holdfast.casework.casefile.rules.searches import HARD_STOP, SEARCH, names
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.kernel import clock


@operation
def record_answer(
    *,
    by: Actor,
    search: Search,
    agreed: bool,
    told_approved: bool,
    told_free: bool,
    at: datetime,
    witnesses: str = "",
) -> Search:
    """Keep what the colleague was told and what they answered, at the moment `at` (UTC).

    A refusal ends the search; whoever agreed may change their mind until it begins. Raises ValueError when they were
    not told that the search was approved and that they are free to refuse, and for a moment before the approval or in
    the future; NotPossibleNow.
    """
    hold_search(search)
    if not (told_approved and told_free):
        raise ValueError("Tell them first that the search was approved and that they are free to refuse it.")
    row = SEARCH.move("agree" if agreed else "refuse", search.state)
    _check_moment(at, after=search.decided_at)
    search.state = row.target
    search.told_approved = search.told_free = True
    search.told_at, search.told_by, search.answered_at = at, by.name, at
    search.witnesses = witnesses.strip()[:300]
    search.save(update_fields=["state", "told_approved", "told_free", "told_at", "told_by", "answered_at", "witnesses"])
    search_written(search)
    details = {"search": search.number, "answer": SEARCH.states[search.state], "told at": at}
    enter("casefile.record_answer", by=by, subject=search.incident.record, details=details)
    return search


@operation
def consider_police(*, by: Actor, search: Search, wanted: bool, with_whom: str, why: str) -> Search:
    """Keep whether the police are asked to search, with whom that was considered and why. Once more replaces nothing in
    the trail: each is an entry.

    Raises ValueError without a reason or a name, and before the search was approved or after it is over.
    """
    hold_search(search)
    if search.state not in ("approved", "agreed", "refused"):
        raise ValueError("The police are considered once the search is approved and until it is done.")
    if not with_whom.strip():
        raise ValueError("Say with whom you considered it.")
    if not why.strip():
        raise ValueError("Say why the police are, or are not, asked to search.")
    search.police_wanted, search.police_considered_at = wanted, clock.now()
    search.police_considered_with, search.police_why = with_whom.strip()[:160], why.strip()[:500]
    search.save(update_fields=["police_wanted", "police_considered_at", "police_considered_with", "police_why"])
    search_written(search)
    enter(
        "casefile.consider_police",
        by=by,
        subject=search.incident.record,
        details={"search": search.number, "police wanted": wanted, "with": with_whom.strip()},
        why=why.strip(),
    )
    return search


@dataclass(frozen=True)
class Outcome:
    """What was done and found. `report_words` give the reason for the report that others may read; they name nobody."""

    at: datetime
    searched_by: str
    found: bool
    report_words: str
    found_what: str = ""
    witnesses: str = ""
    by_police: bool = False
    exhibit: Exhibit | None = None


@operation
def record_search(*, by: Actor, search: Search, outcome: Outcome) -> Search:
    """Keep that the search was carried out, whether or not anything was found.

    After a refusal nothing can be recorded as searched, save by the police. Raises ValueError for that, for words that
    name the suspect, for anything missing, and for moments in the wrong order; NotPossibleNow.
    """
    hold_search(search)
    if search.state == "refused" and not outcome.by_police:
        raise ValueError(HARD_STOP)
    row = SEARCH.move("police-search" if outcome.by_police else "search", search.state)
    for words, value in (
        ("who searched", outcome.searched_by),
        ("the reason, in words that name nobody", outcome.report_words),
        ("what was found", outcome.found_what if outcome.found else "nothing"),
    ):
        if not value.strip():
            raise ValueError(f"Say {words}.")
    if names(outcome.report_words, search.suspect):
        raise ValueError("The reason names the colleague. Say it in words that name nobody: others may read it.")
    if outcome.exhibit is not None and outcome.exhibit.incident_id != search.incident_id:
        raise ValueError("The exhibit belongs to another incident.")
    _check_moment(outcome.at, after=search.asked_at if outcome.by_police else search.answered_at)
    search.state, search.searched_at, search.by_police = row.target, outcome.at, outcome.by_police
    search.searched_by, search.found = outcome.searched_by.strip()[:300], outcome.found
    search.found_what = outcome.found_what.strip() if outcome.found else ""
    search.report_words, search.exhibit = outcome.report_words.strip(), outcome.exhibit
    search.witnesses = outcome.witnesses.strip()[:300] or search.witnesses
    search.save()
    search_written(search)
    enter(
        "casefile.record_search",
        by=by,
        subject=search.incident.record,
        details={
            "search": search.number,
            "at": outcome.at,
            "by the police": outcome.by_police,
            "found": outcome.found,
            "reason": search.report_words,
        },
    )
    return search


@operation
def drop_search(*, by: Actor, search: Search, why: str) -> Search:
    """Give a search up before it was carried out, with the reason. Raises ValueError without one; NotPossibleNow."""
    hold_search(search)
    if not why.strip():
        raise ValueError("Say why it is given up.")
    search.state = SEARCH.move("drop", search.state).target
    search.ended_why = why.strip()[:500]
    search.save(update_fields=["state", "ended_why"])
    search_written(search)
    details = {"search": search.number}
    enter("casefile.drop_search", by=by, subject=search.incident.record, details=details, why=why.strip())
    return search


def _check_moment(at: datetime, *, after: datetime | None) -> None:
    if at > clock.now():
        raise ValueError("That moment is in the future. Put the time right.")
    if after is not None and at < after.replace(second=0, microsecond=0):
        raise ValueError("That moment comes before what had to happen first. Put the time right.")
