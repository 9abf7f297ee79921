"""How far each policy is live: how many clauses are placed, how many work today, how many await an area."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from holdfast.oversight.assurance.packs.pack import Clause, Pack
from holdfast.oversight.assurance.packs.vocabulary import PLACINGS, Vocabulary

CONFIRMING = "assurance"
"""What a clause awaits whose placing this build cannot show yet: see Vocabulary.shown."""


def awaits(clause: Clause, names: Vocabulary) -> tuple[str, ...]:
    """The areas that a clause still awaits; none when it is live."""
    return clause.awaiting or (() if clause.placing in names.shown else (CONFIRMING,))


def status(packs: Iterable[Pack], names: Vocabulary) -> dict[str, Any]:
    """Counts for each pack, as plain data.

    `clauses` = `live` + `awaiting`. A clause that awaits two areas counts once in `awaiting` and once in each of
    `areas`. A clause that is context only is live: nothing more is owed to it. `unset` are numbers without a value.
    """
    return {"packs": [_of(pack, names) for pack in packs]}


def _of(pack: Pack, names: Vocabulary) -> dict[str, Any]:
    awaited = {clause.id: awaits(clause, names) for clause in pack.clauses}
    met_by = Counter(clause.placing for clause in pack.clauses)
    return {
        "id": pack.id,
        "clauses": sum(len(section.clauses) for section in pack.sections),
        "placed": len(pack.clauses),
        "live": sum(not areas for areas in awaited.values()),
        "awaiting": sum(bool(areas) for areas in awaited.values()),
        "met_by": {placing: met_by[placing] for placing in PLACINGS},
        "capabilities": {
            capability: _counts([clause for clause in pack.clauses if clause.capability == capability], awaited)
            for capability in sorted({clause.capability for clause in pack.clauses})
        },
        "areas": dict(sorted(Counter(area for areas in awaited.values() for area in areas).items())),
        "unset": sum(number.value is None for number in pack.every_number()),
    }


def _counts(clauses: list[Clause], awaited: dict[str, tuple[str, ...]]) -> dict[str, int]:
    live = sum(not awaited[clause.id] for clause in clauses)
    return {"clauses": len(clauses), "live": live, "awaiting": len(clauses) - live}
