"""Worcestershire 4.4: an unacceptable behaviour warning letter, and publicity only with the victim's permission."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest
from playwright.sync_api import Page, expect

from holdfast.casework.incidents.operations.report_answers import SubjectFacts
from holdfast.casework.sanctions.models import Case, Letter, Publication
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock
from holdfast.oversight.assurance.tests.policy_cast import Trial, assault, make_trial
from tests.journeys.case_walker import Walker


@pytest.fixture
def trust(transactional_db: None) -> Iterator[Trial]:
    """Worcestershire under its own strategy, committed, as of today."""
    trial = make_trial("waht")
    with scope(trial.trust):
        yield trial


def fill_day(page: Page, name: str, value: date) -> None:
    """Fill the three boxes of a day."""
    for part, number in (("day", value.day), ("month", value.month), ("year", value.year)):
        page.locator(f"[name={name}_{part}]").fill(str(number))


def text_of(path: Path) -> str:
    """What somebody else's tool reads in a PDF: pdftotext where the machine has it, else pypdf."""
    if tool := shutil.which("pdftotext"):
        return subprocess.run([tool, str(path), "-"], capture_output=True, text=True, check=True).stdout
    with path.open("rb") as file:
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(file).pages)


def test_it_warns_a_patient_and_makes_it_known_as_the_victim_allows(visit: Any, trust: Trial, tmp_path: Path) -> None:
    visit.expects("422", because="a form that must be sent again is answered with what is wrong")

    # Given a patient who hit a member of staff, whose manager asks what they want
    man = SubjectFacts(standing="patient", name="Vic Patient", born=date(1980, 1, 1), address="1 Example Street")
    now = clock.now()
    incident = trust.report(replace(assault(now), subjects=(man,)), at=now)
    incident = trust.triage(incident, at=now)
    here = f"/incidents/{incident.reference}/sanctions/"
    manager = Walker(visit, trust.sign_in, trust.manager, "phone")
    manager.opens(here)
    manager.follows("Record what they want", "victim-wish")
    manager.page.locator("input[name=wants_sanction][value=yes]").check()
    manager.fills(words="I want him to be told.")
    manager.sends("Save", "Their wish is on record.")

    # When the LSMS considers what the strategy lists and decides on an unacceptable behaviour warning letter
    lsms = Walker(visit, trust.sign_in, trust.lsms)
    page = lsms.opens(here)
    lsms.follows("Open a case")
    case = Case.objects.select_related("record").get()
    one = f"/sanctions/{case.reference}/"
    page.goto(f"{one}standing/")
    for name, value in (("age", "adult"), ("capacity", "has")):
        page.locator(f"input[name={name}][value={value}]").check()
    lsms.fills(capacity_by="Dr Jo Invented")
    lsms.sends("Save", "Saved.")
    page.goto(f"{one}evidence/")
    page.locator("input[name=enough][value=yes]").check()
    lsms.fills(reason="Two nurses saw it.")
    for box in page.locator("input[name^=missing_]").all():
        box.fill("Not to be had.")
    lsms.sends("Save", "Your judgement is on record")
    page.goto(f"{one}options/")
    expect(page.get_by_text("Unacceptable behaviour warning letter").first).to_be_visible()
    for key in ("warning-letter", "criminal", "civil", "recovery", "regulator"):
        page.locator(f"input[name=take_{key}][value={'yes' if key == 'warning-letter' else 'no'}]").check()
        page.locator(f"[name=why_{key}]").fill("Considered.")
    page.locator("input[name=take_disciplinary][value=no]").check()
    page.locator("[name=why_disciplinary]").fill("He does not work here.")
    lsms.sends("Save", "Your reasons are on record.")
    lsms.follows("Propose it")
    lsms.sends("Propose", "It is proposed.")
    lsms.follows("Record the decision")
    lsms.sends("Record it", "The decision is on record.")

    # Then a letter is drafted in the trust's name, and cannot be served before somebody else has approved it
    lsms.opens(f"{one}letters/new/warning/", "letter-form")
    lsms.fills(behaviour="You hit a nurse in the face.", conditions="- Speak with our staff politely")
    today = clock.today()
    fill_day(page, "valid_until", today - timedelta(days=1))
    lsms.sends("Save the draft", "The last day cannot be before the first day.")
    fill_day(page, "valid_until", today + timedelta(days=365))
    lsms.sends("Save the draft", "The draft is saved.")
    letter = Letter.objects.get()
    its = f"{one}letters/{letter.pk}/"
    lsms.opens(f"{its}service/")
    page.locator("input[name=how][value=posted]").check()
    page.get_by_role("button", name="Today").click()
    lsms.fills(proof="AB 1234 GB")
    lsms.sends("Save", "Nobody has approved this letter yet.")
    lsms.opens(its, "letter-draft")
    lsms.follows("Send for approval")
    lsms.sends("Send for approval", "It waits for approval.")
    boss = Walker(visit, trust.sign_in, trust.lead)
    boss.opens(f"{its}approval/", "letter-to-approve")
    boss.sends("Approve", "The letter is approved.")
    lsms.opens(f"{its}service/")
    page.locator("input[name=how][value=posted]").check()
    page.get_by_role("button", name="Today").click()
    lsms.fills(proof="AB 1234 GB")
    lsms.sends("Save", "The letter is in force.", "letter-in-force")

    # And the letter on paper is whole for somebody else's eyes
    with page.expect_download() as download:
        page.get_by_role("button", name="PDF").click()
    download.value.save_as(tmp_path / "letter.pdf")
    text = text_of(tmp_path / "letter.pdf")
    for words in (trust.trust.name, "Vic Patient", "You hit a nurse in the face.", str(trust.lead), case.reference):
        assert words in text.replace("\n", " "), words
    assert "Draft" not in text

    # When publicity is decided, it is refused without the victim's permission and with a name in it
    lsms.opens(one)
    lsms.follows("Decide on publicity", "publicity")
    page.locator("input[name=choice][value=outside]").check()
    page.locator("input[name=permission][value=not-asked]").check()
    for name, value in (("restrictions_checked", "yes"), ("restricted", "no"), ("data_protection_checked", "yes")):
        page.locator(f"input[name={name}][value={value}]").check()
    lsms.fills(specialist_consulted=str(trust.lsms), title="A warning", words="Vic Patient was warned.")
    lsms.sends("Decide", "The victim has not agreed. Ask them first", "publicity-refused")
    expect(page.get_by_text("These words name Vic Patient").first).to_be_visible()

    # Then with permission and without the name it is decided, made known, and taken back when that must be
    page.locator("input[name=permission][value=given]").check()
    lsms.fills(words="A patient who hit a nurse was warned. We act each time.")
    lsms.sends("Decide", "Say when and how the victim agreed")
    lsms.fills(permission_words="She told the LSMS so on the telephone today.")
    lsms.sends("Decide", "The decision is on record.", "publicity-decided")
    lsms.follows("Record where it was made known")
    page.locator("input[name=channel][value=press]").check()
    page.get_by_role("button", name="Today").click()
    lsms.sends("Save", "It is on record.", "sanction-whole")
    lsms.follows("Take it back")
    page.get_by_role("button", name="Today").click()
    lsms.fills(words="An appeal is open.")
    lsms.sends("Save", "It is taken back.")
    assert Publication.objects.get().withdrawn_why == "An appeal is open."

    # And the register and the words of the letters can be read by everyone who may
    lsms.opens("/sanctions/", "sanctions-register")
    boss.opens("/sanctions/words/warning/", "letter-words")
