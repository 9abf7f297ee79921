"""From an exhibit on the table to a bundle that others' tools can open and prove."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from holdfast.casework.casefile.models import Bundle, Exhibit
from holdfast.casework.casefile.tests.case_cast import Case, make_case, photo
from holdfast.casework.incidents.operations.statements import ask_for_statement, give_statement
from holdfast.casework.liaison.operations.disclosing import ask_disclosure, decide_disclosure
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock
from tests.journeys.case_walker import Walker


@pytest.fixture
def case(transactional_db: None) -> Iterator[Case]:
    """An assault that is being investigated, committed, as of today, with a statement of the crewmate."""
    case = make_case()
    with scope(case.trust):
        statement = ask_for_statement(by=case.actor(case.lsms), incident=case.incident, person=case.crewmate)
        give_statement(by=case.actor(case.crewmate), statement=statement, words="I saw him raise his fist.")
        yield case


def test_it_hands_the_police_a_bundle_that_stands_up(visit: Any, case: Case, tmp_path: Path) -> None:
    one = f"/incidents/{case.incident.reference}/"
    lsms = Walker(visit, case.sign_in, case.lsms)

    # Given a recording, taken in as an exhibit with its clock
    page = lsms.opens(f"{one}exhibits/")
    lsms.follows("Take in an exhibit")
    page.get_by_role("group", name="What is it?").get_by_label("A recording, a photo or another file").check()
    page.get_by_label("A file that I add now").check()
    (tmp_path / "yard.png").write_bytes(photo())
    page.locator("input[type=file]").set_input_files(tmp_path / "yard.png")
    page.get_by_label("It was slow", exact=True).check()
    lsms.fills(slow_by="4:30", clock_checked="Speaking clock", device="Camera 4, yard", description="The yard at night")
    lsms.fills(found_by="Pat Paramedic", found_where="Recorder in the control room", kept_by="Lee Specialist")
    lsms.now("found_at")
    lsms.now("kept_since")
    lsms.looks("take-in-exhibit")
    lsms.sends("Take it in", "The exhibit is on record.", "exhibit")
    expect(page.get_by_text("4 minutes 30 seconds slow")).to_be_visible()
    exhibit = Exhibit.objects.get()
    assert exhibit.sha256 == hashlib.sha256(photo()).hexdigest()

    # And a hand-over of which nobody knows who had it before: the gap stands there for all to see
    lsms.follows("Hand it over")
    lsms.fills(giver="Somebody Else", receiver="PC 1234 Sam Constable", why="For the police")
    lsms.now("at")
    page.get_by_label("It has no seal, or nobody looked").check()
    lsms.sends("Write it down", "Gap: Lee Specialist had it last", "exhibit-gap")

    # When the specialist looks at the case and makes a bundle, piece by piece
    lsms.opens(f"{one}case/", "case")
    lsms.follows("Bundles for the police", "bundles")
    lsms.follows("Make a bundle")
    expect(page.get_by_label("Affected: Pat Paramedic")).not_to_be_checked()
    lsms.fills(to_whom="PC 1234 Sam Constable", basis="Data Protection Act 2018, schedule 2, paragraph 2")
    lsms.fills(purpose="To investigate the assault", why_left_out="Not needed for the charge")
    lsms.looks("make-bundle")
    lsms.sends("Make the bundle", "The bundle is made.", "bundle")

    # Then the ZIP opens with others' tools, and every file in it is what the manifest says
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the ZIP").or_(
            page.get_by_role("link", name="Download the ZIP")
        ).click()
    bundle = Bundle.objects.get()
    kept = tmp_path / "bundle.zip"
    download.value.save_as(kept)
    assert hashlib.sha256(kept.read_bytes()).hexdigest() == bundle.sha256
    folder = tmp_path / bundle.name
    if shutil.which("unzip"):
        subprocess.run(["unzip", "-q", str(kept)], cwd=tmp_path, check=True)
    else:
        zipfile.ZipFile(kept).extractall(tmp_path)
    for line in (folder / "manifest.sha256").read_text().splitlines():
        sha256, name = line.split("  ", 1)
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == sha256, name
    if shutil.which("sha256sum"):
        subprocess.run(["sha256sum", "--quiet", "-c", "manifest.sha256"], cwd=folder, check=True)
    if shutil.which("pdftotext"):
        text = subprocess.run(["pdftotext", str(folder / "index.pdf"), "-"], check=True, capture_output=True, text=True)
        assert "PC 1234 Sam Constable" in text.stdout
        assert "Not needed for the charge" in text.stdout

    # And it is kept in the register of disclosures, approved by somebody else, when and how it was handed over
    line = ask_disclosure(
        by=case.actor(case.lsms),
        incident=case.incident,
        asked_by="PC 1234 Sam Constable",
        body="Exampleshire Police",
        asked_on=clock.today(),
        what="The file of the case",
        purpose="To investigate the assault",
        power="sch2-crime",
    )
    page.get_by_role("link", name="It was handed over").click()
    expect(page.get_by_role("heading", name="No approved disclosure yet")).to_be_visible()
    lsms.looks()
    decide_disclosure(by=case.actor(case.lead), disclosure=line, approve=True, reason="Necessary for the charge")
    page.reload()
    page.get_by_label("Which approved disclosure is it?").select_option(index=1)
    lsms.now("at")
    lsms.fills(how="On an encrypted stick, in person")
    lsms.sends("Save", "It is on record that the bundle was handed over.")
    line.refresh_from_db()
    assert bundle.sha256 in line.given_what
