"""What can have happened: the types of incident, and what each asks of the reporter.

The types gather what the five policies and the former national reporting system (SIRS) name.
"""
# ruff: noqa: E501  a table reads best with one type a line

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Family(StrEnum):
    """Types that ask the same questions."""

    VIOLENCE = "violence"  # someone was hurt, abused or threatened
    PROPERTY = "property"  # something was taken, lost or damaged
    PREMISES = "premises"  # someone or something where it should not be
    INFORMATION = "information"
    EQUIPMENT = "equipment"
    CONCERN = "concern"


@dataclass(frozen=True)
class IncidentType:
    """One type. `crime`: usually a crime, which triage confirms. `sensitive`: restricted from its report on."""

    key: str
    title: str
    hint: str
    family: Family
    crime: bool = True
    sensitive: bool = False


TYPES: dict[str, IncidentType] = {
    kind.key: kind
    for kind in (
        IncidentType("physical-assault", "Physical assault", "Hit, kicked, bitten, spat at, grabbed or pushed", Family.VIOLENCE),
        IncidentType("verbal-abuse", "Verbal abuse", "Shouted at, sworn at, insulted", Family.VIOLENCE, crime=False),
        IncidentType("threat", "Threat", "Someone threatened to hurt a person or to do damage", Family.VIOLENCE),
        IncidentType("harassment", "Harassment or stalking", "Unwanted behaviour that keeps happening", Family.VIOLENCE),
        IncidentType("sexual-offence", "Sexual assault or harassment", "Touching, exposure, remarks, images", Family.VIOLENCE, sensitive=True),
        IncidentType("weapon", "Weapon", "A weapon was used, shown or found, or shots were fired", Family.VIOLENCE),
        IncidentType("robbery", "Robbery", "Something was taken with force or threats", Family.VIOLENCE),
        IncidentType("theft", "Theft", "Something was stolen, or you think it was", Family.PROPERTY),
        IncidentType("burglary", "Burglary", "Someone broke in to steal or damage", Family.PROPERTY),
        IncidentType("criminal-damage", "Criminal damage or vandalism", "Something was damaged on purpose", Family.PROPERTY),
        IncidentType("arson", "Arson", "A fire that someone started", Family.PROPERTY),
        IncidentType("lost-property", "Something lost or missing", "A key, badge, radio, device or other thing is missing", Family.PROPERTY, crime=False),
        IncidentType("medicines", "Medicines missing or tampered with", "Including controlled drugs", Family.PROPERTY),
        IncidentType("fraud", "Fraud, bribery or corruption", "Goes to the counter fraud specialist", Family.CONCERN, sensitive=True),
        IncidentType("vehicle-crime", "Vehicle crime", "A vehicle was taken, broken into or tampered with", Family.PROPERTY),
        IncidentType("vehicle-damage", "Injury or damage by a vehicle", "On the trust's land or with its vehicles", Family.PROPERTY, crime=False),
        IncidentType("trespass", "Trespass", "Someone was on the premises and should not have been", Family.PREMISES, crime=False),
        IncidentType("unauthorised-access", "Unauthorised access", "Someone got into a restricted area, or tailgated", Family.PREMISES, crime=False),
        IncidentType("suspicious", "Suspicious behaviour", "A person, call or vehicle that did not seem right", Family.PREMISES, crime=False),
        IncidentType("antisocial", "Antisocial behaviour", "Nuisance, noise, drunkenness", Family.PREMISES, crime=False),
        IncidentType("drugs", "Illegal drugs", "Found, used or dealt on the premises", Family.PREMISES),
        IncidentType("suspect-package", "Suspect package or substance", "Including white powder", Family.PREMISES),
        IncidentType("bomb-or-hoax", "Bomb threat or hoax", "By phone, message or in person", Family.PREMISES),
        IncidentType("terrorism-or-espionage", "Terrorism or espionage", "Hostile reconnaissance, an attempt to get protected information", Family.PREMISES),
        IncidentType("information-breach", "Information or records breach", "Records seen, lost or shared that should not have been", Family.INFORMATION, crime=False),
        IncidentType("equipment-fault", "Fault in security equipment", "A lock, alarm, camera or door that does not work", Family.EQUIPMENT, crime=False),
        IncidentType("security-concern", "A worry about security", "Nothing has happened yet, but it could", Family.CONCERN, crime=False),
        IncidentType("other", "Something else", "", Family.CONCERN, crime=False),
    )
}  # fmt: skip

ASSAULTS = frozenset(
    {"physical-assault", "verbal-abuse", "threat", "harassment", "sexual-offence", "weapon", "robbery"}
)
"""Types that are violence against a person, physical or not."""

PHYSICAL_ASSAULTS = frozenset({"physical-assault", "sexual-offence", "robbery"})

HATE_FACTORS: dict[str, str] = {
    "race": "Race or nationality",
    "religion": "Religion or belief",
    "sexual-orientation": "Sexual orientation",
    "disability": "Disability",
    "transgender": "Transgender identity",
    "sex": "Sex",
    "age": "Age",
    "pregnancy": "Pregnancy or maternity",
    "marriage": "Marriage or civil partnership",
    "other": "Something else about who they are",
}
"""The strands that the police monitor first, then the other protected characteristics of the Equality Act 2010."""

SEVERITIES: dict[str, str] = {
    "minor": "Minor",
    "moderate": "Moderate",
    "serious": "Serious",
    "critical": "Critical",
}
SERIOUS = frozenset({"serious", "critical"})

PLACES: dict[str, str] = {
    "site": "At one of our sites",
    "private-address": "At a home or other private address",
    "public-place": "In a public place",
    "vehicle": "In or at a vehicle",
    "other-provider": "At another hospital, clinic or care home",
    "phone": "By phone, message or online",
}

CAPACITIES: dict[str, str] = {
    "victim": "It happened to me",
    "witness": "I saw or heard it",
    "aware": "I found it, or was told about it",
    "on-behalf": "I am reporting for someone else",
}
"""In what capacity someone reports."""

TOLD: dict[str, str] = {"yes": "Yes", "no": "No", "unknown": "I do not know"}
