from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponseBase
from django.test import RequestFactory

from holdfast.foundation.organisation.models import Person
from holdfast.foundation.records.evidence_lines import evidence_lines
from holdfast.foundation.records.models import Evidence, Reader, Record, Scan, Sensitivity
from holdfast.foundation.records.operations.evidence import add_file, erase_file, withdraw_file
from holdfast.foundation.records.operations.verification import MISSING, check_files
from holdfast.foundation.records.queries import evidence_found_changed, evidence_of, may_read
from holdfast.foundation.records.serving import serve, serve_copy

from . import files
from .conftest import World


@pytest.fixture
def request_of(rf: RequestFactory) -> HttpRequest:
    request = rf.get("/incidents/INC-2026-00001/files/1/")
    request.user, request.viewer = AnonymousUser(), None  # type: ignore[attr-defined]
    return request


def add(world: World, content: bytes = files.PDF, name: str = "door.pdf", **more: object) -> Evidence:
    more = {"record": world.record()} | more
    return add_file(by=world.actor(world.reporter), upload=files.upload(content, name), **more)  # type: ignore[arg-type]


def body(response: HttpResponseBase) -> bytes:
    """What was sent. Closes the file and not the response: that would tell Django that the request is over."""
    content = b"".join(response)  # type: ignore[arg-type]
    response.file_to_stream.close()  # type: ignore[attr-defined]
    return content


def change_a_byte(evidence: Evidence) -> None:
    path = Path(evidence.file.path)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_it_hands_out_the_original_as_a_download_that_can_do_nothing(world: World, request_of: HttpRequest) -> None:
    evidence = add(world, files.photo_with_place(), "Tür „offen“.jpg")
    response = serve(request_of, evidence, world.actor(world.other))
    assert body(response) == files.photo_with_place()
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''T%C3%BCr")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert response["Cache-Control"] == "private, no-store"


def test_it_enters_every_handing_out(world: World, request_of: HttpRequest) -> None:
    evidence = add(world)
    for _ in range(2):
        body(serve(request_of, evidence, world.actor(world.other)))
    entries = world.entries("records.hand_out_evidence")
    assert [entry.subject_reference for entry in entries] == [evidence.record.reference] * 2
    assert entries[0].details == {"file": "door.pdf", "sha256": evidence.sha256, "size": len(files.PDF)}


@pytest.mark.parametrize("what", ["picture", "thumbnail"])
def test_it_shows_the_safe_copy_of_a_picture_only(world: World, request_of: HttpRequest, what: str) -> None:
    evidence = add(world, files.photo_with_place(), "door.jpg")
    response = serve_copy(request_of, evidence, world.actor(world.other), what)  # type: ignore[arg-type]
    assert b"Examplephone" not in body(response)
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"].startswith("inline")
    assert "sandbox" in response["Content-Security-Policy"]


def test_it_has_no_picture_of_a_document(world: World, request_of: HttpRequest) -> None:
    with pytest.raises(Http404):
        serve_copy(request_of, add(world), world.actor(world.other))


def test_it_refuses_a_file_that_was_changed_and_writes_that_down(world: World, request_of: HttpRequest) -> None:
    evidence = add(world)
    change_a_byte(evidence)
    response = serve(request_of, evidence, world.actor(world.other))
    assert response.status_code == 409
    assert "no longer what was added" in response.content.decode()  # type: ignore[attr-defined]
    (entry,) = world.entries("records.find_evidence_changed")
    assert entry.actor_name == "Other Example"
    assert entry.details["added with"] == evidence.sha256
    assert entry.details["found"] not in (evidence.sha256, MISSING)
    assert not world.entries("records.hand_out_evidence")
    assert list(evidence_found_changed()) == [evidence]


def test_it_shows_for_ever_that_a_file_was_once_found_changed(world: World, request_of: HttpRequest) -> None:
    evidence = add(world)
    change_a_byte(evidence)
    serve(request_of, evidence, world.actor(world.other))
    change_a_byte(evidence)
    assert body(serve(request_of, evidence, world.actor(world.other))) == files.PDF
    evidence.refresh_from_db()
    (line,) = evidence_lines([evidence], lambda file, what: f"/{what}/")
    assert any("Found changed" in words for words, _ in line.marks)
    assert line.url


def test_it_refuses_a_file_that_is_gone(world: World, request_of: HttpRequest) -> None:
    evidence = add(world)
    Path(evidence.file.path).unlink()
    assert serve(request_of, evidence, world.actor(world.other)).status_code == 409
    assert world.entries("records.find_evidence_changed")[0].details["found"] == MISSING


