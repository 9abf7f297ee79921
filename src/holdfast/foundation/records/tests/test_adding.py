from __future__ import annotations

import hashlib
import os
import threading
from pathlib import Path

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import connection, transaction
from pytest_django.fixtures import Settings

from holdfast.foundation.organisation.scope import scope
from holdfast.foundation.records.models import Change, Evidence, Record, Scan, Sensitivity
from holdfast.foundation.records.operations import evidence as adding
from holdfast.foundation.records.operations.evidence import add_file, erase_file, withdraw_file
from holdfast.foundation.records.operations.intake import FileRefused, prepare

from . import files
from .conftest import World


def kept_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_it_keeps_the_original_byte_for_byte_and_a_safe_copy_beside_it(world: World) -> None:
    content = files.photo_with_place()
    evidence = add_file(
        by=world.actor(world.reporter),
        record=world.record(),
        upload=files.upload(content, "door.jpg"),
        description="Door",
    )
    evidence.refresh_from_db()
    assert evidence.file.read() == content
    assert evidence.sha256 == hashlib.sha256(content).hexdigest()
    assert (evidence.name, evidence.content_type, evidence.size) == ("door.jpg", "image/jpeg", len(content))
    assert (evidence.description, evidence.scanned, evidence.person) == ("Door", Scan.NOT_SCANNED, world.reporter)
    assert b"Examplephone" not in evidence.picture.read()
    assert evidence.thumbnail.size < evidence.picture.size
    evidence.file.close()
    evidence.picture.close()


def test_it_tells_nothing_of_a_file_in_its_path(world: World) -> None:
    evidence = add_file(
        by=world.actor(world.reporter), record=world.record(), upload=files.upload(files.PDF, "door.pdf")
    )
    trust, shelf, name = evidence.file.name.split("/")
    assert trust == str(world.trust.pk)
    assert len(name) == 40
    assert name.startswith(shelf)


def test_it_leaves_an_entry_and_marks_the_record_as_changed(world: World) -> None:
    record = world.record()
    before = Change.objects.filter(record=record).count()
    evidence = add_file(by=world.actor(world.reporter), record=record, upload=files.upload(files.PDF, "a/../door.pdf"))
    (entry,) = world.entries("records.add_evidence")
    assert entry.subject_reference == record.reference
    assert entry.details["sha256"] == evidence.sha256
    assert entry.details["file"] == "door.pdf"
    assert Change.objects.filter(record=record).count() == before + 1
    assert Record.objects.get(pk=record.pk).version == 2


def test_it_refuses_a_program_that_is_called_a_photo_and_writes_nothing(world: World, evidence_folder: Path) -> None:
    with pytest.raises(FileRefused, match=r"“photo\.jpg” is a program, whatever its name says"):
        add_file(by=world.actor(world.reporter), record=world.record(), upload=files.upload(files.EXE, "photo.jpg"))
    assert not Evidence.objects.exists()
    assert not kept_files(evidence_folder)


def test_it_says_that_a_file_is_too_big(world: World, settings: Settings) -> None:
    settings.EVIDENCE_MAX_BYTES = 1024 * 1024
    with pytest.raises(FileRefused, match=r"“film\.mp4” is 2 MB\. The largest file that can be added is 1 MB\."):
        prepare(files.upload(files.MP4.ljust(2 * 1024 * 1024, b"\0"), "film.mp4"))


def test_it_does_not_believe_the_size_that_came_with_a_file(settings: Settings) -> None:
    settings.EVIDENCE_MAX_BYTES = 1000
    lying = files.upload(files.MP4.ljust(5000, b"\0"))
    lying.size = 10
    with pytest.raises(FileRefused) as refusal:
        prepare(lying)
    assert refusal.value.reason == "too-big"


def test_it_takes_the_same_file_sent_twice_as_one(world: World, evidence_folder: Path) -> None:
    record, by = world.record(), world.actor(world.reporter)
    first = add_file(by=by, record=record, upload=files.upload(files.PDF), client_key="k1")
    again = add_file(by=by, record=record, upload=files.upload(files.PDF), client_key="k1")
    elsewhere = add_file(by=by, record=record, upload=files.upload(files.PDF, "other.pdf"))
    assert first == again == elsewhere
    assert len(kept_files(evidence_folder)) == 1
    assert world.entries("records.add_evidence")[1].details["sent again"] is True


def test_it_keeps_the_same_file_on_another_record_too(world: World) -> None:
    by = world.actor(world.reporter)
    one = add_file(by=by, record=world.record(), upload=files.upload(files.PDF), client_key="k1")
    assert one != add_file(by=by, record=world.record(), upload=files.upload(files.PDF), client_key="k1")


def test_it_keeps_both_files_of_a_device_that_uses_a_key_twice(world: World) -> None:
    record, by = world.record(), world.actor(world.reporter)
    add_file(by=by, record=record, upload=files.upload(files.PDF), client_key="k1")
    second = add_file(by=by, record=record, upload=files.upload(files.picture()), client_key="k1")
    assert record.evidence.count() == 2
    assert second.client_key == ""


def test_it_becomes_restricted_when_it_is_sent_again_as_restricted(world: World) -> None:
    record, by = world.record(), world.actor(world.reporter)
    add_file(by=by, record=record, upload=files.upload(files.PDF))
    again = add_file(by=by, record=record, upload=files.upload(files.PDF), sensitivity=Sensitivity.RESTRICTED)
    assert Evidence.objects.get(pk=again.pk).sensitivity == Sensitivity.RESTRICTED
    once_more = add_file(by=by, record=record, upload=files.upload(files.PDF))
    assert once_more.sensitivity == Sensitivity.RESTRICTED


