"""Facts that a policy can ask an incident to hold, and since when each is held."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.queries.facts import rows_since, told_since
from holdfast.oversight.assurance.measures.moments import came_as_far, first, in_its_act, running, told_roles

Since = Callable[[Incident], datetime | None]

LSMS_ROLES = ("lsms", "security-lead")


@dataclass(frozen=True)
class HeldFact:
    """A fact by its words, and `since`: the moment (UTC) from which an incident has held it, or None."""

    title: str
    since: Since


def _told(*fields: str) -> Since:
    """Facts in the incident's own fields."""
    return lambda incident: told_since(incident, *fields)


def _rows(relation: str, *fields: str) -> Since:
    """Facts on rows of the incident: held when some row has one of `fields` (any row when none is named)."""
    return lambda incident: first(since for _, since in rows_since(incident, relation, *fields))


def _investigation(field: str) -> Since:
    def since(incident: Incident) -> datetime | None:
        return first(
            row.submitted_at or row.started_at or row.assigned_at for row in running(incident) if getattr(row, field)
        )

    return since


def _exact_place(incident: Incident) -> datetime | None:
    if incident.place == "phone":
        return incident.reported_at
    return first(told_since(incident, field) for field in ("exact_place", "address", "vehicle"))


def _injury(incident: Incident) -> datetime | None:
    """Held once it is said of everyone affected whether they were hurt, and how."""
    victims = list(incident.victims.all())
    said = {row.pk: since for row, since in rows_since(incident, "victims", "injury")}
    told = {row.pk: since for row, since in rows_since(incident, "victims", "injury_details")}
    moments = []
    for victim in victims:
        hurt = victim.injury not in ("", "none")
        moments += [said.get(victim.pk), *([told.get(victim.pk)] if hurt else [])]
    known = [moment for moment in moments if moment is not None]
    return max(known) if known and len(known) == len(moments) else None


def _learning(incident: Incident) -> datetime | None:
    """A lesson, what an investigation says was learnt, or the reason why there is nothing to learn.

    Nothing says when that reason was given: it counts from the closure, else from the triage.
    """
    moments = [*(lesson.at for lesson in incident.lessons.all()), _investigation("learnt")(incident)]
    if incident.no_lesson_reason.strip():
        moments.append(came_as_far(incident, "closed") or incident.triaged_at or incident.reported_at)
    return first(moments)


def _told_post(*roles: str) -> Since:
    return lambda incident: told_roles(incident, roles)


def _judged(*fields: str) -> Since:
    """Held once triage has judged."""
    return lambda incident: incident.triaged_at if all(getattr(incident, field) for field in fields) else None


def _people_investigating(least: int) -> Since:
    def since(incident: Incident) -> datetime | None:
        joined: dict[int, datetime] = {}
        for row in running(incident):
            for one in row.investigators.all():
                joined[one.person_id] = min(one.since, joined.get(one.person_id, one.since))
        moments = sorted(joined.values())
        return in_its_act(incident, moments[least - 1]) if len(moments) >= least else None

    return since


def _strand(strand: str) -> Since:
    return lambda incident: in_its_act(
        incident, first(row.assigned_at for row in running(incident) if row.strand == strand)
    )


def _submitted(incident: Incident) -> datetime | None:
    return came_as_far(incident, "investigated")


def _reviewed(incident: Incident) -> datetime | None:
    return first(review.at for row in running(incident) for review in row.reviews.all())


def _in_proportion(incident: Incident) -> datetime | None:
    reviews = (review for row in running(incident) for review in row.reviews.all())
    return first(review.at for review in reviews if review.proportionate is not None)


def _closed(incident: Incident) -> datetime | None:
    return came_as_far(incident, "closed")


def _reporter_told(incident: Incident) -> datetime | None:
    words = (word for word in incident.exchanges.all() if not word.from_reporter and word.step == "closed")
    return in_its_act(incident, first(word.at for word in words))


def police_told(incident: Incident) -> datetime | None:
    """When the police were told, as far as anyone said: at the first contact, else at the report that says so."""
    contacts = [row.told_at or row.at for row in incident.police_contacts.all()]
    if not contacts and incident.police_told == "yes":
        return told_since(incident, "police_told")
    return first(contacts)


HELD: dict[str, HeldFact] = {
    "date-and-time": HeldFact("When it happened", _told("happened_at")),
    "description": HeldFact("What happened", _told("description")),
    "category": HeldFact("Its kind", _told("type")),
    "exact-place": HeldFact("The exact place", _exact_place),
    "crew": HeldFact("The crew", _told("crew")),
    "person-affected": HeldFact("Who was affected", _rows("victims", "standing")),
    "injury": HeldFact("Injuries", _injury),
    "assailant": HeldFact("Who did it", _rows("subjects", "name", "appearance")),
    "assailant-name": HeldFact("Name of who did it", _rows("subjects", "name")),
    "assailant-address": HeldFact("Address of who did it", _rows("subjects", "address")),
    "assailant-born": HeldFact("Date of birth of who did it", _rows("subjects", "born")),
    "assailant-appearance": HeldFact("Appearance of who did it", _rows("subjects", "appearance")),
    # Asked on every report: no answer means that nobody was targeted.
    "hate-factors": HeldFact("Whether hate played a part", lambda incident: incident.reported_at),
    "alcohol": HeldFact("Whether alcohol played a part", _told("alcohol_factor")),
    "drugs": HeldFact("Whether drugs played a part", _told("drugs_factor")),
    "witnesses": HeldFact("Witnesses", _rows("witnesses")),
    "items": HeldFact("What was lost or damaged", _rows("items")),
    "control-room-told": HeldFact("When the control room was told", _told("control_room_told_at")),
    "manager-told": HeldFact("When the manager was told", _told("manager_told_at")),
    "lsms-told": HeldFact("That the security specialist was told", _told_post(*LSMS_ROLES)),
    "police-told": HeldFact("That the police were told", police_told),
    "police-reference": HeldFact("Crime or police log number", _rows("police_contacts", "crime_number", "log_number")),
    "crime-number": HeldFact("Crime number", _rows("police_contacts", "crime_number")),
    "officer": HeldFact(
        "Officer’s name, number or station",
        _rows("police_contacts", "officer_name", "officer_number", "officer_station"),
    ),
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
    "outcome-to-lsms": HeldFact("That the security specialist had the outcome", _submitted),
    "findings-to-security-lead": HeldFact("That the security lead had the findings", _submitted),
    "review": HeldFact("The security team’s review", _reviewed),
    "proportionality": HeldFact("Whether it was in proportion", _in_proportion),
    "human-resources": HeldFact("Human Resources reference", _investigation("hr_reference")),
    "reporter-told": HeldFact("That the reporter was told what came of it", _reporter_told),
}
