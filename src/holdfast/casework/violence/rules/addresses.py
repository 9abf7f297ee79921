"""Reading an address as people write it, so that “Flat 2, 10 High St” and “10 High Street flat 2” are the same one."""

from __future__ import annotations

import re
from dataclasses import dataclass

POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?)\s*([0-9][A-Z]{2})\b", re.IGNORECASE)
UPRN = re.compile(r"[0-9]{8,12}")
NUMBER = re.compile(r"[0-9]{1,5}[a-z]?(?:-[0-9]{1,5}[a-z]?)?")
UNIT_ID = re.compile(r"[0-9]{1,4}[a-z]?|[a-z]")

STREETS = {
    "av": "avenue", "ave": "avenue", "avenue": "avenue", "bldgs": "buildings", "buildings": "buildings",
    "cl": "close", "close": "close", "court": "court", "cres": "crescent", "crescent": "crescent", "croft": "croft",
    "ct": "court", "dr": "drive", "drive": "drive", "gdns": "gardens", "gardens": "gardens", "gr": "grove",
    "green": "green", "grove": "grove", "grv": "grove", "hill": "hill", "lane": "lane", "ln": "lane", "mews": "mews",
    "parade": "parade", "park": "park", "pk": "park", "pl": "place", "place": "place", "rd": "road", "road": "road",
    "row": "row", "sq": "square", "square": "square", "st": "street", "street": "street", "str": "street",
    "ter": "terrace", "terr": "terrace", "terrace": "terrace", "walk": "walk", "way": "way", "wharf": "wharf",
    "yard": "yard",
}  # fmt: skip
"""Last words of streets, by how they are written."""

UNITS = {
    "flat": "flat", "fl": "flat", "flt": "flat", "apartment": "flat", "apt": "flat", "studio": "flat",
    "bedsit": "flat", "unit": "unit", "room": "room", "rm": "room", "bed": "room", "ward": "ward",
}  # fmt: skip
FLOORS = {"basement", "ground", "garden", "first", "second", "third", "fourth", "fifth", "top", "upper", "lower"}


@dataclass(frozen=True)
class Address:
    """An address in its parts, each in small letters; the postcode in capitals without a blank.

    `building` is a number or a name, `part` the flat or room in it. A part that is not there is empty.
    """

    postcode: str = ""
    building: str = ""
    street: str = ""
    part: str = ""
    uprn: str = ""

    @property
    def says_where(self) -> bool:
        """True when it names one building: a UPRN, or a number or name with its street or its postcode."""
        return bool(self.uprn or (self.building and (self.street or self.postcode)))


def read_address(text: str, *, postcode: str = "", part: str = "") -> Address:
    """The address in `text`. A `postcode` or `part` of its own box wins over what stands in the text.

    >>> read_address("Flat 2, 10 High St, AB1 2CD") == read_address("10 High Street flat 2 ab12cd")
    True
    """
    bare = text.strip()
    if UPRN.fullmatch(bare):
        return Address(uprn=bare.lstrip("0"))
    found = POSTCODE.search(bare)
    code = read_postcode(postcode) or (read_postcode(found[0]) if found else "")
    if found:
        bare = f"{bare[: found.start()]} , {bare[found.end() :]}"
    phrases = [words for phrase in re.split(r"[,;\n]", bare.lower()) if (words := _words(phrase))]
    unit = ""
    for place, words in enumerate(phrases):
        phrases[place], here = _without_unit(words)
        unit = unit or here
    phrases = [words for words in phrases if words]
    building, street = _building_and_street(phrases)
    words = _words(part.lower())
    own = _without_unit(words)[1] or " ".join(["flat", *words] if len(words) == 1 and _is_unit_id(words[0]) else words)
    return Address(code, building[:60], street[:120], (own or unit)[:60])


