"""What can be done with an incident now, by this viewer: the buttons of its page, read from the workflow tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse

from holdfast.casework.incidents.models import Incident, Investigation
from holdfast.casework.incidents.rules.investigation import CAUSES
from holdfast.casework.incidents.rules.stages import INCIDENT, INVESTIGATION
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.kernel import clock

PAGES = {
    "triage": "triage",
    "judge-again": "triage",
    "route-out": "route-out",
    "merge": "merge",
    "take-back": "take-back",
    "close": "close",
    "reopen": "reopen",
}
"""The page of each move of rules.stages.INCIDENT."""
INVESTIGATION_PAGES = {"submit": "investigate", "send-back": "review", "approve": "review", "withdraw": "withdraw"}
"""The page of each move of rules.stages.INVESTIGATION."""


@dataclass(frozen=True)
class Action:
    """A link that does something. `first`: what is most likely wanted next."""

    title: str
    url: str
    first: bool = False


@dataclass(frozen=True)
class ActionGroup:
    """Actions that belong together, under a heading."""

    title: str
    actions: list[Action]


def _to(incident: Incident, name: str, *more: object) -> str:
    return reverse(f"incidents:{name}", args=[incident.reference, *more])


def next_actions(incident: Incident, viewer: Viewer) -> list[Action]:
    """What is wanted next of `viewer`: the one or two buttons at the top of the page."""
    return [action for action in _moves(incident, viewer) if action.first]


def action_groups(incident: Incident, viewer: Viewer) -> list[ActionGroup]:
    """Everything else that `viewer` may do with `incident` in its state, in groups; empty ones are left out."""
    groups = (
        ("Add", _to_add(incident)),
        ("Ask and tell", _to_tell(incident, viewer)),
        (
            "Decide",
            [*(action for action in _moves(incident, viewer) if not action.first), *_to_decide(incident, viewer)],
        ),
    )
    return [ActionGroup(title, found) for title, actions in groups if (found := list(actions))]


def _moves(incident: Incident, viewer: Viewer) -> Iterator[Action]:
    for move in INCIDENT.moves_from(incident.state):
        if viewer.may(Permission(move.permission)):
            wanted = move.verb == "triage" or (move.verb == "close" and incident.stage in ("concluded", "triaged"))
            yield Action(move.label, _to(incident, PAGES[move.verb]), wanted)


def _to_add(incident: Incident) -> Iterator[Action]:
    if incident.state in ("reported", "open", "closed"):
        yield Action("Add facts or put them right", _to(incident, "add-facts"))
        yield Action("Add a police contact", _to(incident, "police"))
        yield Action("Add files", _to(incident, "add-files"))


def _to_tell(incident: Incident, viewer: Viewer) -> Iterator[Action]:
    running = incident.state in ("reported", "open")
    if incident.state != "merged":
        yield Action("Write to the reporter", _to(incident, "message"))
    if running and viewer.may(Permission.INVESTIGATE_INCIDENTS):
        yield Action("Ask for a statement", _to(incident, "ask-for-statement"))
    if running and viewer.may(Permission.TRIAGE_INCIDENTS):
        yield Action("Send to someone else as well", _to(incident, "refer"))
        if incident.medical_factors is None:
            yield Action("Ask a clinician about medical factors", _to(incident, "ask-clinician"))
    if incident.state in ("open", "closed") and viewer.may(Permission.SHARE_LESSONS):
        yield Action("Share what was learnt", _to(incident, "share-lesson"))
        if not incident.lessons.all():
            yield Action("Nothing to learn from this one", _to(incident, "no-lesson"))


def _to_decide(incident: Incident, viewer: Viewer) -> Iterator[Action]:
    if incident.state == "open" and viewer.may(Permission.TRIAGE_INCIDENTS):
        yield Action("Open an investigation", _to(incident, "open-investigation"))
    if incident.state in ("reported", "open") and viewer.may(Permission.JUDGE_MEDICAL_FACTORS):
        yield Action("Judge medical factors", _to(incident, "medical-factors"))
    if viewer.may(Permission.NAME_READERS):
        if incident.restricted:
            yield Action("Name someone who may see it", _to(incident, "admit"))
            yield Action("Lift the restriction", _to(incident, "lift"))
        else:
            yield Action("Restrict to named people", _to(incident, "restrict"))


@dataclass(frozen=True)
class InvestigationCard:
    """One investigation for the incident's page. `found`: headings and texts of what it found, once it was sent in."""

    key: int
    title: str
    state: str
    meaning: str
    people: list[str]
    due: datetime | None
    late: bool
    actions: list[Action]
    came_back: str = ""
    found: list[tuple[str, str]] = field(default_factory=list)
    causes: list[str] = field(default_factory=list)


def investigation_cards(incident: Incident, viewer: Viewer, people: Collection[int]) -> list[InvestigationCard]:
    """The incident's investigations. `people`: keys of the viewer and of those for whom they stand in."""
    return [_card(row, incident, viewer, people) for row in incident.investigations.all()]


def _card(row: Investigation, incident: Incident, viewer: Viewer, people: Collection[int]) -> InvestigationCard:
    running = sorted((one for one in row.investigators.all() if one.until is None), key=lambda one: not one.lead)
    reviews = list(row.reviews.all())
    returned = row.state == "assigned" and reviews and not reviews[-1].approved
    sent_in = row.state in ("submitted", "approved")
    mine = any(one.person_id in people for one in running)
    state, meaning = INVESTIGATION.states[row.state], _MEANINGS.get(row.state, "off")
    return InvestigationCard(
        key=row.pk,
        title=row.get_strand_display(),
        state="Sent back" if returned else state,
        meaning="held" if returned else meaning,
        people=[f"{one.person} (lead)" if one.lead else str(one.person) for one in running],
        due=row.due_at if row.state == "assigned" else None,
        late=row.state == "assigned" and row.due_at is not None and row.due_at < clock.now(),
        actions=list(_investigation_actions(row, incident, viewer, mine=mine)),
        came_back=reviews[-1].reason if returned else "",
        found=[(words, text) for words, text in _found(row) if text] if sent_in or mine else [],
        causes=[CAUSES.get(cause, cause) for cause in row.causes] if sent_in or mine else [],
    )


_MEANINGS = {"assigned": "going", "submitted": "waiting", "approved": "done"}


def _found(row: Investigation) -> Iterable[tuple[str, str]]:
    return (
        ("What was found", row.findings),
        ("Why it happened", row.why),
        ("What was done at once", row.manager_action),
        ("What can be learnt", row.learnt),
        ("Staff representative", row.staff_representative or row.no_representative_reason),
        ("Human Resources reference", row.hr_reference),
        ("Whom the investigator knows", row.interest_declared),
    )


def _investigation_actions(row: Investigation, incident: Incident, viewer: Viewer, *, mine: bool) -> Iterator[Action]:
    if incident.state != "open":
        return
    reviews_own = mine or row.submitted_by_id == viewer.person.pk
    seen = set()
    for move in INVESTIGATION.moves_from(row.state):
        page = INVESTIGATION_PAGES[move.verb]
        allowed = viewer.may(Permission(move.permission)) and page not in seen
        if not allowed or (page == "investigate" and not mine) or (page == "review" and reviews_own):
            continue
        seen.add(page)
        title = {"investigate": "Write the findings", "review": "Review the findings"}.get(page, move.label)
        if page == "withdraw" and row.state == "assigned":
            yield Action("Change who investigates", _to(incident, "investigators", row.pk))
        yield Action(title, _to(incident, page, row.pk), page != "withdraw")
