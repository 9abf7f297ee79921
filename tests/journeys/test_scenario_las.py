"""LAS 6.2 and 6.3: eight facts behind a sanction, six options each with its reason, and four parties who agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import expect

from holdfast.casework.incidents.operations.report_answers import SubjectFacts
from holdfast.casework.sanctions.models import Assent, Case
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock
from holdfast.oversight.assurance.tests.policy_cast import Trial, assault, make_trial
from tests.journeys.case_walker import Walker

EIGHT = (
    "Full details of the assailant or patient",
    "A full description of what happened",
    "The exact location",
    "Full injury details, with photographs if taken",
    "Police officers who came, with number and station",
    "Full details of witnesses",
    "What the manager did at once",
    "The follow-up investigation and why it may have happened",
)
SIX = ("disciplinary", "civil", "criminal", "regulator", "penalty-charge", "proceeds-of-crime")


@pytest.fixture
def trust(transactional_db: None) -> Iterator[Trial]:
    """LAS under its own policy, committed, as of today."""
    trial = make_trial("las")
    with scope(trial.trust):
        yield trial


def test_it_holds_an_assailant_to_account_with_four_parties(visit: Any, trust: Trial) -> None:
    visit.expects("422", because="a form that must be sent again is answered with what is wrong")

    # Given an assault by somebody who is known, judged by the LSMS, and the four parties of 4.9(f) in post
    parties = [trust.director]
    parties += [trust.holds(key) for key in ("director-workforce", "director-finance", "senior-operational-manager")]
    man = SubjectFacts(standing="public", name="Vic Assailant", born=date(1980, 1, 1), address="1 Example Street")
    now = clock.now()
    incident = trust.report(replace(assault(now), subjects=(man,)), at=now)
    trust.triage(incident, at=now)

    # When the LSMS opens the case, and the Local Anti-Fraud Specialist works on it too
    lsms = Walker(visit, trust.sign_in, trust.lead)
    page = lsms.opens(f"/incidents/{incident.reference}/sanctions/", "sanctions-of-incident")
    lsms.follows("Open a case", "sanction-begins")
    case = Case.objects.select_related("record").get()
    one = f"/sanctions/{case.reference}/"
    lsms.opens(f"{one}standing/")
    for name, value in (("age", "adult"), ("capacity", "has"), ("joint", "yes")):
        page.locator(f"input[name={name}][value={value}]").check()
    lsms.fills(capacity_by="Dr Jo Invented")
    lsms.sends("Save", "Saved.")

    # Then each of the eight facts of 6.2 is held or missing, and the evidence is not enough until it is said why
    lsms.opens(f"{one}evidence/", "sanction-evidence")
    for title in EIGHT:
        expect(page.get_by_text(title, exact=True).first).to_be_visible()
    page.locator("input[name=enough][value=yes]").check()
    lsms.fills(reason="The crew and the camera agree.")
    lsms.sends("Save", "Still missing")
    for box in page.locator("input[name^=missing_]").all():
        box.fill("Asked for, and not to be had.")
    lsms.sends("Save", "Your judgement is on record")

    # When each of the six options of 6.3 gets a yes or a no with its reason, and a course is proposed
    lsms.opens(f"{one}options/", "sanction-options")
    for key in SIX:
        page.locator(f"input[name=take_{key}][value={'yes' if key in ('civil', 'criminal') else 'no'}]").check()
        page.locator(f"[name=why_{key}]").fill(f"Considered: {key}.")
    lsms.sends("Save", "Your reasons are on record.")
    lsms.follows("Propose it", "sanction-proposal")
    expect(page.get_by_text("Director of Workforce and OD").first).to_be_visible()
    lsms.sends("Propose", "It is proposed.", "sanction-proposed")

    # Then it waits for all four, each of whom agrees by name and date, on a phone as well
    for number, person in enumerate(parties):
        assert Case.objects.get().state == "proposed"
        party = Walker(visit, trust.sign_in, person, "phone" if number else "desktop")
        asked = party.opens(one)
        party.follows("Answer as", "sanction-agreement" if not number else "")
        asked.locator("input[name=agreed][value=yes]").check()
        party.sends("Send my answer", "Your answer is on record")
    assert set(Assent.objects.values_list("name", flat=True)) == {str(person) for person in parties}

    # And the decision can be recorded, once
    lsms.opens(one)
    for person in parties:
        expect(page.get_by_text(str(person)).first).to_be_visible()
    lsms.follows("Record the decision")
    lsms.sends("Record it", "The decision is on record.", "sanction-decided")
    page.goto(f"{one}decision/")
    lsms.fills(words="And once more")
    lsms.sends("Record it", "decided this case already")
