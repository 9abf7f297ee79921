"""What a reporter tells: plain values, before anything is written. Instants are UTC, money is pounds.

Keys of rows (`site_id`, `person_id`) stand for a site or a person of the trust. Where something is not known it is
left at its default: None for a fact that can be yes or no, an empty text for words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True)
class IncidentFacts:
    """What happened, where and when.

    `type` and `place` are keys of rules.taxonomy. One of `happened_at` and `found_at` is needed.
    """

    type: str
    place: str
    description: str
    happened_at: datetime | None = None
    happened_roughly: bool = False
    found_at: datetime | None = None
    shift_ends_at: datetime | None = None
    written_at: datetime | None = None
    site_id: int | None = None
    exact_place: str = ""
    address: str = ""
    postcode: str = ""
    vehicle: str = ""
    done_at_once: str = ""
    near_miss: bool = False
    internal: bool = False
    hate_factors: tuple[str, ...] = ()
    alcohol_factor: bool | None = None
    drugs_factor: bool | None = None
    weapon: str = ""
    alone: bool | None = None
    cad_number: str = ""
    call_sign: str = ""
    crew: str = ""
    control_room_told: str = ""
    control_room_told_at: datetime | None = None
    control_room_told_by: str = ""
    manager_told: str = ""
    manager_told_at: datetime | None = None
    police_told: str = ""
    police_not_told_reason: str = ""
    reporter_capacity: str = ""
    reporter_relation: str = ""
    unknown_facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class VictimFacts:
    """Someone who was hurt, abused or threatened, or who lost something. Keys as in models.Victim."""

    is_reporter: bool = False
    person_id: int | None = None
    name: str = ""
    standing: str = "staff"
    job: str = ""
    injury: str = ""
    injury_details: str = ""
    psychological_harm: str = ""
    examined_at: datetime | None = None
    examined_where: str = ""
    not_examined_reason: str = ""
    wants_police: str = ""
    wants_contact: str = ""


@dataclass(frozen=True)
class SubjectFacts:
    """Someone who did it, as far as is known."""

    standing: str = "unknown"
    name: str = ""
    born: date | None = None
    address: str = ""
    appearance: str = ""
    relation: str = ""


@dataclass(frozen=True)
class WitnessFacts:
    """Someone who saw it."""

    name: str
    person_id: int | None = None
    standing: str = "staff"
    contact: str = ""


@dataclass(frozen=True)
class ItemFacts:
    """A thing that was stolen, lost, damaged or does not work. `value` and `recovered` are pounds."""

    description: str
    fate: str = "stolen"
    owner: str = "trust"
    owner_name: str = ""
    asset_number: str = ""
    value: Decimal | None = None
    recovered: Decimal | None = None


@dataclass(frozen=True)
class PoliceFacts:
    """One contact with the police."""

    force: str = ""
    channel: str = ""
    told_at: datetime | None = None
    told_by: str = ""
    log_number: str = ""
    crime_number: str = ""
    officer_name: str = ""
    officer_number: str = ""
    officer_station: str = ""
    officer_contact: str = ""
    attended: bool | None = None
    refused_reason: str = ""


@dataclass(frozen=True)
class ReportAnswers:
    """One report: the incident, and the people and things in it."""

    incident: IncidentFacts
    victims: tuple[VictimFacts, ...] = ()
    subjects: tuple[SubjectFacts, ...] = ()
    witnesses: tuple[WitnessFacts, ...] = ()
    items: tuple[ItemFacts, ...] = ()
    police: tuple[PoliceFacts, ...] = ()
