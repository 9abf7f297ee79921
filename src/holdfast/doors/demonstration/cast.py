"""The five trusts of the demonstration: their units, the people in them, who holds which post, and their accounts."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.models import Person, Post, Site, Trust, Unit
from holdfast.foundation.organisation.operations.accounts import create_account
from holdfast.foundation.organisation.operations.people import add_person
from holdfast.foundation.organisation.operations.posts import appoint, create_post
from holdfast.foundation.organisation.operations.units import open_unit
from holdfast.foundation.organisation.queries.sites import open_sites
from holdfast.foundation.organisation.roles import ROLES
from holdfast.kernel import clock
from holdfast.oversight.assurance.packs.pack import Pack
from holdfast.oversight.assurance.packs.pack import Post as PackPost

from .names import FAMILY, GIVEN

DEMO_ADDRESS = "demo.invalid"
"""Every account of the demonstration has an address that can never exist."""

MAKER = Actor(name="Holdfast demonstration", identity="system:demo", channel="demo")

AREAS = {
    "ambulance": ("North", "South", "East", "West"),
    "hospital": ("Urgent Care", "Medicine", "Surgery", "Women and Children"),
}
WARDS = {
    "Urgent Care": ("Emergency Department", "Medical Assessment Unit", "Minor Injuries Unit"),
    "Medicine": ("Acute Stroke Unit", "Elderly Care Ward", "Respiratory Ward"),
    "Surgery": ("Theatres and Recovery", "Orthopaedic Ward", "Surgical Assessment Unit"),
    "Women and Children": ("Maternity Unit", "Children’s Ward"),
}
JOBS = {
    "ambulance": ("Paramedic", "Emergency care assistant", "Ambulance technician", "Specialist paramedic"),
    "hospital": ("Staff nurse", "Healthcare assistant", "Junior doctor", "Ward clerk", "Porter"),
}
EXTRA_POSTS = (
    ("holdfast-administrator", "Holdfast administrator", "administrator"),
    ("board-member", "Non-executive director", "board-member"),
    ("auditor", "Internal auditor", "auditor"),
    ("counter-fraud", "Local Counter Fraud Specialist", "counter-fraud"),
    ("information-security", "Information Security Manager", "information-security"),
    ("clinical-reviewer", "Clinical reviewer", "clinician"),
)
"""Posts that a trust needs to run Holdfast, where its own policy names none with the role."""
CREW_POST = ("front-line-crew", "Front-line crew")
"""The same for those who are sent to an address."""


@dataclass
class Team:
    """A unit where incidents happen: its site, its staff and whoever manages it."""

    unit: Unit
    site: Site | None
    staff: list[Person] = field(default_factory=list)
    manager: Person | None = None


@dataclass
class Cast:
    """One trust's people by what they are needed for."""

    trust: Trust
    service: str
    teams: list[Team] = field(default_factory=list)
    by_role: dict[str, list[Person]] = field(default_factory=dict)
    posts: dict[int, Post] = field(default_factory=dict)

    def actor(self, person: Person) -> Actor:
        """`person` as the audit trail names them in the demonstration."""
        post = self.posts.get(person.pk)
        return Actor(
            name=str(person),
            identity=f"user:{person.user.pk}" if hasattr(person, "user") else f"person:{person.pk}",
            post=str(post) if post else person.job_title,
            channel="demo",
            person_id=person.pk,
            user_id=person.user.pk if hasattr(person, "user") else None,
        )


class Casting:
    """Finds names that nobody has yet and makes people of them."""

    def __init__(self, trust: Trust, pack: Pack, chance: random.Random, began: datetime) -> None:
        self.trust = trust
        self.pack = pack
        self.chance = chance
        self.began = clock.local_day(began) - timedelta(days=400)
        self._names = self._shuffled_names()
        self._number = 100_000

    def _shuffled_names(self) -> Iterator[tuple[str, str]]:
        names = [(given, family) for given in GIVEN for family in FAMILY]
        self.chance.shuffle(names)
        yield from names

    def person(self, job: str, unit: Unit | None, supervisor: Person | None = None) -> Person:
        """Someone new with an account."""
        given, family = next(self._names)
        self._number += 7
        stem = f"{given}.{family}.{self.trust.code}".lower()
        person = add_person(
            by=MAKER,
            trust=self.trust,
            given_name=given,
            family_name=family,
            employee_number=str(self._number),
            email=f"{stem}@{DEMO_ADDRESS}",
            job_title=job,
            unit=unit,
            supervisor=supervisor,
            started=self._day(),
        )
        create_account(by=MAKER, person=person)
        return person

    def _day(self) -> date:
        return self.began - timedelta(days=self.chance.randrange(3000))


