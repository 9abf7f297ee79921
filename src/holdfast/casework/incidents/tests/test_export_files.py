from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from django.test import Client

from holdfast.casework.incidents.operations.triage import triage
from holdfast.casework.incidents.presenters import export as exporting
from holdfast.casework.incidents.presenters.export import COLUMNS
from holdfast.casework.incidents.tests.handling_cast import Team
from holdfast.foundation.audit.models import Entry

NASTY = ['=HYPERLINK("http://x")', "+1", "-2", "@SUM(A1)", "\tx", 'He said "no"\nand left; 5 £ – café 🙂', "مرحبا"]


@pytest.fixture
def browser(team: Team, client: Client) -> Client:
    team.sign_in(client, team.lsms)
    return client


def lines(answer: Any) -> list[dict[str, str]]:
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_it_gives_the_filtered_rows_in_the_order_of_the_list(team: Team, browser: Client) -> None:
    first, _, second = team.report(), team.report(type="theft"), team.report()
    rows = lines(browser.get("/incidents/export.csv?type=physical-assault&sort=oldest"))
    assert [row["Reference"] for row in rows] == [first.reference, second.reference]
    assert list(rows[0]) == list(COLUMNS)
    assert rows[0]["Happened"] == "03/03/2026 21:30"
    answer = browser.get("/incidents/export.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="incidents.csv"'
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("text", NASTY)
def test_it_runs_nothing_that_a_stranger_typed(team: Team, browser: Client, text: str) -> None:
    team.report(description=f"{text}", done_at_once="ok")
    [row] = lines(browser.get("/incidents/export.csv"))
    assert row["What happened"].lstrip("'") == text
    assert row["What happened"][:1] not in ("=", "+", "-", "@", "\t")
    sheet = openpyxl.load_workbook(io.BytesIO(browser.get("/incidents/export.xlsx").content)).active
    cell = sheet.cell(2, list(COLUMNS).index("What happened") + 1)
    assert cell.data_type == "s"
    assert cell.value == text


def test_it_gives_moments_as_moments_of_london(team: Team, browser: Client) -> None:
    team.triaged()
    sheet = openpyxl.load_workbook(io.BytesIO(browser.get("/incidents/export.xlsx").content)).active
    row = dict(zip(COLUMNS, [cell.value for cell in sheet[2]], strict=True))
    assert row["Reported"] == datetime(2026, 3, 3, 22, 30)
    assert (row["Severity"], row["Crime"], row["Stage"]) == ("Moderate", "Yes", "Under investigation")
    assert sheet.freeze_panes == "B2"


def test_it_has_the_same_rights_as_the_screen(team: Team, client: Client) -> None:
    secret = team.restricted()
    team.report()
    for person, count in ((team.lsms, 1), (team.manager, 1), (team.far_manager, 0), (team.lead, 2)):
        team.sign_in(client, person)
        found = lines(client.get("/incidents/export.csv"))
        assert len(found) == count
        assert (secret.reference in {row["Reference"] for row in found}) == (person == team.lead)
        assert len(lines(client.get(f"/incidents/export.csv?text={secret.reference}"))) == (person == team.lead)
    team.sign_in(client, team.human_resources)
    assert client.get("/incidents/export.csv").status_code == 403


def test_it_leaves_out_who_is_suspected(team: Team, client: Client) -> None:
    team.restricted("Casey Crewmate")
    team.sign_in(client, team.lead)
    assert b"Casey" not in client.get("/incidents/export.csv").content


def test_it_writes_down_who_took_what_away(team: Team, browser: Client) -> None:
    team.report()
    browser.get("/incidents/export.csv?type=physical-assault&page=abc&nonsense=1")
    entry = Entry.objects.get(verb="incidents.export")
    assert entry.details == {"kind": "csv", "query": "type=physical-assault", "rows": 1}
    assert entry.actor_name == "Lee Specialist"


def test_it_gives_too_many_rows_in_parts(team: Team, browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(2):
        team.report()
    monkeypatch.setattr("holdfast.casework.incidents.views.listing.MOST_ROWS", 1)
    answer = browser.get("/incidents/export.csv?type=physical-assault", follow=True)
    assert b"Choose a shorter time" in answer.content
    assert not Entry.objects.filter(verb="incidents.export").exists()
    assert exporting.MOST_ROWS == 50_000


def test_it_is_a_file_of_two_kinds_and_never_an_incident(team: Team, browser: Client) -> None:
    assert browser.get("/incidents/export.pdf").status_code == 404
    assert browser.get("/incidents/export/").status_code == 404


def test_it_shows_an_outcome_only_once_it_is_there(team: Team, browser: Client) -> None:
    incident = team.report()
    triage(by=team.actor(team.lsms), incident=incident, judgement=team.judgement())
    [row] = lines(browser.get("/incidents/export.csv"))
    assert (row["Outcome"], row["Closed"]) == ("", "")
