"""What people, and worse, send to the report form: a clear message beside the field, and nothing half-written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from PIL import Image

from holdfast.casework.incidents.models import Draft, Incident
from holdfast.casework.incidents.tests.report_cast import KEY, NOW, Cast, make_cast
from holdfast.casework.incidents.tests.test_report_views import typed
from holdfast.foundation.organisation.scope import scope
from holdfast.foundation.records.models import Evidence, Record
from holdfast.kernel import clock

JSON = {"Accept": "application/json"}


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    cast = make_cast()
    with clock.at(NOW):
        yield cast


@pytest.fixture
def paramedic(cast: Cast, client: Client) -> Client:
    cast.sign_in(client, cast.paramedic)
    return client


def errors(client: Client, cast: Cast, **changes: Any) -> dict[str, list[str]]:
    """What is wrong, by field; and nothing was written."""
    answer = client.post("/report/", typed(**changes), headers=JSON)
    assert answer.status_code == 422, answer.content
    with scope(cast.trust):
        assert not Record.objects.exists()
    return answer.json()["errors"]


def received(client: Client, cast: Cast, **changes: Any) -> Incident:
    answer = client.post("/report/", typed(**changes), headers=JSON)
    assert answer.status_code == 200, answer.content
    with scope(cast.trust):
        return Incident.objects.get()


def at(day: int, month: int, year: int, time: str, name: str = "happened_at") -> dict[str, str]:
    return {f"{name}_day": str(day), f"{name}_month": str(month), f"{name}_year": str(year), f"{name}_clock": time}


def test_it_refuses_the_future(paramedic: Client, cast: Cast) -> None:
    assert errors(paramedic, cast, **at(3, 3, 2026, "22:32")) == {
        "happened_at": ["When it happened must be in the past"]
    }
    assert "happened_at" in errors(paramedic, cast, **at(4, 3, 2026, "01:00"))


def test_it_refuses_what_was_found_before_it_happened(paramedic: Client, cast: Cast) -> None:
    found = at(3, 3, 2026, "20:00", "found_at")
    theft = {"type": "theft", "shift_end": None}
    assert errors(paramedic, cast, **theft, **found) == {"found_at": ["When it was found must be after it happened"]}


def test_it_refuses_an_absurd_shift_end(paramedic: Client, cast: Cast) -> None:
    told = errors(paramedic, cast, shift_end="21:00")
    assert told["shift_end"][0].startswith("Check when the shift ends: that is 24 hours later.")
    assert errors(paramedic, cast, shift_end="soon") == {
        "shift_end": ["When your shift ends must be a time on the 24-hour clock, like 19:00"]
    }


@pytest.mark.parametrize("day", [at(30, 2, 2026, "10:00"), at(1, 13, 2026, "10:00"), at(1, 1, 26, "25:99")])
def test_it_refuses_days_and_times_that_are_none(paramedic: Client, cast: Cast, day: dict[str, str]) -> None:
    assert list(errors(paramedic, cast, **day)) == ["happened_at"]


def test_it_takes_ten_thousand_words_and_refuses_more_with_the_count(paramedic: Client, cast: Cast) -> None:
    told = errors(paramedic, cast, description="word " * 10_001)
    assert told == {"description": ["Your text has 10,001 words. It can have up to 10,000."]}
    incident = received(paramedic, cast, description="word " * 10_000)
    assert len(incident.description.split()) == 10_000


@pytest.mark.parametrize(
    "words",
    [
        "He threw 🪑🧑‍⚕️ at me 😡",
        "قال إنه سيعود غدا",
        "הוא איים עליי",
        "<script>alert('x')</script> & \"quotes\" {{ csrf_token }} {% if %}",
        "Robert'); DROP TABLE incidents_incident;--",
        "line one\n\nline two\ttab",
    ],
)
def test_it_keeps_any_words_as_they_are(paramedic: Client, cast: Cast, words: str) -> None:
    assert received(paramedic, cast, description=words).description == words


def test_it_shows_what_looks_like_a_script_as_words(paramedic: Client, cast: Cast) -> None:
    attack = "<script>alert(1)</script>"
    page = paramedic.post("/report/", typed(step="check", description=attack, address=attack)).content.decode()
    assert attack not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    received(paramedic, cast, description=attack, address=attack, **{"subjects-0-name": attack})
    page = paramedic.get("/my-reports/INC-2026-00001/").content.decode()
    assert attack not in page
    assert "&lt;script&gt;" in page


def test_it_drops_null_bytes_and_half_letters(paramedic: Client, cast: Cast) -> None:
    incident = received(paramedic, cast, description="one\x00two\x08three", address="12\x00 Harbour Road")
    assert incident.description == "onetwothree"
    assert incident.address == "12 Harbour Road"


def test_it_keeps_a_draft_with_null_bytes(paramedic: Client, cast: Cast) -> None:
    answer = paramedic.post(f"/report/drafts/{KEY}/", typed(description="a\x00b", **{"\x00name": "x"}))
    assert answer.json() == {"saved": True}
    with scope(cast.trust):
        assert Draft.objects.get().answers["description"] == ["ab"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("type", "no-such-kind"),
        ("place", "moon"),
        ("victims-0-injury", "<b>"),
        ("subjects-0-standing", "staff"),
        ("police_channel", "pigeon"),
        ("reporter_capacity", "x"),
    ],
)
def test_it_refuses_choices_that_are_not_offered(paramedic: Client, cast: Cast, name: str, value: str) -> None:
    assert name in errors(paramedic, cast, **{name: value})


def test_it_refuses_a_site_of_another_trust(paramedic: Client, cast: Cast) -> None:
    other = make_cast(code="RRU", slug="other", name="Other NHS Trust")
    assert "site" in errors(paramedic, cast, place="site", site=str(other.site.pk))


@pytest.mark.parametrize("count", ["-1", "x", "99999999999", "2.5", "٣"])
def test_it_is_not_upset_by_a_false_count_of_rows(paramedic: Client, cast: Cast, count: str) -> None:
    answer = paramedic.post("/report/", typed(**{"victims-TOTAL_FORMS": count}), headers=JSON)
    assert answer.status_code in (200, 422)


def test_it_refuses_more_people_than_a_report_holds(paramedic: Client, cast: Cast) -> None:
    rows = {f"witnesses-{number}-name": "Someone" for number in range(35)}
    told = errors(paramedic, cast, **{"witnesses-TOTAL_FORMS": "35"}, **rows)
    assert told == {"witnesses": ["Enter up to 30. Tell of the others in what happened"]}


def test_it_is_one_incident_after_a_double_click(paramedic: Client, cast: Cast) -> None:
    first, second = (paramedic.post("/report/", typed()) for _ in range(2))
    assert first.url == second.url
    with scope(cast.trust):
        Incident.objects.get()


def test_it_asks_a_script_to_sign_in_when_the_session_ended(client: Client, cast: Cast) -> None:
    answer = client.post("/report/", typed(), headers=JSON)
    assert answer.status_code == 401
    assert client.post("/report/", typed()).url.startswith("/account/")


def test_it_gives_one_persons_report_to_nobody_else(paramedic: Client, cast: Cast) -> None:
    received(paramedic, cast)
    other = Client()
    cast.sign_in(other, cast.crewmate)
    assert other.post("/report/", typed(), headers=JSON).status_code == 409
    for page in ("/my-reports/INC-2026-00001/", "/report/receipt/INC-2026-00001/"):
        assert other.get(page).status_code == 404
    assert other.post("/my-reports/INC-2026-00001/answer/", {"words": "x"}).status_code == 404


def photo(colour: str = "white") -> bytes:
    out = BytesIO()
    Image.new("RGB", (64, 64), colour).save(out, "JPEG")
    return out.getvalue()


def add(client: Client, name: str, content: bytes, client_key: str = "p1", **more: str) -> Any:
    upload = SimpleUploadedFile(name, content, "image/jpeg")
    return client.post("/report/files/", {"key": KEY, "client_key": client_key, "file": upload} | more, headers=JSON)


def test_it_adds_a_photo_once_however_often_it_is_sent(paramedic: Client, cast: Cast) -> None:
    received(paramedic, cast)
    for _ in range(2):
        assert add(paramedic, "cheek.jpg", photo(), injury="yes").json() == {"received": "cheek.jpg"}
    with scope(cast.trust):
        assert Evidence.objects.get().sensitivity == "restricted"


def test_it_takes_no_photo_for_a_report_that_is_not_ones_own(paramedic: Client, cast: Cast) -> None:
    assert add(paramedic, "cheek.jpg", photo()).status_code == 404
    received(paramedic, cast)
    other = Client()
    cast.sign_in(other, cast.crewmate)
    assert add(other, "cheek.jpg", photo()).status_code == 404
    with scope(cast.trust):
        assert not Evidence.objects.exists()


def test_it_refuses_a_program_that_calls_itself_a_photo(paramedic: Client, cast: Cast) -> None:
    received(paramedic, cast)
    answer = add(paramedic, "photo.jpg", b"MZ\x90\x00" + b"\x00" * 500)
    assert answer.status_code == 422
    assert "photo.jpg" in answer.json()["errors"]["file"][0]
    with scope(cast.trust):
        assert not Evidence.objects.exists()


@override_settings(EVIDENCE_MAX_BYTES=500)
def test_it_refuses_a_photo_that_is_too_big_and_says_how_big(paramedic: Client, cast: Cast) -> None:
    received(paramedic, cast)
    answer = add(paramedic, "huge.jpg", photo())
    assert answer.status_code == 422
    assert "The largest file that can be added is" in answer.json()["errors"]["file"][0]


def test_it_adds_the_sound_files_and_says_which_are_not(paramedic: Client, cast: Cast) -> None:
    received(paramedic, cast)
    files = [SimpleUploadedFile("good.jpg", photo()), SimpleUploadedFile("bad.jpg", b"MZ\x90\x00" + b"\x00" * 500)]
    answer = paramedic.post("/my-reports/INC-2026-00001/files/", {"photos": files})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "bad.jpg" in page
    assert "These were added: good.jpg" in page
    with scope(cast.trust):
        Evidence.objects.get()


def test_it_answers_garbage_with_words(paramedic: Client, cast: Cast) -> None:
    answer = paramedic.post("/report/", json.dumps({"type": "theft"}), content_type="application/json", headers=JSON)
    assert answer.status_code in (200, 422)
    assert paramedic.post("/report/", {"step": "nonsense", "key": KEY}).status_code == 422
