"""Facts that a policy can ask an incident to hold, and since when each is held."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from holdfast.casework.incidents.models import Incident


@dataclass(frozen=True)
class HeldFact:
    """A fact by its words, and `since`: the moment from which an incident has held it, or None."""

    title: str
    since: Callable[[Incident], datetime | None]


def _told(*fields: str) -> Callable[[Incident], datetime | None]:
    """Facts in the incident's own fields: held since the report, or since the addition that first gave one of them."""

    def since(incident: Incident) -> datetime | None:
        if not all(getattr(incident, field) for field in fields):
            return None
        added = [
            addition.at
            for addition in incident.additions.all()
            if any(field in addition.changes and not addition.changes[field][0] for field in fields)
        ]
        return max(added, default=incident.reported_at)

    return since


def _rows(relation: str, *fields: str) -> Callable[[Incident], datetime | None]:
    """Facts on rows that belong to the incident: held when some row has one of `fields` (any row when none is named)."""

    def since(incident: Incident) -> datetime | None:
        for row in getattr(incident, relation).all():
            if not fields or any(getattr(row, field) for field in fields):
                return getattr(row, "at", None) or incident.reported_at
        return None

    return since


def _investigation(field: str) -> Callable[[Incident], datetime | None]:
    def since(incident: Incident) -> datetime | None:
        moments = [
            row.submitted_at or row.started_at or row.assigned_at
            for row in incident.investigations.all()
            if getattr(row, field)
        ]
        return min(moments, default=None)

    return since


def _exact_place(incident: Incident) -> datetime | None:
    held = incident.exact_place or incident.address or incident.vehicle
    return incident.reported_at if held or incident.place == "phone" else None


def _injury(incident: Incident) -> datetime | None:
    victims = list(incident.victims.all())
    if not victims:
        return None
    hurt = [victim for victim in victims if victim.injury not in ("", "none")]
    said = all(victim.injury for victim in victims)
    return incident.reported_at if said and all(victim.injury_details for victim in hurt) else None


def _learning(incident: Incident) -> datetime | None:
    if incident.no_lesson_reason.strip():
        return incident.record.closed_at or incident.triaged_at or incident.reported_at
    lessons = [lesson.at for lesson in incident.lessons.all()]
    learnt = _investigation("learnt")(incident)
    return min([*lessons, *([learnt] if learnt else [])], default=None)


def _factors(field: str) -> Callable[[Incident], datetime | None]:
    def since(incident: Incident) -> datetime | None:
        return None if getattr(incident, field) is None else incident.reported_at

    return since


def _told_post(*roles: str) -> Callable[[Incident], datetime | None]:
    def since(incident: Incident) -> datetime | None:
        return min((row.at for row in incident.referrals.all() if row.post.role in roles), default=None)

    return since


def _judged(*fields: str) -> Callable[[Incident], datetime | None]:
    """Held once triage has judged."""
    return lambda incident: incident.triaged_at if all(getattr(incident, field) for field in fields) else None


def _people_investigating(least: int) -> Callable[[Incident], datetime | None]:
    def since(incident: Incident) -> datetime | None:
        moments = sorted(
            one.since for row in incident.investigations.all() if row.state != "withdrawn" for one in row.investigators.all()
        )
        return moments[least - 1] if len(moments) >= least else None

    return since


def _strand(strand: str) -> Callable[[Incident], datetime | None]:
    def since(incident: Incident) -> datetime | None:
        rows = [row for row in incident.investigations.all() if row.strand == strand and row.state != "withdrawn"]
        return min((row.assigned_at for row in rows), default=None)

    return since


def _submitted(incident: Incident) -> datetime | None:
    moments = [row.submitted_at for row in incident.investigations.all() if row.submitted_at]
    return min(moments, default=None)


def _reviewed(proportion: bool) -> Callable[[Incident], datetime | None]:
    def since(incident: Incident) -> datetime | None:
        reviews = [review for row in incident.investigations.all() for review in row.reviews.all()]
        moments = [review.at for review in reviews if not proportion or review.proportionate is not None]
        return min(moments, default=None)

    return since


def _closed(incident: Incident) -> datetime | None:
    return min((closure.at for closure in incident.closures.all()), default=None)


