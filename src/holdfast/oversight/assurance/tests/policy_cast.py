"""Trusts under their own policies: a pack in force, people in its posts, and incidents lived through by real verbs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from holdfast.casework.incidents.models import Incident, Investigation
from holdfast.casework.incidents.operations.investigate import Findings, review_findings, submit_findings
from holdfast.casework.incidents.operations.report import report
from holdfast.casework.incidents.operations.report_answers import (
    IncidentFacts,
    PoliceFacts,
    ReportAnswers,
    SubjectFacts,
    VictimFacts,
    WitnessFacts,
)
from holdfast.casework.incidents.operations.triage import Judgement, triage
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.models import Person, Post, PostHolding, Site, Trust, Unit, User
from holdfast.foundation.organisation.scope import scope
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.records.models import Record
from holdfast.kernel import clock
from holdfast.oversight.assurance.models import Obligation, Policy
from holdfast.oversight.assurance.operations.clocks import catch_up
from holdfast.oversight.assurance.operations.installing import install_pack
from holdfast.oversight.assurance.packs.pack import Pack
from holdfast.oversight.assurance.queries.behind import clocks_behind
from holdfast.oversight.assurance.queries.duties import duty_on
from holdfast.oversight.assurance.queries.known import Known
from holdfast.oversight.assurance.queries.tallies import Tally, tallies
from holdfast.oversight.assurance.tests.small_pack import packs

NOW = datetime(2026, 3, 3, 22, 30, tzinfo=UTC)
"""A Tuesday night in winter: London and UTC agree."""

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
INSTALLER = Actor.system("test")

_keys = count(1)

ROLES = {
    "lsms": ("lsms",),
    "lead": ("security-lead",),
    "director": ("security-management-director", "executive"),
    "board": ("board-member",),
    "risk": ("health-and-safety",),
}

FINDINGS = Findings(
    findings="He had waited for two hours and nobody had told him why.",
    why="Nobody had told the family how long it would take.",
    learnt="Say early how long it takes.",
    causes=("waiting",),
    manager_action="Spoke to everyone affected on the same day.",
    staff_representative="A representative of the staff side",
    interest_declared="None",
)


@dataclass
class Trial:
    """A trust under its policy. The people's names say what they are; `others` hold posts that a test asks for."""

    trust: Trust
    pack: Pack | None
    site: Site
    unit: Unit
    paramedic: Person
    manager: Person
    lsms: Person
    lead: Person
    director: Person
    board: Person
    risk: Person
    others: dict[str, Person] = field(default_factory=dict)

    def actor(self, person: Person) -> Actor:
        """The person as they act."""
        return Actor(name=str(person), identity=f"person:{person.pk}", person_id=person.pk)

    def viewer(self, person: Person) -> Viewer:
        """The person as they look."""
        return Viewer(User(email="x@example.org", person=person), person)

    def reference(self, number: int) -> str:
        """The reference of the `number`th incident that was reported here."""
        incidents = Record._base_manager.filter(trust=self.trust, kind="incident")
        return incidents.order_by("pk")[number - 1].reference

    def sign_in(self, client: Any, person: Person) -> None:
        """Sign `person` in on a test client."""
        user = User.objects.filter(person=person).first()
        if user is None:
            user = User.objects.create_user(email=person.email, password="a long enough password", person=person)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    def holds(self, key: str) -> Person:
        """Someone new who holds the post with this key."""
        post = Post.objects.get(trust=self.trust, key=key, unit=None)
        person = _person(self.trust, self.unit, "Holder", key.title())
        PostHolding.objects.create(trust=self.trust, post=post, person=person, start=date(2020, 1, 1))
        self.others[key] = person
        return person

    # Incidents, by the operations of real use

    def report(self, answers: ReportAnswers | None = None, *, at: datetime = NOW, **changes: Any) -> Incident:
        """A report received at `at`; `changes` to the facts of an assault an hour before."""
        told = answers or assault(at)
        told = replace(told, incident=replace(told.incident, **changes))
        with clock.at(at):
            received = report(
                by=self.actor(self.paramedic),
                trust=self.trust,
                answers=told,
                submission_key=f"{next(_keys):032x}",
                reporter=self.paramedic,
            )
        return received.incident

    def triage(self, incident: Incident, *, at: datetime = NOW + HOUR, **judgement: Any) -> Incident:
        """Triage at `at`: moderate, a crime, the manager investigates, unless `judgement` says otherwise."""
        incident = Incident.objects.select_related("record", "trust").get(pk=incident.pk)
        told = {"type": incident.type, "severity": "moderate", "crime": True, "lead": self.manager} | judgement
        by = self.lead if incident.restricted else self.lsms
        with clock.at(at):
            triage(by=self.actor(by), incident=incident, judgement=Judgement(**told))
        return incident

    def investigation(self, incident: Incident) -> Investigation:
        """The incident's newest investigation."""
        return incident.investigations.select_related("incident__record", "incident__trust").latest("pk")

    def submit(self, incident: Incident, *, at: datetime = NOW + DAY, **changes: Any) -> Investigation:
        """The manager's findings, sent in at `at`."""
        investigation = self.investigation(incident)
        with clock.at(at):
            submit_findings(
                by=self.actor(self.manager), investigation=investigation, findings=replace(FINDINGS, **changes)
            )
        return investigation

    def approve(self, incident: Incident, *, at: datetime = NOW + 2 * DAY) -> None:
        """The security team approves the findings."""
        with clock.at(at):
            review_findings(
                by=self.actor(self.lsms), investigation=self.investigation(incident), approve=True, proportionate=True
            )

    # What comes of it

    def duty(self, key: str, at: datetime = NOW) -> Obligation:
        """The duty with this key as it stood then."""
        found = duty_on(self.trust, key, clock.local_day(at))
        assert found is not None, f"{key} is not measured"
        return found

    def tally(self, key: str, at: datetime = NOW + 30 * DAY, person: Person | None = None) -> Tally:
        """The figures of a duty as at `at`, as `person` may know them (None: anyone)."""
        with clock.at(max(at, NOW)):
            catch_up()
        known = Known.to(self.viewer(person) if person else None)
        return tallies([self.duty(key, at)], at, known)[key]

    def verdicts(self, key: str, at: datetime = NOW + 30 * DAY) -> dict[str, str]:
        """The verdict on each record of a duty as at `at`, by its reference and, where it has one, its subject."""
        self.tally(key, at)
        found = {}
        for verdict in ("overdue", "late", "met", "pending", "due soon", "excused", "unset", "missed"):
            for row in clocks_behind(self.duty(key, at), verdict, at, Known.to(None)):
                found[f"{row.record.reference} {row.subject}".strip()] = verdict
        return found

    def missing(self, key: str, incident: Incident) -> list[str]:
        """The facts that a duty finds missing on the incident now."""
        self.tally(key)
        row = self.duty(key).clocks.filter(record=incident.pk).order_by("pk").last()
        return row.missing if row else []


