"""Two years of invented incidents, lived through in the order of time by the operations of real use.

A queue of things to come, each with its moment. Doing one can bring others about: a report brings a triage, a triage an
investigation. Chance decides how long each takes, so that some are late and some are overdue today.
"""

from __future__ import annotations

import heapq
import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from decimal import Decimal
from itertools import count

from holdfast.casework.incidents.models import Incident, Investigation
from holdfast.casework.incidents.operations.additions import add_facts
from holdfast.casework.incidents.operations.closing import NotReadyToClose, close
from holdfast.casework.incidents.operations.facts import explain_absence
from holdfast.casework.incidents.operations.feedback import answer_as_reporter, write_to_reporter
from holdfast.casework.incidents.operations.investigate import Findings, review_findings, submit_findings
from holdfast.casework.incidents.operations.learning import no_lesson, read_lesson, share_lesson
from holdfast.casework.incidents.operations.report import report
from holdfast.casework.incidents.operations.statements import ask_for_statement, decline_statement, give_statement
from holdfast.casework.incidents.operations.triage import Judgement, check_report, judge_medical_factors, route_out, triage
from holdfast.casework.incidents.rules.answers import (
    IncidentFacts,
    ItemFacts,
    PoliceFacts,
    ReportAnswers,
    SubjectFacts,
    VictimFacts,
    WitnessFacts,
)
from holdfast.casework.incidents.rules.taxonomy import TYPES
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock
from holdfast.kernel.clock import LONDON

from .cast import Cast, Team
from .stories import STORIES, Story

BY_HOUR = (5, 5, 5, 4, 3, 2, 2, 3, 4, 5, 6, 7, 7, 7, 7, 8, 8, 9, 9, 9, 9, 9, 8, 7)
BY_WEEKDAY = (6, 6, 6, 6, 8, 10, 9)
STREETS = ("Alder Road", "Canal Street", "Beacon Lane", "Mill Rise", "Quarry Hill", "Tanner’s Row", "Orchard Close")
FORCES = {"RYE": "Thames Valley Police", "RYD": "Sussex Police", "RRU": "Metropolitan Police", "RWP": "West Mercia Police", "RTX": "Lancashire Constabulary"}


@dataclass(order=True)
class Coming:
    """Something that will be done at `at`."""

    at: datetime
    number: int
    do: Callable[[], None] = field(compare=False)


class History:
    """Lives through the time from `began` to `until` for the casts of all trusts."""

    def __init__(self, casts: list[Cast], chance: random.Random, began: datetime, until: datetime) -> None:
        self.casts = casts
        self.chance = chance
        self.began = began
        self.until = until
        self._queue: list[Coming] = []
        self._numbers = count()

    def plan(self, cast: Cast, incidents: int) -> None:
        """Put `incidents` events of the trust into the time, more at nights and weekends, a little more each year."""
        stories = [story for story in STORIES if cast.service in story.settings]
        weights = [story.weight for story in stories]
        for number in range(incidents):
            story = self.chance.choices(stories, weights)[0]
            happened = self._moment()
            Life(self, cast, story, happened, number).begin()

    def _moment(self) -> datetime:
        days = (self.until - self.began).days
        while True:
            day = clock.local_day(self.began) + timedelta(days=int(days * self.chance.random() ** 0.9))
            if self.chance.random() * 10 < BY_WEEKDAY[day.weekday()]:
                hour = self.chance.choices(range(24), BY_HOUR)[0]
                moment = datetime.combine(day, time(hour, self.chance.randrange(60)), tzinfo=LONDON)
                if self.began < moment < self.until - timedelta(minutes=30):
                    return moment

    def at(self, moment: datetime, do: Callable[[], None]) -> None:
        """Let `do` be done at `moment`; what lies after the end never happens."""
        if moment <= self.until:
            heapq.heappush(self._queue, Coming(moment, next(self._numbers), do))

    def live(self, progress: Callable[[int], None]) -> int:
        """Do everything in the order of time. Gives how many things were done."""
        done = 0
        while self._queue:
            coming = heapq.heappop(self._queue)
            with clock.at(coming.at):
                coming.do()
            done += 1
            progress(done)
        return done

    def hours(self, typical: float, spread: float = 0.8) -> timedelta:
        """A length of time around `typical` hours: mostly shorter, now and then much longer."""
        return timedelta(hours=typical * math.exp(self.chance.gauss(0, spread)))

    def office(self, moment: datetime) -> datetime:
        """`moment`, or the next morning at which an office is staffed."""
        local = moment.astimezone(LONDON)
        while local.weekday() > 4 or not 8 <= local.hour < 18:
            local = (local + timedelta(hours=1)).replace(minute=self.chance.randrange(60))
        return local


