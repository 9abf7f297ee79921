"""What is owed after an assault: the checklists in "my work", in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holdfast.casework.incidents.models import (
    Exchange,
    Incident,
    Investigation,
    PoliceContact,
    Review,
    Statement,
    Victim,
    Wish,
)
from holdfast.casework.violence.models import Contact, Marker, NoMarker, OccupationalHealthReferral, Offer, Support
from holdfast.casework.violence.operations.response import respond
from holdfast.casework.violence.operations.support import offer_support
from holdfast.casework.violence.queries.owed_items import SHOWN
from holdfast.casework.violence.queries.queues import owed_by
from holdfast.casework.violence.queries.response import facts_of
from holdfast.casework.violence.rules.response import SHOWN_BY
from holdfast.casework.violence.tests.violence_cast import NOW, ViolenceTeam
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.records.models import Record
from holdfast.foundation.records.work import WorkItem

Happening = Callable[[ViolenceTeam, Victim], object]


def told(**facts: object) -> Happening:
    """The report says so."""
    return lambda team, victim: Incident.objects.filter(pk=victim.incident_id).update(**facts)


def said(**facts: object) -> Happening:
    """The person affected says so."""
    return lambda team, victim: Victim.objects.filter(pk=victim.pk).update(**facts)


def on_incident(model: type, **facts: object) -> Happening:
    return lambda team, victim: model.objects.create(trust=team.trust, incident=victim.incident, **facts)


def for_victim(model: type, **facts: object) -> Happening:
    return lambda team, victim: model.objects.create(trust=team.trust, incident=victim.incident, victim=victim, **facts)


def wish(about: str) -> Happening:
    """They say what they want about it."""
    return for_victim(Wish, about=about, wants="no", how="told", by="Lee")


def changed(model: type, **facts: object) -> Happening:
    return lambda team, victim: model.objects.filter(incident=victim.incident).update(**facts)


def statement_of(name: str) -> Happening:
    return lambda team, victim: Statement.objects.create(
        trust=team.trust, incident=victim.incident, person=getattr(team, name), asked_at=NOW, asked_by="Lee",
        due_at=NOW + timedelta(days=1), received_at=NOW,
    )  # fmt: skip


def contact(purpose: str) -> list[Happening]:
    """They could not be reached, then they could."""
    return [
        for_victim(Contact, purpose="call", by="Lee"),
        for_victim(Contact, purpose=purpose, by="Lee", reached=False, why_not="No answer"),
        for_victim(Contact, purpose=purpose, by="Lee"),
    ]


REFERRAL = {"referred": False, "reason": "They wish none", "decided_by": "Pat"}
HAPPENS: dict[str, list[Happening]] = {
    "reported": [],
    "control-room-told": [told(control_room_told="no"), told(control_room_told="yes")],
    "police-told": [told(police_told="no"), on_incident(PoliceContact, force="Exampleshire", by="Pat")],
    "manager-checked": [told(manager_checked_at=NOW, manager_checked_by="Pat")],
    "investigated": [
        lambda team, victim: team.triaged(victim.incident),
        changed(Investigation, state="withdrawn"),
        changed(Investigation, state="assigned"),
    ],
    "approved": [
        lambda team, victim: team.concluded(team.triaged(victim.incident)),
        lambda team, victim: Review.objects.update(approved=False, reason="Again"),
        lambda team, victim: Review.objects.update(approved=True),
    ],
    "reporter-told": [
        on_incident(Exchange, by="Pat", from_reporter=True, words="Hello"),
        on_incident(Exchange, by="Lee", step="message", words="Hello"),
    ],
    "marker-asked": [on_incident(NoMarker, reason="In the street", by="Pat")],
    "examined": [said(examined_at=None), said(examined_at=NOW)],
    "wants-police": [wish("action"), wish("police")],
    "statement": [statement_of("crewmate"), statement_of("paramedic")],
    "support-answered": [
        for_victim(Offer, option="physio", title="Physio", offered_by="Pat", answered_at=NOW, answer="declined")
    ],
    "support-offered": [for_victim(Offer, option="physio", title="Physio", offered_by="Pat")],
    "occupational-health": [for_victim(OccupationalHealthReferral, **REFERRAL)],
    "welfare": contact("welfare"),
    "debrief": contact("debrief"),
    "contacted": contact("security"),
    "support-checked": contact("check"),
    "wishes": [wish("police"), wish("action")],
    "named-contact": [
        for_victim(Support, contact_since=NOW),
        lambda team, victim: Support.objects.update(contact=team.lsms),
    ],
}


@pytest.mark.parametrize("fact", SHOWN_BY)
def test_it_finds_in_sql_what_the_incident_shows(team: ViolenceTeam, fact: str) -> None:
    victim = team.victim()
    team.report()  # and what is noted of one incident is not taken for another's
    for happens in (lambda team, victim: None, *HAPPENS[fact]):
        happens(team, victim)
        incident = Incident.objects.get(pk=victim.incident_id)
        worked_out = fact in facts_of(incident, incident.victims.get()).shown
        found = Victim.objects.filter(SHOWN[fact]())
        assert (victim.pk in {row.pk for row in found}) == worked_out
    assert worked_out
    assert fact == "reported" or found.count() == 1


def test_it_knows_a_marker_that_was_asked_for(team: ViolenceTeam) -> None:
    victim = team.victim()
    team.asked(victim.incident)
    assert Marker.objects.filter(incident=victim.incident).exists()
    assert Victim.objects.filter(SHOWN["marker-asked"]()).get() == victim


def checklist_of(team: ViolenceTeam, person: Person) -> list[WorkItem]:
    return [item for item in owed_by(team.viewer(person)) if item.verb in ("Respond", "Open")]


def test_it_owes_each_post_its_items_of_the_checklist(team: ViolenceTeam) -> None:
    victim = team.victim()
    incident = victim.incident
    [item] = checklist_of(team, team.manager)
    assert (item.reference, item.what) == (incident.reference, "Ask them how they are, and 1 more")
    assert item.due == incident.reported_at + timedelta(days=1)
    by = team.actor(team.manager)
    respond(by=by, incident=incident, victim=victim, item="welfare", done_at=NOW)
    [item] = checklist_of(team, team.manager)
    assert (item.what, item.due) == ("Decide on a referral", None)
    respond(by=by, incident=incident, victim=victim, item="health", why_not="They wish none")
    assert checklist_of(team, team.manager) == []
    assert [item.what for item in checklist_of(team, team.lsms)] == ["Ask for further details"]


def test_it_asks_who_was_affected_first_about_what_they_are_offered(team: ViolenceTeam) -> None:
    victim = team.victim()
    [item] = checklist_of(team, team.paramedic)
    assert (item.title, item.what) == ("After what happened to you", "Get away from where it happens")
    assert item.due is not None
    offer_support(by=team.actor(team.lsms), victim=victim, option="physio")
    assert [item.verb for item in owed_by(team.viewer(team.paramedic))] == ["Say yes or no"]


@pytest.mark.parametrize(
    "facts",
    [{"imported_at": NOW}, {"reported_at": NOW - timedelta(days=121)}, {"state": "closed"}, {"type": "theft"}],
)
def test_it_asks_nothing_of_what_is_over(team: ViolenceTeam, facts: dict) -> None:
    incident = team.report()
    Incident.objects.filter(pk=incident.pk).update(**facts)
    for person in (team.manager, team.lsms, team.paramedic):
        assert checklist_of(team, person) == []


def past(like: Incident, number: int) -> None:
    """`number` open assaults of long ago, `like` the given one."""
    last = Record.objects.latest("pk").pk
    records, incidents, victims = [], [], []
    for key in range(last + 1, last + 1 + number):
        record, incident, victim = copy(like.record), copy(like), copy(like.victims.get())
        record.pk, record.reference = key, f"INC-2024-{key:05d}"
        incident.pk, incident.submission_key, incident.reported_at = key, f"f{key:031x}", NOW - timedelta(days=400)
        victim.pk, victim.incident_id = None, key
        records.append(record)
        incidents.append(incident)
        victims.append(victim)
    Record.objects.bulk_create(records)
    Incident.objects.bulk_create(incidents)
    Victim.objects.bulk_create(victims)


def steps_of_database(team: ViolenceTeam, person: Person) -> int:
    """How many hundreds of instructions SQLite runs to say what `person` owes."""
    viewer, steps = team.viewer(person), 0
    assert viewer.held

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    connection.connection.set_progress_handler(count, 100)
    owed_by(viewer)
    connection.connection.set_progress_handler(None, 0)
    return steps


@pytest.mark.parametrize("name", ["lsms", "manager"])
def test_it_costs_no_more_with_all_the_incidents_of_the_past(team: ViolenceTeam, name: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite counts its own instructions")
    person = getattr(team, name)
    incident = team.report()
    past(incident, 1)
    few = steps_of_database(team, person)
    past(incident, 300)
    assert steps_of_database(team, person) < few + 50


@pytest.mark.parametrize("name", ["lsms", "manager", "paramedic", "dispatcher", "nurse"])
def test_it_says_what_is_owed_in_two_statements(team: ViolenceTeam, name: str) -> None:
    """One for the trust's checklist, one for all queues."""
    for _ in range(3):
        offer_support(by=team.actor(team.lsms), victim=team.victim(), option="physio", follow_up_on=NOW.date())
        team.asked()
    viewer = team.viewer(getattr(team, name))
    assert viewer.held is not None
    assert viewer.trust.numbers is not None
    with CaptureQueriesContext(connection) as seen:
        owed_by(viewer)
    assert len(seen) == 2
