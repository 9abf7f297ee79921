"""When sessions end, and what a script or a form hears when one has."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.accounts.devices import device_in_words
from holdfast.foundation.organisation.accounts.sessions import SIGNED_IN, end_sessions_of, why_over
from holdfast.foundation.organisation.models import Person, Trust
from holdfast.foundation.organisation.operations.accounts import close_account, open_account
from holdfast.foundation.organisation.operations.leaving import record_leaving
from holdfast.foundation.organisation.scope import scope
from holdfast.foundation.organisation.tests.accounts_people import (
    HOME,
    SIGN_IN,
    People,
    is_signed_in,
    last_entry,
    make_people,
    sign_in,
    verbs,
)
from holdfast.kernel import clock

ADMINISTRATOR = Actor(name="Ada Administrator", identity="user:900", user_id=900)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def people(db: None) -> People:
    return make_people()


@pytest.fixture
def sam(people: People, client: Client) -> Client:
    """Sam's browser, signed in."""
    sign_in(client, people.sam)
    return client


seconds = st.integers(min_value=0, max_value=10**6)


@given(now=seconds, used=seconds, idle=st.integers(60, 10**5), longest=st.integers(60, 10**6))
def test_it_ends_a_session_exactly_at_its_limits(now: int, used: int, idle: int, longest: int) -> None:
    used = min(used, now)
    over = why_over(now=now, signed_in=0, last_used=used, idle=idle, longest=longest)
    assert bool(over) == (now - used >= idle or now >= longest)


def test_it_goes_on_while_it_is_used(sam: Client) -> None:
    began = clock.now()
    for minutes in range(0, 12 * 60, 7 * 60):
        with clock.at(began + timedelta(minutes=minutes)):
            assert is_signed_in(sam)


def test_it_ends_after_eight_hours_without_use(sam: Client) -> None:
    with clock.at(clock.now() + 8 * HOUR - MINUTE):
        assert is_signed_in(sam)
    with clock.at(clock.now() + 16 * HOUR):
        answer = sam.get(HOME, follow=True)
        page = answer.content.decode()
        assert answer.request["PATH_INFO"] == SIGN_IN
        assert "because you did not use it for 8 hours" in page
        assert last_entry().verb == "organisation.session_end"
        assert last_entry().why == "you did not use it for 8 hours"
        assert last_entry().actor_name == "Sam Example"
    assert not is_signed_in(sam)


def test_it_ends_after_a_day_whatever_happens(sam: Client) -> None:
    began = clock.now()
    for hours in (6, 12, 18, 23):
        with clock.at(began + hours * HOUR):
            assert is_signed_in(sam)
    with clock.at(began + 24 * HOUR):
        assert "because you signed in 1 day ago" in sam.get(HOME, follow=True).content.decode()


def test_it_writes_to_the_session_every_few_minutes_only(sam: Client, django_assert_num_queries: object) -> None:
    is_signed_in(sam)
    before = dict(sam.session)
    with clock.at(clock.now() + 4 * MINUTE):
        is_signed_in(sam)
    assert dict(sam.session) == before
    with clock.at(clock.now() + 6 * MINUTE):
        is_signed_in(sam)
    assert dict(sam.session) != before


def test_it_starts_to_count_for_a_session_that_was_made_otherwise(people: People, client: Client) -> None:
    client.force_login(people.sam)
    assert SIGNED_IN not in client.session
    assert is_signed_in(client)
    assert SIGNED_IN in client.session


def test_it_ends_with_the_browser(sam: Client) -> None:
    assert sam.cookies["sessionid"]["max-age"] == ""
    assert sam.cookies["sessionid"]["expires"] == ""
    assert sam.cookies["sessionid"]["httponly"]
    assert sam.cookies["sessionid"]["samesite"] == "Lax"


def test_it_ends_at_once_when_the_account_is_closed_and_stays_ended(people: People, sam: Client) -> None:
    close_account(by=ADMINISTRATOR, user=people.sam)
    # Reopened before the browser has asked for anything: the session must not live again with the account.
    open_account(by=ADMINISTRATOR, user=people.sam)
    assert not is_signed_in(sam)


def test_it_says_why_it_ended_when_the_account_is_closed(people: People, sam: Client) -> None:
    people.sam.is_active = False
    people.sam.save()
    assert "because your account is closed" in sam.get(HOME, follow=True).content.decode()


def test_it_ends_for_good_when_somebody_leaves(people: People, sam: Client) -> None:
    with scope(people.trust):
        record_leaving(by=ADMINISTRATOR, person=people.sam.person, last_day=clock.today() - timedelta(days=1))
        record_leaving(by=ADMINISTRATOR, person=people.sam.person, last_day=None, why="came back")
    people.sam.refresh_from_db()
    open_account(by=ADMINISTRATOR, user=people.sam)
    assert not is_signed_in(sam)


def test_it_ends_the_day_after_somebody_left(people: People, sam: Client) -> None:
    Person._base_manager.filter(user=people.sam).update(left=clock.today())
    assert is_signed_in(sam)
    Person._base_manager.filter(user=people.sam).update(left=clock.today() - timedelta(days=1))
    assert "because your account is closed" in sam.get(HOME, follow=True).content.decode()
    assert not is_signed_in(sam)


