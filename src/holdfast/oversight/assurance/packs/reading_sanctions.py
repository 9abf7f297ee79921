"""Reading `sanctions` of `pack.yaml`: what a policy says is considered, who must agree, and what the file must hold."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.oversight.assurance.packs.area_section import AreaSection
from holdfast.oversight.assurance.packs.section_reader import SectionReader

# The area's own words; a test holds them against it.
KINDS = (
    *("warning", "agreement", "exclusion", "disciplinary", "criminal", "civil", "recovery", "charge", "regulator"),
    *("order", "proceeds", "other"),
)
FACTS = (
    *("assailant", "description", "exact-place", "injuries", "police-officers", "witnesses", "immediate-action"),
    "investigation",
)
CHOICES = ("outside", "inside", "none")
CASES: dict[str, bool | None] = {"all": None, "joint": True, "others": False}


@dataclass(frozen=True)
class OptionSaid:
    """An option that is considered each time, in the policy's words."""

    key: str
    kind: str
    title: str
    clause: str = ""


@dataclass(frozen=True)
class AgreeingSaid:
    """A post that must agree: in all cases, only in those worked jointly with counter fraud, or only in others."""

    post: str
    joint: bool | None = None
    kinds: tuple[str, ...] = ()
    clause: str = ""


@dataclass(frozen=True)
class FactSaid:
    """A fact that the file must hold."""

    check: str
    title: str
    clause: str = ""


@dataclass(frozen=True)
class SanctionsPolicy:
    """All that a pack says of sanctions. `permission`: None where it says nothing of the victim's permission."""

    options: tuple[OptionSaid, ...] = ()
    agree: tuple[AgreeingSaid, ...] = ()
    facts: tuple[FactSaid, ...] = ()
    permission: tuple[str, ...] | None = None
    permission_clause: str = ""


CLAUSE = {"clause": "where the policy asks for it"}
SECTION = {
    "options": "what is considered each time; left out: Holdfast's own list",
    "agree": "the posts that must agree to what is proposed; left out: nobody",
    "facts": "what the file must hold before it can carry a sanction; left out: all that Holdfast can look for",
    "publicity": "when the victim's permission is needed; left out: for publicity outside the trust",
}


def read(section: SectionReader) -> SanctionsPolicy:
    """The section as the area needs it."""
    told = section.fields(may=SECTION)
    seen: set[str] = set()
    options = tuple(
        OptionSaid(section.key_of(one, seen), one.choice("kind", KINDS), one.text("title"), section.clause(one))
        for one in section.entries(
            told,
            "options",
            "an option",
            needs={"key": "its name", "kind": "what it is", "title": "the option in the policy's words"},
            may=CLAUSE,
        )
    )
    agree = tuple(
        AgreeingSaid(
            section.post(one, "post"),
            CASES.get(one.choice("cases", CASES, default="all")),
            tuple(section.sheet.choice(item, "“kinds” of a post that agrees", KINDS) for item in one.items("kinds")),
            section.clause(one),
        )
        for one in section.entries(
            told,
            "agree",
            "a post that agrees",
            needs={"post": "the post"},
            may={
                "cases": "joint: only those worked with counter fraud; others: only the rest; left out: all",
                "kinds": "only when an option of one of these kinds is proposed; left out: any",
                **CLAUSE,
            },
        )
    )
    facts = tuple(
        FactSaid(one.choice("check", FACTS), one.text("title"), section.clause(one))
        for one in section.entries(
            told,
            "facts",
            "a fact",
            needs={"check": "what Holdfast looks for", "title": "the fact in the policy's words"},
            may=CLAUSE,
        )
    )
    permission, clause = None, ""
    if "publicity" in told:
        publicity = section.sheet.fields(
            told["publicity"],
            "the publicity",
            needs={"permission_for": "the choices for which the victim is asked"},
            may=CLAUSE,
        )
        permission = tuple(
            section.sheet.choice(item, "“permission_for” of the publicity", CHOICES)
            for item in publicity.items("permission_for")
        )
        clause = section.clause(publicity)
    return SanctionsPolicy(options, agree, facts, permission, clause)


SANCTIONS = AreaSection("sanctions", "what is done about whoever did it", read, silent=SanctionsPolicy())
