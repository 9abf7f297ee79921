"""The words for each fact of a report: for checking answers, for additions, and for the reporter's own page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from holdfast.casework.incidents.rules.answers import ReportAnswers
from holdfast.casework.incidents.rules.taxonomy import CAPACITIES, HATE_FACTORS, PLACES, TOLD, TYPES
from holdfast.foundation.pages.words import day_in_words, listed, moment_in_words, money_in_words

FACT_WORDS: dict[str, str] = {
    "type": "What kind of incident",
    "near_miss": "Near miss",
    "internal": "A colleague is suspected",
    "place": "Kind of place",
    "site": "Site",
    "exact_place": "Exact place",
    "address": "Address",
    "postcode": "Postcode",
    "vehicle": "Vehicle",
    "happened_at": "When it happened",
    "happened_roughly": "Time is a guess",
    "found_at": "When it was found",
    "shift_ends_at": "End of the shift",
    "description": "What happened",
    "done_at_once": "What was done at once",
    "hate_factors": "Targeted because of",
    "alcohol_factor": "Alcohol played a part",
    "drugs_factor": "Drugs played a part",
    "weapon": "Weapon",
    "alone": "Worked alone",
    "cad_number": "Our incident (CAD) number",
    "call_sign": "Call sign",
    "crew": "Crew",
    "control_room_told": "Control room told",
    "control_room_told_at": "When the control room was told",
    "control_room_told_by": "Who told the control room",
    "manager_told": "Manager told",
    "manager_told_at": "When the manager was told",
    "police_told": "Police told",
    "police_not_told_reason": "Why the police were not told",
    "reporter_capacity": "How the reporter knows",
    "reporter_relation": "More about how the reporter knows",
    "reporter_name": "Name of the reporter",
    "reporter_contact": "How to reach the reporter",
    "unit": "Team",
    "unknown_facts": "Facts that are not known",
}

PART_WORDS: dict[str, dict[str, str]] = {
    "victim": {
        "name": "Name",
        "standing": "Who they are",
        "job": "Job",
        "injury": "Hurt",
        "injury_details": "Injury",
        "psychological_harm": "How they feel about it",
        "examined_at": "When they were seen by a doctor",
        "examined_where": "Where they were seen",
        "not_examined_reason": "Why they were not seen",
        "wants_police": "Wants the police to act",
        "wants_contact": "How they would like to be called",
    },
    "subject": {
        "standing": "Who they are",
        "name": "Name",
        "born": "Date of birth",
        "address": "Address",
        "appearance": "What they look like",
        "relation": "Relation to the person hurt or the patient",
    },
    "witness": {"name": "Name", "standing": "Who they are", "contact": "How to reach them"},
    "item": {
        "description": "What it is",
        "fate": "What happened to it",
        "owner": "Whose it is",
        "owner_name": "Owner's name",
        "asset_number": "Asset or serial number",
        "value": "Value",
        "recovered": "Value recovered",
    },
    "policecontact": {
        "force": "Police force",
        "channel": "How they were told",
        "told_at": "When they were told",
        "told_by": "Who told them",
        "log_number": "Police log number",
        "crime_number": "Crime number",
        "officer_name": "Officer's name",
        "officer_number": "Officer's number",
        "officer_station": "Officer's station",
        "officer_contact": "How to reach the officer",
        "attended": "Police came",
        "refused_reason": "Why the police would not come or record it",
    },
}
"""Words for the fields of the people and things in a report, by model name in lower case."""

PARTS: dict[str, str] = {
    "victim": "Person affected",
    "subject": "Person who did it",
    "witness": "Witness",
    "item": "Thing",
    "policecontact": "Police",
}

_LABELS: dict[str, Mapping[str, str]] = {
    "type": {key: kind.title for key, kind in TYPES.items()},
    "place": PLACES,
    "reporter_capacity": CAPACITIES,
    "police_told": TOLD,
    "control_room_told": TOLD,
    "hate_factors": HATE_FACTORS,
}

STANDING_WORDS: dict[str, str] = {
    "staff": "Member of staff",
    "patient": "Patient",
    "relative": "Relative or friend of a patient",
    "visitor": "Visitor",
    "contractor": "Contractor or agency worker",
    "public": "Member of the public",
    "colleague": "Colleague",
    "unknown": "Not known",
}
INJURY_WORDS: dict[str, str] = {
    "none": "Not hurt",
    "discomfort": "Pain or discomfort, no injury",
    "minor": "Injured, first aid or less",
    "treated": "Injured, needs a doctor or hospital",
    "serious": "Seriously injured",
    "death": "Died",
}
FATE_WORDS: dict[str, str] = {
    "stolen": "Stolen",
    "lost": "Lost",
    "damaged": "Damaged",
    "faulty": "Not working",
    "found": "Found again",
}
OWNER_WORDS: dict[str, str] = {
    "trust": "The trust",
    "staff": "A member of staff",
    "patient": "A patient",
    "contractor": "A contractor",
    "other": "Someone else",
}
CHANNEL_WORDS: dict[str, str] = {
    "999": "By 999",
    "101": "By 101",
    "online": "Online",
    "control-room": "Through our control room",
    "emergency-button": "By the emergency button",
    "attended": "In person",
}
_PART_LABELS: dict[str, Mapping[str, str]] = {
    "standing": STANDING_WORDS,
    "injury": INJURY_WORDS,
    "fate": FATE_WORDS,
    "owner": OWNER_WORDS,
    "channel": CHANNEL_WORDS,
    "wants_police": {"yes": "Yes", "no": "No", "unsure": "Not sure yet"},
}


def in_words(value: Any, labels: Mapping[str, str] | None = None) -> str:
    """A fact as people read it; times in Europe/London. Empty for what is not known."""
    labels = labels or {}
    if value is None or value == "" or value == [] or value == {}:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return moment_in_words(value)
    if isinstance(value, date):
        return day_in_words(value)
    if isinstance(value, Decimal):
        return money_in_words(value)
    if isinstance(value, list | tuple | set | frozenset):
        return listed([labels.get(str(one), str(one)) for one in value])
    if isinstance(value, dict):
        return "; ".join(f"{FACT_WORDS.get(key, key)}: {reason}" for key, reason in value.items())
    return labels.get(str(value), str(value))


def fact_in_words(name: str, value: Any) -> str:
    """The value of an incident's own fact `name` as people read it."""
    return in_words(value, _LABELS.get(name))


