"""The policy clause by clause: what meets each, how it stands, and how many fit each filter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from holdfast.foundation.organisation.models import Trust
from holdfast.oversight.assurance.models import Clause, Policy
from holdfast.oversight.assurance.packs.offered import vocabulary
from holdfast.oversight.assurance.presenters.places import (
    Place,
    areas_in_words,
    awaited_by,
    counted_of,
    operations_of,
    places_of,
)
from holdfast.oversight.assurance.presenters.sheet import Cell, Sheet, share_cell
from holdfast.oversight.assurance.presenters.words import (
    AWAITING,
    KIND_WORDS,
    MEET,
    STATES,
    Line,
    deeds_in_words,
    line_of,
)
from holdfast.oversight.assurance.queries.deeds import deeds_of, deeds_until
from holdfast.oversight.assurance.queries.duties import clauses_of, obligations_of, titles_of_posts
from holdfast.oversight.assurance.queries.known import Known
from holdfast.oversight.assurance.queries.tallies import tallies

FACETS = ("state", "met", "kind", "owner", "part")
"""Filters of which each clause has a value or several; what is searched for is another thing."""


@dataclass(frozen=True)
class Entry:
    """A clause as pages show it. `line` where it is measured or confirmed, `places` where its words stand, `carried`
    what carries it, `done` how often what is counted for it happened, `awaits` what it needs that is not built yet."""

    clause: Clause
    meets: str
    owner: str
    owner_key: str
    line: Line | None = None
    places: Sequence[Place] = ()
    carried: Sequence[str] = ()
    done: str = ""
    awaits: str = ""

    @property
    def meaning(self) -> str:
        """The meaning (colour) of its state; empty for one without."""
        return self.line.shown.meaning if self.line else ""

    def values(self, facet: str) -> set[str]:
        """What it is under one of FACETS."""
        match facet:
            case "state":
                found = {self.line.tally.state} if self.line else set()
                return found | ({"awaiting"} if self.awaits else set())
            case "met":
                return {self.clause.met_by}
            case "kind":
                return {self.line.obligation.kind} if self.line else set()
            case "owner":
                return {self.owner_key} if self.owner else set()
        return {self.clause.capability}

    def says(self, words: str) -> bool:
        """Whether it holds all of these words, or is the clause that has them as its number."""
        clause = self.clause
        told = f"{clause.ref} {clause.key} {clause.gist} {clause.note} {self.owner}".casefold()
        return all(word in told for word in words.casefold().split())


@dataclass(frozen=True)
class PolicyRead:
    """The policy in printed order, and what of it was chosen."""

    policy: Policy | None
    entries: Sequence[Entry]
    chosen: Mapping[str, str] = field(default_factory=dict)

    @property
    def shown(self) -> list[Entry]:
        """The clauses that fit every filter."""
        return [entry for entry in self.entries if self._fits(entry)]

    @property
    def sections(self) -> dict[str, list[Entry]]:
        """The clauses that are shown by the heading under which they stand."""
        groups: dict[str, list[Entry]] = {}
        for entry in self.shown:
            groups.setdefault(entry.clause.heading or "Other", []).append(entry)
        return groups

    def choices(self, facet: str) -> list[tuple[str, str]]:
        """What can be chosen under a filter, each with how many clauses that would show beside the other filters."""
        counts = Counter(
            value for entry in self.entries if self._fits(entry, without=facet) for value in entry.values(facet)
        )
        names = self.names(facet)
        chosen = self.chosen.get(facet, "")
        return [(key, f"{words} ({counts[key]})") for key, words in names if counts[key] or key == chosen]

    def names(self, facet: str) -> list[tuple[str, str]]:
        """All that a filter knows, whether or not a clause is of it."""
        match facet:
            case "state":
                return [*((key, shown.words) for key, shown in STATES.items()), ("awaiting", AWAITING)]
            case "met":
                return list(MEET.items())
            case "kind":
                return list(KIND_WORDS.items())
            case "owner":
                found = {entry.owner_key: entry.owner for entry in self.entries if entry.owner}
            case _:
                names = vocabulary().capabilities
                found = {key: names.get(key, key) for key in {entry.clause.capability for entry in self.entries}}
        return sorted(found.items(), key=lambda pair: pair[1])

    def _fits(self, entry: Entry, *, without: str = "") -> bool:
        wanted = (facet for facet in FACETS if facet != without and self.chosen.get(facet))
        return all(self.chosen[facet] in entry.values(facet) for facet in wanted) and (
            not self.chosen.get("text") or entry.says(self.chosen["text"])
        )


def entries_of(trust: Trust, policy: Policy, as_at: datetime, day: date, known: Known) -> list[Entry]:
    """Every clause of `policy` in printed order, as at the instant `as_at`, which lies on the London day `day`."""
    clauses = list(clauses_of(policy))
    duties = {duty.key: duty for duty in obligations_of(trust, day)}
    figures = tallies(duties.values(), as_at, known)
    owner_of = {clause.key: duties[clause.key].owner if clause.key in duties else clause.owner for clause in clauses}
    owners = titles_of_posts(trust, owner_of.values())
    deeds = deeds_until(trust, day)
    found = []
    for clause in clauses:
        carried = operations_of(clause)
        counts = [] if clause.key in figures else counted_of(clause)
        found.append(
            Entry(
                clause=clause,
                meets=MEET[clause.met_by],
                owner=owners.get(owner_of[clause.key], ""),
                owner_key=owner_of[clause.key],
                line=line_of(figures[clause.key]) if clause.key in figures else None,
                places=places_of(clause, here="assurance.policy"),
                carried=[words for _, words in carried],
                done=" ".join(deeds_in_words(words, deeds_of(name, deeds)) for name, words in counts),
                awaits=areas_in_words(awaited_by(clause)),
            )
        )
    return found


COLUMNS = (
    *("Section", "Clause", "Key", "In our words", "Subject", "How it is met", "State", "In words", "Owner"),
    *("#Kept in the past year", "#Came to its limit", "#Share kept", "#Overdue now", "Oldest limit overdue"),
    *("Carried by, or shown where", "Rests on what is not built yet", "What applies now", "How it was settled", "Note"),
)


def sheet_of(read: PolicyRead, day: date) -> Sheet:
    """The clauses that are shown, as a table to take away."""
    return Sheet(
        title=read.policy.title if read.policy else "Our policy",
        name=f"policy-{day.isoformat()}",
        columns=COLUMNS,
        rows=[_cells(entry) for entry in read.shown],
    )


def _cells(entry: Entry) -> list[Cell]:
    clause, line = entry.clause, entry.line
    tally = line.tally if line else None
    return [
        *(clause.heading, clause.ref, clause.key, clause.gist, vocabulary().capabilities.get(clause.capability, "")),
        *(entry.meets, line.shown.words if line else AWAITING if entry.awaits else "", standing(entry), entry.owner),
        *((tally.met, tally.denominator, share_cell(tally.met, tally.denominator)) if tally else (None, None, None)),
        *((tally.counts.get("overdue", 0), tally.oldest_overdue) if tally else (None, None)),
        *("; ".join([*entry.carried, *(place.words for place in entry.places)]), entry.awaits),
        *(clause.superseded, clause.settled, clause.note),
    ]


def standing(entry: Entry) -> str:
    """How a clause stands, in one sentence."""
    if entry.line:
        return entry.line.sentence
    if entry.clause.met_by == "none":
        return str(entry.clause.placement.get("reason", ""))
    if entry.awaits:
        return f"It rests on what is not built yet: {entry.awaits}."
    return entry.done
