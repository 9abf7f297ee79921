"""From what is recorded of an injured person to the facts of the RIDDOR rule."""

from __future__ import annotations

from datetime import date
from typing import Any

from holdfast.casework.incidents.models import Incident, Victim
from holdfast.casework.liaison.models import Incapacity, InjuredPerson
from holdfast.casework.liaison.rules.incapacity import RECORDED_FROM, REPORTED_FROM, Span, runs
from holdfast.casework.liaison.rules.injuries import Medical
from holdfast.casework.liaison.rules.riddor_facts import Facts, Standing
from holdfast.kernel import clock

STANDING_OF = {
    "staff": "employee",
    "colleague": "employee",
    "patient": "patient",
    "relative": "visitor",
    "visitor": "visitor",
    "contractor": "contractor_employee",
    "public": "public",
}
KIND_OF = {
    "physical-assault": "physical_violence",
    "robbery": "physical_violence",
    "weapon": "physical_violence",
    "sexual-offence": "sexual_assault",
    "threat": "verbal_threat",
    "verbal-abuse": "verbal_threat",
    "harassment": "verbal_threat",
}
PREMISES_OF = {"private-address": "private_address", "public-place": "public", "vehicle": "vehicle", "site": "trust"}


def begun_for(incident: Incident, victim: Victim | None) -> dict[str, Any]:
    """What is known already when the first fact is recorded: the day in London, who the person is, where it was."""
    happened = incident.occurred_at or incident.reported_at
    return {
        "accident_on": clock.local_day(happened),
        "standing": STANDING_OF.get(victim.standing, "public") if victim else "",
        "premises": PREMISES_OF.get(incident.place, ""),
        "intentional": True if incident.type == "arson" else None,
        "work_related": True if victim and victim.standing in ("staff", "colleague") else None,
        "injury_words": victim.injury_details[:300] if victim else "",
    }


def spans_of(injured: InjuredPerson) -> list[Incapacity]:
    """The spans of days lost that hold, the earliest first."""
    rows = Incapacity.objects.filter(injured=injured, withdrawn_at__isnull=True)
    return list(rows.order_by("first", "pk"))


def facts_of(injured: InjuredPerson, as_at: date | None) -> Facts:
    """The facts of the rule, with days lost counted up to `as_at` (London). Raises ValueError for days that clash."""
    return Facts(
        accident_date=injured.accident_on,
        victim=Standing(injured.standing) if injured.victim_id else None,
        kind=KIND_OF.get(injured.incident.type, "other") if injured.victim_id else "fire",
        work_related=injured.work_related,
        personal_matter=injured.personal_matter,
        at_work=injured.at_work,
        injuries=tuple(injured.injuries),
        medical=Medical(
            diagnosed_by_doctor=injured.diagnosed_by_doctor,
            organ_damage=injured.organ_damage,
            burn_percent=injured.burn_percent,
            hospital_treatment=injured.taken_to_hospital,
            enclosed_space=injured.enclosed_space,
            resuscitated=injured.resuscitated,
            hospital_hours=injured.hospital_hours,
        ),
        incapacity=tuple(Span(row.first, row.last) for row in spans_of(injured)),
        taken_to_hospital=injured.taken_to_hospital,
        premises=injured.premises,
        vehicle_movement_on_road=injured.vehicle_on_road,
        road_exception=injured.road_exception,
        medical_treatment=injured.medical_treatment,
        source_known_bbv=injured.source_known_bbv,
        biological_agent=injured.biological_agent,
        infection_diagnosed_on=injured.infection_diagnosed_on,
        death_date=injured.died_on,
        work_stopped_hours=injured.work_stopped_hours,
        intentional=injured.intentional,
        as_at=as_at,
    )


def changes_next(facts: Facts, today: date) -> date | None:
    """The next day on which days lost alone reach day 4 or day 8, as far as absence is known; None for none."""
    found = runs(facts.incapacity, facts.accident_date)
    days = [run.reaches(number) for run in found for number in (RECORDED_FROM, REPORTED_FROM)]
    return min((day for day in days if day is not None and day > today), default=None)
