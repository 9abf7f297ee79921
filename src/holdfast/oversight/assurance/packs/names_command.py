"""`holdfast pack names`: the words of Holdfast that a pack may use."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from holdfast.kernel.commands import Result, WrongArguments
from holdfast.oversight.assurance.packs.area_sections import AREA_SECTIONS
from holdfast.oversight.assurance.packs.offered import vocabulary
from holdfast.oversight.assurance.packs.vocabulary import Vocabulary, area_of

LISTS: dict[str, str] = {
    "operations": "what Holdfast does: for `process`",
    "pages": "where words can be shown: for `content`",
    "capabilities": "subjects, for `capability`",
    "roles": "what a post may do, for `role`",
    "terms": "what a trust can call otherwise, for `terms`",
    "types": "kinds of incident, for `when` and `filter`",
    "flags": "what an incident can be beside, for `flags` and `without`",
    "severities": "how bad an incident is",
    "closing": "what an incident can need before it closes, for `requirement`",
    "areas": "parts of Holdfast, for `awaiting`",
    "sections": "sections of pack.yaml that belong to one area",
}


def names_arguments(parser: argparse.ArgumentParser) -> None:
    """Which list, and which area."""
    told = "; ".join(f"{name}: {words}" for name, words in LISTS.items())
    parser.add_argument("list", choices=list(LISTS), metavar="LIST", help=told.replace("`", "“", 1).replace("`", "”"))
    parser.add_argument("area", nargs="?", default="", help="only what belongs to this area, such as incidents")


def list_names(given: argparse.Namespace) -> Result:
    """One list, each name with its meaning. Raises WrongArguments for an area of which Holdfast knows nothing."""
    names = vocabulary()
    listed = names_in(given.list, names)
    found = {name: words for name, words in listed.items() if given.area in {"", area_of(name), name}}
    if given.area and not found and given.area not in names.areas:
        known = sorted({area_of(name) for name in listed})
        raise WrongArguments(f"Nothing in “{given.list}” belongs to “{given.area}”. It can be: {', '.join(known)}.")
    later = {name for name in found if given.list in {"operations", "pages"} and area_of(name) not in names.built}
    wide = max(map(len, found), default=0)
    lines = [
        f"{name.ljust(wide)}  {words}{' (not built yet)' if name in later else ''}" for name, words in found.items()
    ]
    return Result({given.list: found, "not_built": sorted(later)}, "\n".join(lines) or "There is none.")


def names_in(list_: str, names: Vocabulary) -> Mapping[str, str]:
    """The names of one of LISTS with their meanings."""
    if list_ == "sections":
        return {section.key: section.about for section in AREA_SECTIONS}
    if list_ == "areas":
        return {
            area: f"{about}{'' if area in names.built else ' (not built yet)'}" for area, about in names.areas.items()
        }
    found: Mapping[str, str] = getattr(names, list_)
    return found
