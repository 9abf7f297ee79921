"""The bundle for the police: whole, checkable by others' tools, the same bytes each time, and small in memory."""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import tracemalloc
import zipfile
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from holdfast.casework.casefile.models import Bundle
from holdfast.casework.casefile.operations.bundles import (
    Asked,
    BundleRefused,
    make_bundle,
    open_bundle,
    prepare_bundle,
    record_giving,
)
from holdfast.casework.casefile.operations.zipping import Member, ZipBroken, write_zip
from holdfast.casework.casefile.queries.pieces import Piece, load, pieces_of
from holdfast.casework.casefile.rules.bundles import in_groups, manifest_of, safe_name, unique
from holdfast.casework.casefile.tests.case_cast import Case
from holdfast.casework.incidents.models import Incident, PoliceContact
from holdfast.casework.incidents.operations.restriction import admit_reader, dismiss_reader, lift_restriction
from holdfast.casework.incidents.operations.statements import ask_for_statement, give_statement
from holdfast.casework.incidents.operations.triage import triage
from holdfast.casework.liaison.operations.answering import record_answer
from holdfast.casework.liaison.operations.disclosing import ask_disclosure, decide_disclosure
from holdfast.casework.liaison.operations.police import report_to_police, request_police
from holdfast.casework.liaison.operations.steps import record_step
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.notifications.models import Notice
from holdfast.foundation.pages.words import moment_in_words
from holdfast.foundation.printing import pdf
from holdfast.foundation.printing.papers import Paper
from holdfast.kernel import clock


def loaded(case: Case) -> Incident:
    return load(Incident.objects.select_related("record", "trust", "site").get(pk=case.incident.pk))


def offered(case: Case, by: Any = None) -> list[Piece]:
    return pieces_of(loaded(case), case.viewer(by or case.lsms))


def asked(pieces: Sequence[Piece], **changes: Any) -> Asked:
    told = {
        "to_whom": "PC 1234 Sam Constable, Exampleshire Police",
        "basis": "Data Protection Act 2018, schedule 2, paragraph 2",
        "purpose": "To investigate the assault",
        "chosen": frozenset(piece.key for piece in pieces if not piece.sensitive and not piece.why_not),
        "why_left_out": "Not needed for the charge",
    }
    return Asked(**(told | changes))


def made(case: Case, **changes: Any) -> Bundle:
    incident, pieces, by = loaded(case), offered(case), case.actor(case.lsms)
    prepared = prepare_bundle(by=by, incident=incident, pieces=pieces, asked=asked(pieces, **changes))
    with closing(prepared.zipped.file):
        return make_bundle(by=by, incident=incident, prepared=prepared)


def zipped(case: Case, bundle: Bundle) -> bytes:
    with closing(open_bundle(by=case.actor(case.lsms), bundle=bundle).file) as file:
        return file.read()


@pytest.fixture
def full(case: Case) -> Case:
    """The case with a thing, a recording, an injury's picture, and a statement."""
    case.exhibit()
    case.recording(content=b"The camera's own words, as they came.")
    case.recording(private=True)
    statement = ask_for_statement(by=case.actor(case.lsms), incident=case.incident, person=case.crewmate)
    give_statement(by=case.actor(case.crewmate), statement=statement, words="I saw him raise his fist.")
    return case


def test_it_offers_each_piece_and_ticks_nothing_that_is_private(full: Case) -> None:
    pieces = {piece.title: piece for piece in offered(full)}
    private = {title for title, piece in pieces.items() if piece.sensitive}
    assert {"Affected: Pat Paramedic", "Injuries of Pat Paramedic"} <= private
    assert len([title for title in private if title.startswith("PP/")]) == 1
    assert "Statement of Casey Crewmate" in pieces
    assert not any("PP/3" in piece.title for piece in offered(full, full.director))


