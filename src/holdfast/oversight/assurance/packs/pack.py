"""What a pack says, once it was read without a fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from holdfast.oversight.assurance.packs.area_section import AreaSection, Said
from holdfast.oversight.assurance.packs.placings import (
    PLACING_OF,
    Attestation,
    Content,
    Counting,
    MetBy,
    Nothing,
    NumberUse,
    Obligation,
    Process,
    Selection,
)

__all__ = [
    "Attestation",
    "Clause",
    "ClosingRule",
    "Committee",
    "Content",
    "Counting",
    "Document",
    "MetBy",
    "Nothing",
    "Number",
    "NumberUse",
    "Obligation",
    "Pack",
    "Party",
    "Post",
    "Process",
    "Reporting",
    "RoutingRule",
    "Section",
    "Selection",
]

ASKS = {
    "within": "How long may it take?",
    "every": "How often?",
    "first_within": "How soon the first time?",
    "warn": "How long before its limit is it due soon?",
    "period": "Once in which period?",
    "grace": "How long after the period may it come?",
}
"""What a figure that is printed at a clause answers, by its name."""


@dataclass(frozen=True)
class Document:
    """The policy as the trust holds it. A date or text that is not printed is None or empty.

    `in_force`: the day from which this pack decides; None: ever since.
    """

    title: str
    kind: str
    reference: str = ""
    version: str = ""
    dated: date | None = None
    review_due: date | None = None
    in_force: date | None = None


@dataclass(frozen=True)
class Post:
    """Someone inside the trust whom the policy names. `role`: what the post may do (a key of organisation.roles).

    `level`: where it stands and so how many of it there are, see reading_pack.LEVELS.
    """

    key: str
    title: str
    role: str
    level: str
    reports_to: str = ""
    about: str = ""


@dataclass(frozen=True)
class Committee:
    """A body that meets. `papers_from`: the post that brings its papers; `meets`: how often; `also`: other names."""

    key: str
    title: str
    papers_from: str
    meets: NumberUse
    reports_to: str = ""
    also: tuple[str, ...] = ()
    ended: str = ""
    about: str = ""


@dataclass(frozen=True)
class Party:
    """Anyone else whom clauses name and who holds no post: outside bodies, patients, the trust as a whole."""

    key: str
    title: str
    kind: str
    ended: str = ""
    about: str = ""


@dataclass(frozen=True)
class Number:
    """A figure of the policy. `value` is None while it is unset; `asks`: the question that the trust must answer then.

    `unit` is one of kinds.UNITS; a duration is ISO 8601. `clause`: where the policy speaks of it.
    """

    key: str
    asks: str
    unit: str
    value: str | None
    clause: str = ""


@dataclass(frozen=True)
class RoutingRule:
    """When an incident looks like `when`, tell these posts; let `investigate` look into it in this `strand`."""

    when: Selection
    tell: tuple[str, ...] = ()
    at_once: bool = False
    investigate: str = ""
    strand: str = "manager"
    restrict: bool = False
    route_out: str = ""
    clause: str = ""
    why: str = ""


@dataclass(frozen=True)
class ClosingRule:
    """What must be there before an incident like `when` may close."""

    requirement: str
    when: Selection
    clause: str = ""


@dataclass(frozen=True)
class Reporting:
    """How reports come in. `starts`: from when the reporting clock runs; `deadlines`: the clauses that set it."""

    anonymous: bool
    without_account: bool
    starts: str
    deadlines: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Section:
    """A part of the policy in printed order, with its heading in our words."""

    ref: str
    heading: str
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Clause:
    """One operative line of the policy in our words, and how it is met.

    `note`: what a reader should know; `settled`: how the pack decides where the policy contradicts itself or is silent;
    `superseded`: what applies now where the line rests on law or bodies that are gone.
    """

    id: str
    ref: str
    gist: str
    kind: str
    capability: str
    met_by: MetBy
    actor: str = ""
    awaiting: tuple[str, ...] = ()
    note: str = ""
    settled: str = ""
    superseded: str = ""

    @property
    def placing(self) -> str:
        """How it is met: one of vocabulary.PLACINGS."""
        return PLACING_OF[type(self.met_by)]

    @property
    def counted(self) -> Counting | None:
        """The measure and its numbers, of an obligation or of a process that is counted."""
        return self.met_by.counted if isinstance(self.met_by, Process | Obligation) else None


@dataclass(frozen=True)
class Pack:
    """A trust's policy. Everything stands in printed order.

    `reminders`: how long after a duty turned bad its owner is told again, as ISO 8601 durations; `areas`: what it says
    to each area, see `said`; `files`: the words of its files by name.
    """

    id: str
    ods: str
    organisation: str
    short_name: str
    service: str
    document: Document
    terms: Mapping[str, str]
    posts: tuple[Post, ...]
    committees: tuple[Committee, ...]
    parties: tuple[Party, ...]
    numbers: tuple[Number, ...]
    reporting: Reporting
    routing: tuple[RoutingRule, ...]
    closing: tuple[ClosingRule, ...]
    sections: tuple[Section, ...]
    clauses: tuple[Clause, ...]
    reminders: tuple[str, ...] = ()
    areas: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def _by_id(self) -> dict[str, Clause]:
        return {clause.id: clause for clause in self.clauses}

    @cached_property
    def titles(self) -> dict[str, str]:
        """What each post, committee and party is called, by key."""
        everyone: tuple[Post | Committee | Party, ...] = (*self.posts, *self.committees, *self.parties)
        return {one.key: one.title for one in everyone}

    def clause(self, id_: str) -> Clause:
        """The clause with this id. Raises KeyError when there is none."""
        return self._by_id[id_]

    def printed(self, id_: str) -> str:
        """The number by which people know a clause, for words that they read; nothing for no clause."""
        return self._by_id[id_].ref if id_ in self._by_id else ""

    def who(self, key: str) -> str:
        """The title of a post, committee or party. Raises KeyError when there is none."""
        return self.titles[key]

    def said(self, section: AreaSection[Said]) -> Said:
        """What the pack says in an area's section; what silence means where it has none."""
        found: Said = self.areas.get(section.key, section.silent)
        return found

    def every_number(self) -> list[Number]:
        """All figures: declared ones, how often each body meets, and those printed at a clause.

        The last two have the key `<committee>.meets` and `<clause id>.<name>`.
        """
        declared = {number.key for number in self.numbers}
        meetings = [
            Number(body.meets.key, f"How often does the {body.title} meet?", body.meets.unit, body.meets.printed)
            for body in self.committees
            if not body.ended
        ]
        printed = [
            Number(use.key, f"{ASKS.get(use.name, use.name)} {clause.gist}", use.unit, use.printed, clause.id)
            for clause in self.clauses
            for use in _uses(clause)
            if use.key not in declared
        ]
        return [*self.numbers, *meetings, *printed]

    def shown_on(self, page: str) -> list[Clause]:
        """The clauses whose words belong on `page`."""
        return [clause for clause in self.clauses if isinstance(clause.met_by, Content) and page in clause.met_by.pages]


def _uses(clause: Clause) -> tuple[NumberUse, ...]:
    if isinstance(clause.met_by, Attestation):
        return (clause.met_by.every,)
    return clause.counted.numbers if clause.counted else ()
