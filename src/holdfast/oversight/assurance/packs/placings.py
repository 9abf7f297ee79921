"""How a clause can be met, with the measures and numbers that this takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class NumberUse:
    """A number where it is used: `name` as the engine calls it, `key` under which the trust may set it anew."""

    name: str
    key: str
    unit: str
    printed: str | None

    def value(self, own: Mapping[str, str]) -> str | None:
        """The trust's own value (`own`, by key), else the printed one; None while it is unset."""
        return own.get(self.key) or self.printed


@dataclass(frozen=True)
class Selection:
    """Which incidents are meant: of any of these types and severities, with all of `flags` and none of `without`."""

    types: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Counting:
    """A measure with the trust's numbers. `several`: the options of which the measure takes a list, even of one."""

    measure: str
    kind: str
    numbers: tuple[NumberUse, ...] = ()
    mode: str = ""
    required: tuple[str, ...] = ()
    filter: Selection = field(default_factory=Selection)
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    several: frozenset[str] = frozenset()

    def for_engine(self, own: Mapping[str, str]) -> dict[str, Any]:
        """What measure and engine read: numbers (None while unset) and options. `own`: what the trust has set."""
        numbers: dict[str, Any] = {number.name: number.value(own) for number in self.numbers}
        if self.mode:
            numbers["mode"] = self.mode
        if self.required:
            numbers["required"] = list(self.required)
        chosen = {key: list(words) if key in self.several else words[0] for key, words in self.options.items()}
        return numbers | chosen


@dataclass(frozen=True)
class Process:
    """Operations make it happen or refuse the wrong thing.

    `counted`: a measure of how far it was honoured; `count`: those of `operations` whose number answers the clause.
    """

    operations: tuple[str, ...]
    counted: Counting | None = None
    count: tuple[str, ...] = ()


@dataclass(frozen=True)
class Obligation:
    """The records are measured. `target`: the share to be kept; `aim`: what the policy asks for before its limit."""

    counted: Counting
    owner: str
    target: float | None
    aim: str = ""


@dataclass(frozen=True)
class Content:
    """Shown where it is needed."""

    pages: tuple[str, ...]


@dataclass(frozen=True)
class Attestation:
    """The owner confirms `statement` every so often; `evidence`: what must be given with it, if anything.

    `former`: owners before, whose confirmations still count.
    """

    statement: str
    every: NumberUse
    owner: str
    evidence: tuple[str, ...] = ()
    former: tuple[str, ...] = ()

    def for_engine(self, own: Mapping[str, str]) -> dict[str, Any]:
        """The numbers as the engine reads them. `own`: what the trust has set."""
        return {"every": self.every.value(own), "evidence": bool(self.evidence), "owners": [self.owner, *self.former]}


@dataclass(frozen=True)
class Nothing:
    """Context only."""

    reason: str


MetBy = Process | Obligation | Content | Attestation | Nothing

PLACING_OF: dict[type, str] = {
    Process: "process",
    Obligation: "obligation",
    Content: "content",
    Attestation: "attestation",
    Nothing: "none",
}
