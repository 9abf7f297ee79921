from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from holdfast.casework.incidents.operations.restriction import admit_reader, restrict_incident
from holdfast.casework.incidents.operations.triage import Judgement, triage
from holdfast.doors.workspace.queries.trail import PAGE
from holdfast.doors.workspace.tests.conftest import SignIn
from holdfast.foundation.audit.actors import Subject
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.audit.operations import enter, enter_reading, erase_details, operation
from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.organisation.roles import ROLES
from holdfast.foundation.organisation.scope import scope
from holdfast.foundation.records.models import Record
from holdfast.kernel import clock
from holdfast.oversight.assurance.queries.deeds import entries_by_day
from holdfast.tools.actions.operations.raising import raise_action
from tests.cast import SECRET, TrustCast

pytestmark = pytest.mark.any_database  # every page is opened on each database in tests/test_permissions.py

AUDIT_STATEMENTS = 10
"""Statements of a page of the trail, however many entries there are and whatever they are about."""

READERS = ("information-governance", "auditor", "security-management-director")


def page(client: Client, **filters: str) -> str:
    answer = client.get("/audit/", filters)
    assert answer.status_code == 200
    return answer.content.decode()


def rows(client: Client, **filters: str) -> list[str]:
    body = page(client, **filters).partition("<tbody")[2].partition("</tbody")[0]
    found = [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)) for row in body.split("</tr>")]
    return [row for row in found if row.strip()]


@operation
def note(*, by, subject, **words) -> None:  # type: ignore[no-untyped-def]
    enter("tests.note", by=by, subject=subject, **words)


@pytest.mark.parametrize("role", sorted(set(ROLES) - set(READERS)))
def test_it_is_for_those_who_read_the_trail(role: str, as_role: SignIn) -> None:
    assert as_role(role).get("/audit/").status_code == 403
    assert as_role(role).get("/audit/people.json").status_code == 403
    assert "/audit/" not in as_role(role).get("/").content.decode()


def test_it_shows_who_did_what_when_and_from_where(trust: TrustCast, as_role: SignIn) -> None:
    incident = trust.report()
    (row,) = [row for row in rows(as_role("auditor")) if incident.reference in row]
    for words in ("Staff Example ZA1", "Report", "incident", "on screen"):
        assert words in row


def test_it_shows_what_was_said_to_those_who_may_open_the_record(trust: TrustCast, as_role: SignIn) -> None:
    incident = trust.report()
    with scope(trust.trust):
        judged = Judgement(type="theft", severity="minor", crime=True, no_investigation_reason="Nobody saw it.")
        triage(by=trust.actor("lsms"), incident=incident, judgement=judged)
    director, auditor = (page(as_role(role)) for role in ("security-management-director", "auditor"))
    assert "What was said" in director
    assert f'href="/incidents/{incident.reference}/"' in director
    assert "verbal-abuse → theft" in director
    assert "verbal-abuse → theft" not in auditor
    assert f'href="/incidents/{incident.reference}/"' not in auditor
    assert "What was said is for those who may open it" in auditor
    assert "Triage" in auditor


def test_it_leaves_out_restricted_records_for_those_not_named(trust: TrustCast, as_role: SignIn) -> None:
    hidden = trust.report(internal=True, says=f"{SECRET} did it.")
    for role in READERS:
        found = page(as_role(role))
        assert hidden.reference not in found
        assert SECRET not in found
        assert "No entry fits" in page(as_role(role), about=hidden.reference)
    with scope(trust.trust):
        by, person = trust.actor("security-lead"), trust.people["information-governance"]
        admit_reader(by=by, incident=hidden, person=person, why="To see who opens it.")
    found = page(as_role("information-governance"))
    assert hidden.reference in found
    assert f'href="/incidents/{hidden.reference}/"' not in found  # their post opens no incident
    assert hidden.reference not in page(as_role("auditor"))