def test_it_ends_when_the_trust_stops_using_holdfast(sam: Client) -> None:
    Trust.objects.update(live=False)
    assert not is_signed_in(sam)


def test_it_opens_public_pages_to_somebody_whose_session_just_ended(sam: Client) -> None:
    with clock.at(clock.now() + 9 * HOUR):
        assert sam.get("/account/no-account/").status_code == 200


def test_it_shows_where_one_is_signed_in_and_ends_the_other_places(people: People, sam: Client) -> None:
    elsewhere = Client(headers={"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 19) Safari/604.1"})
    sign_in(elsewhere, people.sam)
    page = sam.get("/account/sessions/").content.decode()
    assert "Safari on iPhone" in page
    assert "Here, now" in page
    assert "In 2 places" in sam.get("/account/").content.decode()
    answer = sam.post("/account/sessions/", follow=True)
    assert "You are signed out everywhere else." in answer.content.decode()
    assert "Sign out everywhere else" not in answer.content.decode()
    assert is_signed_in(sam)
    assert not is_signed_in(elsewhere)
    assert (last_entry().verb, last_entry().details) == ("organisation.end_sessions", {"sessions": 1})


def test_it_ends_all_sessions_of_an_account(people: People, sam: Client) -> None:
    assert end_sessions_of(people.sam) == 1
    assert not is_signed_in(sam)


def test_it_lets_nothing_be_kept_by_a_shared_browser(sam: Client) -> None:
    assert sam.get("/account/")["Cache-Control"] == "private, no-store"
    assert "Cache-Control" not in Client().get("/account/closed/")


# Signing in again in the middle of something


def test_it_asks_a_person_to_sign_in_and_brings_them_back(people: People) -> None:
    answer = Client().get(f"{HOME}?page=2")
    assert (answer.status_code, answer["Location"]) == (302, f"{SIGN_IN}?next={HOME}%3Fpage%3D2")


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept": "application/json"},
        {"X-Requested-With": "XMLHttpRequest"},
        {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"},
        {"Sec-Fetch-Mode": "same-origin", "Sec-Fetch-Dest": "empty", "Accept": "*/*"},
    ],
)
@pytest.mark.parametrize("path", [HOME, "/account/second-factor/"])
def test_it_tells_a_script_that_nobody_is_signed_in(people: People, headers: dict[str, str], path: str) -> None:
    answer = Client().get(path, headers=headers)
    assert answer.status_code == 401
    assert answer.json()["error"] == "sign-in"


def test_it_leads_a_person_to_sign_in_whose_page_a_service_worker_asks_for(people: People) -> None:
    asked = {"Sec-Fetch-Mode": "same-origin", "Sec-Fetch-Dest": "empty", "Accept": "text/html,*/*;q=0.8"}
    assert Client().get(HOME, headers=asked).status_code == 302


def test_it_takes_htmx_to_sign_in_and_back_to_the_page_that_was_open(people: People) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/incidents/?kind=theft"}
    answer = Client().get(HOME, headers=headers)
    assert answer.status_code == 401
    assert answer["HX-Redirect"] == f"{SIGN_IN}?next=%2Fincidents%2F%3Fkind%3Dtheft"
    elsewhere = Client().get(HOME, headers=headers | {"HX-Current-URL": "https://evil.example/x"})
    assert elsewhere["HX-Redirect"] == f"{SIGN_IN}?next=%2Forganisation%2Fmy-posts%2F"


def test_it_brings_a_form_back_to_its_page_and_says_that_nothing_was_sent(people: People, client: Client) -> None:
    page = "http://testserver/incidents/INC-2026-00001/?tab=people"
    answer = client.post("/account/password/change/", {"x": "1"}, headers={"Referer": page})
    assert answer["Location"] == f"{SIGN_IN}?next=%2Fincidents%2FINC-2026-00001%2F%3Ftab%3Dpeople"
    assert "Nothing has been sent" in client.get(answer["Location"]).content.decode()
    answer = client.post("/account/password/change/", headers={"Referer": "https://evil.example/"})
    assert answer["Location"] == f"{SIGN_IN}?next=%2F"


def test_it_does_not_take_the_sign_out_of_a_script_for_a_lost_session(people: People, sam: Client) -> None:
    assert sam.post("/account/sign-out/", headers={"HX-Request": "true"}).status_code == 302
    assert verbs()[-1] == "sign_out"


def test_it_keeps_the_same_secret_for_what_was_typed_from_one_session_to_the_next(people: People) -> None:
    pages = []
    for user in (people.sam, people.sam, people.lsms):
        browser = Client()
        sign_in(browser, user)
        pages.append(browser.get("/account/").context["identity_hash"])
    assert pages[0] == pages[1] != pages[2]
    assert len(pages[0]) == 64


def test_it_has_a_way_to_sign_in_on_public_pages(people: People, settings: Settings) -> None:
    assert Client().get("/account/").status_code == 302
    assert "sign_in_url" not in Client().get(SIGN_IN).context or not Client().get(SIGN_IN).context["sign_in_url"]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("", "Unknown browser"),
        ("curl/8", "Unknown browser"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36",
            "Chrome on Windows",
        ),
        ("Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/156.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605.1 Version/26 Safari/605.1", "Safari on Mac"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0", "Firefox on Linux"),
    ],
)
def test_it_says_which_browser_on_what(said: str, words: str) -> None:
    assert device_in_words(said) == words
