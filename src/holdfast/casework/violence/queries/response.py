"""How the checklist stands for each person affected by an incident, worked out from its rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import prefetch_related_objects

from holdfast.casework.incidents.models import Incident, Victim, Wish
from holdfast.casework.incidents.queries.taxonomy import TYPES
from holdfast.casework.violence.models import NoMarker
from holdfast.casework.violence.queries.policy import checklist_items
from holdfast.casework.violence.rules.response import Answer, Facts, Line, checklist

LOADED = (
    *(
        "victims__support",
        "wishes",
        "police_contacts",
        "statements",
        "investigations__reviews",
        "exchanges",
        "response_steps",
    ),
    *("support_offers", "support_contacts", "health_referrals", "markers", "no_marker"),
)
"""Relations that the checklist reads, to be fetched for many incidents at once."""

Shown = tuple[datetime, str]


def is_assault(incident: Incident) -> bool:
    """True for violence against a person, physical or not: what this area responds to."""
    return TYPES[incident.type].family == "violence"


def checklists(incident: Incident) -> list[tuple[Victim, list[Line]]]:
    """Each person affected with their lines, in the policy's order. A dozen statements, however many people."""
    if not is_assault(incident):
        return []
    prefetch_related_objects([incident], *LOADED)
    asked = checklist_items(incident.trust)
    return [(victim, checklist(asked, facts_of(incident, victim))) for victim in incident.victims.all()]


def open_steps(incident: Incident) -> list[tuple[Victim, Line]]:
    """What is still owed to each person affected: what a case file must not close over."""
    return [(victim, line) for victim, lines in checklists(incident) for line in lines if line.open]


def facts_of(incident: Incident, victim: Victim) -> Facts:
    """What the rows of an incident (loaded with LOADED) say for one victim."""
    return Facts(
        type=incident.type,
        moments={
            "happened": incident.occurred_at or incident.reported_at,
            "reported": incident.reported_at,
            "triaged": incident.triaged_at,
            "shift-end": incident.shift_ends_at,
        },
        shown={key: value for key, value in _shown(incident, victim) if value is not None},
        answers={
            step.item: Answer(done_at=step.done_at, by=step.done_by or step.by, why_not=step.why_not, note=step.note)
            for step in incident.response_steps.all()
            if step.victim_id == victim.pk
        },
    )


def _shown(incident: Incident, victim: Victim) -> Iterable[tuple[str, Shown | None]]:
    yield "reported", (incident.reported_at, incident.reporter_name)
    if incident.control_room_told == "yes":
        told = incident.control_room_told_at or incident.reported_at
        yield "control-room-told", (told, incident.control_room_told_by or incident.reporter_name)
    yield "police-told", _police(incident)
    if incident.manager_checked_at:
        yield "manager-checked", (incident.manager_checked_at, incident.manager_checked_by)
    yield (
        "investigated",
        _first((row.assigned_at, "") for row in incident.investigations.all() if row.state != "withdrawn"),
    )
    yield (
        "approved",
        _first(
            (review.at, review.by)
            for row in incident.investigations.all()
            for review in row.reviews.all()
            if review.approved
        ),
    )
    yield (
        "reporter-told",
        _first(
            (row.at, row.by) for row in incident.exchanges.all() if not row.from_reporter and row.step != "reported"
        ),
    )
    marked = [(row.asked_at, row.asked_by) for row in incident.markers.all()]
    unmarked: NoMarker | None = getattr(incident, "no_marker", None)
    yield "marker-asked", _first([*marked, *([(unmarked.at, unmarked.by)] if unmarked else [])])
    yield from _of_victim(incident, victim)


def _of_victim(incident: Incident, victim: Victim) -> Iterable[tuple[str, Shown | None]]:
    if victim.examined_at:
        yield "examined", (victim.examined_at, victim.examined_where)
    said = [row for row in incident.wishes.all() if row.victim_id == victim.pk]
    yield "wants-police", _first((row.at, _sayer(incident, row)) for row in said if row.about == "police")
    yield "wishes", _first((row.at, _sayer(incident, row)) for row in said if row.about == "action")
    yield (
        "statement",
        _first(
            (row.received_at, str(row.person or ""))
            for row in incident.statements.all()
            if row.received_at and victim.person_id is not None and row.person_id == victim.person_id
        ),
    )
    offers = [row for row in incident.support_offers.all() if row.victim_id == victim.pk]
    yield "support-offered", _first((row.offered_at, row.offered_by) for row in offers)
    yield "support-answered", _first((row.answered_at, row.answered_by) for row in offers if row.answered_at)
    yield (
        "occupational-health",
        _first(
            (row.decided_at, row.decided_by) for row in incident.health_referrals.all() if row.victim_id == victim.pk
        ),
    )
    contacts = [row for row in incident.support_contacts.all() if row.victim_id == victim.pk]
    for fact, purpose in (
        ("welfare", "welfare"),
        ("debrief", "debrief"),
        ("contacted", "security"),
        ("support-checked", "check"),
    ):
        # An attempt that failed counts where the policy asks for the attempt; asking how they are needs an answer.
        yield (
            fact,
            _first(
                (row.at, row.by) for row in contacts if row.purpose == purpose and (row.reached or fact == "contacted")
            ),
        )
    support = getattr(victim, "support", None)
    if support is not None and support.contact_since and support.contact_id:
        yield "named-contact", (support.contact_since, "")


def _police(incident: Incident) -> Shown | None:
    told = [(row.told_at, row.told_by or row.by) for row in incident.police_contacts.all() if row.told_at]
    if told:
        return min(told)
    rows = [(row.at, row.by) for row in incident.police_contacts.all()]
    if rows:
        return min(rows)
    return (incident.reported_at, incident.reporter_name) if incident.police_told == "yes" else None


def _sayer(incident: Incident, wish: Wish) -> str:
    # Of the report the name that it shows: some asked to stay unnamed.
    return incident.reporter_name if wish.how == "report" else wish.by


def _first(found: Iterable[Shown]) -> Shown | None:
    return min(found, default=None)
