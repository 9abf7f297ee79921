"""What others did to an incident while someone had a form on it open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.presenters.words import verb_in_words
from holdfast.casework.incidents.rules.report_words import FACT_WORDS
from holdfast.casework.incidents.rules.taxonomy import SEVERITIES, TYPES
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.audit.queries import history_of

MOST = 20
FIELD_WORDS = FACT_WORDS | {
    "severity": "Severity",
    "crime": "Crime",
    "restricted": "Restricted",
    "medical_factors": "Medical factors",
    "investigators": "Who investigates",
    "findings": "What was found",
    "why": "Why it happened",
    "learnt": "What can be learnt",
    "causes": "What played a part",
    "manager_action": "What was done at once",
    "staff_representative": "Staff representative",
    "no_representative_reason": "Why no staff representative took part",
    "hr_reference": "Human Resources reference",
    "interest_declared": "Whom the investigator knows",
    "no_lesson_reason": "Why there is nothing to learn",
}
_LABELS: dict[str, dict[str, str]] = {
    "type": {key: kind.title for key, kind in TYPES.items()},
    "severity": dict(SEVERITIES),
}
_LONG = 80


@dataclass(frozen=True)
class Happened:
    """One thing that was done: what, by whom, when, and what changed by it."""

    what: str
    by: str
    at: datetime
    own: bool
    changes: tuple[str, ...] = ()


def happened_since(incident: Incident, since: float, identity: str) -> list[Happened]:
    """What was done to the incident since the moment (seconds since 1970), newest last; reading it is left out.

    `identity` is that of whoever asks: what they did themselves is marked as their own.
    """
    try:
        moment = datetime.fromtimestamp(since, tz=UTC)
    except (ValueError, OverflowError, OSError):
        return []
    entries = history_of(incident.record).filter(at__gte=moment, reading=False).order_by("-at", "-id")[:MOST]
    return [
        Happened(
            verb_in_words(entry.verb), entry.actor_name, entry.at, entry.actor_identity == identity, _changes(entry)
        )
        for entry in reversed(entries)
    ]


def _changes(entry: Entry) -> tuple[str, ...]:
    return tuple(_lines(entry.changes))


def _lines(changes: dict[str, list[Any]]) -> Iterator[str]:
    for name, (before, after) in changes.items():
        if name not in FIELD_WORDS:
            continue
        old, new = (_in_words(name, value) for value in (before, after))
        words = FIELD_WORDS[name]
        if len(old) > _LONG or len(new) > _LONG:
            yield f"{words} was changed"
        elif old and new:
            yield f"{words}: from {old} to {new}"
        else:
            yield f"{words}: {new}" if new else f"{words}: taken out"


def _in_words(name: str, value: Any) -> str:
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return _LABELS.get(name, {}).get(str(value), str(value))
