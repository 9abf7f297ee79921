"""Reading `liaison` of `pack.yaml`: who speaks with the police, with counter fraud, and what is agreed with forces."""

from __future__ import annotations

from dataclasses import dataclass, field

from holdfast.oversight.assurance.packs.area_section import AreaSection
from holdfast.oversight.assurance.packs.section_reader import SectionReader
from holdfast.oversight.assurance.packs.sheet import Fields


@dataclass(frozen=True)
class StepSaid:
    """One step of the way agreed with a force about refusals."""

    to: str
    how: str = ""


@dataclass(frozen=True)
class ForceSaid:
    """A police force of the trust's area; without steps nothing is agreed with it, and the screens say so."""

    name: str
    contact: str = ""
    steps: tuple[StepSaid, ...] = ()
    clause: str = ""


@dataclass(frozen=True)
class LiaisonPolicy:
    """All that a pack says of outside bodies."""

    single_contact: str = ""
    single_contact_clause: str = ""
    others: dict[str, str] = field(default_factory=dict)
    counter_fraud: str = ""
    counter_fraud_outside: str = ""
    copied: tuple[str, ...] = ()
    riddor_words: str = ""
    riddor_clause: str = ""
    wishes_weighed: bool = False
    forces: tuple[ForceSaid, ...] = ()


SECTION = {
    "police_contact": "the one post that speaks with the police, and for which kinds of incident another one does",
    "counter_fraud": "the post that fraud goes to, or the body outside the trust, and who has a copy",
    "riddor": "the policy's own words on RIDDOR; the law in force is applied whatever they cite",
    "wishes_weighed": "true where the wish of a person affected is weighed and does not bind",
    "forces": "the police forces of the trust's area, with what is agreed about refusals",
}


def read(section: SectionReader) -> LiaisonPolicy:
    """The section as the area needs it."""
    told = section.fields(may=SECTION)
    police = _part(
        section,
        told,
        "police_contact",
        {"post": "the post", "clause": "where the policy says so", "others": "by kind of incident: another post"},
    )
    fraud = _part(
        section,
        told,
        "counter_fraud",
        {
            "post": "the trust's own post",
            "outside": "the body outside the trust, where it has no post",
            "copied": "the posts that have a copy",
            "clause": "where the policy says so",
        },
    )
    riddor = _part(section, told, "riddor", {"words": "what the policy says", "clause": "where the policy says so"})
    return LiaisonPolicy(
        single_contact=section.post(police, "post") if police else "",
        single_contact_clause=section.clause(police) if police else "",
        others=_others(section, police),
        counter_fraud=section.post(fraud, "post") if fraud else "",
        counter_fraud_outside=fraud.text("outside") if fraud else "",
        copied=section.posts(fraud, "copied") if fraud else (),
        riddor_words=riddor.text("words") if riddor else "",
        riddor_clause=section.clause(riddor) if riddor else "",
        wishes_weighed=told.flag("wishes_weighed") if "wishes_weighed" in told else False,
        forces=tuple(_forces(section, told)),
    )


def _part(section: SectionReader, told: Fields, key: str, may: dict[str, str]) -> Fields | None:
    return section.sheet.fields(told[key], f"“{key}”", may=may) if key in told else None


def _others(section: SectionReader, police: Fields | None) -> dict[str, str]:
    if police is None or "others" not in police:
        return {}
    found: dict[str, str] = {}
    for kind, key_node, value in police.pairs("others"):
        section.sheet.choice(key_node, "a kind of incident in “others”", section.names.types)
        post = section.sheet.text(value, f"“{kind}” of “others”")
        section.references.use(("post",), post, f"“{kind}” of “others”", section.sheet, value)
        found[kind] = post
    return found


def _forces(section: SectionReader, told: Fields) -> list[ForceSaid]:
    found, seen = [], set[str]()
    for one in section.entries(
        told,
        "forces",
        "a force",
        needs={"name": "the force's name"},
        may={
            "contact": "how it is reached about a case",
            "steps": "to whom a refusal is taken, one after the other; left out: nothing is agreed",
            "clause": "where the policy says so",
        },
    ):
        name = section.key_of(one, seen, "name")
        steps = [
            StepSaid(step.text("to"), step.text("how"))
            for step in section.entries(
                one, "steps", "a step", needs={"to": "who is asked"}, may={"how": "how they are reached"}
            )
        ]
        found.append(ForceSaid(name, one.text("contact"), tuple(steps), section.clause(one)))
    return found


LIAISON = AreaSection("liaison", "police, RIDDOR, counter fraud and other outside bodies", read, silent=LiaisonPolicy())
