"""What can be done with an incident now, by this viewer: the buttons of its page, read from the workflow tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.rules.stages import INCIDENT, INVESTIGATION
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.viewer import Viewer

PAGES = {
    "triage": "triage",
    "judge-again": "triage",
    "route-out": "route-out",
    "merge": "merge",
    "close": "close",
    "reopen": "reopen",
}


@dataclass(frozen=True)
class Action:
    """A link that does something. `first`: what is most likely wanted next."""

    title: str
    url: str
    first: bool = False


def actions_on(incident: Incident, viewer: Viewer) -> list[Action]:
    """What `viewer` may do with `incident` in its state, what is wanted next first."""
    return sorted(_actions(incident, viewer), key=lambda action: not action.first)


def _actions(incident: Incident, viewer: Viewer) -> Iterator[Action]:
    def to(name: str, *more: object) -> str:
        return reverse(f"incidents:{name}", args=[incident.reference, *more])

    for move in INCIDENT.moves_from(incident.state):
        if viewer.may(Permission(move.permission)):
            wanted = move.verb == "triage" or (move.verb == "close" and incident.stage in ("concluded", "triaged"))
            yield Action(move.label, to(PAGES[move.verb]), wanted)
    if incident.state not in ("reported", "open"):
        return
    if incident.state == "open" and viewer.may(Permission.TRIAGE_INCIDENTS):
        yield Action("Open an investigation", to("open-investigation"))
    if viewer.may(Permission.TRIAGE_INCIDENTS):
        yield Action("Send to someone else as well", to("refer"))
    if viewer.may(Permission.INVESTIGATE_INCIDENTS):
        yield Action("Ask for a statement", to("ask-for-statement"))
    yield Action("Add a police contact", to("police"))
    if incident.reporter_id or incident.passphrase:
        yield Action("Write to the reporter", to("message"))
    if viewer.may(Permission.JUDGE_MEDICAL_FACTORS):
        yield Action("Judge medical factors", to("medical-factors"))
    if viewer.may(Permission.SHARE_LESSONS):
        yield Action("Share what was learnt", to("share-lesson"))
        if not incident.no_lesson_reason:
            yield Action("Nothing to learn", to("no-lesson"))
    if viewer.may(Permission.NAME_READERS):
        yield Action("Name someone who may see it", to("admit")) if incident.restricted else Action(
            "Restrict to named people", to("restrict")
        )


@dataclass(frozen=True)
class InvestigationCard:
    """One investigation for the side of the page."""

    title: str
    state: str
    meaning: str
    people: list[str]
    due: object
    actions: list[Action]


def investigation_cards(incident: Incident, viewer: Viewer, people: frozenset[int]) -> list[InvestigationCard]:
    """The incident's investigations. `people`: keys of the viewer and of those for whom they stand in."""
    return [_card(row, incident, viewer, people) for row in incident.investigations.all()]


def _card(row: object, incident: Incident, viewer: Viewer, people: frozenset[int]) -> InvestigationCard:
    running = [one for one in row.investigators.all() if one.until is None]
    mine = any(one.person_id in people for one in running)
    actions = []
    pages = {"submit": "investigate", "send-back": "review", "approve": "review", "withdraw": "withdraw"}
    for move in INVESTIGATION.moves_from(row.state):
        if not viewer.may(Permission(move.permission)) or (move.verb == "submit") != mine and move.verb != "withdraw":
            continue
        title = {"submit": "Write the findings", "approve": "Review", "send-back": "Review"}.get(move.verb, move.label)
        action = Action(title, reverse(f"incidents:{pages[move.verb]}", args=[incident.reference, row.pk]), title != "Withdraw")
        if action not in actions:
            actions.append(action)
    if row.state == "assigned" and viewer.may(Permission.TRIAGE_INCIDENTS):
        actions.append(Action("Change who investigates", reverse("incidents:investigators", args=[incident.reference, row.pk])))
    return InvestigationCard(
        title=row.get_strand_display(),
        state=INVESTIGATION.states[row.state],
        meaning={"assigned": "going", "submitted": "waiting", "approved": "done"}.get(row.state, "off"),
        people=[str(one.person) + (" (lead)" if one.lead else "") for one in running],
        due=row.due_at,
        actions=actions,
    )
