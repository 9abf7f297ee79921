"""Signing in as one of the cast, and everything that keeps it out of a real installation."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import Resolver404, resolve
from playwright.sync_api import expect
from pytest_django.fixtures import Settings

from holdfast.doors.demonstration.building import MARKER
from holdfast.doors.demonstration.cast import MAKER
from holdfast.doors.demonstration.context import change_person
from holdfast.doors.demonstration.signing_in import PARTS, comes_from_this_machine, companies
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.organisation.models import Person, Post, PostHolding, Trust, Unit, User
from holdfast.foundation.organisation.operations.people import add_person
from holdfast.foundation.organisation.scope import scope
from tests.browser import assert_accessible, picture

pytestmark = [pytest.mark.django_db, pytest.mark.urls("holdfast.doors.demonstration.tests.addresses")]
HERE = {"HTTP_HOST": "localhost:8000"}


def account(trust: Trust, given: str, role: str = "", unit: Unit | None = None, **fields: Any) -> User:
    """One of the cast of `trust`."""
    address = fields.pop("email", f"{given.lower()}.{trust.slug}@demo.invalid")
    person = Person.objects.create(trust=trust, given_name=given, family_name="Example", unit=unit, **fields)
    if role:
        post = Post.objects.create(
            trust=trust, key=f"{role}-{given.lower()}", title=f"Post of {role}", role=role, unit=unit
        )
        PostHolding.objects.create(trust=trust, post=post, person=person, start=date(2020, 1, 1))
    return User.objects.create_user(address, None, person=person)


@pytest.fixture
def demonstration(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, User]:
    """A demonstration of two trusts, in demo mode; the accounts of the first by role."""
    resolve("/", urlconf="holdfast.config.urls")  # read before DEMO is set: they are read once for all tests
    settings.DEMO = True
    monkeypatch.setattr(settings.CONFIGURATION, "data", tmp_path)
    (tmp_path / MARKER).write_text("x")
    made: dict[str, User] = {}
    for slug in ("invented", "another"):
        trust = Trust.objects.create(code=slug[:3].upper(), slug=slug, name=f"{slug.title()} Trust", live=True)
        with scope(trust):
            add_person(by=MAKER, trust=trust, given_name="Without", family_name="Account")
            team = Unit.objects.create(trust=trust, name="Mill Lane")
            other = Unit.objects.create(trust=trust, name="Hill Street")
            account(trust, "Porter", unit=team, job_title="Porter")
            accounts = {"staff": account(trust, "Paramedic", unit=team, job_title="Paramedic")}
            account(trust, "Elsewhere", unit=other, job_title="Paramedic")
            for role in PARTS:
                accounts[role] = account(trust, role.title(), role, team if role == "line-manager" else None)
            account(trust, "Second", "lsms")
        made = made or accounts
    return made


def test_it_lists_one_of_each_part_for_each_trust(demonstration: dict[str, User], client: Client) -> None:
    page = client.get("/demo/", **HERE).content.decode()
    assert page.count("Invented Trust") >= 1
    assert page.index("Another Trust") < page.index("Invented Trust")
    invented = next(company for company in companies() if company.trust.slug == "invented")
    assert [player.account for player in invented.players] == [user.pk for user in demonstration.values()]
    assert [player.post for player in invented.players][:2] == ["Paramedic", "Post of line-manager, Mill Lane"]
    assert "Sees every incident but restricted ones" in page
    assert page.count('name="account"') == 2 * 9


def test_it_folds_the_parts_of_single_steps_away(demonstration: dict[str, User], client: Client) -> None:
    trust = Trust.objects.get(slug="invented")
    with scope(trust):
        clinician = account(trust, "Clara", "clinician")
    invented = next(company for company in companies() if company.trust == trust)
    assert [player.account for player in invented.more] == [clinician.pk]
    page = client.get("/demo/", **HERE).content.decode()
    assert page.count("More people of this trust") == 1
    assert "/r/invented/report/" in page


def test_it_asks_the_database_the_same_for_any_number_of_trusts(
    demonstration: dict[str, User], django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        assert len(list(companies())) == 2


def test_it_signs_in_with_one_press_and_changes_as_easily(demonstration: dict[str, User], client: Client) -> None:
    for role in ("lsms", "staff"):
        user = demonstration[role]
        answer = client.post("/demo/sign-in/", {"account": user.pk}, **HERE)
        assert answer["Location"] == "/"
        page = client.get("/demo/", **HERE).content.decode()
        assert f"You are now {user.person}" in page
        assert page.count('name="account"') == 2 * 9 - 1
        assert client.get("/account/", **HERE).context["viewer"].user == user
    entries = Entry.objects.filter(verb__in=("organisation.sign_in", "organisation.sign_out")).order_by("pk")
    assert [(entry.verb.split(".")[1], entry.channel) for entry in entries] == [
        ("sign_in", "demo"),
        ("sign_out", "web"),
        ("sign_in", "demo"),
    ]


@pytest.mark.parametrize(
    ("wanted", "led"), [("/account/?x=1", "/account/?x=1"), ("https://evil.example/", "/"), ("//e", "/")]
)
def test_it_goes_on_to_the_page_that_was_asked_for(
    demonstration: dict[str, User], client: Client, wanted: str, led: str
) -> None:
    user = demonstration["lsms"]
    assert client.post("/demo/sign-in/", {"account": user.pk, "next": wanted}, **HERE)["Location"] == led


def test_it_says_when_nobody_is_there_yet(demonstration: dict[str, User], client: Client) -> None:
    User.objects.all().update(is_active=False)
    assert "Nobody is here yet" in client.get("/demo/", **HERE).content.decode()


# The guards


def refused(client: Client, user: User, **more: Any) -> bool:
    """True when neither the list nor the sign-in is given."""
    caller = HERE | more
    answers = [client.get("/demo/", **caller), client.post("/demo/sign-in/", {"account": user.pk}, **caller)]
    assert "_auth_user_id" not in client.session
    return {answer.status_code for answer in answers} <= {403, 404}


@pytest.mark.parametrize("mode", ["production", "development", "test"])
def test_it_is_not_there_in_any_other_mode(
    demonstration: dict[str, User], client: Client, settings: Settings, mode: str
) -> None:
    settings.DEMO = False
    assert refused(client, demonstration["lsms"])


def test_it_has_no_address_in_any_other_mode() -> None:
    with pytest.raises(Resolver404):
        resolve("/demo/", urlconf="holdfast.config.urls")


def test_it_refuses_data_that_the_demonstration_did_not_make(
    demonstration: dict[str, User], client: Client, settings: Settings
) -> None:
    user = demonstration["lsms"]
    (settings.CONFIGURATION.data / MARKER).unlink()
    assert refused(client, user)
    answer = client.get("/demo/", **HERE)
    assert "was not made by the demonstration" in answer.content.decode()


def test_it_refuses_a_trail_in_which_the_demonstration_does_not_appear(
    demonstration: dict[str, User], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("holdfast.doors.demonstration.signing_in.MAKER", type("Nobody", (), {"identity": "user:1"}))
    assert refused(client, demonstration["lsms"])


@pytest.mark.parametrize(
    "caller",
    [
        {"REMOTE_ADDR": "192.0.2.1"},
        {"REMOTE_ADDR": "10.0.0.1"},
        {"REMOTE_ADDR": ""},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_HOST": "testserver"},
    ],
)
def test_it_answers_this_machine_only(demonstration: dict[str, User], client: Client, caller: dict[str, str]) -> None:
    assert refused(client, demonstration["lsms"], **caller)


@pytest.mark.parametrize(
    ("host", "address"),
    [("localhost", "127.0.0.1"), ("127.0.0.1:8000", "127.0.0.2"), ("[::1]:8000", "::1"), ("[::1]", "::ffff:127.0.0.1")],
)
def test_it_knows_this_machine_by_all_its_names(host: str, address: str) -> None:
    assert comes_from_this_machine(RequestFactory().get("/", HTTP_HOST=host, REMOTE_ADDR=address))


@pytest.mark.parametrize("address", ["real@example.nhs.uk", "x@demo.invalid.example.nhs.uk", "x@notdemo.invalid"])
def test_it_signs_nobody_in_as_a_real_account(demonstration: dict[str, User], client: Client, address: str) -> None:
    trust = Trust.objects.get(slug="invented")
    with scope(trust):
        real = account(trust, "Real", "auditor", email=address)
    assert client.post("/demo/sign-in/", {"account": real.pk}, **HERE).status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("junk", ["", "x", "-1", "0", "9" * 30, "١", "1 OR 1=1"])
def test_it_signs_nobody_in_for_junk(demonstration: dict[str, User], client: Client, junk: str) -> None:
    assert client.post("/demo/sign-in/", {"account": junk}, **HERE).status_code == 404


def test_it_signs_in_by_sending_a_form_only(demonstration: dict[str, User]) -> None:
    user = demonstration["lsms"]
    careful = Client(enforce_csrf_checks=True)
    assert careful.get(f"/demo/sign-in/?account={user.pk}", **HERE).status_code == 405
    assert careful.post("/demo/sign-in/", {"account": user.pk}, **HERE).status_code == 403
    assert "_auth_user_id" not in careful.session


def test_it_offers_to_change_the_person_on_every_page() -> None:
    assert change_person(RequestFactory().get("/"))["change_person_url"] == "/demo/"


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_it_is_one_press_in_a_browser(
    transactional_db: None, demonstration: dict[str, User], visit: Any, size: str
) -> None:
    page = visit(size)
    page.goto("/demo/")
    assert_accessible(page)
    picture(page, f"demonstration-{size}")
    page.get_by_role("button", name="Sign\N{NO-BREAK SPACE}in as Lsms Example, Post of lsms").nth(1).click()
    expect(page.get_by_text("You are now Lsms Example, Post of lsms.")).to_be_visible()
    page.goto("/demo/")
    expect(page.get_by_text("You", exact=True)).to_be_visible()
    assert_accessible(page)
