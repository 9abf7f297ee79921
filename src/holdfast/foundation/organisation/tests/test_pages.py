"""The pages of the organisation, as an administrator sees them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from holdfast.foundation.organisation.models import Deputy, Person, Post, PostHolding, Site, Trust, Unit, User
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.presenters.roles import PERMISSION_WORDS
from holdfast.foundation.organisation.roles import ROLES
from holdfast.foundation.organisation.scope import scope
from holdfast.foundation.organisation.tests.cast import TODAY, make_person, make_post, make_trust, make_unit, sign_in

DAY = timedelta(days=1)


def url(name: str, *arguments: object) -> str:
    return reverse(f"organisation:{name}", args=arguments)


def text(page: object) -> str:
    return " ".join(page.content.decode().split())  # type: ignore[attr-defined]


def boxes(name: str, day: date) -> dict[str, str]:
    """A day as its three boxes send it."""
    return {f"{name}_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


class TestHome:
    def test_it_says_what_to_do_first(self, keeper: Client) -> None:
        page = text(keeper.get(url("home")))
        assert "Bring them in from the ODS files." in page
        assert "Bring in data" in page

    def test_it_is_loud_about_posts_that_nobody_holds(self, keeper: Client, trust: Trust) -> None:
        make_post(trust, "lsms")
        make_post(trust, "executive", make_person(trust, "Ada Noaccount"))
        page = text(keeper.get(url("home")))
        assert "Nobody holds these posts" in page
        assert "Post holders who cannot sign in" in page
        assert "Ada Noaccount" in page


class TestSites:
    def test_it_is_empty_and_says_what_to_do(self, keeper: Client) -> None:
        page = text(keeper.get(url("sites")))
        assert "No sites yet" in page
        assert url("import_ods") in page

    def test_it_pages_by_key_forwards_and_back(self, keeper: Client, trust: Trust) -> None:
        Site.objects.bulk_create([Site(trust=trust, code=f"ZZ{n:03d}", name=f"Place {n // 2:03d}") for n in range(120)])
        seen: list[str] = []
        address = url("sites")
        pages = 0
        while address:
            page = keeper.get(address)
            seen += [site.code for site in page.context["rows"]]
            address, previous, pages = page.context["older_url"], page.context["newer_url"], pages + 1
        assert (pages, len(seen), len(set(seen))) == (3, 120, 120)
        back = keeper.get(previous)
        assert [site.code for site in back.context["rows"]] == seen[50:100]
        assert [site.code for site in keeper.get(back.context["newer_url"]).context["rows"]] == seen[:50]

    def test_it_finds_and_says_when_nothing_fits(self, keeper: Client, trust: Trust) -> None:
        Site.objects.create(trust=trust, code="ZZ101", name="Market Lane")
        assert "Market Lane" in text(keeper.get(url("sites"), {"q": "market"}))
        assert "No place fits" in text(keeper.get(url("sites"), {"q": "moon"}))
        assert "Market Lane" in text(keeper.get(url("sites"), {"after": "rubbish"}))

    def test_it_adds_changes_closes_and_opens_a_place(self, keeper: Client, trust: Trust) -> None:
        page = keeper.post(url("add_site"), {"name": "Car park", "postcode": "ab1 2cd"}, follow=True)
        place = Site.objects.get()
        assert "The place is added." in text(page)
        assert page.request["PATH_INFO"] == url("site", place.code)
        keeper.post(url("change_site", place.code), {"name": "Big car park", "postcode": "AB1 2CD"})
        page = keeper.post(url("close_site", place.code), boxes("on", TODAY - DAY))
        assert "cannot be before the day it opened" in text(page)
        keeper.post(url("close_site", place.code), boxes("on", TODAY))
        place.refresh_from_db()
        assert (place.name, place.closed) == ("Big car park", TODAY)
        keeper.post(url("reopen_site", place.code))
        place.refresh_from_db()
        assert place.closed is None

    def test_it_keeps_what_was_typed_when_something_is_wrong(self, keeper: Client) -> None:
        page = text(keeper.post(url("add_site"), {"name": "", "address": "1 High Street"}))
        assert "There is a problem" in page
        assert "1 High Street" in page
        assert not Site.objects.exists()

    def test_it_shows_a_site_of_ods(self, keeper: Client, trust: Trust) -> None:
        Site.objects.create(trust=trust, code="ZZ101", name="Lane", published_name="LANE", closed=date(2020, 1, 1))
        page = text(keeper.get(url("site", "ZZ101")))
        assert "This place closed on 1 January 2020" in page
        assert "come from ODS" in page


class TestUnits:
    def test_it_is_empty_and_says_what_to_do(self, keeper: Client) -> None:
        assert "No parts yet" in text(keeper.get(url("units")))

    def test_it_adds_moves_and_closes(self, keeper: Client, trust: Trust) -> None:
        keeper.post(url("add_unit"), {"name": "North"})
        north = Unit.objects.get()
        keeper.post(f"{url('add_unit')}?below={north.pk}", {"name": "Station 1", "parent": str(north.pk)})
        station = Unit.objects.get(name="Station 1")
        assert station.path == f"/{north.pk}/{station.pk}/"
        page = keeper.post(url("move_unit", north.pk), {"parent": str(station.pk)})
        assert "Select a valid choice" in text(page) or "one of the" in text(page)
        keeper.post(url("move_unit", station.pk), {"parent": ""})
        station.refresh_from_db()
        assert station.path == f"/{station.pk}/"
        page = keeper.post(url("close_unit", station.pk), {}, follow=True)
        assert "It is closed." in text(page)
        assert "Station 1" not in text(keeper.get(url("units")))
        assert "Station 1" in text(keeper.get(url("units"), {"show": "all"}))

    def test_it_shows_who_manages_and_works_there(self, keeper: Client, trust: Trust) -> None:
        unit = make_unit(trust, "Station 1", make_unit(trust, "North"))
        make_person(trust, "Ada Testman", unit=unit)
        make_post(trust, "line-manager", make_person(trust, "Bo Manager"), unit=unit.parent)
        make_post(trust, "line-manager", unit=unit)
        page = text(keeper.get(url("unit", unit.pk)))
        assert "Bo Manager" in page
        assert "Nobody holds this post" in page
        assert "1 person here" in page

    def test_it_finds_a_part_with_its_path(self, keeper: Client, trust: Trust) -> None:
        make_unit(trust, "Station 1", make_unit(trust, "North"))
        assert "North › Station 1" in text(keeper.get(url("units"), {"q": "station"}))
        assert "No part fits" in text(keeper.get(url("units"), {"q": "moon"}))


class TestPeople:
    def test_it_lists_filters_and_finds(self, keeper: Client, trust: Trust) -> None:
        make_person(trust, "Ada Testman", employee_number="1001")
        make_person(trust, "Bo Gone", left=TODAY - DAY)
        make_person(trust, "Cy Going", left=TODAY + DAY)
        page = text(keeper.get(url("people")))
        assert "Testman, Ada" in page
        assert "Gone, Bo" not in page
        assert "Gone, Bo" in text(keeper.get(url("people"), {"show": "left"}))
        assert "Going, Cy" in text(keeper.get(url("people"), {"show": "leaving"}))
        assert "Keeper, Olga" not in text(keeper.get(url("people"), {"show": "no-account"}))
        assert "Nobody fits" in text(keeper.get(url("people"), {"q": "zzz"}))

    def test_it_takes_the_same_statements_for_few_and_for_many(
        self, keeper: Client, trust: Trust, django_assert_max_num_queries: object
    ) -> None:
        unit = make_unit(trust, "North")
        for number in range(60):
            make_person(trust, f"Ada Test{'abcdefghij'[number % 10]}", unit=unit)
        keeper.get(url("people"))
        with django_assert_max_num_queries(10):
            keeper.get(url("people"))

    def test_it_adds_changes_and_invites(self, keeper: Client, trust: Trust, mailoutbox: list[object]) -> None:
        values = {"given_name": "Ada", "family_name": "Testman", "email": "ada@example.org"}
        page = keeper.post(url("add_person"), values, follow=True)
        ada = Person.objects.get(given_name="Ada")
        assert "Make an account and invite" in text(page)
        keeper.post(url("change_person", ada.pk), {**values, "job_title": "Medic"})
        page = keeper.post(url("invite", ada.pk), follow=True)
        assert "An invitation is on its way to ada@example.org." in text(page)
        assert len(mailoutbox) == 1
        ada.refresh_from_db()
        assert ada.job_title == "Medic"
        keeper.post(url("close_account", ada.pk))
        assert not User.objects.get(person=ada).is_active
        keeper.post(url("open_account", ada.pk))
        keeper.post(url("sign_in_address", ada.pk), {"email": "other@example.org"})
        user = User.objects.get(person=ada)
        assert (user.is_active, user.email) == (True, "other@example.org")

    def test_it_says_beside_the_field_what_is_wrong(self, keeper: Client, trust: Trust) -> None:
        make_person(trust, "Ada Testman", email="ada@example.org")
        values = {"given_name": "Bo", "family_name": "Testman", "email": "ada@example.org"}
        page = text(keeper.post(url("add_person"), values))
        assert "Ada Testman has this e-mail address." in page
        assert 'value="Bo"' in page

    def test_it_sets_a_leaving_date_and_takes_it_back(self, keeper: Client, trust: Trust) -> None:
        ada = make_person(trust, "Ada Testman")
        keeper.post(url("leaving", ada.pk), boxes("last_day", TODAY + DAY))
        ada.refresh_from_db()
        assert ada.left == TODAY + DAY
        keeper.post(url("leaving", ada.pk), {"last_day_day": "", "last_day_month": "", "last_day_year": ""})
        ada.refresh_from_db()
        assert ada.left is None

    def test_it_picks_a_supervisor_without_a_script(self, keeper: Client, trust: Trust) -> None:
        ada, bo = make_person(trust, "Ada Testman"), make_person(trust, "Bo Boss", employee_number="7")
        address = url("supervisor", ada.pk)
        assert "Nobody fits" in text(keeper.get(address, {"q": "zzz"}))
        page = text(keeper.get(address, {"q": "boss"}))
        assert "Bo Boss, 7" in page
        assert "Select a person" in text(keeper.post(f"{address}?q=boss", {}))
        keeper.post(f"{address}?q=boss", {"person": str(bo.pk)})
        ada.refresh_from_db()
        assert ada.supervisor == bo
        assert "Bo Boss" in text(keeper.get(url("person", ada.pk)))


class TestPosts:
    def test_it_is_empty_but_for_the_administrator(self, keeper: Client) -> None:
        page = text(keeper.get(url("posts")))
        assert "Olga Keeper" in page

    def test_it_adds_a_post_appoints_and_ends(self, keeper: Client, trust: Trust) -> None:
        ada = make_person(trust, "Ada Testman")
        keeper.post(url("add_post"), {"title": "Head of Security", "role": "security-lead"})
        post = Post.objects.get(key="head-of-security")
        assert "Appoint someone to Head of Security" in text(keeper.get(url("posts")))
        page = keeper.post(
            f"{url('appoint', post.pk)}?q=ada", {"person": str(ada.pk), **boxes("start", TODAY)}, follow=True
        )
        assert "The appointment is saved." in text(page)
        holding = PostHolding.objects.get(post=post)
        page = text(keeper.post(f"{url('appoint', post.pk)}?q=ada", {"person": str(ada.pk), **boxes("start", TODAY)}))
        assert "holds this post from 3 March 2026 on already" in page
        keeper.post(url("end_holding", holding.pk), boxes("last_day", TODAY))
        holding.refresh_from_db()
        assert holding.end == TODAY
        keeper.post(url("change_post", post.pk), {"title": "Head", "role": "security-lead"})
        keeper.post(url("close_post", post.pk))
        post.refresh_from_db()
        assert (post.title, post.closed) == ("Head", TODAY)

    def test_it_changes_only_mailbox_and_line_of_a_post_of_the_policy(self, keeper: Client, trust: Trust) -> None:
        post = make_post(trust, "lsms", of_policy=True)
        keeper.post(url("change_post", post.pk), {"mailbox": "security@example.org"})
        post.refresh_from_db()
        assert (post.title, post.mailbox) == ("Lsms", "security@example.org")

    def test_it_shows_a_pattern_with_the_posts_of_the_units(self, keeper: Client, trust: Trust) -> None:
        make_post(trust, "line-manager", level="team")
        unit = make_unit(trust, "North")
        make_post(trust, "line-manager", make_person(trust), unit=unit, level="team")
        assert "1 of 1 part of the organisation has one" in text(keeper.get(url("posts")))
        pattern = Post.objects.get(unit=None, key="line-manager")
        assert "Line manager, North" in text(keeper.get(url("post", pattern.pk)))

    def test_it_lets_nobody_appoint_themselves(self, keeper: Client, administrator: Person, trust: Trust) -> None:
        post = make_post(trust, "security-lead")
        page = keeper.post(
            f"{url('appoint', post.pk)}?q=olga", {"person": str(administrator.pk), **boxes("start", TODAY)}
        )
        assert "You cannot appoint yourself." in text(page)
        assert not PostHolding.objects.filter(post=post).exists()


class TestMyPosts:
    @pytest.fixture
    def ada(self, trust: Trust) -> Person:
        person = make_person(trust, "Ada Testman")
        make_post(trust, "lsms", person)
        return person

    def test_it_lets_a_holder_name_a_deputy_and_come_back(self, trust: Trust, ada: Person) -> None:
        client = sign_in(ada)
        bo = make_person(trust, "Bo Sampleton")
        post = Post.objects.get(key="lsms")
        address = url("deputy", post.pk, ada.pk)
        page = client.post(
            f"{address}?q=bo", {"person": str(bo.pk), **boxes("start", TODAY), "reason": "Leave"}, follow=True
        )
        assert "The deputy is named." in text(page)
        assert "Bo Sampleton" in text(page)
        assert "Lsms" in text(sign_in(bo).get(url("my_posts")))
        deputy = Deputy.objects.get()
        page = client.post(url("end_deputy", deputy.pk), follow=True)
        assert "Bo Sampleton no longer stands in." in text(page)
        assert not Deputy.objects.exists()

    def test_it_lets_nobody_name_a_deputy_for_another(self, trust: Trust, ada: Person) -> None:
        bo = make_person(trust, "Bo Sampleton")
        post = Post.objects.get(key="lsms")
        assert sign_in(bo).get(url("deputy", post.pk, ada.pk)).status_code == 403
        deputy = Deputy.objects.create(trust=trust, post=post, holder=ada, person=bo, start=TODAY)
        assert sign_in(bo).post(url("end_deputy", deputy.pk)).status_code == 403
        assert Deputy.objects.exists()

    def test_it_lets_those_who_keep_people_do_it_for_anyone(self, keeper: Client, trust: Trust, ada: Person) -> None:
        post, bo = Post.objects.get(key="lsms"), make_person(trust, "Bo Sampleton")
        keeper.post(f"{url('deputy', post.pk, ada.pk)}?q=bo", {"person": str(bo.pk), **boxes("start", TODAY)})
        assert Deputy.objects.get().person == bo
        assert keeper.get(url("deputy", post.pk, bo.pk)).status_code == 404

    def test_it_says_so_when_someone_holds_no_post(self, trust: Trust) -> None:
        assert "You hold no post" in text(sign_in(make_person(trust)).get(url("my_posts")))


class TestRolesAndSettings:
    def test_it_tells_everyone_what_each_role_may_do(self, trust: Trust) -> None:
        page = text(sign_in(make_person(trust)).get(url("roles")))
        for role in ROLES.values():
            assert role.title in page

    def test_it_has_words_for_every_permission(self) -> None:
        assert set(PERMISSION_WORDS) == set(Permission)

    def test_it_changes_who_may_report(self, keeper: Client, trust: Trust) -> None:
        values = {"short_name": "Invented", "reports_without_account": "yes", "anonymous_reports": "no"}
        page = keeper.post(url("settings"), values, follow=True)
        assert "The settings are changed." in text(page)
        trust.refresh_from_db()
        assert not trust.anonymous_reports


MANAGING = [
    "home", "settings", "sites", "add_site", "units", "add_unit", "people", "add_person", "posts", "add_post",
    "imports", "import_ods", "import_staff",
]  # fmt: skip


@pytest.mark.parametrize("name", MANAGING)
def test_it_keeps_out_who_does_not_keep_the_organisation(trust: Trust, name: str) -> None:
    person = make_person(trust)
    make_post(trust, "security-lead", person)
    assert sign_in(person).get(url(name)).status_code == 403
    assert Client().get(url(name)).status_code == 302


def test_it_shows_nothing_of_another_trust(keeper: Client, trust: Trust) -> None:
    other = make_trust("ZZ2")
    with scope(other):
        unit, person = make_unit(other, "Secret unit"), make_person(other, "Eve Secret")
        Site.objects.create(trust=other, code="ZZ201", name="Secret site")
        post = make_post(other, "lsms", person)
        holding = PostHolding.objects.get()
    for address in (
        url("site", "ZZ201"), url("unit", unit.pk), url("person", person.pk), url("post", post.pk),
        url("end_holding", holding.pk), url("change_person", person.pk), url("move_unit", unit.pk),
        url("appoint", post.pk), url("deputy", post.pk, person.pk), url("leaving", person.pk),
    ):  # fmt: skip
        assert keeper.get(address).status_code == 404, address
    for name in ("sites", "units", "people", "posts"):
        assert "Secret" not in text(keeper.get(url(name), {"q": "secret"}))
    own = make_post(trust, "executive")
    page = keeper.post(f"{url('appoint', own.pk)}?q=eve", {"person": str(person.pk), **boxes("start", TODAY)})
    assert "Select one of the people shown" in text(page)
