"""What must be there before an incident may close. Which of these a trust asks for, and when, its pack says."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from holdfast.casework.incidents.rules.selection import Selection, Traits


@dataclass(frozen=True)
class ClosingFacts:
    """What is known of an incident when someone wants to close it."""

    traits: Traits
    outcome: str = ""
    crime_number: str = ""
    reasons: dict[str, str] = field(default_factory=dict)
    investigations: tuple[str, ...] = ()
    no_investigation_reason: str = ""
    police_told: bool = False
    lessons: int = 0
    no_lesson_reason: str = ""
    hr_reference: str = ""
    reporter_told: bool = False
    open_statements: int = 0


@dataclass(frozen=True)
class Requirement:
    """One thing that closing can ask for: a test of the facts, and what to do when it fails."""

    key: str
    met: Callable[[ClosingFacts], bool]
    mend: str


def _explained(facts: ClosingFacts, fact: str) -> bool:
    return bool(facts.reasons.get(fact, "").strip())


REQUIREMENTS: dict[str, Requirement] = {
    requirement.key: requirement
    for requirement in (
        Requirement("outcome", lambda f: bool(f.outcome.strip()), "Write what came of it."),
        Requirement(
            "investigation",
            lambda f: (
                ("approved" in f.investigations and not {"assigned", "submitted"} & set(f.investigations))
                or (not set(f.investigations) - {"withdrawn"} and bool(f.no_investigation_reason.strip()))
            ),
            "Approve every investigation, or say why none is needed.",
        ),
        Requirement(
            "police-told",
            lambda f: f.police_told or _explained(f, "police-told"),
            "Record when the police were told, or why they were not.",
        ),
        Requirement(
            "crime-number",
            lambda f: bool(f.crime_number.strip()) or _explained(f, "crime-number"),
            "Record the crime number, or why there is none.",
        ),
        Requirement(
            "lesson",
            lambda f: f.lessons > 0 or bool(f.no_lesson_reason.strip()),
            "Record what was learnt, or why there is nothing to learn.",
        ),
        Requirement(
            "human-resources",
            lambda f: bool(f.hr_reference.strip()) or _explained(f, "human-resources"),
            "Record the Human Resources reference: they are involved in every case against a colleague.",
        ),
        Requirement("reporter-told", lambda f: f.reporter_told, "Tell the reporter what came of it."),
        Requirement(
            "statements",
            lambda f: f.open_statements == 0,
            "Take in the statements that were asked for, or record why one will not come.",
        ),
    )
}

ALWAYS = ("outcome", "investigation")
"""Asked of every incident in every trust."""


@dataclass(frozen=True)
class ClosingLine:
    """A trust's line: this requirement, for these incidents, from this clause."""

    requirement: str
    when: Selection = field(default_factory=Selection)
    clause: str = ""


def missing_for_closing(facts: ClosingFacts, lines: Collection[ClosingLine]) -> list[Requirement]:
    """The requirements that stand in the way of closing, each once, in the order of REQUIREMENTS.

    Raises KeyError for a line that names no requirement.
    """
    asked = {*ALWAYS, *(line.requirement for line in lines if line.when.fits(facts.traits))}
    for key in asked:
        REQUIREMENTS[key]
    return [requirement for key, requirement in REQUIREMENTS.items() if key in asked and not requirement.met(facts)]
