"""Words and meanings (colours) for verdicts and states, and the sentences that explain them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from holdfast.kernel.durations import Duration
from holdfast.oversight.assurance.engine.clocks import Clock as EngineClock
from holdfast.oversight.assurance.engine.explanation import exactly, explain, on_day, percentage
from holdfast.oversight.assurance.measures.facts_held import HELD
from holdfast.oversight.assurance.models import Clock, Obligation
from holdfast.oversight.assurance.queries.deeds import Deeds
from holdfast.oversight.assurance.queries.tallies import Tally


@dataclass(frozen=True)
class Shown:
    """How a state or verdict is shown: its words, and its meaning (see pages.meanings)."""

    words: str
    meaning: str


STATES: dict[str, Shown] = {
    "overdue": Shown("Overdue", "late"),
    "below target": Shown("Below target", "held"),
    "due soon": Shown("Due soon", "soon"),
    "excused": Shown("Excused", "restricted"),
    "unset": Shown("Number not set", "waiting"),
    "kept": Shown("Kept", "done"),
    "nothing to judge": Shown("Nothing to judge yet", "off"),
}
"""States of a duty, what needs somebody first."""

FAILING = ("overdue", "below target")

VERDICTS: dict[str, Shown] = {
    "overdue": Shown("Overdue", "late"),
    "missed": Shown("Missed", "bad"),
    "due soon": Shown("Due soon", "soon"),
    "late": Shown("Late", "held"),
    "unset": Shown("Number not set", "waiting"),
    "pending": Shown("Running", "going"),
    "excused": Shown("Excused", "restricted"),
    "met": Shown("Kept", "done"),
}
"""Verdicts as a page shows them: what needs somebody first."""

OVER = ("met", "late", "missed")
"""Verdicts that are told of the past year, and not of what stands."""

MEET = {
    "process": "Holdfast makes it happen",
    "obligation": "Measured",
    "content": "Shown where it is needed",
    "attestation": "Confirmed by its owner",
    "none": "For information",
}

AWAITING = "Not built yet"

KIND_WORDS = {
    "deadline": "Done within a time",
    "interval": "Done again and again",
    "period": "Done once in each period",
    "rota": "Done in turn",
    "coverage": "In place and in date",
    "completeness": "All facts on record",
    "attestation": "Confirmed by its owner",
}
"""Kinds of duty."""

NUMBER_TITLES = {
    "within": "To be done within",
    "every": "To be done every",
    "warn": "Due soon begins before the limit by",
    "first_within": "The first time within",
    "limit_from": "Limit",
    "required": "Must hold",
    "strand": "Investigation",
    "post": "Post to be told",
    "from": "Counted from",
    "start": "Counted from",
    "evidence": "Evidence",
}
WANTED = {
    "deadline": "by when it must be done",
    "interval": "how often it must be done",
    "period": "in which period it must be done",
    "rota": "how often there must be a turn",
    "completeness": "by when everything must be on record",
    "attestation": "how often it must be confirmed",
}
"""What the number that is not set would say, by the kind of duty."""
CHOICES = {
    "shift-end": "the end of the reporter’s shift",
    "reported": "the report",
    "triaged": "the triage",
    "investigated": "the findings",
    "closed": "the closure",
    "serious": "when it first counts as serious",
    "manager": "the manager’s",
    "lsms": "the security specialist’s",
    "specialist": "a specialist’s",
}


def sentence_of(tally: Tally) -> str:
    """What a tally says, in one sentence that a board member understands."""
    state, target, wanted = tally.state, tally.obligation.target, WANTED.get(tally.obligation.kind, "its limit")
    if state == "unset":
        return f"The policy does not say {wanted} and the trust has not set it, so it cannot be judged."
    parts, before = [], ""
    if state == "excused":
        before = "Excused. "
    elif tally.lacking:
        before = f"A part of it cannot be judged: nobody has set {wanted}. "
    if tally.kept is None:
        parts.append(f"{before}Nothing has come to its limit in the past year")
    else:
        times = "time" if tally.met == 1 else "times"
        parts.append(
            f"{before}Kept {tally.met:,} {times} out of {tally.denominator:,} in the past year "
            f"({percentage(tally.kept)})"
        )
        if target is not None:
            against = "on" if tally.on_target else "below"
            parts[0] += f", {against} the target of {percentage(float(target))}"
        if tally.explained:
            parts.append(f"{tally.explained:,} of the {tally.met:,} kept by saying why something is missing")
        if tally.older:
            parts.append(f"{tally.older:,} of the {tally.denominator:,} due before that year and still open in it")
    if overdue := tally.counts.get("overdue", 0):
        oldest = f", the oldest since {exactly(tally.oldest_overdue)}" if tally.oldest_overdue else ""
        parts.append(f"{overdue:,} overdue now{oldest}")
    if soon := tally.counts.get("due soon", 0):
        parts.append(f"{soon:,} due soon")
    if unset := tally.counts.get("unset", 0):
        parts.append(
            f"{unset:,} cannot be judged because the trust has set no number"
            if tally.lacking
            else f"{unset:,} began before the trust had set a number and cannot be judged"
        )
    return "; ".join(parts) + "."


def since_words(failing: bool | None, since: datetime | None, tally: Tally, *, excused: bool = False) -> str:
    """Since when a duty has failed, or been kept, without a break; empty where nothing has begun.

    `excused`: something of it was excused, which counts as no failure however late it came.
    """
    if failing is None or since is None:
        return ""
    if failing and tally.counts.get("overdue"):
        return f"Something has been overdue without a break since {on_day(since)}."
    if failing:
        return f"What was missed has not been made good since {on_day(since)}."
    return f"Nothing has been overdue {'without an excuse ' if excused else ''}since {on_day(since)}."


FACTS = ("missing", "explained")
"""What a clock tells of the facts of its record."""


def why(clock: Clock, as_at: datetime, kind: str) -> str:
    """Why one clock of an obligation of `kind` has its verdict, in one sentence."""
    values = {name: getattr(clock, name) for name in EngineClock.__slots__}
    values |= {name: tuple(fact_words(fact) for fact in values[name]) for name in FACTS}
    return explain(EngineClock(**values), as_at, kind=kind)


def fact_words(fact: str) -> str:
    """A fact that a record must hold, as it stands in a sentence."""
    title = HELD[fact].title if fact in HELD else fact.replace("-", " ")
    second = title.partition(" ")[2].partition(" ")[0]
    name = second.istitle()  # "Human Resources", which keeps its capitals
    return title if name else title[:1].lower() + title[1:]


def numbers_in_words(numbers: Mapping[str, Any], posts: Mapping[str, str]) -> list[tuple[str, str]]:
    """The numbers of an obligation, as a page shows them. `posts`: titles of posts by key."""
    shown = []
    for name, value in numbers.items():
        if name == "owners" or value is False:
            continue
        shown.append((NUMBER_TITLES.get(name, name.replace("_", " ").capitalize()), _in_words(name, value, posts)))
    return shown


def _in_words(name: str, value: Any, posts: Mapping[str, str]) -> str:
    if value is None:
        return "not set yet"
    if name in ("within", "every", "warn", "first_within"):
        return Duration.parse(value).words
    if name == "evidence":
        return "needed with each confirmation"
    if name == "post":
        return posts.get(value, value)
    if isinstance(value, list):
        return "; ".join(fact_words(str(one)) for one in value)
    return CHOICES.get(str(value), str(value))


def deeds_in_words(counted: str, deeds: Deeds | None) -> str:
    """How often something was done, in one sentence. `counted`: what is counted, as in “Reports taken in”."""
    if deeds is None or deeds.last is None:
        return f"{counted}: none in the past year."
    return f"{counted}: {deeds.times:,} in the past year, last on {deeds.last.day} {deeds.last:%B %Y}."


def value_in_words(value: str, unit: str) -> str:
    """A number of the policy as people read it; empty for none."""
    if not value:
        return ""
    return Duration.parse(value).words if unit == "duration" else value.replace("-", " ")


@dataclass(frozen=True)
class Line:
    """A duty as one line of a page."""

    tally: Tally
    shown: Shown
    kept: str
    sentence: str

    @property
    def obligation(self) -> Obligation:
        return self.tally.obligation


def line_of(tally: Tally) -> Line:
    """The line of a duty."""
    kept = "" if tally.kept is None else percentage(tally.kept)
    return Line(tally, STATES[tally.state], kept, sentence_of(tally))
