"""Those who deal with incidents: names that say what they may do, and the steps that bring an incident to a stage."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from holdfast.casework.incidents.models import ClosingRule, Incident, Investigation
from holdfast.casework.incidents.operations.investigate import Findings, review_findings, submit_findings
from holdfast.casework.incidents.operations.report import report
from holdfast.casework.incidents.operations.triage import Judgement, triage
from holdfast.casework.incidents.rules.answers import ReportAnswers, SubjectFacts
from holdfast.casework.incidents.tests.report_cast import NOW, Cast, assault, make_cast
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.models import Deputy, Number, Person, Post, PostHolding, Unit
from holdfast.foundation.organisation.roles import LSMS
from holdfast.foundation.organisation.scope import scope

_keys = count(1)


@dataclass
class Team(Cast):
    """The small trust of the report tests, with everyone who deals with incidents.

    `far_unit` and its `far_manager` see nothing of Mill Lane; `deputy` covers for `manager` and holds nothing else;
    `second_lsms` reviews what the first one investigates; `staff` hold no post.
    """

    far_unit: Unit
    far_manager: Person
    deputy: Person
    second_lsms: Person
    clinician: Person
    human_resources: Person

    def report(self, answers: ReportAnswers | None = None, *, by: Person | None = None, **changes: Any) -> Incident:
        """A report of `by` (the paramedic); `changes` to the facts of an assault."""
        who = by or self.paramedic
        received = report(
            by=self.actor(who),
            trust=self.trust,
            answers=answers or assault(**changes),
            submission_key=f"{next(_keys):032x}",
            reporter=who,
        )
        return received.incident

    def judgement(self, **changes: Any) -> Judgement:
        """Moderate, a crime, and the line manager looks into it."""
        begun = Judgement(type="physical-assault", severity="moderate", crime=True, lead=self.manager)
        return replace(begun, **changes)

    def triaged(self, incident: Incident | None = None, **changes: Any) -> Incident:
        """An incident that the LSMS has triaged; the line manager investigates it."""
        incident = incident or self.report()
        by = self.lead if incident.restricted else self.lsms
        triage(by=self.actor(by), incident=incident, judgement=self.judgement(**changes))
        return incident

    def investigation(self, incident: Incident) -> Investigation:
        """The incident's newest investigation."""
        return incident.investigations.select_related("incident__record", "incident__trust").latest("pk")

    def submitted(self, incident: Incident | None = None, **changes: Any) -> Investigation:
        """Findings that the line manager has sent for review."""
        incident = incident or self.triaged(**changes)
        investigation = self.investigation(incident)
        submit_findings(by=self.actor(self.manager), investigation=investigation, findings=FINDINGS)
        return investigation

    def concluded(self, incident: Incident | None = None, **changes: Any) -> Incident:
        """An incident whose investigation is approved."""
        investigation = self.submitted(incident, **changes)
        review_findings(by=self.actor(self.lsms), investigation=investigation, approve=True, proportionate=True)
        return Incident.objects.select_related("record", "trust").get(pk=investigation.incident_id)

    def restricted(self, name: str = "Casey Crewmate") -> Incident:
        """A theft of which the colleague `name` is suspected; only the lead is named on it."""
        answers = replace(
            assault(type="theft", place="site", site_id=self.site.pk, address="", postcode="", internal=True),
            victims=(),
            subjects=(SubjectFacts(standing="colleague", name=name),),
        )
        return self.report(answers)

    def closing_rule(self, requirement: str, **when: Any) -> None:
        """One thing more that the trust asks for before an incident closes."""
        ClosingRule.objects.create(trust=self.trust, requirement=requirement, **when)

    def number(self, key: str, value: str) -> None:
        """A number of the trust's policy."""
        Number.objects.create(trust=self.trust, key=key, value=value)
        self.trust.__dict__.pop("numbers", None)

    def acting(self, person: Person) -> Actor:
        """The person as their own pages make them act: with their post, and for whom they cover."""
        return self.viewer(person).actor


FINDINGS = Findings(
    findings="The patient’s son was drunk and had waited for two hours.",
    why="Nobody had told the family how long it would take.",
    learnt="Say early how long it takes.",
    causes=("waiting", "alcohol-drugs"),
    interest_declared="None",
)


def make_team(code: str = "RYD", slug: str = "invented") -> Team:
    """Make the trust and its people."""
    cast = make_cast(code=code, slug=slug)
    with scope(cast.trust):
        far = Unit.objects.create(trust=cast.trust, name="Far Hill")
        far.path = f"/{far.pk}/"
        far.save()

        def person(given: str, family: str, unit: Unit) -> Person:
            mail = f"{given}.{family}.{code}@example.org".lower()
            return Person.objects.create(trust=cast.trust, given_name=given, family_name=family, unit=unit, email=mail)

        def post(key: str, title: str, role: str, holder: Person, on: Unit | None = None) -> None:
            cast.posts[key] = Post.objects.create(trust=cast.trust, key=key, title=title, role=role, unit=on)
            PostHolding.objects.create(trust=cast.trust, post=cast.posts[key], person=holder, start=date(2020, 1, 1))

        team = Team(
            **vars(cast),
            far_unit=far,
            far_manager=person("Fran", "Faraway", far),
            deputy=person("Dee", "Deputy", far),
            second_lsms=person("Sasha", "Second", cast.unit),
            clinician=person("Chris", "Clinician", far),
            human_resources=person("Harper", "Resources", far),
        )
        post("far-manager", "Team manager", "line-manager", team.far_manager, far)
        post("second-lsms", "Second security specialist", LSMS.key, team.second_lsms)
        post("clinician", "Clinical lead", "clinician", team.clinician)
        post("hr", "HR partner", "human-resources", team.human_resources)
    return team


def cover(team: Team, holder: Person, deputy: Person, post: str = "team-manager") -> None:
    """`deputy` stands in for `holder` today."""
    Deputy.objects.create(
        trust=team.trust,
        post=team.posts[post],
        holder=holder,
        person=deputy,
        start=date(2026, 3, 1),
        end=date(2026, 3, 31),
        reason="Annual leave",
    )


def later(**time: float) -> datetime:
    """A moment after NOW."""
    return NOW + timedelta(**time)