def test_it_leaves_out_what_was_entered_before_a_record_was_restricted(trust: TrustCast, as_role: SignIn) -> None:
    incident = trust.report()
    assert incident.reference in page(as_role("auditor"))
    with scope(trust.trust):
        restrict_incident(by=trust.actor("security-lead"), incident=incident, why="A colleague did it.")
    assert incident.reference not in page(as_role("auditor"))


def test_it_leaves_out_what_hangs_on_a_restricted_record(trust: TrustCast, as_role: SignIn) -> None:
    incident = trust.report()
    with scope(trust.trust):
        lead = trust.actor("security-lead")
        about: Record = incident.record
        references = []
        for number in range(2):  # an action on the incident, and one on that action
            action = raise_action(
                by=lead,
                trust=trust.trust,
                submission_key=f"hanging{number}",
                title="Mend the lock",
                owner=trust.posts["lsms"],
                due=clock.today() + timedelta(days=3),
                about=about,
            )
            about = action.record
            references.append(action.reference)
            enter_reading("actions.read", by=lead, subject=action)
        assert all(reference in page(as_role("auditor")) for reference in references)
        restrict_incident(by=lead, incident=incident, why="A colleague did it.")
        note(by=lead, subject=trust.trust, why=f"See {references[1]}.")
    for role in READERS:
        found = page(as_role(role))
        assert not [reference for reference in references if reference in found]
        assert "Mend the lock" not in found
        assert not rows(as_role(role), verb="actions.")
    with scope(trust.trust):
        assert deed_verbs(trust.trust) & {"actions.raise_action", "actions.raise"} == set()
        person = trust.people["information-governance"]
        admit_reader(by=lead, incident=incident, person=person, why="To see who opens it.")
    assert all(reference in page(as_role("information-governance")) for reference in references)


def deed_verbs(trust: Trust) -> set[str]:
    """The verbs that assurance counts today."""
    return {verb for _, verb, _ in entries_by_day(trust, clock.today(), clock.today())}


def test_it_strikes_out_a_restricted_reference_that_another_entry_mentions(trust: TrustCast, as_role: SignIn) -> None:
    hidden, open_one = trust.report(internal=True), trust.report()
    by = trust.actor("lsms")
    with scope(trust.trust):
        note(
            by=by,
            subject=trust.trust,
            why=f"See {hidden.reference}.",
            details={"merged": [hidden.reference, open_one.reference], hidden.reference: "x"},
            changes={"into": [None, {"reference": hidden.reference}]},
        )
    found = page(as_role("security-management-director"), verb="note")
    assert hidden.reference not in found
    assert open_one.reference in found
    assert found.count("(a restricted record)") == 4


def test_it_shows_no_other_trusts_entries(trust: TrustCast, other_trust: TrustCast, as_role: SignIn) -> None:
    other_trust.report()
    note(by=other_trust.actor("lsms"), subject=Subject("thing", "of nobody"))
    for role in READERS:
        found = page(as_role(role))
        assert "ZB2" not in found
        assert "of nobody" not in found


def test_it_enters_that_the_trail_was_read(trust: TrustCast, as_role: SignIn) -> None:
    client = as_role("auditor")
    page(client)
    page(client)
    entry = Entry.objects.get(verb="workspace.read_audit_trail")
    assert (entry.actor_name, entry.trust, entry.reading) == ("Auditor Example ZA1", "ZA1", True)


def test_it_filters(trust: TrustCast, as_role: SignIn) -> None:
    one, two = trust.report(), trust.report()
    with scope(trust.trust), clock.at(clock.now() - timedelta(days=10)):
        note(by=trust.actor("lsms"), subject=trust.trust, why="Long ago.")
    client = as_role("auditor")
    today, long_ago = clock.today(), clock.today() - timedelta(days=10)
    assert all(two.reference not in row for row in rows(client, about=one.reference.lower()))
    assert rows(client, about=one.reference)
    assert len(rows(client, verb="note")) == 1
    assert all("Lsms Example" in row for row in rows(client, who="Lsms Example ZA1"))
    assert len(rows(client, who="Lsms Example ZA1")) == 1
    assert all(" Read " in row for row in rows(client, kind="read"))
    assert not any(" Read " in row for row in rows(client, kind="done"))
    assert len(rows(client, until=str(long_ago))) == 1
    assert len(rows(client, since=str(long_ago), until=str(long_ago))) == 1
    assert "Long ago" not in page(client, since=str(today))
    assert "No entry fits" in page(client, verb="unheard of")


