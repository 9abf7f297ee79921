from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.foundation.records.rules import kinds
from holdfast.foundation.records.rules.content import HEAD, kind_of
from holdfast.foundation.records.rules.kinds import FileRefused, too_big

from . import files

EMAIL = b"Received: from example\r\nFrom: someone@example.org\r\nSubject: You will see\r\nDate: now\r\n\r\nWords\r\n"


def decide(content: bytes, name: str = "photo.jpg") -> kinds.Kind:
    return kind_of(io.BytesIO(content), name)


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (files.picture("JPEG"), "a", kinds.JPEG),
        (files.picture("PNG"), "a.jpg", kinds.PNG),
        (files.picture("WEBP"), "a", kinds.WEBP),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(40), "a", kinds.HEIC),
        (b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic" + bytes(40), "a", kinds.HEIC),
        (files.PDF, "a", kinds.PDF),
        (files.office("word"), "a", kinds.DOCX),
        (files.office("xl"), "a", kinds.XLSX),
        (files.office("ppt"), "a", kinds.PPTX),
        (files.open_document("text"), "a", kinds.ODT),
        (files.open_document("spreadsheet"), "a", kinds.ODS),
        (b"What I saw at 14:30.", "a.txt", kinds.TEXT),
        (b"MZ told me that he had seen it.", "a.txt", kinds.TEXT),
        (b"BM is what we call her.", "a.txt", kinds.TEXT),
        ("Zoë said: “no”".encode("cp1252"), "a.txt", kinds.TEXT),
        ("Zoë said: “no”".encode("utf-16"), "a.txt", kinds.TEXT),
        ("\ufeffمحمد 👩🏽‍🚒".encode(), "a.txt", kinds.TEXT),
        (b"<3 that we are all well", "a.txt", kinds.TEXT),
        (b"@echo off\r\nformat c:", "run.bat", kinds.TEXT),
        (b"Site\xacName\r\n1\xacHospital\r\n", "sites.csv", kinds.CSV),
        (EMAIL, "threat.eml", kinds.EML),
        (EMAIL, "threat.txt", kinds.EML),
        (files.compound("Root Entry", "__nameid_version1.0", "__properties_version1.0"), "threat.msg", kinds.MSG),
        (files.MP4, "a", kinds.MP4),
        (b"\x00\x00\x00\x1cftypmp42\x00\x00\x00\x00mp42iso5" + bytes(9000), "a", kinds.MP4),
        (b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  " + bytes(40), "a", kinds.MOV),
        (b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00M4A mp42" + bytes(40), "a", kinds.M4A),
        (b"\x00\x00\x00\x183gp"[:4] + b"ftyp3gp5\x00\x00\x00\x003gp5isom" + bytes(40), "a", kinds.THREE_GP),
        (b"ID3\x04\x00\x00" + bytes(40), "a", kinds.MP3),
        (b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(40), "a", kinds.WAV),
        (b"#!AMR\n" + bytes(40), "a", kinds.AMR),
    ],
)
def test_it_knows_a_file_by_its_content(content: bytes, name: str, expected: kinds.Kind) -> None:
    assert decide(content, name) is expected


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (files.EXE, "program"),
        (b"\x7fELF\x02\x01\x01" + bytes(60), "program"),
        (b"\xcf\xfa\xed\xfe" + bytes(60), "program"),
        (b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(60), "program"),
        (files.office(macros=True), "macros"),
        (files.office(declared="application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
        (files.office("xl", **{"xl/macrosheets/sheet1.xml": b"<x/>"}), "macros"),
        (files.office("xl", **{"xl\\activeX\\activeX1.bin": b"x"}), "macros"),
        (files.open_document(macros=True), "macros"),
        (files.compound("Root Entry", "WordDocument"), "old-office"),
        (files.compound("Root Entry", "WordDocument", "_VBA_PROJECT"), "macros"),
        (files.compound("Root Entry", "__nameid_version1.0", "__properties_version1.0", "_VBA_PROJECT"), "macros"),
        (files.compound("Root Entry", "EncryptedPackage"), "password"),
        (files.compound("Root Entry", "SummaryInformation"), "unknown"),
        (b"{\\rtf1 hello}", "old-office"),
        (files.zipped({"photo.jpg": b"x"}), "archive"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(60), "archive"),
        (b"\x1f\x8b\x08" + bytes(60), "archive"),
        (b"PK\x03\x04 and nothing that a zip has", "unknown"),
        (b"<!DOCTYPE html><title>x</title>", "web-page"),
        (b"\xef\xbb\xbf \r\n<script>alert(1)</script>", "web-page"),
        (b"<?xml version='1.0'?><svg xmlns='x' onload='alert(1)'/>", "web-page"),
        (b"<!-- %PDF-1.7 --><svg>", "web-page"),
        (b"<svg onload=alert(1)>", "web-page"),
        (b"GIF89a" + bytes(60), "picture"),
        (b"II*\x00" + bytes(60), "picture"),
        (b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1avif" + bytes(40), "picture"),
        (b"text and then\x00a null byte", "unknown"),
        (b"x" * (HEAD + 70_000) + b"\x00\x01", "unknown"),
        (bytes(range(256)) * 4, "unknown"),
    ],
)
def test_it_refuses_what_cannot_be_evidence_whatever_it_is_called(content: bytes, reason: str) -> None:
    for name in ("photo.jpg", "statement.docx", "notes.txt", "film.mp4"):
        with pytest.raises(FileRefused) as refusal:
            decide(content, name)
        assert refusal.value.reason == reason
        assert str(refusal.value).startswith(f"“{name}” ")


def test_it_takes_a_page_that_hides_behind_a_pdf_for_a_page() -> None:
    with pytest.raises(FileRefused, match="web page"):
        decide(b"<script>alert(1)</script>\n" + files.PDF, "report.pdf")


def test_it_takes_a_picture_with_a_zip_behind_it_for_the_picture_it_begins_with() -> None:
    assert decide(files.picture() + files.zipped({"evil.exe": files.EXE})) is kinds.JPEG


def test_it_does_not_unpack_a_document_that_swells() -> None:
    swollen = files.office(**{"word/media/image1.png": bytes(50_000_000)})
    assert len(swollen) < 100_000
    assert decide(swollen, "a.docx") is kinds.DOCX


def test_it_reads_only_the_beginning_of_a_swollen_list_of_parts() -> None:
    content = files.zipped({"[Content_Types].xml": bytes(60_000_000), "word/document.xml": b""})
    assert decide(content, "a.docx") is kinds.DOCX


def test_it_does_not_hang_on_text_made_to_break_patterns() -> None:
    assert decide(b"a: \n" * 15_000, "a.txt") is kinds.TEXT
    assert decide((b"<!-x" * 15_000), "a.txt") is kinds.TEXT
    assert decide(b"From: " * 10_000, "a.eml") is kinds.TEXT


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\0\0\0\x18ftyp"]),
)
def test_it_decides_or_refuses_and_never_breaks(content: bytes, beginning: bytes) -> None:
    file = io.BytesIO(beginning + content)
    decision: object
    try:
        decision = kind_of(file, "x")
    except FileRefused as refusal:
        decision = refusal.reason
    assert decision in (*kinds.KINDS, *kinds.REFUSALS)
    assert file.tell() == 0


def test_it_says_how_big_a_file_is_and_how_big_it_may_be() -> None:
    words = str(too_big("film.mp4", 200 * 1024 * 1024, 50 * 1024 * 1024))
    assert "“film.mp4” is 200 MB. The largest file that can be added is 50 MB." in words


def test_it_never_says_that_a_file_is_as_big_as_it_may_be() -> None:
    assert "is 50.1 MB. The largest file that can be added is 50 MB" in str(
        too_big("a", 50 * 1024 * 1024 + 1, 50 * 1024 * 1024)
    )