@pytest.mark.skipif(not shutil.which("unzip") or not shutil.which("sha256sum"), reason="needs unzip and sha256sum")
def test_it_opens_and_proves_itself_by_others_tools(full: Case, tmp_path: Path) -> None:
    bundle = made(full)
    (tmp_path / "bundle.zip").write_bytes(zipped(full, bundle))
    subprocess.run(["unzip", "-q", "bundle.zip"], cwd=tmp_path, check=True)
    folder = tmp_path / bundle.name
    checked = subprocess.run(
        ["sha256sum", "-c", "manifest.sha256"], cwd=folder, check=True, capture_output=True, text=True
    )
    names = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert checked.stdout.count(": OK") == len(names) - 1
    assert names == {
        *("manifest.sha256", "index.pdf", "timeline.pdf", "report.pdf", "police.pdf"),
        *("statements/Casey-Crewmate.pdf", "exhibits/PP-1/log.pdf", "exhibits/PP-2/log.pdf", "exhibits/PP-2/seen.txt"),
    }
    assert (folder / "index.pdf").read_bytes().startswith(b"%PDF-")


def test_it_says_in_the_index_what_is_inside_and_what_was_left_out(full: Case, monkeypatch: Any) -> None:
    sheets: dict[str, str] = {}
    monkeypatch.setattr(
        "holdfast.casework.casefile.operations.bundles.pdf",
        lambda template, sheet: sheets.setdefault(sheet.title, str(sheet)).encode(),
    )
    made(full)
    index = sheets["Bundle 1"]
    for words in (
        *("PC 1234 Sam Constable", "schedule 2, paragraph 2", "exhibits/PP-2/seen.txt", "Injuries of Pat Paramedic"),
        *("Not needed for the charge", in_groups(hashlib.sha256(b"The camera's own words, as they came.").hexdigest())),
    ):
        assert words in index
    statement = sheets["Statement of Casey Crewmate"]
    for words in ("I saw him raise his fist.", "liable to prosecution", "Technician", "Age if under 18"):
        assert words in statement
    assert "Pat Paramedic to Lee Specialist" in sheets["Exhibit PP/1"]
    assert "I saw him raise" not in sheets["Timeline"]
    assert "Bruised cheek" not in sheets["What was reported"]


def test_it_prints_every_paper_of_a_case_in_which_everything_happened(full: Case, monkeypatch: Any) -> None:
    by, now = full.actor(full.lsms), clock.now()
    asked_at, declined_at = now - timedelta(minutes=90), now - timedelta(minutes=60)
    told = {"force": "Exampleshire Police", "channel": "999", "made_at": asked_at}
    call = request_police(by=by, trust=full.trust, incident=full.incident, words="Send someone", **told)
    record_answer(by=by, report=call, at=declined_at, taken=False, reason="No unit is free")
    report = report_to_police(by=by, incident=full.incident, crime_number="CR-77", **told)
    record_step(by=by, report=report, step="sentence", on=clock.today(), words="Ten weeks", more_expected=True)
    record_step(by=by, report=report, step="hearing", on=clock.today(), court="Exampleton Crown Court", hearing_at=now)
    record_step(by=by, report=report, step="charge", on=clock.today())
    PoliceContact.objects.create(trust=full.trust, incident=full.incident, force="Borough Police", by="Pat Paramedic")
    sheets = {}
    printing = pdf

    def printed(template: Path, sheet: Paper) -> bytes:
        sheets[sheet.title] = str(sheet)
        return printing(template, sheet)

    monkeypatch.setattr("holdfast.casework.casefile.operations.bundles.pdf", printed)
    bundle = made(full, chosen=frozenset(piece.key for piece in offered(full)), why_left_out="")
    assert bundle.papers.filter(name="police.pdf").exists()
    police, timeline = sheets["Contacts with the police"], sheets["Timeline"]
    for words in ("No unit is free", "CR-77", "Someone was charged", "Crown Court", "Ten weeks", "Borough Police"):
        assert words in police
    assert f"'{moment_in_words(declined_at)}', 'Exampleshire Police declined'" in timeline.replace('"', "'")
    assert timeline.index("Someone was charged") < timeline.index("Court date set") < timeline.index("Sentence")


