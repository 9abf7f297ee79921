"""What people of the demonstration tell when they report."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from holdfast.casework.incidents.operations.report_answers import (
    IncidentFacts,
    ItemFacts,
    PoliceFacts,
    ReportAnswers,
    SubjectFacts,
    VictimFacts,
    WitnessFacts,
)
from holdfast.casework.incidents.queries.taxonomy import TYPES
from holdfast.foundation.organisation.models import Person
from holdfast.kernel import clock

from .cast import Cast, Team
from .names import GIVEN, NAMES_OUTSIDE
from .stories import Story

STREETS = ("Alder Road", "Canal Street", "Beacon Lane", "Mill Rise", "Quarry Hill", "Tanner’s Row", "Orchard Close")
KNOWN_BY_NAME = {"patient": 0.8, "relative": 0.6, "visitor": 0.5, "public": 0.3}
"""How often the reporter knows the name, by what the person is; of others, never."""
FORCES = {
    "RYE": "Thames Valley Police",
    "RYD": "Sussex Police",
    "RRU": "Metropolitan Police",
    "RWP": "West Mercia Police",
    "RTX": "Lancashire Constabulary",
}


@dataclass
class Scene:
    """Who was where when a story happened."""

    story: Story
    cast: Cast
    team: Team
    reporter: Person
    mate: Person
    happened: datetime
    chance: random.Random

    def answers(self) -> ReportAnswers:
        """What the reporter tells: most of what is asked, and now and then less."""
        story, chance = self.story, self.chance
        kind = TYPES[story.type]
        violent = kind.family == "violence"
        who = chance.choice(story.who)
        thing, value = chance.choice(list(story.things.items())) if story.things else ("", 0)
        spot = chance.choice(story.spots) if story.spots else ""
        text = story.text.format(who=who, thing=thing, spot=spot.lower(), mate=self.mate.given_name)
        text = text[0].upper() + text[1:]
        found = None
        happened: datetime | None = self.happened
        if kind.family in ("property", "equipment") and chance.random() < 0.5:
            found, happened = self.happened, None
        crime = kind.crime and not story.near_miss
        told = crime and chance.random() < 0.6
        ambulance = self.cast.service == "ambulance"
        address = f"{chance.randint(1, 140)} {chance.choice(STREETS)}" if story.place == "private-address" else ""
        facts = IncidentFacts(
            type=story.type,
            place=story.place,
            description=text,
            happened_at=happened,
            found_at=found,
            shift_ends_at=self.happened + timedelta(hours=chance.uniform(0.7, 9))
            if violent and chance.random() < 0.9
            else None,
            site_id=self.team.site.pk if story.place == "site" and self.team.site else None,
            exact_place=spot,
            address=address,
            vehicle=f"{chance.choice('ABDKM')}{chance.randint(101, 899)}" if story.place == "vehicle" else "",
            done_at_once=story.done if chance.random() < 0.9 else "",
            near_miss=story.near_miss,
            internal=story.internal,
            hate_factors=story.hate,
            alcohol_factor=True if story.alcohol else False if violent and chance.random() < 0.6 else None,
            drugs_factor=False if violent and chance.random() < 0.5 else None,
            weapon="Kitchen knife" if story.type == "weapon" else "",
            cad_number=str(chance.randint(1_000_000, 9_999_999)) if ambulance and violent else "",
            call_sign=f"{chance.choice('NSEW')}{chance.randint(100, 480)}" if ambulance and violent else "",
            crew=f"{self.reporter}, {self.mate}" if ambulance and violent else "",
            control_room_told_at=self.happened + timedelta(minutes=8)
            if ambulance and violent and chance.random() < 0.8
            else None,
            police_told="yes" if told else "no" if crime else "",
            police_not_told_reason=""
            if told or not crime or chance.random() < 0.5
            else "Wanted to speak to my manager first",
            reporter_capacity="victim" if violent else "aware",
        )
        victims = (self.victim(),) if violent and not story.near_miss else ()
        subjects = (
            ()
            if story.standing == "unknown"
            else (
                SubjectFacts(
                    standing=story.standing,
                    name=_name_of(story.standing, chance),
                    appearance=who[0].upper() + who[1:].rstrip(",") if chance.random() < 0.8 else "",
                ),
            )
        )
        items = (
            (
                ItemFacts(
                    description=thing,
                    fate="lost" if story.type == "lost-property" else "damaged" if "damage" in story.type else "stolen",
                    owner="staff"
                    if thing.startswith(("A purse", "A mobile tele", "A bicycle", "A coat", "A personal"))
                    else "patient"
                    if "ring" in thing or "hearing" in thing or "wallet" in thing
                    else "trust",
                    value=Decimal(value) if value else None,
                ),
            )
            if thing
            else ()
        )
        witnesses = (WitnessFacts(name=str(self.mate), person_id=self.mate.pk),) if chance.random() < 0.45 else ()
        police = (self.police(self.happened + timedelta(minutes=chance.randint(5, 200))),) if told else ()
        return ReportAnswers(facts, victims, subjects, witnesses, items, police)

    def victim(self) -> VictimFacts:
        """The reporter as the one who was hurt or abused."""
        chance = self.chance
        physical = self.story.type == "physical-assault"
        injury = chance.choices(("discomfort", "minor", "treated", "none"), (4, 4, 2, 1))[0] if physical else "none"
        hurt = injury in ("minor", "treated")
        seen = hurt and chance.random() < 0.7
        details = {
            "discomfort": "Sore and shaken",
            "minor": "Bruise and scratches on the arm",
            "treated": "Cut that was closed in the emergency department",
        }
        return VictimFacts(
            is_reporter=True,
            person_id=self.reporter.pk,
            name=str(self.reporter),
            job=self.reporter.job_title,
            injury=injury,
            injury_details=details.get(injury, ""),
            examined_at=min(self.happened + timedelta(hours=chance.uniform(0.3, 60)), clock.now()) if seen else None,
            examined_where="Emergency department" if seen else "",
            not_examined_reason=""
            if seen or not hurt or chance.random() < 0.4
            else "Cleaned and dressed by my crew mate, nothing more needed",
            wants_police=chance.choice(("yes", "yes", "no", "unsure")),
        )

    def police(self, at: datetime) -> PoliceFacts:
        """A contact with the police at about `at`."""
        chance = self.chance
        number = f"{chance.choice(('43', '22', '01'))}{chance.randint(10_000, 99_999):05d}/{clock.today():%y}"
        return PoliceFacts(
            force=FORCES[self.cast.trust.code],
            channel=chance.choice(("999", "control-room", "101", "online")),
            told_at=min(at, clock.now()),
            told_by=str(self.reporter),
            log_number=f"{chance.randint(1, 1900)}",
            crime_number=number if chance.random() < 0.45 else "",
            officer_name="PC on duty" if chance.random() < 0.5 else "",
            officer_number=str(chance.randint(1000, 9999)) if chance.random() < 0.5 else "",
            officer_station="Central" if chance.random() < 0.4 else "",
            attended=chance.random() < 0.6,
        )


def _name_of(standing: str, chance: random.Random) -> str:
    """The name of whoever did it, where the reporter knows it; no name that one of the staff has."""
    if chance.random() >= KNOWN_BY_NAME.get(standing, 0):
        return ""
    return f"{chance.choice(GIVEN)} {chance.choice(NAMES_OUTSIDE)}"
