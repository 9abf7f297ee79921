"""A small trust with everyone who has to do with actions: names that say what they may do.

The tier stands below incidents, so actions are raised here on records of an invented kind, "example": an ordinary one
is seen by those who list incidents and manage a unit or see all, a restricted one by those named on it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.test import Client

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.organisation.models import Number, Person, Post, Trust, Unit, User
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.tests.cast import TODAY, make_person, make_post, make_trust, make_unit, sign_in
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.records.models import Reader, Record, Sensitivity
from holdfast.foundation.records.operations import open_record
from holdfast.tools.actions.models import Action, Plan
from holdfast.tools.actions.operations.completing import complete
from holdfast.tools.actions.operations.plans import open_plan
from holdfast.tools.actions.operations.policy import install_tracking
from holdfast.tools.actions.operations.raising import raise_action
from holdfast.tools.actions.queries.policy import Tracking

_keys = count(1)

EXAMPLE_KIND = {
    "visible_to": "holdfast.tools.actions.tests.action_cast.examples_visible_to",
    "page": "",
    "title": "example",
    "model": "records.Record",
    "hangs_on": "",
}


def examples_visible_to(viewer: Viewer) -> QuerySet[Record]:
    """Who may see the invented records."""
    named = Q(Exists(Reader.objects.filter(record=OuterRef("pk"), person=viewer.person)))
    sees = viewer.may(Permission.SEE_ALL_INCIDENTS) or bool(viewer.unit_paths)
    ordinary = Q(sensitivity=Sensitivity.ORDINARY) if sees else Q(pk__in=[])
    return Record.objects.filter(named | ordinary, kind="example")


@dataclass
class ActionCast:
    """`worker` does things and holds no post; `manager` manages their unit; `far_manager` another one.

    `lsms` sees all and verifies; `lead` leads the security team; `estates` holds the post of Estates; `director` is
    above everyone; `stranger` has nothing to do with any of it.
    """

    trust: Trust
    unit: Unit
    far_unit: Unit
    worker: Person
    manager: Person
    far_manager: Person
    lsms: Person
    lead: Person
    estates: Person
    director: Person
    stranger: Person
    posts: dict[str, Post] = field(default_factory=dict)

    def viewer(self, person: Person) -> Viewer:
        """The person as they look."""
        user = User.objects.filter(person=person).first() or User.objects.create_user(
            f"p{person.pk}@example.org", person=person
        )
        viewer = Viewer.of(user)
        assert viewer is not None
        return viewer

    def actor(self, person: Person) -> Actor:
        """The person as they act."""
        return Actor(name=str(person), identity=f"person:{person.pk}", person_id=person.pk)

    def client(self, person: Person) -> Client:
        """A browser of the person."""
        return sign_in(person)

    def record(self, *, restricted: bool = False, named: Person | None = None) -> Record:
        """A record to raise actions on."""
        sensitivity = Sensitivity.RESTRICTED if restricted else Sensitivity.ORDINARY
        record = open_record(
            trust=self.trust, kind="example", series="EXA", title="Zanzibarquist", sensitivity=sensitivity
        )
        if named is not None:
            Reader.objects.create(trust=self.trust, record=record, person=named, by="A Test")
        return record

    def action(self, *, by: Person | None = None, **changes: Any) -> Action:
        """An action that the manager raised for the worker, due in ten days."""
        told: dict[str, Any] = {
            "title": "Mend the lock of the side door",
            "owner": self.worker,
            "due": TODAY + timedelta(days=10),
            "source": "inspection",
            "submission_key": f"key-{next(_keys)}",
        }
        return raise_action(by=self.actor(by or self.manager), trust=self.trust, **(told | changes))

    def completed(self, action: Action | None = None, **changes: Any) -> Action:
        """An action that the worker has completed."""
        action = action or self.action(**changes)
        return complete(by=self.actor(self.worker), action=action, words="The lock is mended.")

    def plan(self, **changes: Any) -> Plan:
        """A plan that the manager keeps, brought up to date every quarter."""
        told: dict[str, Any] = {
            "title": "Mill Lane",
            "keeper": self.manager,
            "period": "quarter",
            "source": "risk-assessment",
            "submission_key": f"key-{next(_keys)}",
        }
        return open_plan(by=self.actor(self.manager), trust=self.trust, **(told | changes))

    def tracking(self, **told: Any) -> None:
        """What the trust's policy says of actions."""
        install_tracking(by=Actor.system("test"), trust=self.trust, tracking=Tracking(**told))

    def number(self, key: str, value: str) -> None:
        """A number of the trust's policy."""
        Number.objects.create(trust=self.trust, key=key, value=value)
        self.trust.__dict__.pop("numbers", None)


def make_cast(trust: Trust | None = None) -> ActionCast:
    """Make the people of `trust` (an invented one), whose scope must be open."""
    trust = trust or make_trust()
    unit, far = make_unit(trust, "Mill Lane"), make_unit(trust, "Far Hill")

    def person(name: str, at: Unit) -> Person:
        address = f"{name.replace(' ', '.')}.{trust.code}@example.org".lower()
        return make_person(trust, name, unit=at, email=address)

    cast = ActionCast(
        trust=trust,
        unit=unit,
        far_unit=far,
        worker=person("Win Worker", unit),
        manager=person("Morgan Manager", unit),
        far_manager=person("Fran Faraway", far),
        lsms=person("Lee Specialist", far),
        lead=person("Lou Lead", far),
        estates=person("Ellis Estates", far),
        director=person("Dani Director", far),
        stranger=person("Sam Stranger", far),
    )
    director = make_post(trust, "security-management-director", cast.director, key="smd")
    cast.posts = {
        "smd": director,
        "manager": make_post(trust, "line-manager", cast.manager, key="team-manager", unit=unit),
        "far-manager": make_post(trust, "line-manager", cast.far_manager, key="team-manager", unit=far),
        "lsms": make_post(trust, "lsms", cast.lsms, reports_to=director),
        "lead": make_post(trust, "security-lead", cast.lead, reports_to=director),
        "estates": make_post(trust, "estates", cast.estates, title="Head of Estates", reports_to=director),
    }
    return cast


def entries(action: Action | Plan, verb: str) -> list[Entry]:
    """The entries of the trail on it with this verb, oldest first."""
    return list(Entry.objects.filter(verb=verb, subject_reference=action.reference).order_by("pk"))


def day(number: int) -> date:
    """So many days after today."""
    return TODAY + timedelta(days=number)
