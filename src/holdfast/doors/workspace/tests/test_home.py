from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from holdfast.casework.incidents.models import Draft
from holdfast.casework.incidents.operations.triage import Judgement, triage
from holdfast.doors.workspace.tests.conftest import SignIn
from holdfast.foundation.notifications.models import Mail, MailState, Notice
from holdfast.foundation.organisation.models import Deputy, Number
from holdfast.foundation.organisation.roles import ROLES
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock
from tests.cast import SECRET, SINCE, TrustCast

pytestmark = pytest.mark.any_database  # every page is opened on each database in tests/test_permissions.py

HOME_STATEMENTS = {"staff": 10, "line-manager": 9, "lsms": 9, "security-lead": 9, "administrator": 11, "auditor": 11}
"""Statements of home, whatever waits there; session, account and posts included. The bench allows 15."""


def text_of(client: Client, url: str = "/") -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.mark.parametrize("role", ROLES)
def test_it_has_a_page_for_everyone_with_nothing_to_do(role: str, as_role: SignIn) -> None:
    page = text_of(as_role(role))
    assert "Nothing is waiting for you" in page
    assert "Report an incident" in page


def test_it_says_what_to_do_first(as_role: SignIn) -> None:
    assert "report it" in text_of(as_role("staff"))
    assert "look at assurance" in text_of(as_role("board-member"))
    assert "go to Organisation" in text_of(as_role("administrator"))
    assert "look at assurance" not in text_of(as_role("staff"))


def test_it_shows_what_is_owed_with_the_one_button(trust: TrustCast, as_role: SignIn) -> None:
    incident = trust.report()
    page = text_of(as_role("lsms"))
    assert "Waits for triage" in page
    assert f"Triage : {incident.record.title}, {incident.reference}" in page
    assert f'href="/incidents/{incident.reference}/triage/"' in as_role("lsms").get("/").content.decode()


def test_it_puts_what_is_late_first(trust: TrustCast, as_role: SignIn) -> None:
    with scope(trust.trust):
        Number.objects.create(trust=trust.trust, key="incidents.triage-within", value="P2D")
    with clock.at(clock.now() - timedelta(days=3)):
        late = trust.report()
    with clock.at(clock.now() - timedelta(days=1)):
        soon = trust.report()
    page = text_of(as_role("lsms"))
    assert page.index("Overdue") < page.index(late.reference) < page.index("Due soon") < page.index(soon.reference)


def test_it_cuts_a_long_group_and_shows_all_of_it_when_asked(trust: TrustCast, as_role: SignIn) -> None:
    with clock.at(clock.now() - timedelta(days=1)):
        references = [trust.report().reference for _ in range(12)]
    page = text_of(as_role("lsms"))
    assert "Show all 12" in page
    assert page.count("Waits for triage") == 10
    whole = text_of(as_role("lsms"), "/?all=undated")
    assert whole.count("Waits for triage") == 12
    assert all(reference in whole for reference in references)
    assert text_of(as_role("lsms"), "/?all=nonsense")


def test_it_shows_what_is_owed_for_someone_who_is_away(trust: TrustCast, as_role: SignIn) -> None:
    incident = trust.report()
    with scope(trust.trust):
        judged = Judgement(type=incident.type, severity="minor", crime=False, lead=trust.people["line-manager"])
        triage(by=trust.actor("lsms"), incident=incident, judgement=judged)
        Deputy.objects.create(
            trust=trust.trust,
            post=trust.posts["line-manager"],
            holder=trust.people["line-manager"],
            person=trust.people["estates"],
            start=SINCE,
        )
    page = text_of(as_role("estates"))
    assert "You stand in for Line Manager Example ZA1 as Line manager, Mill Lane" in page
    assert "for Line Manager Example ZA1, who is away" in page


def test_it_marks_what_is_restricted_for_those_named_on_it(trust: TrustCast, as_role: SignIn) -> None:
    restricted = trust.report(internal=True, says=f"{SECRET} took the keys.")
    page = text_of(as_role("security-lead"))
    assert restricted.reference in page
    assert "Restricted" in page
    for role in set(ROLES) - {"security-lead", "staff"}:
        assert restricted.reference not in text_of(as_role(role))


def test_it_offers_to_go_on_with_a_draft(trust: TrustCast, as_role: SignIn) -> None:
    with scope(trust.trust):
        Draft.objects.create(trust=trust.trust, key="d", person=trust.people["staff"])
    assert "You began a report and have not sent it" in text_of(as_role("staff"))
    assert 'href="/report/?draft=d"' in as_role("staff").get("/").content.decode()
    assert "You began a report" not in text_of(as_role("lsms"))


def test_it_shows_my_latest_reports(trust: TrustCast, as_role: SignIn) -> None:
    references = []
    for day in range(4, 0, -1):
        with clock.at(clock.now() - timedelta(days=day)):
            references.append(trust.report().reference)
    page = text_of(as_role("staff"))
    assert [reference in page for reference in references] == [False, True, True, True]
    assert "Waiting for triage" in page
    assert "You have not reported anything yet" in text_of(as_role("administrator"))
    assert "What became of my reports" in text_of(as_role("estates"))


def test_it_shows_what_is_new(trust: TrustCast, as_role: SignIn) -> None:
    with scope(trust.trust):
        for number in range(4):
            Notice.objects.create(
                trust=trust.trust, person=trust.people["estates"], kind="x.y", subject=f"News {number}", key=str(number)
            )
    page = text_of(as_role("estates"))
    assert page.count("News") == 3
    assert "Notices 4" in page  # the count in the header is of all


def test_it_tells_administrators_of_mail_that_did_not_arrive(trust: TrustCast, as_role: SignIn) -> None:
    with scope(trust.trust):
        Mail.objects.create(trust=trust.trust, to="x@example.org", subject="s", body="b", key="k", state=MailState.DEAD)
    assert "1 e-mail could not be sent" in text_of(as_role("administrator"))
    assert "could not be sent" not in text_of(as_role("lsms"))


@pytest.mark.parametrize("role", HOME_STATEMENTS)
def test_it_asks_the_same_however_much_waits(
    trust: TrustCast, as_role: SignIn, role: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_role(role)
    trust.report()
    client.get("/")
    for times in (1, 8):
        for _ in range(times):
            trust.report()
            trust.report(internal=True)
        with django_assert_num_queries(HOME_STATEMENTS[role]):
            client.get("/")
