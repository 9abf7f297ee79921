"""Those who deal with sanctions, and the steps that bring a case to a stage."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.test import Client

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.operations.report_answers import SubjectFacts
from holdfast.casework.incidents.tests.handling_cast import Team, make_team
from holdfast.casework.incidents.tests.report_cast import NOW, assault
from holdfast.casework.sanctions.models import Case, Letter, Outcome
from holdfast.casework.sanctions.operations.cases import open_case, record_standing
from holdfast.casework.sanctions.operations.deciding import Answer, agree, consider, decide, propose
from holdfast.casework.sanctions.operations.evidence import assess_evidence
from holdfast.casework.sanctions.operations.letters import LetterFacts, approve_letter, submit_letter, write_letter
from holdfast.casework.sanctions.operations.policy import install_sanctions
from holdfast.casework.sanctions.operations.proceedings import record_outcome
from holdfast.casework.sanctions.operations.serving import serve_letter
from holdfast.casework.sanctions.queries.policy import Agreeing, Option, options_of
from holdfast.casework.sanctions.rules.evidence import FACTS
from holdfast.foundation.organisation.models import Person, Post, PostHolding
from holdfast.foundation.organisation.scope import scope

TODAY = date(2026, 3, 3)
"""The London day of NOW."""

MAN = SubjectFacts(standing="visitor", name="Vic Visitor", born=date(1980, 1, 1), address="12 Harbour Road")
CHILD = replace(MAN, name="Ned Younger", born=date(2010, 1, 1))
REASONS = dict.fromkeys(FACTS, "Nobody could say.")


@dataclass
class Bench(Team):
    """The small trust with those who must agree: the director, finance and workforce."""

    finance: Person
    workforce: Person
    press: Person

    def incident(self, *subjects: SubjectFacts, **changes: Any) -> Incident:
        """An assault that was triaged, by these people (a visitor)."""
        answers = replace(assault(**changes), subjects=subjects or (MAN,))
        return self.triaged(self.report(answers))

    def policy(self, *agreeing: Agreeing, options: tuple[Option, ...] = ()) -> None:
        """What the trust's policy says."""
        install_sanctions(by=self.acting(self.lead), trust=self.trust, options=options, agreeing=agreeing, facts=())

    def case(self, incident: Incident | None = None, **standing: Any) -> Case:
        """The case of the first subject, of age and with capacity."""
        incident = incident or self.incident()
        by = self.acting(self.lead if incident.restricted else self.lsms)
        case = open_case(by=by, incident=incident, subject=incident.subjects.get())
        told = {"age": "adult", "capacity": "has", "capacity_by": "Dr Clinician"} | standing
        record_standing(by=by, case=case, **told)
        return case

    def ready(self, *chosen: str, case: Case | None = None, **standing: Any) -> Case:
        """A case whose evidence is enough and whose options are all considered, those `chosen` with a yes."""
        case = case or self.case(**standing)
        by = self.acting(self.lead if case.held_apart else self.lsms)
        assess_evidence(by=by, case=case, enough=True, reason="Two witnesses.", reasons=REASONS)
        consider(by=by, case=case, answers=self.answers(*chosen))
        return case

    def answers(self, *chosen: str) -> dict[str, Answer]:
        """A yes for the options in `chosen` and a no for the others, each with a reason."""
        return {
            option.key: Answer(option.key in chosen, f"Because of {option.key}.") for option in options_of(self.trust)
        }

    def proposed(self, *chosen: str, **more: Any) -> Case:
        """A case that was proposed by the LSMS."""
        case = self.ready(*chosen, **more)
        propose(by=self.acting(self.lsms), case=case, course="A letter, then we see.")
        return case

    def decided(self, *chosen: str, **more: Any) -> Case:
        """A case that everyone agreed to and that is decided."""
        case = self.proposed(*chosen, **more)
        for assent in case.assents.filter(agreed=None):
            holder = PostHolding.objects.filter(post=assent.post).get().person
            agree(by=self.acting(holder), case=case, assent=assent, agreed=True)
        decide(by=self.acting(self.lsms), case=case, decision="A warning letter.")
        return case

    def facts(self, **changes: Any) -> LetterFacts:
        """A letter that holds for a year."""
        begun = LetterFacts(
            behaviour="You hit a paramedic in the face.",
            valid_from=TODAY,
            valid_until=TODAY + timedelta(days=365),
            review_on=TODAY + timedelta(days=180),
            appeal_by=TODAY + timedelta(days=28),
            appeal_to="The Security Management Director",
            address="12 Harbour Road\nExampleton",
        )
        return replace(begun, **changes)

    def drafted(self, kind: str = "warning", case: Case | None = None, **changes: Any) -> Letter:
        """A letter that the LSMS drafted on a decided case."""
        case = case or self.decided(kind)
        return write_letter(by=self.acting(self.lsms), case=case, kind=kind, facts=self.facts(**changes))

    def approved(self, kind: str = "warning", **more: Any) -> Letter:
        """A letter that the director approved."""
        letter = self.drafted(kind, **more)
        submit_letter(by=self.acting(self.lsms), letter=letter)
        approve_letter(by=self.acting(self.director), letter=letter)
        return letter

    def served(self, kind: str = "warning", **more: Any) -> Letter:
        """A letter in force since today."""
        letter = self.approved(kind, **more)
        serve_letter(by=self.acting(self.lsms), letter=letter, how="posted", on=TODAY, proof="AB 1234 GB")
        return letter

    def convicted(self, case: Case | None = None) -> Outcome:
        """A conviction, today."""
        return record_outcome(
            by=self.acting(self.lsms),
            case=case or self.case(),
            kind="conviction",
            on=TODAY,
            imposed_by="Exampleton Magistrates’ Court",
            words="Twelve weeks in prison, suspended",
        )


def make_bench(code: str = "RYD", slug: str = "invented") -> Bench:
    """Make the trust and its people."""
    team = make_team(code=code, slug=slug)
    with scope(team.trust):

        def holder(given: str, family: str, key: str, title: str, role: str) -> Person:
            mail = f"{given}.{family}.{code}@example.org".lower()
            person = Person.objects.create(trust=team.trust, given_name=given, family_name=family, email=mail)
            team.posts[key] = Post.objects.create(trust=team.trust, key=key, title=title, role=role)
            PostHolding.objects.create(trust=team.trust, post=team.posts[key], person=person, start=date(2020, 1, 1))
            return person

        return Bench(
            **vars(team),
            finance=holder("Finn", "Finance", "director-finance", "Director of Finance", "executive"),
            workforce=holder("Wren", "Workforce", "director-workforce", "Director of Workforce", "executive"),
            press=holder("Perry", "Press", "communications", "Communications", "communications"),
        )


def sign_in(bench: Bench, person: Person) -> Client:
    """A browser in which `person` is signed in."""
    browser = Client()
    bench.sign_in(browser, person)
    return browser


def seen(case: Case) -> dict[str, int]:
    """The version of `case` that a form on it sends along, as it is now."""
    case.record.refresh_from_db()
    return {"seen_version": case.record.version}


ALL_FOUR = tuple(
    Agreeing(post, joint=True) for post in ("smd", "director-workforce", "director-finance", "second-lsms")
)
__all__ = ["ALL_FOUR", "CHILD", "MAN", "NOW", "TODAY", "Bench", "make_bench", "seen", "sign_in"]
