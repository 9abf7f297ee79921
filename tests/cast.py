"""A small cast for tests that no single area owns: trusts in which every role is held by someone named after it.

    trust = make_trust("ZA1")
    with scope(trust.trust):
        incident = trust.report()
    client.force_login(trust.user("lsms"), backend=BACKEND)

Everyone is invented. Incidents are made by the same operations as real ones.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.operations.report import report
from holdfast.casework.incidents.rules.answers import IncidentFacts, ReportAnswers, SubjectFacts, VictimFacts
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.models import Person, Post, PostHolding, Site, Trust, Unit, User
from holdfast.foundation.organisation.roles import ROLES
from holdfast.foundation.organisation.scope import scope
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.kernel import clock

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SINCE = date(2020, 1, 1)

# What a restricted report says that must come to light nowhere: words that no other text in the tests holds.
SECRET = "Zanzibarquist"


@dataclass
class TrustCast:
    """One trust: a site, a unit there and another unit, and a holder for each role. `people` is by role key.

    `people["staff"]` holds no post and reports; the managing roles stand for `unit`.
    """

    trust: Trust
    site: Site
    unit: Unit
    other_unit: Unit
    people: dict[str, Person] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    reported: int = 0

    def user(self, role: str) -> User:
        """The account of whoever holds `role`."""
        return User.objects.get(person=self.people[role])

    def viewer(self, role: str) -> Viewer:
        """Whoever holds `role`, as they look."""
        viewer = Viewer.of(self.user(role))
        assert viewer is not None
        return viewer

    def actor(self, role: str) -> Actor:
        """Whoever holds `role`, as they act."""
        return self.viewer(role).actor

    def report(
        self,
        *,
        internal: bool = False,
        says: str = "Somebody shouted at the desk.",
        by_staff: bool = True,
        **facts: Any,
    ) -> Incident:
        """A new incident in `unit`, by the member of staff, or (`by_staff` false) by someone without an account.

        An `internal` one is restricted from the start.
        """
        self.reported += 1
        told = IncidentFacts(
            type="verbal-abuse",
            place="site",
            site_id=self.site.pk,
            description=says,
            happened_at=clock.now() - timedelta(hours=2),
            internal=internal,
        )
        answers = ReportAnswers(
            incident=replace(told, **facts),
            victims=(VictimFacts(is_reporter=True, injury="none"),) if by_staff else (),
            subjects=(SubjectFacts(standing="staff" if internal else "visitor", name="Quillon Zanzibarquist"),)
            if internal
            else (SubjectFacts(standing="visitor"),),
        )
        with scope(self.trust):
            received = report(
                by=self.actor("staff") if by_staff else Actor(name="Someone", identity="anonymous"),
                trust=self.trust,
                answers=answers,
                submission_key=f"{self.trust.code}{self.reported:032d}",
                reporter=self.people["staff"] if by_staff else None,
                unit=self.unit,
            )
        return received.incident


def make_trust(code: str) -> TrustCast:
    """A live trust with everyone in it. Opens and closes its scope itself."""
    trust = Trust.objects.create(
        code=code, slug=f"example-{code.lower()}", name=f"Example Trust {code}", short_name=code, live=True
    )
    with scope(trust):
        site = Site.objects.create(trust=trust, code=f"{code}01", name=f"Mill Lane Station {code}", postcode="AB1 2CD")
        cast = TrustCast(trust, site, _unit(trust, "Mill Lane", site), _unit(trust, "Far End", None))
        for key, role in ROLES.items():
            person = Person.objects.create(
                trust=trust,
                given_name=key.replace("-", " ").title(),
                family_name=f"Example {code}",
                employee_number=f"{code}-{key}"[:40],
                email=f"{key}.{code}@example.nhs.uk".lower(),
                job_title=role.title,
                unit=cast.unit,
            )
            User.objects.create_user(person.email, person=person)
            cast.people[key] = person
            if key != "staff":
                cast.posts[key] = Post.objects.create(
                    trust=trust, key=key, title=role.title, role=key, unit=cast.unit if role.sees_units else None
                )
                PostHolding.objects.create(trust=trust, post=cast.posts[key], person=person, start=SINCE)
    return cast


def _unit(trust: Trust, name: str, site: Site | None) -> Unit:
    unit = Unit.objects.create(trust=trust, name=name, site=site)
    unit.path = f"/{unit.pk}/"
    unit.save(update_fields=["path"])
    return unit
