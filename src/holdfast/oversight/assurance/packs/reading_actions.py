"""Reading `actions` of `pack.yaml`: what a policy asks of actions and of the plans they stand in."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.oversight.assurance.packs.area_section import AreaSection
from holdfast.oversight.assurance.packs.section_reader import SectionReader
from holdfast.oversight.assurance.packs.sheet import Fields

# The area's own words; a test holds them against it.
SOURCES = (
    *("incident", "risk-assessment", "survey", "audit", "inspection", "lesson", "monitoring", "equality", "alert"),
    *("committee", "other"),
)
PRIORITIES = ("urgent", "high", "medium", "low")
FACTS = ("purpose", "success", "cost", "place")
PERIODS = ("month", "quarter", "half-year", "financial-year", "calendar-year")


@dataclass(frozen=True)
class Verification:
    """Which actions a second person verifies, in which post (blank: anyone else), and whether a file is wanted."""

    sources: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    verified: bool = True
    by: str = ""
    evidence: bool = False
    clause: str = ""


@dataclass(frozen=True)
class Escalation:
    """Overdue by the number `after`: up to the post `to`; blank: to the line manager."""

    after: str
    to: str = ""
    clause: str = ""


@dataclass(frozen=True)
class ActionsPolicy:
    """All that a pack says of actions. Numbers by their keys."""

    needs: tuple[str, ...] = ()
    verification: tuple[Verification, ...] = ()
    escalation: tuple[Escalation, ...] = ()
    remind_before: str = ""
    remind_every: str = ""
    plan_period: str = ""
    plan_keeper: str = ""
    clause: str = ""


VERIFICATION = {
    "sources": "what the actions came out of; left out: anything",
    "priorities": "how urgent they are; left out: anything",
    "by": "the post that verifies; left out: anyone else with the right",
    "only_evidence": "true: nobody verifies, but a file is wanted as proof",
    "evidence": "true: a file is wanted as proof",
    "clause": "where the policy asks for it",
}
ESCALATION = {
    "to": "the post that is told; left out: the line manager of whoever owes it",
    "clause": "where the policy asks for it",
}
PLANS = {
    "period": "how often a plan is brought up to date",
    "keeper": "the post that does so",
    "clause": "where the policy asks for it",
}


def read(section: SectionReader) -> ActionsPolicy:
    """What the section says; complains of every fault in it."""
    told = section.fields(
        may={
            "needs": "what every action must say beside what, who and by when",
            "verification": "which actions a second person verifies",
            "remind_before": "the number: how long before it is due the owner is reminded",
            "remind_every": "the number: how often the owner is reminded once it is overdue",
            "escalation": "whom an overdue action goes up to, step by step",
            "plans": "how often plans are brought up to date, and by whom",
        }
    )
    plans = told.sheet.fields(told["plans"], "“plans” of “actions”", may=PLANS) if "plans" in told else None
    return ActionsPolicy(
        needs=_choices(told, "needs", FACTS),
        verification=tuple(
            _verification(section, one)
            for one in section.entries(told, "verification", "a line of the verification", may=VERIFICATION)
        ),
        escalation=tuple(
            Escalation(section.number(one, "after"), section.post(one, "to"), section.clause(one))
            for one in section.entries(
                told,
                "escalation",
                "a step of the escalation",
                needs={"after": "the number: how long after its date"},
                may=ESCALATION,
            )
        ),
        remind_before=section.number(told, "remind_before"),
        remind_every=section.number(told, "remind_every"),
        plan_period=plans.choice("period", PERIODS) if plans else "",
        plan_keeper=section.post(plans, "keeper") if plans else "",
        clause=section.clause(plans) if plans else "",
    )


def _verification(section: SectionReader, one: Fields) -> Verification:
    only_evidence = one.flag("only_evidence")
    return Verification(
        sources=_choices(one, "sources", SOURCES),
        priorities=_choices(one, "priorities", PRIORITIES),
        verified=not only_evidence,
        by=section.post(one, "by"),
        evidence=only_evidence or one.flag("evidence"),
        clause=section.clause(one),
    )


def _choices(told: Fields, key: str, choices: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(told.sheet.choice(node, f"“{key}” of {told.what}", choices) for node in told.items(key))


ACTIONS = AreaSection("actions", "what is asked of actions and of the plans they stand in", read, ActionsPolicy())