def test_it_shows_no_safe_copy_that_was_changed(world: World, request_of: HttpRequest) -> None:
    evidence = add(world, files.picture(), "door.jpg")
    Path(evidence.thumbnail.path).write_bytes(files.picture())
    with pytest.raises(Http404):
        serve_copy(request_of, evidence, world.actor(world.other), "thumbnail")
    assert world.entries("records.find_evidence_changed")


def test_it_checks_every_file(world: World) -> None:
    whole, changed, gone = add(world), add(world), add(world)
    change_a_byte(changed)
    Path(gone.file.path).unlink()
    assert set(check_files(world.actor(world.other))) == {changed, gone}
    assert whole.mismatch_at is None


def test_it_does_not_hand_out_what_was_withdrawn_and_says_why(world: World, request_of: HttpRequest) -> None:
    evidence = add(world, files.picture(), "door.jpg")
    withdraw_file(by=world.actor(world.reader), evidence=evidence, why="Shows a patient")
    response = serve(request_of, evidence, world.actor(world.other))
    assert response.status_code == 409
    assert "Shows a patient" in response.content.decode()  # type: ignore[attr-defined]
    with pytest.raises(Http404):
        serve_copy(request_of, evidence, world.actor(world.other))
    (line,) = evidence_lines([evidence], lambda file, what: f"/{what}/")
    assert (line.url, line.thumbnail_url, line.withdraw_url) == ("", "", "")
    assert "by Reader Example: Shows a patient" in line.why_not


def test_it_does_not_hand_out_what_was_erased(world: World, request_of: HttpRequest) -> None:
    evidence = add(world)
    erase_file(by=world.actor(world.reader), evidence=evidence, authority="Schedule line 4", why="10 years")
    response = serve(request_of, evidence, world.actor(world.other))
    assert response.status_code == 409
    assert "erased" in response.content.decode()  # type: ignore[attr-defined]


def test_it_does_not_hand_out_what_was_found_infected_later(world: World, request_of: HttpRequest) -> None:
    evidence = add(world, files.picture(), "door.jpg")
    Evidence.objects.update(scanned=Scan.INFECTED)
    evidence.refresh_from_db()
    assert serve(request_of, evidence, world.actor(world.other)).status_code == 409
    with pytest.raises(Http404):
        serve_copy(request_of, evidence, world.actor(world.other))


@pytest.fixture
def restricted(world: World) -> Evidence:
    evidence = add(world, files.picture(), "door.jpg", sensitivity=Sensitivity.RESTRICTED)
    Reader.objects.create(trust=world.trust, record=evidence.record, person=world.reader, by="Someone")
    return evidence


def knows_of(world: World, record: Record, person: Person) -> bool:
    return evidence_of(record, world.actor(person)).exists()


def test_it_keeps_a_restricted_file_for_named_readers_and_whoever_added_it(
    world: World, restricted: Evidence, request_of: HttpRequest
) -> None:
    for person, allowed in ((world.reader, True), (world.reporter, True), (world.other, False)):
        assert may_read(restricted, world.actor(person)) is allowed
        assert knows_of(world, restricted.record, person) is allowed
    with pytest.raises(Http404):
        serve(request_of, restricted, world.actor(world.other))
    with pytest.raises(Http404):
        serve_copy(request_of, restricted, world.actor(world.other))
    assert body(serve(request_of, restricted, world.actor(world.reader))) == files.picture()


def test_it_enters_who_looked_at_a_restricted_picture(
    world: World, restricted: Evidence, request_of: HttpRequest
) -> None:
    body(serve_copy(request_of, restricted, world.actor(world.reader)))
    assert [entry.actor_name for entry in world.entries("records.view_evidence")] == ["Reader Example"]


def test_it_does_not_ask_the_trail_for_ordinary_pictures(world: World, request_of: HttpRequest) -> None:
    body(serve_copy(request_of, add(world, files.picture(), "door.jpg"), world.actor(world.reader)))
    assert not world.entries("records.view_evidence")


def test_it_lists_files_in_few_questions_however_many_there_are(
    world: World, django_assert_num_queries: object
) -> None:
    record = world.record()
    for number in range(5):
        add(world, files.PDF + bytes([65 + number]), record=record)
    with django_assert_num_queries(1):  # type: ignore[operator]
        lines = evidence_lines(evidence_of(record, world.actor(world.reader)), lambda file, what: f"/{file.pk}/{what}/")
    assert len(lines) == 5
    assert lines[0].kind == "PDF document"
    assert ("Not scanned for viruses", "plain") in lines[0].marks
