"""What bringing in an export would change. Plain Python: facts in, plan out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from holdfast.casework.incidents.rules.answers import IncidentFacts, ReportAnswers, SubjectFacts, VictimFacts
from holdfast.casework.incidents.rules.history_columns import HISTORY, PERSON_FIELDS
from holdfast.casework.incidents.rules.history_incidents import (
    Note,
    OldIncident,
    Refused,
    kind_of_rows,
    old_incident,
    stage_of_rows,
)
from holdfast.casework.incidents.rules.history_people import people_of
from holdfast.casework.incidents.rules.history_places import Places
from holdfast.casework.incidents.rules.history_rows import (
    HistoryFile,
    HistoryRow,
    RefusedRow,
    SkippedLine,
    of_incident,
    person_of,
)
from holdfast.casework.incidents.rules.history_words import KINDS, LEFT_OUT, PATH, Meanings
from holdfast.casework.incidents.rules.routing import RoutingLine, flags_of_report, route
from holdfast.casework.incidents.rules.selection import Traits

LONGEST_SHOWN = 80


@dataclass(frozen=True)
class KnownIncident:
    """An incident that was brought in before: its key here, its reference, and the facts of its rows by digest."""

    key: int
    reference: str
    restricted: bool
    rows: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Added:
    """Rows about people that a later export has more of, for an incident that was brought in before."""

    known: KnownIncident
    rows: tuple[HistoryRow, ...]
    source_key: str
    source_reference: str


@dataclass(frozen=True)
class Difference:
    """What a later export says otherwise of an incident that was brought in before; Holdfast's stays.

    `fields`: each with the words before and now. Of a restricted incident both are left out.
    """

    line: int
    old_reference: str
    reference: str
    fields: tuple[tuple[str, str, str], ...]


@dataclass
class HistoryPlan:
    """What an import would do, or has done."""

    file: str
    source: str
    headings: tuple[str, ...] = ()
    rows: int = 0
    repeated: int = 0
    new: list[OldIncident] = field(default_factory=list)
    added: list[Added] = field(default_factory=list)
    different: list[Difference] = field(default_factory=list)
    unchanged: int = 0
    rejected: list[tuple[int, str]] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    refused: list[RefusedRow] = field(default_factory=list)
    skipped: list[SkippedLine] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    applied: bool = False

    @property
    def changes_something(self) -> bool:
        """False when Holdfast has all of it already."""
        return bool(self.new or self.added)

    def counts(self) -> dict[str, int]:
        """How many of each, for the trail and for people."""
        states = Counter(incident.state for incident in self.new)
        return {
            "rows": self.rows,
            "new": len(self.new),
            "new_closed": states["closed"],
            "new_open": states["open"],
            "new_waiting": states["reported"],
            "new_restricted": sum(bool(incident.restrict) for incident in self.new),
            "added": sum(len(one.rows) for one in self.added),
            "different": len(self.different),
            "unchanged": self.unchanged,
            "rejected": len(self.rejected),
            "left_out": sum(self.left_out.values()),
            "repeated": self.repeated,
            "bad": sum(len(row.cells) for row in self.refused),
            "notes": sum(note.times for note in self.notes),
            "skipped_lines": len(self.skipped),
        }


def plan_history(
    file: HistoryFile,
    source: str,
    known: Mapping[str, KnownIncident],
    meanings: Meanings,
    places: Places,
    lines: Sequence[RoutingLine],
    now: datetime,
) -> HistoryPlan:
    """What `file` would change. `known` maps the number or reference in the old system to what came in before.

    Incidents that are known stay as they are: rows about more people are added, what the export says otherwise is
    listed. Rejected ones and those that are not about security stay out. `lines` is the trust's routing, asked only
    whom it lets see an incident: nobody is told of history. `now` is the instant of the import.
    """
    plan = HistoryPlan(
        file.name, source, file.headings, file.rows, file.repeated, refused=list(file.refused), skipped=file.skipped
    )
    notes: dict[str, Note] = {}
    for key, rows in file.groups.items():
        first = rows[0]
        reference = first.facts.get("reference") or key
        kind = kind_of_rows(rows, meanings)
        if stage_of_rows(rows, meanings) == "rejected":
            plan.rejected.append((first.line, reference))
        elif kind == LEFT_OUT:
            plan.left_out[first.facts.get("kind", "").rpartition(PATH)[2] or KINDS[LEFT_OUT]] += 1
        elif before := known.get(key) or known.get(first.facts.get("reference", "")):
            _compare(plan, before, key, rows, meanings)
        else:
            try:
                incident, said = old_incident(rows, meanings, places, now)
            except Refused as refusal:
                cells = tuple((row.line, row.cells) for row in rows)
                plan.refused.append(RefusedRow(first.line, reference, refusal.reasons, cells))
            else:
                incident.restrict = _restricts(incident, lines)
                plan.new.append(incident)
                for note in said:
                    alike = notes.get(note.text)
                    notes[note.text] = Note(alike.line, note.text, alike.times + 1) if alike else note
    plan.refused.sort(key=lambda row: row.line)
    plan.notes = sorted(notes.values(), key=lambda note: note.line)
    return plan


def _restricts(incident: OldIncident, lines: Sequence[RoutingLine]) -> str:
    answers = ReportAnswers(
        incident=IncidentFacts(
            incident.type,
            incident.place,
            incident.description,
            near_miss=incident.near_miss,
            internal=incident.internal,
            hate_factors=tuple(incident.hate_factors),
        ),
        victims=tuple(one for one in incident.everyone if isinstance(one, VictimFacts)),
        subjects=tuple(one for one in incident.everyone if isinstance(one, SubjectFacts)),
    )
    return route(Traits(incident.type, incident.severity, flags_of_report(answers)), lines).restrict


def _compare(
    plan: HistoryPlan, before: KnownIncident, key: str, rows: Sequence[HistoryRow], meanings: Meanings
) -> None:
    fresh = [row for row in rows if row.digest not in before.rows]
    if not fresh:
        plan.unchanged += 1
        return
    people = {person_of(facts): facts for facts in before.rows.values()}
    more = tuple(row for row in fresh if row.person and row.person not in people)
    first = next(iter(before.rows.values()), {})
    fields = _otherwise(of_incident(first), [of_incident(row.facts) for row in fresh])
    for row in fresh:
        if row.person and row.person in people:
            fields |= _otherwise(_of_person(people[row.person]), [_of_person(row.facts)])
    if more:
        reference = rows[0].facts.get("reference") or key
        plan.added.append(Added(before, more, key, reference[:80]))
    if fields:
        shown = tuple(
            (
                HISTORY.by_key[name].title,
                "" if before.restricted else _short(old),
                "" if before.restricted else _short(new),
            )
            for name, (old, new) in fields.items()
        )
        plan.different.append(
            Difference(
                fresh[0].line,
                rows[0].facts.get("reference") or key,
                "" if before.restricted else before.reference,
                shown,
            )
        )
    if not more and not fields:
        plan.unchanged += 1


def _otherwise(old: Mapping[str, str], new: Sequence[Mapping[str, str]]) -> dict[str, tuple[str, str]]:
    """The fields that both tell, and tell otherwise, and those that only the newer one tells: absence is no news."""
    found: dict[str, tuple[str, str]] = {}
    for facts in new:
        for name, text in facts.items():
            if old.get(name, "") != text:
                found.setdefault(name, (old.get(name, ""), text))
    return found


def _of_person(facts: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in facts.items() if name in PERSON_FIELDS}


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST_SHOWN else plain[: LONGEST_SHOWN - 1] + "…"


def suspects_more(added: Added, meanings: Meanings) -> bool:
    """True when one of the added rows says that a colleague did it."""
    return any(
        getattr(person, "standing", "") == "colleague"
        for row in added.rows
        for person in people_of(row.facts, meanings)
    )
