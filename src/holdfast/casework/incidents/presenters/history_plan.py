"""Bringing in a history, in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from holdfast.casework.incidents.rules.history_incidents import OldIncident
from holdfast.casework.incidents.rules.history_plan import Difference, HistoryPlan
from holdfast.casework.incidents.rules.history_words import VOCABULARIES, Word
from holdfast.casework.incidents.rules.stages import INCIDENT
from holdfast.casework.incidents.rules.taxonomy import TYPES
from holdfast.foundation.pages.words import day_in_words
from holdfast.kernel.clock import LONDON

COUNT_WORDS = {
    "rows": "rows about incidents",
    "new": "new incidents",
    "new_closed": "of these closed",
    "new_open": "of these open",
    "new_waiting": "of these waiting for triage",
    "new_restricted": "of these restricted to named people",
    "added": "rows about more people, for incidents that came in before",
    "different": "incidents of which the file says something else (left as they are)",
    "unchanged": "incidents that came in before",
    "rejected": "incidents rejected in the old system, left out",
    "left_out": "incidents that are not about security, left out",
    "repeated": "rows that repeat another row",
    "bad": "rows that cannot be used",
    "notes": "things to know",
    "skipped_lines": "lines about no incident, skipped",
}


def incident_line(incident: OldIncident) -> str:
    """An incident that would be new, in one line without anybody's story."""
    moment = incident.happened_at or incident.reported_at
    state = INCIDENT.states[incident.state].lower()
    restricted = ", restricted" if incident.restrict else ""
    return (
        f"{incident.reference}  {TYPES[incident.type].title}, {day_in_words(moment.astimezone(LONDON).date())}, "
        f"{state}{restricted}"
    )


def difference_line(different: Difference) -> str:
    """What the file says otherwise, in one line."""
    said = [
        f"{title.lower()}: here {_quoted(old)}, in the file {_quoted(new)}" if old or new else title.lower()
        for title, old, new in different.fields
    ]
    where = f" ({different.reference})" if different.reference else " (restricted)"
    return f"{different.old_reference}{where}: {'; '.join(said)}"


def _quoted(text: str) -> str:
    return f"“{text}”" if text else "nothing"


def bad_rows(plan: HistoryPlan) -> list[dict[str, Any]]:
    """The rows that cannot be used: line, incident, why, and their cells."""
    return [
        {"line": line, "who": row.reference, "why": " ".join(row.reasons), "cells": list(cells)}
        for row in plan.refused
        for line, cells in row.cells
    ]


def word_line(word: Word) -> str:
    """A word and what it means, in one line."""
    means = VOCABULARIES[word.vocabulary].get(word.meaning, "not known")
    return f"{word.text[:80]} ({word.times:,}): {means}"


def as_json(plan: HistoryPlan) -> dict[str, Any]:
    """Everything in the plan, for machines."""
    return {
        "file": plan.file,
        "source": plan.source,
        "applied": plan.applied,
        "counts": plan.counts(),
        "new": [
            {
                "reference": one.reference,
                "lines": [row.line for row in one.rows],
                "kind": one.type,
                "state": one.state,
                "restricted": bool(one.restrict),
            }
            for one in plan.new
        ],
        "added": [{"reference": one.source_reference, "lines": [row.line for row in one.rows]} for one in plan.added],
        "different": [
            {
                "line": one.line,
                "reference": one.old_reference,
                "fields": [{"field": title, "here": old, "file": new} for title, old, new in one.fields],
            }
            for one in plan.different
        ],
        "rejected": [{"line": line, "reference": reference} for line, reference in plan.rejected],
        "left_out": dict(plan.left_out.most_common()),
        "bad": [{"line": row.line, "reference": row.reference, "reasons": list(row.reasons)} for row in plan.refused],
        "notes": [vars(note) for note in plan.notes],
        "skipped": [vars(line) for line in plan.skipped],
    }


def as_text(plan: HistoryPlan, most: int) -> str:
    """The plan for a terminal, with at most `most` lines of each kind."""
    lines = [f"{plan.file} (from {plan.source})"]
    lines += [f"  {count:>8,}  {COUNT_WORDS[name]}" for name, count in plan.counts().items() if count]
    for heading, rows in _groups(plan):
        if rows:
            lines.append(f"{heading}:")
            lines += [f"  {row}" for row in rows[:most]]
            lines += [f"  … and {len(rows) - most:,} more"] if len(rows) > most else []
    return "\n".join(lines)


def _groups(plan: HistoryPlan) -> Iterator[tuple[str, list[str]]]:
    yield (
        "Rows that cannot be used",
        [f"line {row.line}: {row.reference or 'no reference'}: {' '.join(row.reasons)}" for row in plan.refused],
    )
    yield (
        "To know",
        [f"line {note.line}{f' and {note.times - 1:,} more' * (note.times > 1)}: {note.text}" for note in plan.notes],
    )
    yield "The file says something else (left as it is)", [difference_line(one) for one in plan.different]
    yield (
        "More people, added",
        [f"{one.source_reference}: line {', '.join(str(row.line) for row in one.rows)}" for one in plan.added],
    )
    yield "New incidents", [incident_line(one) for one in plan.new]
    yield "Not about security, left out", [f"{count:>6,}  {kind}" for kind, count in plan.left_out.most_common()]
    yield "Rejected in the old system, left out", [f"line {line}: {reference}" for line, reference in plan.rejected]
    yield "Skipped", [f"line {line.line}: {line.text}" for line in plan.skipped]
