"""An incident's traits, on which the trust's lines for routing, closing and measuring turn."""

from __future__ import annotations

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.rules.routing import GRAVE_INJURIES, GRAVE_TYPES
from holdfast.casework.incidents.rules.selection import Traits
from holdfast.casework.incidents.rules.taxonomy import SERIOUS, TYPES


def traits_of(incident: Incident) -> Traits:
    """What a policy's lines can turn on, as far as it is known.

    Before triage a type that is usually a crime counts as one, and gravity is told from type, weapon and injuries.
    """
    victims = list(incident.victims.all())
    standings = {victim.standing for victim in victims}
    subjects = {subject.standing for subject in incident.subjects.all()}
    grave = (
        incident.type in GRAVE_TYPES
        or bool(incident.weapon.strip())
        or bool({victim.injury for victim in victims} & GRAVE_INJURIES)
    )
    flags = {
        "near_miss": incident.near_miss,
        "internal": incident.internal,
        "crime": TYPES[incident.type].crime and not incident.near_miss if incident.crime is None else incident.crime,
        "serious": incident.severity in SERIOUS if incident.severity else grave,
        "hate": bool(incident.hate_factors),
        "hate-race": "race" in incident.hate_factors,
        "patient-on-patient": standings == {"patient"} and subjects == {"patient"},
        "staff-on-staff": bool(standings)
        and standings <= {"staff", "colleague"}
        and bool(subjects)
        and subjects <= {"staff", "colleague"},
        "restricted": incident.restricted,
    }
    return Traits(incident.type, incident.severity, frozenset(flag for flag, holds in flags.items() if holds))
