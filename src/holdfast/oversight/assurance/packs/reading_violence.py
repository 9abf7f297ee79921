"""Reading `violence` of `pack.yaml`: what a policy asks for after an assault, whom it supports how, and its markers."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.oversight.assurance.packs.area_section import AreaSection
from holdfast.oversight.assurance.packs.kinds import fault_in
from holdfast.oversight.assurance.packs.section_reader import SectionReader
from holdfast.oversight.assurance.packs.sheet import Fields

# The area's own words; a test holds them against it.
STARTS = ("happened", "reported", "triaged", "shift-end")
SHOWN_BY = (
    *("control-room-told", "police-told", "examined", "wants-police", "statement", "reported", "manager-checked"),
    *("investigated", "approved", "reporter-told", "marker-asked", "support-offered", "welfare", "debrief"),
    *("support-answered", "contacted", "support-checked", "occupational-health", "wishes", "named-contact"),
)
VICTIM = "victim"
FAMILY = ("physical-assault", "verbal-abuse", "threat", "harassment", "sexual-offence", "weapon", "robbery")


@dataclass(frozen=True)
class ChecklistItem:
    """One thing that is asked for after an assault. `within`: an ISO duration, or the key of a number."""

    key: str
    words: str
    who: str
    within: str = ""
    starts: str = ""
    types: tuple[str, ...] = ()
    optional: bool = False
    shown_by: str = ""
    clause: str = ""


@dataclass(frozen=True)
class Named:
    """A kind of support or a category of markers."""

    key: str
    title: str
    about: str = ""
    clause: str = ""


@dataclass(frozen=True)
class ViolencePolicy:
    """All that a pack says of what follows violence."""

    checklist: tuple[ChecklistItem, ...] = ()
    support: tuple[Named, ...] = ()
    categories: tuple[Named, ...] = ()
    panel: tuple[str, ...] = ()


ITEM_NEEDS = {
    "key": "its name",
    "words": "what is done, as an order",
    "who": "“victim”, or the post that sees to it",
}
ITEM_MAY = {
    "within": "how long: a duration that the policy prints at the clause, else the key of a number",
    "from": f"the moment from which it runs: {', '.join(STARTS)}",
    "types": "after which kinds of incident; left out: any violence against a person",
    "may": "true: they may do it, and it is never owed",
    "shown_by": "the fact of the incident that shows it as done",
    "clause": "where the policy asks for it",
}


def read(section: SectionReader) -> ViolencePolicy:
    """What the section says; complains of every fault in it."""
    told = section.fields(
        may={
            "checklist": "what is asked for after an assault, for each person affected",
            "support": "the kinds of support that are open to them",
            "marker_categories": "the categories of markers; left out: none",
            "marker_panel": "the posts whose holders decide about markers together",
        }
    )
    seen: set[str] = set()
    return ViolencePolicy(
        checklist=tuple(
            _item(section, one, seen)
            for one in section.entries(told, "checklist", "an item of the checklist", needs=ITEM_NEEDS, may=ITEM_MAY)
        ),
        support=_named(section, told, "support", "a kind of support"),
        categories=_named(section, told, "marker_categories", "a category of markers"),
        panel=section.posts(told, "marker_panel"),
    )


def _item(section: SectionReader, one: Fields, seen: set[str]) -> ChecklistItem:
    who = one.text("who")
    if who != VICTIM:
        section.post(one, "who")
    within, starts = one.text("within"), one.choice("from", STARTS)
    if within and not starts:
        one.complain("within", f"“within” of {one.what} needs “from”: one of {', '.join(STARTS)}.")
    if starts and not within:
        one.complain("from", f"“from” of {one.what} needs “within”; PT0S means by that very moment.")
    if within and fault_in(within, "duration"):
        section.number(one, "within")
    elif within and not one.text("clause"):
        one.complain("within", f"“within” of {one.what} is a figure: name the “clause” that prints it, or a number.")
    return ChecklistItem(
        key=section.key_of(one, seen),
        words=one.text("words"),
        who=who,
        within=within,
        starts=starts,
        types=tuple(one.sheet.choice(node, f"“types” of {one.what}", FAMILY) for node in one.items("types")),
        optional=one.flag("may"),
        shown_by=one.choice("shown_by", SHOWN_BY),
        clause=section.clause(one),
    )


def _named(section: SectionReader, told: Fields, key: str, what: str) -> tuple[Named, ...]:
    seen: set[str] = set()
    needs = {"key": "its name", "title": "what people call it"}
    may = {"about": "what it is, or how one gets it", "clause": "where the policy names it"}
    return tuple(
        Named(section.key_of(one, seen), one.text("title"), one.text("about"), section.clause(one))
        for one in section.entries(told, key, what, needs=needs, may=may)
    )


VIOLENCE = AreaSection("violence", "what follows an assault: the checklist, support, markers", read, ViolencePolicy())
