"""Words and meanings (colours) for verdicts and states, and the sentence that explains an obligation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from holdfast.kernel.durations import Duration
from holdfast.oversight.assurance.engine.clocks import Clock as EngineClock
from holdfast.oversight.assurance.engine.explanation import exactly, explain, percentage
from holdfast.oversight.assurance.models import Clock, Obligation
from holdfast.oversight.assurance.queries.tallies import Tally

STATES: dict[str, tuple[str, str]] = {
    "kept": ("Kept", "done"),
    "due soon": ("Due soon", "soon"),
    "overdue": ("Overdue", "late"),
    "below target": ("Below target", "waiting"),
    "unset": ("Number not set", "held"),
    "nothing to judge": ("Nothing to judge yet", "off"),
}

VERDICTS: dict[str, tuple[str, str]] = {
    "met": ("Met", "done"),
    "late": ("Late", "waiting"),
    "pending": ("Running", "going"),
    "due soon": ("Due soon", "soon"),
    "overdue": ("Overdue", "late"),
    "missed": ("Missed", "bad"),
    "excused": ("Excused", "held"),
    "not applicable": ("Does not apply", "off"),
    "unset": ("Number not set", "held"),
}

ORDER = ("overdue", "missed", "due soon", "late", "unset", "pending", "excused", "met")
"""Verdicts as a page shows them: what needs somebody first."""

MEET = {
    "process": "Holdfast makes it happen",
    "obligation": "Measured",
    "content": "Shown where it is needed",
    "attestation": "Confirmed by its owner",
    "none": "For information",
}


@dataclass(frozen=True)
class Line:
    """An obligation as one line of a page."""

    tally: Tally
    words: str
    meaning: str
    kept: str
    sentence: str

    @property
    def obligation(self) -> Obligation:
        return self.tally.obligation


def line_of(tally: Tally) -> Line:
    """The line of an obligation."""
    words, meaning = STATES[tally.state]
    kept = "" if tally.kept is None else percentage(tally.kept)
    return Line(tally, words, meaning, kept, sentence_of(tally))


def sentence_of(tally: Tally) -> str:
    """What a tally says, in one sentence that a board member understands."""
    if tally.state == "unset":
        return "The policy prints no number for this, and the trust has set none: it cannot be judged."
    if tally.kept is None:
        return "Nothing has come to its limit in the past year, so there is nothing to judge yet."
    parts = [f"Kept {tally.met} times out of {tally.denominator} ({percentage(tally.kept)}) in the past year"]
    if tally.obligation.target is not None:
        target = float(tally.obligation.target)
        parts.append(f"{'on' if tally.kept >= target else 'below'} the target of {percentage(target)}")
    overdue = tally.counts.get("overdue", 0)
    if overdue and tally.oldest_failure:
        parts.append(f"{overdue} overdue now, the oldest since {exactly(tally.oldest_failure)}")
    elif tally.counts.get("due soon"):
        parts.append(f"{tally.counts['due soon']} due soon")
    return "; ".join(parts) + "."


def why(clock: Clock, as_at: datetime) -> str:
    """Why one clock has its verdict, in one sentence."""
    names = EngineClock.__slots__
    values = {name: getattr(clock, name) for name in names if name != "missing"}
    return explain(EngineClock(**values, missing=tuple(clock.missing)), as_at)


def numbers_in_words(obligation: Obligation) -> list[tuple[str, str]]:
    """The numbers of an obligation, as a page shows them."""
    titles = {
        "within": "To be done within",
        "every": "To be done every",
        "warn": "Warning before the limit",
        "first_within": "First time within",
        "limit_from": "Limit",
        "required": "Must hold",
        "strand": "Investigation",
        "post": "Post",
        "from": "Counted from",
        "start": "Counted from",
    }
    shown = []
    for name, value in obligation.numbers.items():
        if name in ("within", "every", "warn", "first_within") and isinstance(value, str):
            value = Duration.parse(value).words
        elif isinstance(value, list):
            value = ", ".join(str(one).replace("-", " ") for one in value)
        elif value == "shift-end":
            value = "the end of the reporter’s shift"
        shown.append((titles.get(name, name.replace("_", " ").capitalize()), str(value)))
    return shown
