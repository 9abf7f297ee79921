"""How many SQL statements a page costs: recorded in query_counts.json, the same however much there is to show.

A page that needs more than recorded fails: fetch what it shows together, or record the new number on purpose. The
numbers hold what every page costs too: session, account, posts, trust, notices.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.operations.additions import add_facts
from holdfast.casework.incidents.operations.feedback import answer_as_reporter, write_to_reporter
from holdfast.casework.incidents.operations.files import keep_file
from holdfast.casework.incidents.operations.investigate import review_findings
from holdfast.casework.incidents.operations.investigators import name_investigators
from holdfast.casework.incidents.operations.learning import share_lesson
from holdfast.casework.incidents.operations.merging import merge
from holdfast.casework.incidents.operations.routing import refer
from holdfast.casework.incidents.operations.statements import ask_for_statement
from holdfast.casework.incidents.queries.listing import page_of
from holdfast.casework.incidents.queries.queues import owed_by
from holdfast.casework.incidents.rules.answers import ItemFacts, PoliceFacts, SubjectFacts, VictimFacts, WitnessFacts
from holdfast.casework.incidents.tests.handling_cast import Team
from holdfast.foundation.records.operations.intake import prepare
from holdfast.foundation.records.tests.files import picture, upload

RECORDED: dict[str, int] = json.loads((Path(__file__).parent / "query_counts.json").read_text())
MOST_FOR_A_LIST = 15


def statements(do: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as seen:
        do()
    return len(seen)


def holds(name: str, *counts: int) -> None:
    """All of `counts` are the same, and no more than recorded under `name`."""
    assert len(set(counts)) == 1, f"{name}: {counts}: the number of statements grows with what there is to show"
    recorded = RECORDED[name]
    assert counts[0] <= recorded, f"{name}: {counts[0]} statements, {recorded} are recorded in query_counts.json"


def fill(team: Team, incident: Incident, number: int) -> None:
    """Put one more of everything on an open incident."""
    by = team.actor(team.lsms)
    add_facts(
        by=by, incident=incident, words=f"More {number}", victims=[VictimFacts(name=f"V{number}")],
        subjects=[SubjectFacts(name=f"S{number}")], witnesses=[WitnessFacts(name=f"W{number}", standing="public")],
        items=[ItemFacts(description=f"I{number}")], police=[PoliceFacts(log_number=f"P{number}")],
    )  # fmt: skip
    name_investigators(by=by, incident=incident, lead=team.second_lsms, others=[team.manager], strand="specialist")
    ask_for_statement(by=by, incident=incident, witness=incident.witnesses.get(name=f"W{number}"))
    write_to_reporter(by=by, incident=incident, words=f"Hello {number}")
    answer_as_reporter(by=team.actor(team.paramedic), incident=incident, words=f"Hello back {number}")
    share_lesson(by=by, incident=incident, title=f"L{number}", words="x", units=[team.unit])
    keep_file(by=by, incident=incident, upload=prepare(upload(picture(size=(40 + number, 30)), f"p{number}.jpg")))
    merge(by=by, incident=team.report(by=team.crewmate), into=incident, why="Same")


def test_it_shows_any_list_in_a_fixed_number(team: Team, client: Client) -> None:
    team.sign_in(client, team.lsms)
    addresses = {
        "list": "/incidents/",
        "list, filtered": f"/incidents/?stage=reported&type=physical-assault&severity=&site_key={team.site.pk}",
        "list, searched": "/incidents/?text=harbour+road",
    }
    team.report()
    client.get("/incidents/")
    few = {name: statements(lambda url=url: client.get(url)) for name, url in addresses.items()}
    for _ in range(6):
        team.report()
    many = {name: statements(lambda url=url: client.get(url)) for name, url in addresses.items()}
    for name in addresses:
        holds(name, few[name], many[name])
        assert many[name] <= MOST_FOR_A_LIST
    cursor = page_of(Incident.objects.all(), "newest", size=2).older
    later = statements(lambda: client.get(f"/incidents/?page={cursor}"))
    holds("list, later page", later)
    assert later <= MOST_FOR_A_LIST
    team.sign_in(client, team.manager)
    client.get("/incidents/")
    holds("list, of a line manager", statements(lambda: client.get("/incidents/")))


def test_it_shows_an_incident_in_a_fixed_number(team: Team, client: Client) -> None:
    incident = team.triaged()
    refer(by=team.actor(team.lsms), incident=incident, post=team.posts["hr"], why="Support")
    fill(team, incident, 0)
    for person, name in ((team.second_lsms, "incident"), (team.manager, "incident, of a line manager")):
        team.sign_in(client, person)
        url = f"/incidents/{incident.reference}/"
        client.get(url)  # the first opening writes that it was opened
        few = statements(lambda url=url: client.get(url))
        for number in range(1, 4):
            fill(team, incident, number + (10 if person == team.manager else 0))
        client.get(url)
        holds(name, few, statements(lambda url=url: client.get(url)))
    team.sign_in(client, team.lsms)
    client.get(f"/incidents/{incident.reference}/print/")
    holds("incident on paper", statements(lambda: client.get(f"/incidents/{incident.reference}/print/")))


def test_it_shows_triage_in_a_fixed_number(team: Team, client: Client) -> None:
    team.sign_in(client, team.lsms)
    incident = team.report()
    team.report()
    url = f"/incidents/{incident.reference}/triage/"
    client.get(url)
    few = statements(lambda: client.get(url))
    for _ in range(4):
        team.report()
    holds("triage", few, statements(lambda: client.get(url)))


@pytest.mark.parametrize("name", ["lsms", "manager", "paramedic"])
def test_it_says_what_is_owed_in_a_fixed_number(team: Team, name: str) -> None:
    person = getattr(team, name)

    def more() -> None:
        team.report()
        submitted = team.submitted()
        review_findings(
            by=team.actor(team.lsms), investigation=submitted, approve=False, proportionate=True, reason="Again"
        )
        ask_for_statement(by=team.actor(team.lsms), incident=submitted.incident, person=team.paramedic)
        answer_as_reporter(by=team.actor(team.paramedic), incident=submitted.incident, words="Hello")
        share_lesson(by=team.actor(team.lsms), incident=team.concluded(), title="L", words="x", units=[team.unit])

    more()
    few = statements(lambda: owed_by(team.viewer(person)))
    for _ in range(3):
        more()
    holds(f"owed, {name}", few, statements(lambda: owed_by(team.viewer(person))))