def assemble(trust: Trust, pack: Pack, chance: random.Random, began: datetime) -> Cast:
    """Make the trust's units, people, posts and accounts. The trust's scope must be open and its pack installed."""
    cast = Cast(trust, pack.service)
    casting = Casting(trust, pack, chance, began)
    root = open_unit(by=MAKER, trust=trust, name="Operations" if pack.service == "ambulance" else "Hospitals")
    office = open_unit(by=MAKER, trust=trust, name="Trust headquarters")
    areas = [open_unit(by=MAKER, trust=trust, name=name, parent=root) for name in AREAS[pack.service]]
    _fill_trust_posts(cast, casting, office)
    for area in areas:
        _fill_unit_posts(cast, casting, area, ("area", "directorate", "site"))
    sites = _sites(trust, pack.service, chance)
    for number, (name, site) in enumerate(_teams(pack.service, sites)):
        area = areas[number % len(areas)] if pack.service == "ambulance" else _area_of(name, areas)
        unit = open_unit(by=MAKER, trust=trust, name=name, parent=area, site=site)
        _staff_team(cast, casting, unit, site)
    man_crews(cast, casting)
    return cast


def _teams(service: str, sites: list[Site]) -> list[tuple[str, Site]]:
    if service == "ambulance":
        return [(site.name, site) for site in sites[:12]]
    wards = [ward for wards in WARDS.values() for ward in wards]
    return [(ward, sites[number % len(sites)]) for number, ward in enumerate(wards)]


def _area_of(ward: str, areas: list[Unit]) -> Unit:
    division = next(name for name, wards in WARDS.items() if ward in wards)
    return next(area for area in areas if area.name == division)


NO_TEAM_THERE = (
    *("trust", "hq", "headquarters", "data", "call", "contact", "control", "training", "education", "logistics"),
    *("workshop", "fleet", "111", "operations centre", "support"),
)
"""Words in the names of sites where no crew or ward is at home."""


def _sites(trust: Trust, service: str, chance: random.Random) -> list[Site]:
    """Real sites of the trust where such things can happen, in an order of chance, no name twice."""
    words = ("station", "centre", "ambulance") if service == "ambulance" else ("hospital", "infirmary")
    found: dict[str, Site] = {}
    for site in open_sites(trust):
        name = site.name.casefold()
        if any(word in name for word in words) and not any(word in name for word in NO_TEAM_THERE):
            found.setdefault(site.name, site)
    sites = sorted(found.values(), key=lambda site: site.code)
    chance.shuffle(sites)
    return sites or list(open_sites(trust)[:6])


def _fill_trust_posts(cast: Cast, casting: Casting, office: Unit) -> None:
    """One holder for each post of the whole trust, and for what Holdfast needs besides."""
    wanted = [post for post in casting.pack.posts if post.level == "trust"]
    for told in wanted:
        post = Post.objects.get(trust=cast.trust, key=told.key, unit=None)
        _appoint(cast, casting, post, office)
    for key, title, role in EXTRA_POSTS:
        if role not in cast.by_role:
            post = Post.objects.filter(trust=cast.trust, key=key, unit=None).first()
            post = post or create_post(by=MAKER, trust=cast.trust, key=key, title=title, role=role)
            _appoint(cast, casting, post, office)


def _fill_unit_posts(cast: Cast, casting: Casting, unit: Unit, levels: tuple[str, ...]) -> list[Person]:
    """A holder for each post that every unit of these levels has."""
    return [
        _appoint(cast, casting, _unit_post(cast.trust, told, unit), unit)
        for told in casting.pack.posts
        if told.level in levels and ROLES[told.role].sees_units
    ]


def _unit_post(trust: Trust, told: PackPost, unit: Unit) -> Post:
    return create_post(by=MAKER, trust=trust, key=told.key, title=told.title[:150], role=told.role, unit=unit)


def _appoint(cast: Cast, casting: Casting, post: Post, unit: Unit) -> Person:
    person = casting.person(post.title[:150], unit)
    appoint(by=MAKER, post=post, person=person, start=casting.began)
    cast.by_role.setdefault(post.role, []).append(person)
    cast.posts[person.pk] = post
    return person


def _staff_team(cast: Cast, casting: Casting, unit: Unit, site: Site | None) -> None:
    """A team with its manager and six to ten staff."""
    team = Team(unit, site)
    managers = _fill_unit_posts(cast, casting, unit, ("team",))
    if not managers:
        post = create_post(
            by=MAKER, trust=cast.trust, key="team-leader", title="Team leader", role="line-manager", unit=unit
        )
        managers = [_appoint(cast, casting, post, unit)]
    team.manager = managers[0]
    jobs = JOBS[cast.service]
    team.staff = [
        casting.person(casting.chance.choice(jobs), unit, team.manager) for _ in range(casting.chance.randint(5, 8))
    ]
    cast.teams.append(team)


def man_crews(cast: Cast, casting: Casting) -> None:
    """Everyone in a team of an ambulance trust holds the post of its crews, as the policy calls it where it names one:
    who is sent to an address looks up whether there is a marker. The job stays how people are called.
    """
    if cast.service != "ambulance":
        return
    named = [(told.key, told.title[:150]) for told in casting.pack.posts if told.role == "crew"]
    for key, title in named or [CREW_POST]:
        post = Post.objects.filter(trust=cast.trust, key=key, unit=None).first()
        post = post or create_post(by=MAKER, trust=cast.trust, key=key, title=title, role="crew")
        for person in (one for team in cast.teams for one in team.staff):
            appoint(by=MAKER, post=post, person=person, start=casting.began)