def test_it_puts_in_what_is_private_when_it_is_chosen(full: Case, monkeypatch: Any) -> None:
    sheets: list[str] = []
    monkeypatch.setattr(
        "holdfast.casework.casefile.operations.bundles.pdf",
        lambda template, sheet: sheets.append(str(sheet)) or str(sheet).encode(),
    )
    bundle = made(full, chosen=frozenset(piece.key for piece in offered(full)), why_left_out="")
    assert any("Bruised cheek" in sheet for sheet in sheets)
    assert bundle.left_out == []
    assert bundle.files.count() == 2


def test_it_is_the_same_bytes_each_time(full: Case) -> None:
    bundle = made(full)
    first, second = zipped(full, bundle), zipped(full, bundle)
    assert first == second
    assert hashlib.sha256(first).hexdigest() == bundle.sha256
    assert len(first) == bundle.size
    assert Entry.objects.filter(verb="casefile.hand_out_bundle").count() == 2


def test_it_refuses_a_broken_exhibit_flags_it_and_tells_the_security_team(full: Case) -> None:
    pieces = offered(full)
    exhibit = next(piece.thing for piece in pieces if piece.title.startswith("PP/2"))
    with open(exhibit.evidence.file.path, "ab") as file:
        file.write(b"!")
    with pytest.raises(BundleRefused, match="PP/2 cannot go in"):
        made(full)
    assert not Bundle.objects.exists()
    assert Notice.objects.filter(kind="casefile.broken_exhibit").exists()
    again = next(piece for piece in offered(full) if piece.title.startswith("PP/2"))
    assert again.why_not == "its file is not what was taken in"
    bundle = made(full)
    assert ["PP/2: Picture of the cheek", again.why_not] in bundle.left_out


def test_it_hands_out_no_bundle_whose_exhibit_changed_since(full: Case) -> None:
    bundle = made(full)
    with open(bundle.files.get().exhibit.evidence.file.path, "ab") as file:
        file.write(b"!")
    with pytest.raises(BundleRefused, match="PP/2 is in it"):
        open_bundle(by=full.actor(full.lsms), bundle=bundle)


def test_it_hands_out_no_bundle_whose_papers_were_changed(full: Case) -> None:
    bundle = made(full)
    bundle.papers.filter(name="index.pdf").update(content=b"something else")
    with pytest.raises(BundleRefused, match="no longer the same"):
        open_bundle(by=full.actor(full.lsms), bundle=bundle)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"chosen": frozenset()}, "at least one"),
        ({"to_whom": " "}, "for whom"),
        ({"basis": ""}, "legal basis"),
        ({"purpose": ""}, "what it is for"),
        ({"why_left_out": ""}, "why the rest is left out"),
    ],
)
def test_it_refuses_what_is_not_said(case: Case, changes: dict[str, Any], words: str) -> None:
    with pytest.raises(BundleRefused, match=words):
        made(case, **changes)


def test_it_is_handed_over_once_under_an_approved_disclosure(case: Case) -> None:
    bundle, by = made(case), case.actor(case.lsms)
    line = ask_disclosure(
        by=by,
        incident=case.incident,
        asked_by="PC 1234",
        body="Exampleshire Police",
        asked_on=clock.today(),
        what="The file of the case",
        purpose="To investigate the assault",
        power="sch2-crime",
    )
    told = {"by": by, "bundle": bundle, "disclosure": line, "at": clock.now()}
    with pytest.raises(ValueError, match="before it is approved"):
        record_giving(**told, how="On a stick, in person")
    decide_disclosure(by=case.actor(case.lead), disclosure=line, approve=True, reason="Necessary")
    with pytest.raises(ValueError, match="how it was"):
        record_giving(**told, how="")
    record_giving(**told, how="On a stick, in person")
    line.refresh_from_db()
    assert line.state == "given"
    assert bundle.sha256 in line.given_what
    assert "Injuries of Pat Paramedic" in line.given_what
    with pytest.raises(ValueError, match="already"):
        record_giving(**told, how="Again")


