"""The pages of the organisation in a browser: for everyone (WCAG 2.2 AA), on a phone, without a script."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from holdfast.foundation.organisation.models import Deputy, Person, PostHolding, Site, Trust
from holdfast.foundation.organisation.scope import scope
from holdfast.foundation.organisation.tests.cast import make_person, make_post, make_trust, make_unit, sign_in
from holdfast.kernel import clock
from tests.browser import Visitors, assert_accessible, picture

STAFF = (
    "Staff in post\nEmployee Number,First Name,Last Name,Job Title,Org L2,Org L3,Start Date,Leaving Date\n"
    "1001,Ada,Testman,Paramedic,Operations,Station 1,01-APR-2015,\n"
    "1002,Bo,Sampleton,Paramedic,Operations,Station 1,99/99/2020,\nTotal,2\n"
)


@pytest.fixture
def trust(transactional_db: None) -> Iterator[Trust]:
    """A trust with something on every page."""
    made = make_trust()
    today = clock.today()
    with scope(made):
        root = make_unit(made, "Operations")
        stations = [make_unit(made, f"Station {number}", root) for number in range(1, 5)]
        for number in range(60):
            make_person(
                made, f"{['Ada', 'Bo', 'Cy', 'Di'][number % 4]} Test{'abcdefghijklmno'[number % 15]}",
                employee_number=str(20000000 + number), job_title="Paramedic", unit=stations[number % 4],
                email=f"person{number}@example.org",
            )  # fmt: skip
        Site.objects.bulk_create(
            Site(trust=made, code=f"ZZ{n:03d}", name=f"Invented Ambulance Station {n}", address="1 Market Lane",
                 postcode="TF1 2AB", closed=today - timedelta(9) if n % 9 == 0 else None)
            for n in range(60)
        )  # fmt: skip
        ada, bo = Person.objects.order_by("pk")[:2]
        lsms = make_post(made, "lsms", ada, title="Local Security Management Specialist", of_policy=True)
        make_post(made, "security-management-director", title="Security Management Director", of_policy=True)
        make_post(made, "line-manager", title="Operations Manager", level="team", of_policy=True)
        make_post(made, "line-manager", bo, title="Operations Manager", level="team", unit=stations[0])
        Deputy.objects.create(
            trust=made, post=lsms, holder=ada, person=bo, start=today, end=today + timedelta(14), reason="Annual leave"
        )
        make_post(made, "administrator", make_person(made, "Olga Keeper", email="olga@example.org"))
        yield made


def signed_in(page: Page, person: Person, address: str) -> None:
    """Give `page` the session of `person`."""
    cookie = sign_in(person).cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": address}])


@pytest.fixture
def keeper(trust: Trust) -> Person:
    return Person.objects.get(given_name="Olga")


def pages_of(trust: Trust) -> list[str]:
    person = Person.objects.order_by("pk").first()
    holding = PostHolding.objects.select_related("post").order_by("pk").first()
    assert person is not None
    assert holding is not None
    unit = person.unit
    return [
        "", "sites/", "sites/?q=invented&show=all", "sites/?q=nothing", "sites/add/", "sites/ZZ001/",
        "sites/ZZ001/change/", "parts/", "parts/?q=station", "parts/add/", f"parts/{unit.pk}/",
        f"parts/{unit.pk}/move/", f"parts/{unit.pk}/close/",
        "people/", "people/add/", f"people/{person.pk}/", f"people/{person.pk}/change/", f"people/{person.pk}/leaving/",
        f"people/{person.pk}/supervisor/?q=ada", "posts/", "posts/add/", f"posts/{holding.post.pk}/",
        f"posts/{holding.post.pk}/appoint/", f"posts/{holding.post.pk}/appoint/?q=test", f"holdings/{holding.pk}/end/",
        f"posts/{holding.post.pk}/holders/{person.pk}/deputy/?q=bo", "my-posts/", "roles/", "settings/", "imports/",
        "imports/sites/", "imports/staff/",
    ]  # fmt: skip


def test_it_serves_everyone_on_every_page(trust: Trust, keeper: Person, visit: Visitors, live_server: Any) -> None:
    page = visit("phone")
    signed_in(page, keeper, live_server.url)
    for address in pages_of(trust):
        page.goto(f"/organisation/{address}")
        assert_accessible(page)
        picture(page, f"organisation-{address.strip('/').replace('/', '-').partition('?')[0] or 'home'}")


def test_it_brings_in_staff_on_a_desk(
    trust: Trust, keeper: Person, visit: Visitors, live_server: Any, tmp_path: Path, uploads: Path
) -> None:
    file = tmp_path / "staff.csv"
    file.write_text(STAFF)
    page = visit("desktop")
    signed_in(page, keeper, live_server.url)
    page.goto("/organisation/imports/staff/")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("heading", name="What does each column hold?")).to_be_visible()
    expect(page.get_by_label("Employee Number")).to_have_value("employee_number")
    assert_accessible(page)
    picture(page, "organisation-import-columns")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Check what would change")).to_be_visible()
    expect(page.get_by_text("is no day of the calendar")).to_be_visible()
    assert_accessible(page)
    picture(page, "organisation-import-preview")
    page.get_by_label("Take over the good rows, and leave out the others").check()
    page.get_by_role("button", name="Take this over").click()
    expect(page.get_by_role("heading", name="The staff file is in")).to_be_visible()
    assert_accessible(page)
    picture(page, "organisation-import-result")


def test_it_appoints_someone_without_a_script(trust: Trust, keeper: Person, visit: Visitors, live_server: Any) -> None:
    page = visit("phone", java_script_enabled=False)
    signed_in(page, keeper, live_server.url)
    page.goto("/organisation/posts/")
    page.get_by_role("link", name="Appoint someone to Security Management Director").click()
    visit.expects(r"holdfast.svg net::ERR_ABORTED", because="a quick click leaves the page before its icon is there")
    page.get_by_label("Find a person").fill("cy testc")
    page.get_by_role("button", name="Find").click()
    page.get_by_label("Cy Testc").first.check()
    page.get_by_role("button", name="Appoint").click()
    expect(page.get_by_text("The appointment is saved.")).to_be_visible()
    expect(page.get_by_text("Nobody holds this post")).to_have_count(0)
