"""The same duty in the policies of several trusts: what each prints, and how the reader's own trust keeps it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from holdfast.oversight.assurance.packs.offered import vocabulary
from holdfast.oversight.assurance.packs.pack import Clause, Pack
from holdfast.oversight.assurance.packs.placings import Attestation, NumberUse, Obligation
from holdfast.oversight.assurance.presenters.sheet import Sheet
from holdfast.oversight.assurance.presenters.words import (
    CHOICES,
    KIND_WORDS,
    MEET,
    NUMBER_TITLES,
    Line,
    fact_words,
    value_in_words,
)
from holdfast.oversight.assurance.queries.printed import policies

UNSET = "not set in print"


@dataclass(frozen=True)
class Printed:
    """A clause as one policy prints it: its number, who owns it and by when. `line`: how the own trust keeps it."""

    clause: Clause
    owner: str
    numbers: Sequence[str]
    line: Line | None = None

    @property
    def meets(self) -> str:
        """How it is met, in words."""
        return MEET[self.clause.placing]


@dataclass(frozen=True)
class Column:
    """One policy: whose it is, and what it prints about the subject that is compared."""

    trust: str
    title: str
    own: bool
    printed: Sequence[Printed]


@dataclass(frozen=True)
class Subject:
    """One subject of the policies: how many duties each has about it, and of which kinds they are."""

    part: str
    words: str
    counts: Mapping[str, int]
    kinds: frozenset[str]

    @property
    def spread(self) -> str:
        """How many duties which policy has: "LAS 2 · SCAS 3"."""
        return " · ".join(f"{trust} {count}" for trust, count in sorted(self.counts.items()))


def kind_of(clause: Clause) -> str:
    """The kind of duty, or how a clause is met that is not measured."""
    counted = clause.counted
    if counted:
        return counted.kind
    return "attestation" if isinstance(clause.met_by, Attestation) else clause.placing


def kind_words(kind: str) -> str:
    """A kind of duty, or a way of being met, as people read it."""
    return KIND_WORDS.get(kind) or MEET.get(kind, kind)


def columns_of(part: str, kind: str, own: str, lines: Mapping[str, Line]) -> list[Column]:
    """What each policy prints about a subject and kind of duty; the own trust's (`own`, its ODS code) first, with
    `lines`, how it keeps each clause."""
    found = [_column(pack, part, kind, own, lines) for pack in policies()]
    return sorted(found, key=lambda column: (not column.own, column.trust))


def _column(pack: Pack, part: str, kind: str, own: str, lines: Mapping[str, Line]) -> Column:
    own_lines = lines if pack.ods == own else {}
    printed = [
        Printed(one, _owner(pack, one), _numbers(pack, one), own_lines.get(one.id))
        for one in pack.clauses
        if one.capability == part and (not kind or kind_of(one) == kind)
    ]
    return Column(pack.short_name or pack.organisation, pack.document.title, pack.ods == own, printed)


def _owner(pack: Pack, clause: Clause) -> str:
    met_by = clause.met_by
    key = met_by.owner if isinstance(met_by, Obligation | Attestation) else clause.actor
    return pack.who(key) if key else ""


def _numbers(pack: Pack, clause: Clause) -> list[str]:
    if isinstance(clause.met_by, Attestation):
        return [_printed(clause.met_by.every)]
    counted = clause.counted
    if counted is None:
        return []
    told = [
        (name, ", ".join(_option(pack, name, word) for word in words))
        for name, words in counted.options.items()
        if name in NUMBER_TITLES
    ]
    if counted.required:
        told.append(("required", "; ".join(map(fact_words, counted.required))))
    return [*map(_printed, counted.numbers), *(f"{NUMBER_TITLES[name]}: {words}" for name, words in told)]


def _printed(use: NumberUse) -> str:
    return f"{NUMBER_TITLES.get(use.name, use.name)}: {value_in_words(use.printed or '', use.unit) or UNSET}"


def _option(pack: Pack, name: str, word: str) -> str:
    return pack.who(word) if name == "post" else CHOICES.get(word, word)


def subjects_of() -> list[Subject]:
    """Every subject about which a policy has duties that are measured or confirmed, by name."""
    counts: dict[str, dict[str, int]] = {}
    kinds: dict[str, set[str]] = {}
    for pack in policies():
        name = pack.short_name or pack.organisation
        for clause in pack.clauses:
            if (kind := kind_of(clause)) in KIND_WORDS:
                found = counts.setdefault(clause.capability, {})
                found[name] = found.get(name, 0) + 1
                kinds.setdefault(clause.capability, set()).add(kind)
    names = vocabulary().capabilities
    subjects = [Subject(part, names.get(part, part), found, frozenset(kinds[part])) for part, found in counts.items()]
    return sorted(subjects, key=lambda one: one.words)


def sheet_of(part: str, kind: str, columns: Sequence[Column]) -> Sheet:
    """The comparison as a table to take away: one row a clause."""
    words = vocabulary().capabilities.get(part, part)
    return Sheet(
        title=f"{words}: {kind_words(kind).lower()}" if kind else words,
        name=f"comparison-{part}",
        columns=(
            "Trust",
            "Clause",
            "Key",
            "In our words",
            "How it is met",
            "Numbers",
            "Owner",
            "How our trust keeps it",
        ),
        rows=[
            [
                *(column.trust, one.clause.ref, one.clause.id, one.clause.gist, one.meets, "; ".join(one.numbers)),
                *(one.owner, one.line.sentence if one.line else ""),
            ]
            for column in columns
            for one in column.printed
        ],
    )
