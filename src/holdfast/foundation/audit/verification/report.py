"""What a verification has to say, to people and to machines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

SHOWN = 50
"""So many faults are told one by one; all are counted."""


class Kind(StrEnum):
    """What can be wrong with the trail."""

    CHANGED = "changed"
    REMOVED = "removed"
    SLIPPED_IN = "slipped in"
    DETAILS_CHANGED = "details changed"
    DETAILS_REMOVED = "details removed"
    ERASURE_FORGED = "erasure forged"
    SEAL_CHANGED = "seal changed"
    SEAL_REMOVED = "seal removed"
    SEAL_FORGED = "seal forged"
    SEAL_OUT_OF_ORDER = "seal out of order"
    SEAL_BROKEN = "seal broken"
    CUT_OFF = "cut off"
    REWRITTEN = "rewritten"
    GUARD_MISSING = "guard missing"
    GUARD_STRANGE = "guard strange"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: its kind, a sentence that says so, and the number of the entry or seal concerned."""

    kind: Kind
    words: str
    entry: int | None = None
    seal: int | None = None


@dataclass
class Report:
    """What was looked at, and what was found.

    `waiting` are the entries that no seal holds yet, and `erased` those whose details went lawfully. `faults` has the
    first SHOWN, those of entries before those of seals, each by its number; `counts` counts all, by kind.
    """

    verified_at: datetime
    entries: int = 0
    waiting: int = 0
    erased: int = 0
    seals: int = 0
    compared: int | None = None
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)

    @property
    def intact(self) -> bool:
        """True when nothing at all is wrong."""
        return not self.counts

    @property
    def first(self) -> Fault | None:
        """The first fault: that of the lowest entry, or of the lowest seal when no entry has one."""
        return next(iter(self.faults), None)

    def find(self, faults: Iterable[Fault]) -> None:
        """Take up `faults`, in their order."""
        for fault in faults:
            self.counts[fault.kind.value] += 1
            if len(self.faults) < SHOWN:
                self.faults.append(fault)

    def as_json(self) -> dict[str, Any]:
        """The report in the words of JSON."""
        return {
            **asdict(self),
            "verified_at": self.verified_at.isoformat(timespec="seconds"),
            "intact": self.intact,
            "first": asdict(self.first) if self.first else None,
            "counts": dict(self.counts),
        }

    def as_text(self) -> str:
        """The report in sentences."""
        return "\n".join(self._sentences())

    def _sentences(self) -> Iterator[str]:
        yield f"Looked at {_many(self.entries, 'entry', 'entries')} and {_many(self.seals, 'seal', 'seals')}."
        if self.waiting:
            yield f"{_many(self.waiting, 'entry waits', 'entries wait')} for the next seal."
        if self.erased:
            yield f"The details of {_many(self.erased, 'entry', 'entries')} were erased under retention."
        if self.compared is not None:
            yield f"Compared with {_many(self.compared, 'exported seal', 'exported seals')}."
        if self.intact:
            yield from self._whole()
            return
        yield f"The audit trail is not whole: {_many(self.counts.total(), 'fault', 'faults')}."
        yield from (f"  {fault.words}" for fault in self.faults)
        if unsaid := self.counts.total() - len(self.faults):
            yield f"  and {unsaid:,} more: " + ", ".join(f"{kind} {count:,}" for kind, count in self.counts.items())
        if self.counts[Kind.SLIPPED_IN] > 1 and (
            self.counts[Kind.SEAL_FORGED] or self.counts[Kind.SLIPPED_IN] == self.entries
        ):
            yield (
                "Many bear no mark of the present key, as they would if it was changed or lost. If you changed it, put "
                "the earlier key in AUDIT_KEY_FALLBACKS (HOLDFAST_OLD_AUDIT_KEYS) and verify again."
            )

    def _whole(self) -> Iterator[str]:
        """What can be claimed: that the end is there, only seals that were kept elsewhere can prove."""
        if self.compared:
            yield "The audit trail is whole: nothing was changed, removed or slipped in."
            return
        far = f"as far as seal {self.seals}" if self.seals else "as far as it goes"
        yield f"The audit trail is whole {far}: nothing in it was changed, removed or slipped in."
        yield "Whether its end was cut off, only seals that are kept elsewhere can tell: compare them by --against."


def _many(count: int, one: str, more: str) -> str:
    return f"{count:,} {one if count == 1 else more}"
