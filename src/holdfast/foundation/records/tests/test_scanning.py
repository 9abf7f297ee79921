from __future__ import annotations

import logging
import socket

import pytest
from pytest_django.fixtures import Settings

from holdfast.foundation.records.models import Evidence, Scan
from holdfast.foundation.records.operations import scanning
from holdfast.foundation.records.operations.evidence import add_file
from holdfast.foundation.records.operations.intake import FileRefused, prepare
from holdfast.foundation.records.operations.scanning import scan_waiting

from . import files
from .conftest import World
from .scanner import EVIL, running_scanner


def test_it_scans_the_bytes_that_it_keeps(settings: Settings) -> None:
    content = files.MP4 + bytes(500_000)
    with running_scanner() as scanner:
        settings.VIRUS_SCANNER = scanner.address
        assert prepare(files.upload(content)).scanned == Scan.CLEAN
    assert scanner.seen == [content]


def test_it_refuses_an_infected_file_in_clear_words(settings: Settings) -> None:
    with running_scanner() as scanner:
        settings.VIRUS_SCANNER = scanner.address
        with pytest.raises(FileRefused, match=r"“notes\.txt” was not taken: the virus scanner found something harmful"):
            prepare(files.upload(b"words " + EVIL, "notes.txt"))


def test_it_takes_a_file_as_not_scanned_while_the_scanner_is_away(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: whoever calls is refused
        settings.VIRUS_SCANNER = f"127.0.0.1:{taken.getsockname()[1]}"
        assert prepare(files.upload(files.PDF)).scanned == Scan.NOT_SCANNED
    assert "did not answer" in caplog.text


def test_it_takes_a_file_as_not_scanned_when_the_scanner_hangs(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "PATIENCE", 0.05)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        settings.VIRUS_SCANNER = f"127.0.0.1:{silent.getsockname()[1]}"
        assert prepare(files.upload(files.PDF)).scanned == Scan.NOT_SCANNED


def test_it_takes_a_file_as_not_scanned_when_it_is_too_big_for_the_scanner(settings: Settings) -> None:
    with running_scanner(most=100_000) as scanner:
        settings.VIRUS_SCANNER = scanner.address
        assert prepare(files.upload(files.MP4 + bytes(8_000_000))).scanned == Scan.NOT_SCANNED


def test_it_scans_later_what_came_in_while_the_scanner_was_away(world: World, settings: Settings) -> None:
    record, by = world.record(), world.actor(world.reporter)
    good = add_file(by=by, record=record, upload=files.upload(files.PDF))
    bad = add_file(by=by, record=record, upload=files.upload(b"words " + EVIL, "notes.txt"))
    assert scan_waiting() == 0
    with running_scanner() as scanner:
        settings.VIRUS_SCANNER = scanner.address
        assert scan_waiting() == 2
        assert scan_waiting() == 0
    assert Evidence.objects.get(pk=good.pk).scanned == Scan.CLEAN
    assert Evidence.objects.get(pk=bad.pk).scanned == Scan.INFECTED
    assert {tuple(entry.changes["scanned"]) for entry in world.entries("records.scan_evidence")} == {
        ("not-scanned", "clean"),
        ("not-scanned", "infected"),
    }


def test_it_stops_scanning_later_when_the_scanner_is_away_again(
    world: World, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(3):
        add_file(
            by=world.actor(world.reporter), record=world.record(), upload=files.upload(files.PDF + bytes([65 + number]))
        )
    settings.VIRUS_SCANNER = "127.0.0.1:1"
    with caplog.at_level(logging.WARNING):
        assert scan_waiting() == 0
    assert caplog.text.count("did not answer") == 1
