"""The team of incidents' tests with an assault that was triaged, a force with agreed steps, and the police told."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.test import Client

from holdfast.casework.incidents.models import Incident, Victim
from holdfast.casework.incidents.tests.handling_cast import Team, make_team
from holdfast.casework.incidents.tests.report_cast import NOW
from holdfast.casework.liaison.models import InjuredPerson, PoliceReport
from holdfast.casework.liaison.operations.answering import record_answer
from holdfast.casework.liaison.operations.police import report_to_police
from holdfast.casework.liaison.operations.policy import ArrangementLine, ForceLine, StepLine, install_arrangements
from holdfast.casework.liaison.operations.riddor import add_incapacity, record_riddor_facts
from holdfast.foundation.notifications.models import Notice
from holdfast.foundation.organisation.models import Person, Post, PostHolding
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock

FORCE = "Thames Valley Police"
OTHER_FORCE = "Hampshire Constabulary"
MORNING = NOW + timedelta(hours=10)


class Desk(Team):
    """The team, with `incident`: an assault of the night before, triaged as a crime; `now` is the morning after."""

    incident: Incident
    now: datetime
    safety: Person

    @property
    def victim(self) -> Victim:
        """The paramedic who was punched."""
        return self.incident.victims.select_related("person", "incident__record", "incident__trust").get()

    def reported(self, **changes: Any) -> PoliceReport:
        """The assault reported to the police half an hour ago by the LSMS."""
        facts = {
            "incident": self.incident,
            "force": FORCE,
            "channel": "101",
            "made_at": clock.now() - timedelta(minutes=30),
        }
        return report_to_police(by=self.actor(self.lsms), **facts | changes)

    def refused(self, reason: str = "No officer is free.") -> PoliceReport:
        """A report that the police declined a moment ago."""
        report = self.reported()
        return record_answer(by=self.actor(self.lsms), report=report, at=clock.now(), taken=False, reason=reason)

    def injured(self, **facts: Any) -> InjuredPerson:
        """What RIDDOR turns on for the paramedic: a bite, at work."""
        begun = {"injuries": ["bite"], "work_related": True, "standing": "employee"}
        return record_riddor_facts(
            by=self.actor(self.manager), incident=self.incident, victim=self.victim, facts=begun | facts
        )

    def off(self, injured: InjuredPerson, first: date, last: date | None, kind: str = "absence") -> InjuredPerson:
        """Days lost because of it."""
        return add_incapacity(by=self.actor(self.manager), injured=injured, kind=kind, first=first, last=last)

    def told(self, person: Person) -> list[str]:
        """What a person was told, by subject."""
        return list(Notice.objects.filter(person=person).order_by("pk").values_list("subject", flat=True))

    def browser(self, person: Person) -> Client:
        """A browser in which `person` is signed in."""
        client = Client()
        self.sign_in(client, person)
        return client


def arrange(desk: Team, **arrangement: Any) -> None:
    """Put in force what the trust says: one force with two agreed steps, one with none."""
    install_arrangements(
        by=desk.actor(desk.lead),
        trust=desk.trust,
        arrangement=ArrangementLine(**arrangement),
        forces=[
            ForceLine(FORCE, steps=(StepLine("Duty inspector", "through the force control room"), StepLine("Gold"))),
            ForceLine(OTHER_FORCE),
        ],
    )


def make_desk() -> Desk:
    """Make the trust, its people and the incident."""
    with clock.at(NOW):
        team = make_team()
        desk = Desk(**vars(team))
        with scope(desk.trust):
            desk.safety = Person.objects.create(
                trust=desk.trust, given_name="Sam", family_name="Safety", unit=desk.far_unit, email="s@example.org"
            )
            post = Post.objects.create(
                trust=desk.trust, key="health-safety", title="Health and safety manager", role="health-and-safety"
            )
            PostHolding.objects.create(trust=desk.trust, post=post, person=desk.safety, start=date(2020, 1, 1))
            arrange(desk)
            desk.incident = desk.triaged()
    desk.now = MORNING
    return desk