def test_it_needs_little_memory_for_a_large_file() -> None:
    """A file of 64 MB that is nowhere whole: read and written a piece at a time."""
    size = 64 * 1024 * 1024

    class Zeros(io.RawIOBase):
        left = size

        def read(self, most: int = -1) -> bytes:
            piece = bytes(min(most, self.left))
            self.left -= len(piece)
            return piece

    whole = hashlib.sha256(bytes(size)).hexdigest()
    tracemalloc.start()
    with closing(write_zip([Member("a.bin", size, whole, Zeros)], folder="x").file) as file:  # type: ignore[arg-type]
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert zipfile.ZipFile(file).infolist()[0].file_size == size
    assert peak < 8 * 1024 * 1024
    with pytest.raises(ZipBroken):
        write_zip([Member("a.bin", 3, whole, lambda: io.BytesIO(b"abc"))], folder="x")


def test_it_names_files_so_that_every_machine_can_unpack_them() -> None:
    assert safe_name("../../etc/passwd") == "etc-passwd"
    assert safe_name("») Müll :?.MP4") == "Mull.MP4"
    assert safe_name("…") == "file"
    assert len(safe_name("x" * 300 + ".jpeg")) == 100
    assert unique(["a/b.pdf", "a/B.pdf", "c", "c"]) == ["a/b.pdf", "a/B-2.pdf", "c", "c-2"]
    assert manifest_of([("b", "2"), ("a", "1")]) == "1  a\n2  b\n"


@pytest.mark.parametrize("chosen", [True, False])
def test_it_is_kept_from_whoever_may_not_know_whom_it_tells_of(case: Case, client: Client, chosen: bool) -> None:
    """Left out, they stand in the index by name."""
    incident = case.incident = case.restricted()
    admit_reader(by=case.actor(case.lead), incident=incident, person=case.lsms, why="Makes the bundle")
    suspect = f"subject-{incident.subjects.get().pk}"
    bundle = made(case, chosen=frozenset({"report", *([suspect] if chosen else [])}))
    assert "Crewmate" not in str(Entry.objects.get(verb="casefile.make_bundle").details)
    dismiss_reader(by=case.actor(case.lead), incident=incident, person=case.lsms, why="It is made")
    judged = case.judgement(type="theft", internal=False, lead=case.lead)
    triage(by=case.actor(case.lead), incident=incident, judgement=judged)
    lift_restriction(by=case.actor(case.lead), incident=incident, why="It was someone else")
    own = made(case, chosen=frozenset({"report"}))
    case.sign_in(client, case.lsms)
    one = f"/incidents/{incident.reference}/bundles/"
    assert client.get(f"{one}{bundle.number}/").status_code == 404
    assert client.get(f"{one}{bundle.number}/file/").status_code == 404
    assert client.get(f"{one}{own.number}/").status_code == 200
    assert f"Bundle {bundle.number}" not in client.get(one).content.decode()
    case.sign_in(client, case.lead)
    assert client.get(f"{one}{bundle.number}/").status_code == 200


def test_it_is_made_and_fetched_on_screen(full: Case, client: Client) -> None:
    full.sign_in(client, full.lsms)
    one = f"/incidents/{full.incident.reference}/bundles/"
    form = client.get(f"{one}new/").content.decode()
    assert "Think twice: medical" in form
    full.incident.record.refresh_from_db()
    sent = {
        "seen_version": full.incident.record.version, "opened_at": "1.0", "to_whom": "PC 1", "basis": "DPA",
        "purpose": "Assault", "papers": ["report", "timeline"], "why_left_out": "Not asked for",
    }  # fmt: skip
    assert client.post(f"{one}new/", sent | {"why_left_out": ""}).status_code == 422
    answer = client.post(f"{one}new/", sent)
    assert answer["Location"] == f"{one}1/"
    assert "Not asked for" in client.get(f"{one}1/").content.decode()
    answer = client.get(f"{one}1/file/")
    assert answer["Content-Disposition"] == f'attachment; filename="{full.incident.reference}-bundle-1.zip"'
    assert zipfile.ZipFile(io.BytesIO(b"".join(answer))).testzip() is None
    assert "Bundle 1" in client.get(one).content.decode()
    Bundle.objects.update(sha256="0" * 64)
    assert client.get(f"{one}1/file/").status_code == 409
