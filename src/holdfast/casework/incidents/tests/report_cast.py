"""A small trust with people whose names say what they do, and a report that anyone of them could make."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from holdfast.casework.incidents.models import RoutingRule
from holdfast.casework.incidents.rules.answers import IncidentFacts, ReportAnswers, SubjectFacts, VictimFacts
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.models import Number, Person, Post, PostHolding, Site, Trust, Unit, User
from holdfast.foundation.organisation.scope import scope
from holdfast.foundation.organisation.viewer import Viewer

NOW = datetime(2026, 3, 3, 22, 30, tzinfo=UTC)
"""A Tuesday night in winter: London and UTC agree."""

KEY = "0123456789abcdef0123456789abcdef"


@dataclass
class Cast:
    """One ambulance trust: a station with its paramedic and manager, and the security team."""

    trust: Trust
    site: Site
    unit: Unit
    paramedic: Person
    crewmate: Person
    manager: Person
    lsms: Person
    lead: Person
    director: Person
    posts: dict[str, Post]

    def actor(self, person: Person) -> Actor:
        """The person as they act."""
        return Actor(name=str(person), identity=f"person:{person.pk}", person_id=person.pk)

    def viewer(self, person: Person) -> Viewer:
        """The person as they look."""
        return Viewer(User(email="x@example.org", person=person), person)

    def sign_in(self, client: Any, person: Person) -> User:
        """Sign `person` in on a test client; gives their account."""
        user = User.objects.filter(person=person).first()
        if user is None:
            user = User.objects.create_user(email=person.email, password="a long enough password", person=person)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return user

    def rule(self, **line: Any) -> RoutingRule:
        """One more line of the trust's routing."""
        with scope(self.trust):
            return RoutingRule.objects.create(trust=self.trust, order=RoutingRule.objects.count(), **line)


def make_cast(code: str = "RYD", name: str = "Invented Ambulance Service NHS Trust", slug: str = "invented") -> Cast:
    """Make a trust. Its people carry names that say what they are."""
    trust = Trust.objects.create(code=code, slug=slug, name=name, live=True)
    with scope(trust):
        site = Site.objects.create(trust=trust, code=f"{code}01", name="Mill Lane Station", postcode="AB1 2CD")
        unit = Unit.objects.create(trust=trust, name="Mill Lane", site=site)
        unit.path = f"/{unit.pk}/"
        unit.save()

        def person(given: str, family: str, **more: Any) -> Person:
            mail = f"{given}.{family}.{code}@example.org".lower()
            return Person.objects.create(
                trust=trust, given_name=given, family_name=family, unit=unit, email=mail, **more
            )

        posts: dict[str, Post] = {}

        def post(key: str, title: str, role: str, holder: Person, on: Unit | None = None) -> None:
            posts[key] = Post.objects.create(trust=trust, key=key, title=title, role=role, unit=on)
            PostHolding.objects.create(trust=trust, post=posts[key], person=holder, start=date(2020, 1, 1))

        cast = Cast(
            trust=trust,
            site=site,
            unit=unit,
            paramedic=person("Pat", "Paramedic", job_title="Paramedic"),
            crewmate=person("Casey", "Crewmate", job_title="Technician"),
            manager=person("Morgan", "Manager"),
            lsms=person("Lee", "Specialist"),
            lead=person("Logan", "Lead"),
            director=person("Dana", "Director"),
            posts=posts,
        )
        post("team-manager", "Team manager", "line-manager", cast.manager, unit)
        post("lsms", "Local Security Management Specialist", "lsms", cast.lsms)
        post("security-lead", "Head of security", "security-lead", cast.lead)
        post("smd", "Security Management Director", "security-management-director", cast.director)
        Number.objects.create(trust=trust, key="incidents.triage-within", value="P2D")
    return cast


def assault(**changes: Any) -> ReportAnswers:
    """A paramedic was punched an hour ago in someone's home."""
    facts = IncidentFacts(
        type="physical-assault",
        place="private-address",
        description="The patient’s son punched me when I asked him to step back.",
        happened_at=NOW - timedelta(hours=1),
        shift_ends_at=NOW + timedelta(hours=8),
        address="12 Harbour Road, Exampleton",
        postcode="EX1 2AB",
        reporter_capacity="victim",
    )
    return ReportAnswers(
        incident=replace(facts, **changes),
        victims=(VictimFacts(is_reporter=True, injury="minor", injury_details="Bruised cheek"),),
        subjects=(SubjectFacts(standing="relative", appearance="Tall, grey jacket"),),
    )
