"""The names that a pack may use: of roles, terms, capabilities, measures, operations, pages and areas.

A pack is plain data and this package plain Python, so neither looks at the code that these names stand for. Whoever
loads a pack hands in a `Vocabulary`; a test on the side of Django proves that each name of a built area leads to code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

PLACINGS = ("process", "obligation", "content", "attestation", "none")
"""The ways in which a clause can be met."""


@dataclass(frozen=True)
class Option:
    """A choice that a measure leaves to the pack: one of `choices`, or a reference to a `post` or a `body` of the pack.

    A body is a post, a committee or a party. `many`: a list of them.
    """

    choices: tuple[str, ...] = ()
    refers_to: str = ""
    many: bool = False
    needed: bool = False


@dataclass(frozen=True)
class Measure:
    """A question over the records, to which an obligation of one `kind` adds the trust's numbers.

    `facts`: what the engine is given for each subject, by the engine's own names. `required`: for completeness, the
    facts that a record can hold or explain. `takes`: which keys of a `filter` it understands.
    """

    name: str
    kind: str
    subject: str
    about: str
    facts: Mapping[str, str]
    required: Mapping[str, str] = field(default_factory=dict)
    takes: tuple[str, ...] = ()
    options: Mapping[str, Option] = field(default_factory=dict)


@dataclass(frozen=True)
class Vocabulary:
    """All names at once. Each mapping leads from a name to what it means.

    `built`: the areas that exist in the code; a clause that rests on another area of `areas` awaits it. `shown`: the
    placings that this build can show and, for an attestation, take a confirmation of. `deeds`: the operations that can
    be counted, each with what is counted, as in “Reports taken in”.
    """

    roles: Mapping[str, str]
    terms: Mapping[str, str]
    capabilities: Mapping[str, str]
    areas: Mapping[str, str]
    built: frozenset[str]
    operations: Mapping[str, str]
    measures: Mapping[str, Measure]
    pages: Mapping[str, str]
    types: Mapping[str, str]
    flags: Mapping[str, str]
    severities: Mapping[str, str]
    strands: Mapping[str, str]
    closing: Mapping[str, str]
    shown: frozenset[str] = frozenset(PLACINGS)
    deeds: Mapping[str, str] = field(default_factory=dict)

    def awaited(self, names: Iterable[str]) -> set[str]:
        """The areas of `names` (of operations, measures or pages) that are not built yet."""
        return {area_of(name) for name in names} & set(self.areas) - self.built


def area_of(name: str) -> str:
    """The area that offers an operation, measure or page: what stands before the dot."""
    return name.partition(".")[0]