def test_it_takes_a_large_upload_and_leaves_its_temporary_file_to_django(world: World) -> None:
    big = TemporaryUploadedFile("film.mp4", "video/mp4", 0, None)
    big.write(files.MP4.ljust(3_000_000, b"\0"))
    big.size = 3_000_000
    evidence = add_file(by=world.actor(world.reporter), record=world.record(), upload=big)
    assert evidence.file.size == 3_000_000
    assert os.path.exists(big.temporary_file_path())
    big.close()


def test_it_takes_a_file_that_was_examined_before(world: World) -> None:
    prepared = prepare(File(ContentFile(files.picture()), name="draft.jpg"))
    evidence = add_file(by=world.actor(world.reporter), record=world.record(), upload=prepared)
    assert evidence.name == "draft.jpg"
    assert evidence.thumbnail


def test_it_keeps_a_picture_that_broke_off(world: World) -> None:
    whole = files.picture(size=(1000, 800))
    evidence = add_file(by=world.actor(world.reporter), record=world.record(), upload=files.upload(whole[:-5000]))
    assert evidence.damaged
    assert not evidence.picture
    assert evidence.picture_sha256 == ""


def test_it_leaves_no_file_behind_when_the_row_fails(
    world: World, evidence_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the database went away")

    monkeypatch.setattr(Evidence, "save", fail)
    with pytest.raises(RuntimeError):
        add_file(by=world.actor(world.reporter), record=world.record(), upload=files.upload(files.picture()))
    assert not kept_files(evidence_folder)


def test_it_withdraws_a_file_for_a_reason_and_keeps_it(world: World) -> None:
    record = world.record()
    evidence = add_file(by=world.actor(world.reporter), record=record, upload=files.upload(files.PDF), client_key="k1")
    withdraw_file(by=world.actor(world.reader), evidence=evidence, why="Shows\nsomeone else")
    evidence.refresh_from_db()
    assert (evidence.withdrawn_by, evidence.withdrawn_why) == ("Reader Example", "Shows someone else")
    assert evidence.file.size == len(files.PDF)
    assert world.entries("records.withdraw_evidence")[0].details["reason"] == "Shows someone else"


def test_it_withdraws_nothing_without_a_reason(world: World) -> None:
    evidence = add_file(by=world.actor(world.reporter), record=world.record(), upload=files.upload(files.PDF))
    with pytest.raises(ValueError, match="Say why"):
        withdraw_file(by=world.actor(world.reader), evidence=evidence, why=" \u202e ")


def test_it_keeps_the_first_reason_when_a_file_is_withdrawn_twice(world: World) -> None:
    evidence = add_file(by=world.actor(world.reporter), record=world.record(), upload=files.upload(files.PDF))
    withdraw_file(by=world.actor(world.reader), evidence=evidence, why="First")
    withdraw_file(by=world.actor(world.other), evidence=evidence, why="Second")
    assert evidence.withdrawn_why == "First"


def test_it_takes_a_withdrawn_file_again_but_not_from_a_late_second_sending(world: World) -> None:
    record, by = world.record(), world.actor(world.reporter)
    first = add_file(by=by, record=record, upload=files.upload(files.PDF), client_key="k1")
    withdraw_file(by=by, evidence=first, why="Mistake")
    assert add_file(by=by, record=record, upload=files.upload(files.PDF), client_key="k1") == first
    assert add_file(by=by, record=record, upload=files.upload(files.PDF), client_key="k2") != first


def test_it_erases_a_file_and_leaves_that_it_was_there(
    world: World, evidence_folder: Path, django_capture_on_commit_callbacks: object
) -> None:
    evidence = add_file(by=world.actor(world.reporter), record=world.record(), upload=files.upload(files.picture()))
    sha256 = evidence.sha256
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        erase_file(by=world.actor(world.reader), evidence=evidence, authority="Schedule line 4", why="10 years")
    assert not kept_files(evidence_folder)
    evidence.refresh_from_db()
    assert (evidence.name, evidence.sha256, evidence.erased_by) == ("erased file", sha256, "Reader Example")
    assert not evidence.file
    assert world.entries("records.erase_evidence")[0].details["authority"] == "Schedule line 4"


def test_it_keeps_the_file_when_an_erasure_is_rolled_back(world: World, evidence_folder: Path) -> None:
    evidence = add_file(by=world.actor(world.reporter), record=world.record(), upload=files.upload(files.PDF))

    with transaction.atomic():
        erase_file(by=world.actor(world.reader), evidence=evidence, authority="Schedule", why="x")
        transaction.set_rollback(True)
    assert len(kept_files(evidence_folder)) == 1


def test_it_erases_nothing_without_an_authority(world: World) -> None:
    evidence = add_file(by=world.actor(world.reporter), record=world.record(), upload=files.upload(files.PDF))
    with pytest.raises(ValueError, match="rule that asks for it"):
        erase_file(by=world.actor(world.reader), evidence=evidence, authority="", why="x")


def test_it_makes_one_of_two_sendings_at_the_same_moment(committed_world: World) -> None:
    world = committed_world
    record, by = world.record(), world.actor(world.reporter)
    ready = threading.Barrier(2)
    made: list[Evidence] = []

    def send() -> None:
        prepared = prepare(files.upload(files.picture()))
        ready.wait()
        try:
            with scope(world.trust):
                made.append(adding.add_file(by=by, record=record, upload=prepared, client_key="k1"))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 2
    assert made[0] == made[1]
    assert record.evidence.count() == 1
