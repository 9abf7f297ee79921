"""The case as its page shows it: what is open as tasks, people and things at the side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from holdfast.casework.casefile.queries.responses import Response
from holdfast.casework.incidents.models import Incident
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.pages.words import money_in_words, near_moment_in_words
from holdfast.kernel import clock

_STAGES = {
    "reported": "new",
    "triaged": "going",
    "investigating": "going",
    "reviewing": "waiting",
    "concluded": "soon",
    "closed": "done",
}
_SEVERITIES = {"moderate": "waiting", "serious": "late", "critical": "bad"}
APART = "A colleague: who it is can be seen by the people named on the incident"


@dataclass(frozen=True)
class Task:
    """One line of what is open; see the component `task_list.html`."""

    title: str
    url: str
    hint: str
    tag: str
    meaning: str


def tags_of(incident: Incident) -> list[tuple[str, str]]:
    """How the incident stands, in words with their meanings."""
    tags = [(incident.get_stage_display(), _STAGES.get(incident.stage, "off"))]
    if incident.severity:
        tags.append((incident.get_severity_display(), _SEVERITIES.get(incident.severity, "plain")))
    if incident.crime:
        tags.append(("Crime", "plain"))
    if incident.restricted:
        tags.append(("Restricted", "restricted"))
    return tags


def tasks_of(responses: Iterable[Response], viewer: Viewer) -> list[Task]:
    """What is open, with a link for who may mend it."""
    return [_task(one, viewer) for one in responses]


def _task(one: Response, viewer: Viewer) -> Task:
    due = f"Due {near_moment_in_words(one.due, clock.now())}. " if one.due else ""
    waits = "Closing waits for this." if one.must else ""
    if one.late:
        tag, meaning = "Late", "late"
    else:
        tag, meaning = ("To do", "waiting") if one.must else ("Open", "going")
    return Task(f"{one.area}: {one.words}", one.url(viewer), f"{due}{waits}".strip(), tag, meaning)


@dataclass(frozen=True)
class Someone:
    """A person in the case: in which part, under which name, and a word on them."""

    part: str
    name: str
    words: str


def people_of(incident: Incident, *, named: bool) -> list[Someone]:
    """Those affected, those who did it and those who saw it. A suspected colleague for those `named` on it alone."""
    people = [
        Someone("Affected", str(row.person or row.name or "No name given"), row.get_standing_display())
        for row in incident.victims.all()
    ]
    for row in incident.subjects.all():
        if row.held_apart and not named:
            people.append(Someone("Did it", APART, ""))
        else:
            people.append(Someone("Did it", row.name or "Not known by name", row.get_standing_display()))
    people += [
        Someone("Saw it", str(row.person or row.name), row.get_standing_display()) for row in incident.witnesses.all()
    ]
    return people


def things_of(incident: Incident) -> list[str]:
    """What was stolen, lost or damaged, a line each."""
    lines = []
    for item in incident.items.all():
        worth = f", worth {money_in_words(item.value)}" if item.value is not None else ""
        lines.append(f"{item.get_fate_display()}: {item.description}{worth}")
    return lines
