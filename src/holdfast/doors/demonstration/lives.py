"""One incident of the demonstration from the event to its closing, by the operations of real use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from holdfast.casework.incidents.models import Incident, Investigation
from holdfast.casework.incidents.operations.additions import add_facts
from holdfast.casework.incidents.operations.closing import NotReadyToClose, close
from holdfast.casework.incidents.operations.facts import explain_absence
from holdfast.casework.incidents.operations.feedback import answer_as_reporter, read_answers, write_to_reporter
from holdfast.casework.incidents.operations.investigate import Findings, review_findings, submit_findings
from holdfast.casework.incidents.operations.learning import no_lesson, read_lesson, share_lesson
from holdfast.casework.incidents.operations.report import report
from holdfast.casework.incidents.operations.statements import ask_for_statement, decline_statement, give_statement
from holdfast.casework.incidents.operations.triage import (
    Judgement,
    check_report,
    judge_medical_factors,
    route_out,
    triage,
)
from holdfast.casework.incidents.queries.taxonomy import TYPES
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock

from .after_actions import act_on_incident
from .after_sanctions import after_sanctions
from .cast import Cast, Team
from .history import History
from .reports import Scene
from .responding import respond
from .stories import Story, stories


def plan(history: History, cast: Cast, incidents: int) -> None:
    """Put `incidents` events of the trust into the time."""
    told = [story for story in stories() if cast.service in story.settings]
    weights = [story.weight for story in told]
    for number in range(incidents):
        story = history.chance.choices(told, weights)[0]
        Life(history, cast, story, history.moment(), number).begin()


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
        self.scene = Scene(story, cast, self.team, self.reporter, self.mate, happened, self.chance)
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

    def perhaps(self, share: float, typical: float, do: Callable[[], None], *, spread: float = 0.8) -> None:
        """As `later`, in this share of cases. In the others it is forgotten, until somebody looks through what is old:
        what nobody did for two years would tell of a trust that has given up."""
        if self.chance.random() < share:
            self.later(typical, do, spread=spread)
        else:
            found = self.history.office(clock.now() + timedelta(days=self.chance.uniform(40, 130)))
            self.history.at(found, self._in_scope(do))

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
            answers=self.scene.answers(),
            submission_key=f"demo-{self.cast.trust.code}-{self.number}",
            reporter=None if nameless else self.reporter,
            anonymous=nameless,
            unit=self.team.unit,
        )
        self.incident = received.incident
        if received.already:
            return
        if not self.incident.restricted and self.team.manager:
            self.perhaps(0.85, 20, self.check)
        self.perhaps(0.97, 16 if story.type in ("physical-assault", "weapon") else 30, self.triage, spread=0.9)

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
            route_out(
                by=by,
                incident=incident,
                where="Patient safety",
                why="It concerns care between patients and is looked at there.",
            )
            return
        kind = TYPES[story.type]
        severity = self._severity(incident)
        minor = (
            severity == "minor"
            and (story.near_miss or kind.family in ("equipment", "concern", "premises"))
            and chance.random() < 0.5
        )
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
        self.respond()
        if story.medical and not incident.restricted:
            self.later(40, self.judge_medical_factors)
        if lead is None:
            self.later(60, self.close)
            return
        if chance.random() < 0.3 and not incident.restricted:
            self.later(30, self.ask_for_statement)
        self.perhaps(0.94, 24 * 11, self.submit, spread=0.6)

    def respond(self) -> None:
        """What the other areas do once an incident is triaged."""
        respond(self.cast, self.team, self._found(), self.chance, self._hence)

    def _hence(self, wait: timedelta, do: Callable[[], None]) -> None:
        self.history.at(self.history.office(clock.now() + wait), self._in_scope(do))

    def hold_to_account(self) -> None:
        """What may come to whoever did it."""
        after_sanctions(self._found(), self.cast, self.chance)

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
                by=self.cast.actor(clinician[0]),
                incident=incident,
                present=True,
                reason="Acute confusion documented that day.",
            )

    def ask_for_statement(self) -> None:
        incident = self._found()
        if incident.state != "open" or self.team.manager is None:
            return
        statement = ask_for_statement(
            by=self.cast.actor(self.team.manager),
            incident=incident,
            person=self.mate,
            due_at=clock.now() + timedelta(days=7),
        )

        def answer() -> None:
            statement.refresh_from_db()
            if statement.received_at or statement.declined_reason or self._found().state != "open":
                return
            if self.chance.random() < 0.9:
                give_statement(
                    by=self.cast.actor(self.mate), statement=statement,
                    words=f"I was there with {self.reporter.given_name}. It went as reported; I was two metres away.",
                )  # fmt: skip
            else:
                decline_statement(
                    by=self.cast.actor(self.team.manager or self.mate),
                    statement=statement,
                    reason="On long leave; the report says enough.",
                )

        self.perhaps(0.88, 90, answer)

    def _investigation(self, state: str) -> Investigation | None:
        investigation = (
            Investigation.objects.filter(incident=self.incident, state=state)
            .select_related("incident__record", "incident__trust", "incident__reporter")
            .first()
        )
        return investigation

    def submit(self) -> None:
        investigation = self._investigation("assigned")
        if investigation is None:
            return
        lead = investigation.investigators.filter(until__isnull=True, lead=True).select_related("person").first()
        if lead is None or lead.person is None:
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
                manager_action="Spoke to the people affected on the same day and offered support."
                if chance.random() < 0.85
                else "",
                staff_representative="Staff side representative" if chance.random() < 0.5 else "",
                no_representative_reason="The people affected did not want one" if chance.random() < 0.5 else "",
                hr_reference=f"HR-{chance.randint(200, 999)}" if story.internal else "",
                interest_declared="None",
            ),
        )
        if chance.random() < 0.5 and self.incident and self.incident.reporter_id:
            self.later(2, self.tell_reporter)
        act_on_incident(self.cast, self.team, self._found(), chance, self._hence)
        self.perhaps(0.95, 40, self.review)

    def tell_reporter(self) -> None:
        incident = self._found()
        manager = self.team.manager
        if manager is None or incident.restricted:
            return
        write_to_reporter(
            by=self.cast.actor(manager), incident=incident,
            words="I have looked into this and sent what I found to the security team. Ring me at any time.",
        )  # fmt: skip
        if self.chance.random() < 0.3:
            self.later(20, self.answer)

    def answer(self) -> None:
        answer_as_reporter(
            by=self.cast.actor(self.reporter),
            incident=self._found(),
            words="Thank you for letting me know. Will the police still ring me?",
        )
        self.perhaps(0.8, 14, self.read)

    def read(self) -> None:
        reader = self.team.manager or self.someone("lsms", "security-lead")
        read_answers(by=self.cast.actor(reader), incident=self._found())

    def review(self) -> None:
        investigation = self._investigation("submitted")
        if investigation is None:
            return
        own = set(investigation.investigators.values_list("person", flat=True))
        reviewers = [
            person
            for role in ("security-lead", "lsms", "health-and-safety")
            for person in self.cast.by_role.get(role, [])
            if person.pk not in own
        ]
        if self.incident and self.incident.restricted:
            reviewers = [
                person for person in reviewers if investigation.incident.record.readers.filter(person=person).exists()
            ]
        if not reviewers:
            return
        by = self.cast.actor(reviewers[0])
        if self.chance.random() < 0.1:
            review_findings(
                by=by,
                investigation=investigation,
                approve=False,
                proportionate=False,
                reason="Please say what was done for the people affected.",
            )
            self.later(100, self.submit)
            return
        review_findings(by=by, investigation=investigation, approve=True, proportionate=True)
        self.later(30, self.hold_to_account)
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
            lesson = share_lesson(
                by=by,
                incident=incident,
                title=TYPES[self.story.type].title,
                words=self.story.learnt,
                units=[self.team.unit],
            )
            for person in self.team.staff:
                if self.chance.random() < 0.6:
                    read_lesson(by=self.cast.actor(person), lesson=lesson, person=person)
        for _ in range(2):
            try:
                close(by=by, incident=self._found(), outcome=outcome)
                return
            except NotReadyToClose as refusal:
                if not self._mend(by, [requirement.key for requirement in refusal.missing]):
                    self.perhaps(0, 0, self.close)
                    return

    def _mend(self, by: Actor, missing: list[str]) -> bool:
        """Put right what stands in the way of closing; now and then it stays open for want of it."""
        incident = self._found()
        if self.chance.random() < 0.12:
            return False
        if "lesson" in missing:
            no_lesson(by=by, incident=incident, reason="Nothing that was not known before.")
        if "police-told" in missing:
            add_facts(by=by, incident=incident, police=[self.scene.police(clock.now())])
        elif "crime-number" in missing:
            explain_absence(
                by=by, incident=incident, fact="crime-number", reason="The police did not record it as a crime."
            )
        if "human-resources" in missing:
            explain_absence(
                by=by, incident=incident, fact="human-resources", reason="No named colleague was left under suspicion."
            )
        if "police-told" in missing and "crime-number" in missing:
            explain_absence(
                by=by, incident=self._found(), fact="crime-number", reason="The police did not record it as a crime."
            )
        for statement in incident.statements.filter(received_at__isnull=True, declined_reason=""):
            decline_statement(by=by, statement=statement, reason="Not needed any more.")
        return True
