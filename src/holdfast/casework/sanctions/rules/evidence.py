"""The facts that a file must hold before it can carry a sanction. Which of them a trust asks for, its pack says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FACTS: dict[str, str] = {
    "assailant": "Full details of the assailant or patient, such as name and address",
    "description": "A full description of what happened",
    "exact-place": "The exact place",
    "injuries": "Full details of injuries, with photographs where any were taken",
    "police-officers": "The police officers who came: number, station, how to reach them",
    "witnesses": "Full details of witnesses",
    "immediate-action": "What the manager did at once",
    "investigation": "What the investigation found, and why it may have happened",
}
"""What Holdfast can look for in an incident."""


@dataclass(frozen=True)
class FactSought:
    """One fact that the trust asks for: what to look for (`check`, a key of FACTS) and the trust's own words."""

    check: str
    title: str
    clause: str = ""


@dataclass(frozen=True)
class FactFound:
    """A fact, whether the incident holds it, what it says, and why it is missing where somebody said so."""

    check: str
    title: str
    held: str = ""
    reason: str = ""
    clause: str = ""

    @property
    def settled(self) -> bool:
        """True when it is there or it is said why not."""
        return bool(self.held or self.reason.strip())


def facts_sought(lines: Sequence[FactSought]) -> list[FactSought]:
    """The trust's own list; where it has none, every fact that Holdfast can look for."""
    return list(lines) or [FactSought(check, title) for check, title in FACTS.items()]


def facts_found(lines: Sequence[FactSought], held: Mapping[str, str], reasons: Mapping[str, str]) -> list[FactFound]:
    """Each fact that is sought with what the incident holds of it."""
    return [
        FactFound(line.check, line.title, held.get(line.check, ""), reasons.get(line.check, ""), line.clause)
        for line in facts_sought(lines)
    ]


def missing(facts: Sequence[FactFound]) -> list[FactFound]:
    """The facts that are neither there nor explained."""
    return [fact for fact in facts if not fact.settled]