class Life:
    """One incident from the event to its closing."""

    def __init__(self, history: History, cast: Cast, story: Story, happened: datetime, number: int) -> None:
        self.history = history
        self.chance = history.chance
        self.cast = cast
        self.story = story
        self.happened = happened
        self.number = number
        self.team: Team = self.chance.choice(cast.teams)
        self.reporter: Person = self.chance.choice(self.team.staff)
        self.mate: Person = self.chance.choice([one for one in self.team.staff if one != self.reporter])
        self.incident: Incident | None = None

    def begin(self) -> None:
        """Decide when it is reported."""
        roll = self.chance.random()
        if roll < 0.80:
            delay = self.history.hours(1.2, 0.7)
        elif roll < 0.93:
            delay = timedelta(hours=self.chance.uniform(6, 22))
        else:
            delay = timedelta(hours=self.chance.uniform(25, 140))
        self.history.at(self.happened + delay, self._in_scope(self.report))

    def _in_scope(self, do: Callable[[], None]) -> Callable[[], None]:
        def inside() -> None:
            with scope(self.cast.trust):
                do()

        return inside

    def later(self, typical: float, do: Callable[[], None], *, spread: float = 0.8) -> None:
        """Let `do` follow, in office hours."""
        moment = self.history.office(clock.now() + self.history.hours(typical, spread))
        self.history.at(moment, self._in_scope(do))

    def someone(self, *roles: str) -> Person:
        """Someone in one of `roles`, the first role that is filled."""
        for role in roles:
            if self.cast.by_role.get(role):
                return self.chance.choice(self.cast.by_role[role])
        return next(iter(self.cast.by_role.values()))[0]

    def _found(self) -> Incident:
        assert self.incident is not None
        return Incident.objects.select_related("record", "trust", "unit", "reporter").get(pk=self.incident.pk)

    # The report

    def report(self) -> None:
        story, chance = self.story, self.chance
        nameless = chance.random() < 0.04
        received = report(
            by=Actor(name="Someone without an account", identity="anonymous", channel="demo")
            if nameless
            else self.cast.actor(self.reporter),
            trust=self.cast.trust,
            answers=self._answers(),
            submission_key=f"demo-{self.cast.trust.code}-{self.number}",
            reporter=None if nameless else self.reporter,
            anonymous=nameless,
            unit=self.team.unit,
        )
        self.incident = received.incident
        if received.already:
            return
        if not self.incident.restricted and self.team.manager and chance.random() < 0.85:
            self.later(20, self.check)
        if chance.random() < 0.97:
            self.later(16 if story.type in ("physical-assault", "weapon") else 30, self.triage, spread=0.9)

    def _answers(self) -> ReportAnswers:
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
            shift_ends_at=self.happened + timedelta(hours=chance.uniform(0.7, 9)) if violent and chance.random() < 0.9 else None,
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
            control_room_told_at=self.happened + timedelta(minutes=8) if ambulance and violent and chance.random() < 0.8 else None,
            police_told="yes" if told else "no" if crime else "",
            police_not_told_reason="" if told or not crime or chance.random() < 0.5 else "Wanted to speak to my manager first",
            reporter_capacity="victim" if violent else "aware",
        )
        victims = (self._victim(),) if violent and not story.near_miss else ()
        subjects = () if story.standing == "unknown" else (
            SubjectFacts(standing=story.standing, appearance=who[0].upper() + who[1:].rstrip(",") if chance.random() < 0.8 else ""),
        )
        items = (
            ItemFacts(
                description=thing,
                fate="lost" if story.type == "lost-property" else "damaged" if "damage" in story.type else "stolen",
                owner="staff" if thing.startswith(("A purse", "A mobile tele", "A bicycle", "A coat", "A personal")) else "patient" if "ring" in thing or "hearing" in thing or "wallet" in thing else "trust",
                value=Decimal(value) if value else None,
            ),
        ) if thing else ()
        witnesses = (WitnessFacts(name=str(self.mate), person_id=self.mate.pk),) if chance.random() < 0.45 else ()
        police = (self._police(self.happened + timedelta(minutes=chance.randint(5, 200))),) if told else ()
        return ReportAnswers(facts, victims, subjects, witnesses, items, police)

    def _victim(self) -> VictimFacts:
        chance = self.chance
        physical = self.story.type == "physical-assault"
        injury = chance.choices(("discomfort", "minor", "treated", "none"), (4, 4, 2, 1))[0] if physical else "none"
        hurt = injury in ("minor", "treated")
        seen = hurt and chance.random() < 0.7
        details = {"discomfort": "Sore and shaken", "minor": "Bruise and scratches on the arm", "treated": "Cut that was closed in the emergency department"}
        return VictimFacts(
            is_reporter=True,
            person_id=self.reporter.pk,
            name=str(self.reporter),
            job=self.reporter.job_title,
            injury=injury,
            injury_details=details.get(injury, ""),
            examined_at=min(self.happened + timedelta(hours=chance.uniform(0.3, 60)), clock.now()) if seen else None,
            examined_where="Emergency department" if seen else "",
            not_examined_reason="" if seen or not hurt or chance.random() < 0.4 else "Cleaned and dressed by my crew mate, nothing more needed",
            wants_police=chance.choice(("yes", "yes", "no", "unsure")),
        )

    def _police(self, at: datetime) -> PoliceFacts:
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

    # Triage and investigation

    def check(self) -> None:
        incident = self._found()
        if incident.state in ("reported", "open") and self.team.manager:
            check_report(by=self.cast.actor(self.team.manager), incident=incident)

    def triage(self) -> None:
        incident, story, chance = self._found(), self.story, self.chance
        if incident.state != "reported":
            return
        lsms = self.someone("security-lead") if incident.restricted else self.someone("lsms", "security-lead")
        by = self.cast.actor(lsms)
        if chance.random() < 0.02:
            route_out(by=by, incident=incident, where="Patient safety", why="It concerns care between patients and is looked at there.")
            return
        kind = TYPES[story.type]
        severity = self._severity(incident)
        minor = severity == "minor" and (story.near_miss or kind.family in ("equipment", "concern", "premises")) and chance.random() < 0.5
        lead = None if minor else lsms if incident.restricted else self.team.manager or lsms
        triage(
            by=by,
            incident=incident,
            judgement=Judgement(
                type=story.type,
                severity=severity,
                crime=kind.crime and not story.near_miss,
                near_miss=story.near_miss,
                internal=story.internal,
                lead=lead,
                strand="lsms" if incident.restricted else "manager",
                due_at=clock.now() + timedelta(days=28) if lead else None,
                no_investigation_reason="" if lead else "Small and put right at once; counted for the pattern.",
            ),
        )
        if story.medical and not incident.restricted:
            self.later(40, self.judge_medical_factors)
        if lead is None:
            self.later(60, self.close)
            return
        if chance.random() < 0.3 and not incident.restricted:
            self.later(30, self.ask_for_statement)
        if chance.random() < 0.94:
            self.later(24 * 11, self.submit, spread=0.6)

    def _severity(self, incident: Incident) -> str:
        hurt = [victim.injury for victim in incident.victims.all()]
        if self.story.type in ("weapon", "sexual-offence", "bomb-or-hoax"):
            return "serious"
        if "treated" in hurt:
            return "serious" if self.chance.random() < 0.5 else "moderate"
        if self.story.hate or "minor" in hurt or self.story.type in ("burglary", "medicines", "threat"):
            return "moderate"
        return "minor" if self.chance.random() < 0.7 else "moderate"

    def judge_medical_factors(self) -> None:
        incident = self._found()
        clinician = self.cast.by_role.get("clinician")
        if clinician and incident.state == "open":
            judge_medical_factors(
                by=self.cast.actor(clinician[0]), incident=incident, present=True, reason="Acute confusion documented that day."
            )

    def ask_for_statement(self) -> None:
        incident = self._found()
        if incident.state != "open" or self.team.manager is None:
            return
        statement = ask_for_statement(
            by=self.cast.actor(self.team.manager), incident=incident, person=self.mate, due_at=clock.now() + timedelta(days=7)
        )

        def answer() -> None:
            statement.refresh_from_db()
            if self.chance.random() < 0.9:
                give_statement(
                    by=self.cast.actor(self.mate), statement=statement,
                    words=f"I was there with {self.reporter.given_name}. It happened as it was reported. I saw it from about two metres away and heard every word.",
                )  # fmt: skip
            else:
                decline_statement(by=self.cast.actor(self.team.manager), statement=statement, reason="On long leave; the report says enough.")

        if self.chance.random() < 0.88:
            self.later(90, answer)

    def _investigation(self, state: str) -> Investigation | None:
        investigation = Investigation.objects.filter(incident=self.incident, state=state).select_related("incident__record", "incident__trust", "incident__reporter").first()
        return investigation

    def submit(self) -> None:
        investigation = self._investigation("assigned")
        if investigation is None:
            return
        lead = investigation.investigators.filter(until__isnull=True, lead=True).select_related("person").first()
        if lead is None:
            return
        story, chance = self.story, self.chance
        submit_findings(
            by=self.cast.actor(lead.person),
            investigation=investigation,
            findings=Findings(
                findings=f"I spoke to {self.reporter} and looked at the place. {story.why}",
                why=story.why,
                learnt=story.learnt,
                causes=story.causes,
                manager_action="Spoke to the people affected on the same day and offered support." if chance.random() < 0.85 else "",
                staff_representative="Staff side representative" if chance.random() < 0.5 else "",
                no_representative_reason="The people affected did not want one" if chance.random() < 0.5 else "",
                hr_reference=f"HR-{chance.randint(200, 999)}" if story.internal else "",
                interest_declared="None",
            ),
        )
        if chance.random() < 0.5 and self.incident and self.incident.reporter_id:
            self.later(2, self.tell_reporter)
        if chance.random() < 0.95:
            self.later(40, self.review)

    def tell_reporter(self) -> None:
        incident = self._found()
        manager = self.team.manager
        if manager is None or incident.restricted:
            return
        write_to_reporter(
            by=self.cast.actor(manager), incident=incident,
            words="I have finished looking into this and sent what I found to the security team. Ring me if anything is on your mind.",
        )  # fmt: skip
        if self.chance.random() < 0.3:
            self.later(20, self.answer)

    def answer(self) -> None:
        answer_as_reporter(
            by=self.cast.actor(self.reporter), incident=self._found(), words="Thank you for letting me know. Will the police still ring me?"
        )

    def review(self) -> None:
        investigation = self._investigation("submitted")
        if investigation is None:
            return
        own = set(investigation.investigators.values_list("person", flat=True))
        reviewers = [person for role in ("security-lead", "lsms", "health-and-safety") for person in self.cast.by_role.get(role, []) if person.pk not in own]
        if self.incident and self.incident.restricted:
            reviewers = [person for person in reviewers if investigation.incident.record.readers.filter(person=person).exists()]
        if not reviewers:
            return
        by = self.cast.actor(reviewers[0])
        if self.chance.random() < 0.1:
            review_findings(by=by, investigation=investigation, approve=False, proportionate=False, reason="Please say what was done for the people affected.")
            self.later(100, self.submit)
            return
        review_findings(by=by, investigation=investigation, approve=True, proportionate=True)
        self.later(50, self.close)

    # Closing

    def close(self) -> None:
        incident = self._found()
        if incident.state != "open":
            return
        closer = self.someone("security-lead") if incident.restricted else self.someone("lsms", "security-lead")
        by = self.cast.actor(closer)
        outcome = f"Looked into by {self.team.unit.name}. {self.story.why}"
        if self.story.learnt and self.chance.random() < 0.8:
            lesson = share_lesson(by=by, incident=incident, title=TYPES[self.story.type].title, words=self.story.learnt, units=[self.team.unit])
            for person in self.team.staff:
                if self.chance.random() < 0.6:
                    read_lesson(by=self.cast.actor(person), lesson=lesson, person=person)
        for _ in range(2):
            try:
                close(by=by, incident=self._found(), outcome=outcome)
                return
            except NotReadyToClose as refusal:
                if not self._mend(by, [requirement.key for requirement in refusal.missing]):
                    return

    def _mend(self, by: Actor, missing: list[str]) -> bool:
        """Put right what stands in the way of closing; now and then it stays open for want of it."""
        incident = self._found()
        if self.chance.random() < 0.12:
            return False
        if "lesson" in missing:
            no_lesson(by=by, incident=incident, reason="Nothing that was not known before.")
        if "police-told" in missing:
            add_facts(by=by, incident=incident, police=[self._police(clock.now())])
        elif "crime-number" in missing:
            explain_absence(by=by, incident=incident, fact="crime_number", reason="The police did not record it as a crime.")
        if "human-resources" in missing:
            explain_absence(by=by, incident=incident, fact="hr_reference", reason="No named colleague was left under suspicion.")
        if "police-told" in missing and "crime-number" in missing:
            explain_absence(by=by, incident=self._found(), fact="crime_number", reason="The police did not record it as a crime.")
        for statement in incident.statements.filter(received_at__isnull=True, declined_reason=""):
            decline_statement(by=by, statement=statement, reason="Not needed any more.")
        return True