def _reporter_told(incident: Incident) -> datetime | None:
    told = [word.at for word in incident.exchanges.all() if not word.from_reporter and word.step == "closed"]
    return min(told, default=None)


def _police_told(incident: Incident) -> datetime | None:
    contacts = [row.told_at or row.at for row in incident.police_contacts.all()]
    return min(contacts, default=incident.reported_at if incident.police_told == "yes" else None)


HELD: dict[str, HeldFact] = {
    "date-and-time": HeldFact("Date and time", _told("happened_at")),
    "description": HeldFact("What happened", _told("description")),
    "category": HeldFact("Its kind", _told("type")),
    "exact-place": HeldFact("Exact place", _exact_place),
    "crew": HeldFact("Crew names", _told("crew")),
    "person-affected": HeldFact("Who was affected", _rows("victims", "standing")),
    "injury": HeldFact("Injuries", _injury),
    "assailant": HeldFact("Who did it", _rows("subjects", "name", "appearance")),
    "assailant-name": HeldFact("Name of who did it", _rows("subjects", "name")),
    "assailant-address": HeldFact("Address of who did it", _rows("subjects", "address")),
    "assailant-born": HeldFact("Date of birth of who did it", _rows("subjects", "born")),
    "assailant-appearance": HeldFact("Appearance of who did it", _rows("subjects", "appearance")),
    "hate-factors": HeldFact("Whether hate played a part", lambda incident: incident.reported_at),
    "alcohol": HeldFact("Whether alcohol played a part", _factors("alcohol_factor")),
    "drugs": HeldFact("Whether drugs played a part", _factors("drugs_factor")),
    "witnesses": HeldFact("Witnesses", _rows("witnesses")),
    "items": HeldFact("What was lost or damaged", _rows("items")),
    "control-room-told": HeldFact("When the control room was told", _told("control_room_told_at")),
    "manager-told": HeldFact("When the manager was told", _told("manager_told_at")),
    "lsms-told": HeldFact("That the LSMS was told", _told_post("lsms", "security-lead")),
    "police-told": HeldFact("That the police were told", _police_told),
    "police-reference": HeldFact("Crime or police log number", _rows("police_contacts", "crime_number", "log_number")),
    "crime-number": HeldFact("Crime number", _rows("police_contacts", "crime_number")),
    "officer": HeldFact("Officer’s name, number or station", _rows("police_contacts", "officer_name", "officer_number", "officer_station")),
    "officer-name": HeldFact("Officer’s name", _rows("police_contacts", "officer_name")),
    "officer-number": HeldFact("Officer’s number", _rows("police_contacts", "officer_number")),
    "officer-station": HeldFact("Officer’s station", _rows("police_contacts", "officer_station")),
    "officer-contact": HeldFact("How to reach the officer", _rows("police_contacts", "officer_contact")),
    "immediate-action": HeldFact("What was done at once", _told("done_at_once")),
    "manager-action": HeldFact("What the manager did at once", _investigation("manager_action")),
    "severity": HeldFact("How serious it is", _judged("severity")),
    "investigator": HeldFact("Who investigates", _people_investigating(1)),
    "second-investigator": HeldFact("Someone beside the lead", _people_investigating(2)),
    "manager-investigation": HeldFact("The manager’s investigation", _strand("manager")),
    "lsms-investigation": HeldFact("The security specialist’s investigation", _strand("lsms")),
    "findings": HeldFact("Findings", _investigation("findings")),
    "probable-cause": HeldFact("Why it happened", _investigation("why")),
    "learning": HeldFact("What was learnt, or why nothing", _learning),
    "outcome": HeldFact("What came of it", _closed),
    # Findings are sent for review to the security team: whoever leads it and its specialists have them from then on.
    "outcome-to-lsms": HeldFact("That the LSMS had the outcome", _submitted),
    "findings-to-security-lead": HeldFact("That the security lead had the findings", _submitted),
    "review": HeldFact("The security team’s review", _reviewed(False)),
    "proportionality": HeldFact("Whether it was in proportion", _reviewed(True)),
    "human-resources": HeldFact("Human Resources reference", _investigation("hr_reference")),
    "reporter-told": HeldFact("That the reporter was told what came of it", _reporter_told),
}  # fmt: skip