def assault(at: datetime = NOW) -> ReportAnswers:
    """A paramedic was punched an hour before `at` in someone's home, seven hours before the end of the shift."""
    return ReportAnswers(
        incident=IncidentFacts(
            type="physical-assault",
            place="private-address",
            description="The patient’s son punched me when I asked him to step back.",
            happened_at=at - HOUR,
            shift_ends_at=at + 7 * HOUR,
            address="12 Harbour Road, Exampleton",
            crew="Pat Paramedic, Casey Crewmate",
            control_room_told_at=at - HOUR / 2,
            manager_told_at=at - HOUR / 4,
            alcohol_factor=True,
            drugs_factor=False,
            reporter_capacity="victim",
        ),
        victims=(VictimFacts(is_reporter=True, injury="minor", injury_details="Bruised cheek"),),
        subjects=(SubjectFacts(standing="relative", name="A. Son", appearance="Tall, grey jacket"),),
        witnesses=(WitnessFacts(name="A neighbour"),),
    )


def police(at: datetime = NOW, **told: Any) -> PoliceFacts:
    """What the police gave when they were told at `at`."""
    given = {
        "told_at": at,
        "crime_number": "43/1234/26",
        "officer_name": "PC Invented",
        "officer_number": "1234",
        "officer_station": "Central",
        "officer_contact": "101",
    }
    return PoliceFacts(**(given | told))


def _person(trust: Trust, unit: Unit, given: str, family: str) -> Person:
    mail = f"{given}.{family}.{trust.code}@example.org".lower().replace(" ", "-")
    return Person.objects.create(trust=trust, given_name=given, family_name=family, unit=unit, email=mail)


def make_trial(pack: str = "secamb", *, installed: bool = True) -> Trial:
    """A trust with the shipped pack in force since long ago, and somebody in each of `ROLES`."""
    told = packs()[pack]
    trust = Trust.objects.create(code=told.ods, slug=pack, name=told.organisation, live=True)
    with scope(trust), clock.at(NOW - 400 * DAY):
        if installed:
            install_pack(by=INSTALLER, trust=trust, pack=told, digest="x" * 64)
        site = Site.objects.create(trust=trust, code=f"{told.ods}01", name="Mill Lane", postcode="AB1 2CD")
        unit = Unit.objects.create(trust=trust, name="Mill Lane", site=site)
        Unit.objects.filter(pk=unit.pk).update(path=f"/{unit.pk}/")
        unit.refresh_from_db()
        trial = Trial(
            trust=trust,
            pack=told if installed else None,
            site=site,
            unit=unit,
            paramedic=_person(trust, unit, "Pat", "Paramedic"),
            manager=_person(trust, unit, "Morgan", "Manager"),
            lsms=_person(trust, unit, "Lee", "Specialist"),
            lead=_person(trust, unit, "Logan", "Lead"),
            director=_person(trust, unit, "Dana", "Director"),
            board=_person(trust, unit, "Blair", "Board"),
            risk=_person(trust, unit, "Robin", "Risk"),
        )
        _appoint(trial, "manager", "line-manager", unit)
        for name, roles in ROLES.items():
            posts = Post.objects.filter(trust=trust, role__in=roles, unit=None, closed=None).order_by("pk")
            post = min(posts, key=lambda post: roles.index(post.role), default=None)
            if post is None:
                _appoint(trial, name, roles[0], None)
            else:
                PostHolding.objects.create(trust=trust, post=post, person=getattr(trial, name), start=date(2020, 1, 1))
    return trial


def _appoint(trial: Trial, name: str, role: str, unit: Unit | None) -> None:
    post = Post.objects.create(trust=trial.trust, key=f"of-{name}", title=f"The {name}", role=role, unit=unit)
    PostHolding.objects.create(trust=trial.trust, post=post, person=getattr(trial, name), start=date(2020, 1, 1))


@contextmanager
def trial_of(pack: str = "secamb", *, installed: bool = True) -> Iterator[Trial]:
    """The trust of `make_trial`, in its scope, at NOW."""
    trial = make_trial(pack, installed=installed)
    with scope(trial.trust), clock.at(NOW):
        yield trial


def newest_policy(trust: Trust) -> Policy:
    """The policy that came into force last."""
    return Policy.objects.filter(trust=trust).latest("in_force_from")
