"""Reporting without an account, and following the report."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from holdfast.casework.incidents.models import Addition, Exchange, Incident
from holdfast.casework.incidents.operations.feedback import write_to_reporter
from holdfast.casework.incidents.tests.report_cast import KEY, NOW, Cast, make_cast
from holdfast.casework.incidents.tests.test_report_views import typed
from holdfast.casework.incidents.views import report_limits as limits
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock

FORM = "/r/invented/report/"
FOLLOW = "/r/invented/follow/"
JSON = {"Accept": "application/json"}


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    cast = make_cast()
    with clock.at(NOW):
        yield cast


def the_incident(cast: Cast) -> Incident:
    with scope(cast.trust):
        return Incident.objects.select_related("record", "trust").get()


def send(client: Client, **changes: Any) -> dict[str, Any]:
    sent = {"reporter_name": "Ada", "reporter_contact": "07700 900000"} | changes
    answer = client.post(FORM, typed(**sent), headers=JSON)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_it_takes_a_report_without_an_account(client: Client, cast: Cast) -> None:
    answer = client.post(FORM, typed(reporter_name="Ada", reporter_contact="07700 900000"))
    assert answer.status_code == 302
    page = client.get(answer.url).content.decode()
    incident = the_incident(cast)
    assert incident.reporter is None
    assert (incident.reporter_name, incident.reporter_contact) == ("Ada", "07700 900000")
    assert incident.reference in page
    assert "Your passphrase" in page


def test_it_shows_the_passphrase_only_to_the_browser_that_sent_it_and_until_it_is_kept(
    client: Client, cast: Cast
) -> None:
    passphrase = send(client)["passphrase"]
    assert passphrase in client.get("/r/invented/receipt/").content.decode()
    assert Client().get("/r/invented/receipt/").url == FOLLOW
    client.post("/r/invented/receipt/")
    assert client.get("/r/invented/receipt/").url == FOLLOW


def test_it_keeps_no_passphrase_in_the_session(client: Client, cast: Cast) -> None:
    passphrase = send(client)["passphrase"]
    assert passphrase not in json.dumps(dict(client.session))
    assert passphrase in client.get("/r/invented/receipt/").content.decode()


def test_it_gives_the_same_passphrase_when_the_first_receipt_was_lost(client: Client, cast: Cast) -> None:
    first = send(client)
    assert send(Client())["passphrase"] == first["passphrase"]
    the_incident(cast)


def test_it_keeps_nothing_of_someone_anonymous(client: Client, cast: Cast) -> None:
    send(client, anonymous="on")
    incident = the_incident(cast)
    assert incident.anonymous
    assert incident.reporter_name == incident.reporter_contact == ""
    entry = Entry.objects.get(verb="incidents.report")
    assert (entry.actor_name, entry.address) == ("Someone anonymous", "")


def test_it_asks_for_a_name_where_the_trust_takes_no_anonymous_reports(client: Client, cast: Cast) -> None:
    Trust.objects.update(anonymous_reports=False)
    answer = client.post(FORM, typed(anonymous="on"), headers=JSON)
    assert answer.json() == {
        "errors": {"reporter_name": ["Enter your name"], "reporter_contact": ["Enter how we can reach you"]}
    }


def test_it_is_not_there_where_the_trust_takes_no_reports_without_account(client: Client, cast: Cast) -> None:
    Trust.objects.update(reports_without_account=False)
    assert client.get(FORM).status_code == 404
    assert client.post(FORM, typed(), headers=JSON).status_code == 404
    assert client.get("/r/no-such-trust/report/").status_code == 404


def test_it_shows_no_draft_and_saves_none(client: Client, cast: Cast) -> None:
    page = client.post(FORM, typed(step="save")).content.decode()
    assert "Save and come back later" not in page
    assert "Punched by" in page


def enter(client: Client, reference: str, passphrase: str) -> Any:
    return client.post(FOLLOW, {"reference": reference, "passphrase": passphrase})


def test_it_opens_with_reference_and_passphrase_however_they_are_typed(client: Client, cast: Cast) -> None:
    told = send(client)
    other = Client()
    typed_reference = told["reference"].lower().replace("-", " ")
    assert enter(other, typed_reference, told["passphrase"].upper().replace(" ", "-")).status_code == 302
    page = other.get(FOLLOW).content.decode()
    assert "Punched by" in page
    assert "Received" in page


@pytest.mark.parametrize(
    ("reference", "passphrase"), [("INC-2026-00001", "a b c d e"), ("INC-2026-09999", ""), ("?", "x")]
)
def test_it_says_the_same_whatever_was_wrong(client: Client, cast: Cast, reference: str, passphrase: str) -> None:
    told = send(client)
    answer = enter(client, reference, passphrase or told["passphrase"])
    assert answer.status_code == 422
    assert "We cannot find a report with this reference and passphrase" in answer.content.decode()


def test_it_limits_the_attempts_from_one_network(client: Client, cast: Cast) -> None:
    told = send(client)
    for _ in range(limits.FOLLOWING):
        assert enter(client, told["reference"], "wrong words").status_code == 422
    assert enter(client, told["reference"], told["passphrase"]).status_code == 429
    elsewhere = Client(REMOTE_ADDR="10.9.8.7")
    assert enter(elsewhere, told["reference"], told["passphrase"]).status_code == 302


def test_it_limits_the_attempts_at_one_report_from_everywhere(client: Client, cast: Cast) -> None:
    told = send(client)
    for number in range(limits.FOLLOWING_ONE):
        attacker = Client(REMOTE_ADDR=f"10.0.0.{number}")
        assert enter(attacker, told["reference"], "wrong words").status_code == 422
    assert enter(Client(REMOTE_ADDR="10.1.1.1"), told["reference"], "wrong words").status_code == 429


def test_it_limits_reports_from_one_network_and_loses_nothing_typed(client: Client, cast: Cast) -> None:
    for number in range(limits.REPORTS):
        client.post(FORM, typed(description=""), headers=JSON) if number else send(client)
    answer = client.post(FORM, typed(key="b" * 32), headers=JSON)
    assert answer.status_code == 429
    the_incident(cast)


def test_it_shows_decisions_and_takes_answers_facts_and_files(client: Client, cast: Cast) -> None:
    told = send(client)
    enter(client, told["reference"], told["passphrase"])
    with scope(cast.trust):
        write_to_reporter(by=cast.actor(cast.lsms), incident=the_incident(cast), words="Did you see his face?")
    page = client.get(FOLLOW).content.decode()
    assert "Did you see his face?" in page
    assert "Lee Specialist" in page
    assert client.post(f"{FOLLOW}answer/", {"words": "Yes."}).url == FOLLOW
    assert client.post(f"{FOLLOW}facts/", {"more": "He had a scar.", "police_crime": "C/1"}).url == FOLLOW
    page = client.get(FOLLOW).content.decode()
    assert "Yes." in page
    assert "He had a scar." in page
    with scope(cast.trust):
        incident = the_incident(cast)
        assert Exchange.objects.filter(from_reporter=True).get().words == "Yes."
        assert Addition.objects.get().from_reporter
        assert incident.police_contacts.filter(crime_number="C/1").exists()


def test_it_keeps_what_was_typed_in_an_empty_addition(client: Client, cast: Cast) -> None:
    told = send(client)
    enter(client, told["reference"], told["passphrase"])
    answer = client.post(f"{FOLLOW}facts/", {"more": ""})
    assert answer.status_code == 422
    assert "Enter what you want to add" in answer.content.decode()


def test_it_does_nothing_for_a_browser_that_entered_no_passphrase(client: Client, cast: Cast) -> None:
    send(client)
    stranger = Client()
    assert stranger.post(f"{FOLLOW}answer/", {"words": "Hello"}).url == FOLLOW
    with scope(cast.trust):
        assert not Exchange.objects.filter(from_reporter=True).exists()


def test_it_closes_after_half_an_hour_and_when_asked(client: Client, cast: Cast) -> None:
    told = send(client)
    enter(client, told["reference"], told["passphrase"])
    assert "Punched by" in client.get(FOLLOW).content.decode()
    with clock.at(NOW.replace(hour=23, minute=1)):
        assert "Punched by" not in client.get(FOLLOW).content.decode()
    enter(client, told["reference"], told["passphrase"])
    client.post(f"{FOLLOW}leave/")
    assert "Punched by" not in client.get(FOLLOW).content.decode()


def test_it_opens_nothing_in_another_trust(client: Client, cast: Cast) -> None:
    make_cast(code="RRU", slug="other", name="Other NHS Trust")
    told = send(client)
    assert client.post("/r/other/follow/", told).status_code == 422
    enter(client, told["reference"], told["passphrase"])
    assert "Punched by" not in client.get("/r/other/follow/").content.decode()


def test_it_says_only_that_something_was_reported(client: Client, cast: Cast) -> None:
    with scope(cast.trust):
        site = str(cast.site.pk)
    here = {"place": "site", "site": site, "address": None, "postcode": None}
    send(client, **here)
    words = client.post(f"{FORM}already-reported/", typed(key="c" * 32, **here)).content.decode()
    assert "Something was reported at this place" in words
    assert "abused" not in words
    assert "21:" not in words
    assert client.post(f"{FORM}already-reported/", typed(key="c" * 32)).content.decode().strip() == ""


def test_it_adds_a_second_report_that_can_be_followed_by_itself(client: Client, cast: Cast) -> None:
    with scope(cast.trust):
        site = str(cast.site.pk)
    here = {"place": "site", "site": site, "address": None, "postcode": None}
    first = send(client, **here)
    page = client.post(f"{FORM}already-reported/", typed(key="c" * 32, **here)).content.decode()
    token = page.split('value="')[1].split('"')[0]
    other = Client()
    second = send(other, key="c" * 32, add_to=token, description="I saw it too.", reporter_name="Bob", **here)
    assert second["added"]
    assert second["reference"] == first["reference"]
    assert second["passphrase"] != first["passphrase"]
    enter(other, second["reference"], second["passphrase"])
    page = other.get(FOLLOW).content.decode()
    assert "I saw it too." in page
    assert "Punched by" not in page
    enter(client, first["reference"], first["passphrase"])
    page = client.get(FOLLOW).content.decode()
    assert "Punched by" in page
    assert "I saw it too." not in page


def test_it_has_a_key_that_nobody_can_guess(client: Client, cast: Cast) -> None:
    for key in ("", "1", "../../etc", "x" * 65, "a" * 19, "ключ" * 8):
        send(client, key=key)
    with scope(cast.trust):
        assert all(len(incident.submission_key) == 32 for incident in Incident.objects.all())
        assert Incident.objects.count() == 6
    send(client, key=KEY)


def test_it_shows_neither_receipt_nor_report_to_who_signs_in_on_the_same_browser(client: Client, cast: Cast) -> None:
    told = send(client)
    enter(client, told["reference"], told["passphrase"])
    cast.sign_in(client, cast.manager)
    assert client.get("/r/invented/receipt/").url == FOLLOW
    page = client.get(FOLLOW).content.decode()
    assert told["reference"] not in page
    assert "Punched by" not in page


def test_it_forgets_the_receipt_too_when_the_report_is_closed_on_the_device(client: Client, cast: Cast) -> None:
    told = send(client)
    enter(client, told["reference"], told["passphrase"])
    client.post(f"{FOLLOW}leave/")
    assert client.get("/r/invented/receipt/").url == FOLLOW


def test_it_hides_the_receipt_only_of_the_report_that_is_named(client: Client, cast: Cast) -> None:
    told = send(client)
    client.post("/r/invented/receipt/", {"reference": "INC-2026-09999"})
    assert told["passphrase"] in client.get("/r/invented/receipt/").content.decode()
    client.post("/r/invented/receipt/", {"reference": told["reference"]})
    assert client.get("/r/invented/receipt/").url == FOLLOW


@pytest.mark.parametrize(("what", "field"), [("answer", "words"), ("facts", "more")])
def test_it_tells_the_browser_that_what_it_keeps_has_arrived(client: Client, cast: Cast, what: str, field: str) -> None:
    told = send(client)
    enter(client, told["reference"], told["passphrase"])
    page = client.post(f"{FOLLOW}{what}/", {field: "He came back."}, follow=True).content.decode()
    assert f'data-keep="incidents.{what}.{told["reference"]}"' in page
    assert f'data-keep-done="incidents.{what}.{told["reference"]}"' in page
