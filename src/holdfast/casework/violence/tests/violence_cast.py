"""The trust of the incident tests with a control room, occupational health and a policy on violence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.test import Client

from holdfast.casework.incidents.models import Incident, Victim
from holdfast.casework.incidents.tests.handling_cast import Team, make_team
from holdfast.casework.incidents.tests.report_cast import NOW
from holdfast.casework.violence.models import Marker
from holdfast.casework.violence.operations.deciding import confirm_marker, place_marker
from holdfast.casework.violence.operations.marking import MarkerFacts, ask_for_marker
from holdfast.casework.violence.operations.policy import install_violence
from holdfast.casework.violence.queries.policy import Item
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.models import Person, Post, PostHolding
from holdfast.foundation.organisation.scope import scope

TODAY = date(2026, 3, 3)

ITEMS = (
    Item("withdraw", "Get away from where it happens", "victim"),
    Item("police", "Call the police through the control room", "victim", shown_by="police-told"),
    Item(
        "examined", "Be seen by an emergency department or a GP", "victim",
        within="PT48H", starts="happened", types=("physical-assault",), shown_by="examined",
    ),
    Item("action", "Say whether you want action taken", "victim", optional=True, shown_by="wishes"),
    Item("marker", "Ask for a marker, or say why none", "victim", "PT0S", "shift-end", shown_by="marker-asked"),
    Item("welfare", "Ask them how they are", "team-manager", "P1D", "reported", shown_by="welfare"),
    Item("health", "Decide on a referral", "team-manager", shown_by="occupational-health"),
    Item("contacted", "Ask for further details", "lsms", shown_by="contacted"),
)  # fmt: skip


@dataclass
class ViolenceTeam(Team):
    """As Team, with `dispatcher` in the control room and `nurse` in occupational health; both see no incident."""

    dispatcher: Person
    nurse: Person

    def victim(self, incident: Incident | None = None) -> Victim:
        """The paramedic as the victim of an assault."""
        incident = incident or self.report()
        return incident.victims.select_related("person", "incident__record", "incident__trust").get()

    def asked(self, incident: Incident | None = None, **changes: Any) -> Marker:
        """A marker that the paramedic asked for at 12 Harbour Road."""
        return ask_for_marker(
            by=self.actor(self.paramedic),
            incident=incident or self.report(),
            told=facts(**changes),
            asker=self.paramedic,
        )

    def placed(self, marker: Marker | None = None, *, days: int = 30, **changes: Any) -> Marker:
        """A temporary one, placed by the control room."""
        return place_marker(
            by=self.actor(self.dispatcher),
            marker=marker or self.asked(**changes),
            until=TODAY + timedelta(days=days),
            reason="A crew may be sent there tonight.",
        )

    def confirmed(self, marker: Marker | None = None, *, by: Person | None = None, days: int = 180) -> Marker:
        """One that the security specialist confirmed."""
        return confirm_marker(by=self.actor(by or self.lsms), marker=marker or self.asked(), **decision(days))

    def acts(self, client: Client, person: Person) -> Client:
        """The browser of `person`."""
        self.sign_in(client, person)
        return client


def facts(**changes: Any) -> MarkerFacts:
    """What is told when a marker is asked for."""
    told: dict[str, Any] = {
        "place": "home",
        "address": "12 Harbour Road, Exampleton",
        "postcode": "EX1 2AB",
        "facts": "A man at the address punched a member of staff.",
        "actions": ["two"],
        "advice": "Park at the corner.",
    }
    return MarkerFacts(**(told | changes))


def decision(days: int = 180, **changes: Any) -> dict[str, Any]:
    """What the panel decides."""
    told: dict[str, Any] = {
        "review_on": TODAY + timedelta(days=days),
        "reason": "Two members of staff were hurt there within a month.",
        "category": "violence",
        "panel": ["Lee Specialist", "Chris Clinician"],
        "criteria": {"nature": "A punch in the face"},
        "actions": ["two"],
        "advice": "Meet at the corner.",
    }
    return told | changes


def make_violence_team() -> ViolenceTeam:
    """Make the trust, its people and its policy."""
    team = make_team()
    with scope(team.trust):

        def person(given: str, family: str) -> Person:
            mail = f"{given}.{family}@example.org".lower()
            return Person.objects.create(
                trust=team.trust, given_name=given, family_name=family, unit=team.far_unit, email=mail
            )

        cast = ViolenceTeam(**vars(team), dispatcher=person("Del", "Dispatcher"), nurse=person("Noor", "Nurse"))
        for key, role, holder in (
            ("control-room", "control-room", cast.dispatcher),
            ("occupational-health", "occupational-health", cast.nurse),
        ):
            cast.posts[key] = Post.objects.create(trust=cast.trust, key=key, title=key, role=role)
            PostHolding.objects.create(trust=cast.trust, post=cast.posts[key], person=holder, start=date(2020, 1, 1))
        install_violence(
            by=Actor.system("test"),
            trust=cast.trust,
            checklist=ITEMS,
            support=[("counselling", "Counselling", "Ring the helpline.", ""), ("physio", "Physiotherapy", "", "")],
            categories=[("violence", "Violence against staff", "")],
            panel=["lsms", "clinician"],
            cards={"violence.action-card": [("Get away from where the violence is.", "")]},
        )
    return cast


__all__ = ["ITEMS", "NOW", "TODAY", "ViolenceTeam", "decision", "facts", "make_violence_team"]
