"""A search as its page shows it: what is known, what happened in order, and what can be done now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from holdfast.casework.casefile.models import Search
from holdfast.casework.casefile.rules.searches import APPROVED_BY, SEARCH, names
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.pages.words import moment_in_words

MEANINGS = {
    "asked": "waiting",
    "declined": "off",
    "approved": "going",
    "agreed": "going",
    "refused": "bad",
    "searched": "done",
    "dropped": "off",
}
PAGES = {
    "approve": "approve-search",
    "approve-by-word": "approve-search-by-word",
    "decline": "decline-search",
    "agree": "answer-search",
    "refuse": "answer-search",
    "search": "record-search",
    "police-search": "police-search",
    "drop": "drop-search",
}
"""The page of each move of rules.searches.SEARCH."""

_TITLES = {"agree": "Record what they were told and answered", "refuse": "They changed their mind"}


@dataclass(frozen=True)
class Button:
    """A link that does something; `first` when it is wanted next."""

    title: str
    url: str
    first: bool = False


def state_tag(search: Search) -> tuple[str, str]:
    """The search's state in words, and its meaning."""
    return SEARCH.states[search.state], MEANINGS[search.state]


def buttons_of(search: Search, viewer: Viewer) -> list[Button]:
    """What `viewer` may do with the search now."""
    return list(_buttons(search, viewer))


def _to(search: Search, name: str) -> str:
    return reverse(f"casefile:{name}", args=[search.incident.reference, search.pk])


def _buttons(search: Search, viewer: Viewer) -> Iterator[Button]:
    decides = search.approver_id == viewer.person.pk
    if decides and search.decided_at and search.confirmed_at is None:
        yield Button("Confirm that you approved it", _to(search, "confirm-search"), first=True)
    seen = set()
    for move in SEARCH.moves_from(search.state):
        page = PAGES[move.verb]
        if not viewer.may(Permission(move.permission)) or page in seen:
            continue
        if (move.verb in ("approve", "decline")) != decides and move.verb in ("approve", "decline", "approve-by-word"):
            continue
        seen.add(page)
        title = _TITLES.get(move.verb, move.label)
        yield Button(title, _to(search, page), move.verb in ("approve", "agree", "search"))
    if search.state in ("approved", "agreed", "refused") and viewer.may(Permission.ASK_FOR_SEARCHES):
        wanted = search.state == "refused" and search.police_considered_at is None
        yield Button("Consider the police", _to(search, "consider-police"), wanted)


def facts_of(search: Search, *, open_report: bool = False) -> list[tuple[str, str]]:
    """What is known of a search, without what is empty. `open_report`: in words that name nobody suspected."""
    rows = [
        ("What is to be searched" if search.searched_at is None else "What was searched", search.kit),
        ("Stolen item", search.item),
        *(() if open_report else (("Colleague who is suspected", search.suspect), ("Thought to be in", search.place))),
        *(() if open_report else (("Grounds", search.grounds),)),
        ("Reason", search.report_words),
        ("Asked for", f"{moment_in_words(search.asked_at)} by {search.asked_by}"),
        ("Approval asked of", f"{search.approver}, {search.approver_post}"),
        ("Decision", _decision(search)),
    ]
    if search.answered_at:
        rows.append(("Told that it is approved and that they are free to refuse", _told(search)))
        rows.append(("Their answer", "Agreed" if search.state != "refused" else "Refused"))
    if search.police_considered_at:
        asked = "The police are asked to search" if search.police_wanted else "The police are not asked"
        when = moment_in_words(search.police_considered_at)
        rows.append(
            ("Police", f"{asked}. Considered with {search.police_considered_with}, {when}: {search.police_why}")
        )
    if search.searched_at:
        who = f"the police: {search.searched_by}" if search.by_police else search.searched_by
        rows.append(("Searched", f"{moment_in_words(search.searched_at)} by {who}"))
        rows.append(("Also there", search.witnesses))
        rows.append(
            ("Found", search.found_what if search.found and not open_report else "Yes" if search.found else "Nothing")
        )
        rows.append(("Exhibit", str(search.exhibit.mark) if search.exhibit else ""))
    rows.append(("Given up because", search.ended_why))
    return [(title, words) for title, words in rows if words]


def _decision(search: Search) -> str:
    if search.decided_at is None:
        return "Not decided yet"
    said = (
        "Not approved" if search.state == "declined" else f"Approved {APPROVED_BY.get(search.approved_how, '').lower()}"
    )
    unconfirmed = "" if search.confirmed_at else ". Not confirmed by the approver yet"
    why = f": {search.decision_why}" if search.decision_why else ""
    return f"{said}, {moment_in_words(search.decided_at)}{why}{unconfirmed}"


def _told(search: Search) -> str:
    return f"{moment_in_words(search.told_at)} by {search.told_by}" if search.told_at else ""


def names_suspect_openly(search: Search) -> bool:
    """True when the incident's own words name the suspect: they belong here and nowhere else."""
    return names(f"{search.incident.record.title} {search.incident.description}", search.suspect)
