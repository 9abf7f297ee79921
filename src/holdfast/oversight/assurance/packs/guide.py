"""The tables of docs/writing-a-pack.md, made from what the readers go by, so that the guide cannot rot."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from holdfast.oversight.assurance.packs import keys
from holdfast.oversight.assurance.packs.area_sections import AREA_SECTIONS
from holdfast.oversight.assurance.packs.kinds import KINDS, UNITS
from holdfast.oversight.assurance.packs.offered import vocabulary
from holdfast.oversight.assurance.packs.reading_clauses import CLAUSE_KINDS
from holdfast.oversight.assurance.packs.reading_pack import LEVELS, PARTY_KINDS
from holdfast.oversight.assurance.packs.vocabulary import area_of

_PLACE = re.compile(r"(<!-- table: (\w[\w ]*) -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def tables() -> dict[str, str]:
    """Every table by its name, in Markdown."""
    names = vocabulary()
    told = {name: _of_keys(of) for name, of in keys.ALL.items()}
    told |= {
        "roles": _two("role", "may", names.roles),
        "levels": _two("level", "means", LEVELS),
        "parties": _two("kind", "means", PARTY_KINDS),
        "units": _two("unit", "written as", UNITS),
        "clause kinds": _two("kind", "means", CLAUSE_KINDS),
        "capabilities": _two("capability", "subject", names.capabilities),
        "types": _two("kind of incident", "means", names.types),
        "flags": _two("flag", "means", names.flags),
        "requirements": _two("requirement", "means", names.closing),
        "kinds": _kinds(),
        "measures": _table(
            ("measure", "kind", "asks"),
            [
                (f"`{one.name}`", one.kind, one.about)
                for one in names.measures.values()
                if area_of(one.name) in names.built
            ],
        ),
        "sections": _two("section", "what stands there", {one.key: one.about for one in AREA_SECTIONS}),
    }
    return told


def refreshed(text: str) -> str:
    """The guide with its tables as they are now. Raises KeyError for a table that does not exist."""
    made = tables()
    return _PLACE.sub(lambda place: f"{place[1]}{made[place[2]]}\n{place[4]}", text)


def _of_keys(of: keys.Keys) -> str:
    rows = [(f"`{key}`", "yes", words) for key, words in of.needs.items()]
    rows += [(f"`{key}`", "", words) for key, words in of.may.items()]
    return _table(("key", "needed", "what stands there"), rows)


def _two(first: str, second: str, rows: Mapping[str, str]) -> str:
    return _table((first, second), [(f"`{key}`", words) for key, words in rows.items()])


def _kinds() -> str:
    rows = []
    for name, kind in KINDS.items():
        numbers = [f"`{number}` ({unit}, needed)" for number, unit in kind.needs.items()]
        numbers += [f"`{number}` ({unit})" for number, unit in kind.may.items()]
        numbers += [f"`mode`: {' or '.join(kind.modes)}"] if kind.modes else []
        numbers += ["`required`: a list of facts"] if kind.takes_facts else []
        rows.append((f"`{name}`", kind.about, ", ".join(numbers)))
    return _table(("kind", "kept when", "numbers"), rows)


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *(tuple(cell.replace("|", "\\|") for cell in row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
