"""The timeline of an incident: everything that happened to it, newest last, from the rows that hold it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.rules.taxonomy import SEVERITIES, TYPES


@dataclass(frozen=True, order=True)
class Event:
    """One line of the timeline; see the component `timeline.html`."""

    at: datetime
    title: str = field(compare=False)
    by: str = field(default="", compare=False)
    text: str = field(default="", compare=False)
    tag: str = field(default="", compare=False)
    meaning: str = field(default="", compare=False)
    marks: tuple[str, ...] = field(default=(), compare=False)


def timeline_of(incident: Incident, *, leaving_out: Collection[int | None] = ()) -> list[Event]:
    """The events of `incident`, in the order in which they happened. Its relations should be prefetched.

    `leaving_out`: keys of contacts with the police of which whoever asks tells more.
    """
    return sorted(
        chain(
            _happening(incident),
            _moves(incident),
            _judgements(incident),
            _investigations(incident),
            _statements(incident),
            _police(incident, leaving_out),
            _additions(incident),
            _referrals(incident),
            _exchanges(incident),
            _lessons(incident),
        )
    )


def told_since(incident: Incident) -> list[Event]:
    """What people told after the first report, in its order: additions, other reports of it, statements, messages."""
    statements = (event for event in _statements(incident) if event.text)
    return sorted(chain(_additions(incident), statements, _exchanges(incident)))


def _happening(incident: Incident) -> Iterator[Event]:
    if incident.happened_at:
        yield Event(incident.happened_at, "It happened", meaning="plain")
    if incident.found_at:
        yield Event(incident.found_at, "It was found")
    if incident.imported_at:
        yield Event(incident.reported_at, "Reported", incident.reporter_name)
    if incident.manager_checked_at:
        yield Event(incident.manager_checked_at, "The report was checked", incident.manager_checked_by)


MOVED = {
    "report": "Reported",
    "import": "Brought in from another system",
    "route-out": "Routed elsewhere",
    "merge": "Merged with another report",
    "take-back": "Taken back: it stands by itself again",
    "reopen": "Opened again",
    "withdraw": "Investigation withdrawn",
}


def _moves(incident: Incident) -> Iterator[Event]:
    for step in incident.record.moves.all():
        if step.verb in MOVED:
            by = ", ".join(filter(None, [step.by, step.post]))
            yield Event(step.at, MOVED[step.verb], by, step.why)
    for closure in incident.closures.all():
        yield Event(closure.at, "Closed", closure.by, closure.outcome, meaning="done")


def _judgements(incident: Incident) -> Iterator[Event]:
    for number, row in enumerate(incident.triages.all()):
        marks = (TYPES[row.type].title, SEVERITIES[row.severity], "Crime" if row.crime else "Not a crime")
        text = row.note or row.no_investigation_reason
        yield Event(row.at, "Judged again" if number else "Triaged", row.by, text, marks=marks)


def _investigations(incident: Incident) -> Iterator[Event]:
    for row in incident.investigations.all():
        people = [str(one.person) + (" (lead)" if one.lead else "") for one in row.investigators.all()]
        yield Event(row.assigned_at, f"{row.get_strand_display()} opened", row.commissioned_by, marks=tuple(people))
        if row.submitted_at:
            yield Event(row.submitted_at, "Findings sent for review", text=row.findings)
        for review in row.reviews.all():
            title = "Findings approved" if review.approved else "Findings sent back"
            yield Event(review.at, title, review.by, review.reason, meaning="done" if review.approved else "waiting")


def _statements(incident: Incident) -> Iterator[Event]:
    for row in incident.statements.all():
        name = str(row.person or (row.witness.name if row.witness else ""))
        yield Event(row.asked_at, f"Statement asked of {name}", row.asked_by)
        if row.received_at:
            by = f"{row.taken_down_by}, who wrote it down" if row.taken_down_by else ""
            yield Event(row.received_at, f"Statement of {name}", by, row.words)


def _police(incident: Incident, leaving_out: Collection[int | None]) -> Iterator[Event]:
    for row in incident.police_contacts.all():
        if row.pk in leaving_out:
            continue
        marks = [
            f"log {row.log_number}" if row.log_number else "",
            f"crime {row.crime_number}" if row.crime_number else "",
        ]
        title = "Police would not come or record it" if row.refused_reason else "Police told"
        yield Event(
            row.told_at or row.at, title, row.told_by or row.by, row.refused_reason, marks=tuple(filter(None, marks))
        )


def _additions(incident: Incident) -> Iterator[Event]:
    for row in incident.additions.all():
        title = "The reporter added" if row.from_reporter else "Added or put right"
        if row.is_report:
            title = "Someone else reported it too"
        yield Event(row.at, title, "" if row.anonymous else row.by, row.words, marks=tuple(_changes(row.changes)))


LONGEST_MARK = 160


def _changes(changes: dict[str, list[str]]) -> Iterator[str]:
    """What was known before and what since, a line each."""
    for name, (before, after) in changes.items():
        words = re.sub(r" \d+(?=:)", "", re.sub(r" \(new \d+\)$", "", name))  # numbers of rows mean nothing to people
        old, new = (_short(text) for text in (before, after))
        if old and new and old != new:
            yield f"{words}: “{new}”, before “{old}”"
        else:
            yield f"{words}: {new}" if new else f"{words}: taken out, before “{old}”"


def _short(text: str) -> str:
    plain = " ".join(str(text).split())
    return plain if len(plain) <= LONGEST_MARK else plain[: LONGEST_MARK - 1].rstrip() + "…"


def _referrals(incident: Incident) -> Iterator[Event]:
    told: dict[datetime, list[str]] = {}
    for row in incident.referrals.all():
        told.setdefault(row.at, []).append(row.post.title)
    for at, posts in told.items():
        yield Event(at, "Told", marks=tuple(posts))


def _exchanges(incident: Incident) -> Iterator[Event]:
    for row in incident.exchanges.all():
        if row.step in ("message", "answer"):
            yield Event(
                row.at, "The reporter wrote" if row.from_reporter else "Message to the reporter", row.by, row.words
            )


def _lessons(incident: Incident) -> Iterator[Event]:
    for row in incident.lessons.all():
        yield Event(row.at, f"Lesson: {row.title}", row.by, row.words, meaning="done")