APART = "A colleague is suspected. Who it is stands apart, for the people named on the report only."
"""What a report keeps in its own words instead of a suspected colleague's identity."""

_PART_LISTS = (
    ("victim", "victims"),
    ("subject", "subjects"),
    ("witness", "witnesses"),
    ("item", "items"),
    ("policecontact", "police"),
)
_LONG = ("description", "done_at_once")


def told_parts(answers: ReportAnswers, *, site: str = "", colleague_suspected: bool = False) -> list[list[str]]:
    """A report as pairs of question and answer, without the two long texts. Kept as it is, whatever is put right later.

    A suspected colleague stands in none of them.
    """
    facts = answers.incident
    values = {field.name: getattr(facts, field.name) for field in fields(facts)} | {"site": site}
    pairs = [
        [words, fact_in_words(name, values[name])]
        for name, words in FACT_WORDS.items()
        if name not in _LONG and values.get(name) not in (None, "", False, (), [], {})
    ]
    for part, name in _PART_LISTS:
        if part == "subject" and colleague_suspected:
            pairs += [[PARTS[part], APART]] if answers.subjects else []
        else:
            pairs += [[PARTS[part], part_in_words(part, row)] for row in getattr(answers, name)]
    return pairs


def told_in_words(answers: ReportAnswers, *, site: str = "") -> str:
    """A whole report as lines of text: what a second reporter of the same event told."""
    facts = answers.incident
    lines = [facts.description]
    lines += [f"{FACT_WORDS['done_at_once']}: {facts.done_at_once}"] if facts.done_at_once else []
    lines += [f"{words}: {value}" for words, value in told_parts(answers, site=site)]
    return "\n".join(lines)


def part_in_words(part: str, row: Any) -> str:
    """One person or thing in a line: "Name: …; Hurt: …". `part` is a key of PARTS, `row` the facts told or their row.

    What someone wants is told with the facts and has rows of its own afterwards.
    """
    told = [
        (words, in_words(getattr(row, name, None), _PART_LABELS.get(name))) for name, words in PART_WORDS[part].items()
    ]
    return "; ".join(f"{words}: {value}" for words, value in told if value)
