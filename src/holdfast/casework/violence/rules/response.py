"""The response to an assault: which items of the trust's checklist concern whom, by when, and which are done
already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from holdfast.kernel.durations import Duration, after

CALL_KINDS: dict[str, str] = {"operational": "Operational support", "police": "Police"}

STARTS: dict[str, str] = {
    "happened": "when it happened",
    "reported": "when it was reported",
    "triaged": "when it was triaged",
    "shift-end": "the end of the shift",
}
"""The moments from which an item may run."""

SHOWN_BY: dict[str, str] = {
    "control-room-told": "the control room was told",
    "police-told": "the police were told",
    "examined": "the person was seen by an emergency department or a GP",
    "wants-police": "the person said whether they want the police",
    "statement": "a statement of the person is in",
    "reported": "the incident was reported",
    "manager-checked": "the line manager checked the report",
    "investigated": "an investigation was opened",
    "approved": "the security team approved an investigation",
    "reporter-told": "the reporter was told of a decision",
    "marker-asked": "a marker was asked for, or why none",
    "support-offered": "support was offered",
    "support-answered": "support was offered, and the person accepted or declined it",
    "welfare": "somebody asked the person how they are",
    "debrief": "it was talked through with the team",
    "contacted": "the security team contacted the person, or noted why it could not",
    "support-checked": "the security team made sure that support was given",
    "occupational-health": "a referral to occupational health was decided, either way",
    "wishes": "the person said whether they want action taken",
    "named-contact": "one person stays in touch with them",
}
"""What of the incident can show an item as done. The moment of each is handed in by whoever has read the rows."""


BEGUN_BY: dict[str, str] = {"support-answered": "support-offered"}
"""What shows of such an item that it is under way, though it is not done."""


@dataclass(frozen=True)
class Item:
    """One line of the trust's checklist, see models.ChecklistItem."""

    key: str
    words: str
    who: str
    within: str = ""
    starts: str = ""
    types: tuple[str, ...] = ()
    optional: bool = False
    shown_by: str = ""
    clause: str = ""

    def concerns(self, type_: str) -> bool:
        """True when it is asked for after an incident of this type."""
        return not self.types or type_ in self.types


@dataclass(frozen=True)
class Answer:
    """How one item stands for one victim: done when and by whom, or why not; `shown` when the incident itself says
    so."""

    done_at: datetime | None = None
    by: str = ""
    why_not: str = ""
    note: str = ""
    shown: bool = False


@dataclass(frozen=True)
class Line:
    """An item with its limit and how it stands."""

    item: Item
    due: datetime | None = None
    answer: Answer | None = None
    begun: bool = False

    @property
    def open(self) -> bool:
        """Still owed: no answer, and not something that one merely may do."""
        return self.answer is None and not self.item.optional

    @property
    def late(self) -> bool:
        """Done after its limit. A reason why it was not done excuses it."""
        return bool(self.answer and self.answer.done_at and self.due and self.answer.done_at > self.due)

    def overdue(self, now: datetime) -> bool:
        """Still owed though its limit has passed."""
        return self.open and self.due is not None and now > self.due


@dataclass(frozen=True)
class Facts:
    """What the rows say: when each moment of STARTS was, and when each fact of SHOWN_BY came to be, and by whom."""

    type: str
    moments: Mapping[str, datetime | None] = field(default_factory=dict)
    shown: Mapping[str, tuple[datetime, str]] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)


def due_of(item: Item, moments: Mapping[str, datetime | None]) -> datetime | None:
    """The instant by which `item` is asked for; None without a printed limit, or while its moment is not known.

    Hours are absolute, days and months calendar time in London (kernel.durations).
    """
    start = moments.get(item.starts)
    if start is None or not item.within:
        return None
    return after(start, Duration.parse(item.within))


def checklist(items: Iterable[Item], facts: Facts) -> list[Line]:
    """The trust's items for one victim, in the policy's order. What somebody wrote down by hand counts first."""
    return [
        Line(
            item,
            due_of(item, facts.moments),
            facts.answers.get(item.key) or _shown(item, facts),
            begun=BEGUN_BY.get(item.shown_by, "") in facts.shown,
        )
        for item in items
        if item.concerns(facts.type)
    ]


def _shown(item: Item, facts: Facts) -> Answer | None:
    if item.shown_by not in facts.shown:
        return None
    at, by = facts.shown[item.shown_by]
    return Answer(done_at=at, by=by, shown=True)


def fault_in_answer(
    *, done_at: datetime | None, why_not: str, happened: datetime | None, now: datetime
) -> tuple[str, str]:
    """What is wrong with an answer, as (field, words); both empty when nothing is."""
    if done_at is None and not why_not.strip():
        return "why_not", "Say when it was done, or why it is not."
    if done_at is not None and why_not.strip():
        return "why_not", "It was done, or there is a reason why not: fill in one of the two."
    if done_at is not None and done_at > now:
        return "done_at", "It cannot have been done in the future. Come back when it is."
    if done_at is not None and happened is not None and done_at < happened:
        return "done_at", "It cannot have been done before the incident happened. Check the day and the time."
    return "", ""
