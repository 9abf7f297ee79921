from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from holdfast.casework.incidents.operations.triage import Judgement, triage
from holdfast.doors.workspace.tests.conftest import SignIn
from holdfast.foundation.organisation.roles import ROLES
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock
from holdfast.tools.actions.operations.raising import raise_action
from tests.cast import SECRET, TrustCast

SEARCH_STATEMENTS = 9
"""Statements of a search by someone who finds incidents, sites and people, however many there are."""


def page(client: Client, words: str) -> str:
    """The page for `words`, without the secret of its forms, which is another each time."""
    answer = client.get("/search/", {"q": words})
    assert answer.status_code == 200
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())


def test_it_finds_incidents_sites_and_people(trust: TrustCast, as_role: SignIn) -> None:
    incident = trust.report(says="A trolley was thrown.")
    client = as_role("lsms")
    assert incident.reference in page(client, "trolley thrown")
    assert "/sites/ZA101/" in page(client, "mill lane")
    assert f"/people/{trust.people['estates'].pk}/" in page(client, "estates")


@pytest.mark.parametrize("words", ["{}", " {} ", "inc 2026 {number}", "INC/2026/{number}"])
def test_it_goes_straight_to_a_reference(trust: TrustCast, as_role: SignIn, words: str) -> None:
    reference = trust.report().reference
    _, year, number = reference.split("-")
    asked = words.format(reference, number=number).replace("2026", year)
    answer = as_role("lsms").get("/search/", {"q": asked})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/incidents/{reference}/")


def test_it_goes_to_ones_own_report_where_one_may_see_no_more(trust: TrustCast, as_role: SignIn) -> None:
    reference = trust.report().reference
    assert as_role("staff").get("/search/", {"q": reference}).headers["Location"] == f"/my-reports/{reference}/"


def test_it_goes_straight_to_records_of_other_kinds(trust: TrustCast, as_role: SignIn) -> None:
    with scope(trust.trust):
        action = raise_action(
            by=trust.actor("lsms"),
            trust=trust.trust,
            submission_key="ab" * 16,
            title="Mend the door",
            owner=trust.people["lsms"],
            due=clock.today() + timedelta(days=7),
        )
    reference = action.record.reference
    assert as_role("lsms").get("/search/", {"q": reference}).headers["Location"] == f"/actions/{reference}/"
    assert "Nothing found" in page(as_role("estates"), reference)


def test_it_goes_nowhere_for_a_reference_that_is_not_ones_own(trust: TrustCast, as_role: SignIn) -> None:
    reference = trust.report().reference
    assert "Nothing found" in page(as_role("estates"), reference)
    assert "Nothing found" in page(as_role("board-member"), reference)


def test_it_says_the_same_of_what_is_restricted_and_what_does_not_exist(trust: TrustCast, as_role: SignIn) -> None:
    hidden = trust.report(internal=True, by_staff=False, says=f"{SECRET} took the keys.").reference
    missing = hidden[:-2] + "99"
    for role in sorted(set(ROLES) - {"security-lead"}):
        client = as_role(role)
        assert page(client, hidden).replace(hidden, "X") == page(client, missing).replace(missing, "X")
        assert page(client, SECRET).replace(SECRET, "X") == page(client, "Unheardof").replace("Unheardof", "X")
    assert hidden in page(as_role("security-lead"), SECRET)


def test_it_finds_nothing_of_another_trust(trust: TrustCast, other_trust: TrustCast, as_role: SignIn) -> None:
    trust.report()
    other_trust.report()
    theirs = other_trust.report(says="A trolley was thrown.").reference
    for words in (theirs, "trolley", "ZB201", "example zb2"):
        assert "Nothing found" in page(as_role("security-lead"), words)


def test_it_finds_own_reports_by_what_one_told_oneself_only(trust: TrustCast, as_role: SignIn) -> None:
    incident = trust.report(says="A trolley was thrown.")
    with scope(trust.trust):
        judged = Judgement(
            type=incident.type, severity="minor", crime=False, no_investigation_reason=SECRET, note=f"{SECRET} again"
        )
        triage(by=trust.actor("lsms"), incident=incident, judgement=judged)
    client = as_role("staff")
    assert incident.reference in page(client, "trolley")
    assert "Nothing found" in page(client, SECRET)


def test_it_finds_people_for_those_who_look_after_them(trust: TrustCast, as_role: SignIn) -> None:
    key = trust.people["estates"].pk
    assert f"/organisation/people/{key}/" in page(as_role("administrator"), "estates")
    for role in ("staff", "line-manager", "board-member", "auditor"):
        assert "Estates Example" not in page(as_role(role), "estates")


def test_it_says_what_can_be_asked(as_role: SignIn) -> None:
    assert "Search for a reference such as" in page(as_role("lsms"), "  ")
    assert "words of a report of yours" in page(as_role("staff"), "")


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", "x" * 5000, "\x00", "%_'\"", "🔑", "\u202eabc", "* OR *", "-", "NEAR(a b)"]
)
def test_it_takes_whatever_is_typed(trust: TrustCast, as_role: SignIn, words: str) -> None:
    trust.report()
    answer = as_role("lsms").get("/search/", {"q": words})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_it_asks_the_same_however_much_it_finds(
    trust: TrustCast, as_role: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_role("lsms")
    page(client, "shouted")
    for times in (1, 8):
        for _ in range(times):
            trust.report()
        with django_assert_num_queries(SEARCH_STATEMENTS):
            page(client, "example")
        with django_assert_num_queries(SEARCH_STATEMENTS):
            page(client, "shouted")
