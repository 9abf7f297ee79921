"""Who may open what: every address of one incident, for each kind of person; and the buttons against the tables."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.operations.closing import close
from holdfast.casework.incidents.operations.files import keep_file
from holdfast.casework.incidents.operations.merging import merge
from holdfast.casework.incidents.operations.routing import refer
from holdfast.casework.incidents.operations.statements import ask_for_statement
from holdfast.casework.incidents.operations.triage import route_out
from holdfast.casework.incidents.presenters.handling import (
    INVESTIGATION_PAGES,
    PAGES,
    action_groups,
    investigation_cards,
    next_actions,
)
from holdfast.casework.incidents.rules.stages import INCIDENT, INVESTIGATION
from holdfast.casework.incidents.tests.handling_cast import Team
from holdfast.casework.incidents.urls.handling import urlpatterns
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.records.models import Evidence, Reader
from holdfast.foundation.records.operations.intake import prepare
from holdfast.foundation.records.tests.files import PDF, picture, upload

pytestmark = pytest.mark.any_database  # every page is opened on each database in tests/test_permissions.py


def addresses(incident: Incident, **keys: Any) -> dict[str, str]:
    """Every address below one incident."""
    found = {}
    for pattern in urlpatterns:
        if not str(pattern.pattern).startswith("incidents/"):
            continue
        names = re.findall(r"<\w+:(\w+)>", str(pattern.pattern))
        given = {
            "reference": incident.reference,
            "key": 1,
            "reader": 1,
            "fact": "crime-number",
            "part": "victim",
        } | keys
        found[pattern.name] = reverse(f"incidents:{pattern.name}", args=[given[name] for name in names])
    return found


def bare(answer: Any) -> str:
    """A page without what is new on each: the reference that was asked for, tokens."""
    return re.sub(r'INC-2026-\d+|name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())


def test_it_does_not_exist_for_those_who_are_not_named(team: Team, client: Client) -> None:
    """By address, whatever the address and the method: the same answer as for a reference that was never given."""
    secret = team.triaged(team.restricted(), type="theft", internal=True, lead=team.lead)
    ask_for_statement(by=team.actor(team.lead), incident=secret, person=team.lead)
    keys = {"reader": Reader.objects.get().pk, "key": team.investigation(secret).pk}
    never = Incident(record=type(secret.record)(reference="INC-2026-09999"))
    for person in (team.lsms, team.director):
        team.sign_in(client, person)
        other = addresses(never, **keys)
        for name, address in addresses(secret, **keys).items():
            here, nowhere = client.get(address), client.get(other[name])
            assert here.status_code == nowhere.status_code, (name, person)
            assert here.status_code in (403, 404, 405), (name, person, here.status_code)
            assert bare(here) == bare(nowhere), (name, person)
            assert client.post(address).status_code in (403, 404), (name, person)
    assert not Entry.objects.filter(verb="incidents.read").exclude(actor_name="Logan Lead").exists()


def test_it_is_in_no_list_no_count_and_no_search(team: Team, client: Client) -> None:
    secret = team.restricted()
    team.report()
    for person, count in ((team.lsms, "1 incident"), (team.manager, "1 incident"), (team.lead, "2 incidents")):
        team.sign_in(client, person)
        text = client.get("/incidents/").content.decode()
        assert count in text
        assert (secret.reference in text) == (person == team.lead)
        searched = client.get(f"/incidents/?text={secret.reference}").content.decode()
        assert ("1 incident" in searched) == (person == team.lead)
        assert ("Nothing matches" in searched) == (person != team.lead)
        stage = client.get("/incidents/?stage=reported&type=theft").content.decode()
        assert ("1 incident" in stage) == (person == team.lead)


def test_it_is_not_told_of_by_the_one_that_was_merged_into_it(team: Team, client: Client) -> None:
    secret, told = team.restricted(), team.report()
    merge(by=team.actor(team.lead), incident=told, into=secret, why="Same")
    Reader.objects.create(
        trust=team.trust, record=told.record, person=team.lsms, by="x", why="They may see this one and not the other"
    )
    team.sign_in(client, team.lsms)
    text = client.get(f"/incidents/{told.reference}/").content.decode()
    assert secret.reference not in text
    team.sign_in(client, team.lead)
    assert secret.reference in client.get(f"/incidents/{told.reference}/").content.decode()


def test_it_writes_down_each_reading_of_a_restricted_one(team: Team, client: Client) -> None:
    secret = team.restricted()
    team.sign_in(client, team.lead)
    client.get(f"/incidents/{secret.reference}/")
    entry = Entry.objects.get(verb="incidents.read")
    assert (entry.actor_name, entry.subject_reference, entry.reading) == ("Logan Lead", secret.reference, True)


def test_it_holds_a_suspect_apart_after_the_restriction_was_lifted(team: Team, client: Client) -> None:
    incident = team.restricted("Casey Crewmate")
    Incident.objects.update(restricted=False, internal=False)
    for person, seen in ((team.lead, True), (team.lsms, False), (team.manager, False)):
        team.sign_in(client, person)
        for name in ("", "print/", "facts/"):
            text = client.get(f"/incidents/{incident.reference}/{name}").content.decode()
            assert ("Casey Crewmate" in text) == seen, (person, name)
    team.sign_in(client, team.lsms)
    subject = incident.subjects.get()
    assert client.get(f"/incidents/{incident.reference}/facts/subject/{subject.pk}/").status_code == 404


@pytest.mark.parametrize("reference", ["INC-2026-1", "INC", "inc-2026-00001x", "%00", "export", "..%2f"])
def test_it_knows_no_such_reference(team: Team, client: Client, reference: str) -> None:
    team.report()
    team.sign_in(client, team.lsms)
    assert client.get(f"/incidents/{reference}/").status_code == 404


def test_it_takes_a_reference_in_small_letters(team: Team, client: Client) -> None:
    incident = team.report()
    team.sign_in(client, team.lsms)
    assert client.get(f"/incidents/{incident.reference.lower()}/").status_code == 200


def stages(team: Team) -> dict[str, Incident]:
    """One incident in each state."""
    closed = team.concluded()
    close(by=team.actor(team.lsms), incident=closed, outcome="A warning letter")
    routed, merged = team.report(), team.report()
    route_out(by=team.actor(team.lsms), incident=routed, where="Patient safety", why="Between patients")
    merge(by=team.actor(team.lsms), incident=merged, into=closed, why="Same")
    return {"reported": team.report(), "open": team.triaged(), "closed": closed, "routed-out": routed, "merged": merged}


def test_it_has_a_button_for_each_move_that_is_possible_and_allowed(team: Team) -> None:
    for state, incident in stages(team).items():
        incident.refresh_from_db()
        for person in (team.lsms, team.lead, team.manager, team.director, team.human_resources, team.clinician):
            viewer = team.viewer(person)
            urls = {action.url for action in next_actions(incident, viewer)}
            urls |= {action.url for group in action_groups(incident, viewer) for action in group.actions}
            expected = {
                reverse(f"incidents:{PAGES[move.verb]}", args=[incident.reference])
                for move in INCIDENT.moves_from(state)
                if viewer.may(Permission(move.permission))
            }
            moves = {reverse(f"incidents:{page}", args=[incident.reference]) for page in PAGES.values()}
            assert urls & moves == expected, (state, person)


def test_it_has_a_button_for_each_move_of_an_investigation(team: Team) -> None:
    submitted = team.submitted()
    running = team.investigation(team.triaged())
    for investigation in (running, submitted):
        incident = Incident.objects.select_related("record").get(pk=investigation.incident_id)
        for person in (team.lsms, team.manager, team.far_manager, team.director):
            viewer = team.viewer(person)
            [card] = investigation_cards(incident, viewer, {person.pk})
            urls = {action.url for action in card.actions}
            expected = set()
            for move in INVESTIGATION.moves_from(investigation.state):
                mine = person == team.manager
                page = INVESTIGATION_PAGES[move.verb]
                if viewer.may(Permission(move.permission)) and (page != "investigate" or mine):
                    expected.add(reverse(f"incidents:{page}", args=[incident.reference, investigation.pk]))
            people = reverse("incidents:investigators", args=[incident.reference, investigation.pk])
            assert urls - {people} == expected, (investigation.state, person)


def test_it_leads_to_pages_that_open(team: Team, client: Client) -> None:
    """Every link on the page of an incident in every state, for those who deal with it."""
    incidents = stages(team)
    refer(by=team.actor(team.lsms), incident=incidents["open"], post=team.posts["clinician"], why="Was he ill?")
    ask_for_statement(by=team.actor(team.lsms), incident=incidents["open"], person=team.crewmate)
    incidents["restricted"] = team.restricted()
    for person in (team.lead, team.manager, team.clinician):
        team.sign_in(client, person)
        tried = set()
        for state, incident in incidents.items():
            answer = client.get(f"/incidents/{incident.reference}/")
            if answer.status_code == 404:
                continue
            links = set(re.findall(r'href="(/(?:incidents|lessons)[^"#]*)"', answer.content.decode()))
            assert len(links) > 2
            for link in links:
                kind = (state in ("reported", "open"), re.sub(r"\d+", "", link))
                if kind not in tried:
                    tried.add(kind)
                    assert client.get(link).status_code == 200, (person, state, link)


def test_it_asks_for_the_right_before_the_page(team: Team, client: Client) -> None:
    incident = team.triaged()
    asked = {
        "paramedic": dict.fromkeys(addresses(incident), 403) | {"statement": 404},
        "human_resources": {"triage": 403, "close": 403, "ask-for-statement": 403, "incident": 404},
        "manager": {"triage": 403, "close": 403, "review": 403, "incident": 200, "admit": 403, "investigators": 403},
        "lsms": {"admit": 403, "restrict": 403, "medical-factors": 403, "triage": 200, "check": 405},
        "director": {"triage": 403, "review": 403, "incident": 200, "restrict": 200},
        "clinician": {"medical-factors": 404, "triage": 403},
    }
    keys = {"key": team.investigation(incident).pk}
    for name, expected in asked.items():
        team.sign_in(client, getattr(team, name))
        where = addresses(incident, **keys)
        for page, status in expected.items():
            got = client.get(where[page]).status_code
            assert got == status or (status == 403 and got == 405), (name, page, got)


def status(client: Client, address: str) -> int:
    """The status of a page that may be a stream, which is read to its end."""
    answer = client.get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


def test_it_hands_out_files_to_those_who_see_the_incident(team: Team, client: Client) -> None:
    incident = team.triaged()
    by = team.actor(team.paramedic)
    photo = keep_file(by=by, incident=incident, upload=prepare(upload(picture())), private=True)
    plain = keep_file(by=by, incident=incident, upload=prepare(upload(PDF, "letter.pdf")))
    for person, seen in ((team.lsms, 200), (team.manager, 200), (team.director, 404), (team.far_manager, 404)):
        team.sign_in(client, person)
        assert status(client, f"/incidents/{incident.reference}/files/{photo.pk}/") == seen, person
    team.sign_in(client, team.director)
    assert status(client, f"/incidents/{incident.reference}/files/{plain.pk}/") == 200
    other = team.report()
    assert status(client, f"/incidents/{other.reference}/files/{plain.pk}/") == 404
    assert Evidence.objects.count() == 2
