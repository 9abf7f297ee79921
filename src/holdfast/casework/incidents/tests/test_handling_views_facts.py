"""Facts, files, readers and the list, as someone uses their pages."""

from __future__ import annotations

import pytest
from django.test import Client

from holdfast.casework.incidents.models import (
    Addition,
    Incident,
    SavedFilter,
)
from holdfast.casework.incidents.operations.routing import refer
from holdfast.casework.incidents.tests.handling_cast import FINDINGS, Team
from holdfast.casework.incidents.tests.handling_pages import hidden, page, sign_in
from holdfast.foundation.records.models import Evidence
from holdfast.foundation.records.tests.files import EXE, picture, upload


def test_it_puts_facts_right_and_keeps_what_was_known(team: Team, client: Client) -> None:
    incident = team.report(weapon="A stick")
    browser = sign_in(team, client, team.lsms)
    form = browser.get(page(incident, "facts/own/")).context["form"]
    sent = hidden(incident) | {
        "place": "site", "site": str(team.site.pk), "weapon": "A walking stick", "description": incident.description,
        "words": "The police told me",
    }  # fmt: skip
    for name in ("happened_at", "found_at", "shift_ends_at"):
        for part, value in zip(("day", "month", "year", "clock"), form[name].value() or ("", "", "", ""), strict=False):
            sent[f"{name}_{part}"] = value
    answer = browser.post(page(incident, "facts/own/"), sent)
    assert answer.status_code == 302, answer.context["form"].errors
    incident.refresh_from_db()
    assert (incident.weapon, incident.site) == ("A walking stick", team.site)
    changes = Addition.objects.get().changes
    assert changes["Weapon"] == ["A stick", "A walking stick"]
    text = browser.get(page(incident)).content.decode()
    assert "Weapon: “A walking stick”, before “A stick”" in text
    wrong = sent | hidden(incident) | {"happened_at_year": "2027", "description": ""}
    answer = browser.post(page(incident, "facts/own/"), wrong)
    assert answer.status_code == 422
    assert "must be in the past" in answer.content.decode()


@pytest.mark.parametrize(
    ("part", "told", "wrong", "message"),
    [
        ("victim", {"standing": "visitor", "name": "Bo"}, {"standing": "visitor"}, "Fill in at least one"),
        ("subject", {"standing": "public", "appearance": "Tall"}, {"standing": ""}, "Select who they are"),
        ("witness", {"standing": "public", "name": "Ada"}, {"standing": "public"}, "Enter the name"),
        (
            "item",
            {"description": "Radio", "fate": "stolen", "owner": "trust", "value": "£1,200"},
            {"description": "Radio", "fate": "stolen", "owner": "trust", "value": "much"},
            "must be in pounds",
        ),
    ],
)
def test_it_adds_people_and_things_and_puts_them_right(
    team: Team, client: Client, part: str, told: dict[str, str], wrong: dict[str, str], message: str
) -> None:
    incident = team.report()
    browser = sign_in(team, client, team.lsms)
    relation = {"victim": "victims", "subject": "subjects", "witness": "witnesses", "item": "items"}[part]
    before = getattr(incident, relation).count()
    answer = browser.post(page(incident, f"facts/{part}/"), hidden(incident) | wrong)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    sent = hidden(incident) | told
    for _ in range(2):
        assert browser.post(page(incident, f"facts/{part}/"), sent).status_code == 302
    assert getattr(incident, relation).count() == before + 1
    row = getattr(incident, relation).latest("pk")
    name = "description" if part == "item" else "name"
    answer = browser.post(page(incident, f"facts/{part}/{row.pk}/"), hidden(incident) | told | {name: "Put right"})
    assert answer.status_code == 302, answer.context["form"].errors
    row.refresh_from_db()
    assert getattr(row, name) == "Put right"
    assert "Put right" in browser.get(page(incident)).content.decode()
    assert browser.get(page(team.report(), f"facts/{part}/{row.pk}/")).status_code == 404
    assert browser.get(page(incident, "facts/tea/")).status_code == 404


def test_it_adds_and_withdraws_files(team: Team, client: Client) -> None:
    incident = team.triaged()
    browser = sign_in(team, client, team.manager)
    answer = browser.post(page(incident, "files/"), hidden(incident) | {"uploads": upload(EXE, "photo.jpg")})
    assert answer.status_code == 422
    sent = hidden(incident) | {"uploads": upload(picture()), "description": "The door", "private": "on"}
    assert browser.post(page(incident, "files/"), sent).status_code == 302
    evidence = Evidence.objects.get()
    assert evidence.sensitivity == "restricted"
    team.sign_in(client, team.lsms)
    text = client.get(page(incident)).content.decode()
    assert "The door" in text
    client.post(page(incident, f"files/{evidence.pk}/withdrawal/"), hidden(incident) | {"why": "The wrong door"})
    evidence.refresh_from_db()
    assert evidence.withdrawn_why == "The wrong door"