def in_one_line(address: str, part: str, postcode: str) -> str:
    """An address with its flat or room and its postcode, each of them once.

    >>> in_one_line("Flat 3, 14 Bargate Court, Southampton", "flat 3", "SO141HF")
    'Flat 3, 14 Bargate Court, Southampton, SO14 1HF'
    """
    read = read_address(address)
    more = [part if part != read.part else "", shown_postcode(postcode) if postcode != read.postcode else ""]
    return ", ".join(words for words in (address, *more) if words)


def same_town(one: str, other: str) -> bool:
    """True when both addresses name the same place behind their street, after a comma: the town, or more.

    >>> same_town("14 Bargate Court, Southampton", "Flat 3, 14 Bargate Ct, Southampton, SO14 1HF")
    True
    >>> same_town("14 High Street", "14 High Street, Southampton")
    False
    """
    here, there = _places(one), _places(other)
    return bool(here and there) and (here <= there or there <= here)


def _places(text: str) -> set[str]:
    bare = POSTCODE.sub(",", text).lower()
    phrases = [_without_unit(words)[0] for phrase in re.split(r"[,;\n]", bare) if (words := _words(phrase))]
    named = [words for words in phrases if words]
    # The first phrase with a number or a street's word is the building; what comes before or with it is no town.
    at = next((n for n, words in enumerate(named) if _is_street(words)), 0)
    after = [words for words in named[at + 1 :] if not _is_street(words)]
    return {" ".join(words) for words in after if not words[-1].endswith("shire")}  # a county is no town


def _is_street(words: list[str]) -> bool:
    return any(NUMBER.fullmatch(word) for word in words) or any(word in STREETS for word in words[1:])


def read_postcode(text: str) -> str:
    """A postcode in capitals without a blank; empty when `text` holds none."""
    found = POSTCODE.search(text.strip())
    return f"{found[1]}{found[2]}".upper() if found else ""


def shown_postcode(code: str) -> str:
    """A postcode as people write it: AB1 2CD."""
    return f"{code[:-3]} {code[-3:]}" if len(code) > 4 else code


def _words(phrase: str) -> list[str]:
    plain = re.sub(r"[’'`´.]", "", phrase)
    plain = re.sub(r"(?<=[0-9])\s*[-–/]\s*(?=[0-9])", "-", plain)
    return re.sub(r"[^a-z0-9\-]+", " ", plain).split()


def _is_unit_id(word: str) -> bool:
    return UNIT_ID.fullmatch(word) is not None


def _without_unit(words: list[str]) -> tuple[list[str], str]:
    """`words` without the flat or room in them, and that in one form: flat 2, ground floor."""
    for place, word in enumerate(words):
        following = words[place + 1] if place + 1 < len(words) else ""
        if word in UNITS and UNIT_ID.fullmatch(following):
            return words[:place] + words[place + 2 :], f"{UNITS[word]} {following}"
        if word in FLOORS and following in ("floor", "flat"):
            beyond = place + 2
            while beyond < len(words) and words[beyond] in ("flat", "floor"):
                beyond += 1
            return words[:place] + words[beyond:], f"{word} floor"
    return words, ""


def _building_and_street(phrases: list[list[str]]) -> tuple[str, str]:
    """The number or name of the building, and its street, from what is left of an address."""
    for place, words in enumerate(phrases):
        for at, word in enumerate(words):
            if NUMBER.fullmatch(word):
                rest = words[at + 1 :] or (phrases[place + 1] if place + 1 < len(phrases) else [])
                return word, _street(rest)
    for place, words in enumerate(phrases):
        if any(word in STREETS for word in words[1:]):
            name = [*phrases[0]] if place else []
            return " ".join(name), _street(words)
    return (" ".join(phrases[0]) if phrases else ""), (" ".join(phrases[1]) if len(phrases) > 1 else "")


def _street(words: list[str]) -> str:
    """A street in one form. “St” is “street” at the end and “saint” before a name: St Mary’s Rd, High St."""
    street: list[str] = []
    for place, word in enumerate(words):
        if word == "st" and place == 0 and len(words) > 1:
            street.append("saint")
            continue
        if word in STREETS and place:
            return " ".join([*street, STREETS[word]])
        street.append(word)
    return " ".join(street)
