"""What stands round every page, and the pages that are for anyone."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from holdfast.doors.workspace.tests.conftest import SignIn
from tests.cast import TrustCast

pytestmark = pytest.mark.any_database  # every page is opened on each database in tests/test_permissions.py

FOR_ANYONE = ("/about/", "/accessibility/", "/privacy/", "/licences/")


def menu(client: Client) -> list[str]:
    page = client.get("/about/").content.decode()
    part = page.partition('aria-label="Menu"')[2].partition("</nav>")[0]
    return re.findall(r'navigation-link" href="([^"]+)"', part)


REGISTERS = ("/markers/look-up/", "/registers/")


@pytest.mark.parametrize(
    ("role", "addresses"),
    [
        ("staff", ["/", "/report/", "/my-reports/", "/notices/"]),
        ("control-room", ["/", "/report/", "/my-reports/", *REGISTERS, "/notices/"]),
        ("line-manager", ["/", "/report/", "/incidents/", *REGISTERS, "/notices/"]),
        ("lsms", ["/", "/report/", "/incidents/", *REGISTERS, "/assurance/", "/notices/"]),
        ("board-member", ["/", "/report/", "/my-reports/", "/assurance/", "/notices/"]),
        ("administrator", ["/", "/report/", "/my-reports/", "/notices/", "/organisation/"]),
        ("auditor", ["/", "/report/", "/my-reports/", "/assurance/", "/notices/", "/audit/"]),
        (
            "security-management-director",
            ["/", "/report/", "/incidents/", *REGISTERS, "/assurance/", "/notices/", "/audit/"],
        ),
    ],
)
def test_it_offers_what_a_role_may_go_to(role: str, addresses: list[str], as_role: SignIn) -> None:
    client = as_role(role)
    assert menu(client) == addresses
    for address in addresses:
        assert client.get(address).status_code == 200, address


def test_it_offers_a_stranger_nothing_but_to_sign_in(db: None, client: Client) -> None:
    page = client.get("/about/").content.decode()
    assert 'aria-label="Menu"' not in page
    assert 'role="search"' not in page
    assert "Sign in" in page


def test_it_marks_where_one_is(as_role: SignIn) -> None:
    client = as_role("lsms")
    for url, title in (("/", "My work"), ("/incidents/", "Incidents"), ("/assurance/policy/", "Assurance")):
        page = client.get(url).content.decode()
        assert re.findall(r'aria-current="true"><strong[^>]*>([^<]+)<', page) == [title]


@pytest.mark.parametrize(
    ("under", "title"),
    [
        ("", "Report"),
        ("triage/", "Report"),
        ("searches/", "Case"),
        ("bundles/", "Case"),
        ("marker/", "People affected"),
        ("disclosures/", "Police"),
        ("exhibits/new/", "Exhibits"),
    ],
)
def test_it_marks_the_page_of_the_incident_one_is_on(trust: TrustCast, as_role: SignIn, under: str, title: str) -> None:
    reference = trust.report().reference
    page = as_role("lsms").get(f"/incidents/{reference}/{under}").content.decode()
    shown = page.partition('class="hf-sections"')[2].partition("</nav>")[0]
    assert re.findall(r'aria-current="page">([^<]+)<', shown) == [title]


@pytest.mark.parametrize("url", FOR_ANYONE)
def test_it_has_pages_for_anyone(db: None, client: Client, url: str) -> None:
    answer = client.get(url)
    assert answer.status_code == 200
    for address in FOR_ANYONE:
        assert f'href="{address}"' in answer.content.decode()
    assert client.post(url).status_code == 405


def test_it_says_whose_the_sites_are(db: None, client: Client) -> None:
    page = client.get("/licences/").content.decode()
    assert "Open Government Licence v3.0" in page
    assert "Organisation Data Service" in page
    assert "Django 5" in page


def test_it_says_that_a_demonstration_is_invented(as_role: SignIn, client: Client, settings: Settings) -> None:
    assert "This is a demonstration" not in client.get("/about/").content.decode()
    settings.DEMO = True
    assert "Every person, every incident and every letter here is invented" in client.get("/about/").content.decode()


def test_it_shows_the_version(db: None, client: Client, settings: Settings) -> None:
    assert f"Holdfast {settings.VERSION}" in client.get("/about/").content.decode()
