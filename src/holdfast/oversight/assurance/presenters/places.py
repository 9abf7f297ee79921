"""What carries a clause and where its words stand, as a page can tell it and lead there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from holdfast.oversight.assurance.models import Clause
from holdfast.oversight.assurance.packs.offered import vocabulary
from holdfast.oversight.assurance.packs.vocabulary import area_of

ADDRESSES = {"incidents.report-form": "incidents:report", "incidents.triage-form": "incidents:list"}
"""Where a page of a pack's vocabulary is, if not at the address `area:page`. For a page of one thing, their list."""


@dataclass(frozen=True)
class Place:
    """Words, and the page on which they stand: empty where it cannot be opened from here, or is not built yet."""

    words: str
    url: str = ""


def places_of(clause: Clause, *, here: str = "") -> list[Place]:
    """Where the words of a clause stand that is met by content, save on the page `here`; none for any other clause."""
    names = vocabulary().pages
    pages = clause.placement.get("pages", ())
    return [Place(names.get(page, page), _address(page)) for page in pages if page != here]


def operations_of(clause: Clause) -> list[tuple[str, str]]:
    """The operations that carry a clause, each as its name in the vocabulary and its words."""
    names = vocabulary().operations
    return [(name, names.get(name, name)) for name in clause.placement.get("operations", ())]


def counted_of(clause: Clause) -> list[tuple[str, str]]:
    """Those of a clause's operations that are counted for it, each as its name and what is counted."""
    names = vocabulary().deeds
    return [(name, names[name]) for name in clause.placement.get("count", ()) if name in names]


def areas_in_words(areas: Iterable[str]) -> str:
    """Areas that are not built yet, as people read them: "Keys, codes and badges; Training"."""
    names = vocabulary().areas
    return "; ".join(names.get(area, area) for area in areas)


def awaited_by(clause: Clause) -> list[str]:
    """The areas that a clause awaits."""
    return [area.strip() for area in clause.awaiting.split(",") if area.strip()]


def _address(page: str) -> str:
    if area_of(page) not in vocabulary().built:
        return ""
    area, _, name = page.partition(".")
    for view in filter(None, (ADDRESSES.get(page), f"{area}:{name}")):
        try:
            return reverse(view)
        except NoReverseMatch:
            continue
    return ""
