"""Where an incident of an export happened: which of the trust's sites its words mean, else what kind of place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from holdfast.casework.incidents.rules.history_words import PATH, plain_word

_PLACES = (
    ("private-address", ("private address", "private home", "own home", "patient home", "home address", "residence")),
    ("public-place", ("street", "public place", "public highway", "road", "pub ", "park")),
    ("vehicle", ("ambulance vehicle", "in vehicle", "vehicle", "in ambulance")),
    ("phone", ("telephone", "by phone", "on the phone", "online", "email", "social media")),
    ("other-provider", ("care home", "nursing home", "other trust", "gp surgery", "prison", "other provider")),
)


@dataclass(frozen=True)
class Places:
    """The trust's sites and parts, by name in small letters (a site by its code as well), to their keys.

    A name that two have stands for none of them.
    """

    sites: Mapping[str, int] = field(default_factory=dict)
    units: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Where:
    """A place: a key of taxonomy.PLACES, a site of the trust where one was meant, and the other words."""

    place: str
    site_id: int | None
    exact_place: str


def where_of(facts: Mapping[str, str], places: Places) -> Where:
    """Where an incident happened, by its columns for site, location and exact location.

    The first words that are the name or the code of one of the trust's sites mean it; all others stay as words.
    """
    parts = [
        part for name in ("site", "location", "exact_place") for part in facts.get(name, "").split(PATH) if part.strip()
    ]
    meant = next((part for part in parts if plain_word(part) in places.sites), None)
    words = ", ".join(dict.fromkeys(part for part in parts if part != meant))[:300]
    if meant is not None:
        return Where("site", places.sites[plain_word(meant)], words)
    plain = f" {plain_word(' '.join(parts))} "
    place = next((key for key, hints in _PLACES if any(f" {hint}" in plain for hint in hints)), "site")
    return Where(place, None, words)


def unit_of(facts: Mapping[str, str], places: Places) -> int | None:
    """The key of the smallest part of the trust that is named."""
    parts = (plain_word(part) for part in reversed(facts.get("unit", "").split(PATH)))
    return next((places.units[part] for part in parts if part in places.units), None)