@pytest.mark.parametrize(
    "filters",
    [
        {"since": "soon"},
        {"who": "Nobody At All"},
        {"who_key": "x"},
        {"after": "nonsense"},
        {"before": "2026-03-03T00:00~x"},
        {"after": "2026-03-03T00:00:00~1"},
        {"after": "0001-01-01T00:00:00+14:00~1"},
        {"before": "9999-12-31T23:59:59-14:00~1"},
        {"since": "0001-01-01", "until": "9999-12-31"},
        {"about": "\x00"},
        {"verb": "%' OR 1=1"},
        {"before": "2026-03-03T00:00:00+00:00~99999999999999999999"},
    ],
)
def test_it_takes_any_address(trust: TrustCast, as_role: SignIn, filters: dict[str, str]) -> None:
    assert as_role("auditor").get("/audit/", filters).status_code == 200


def test_it_pages_by_key_there_and_back(trust: TrustCast, as_role: SignIn) -> None:
    moment = clock.now() - timedelta(hours=1)
    with scope(trust.trust), clock.at(moment):  # all at the same instant: only their numbers tell them apart
        for number in range(2 * PAGE + 7):
            note(by=trust.actor("lsms"), subject=trust.trust, why=f"Note {number:03d}.")
    client = as_role("auditor")
    seen, url, addresses = [], "/audit/?verb=note", []
    while url:
        body = client.get(url).content.decode()
        seen.append(re.findall(r"Note (\d{3})\.", body))
        addresses.append(url)
        older = re.search(r'href="([^"]+)" rel="next"', body)
        url = older[1].replace("&amp;", "&") if older else ""
    assert [len(one) for one in seen] == [PAGE, PAGE, 7]
    assert [number for one in seen for number in one] == [f"{number:03d}" for number in range(2 * PAGE + 6, -1, -1)]
    newer = re.search(r'href="([^"]+)" rel="prev"', client.get(addresses[-1]).content.decode())
    assert newer
    back = client.get(newer[1].replace("&amp;", "&")).content.decode()
    assert re.findall(r"Note (\d{3})\.", back) == seen[1]


def test_it_says_what_was_erased(trust: TrustCast, as_role: SignIn) -> None:
    with scope(trust.trust):
        note(by=trust.actor("lsms"), subject=trust.trust, details={"words": "A story."})
        erase_details(
            by=trust.actor("lsms"),
            entries=Entry.objects.filter(verb="tests.note"),
            authority="retention schedule 4.2",
            why="Its time was over.",
        )
    found = page(as_role("auditor"), verb="note")
    assert "erased under retention schedule 4.2" in found
    assert "A story" not in found


def test_it_finds_people_of_the_own_trust_for_the_filter(
    trust: TrustCast, other_trust: TrustCast, as_role: SignIn
) -> None:
    client = as_role("auditor")
    matches = client.get("/audit/people.json", {"q": "lsms"}).json()["matches"]
    assert [match["title"] for match in matches] == ["Lsms Example ZA1"]
    assert client.get("/audit/people.json").json()["matches"] == []


def test_it_asks_the_same_however_much_there_is(
    trust: TrustCast, as_role: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_role("security-management-director")
    page(client)
    for times in (1, 8):
        for _ in range(times):
            trust.report()
            trust.report(internal=True)
        with django_assert_num_queries(AUDIT_STATEMENTS):
            page(client)