def test_it_restricts_names_and_lets_go(team: Team, client: Client) -> None:
    incident = team.triaged()
    browser = sign_in(team, client, team.lead)
    browser.post(page(incident, "restriction/"), hidden(incident) | {"why": "A complaint"})
    browser.post(page(incident, "readers/"), hidden(incident) | {"person": "Lee Specialist", "why": "Leads"})
    reader = incident.record.readers.get(person=team.lsms)
    answer = browser.post(page(incident, f"readers/{reader.pk}/"), hidden(incident) | {"why": "Left the team"})
    assert answer.url == page(incident)
    assert not incident.record.readers.filter(person=team.lsms).exists()
    browser.post(page(incident, "restriction/lifting/"), hidden(incident) | {"why": "Cleared"})
    assert not Incident.objects.get().restricted
    assert browser.get(page(incident, "readers/")).status_code == 404


def test_it_judges_medical_factors_only_where_the_incident_was_sent(team: Team, client: Client) -> None:
    incident = team.report()
    browser = sign_in(team, client, team.clinician)
    assert browser.get(page(incident, "medical-factors/")).status_code == 404
    refer(by=team.actor(team.lsms), incident=incident, post=team.posts["clinician"], why="Was he ill?")
    sent = hidden(incident) | {"present": "yes", "reason": "Low blood sugar"}
    assert browser.post(page(incident, "medical-factors/"), sent).status_code == 302
    assert "Medical factors: yes." in browser.get(page(incident)).content.decode()
    assert incident.referrals.get(post=team.posts["clinician"]).acknowledged_by == "Chris Clinician"


def test_it_shows_an_empty_list_and_what_to_do(team: Team, client: Client) -> None:
    browser = sign_in(team, client, team.lsms)
    text = browser.get("/incidents/").content.decode()
    assert "No incidents yet" in text
    assert "0 incidents" in text
    team.report()
    text = browser.get("/incidents/?stage=closed&sort=oldest").content.decode()
    assert "Nothing matches" in text
    assert "1 in use" in text


def test_it_keeps_filters_under_a_name(team: Team, client: Client) -> None:
    team.report()
    browser = sign_in(team, client, team.lsms)
    query = "stage=reported&text=harbour&page=abc&nonsense=1&type="
    text = browser.get(f"/incidents/?{query}").content.decode()
    assert "Keep this filter" in text
    answer = browser.post("/incidents/filters/", {"name": " Mine  <b> ", "query": query})
    assert answer.url == "/incidents/?stage=reported&text=harbour"
    kept = SavedFilter.objects.get()
    assert (kept.name, kept.query) == ("Mine <b>", "stage=reported&text=harbour")
    text = browser.get(answer.url).content.decode()
    assert "Mine &lt;b&gt;" in text
    assert "Keep this filter" not in text
    browser.post("/incidents/filters/", {"name": "Mine <b>", "query": "type=theft"})
    assert SavedFilter.objects.get().query == "type=theft"
    nameless = browser.post("/incidents/filters/", {"query": "type=theft"}, follow=True)
    assert "Give the filter a name" in nameless.content.decode()
    team.sign_in(client, team.lead)
    client.post(f"/incidents/filters/{kept.pk}/drop/")
    assert SavedFilter.objects.exists()  # somebody else's stays
    assert "Mine" not in client.get("/incidents/").content.decode()
    team.sign_in(client, team.lsms)
    client.post(f"/incidents/filters/{kept.pk}/drop/")
    assert not SavedFilter.objects.exists()


def test_it_looks_up_sites_and_units_for_the_filter(team: Team, client: Client) -> None:
    browser = sign_in(team, client, team.lsms)
    assert browser.get("/incidents/sites/?q=mill").json()["matches"][0]["title"] == "Mill Lane Station"
    assert browser.get("/incidents/units/?q=far").json()["matches"][0]["title"] == "Far Hill"
    team.sign_in(client, team.paramedic)
    assert client.get("/incidents/sites/?q=mill").status_code == 403


def test_it_prints_everything_on_paper(team: Team, client: Client) -> None:
    incident = team.concluded()
    browser = sign_in(team, client, team.lsms)
    text = browser.get(page(incident, "print/")).content.decode()
    assert FINDINGS.findings in text
    assert "Printed by <bdi>Lee Specialist</bdi>" in text
    assert "3 March 2026, 22:30" in text
