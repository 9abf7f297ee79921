"""Whom a trust may not sanction itself, and what must be there before it keeps someone away.

A child, or someone who lacks the capacity to understand what is asked of them, is helped and not warned. Treatment that
is needed at once is never withheld.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from holdfast.casework.sanctions.rules.options import KINDS

ADULT_AT = 18
RESPONSIBLE_AT = 10
"""The age of criminal responsibility in England and Wales: Children and Young Persons Act 1933, section 50."""
AGES: dict[str, str] = {
    "adult": "18 or over",
    "child": "Under 18",
    "unknown": "Not known",
}
CAPACITIES: dict[str, str] = {
    "has": "They understand what they did and what is asked of them",
    "lacks": "They do not have the capacity to understand it",
    "unknown": "Not judged yet",
}


class Refused(ValueError):
    """A sanction that must not be; the message says why, and what to do instead."""


@dataclass(frozen=True)
class Standing:
    """Who the subject is, as far as safeguards turn on it. `age` and `capacity` as in AGES and CAPACITIES.

    `named`: their name is known. `medical`: a clinician found that illness or injury lay behind what they did.
    `years`: how old they were when it happened, in full years; None where no date of birth is known.
    """

    age: str = "unknown"
    capacity: str = "unknown"
    colleague: bool = False
    named: bool = True
    medical: bool = False
    years: int | None = None


def years_old(born: date, today: date) -> int:
    """Full years on the day `today`."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def age_of(born: date | None, judged: str, today: date) -> str:
    """A key of AGES: from the date of birth where it is known, else as it was `judged`."""
    if born is None:
        return judged or "unknown"
    return "adult" if years_old(born, today) >= ADULT_AT else "child"


def refusal(kind: str, standing: Standing) -> str:
    """Why an option of `kind` cannot be taken against someone like this, with what to do instead; "" if it can.

    Raises KeyError for a kind that does not exist.
    """
    option = KINDS[kind]
    what = option.title
    if standing.colleague and not option.of_colleague:
        return (
            f"{what}: this is a colleague. Hand the matter to Human Resources, who decide under the disciplinary "
            "procedure."
        )
    if kind == "disciplinary" and not standing.colleague:
        return f"{what}: this is for colleagues only. Choose another option."
    if option.needs_name and not standing.named:
        return (
            f"{what}: nobody knows who they are. Add their name to the incident first, or ask the police to find them."
        )
    if too_young := under_age(kind, standing):
        return too_young
    if not option.imposed:
        return ""
    if standing.age == "child":
        return (
            f"{what}: they are under {ADULT_AT}. Speak with their parent or guardian and the safeguarding lead, and "
            "record what was agreed as something else."
        )
    if standing.capacity == "lacks":
        return (
            f"{what}: they lack the capacity to understand it. Agree a care plan with the clinical team instead, and "
            "record it as something else."
        )
    return ""


def under_age(kind: str, standing: Standing) -> str:
    """Why someone so young cannot be held to account in the way of `kind`, with what to do instead; "" if they can."""
    if kind not in ("criminal", "order", "proceeds") or standing.years is None or standing.years >= RESPONSIBLE_AT:
        return ""
    return (
        f"{KINDS[kind].title}: they were {standing.years} when it happened, and nobody under {RESPONSIBLE_AT} is "
        "criminally responsible. Speak with the safeguarding lead and the council’s children’s services, and record "
        "what was agreed as something else."
    )


def unsettled(kind: str, standing: Standing) -> str:
    """What must be judged first before an option of `kind` can be taken; "" when nothing is missing."""
    if not KINDS[kind].imposed:
        return ""
    if standing.age == "unknown":
        return "Say first whether they are 18 or over: a child is not sanctioned by the trust."
    if standing.capacity == "unknown":
        why = "A clinician found medical factors. " if standing.medical else ""
        return f"{why}Record first what a clinician says about their capacity."
    return ""


@dataclass(frozen=True)
class ExclusionFacts:
    """What was settled before someone is kept away. Texts are empty while they are missing."""

    emergencies_open: bool = False
    alternative_care: str = ""
    lesser_steps: str = ""
    clinician: str = ""
    clinician_agreed_on: date | None = None
    services_told: str = ""
    equality_checked: bool = False


def missing_for_exclusion(facts: ExclusionFacts) -> dict[str, str]:
    """What is still missing before an exclusion may be approved, by field, each with what to do."""
    wants = {
        "emergencies_open": "Say that emergency and immediately necessary care stays open: it is never withheld.",
        "alternative_care": "Name where else they can be treated: nobody is left without care.",
        "lesser_steps": "Say which lesser steps were tried, or why they would not do.",
        "clinician": "Name the clinician who agrees.",
        "clinician_agreed_on": "Give the day on which the clinician agreed.",
        "services_told": "Say which services are told, their GP among them.",
        "equality_checked": "Check equality and human rights first.",
    }
    return {name: words for name, words in wants.items() if not getattr(facts, name)}
