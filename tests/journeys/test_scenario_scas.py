"""SCAS 5.10 and 5.9.3: the police decline a crew's call, the CCC takes it up, and an over-seven-day injury is reported.

The policy's own words stand on the screens: the control room is the CCC, and what it says of RIDDOR 1995 is shown
beside what the Regulations of 2013 ask for.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from holdfast.casework.liaison.models import Escalation, InjuredPerson, PoliceReport
from holdfast.casework.liaison.operations.policy import StepLine, agree_steps
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock
from holdfast.oversight.assurance.tests.policy_cast import Trial, make_trial
from tests.journeys.case_walker import Walker

FORCE = "Thames Valley Police"


@pytest.fixture
def trust(transactional_db: None) -> Iterator[Trial]:
    """SCAS under its own policy, committed, as of today; the trust has agreed two steps with one force."""
    trial = make_trial("scas")
    with scope(trial.trust):
        steps = [StepLine("Force duty inspector", "through the force control room"), StepLine("Silver commander")]
        agree_steps(by=trial.actor(trial.lead), trust=trial.trust, force=FORCE, steps=steps)
        yield trial


def fill_day(page: Page, name: str, day: date) -> None:
    """Fill the three boxes of a day."""
    for part in ("day", "month", "year"):
        page.locator(f"[name={name}_{part}]").fill(str(getattr(day, part)))


def test_it_takes_a_refusal_up_and_reports_an_over_seven_day_injury(visit: Any, trust: Trial) -> None:
    visit.expects("422", because="a form that must be sent again is answered with what is wrong")
    at = clock.now() - timedelta(days=12)

    # Given a crew in danger: the CCC asks the police to come, and they decline
    controller = Walker(visit, trust.sign_in, trust.holds("ccc"))
    page = controller.opens("/police/calls/", "scas-calls")
    controller.follows("Record that they were asked", "scas-call")
    page.get_by_label(FORCE).check()
    page.get_by_label("Control room line").check()
    controller.now("made_at")
    controller.fills(cad_number="SC-4711", words="A man with a stick blocks the way out. Crew in the hall.")
    controller.sends("Save", "Record their answer when it comes.", "scas-asked")
    controller.follows("What they answered")
    page.get_by_role("radio", name="They decline").check()
    controller.now("at")
    controller.sends("Save", "There is a problem")
    controller.fills(reason="No officer is free for two hours.")
    controller.sends("Save", "Their answer is on record.", "scas-refused")

    # When the CCC takes it up in the way that is agreed with that force
    expect(page.get_by_text("Force duty inspector").first).to_be_visible()
    controller.follows("Take the refusal up", "scas-escalate")
    controller.now("at")
    controller.fills(words="The crew cannot leave. An assault is likely.")
    controller.sends("Save", "Record their answer when it comes.")
    controller.follows("Record the answer")
    page.get_by_label("They come, or take it up after all").check()
    controller.now("at")
    controller.fills(answer_words="A car is on its way.")
    controller.sends("Save", "Their answer is on record.", "scas-accepted")
    assert Escalation.objects.get().agreed is True

    # Then the incident is reported, and the LSMS takes the call into it and reports the crime
    incident = trust.triage(trust.report(at=at, cad_number="SC-4711"), at=at + timedelta(hours=3))
    lsms = Walker(visit, trust.sign_in, trust.lsms, "phone")
    page = lsms.opens(f"/incidents/{incident.reference}/police/", "scas-police-empty")
    lsms.follows("Take it in")
    lsms.sends("Take it in", "The call now belongs to this incident.", "scas-police")
    lsms.follows("It was reported to the police")
    page.get_by_label(FORCE).check()
    page.get_by_label("Online").check()
    lsms.now("made_at")
    lsms.fills(crime_number="43/100200/26")
    lsms.sends("Save", "Add numbers and news as they come.", "scas-reported")
    expect(page.get_by_text("43/100200/26").first).to_be_visible()
    assert PoliceReport.objects.filter(incident=incident).count() == 2

    # And the paramedic is off for more than seven days: the rule says so, a named person decides
    lsms.opens(f"/incidents/{incident.reference}/riddor/", "scas-riddor")
    expect(page.get_by_text("RIDDOR 1995").first).to_be_visible()
    expect(page.get_by_text("RIDDOR 2013 has been in force since 1 October 2013.").first).to_be_visible()
    lsms.follows("Record what is known", "scas-riddor-facts")
    page.get_by_label("Bruising or swelling").check()
    lsms.sends("Save", "worked out anew")
    lsms.follows("Add days lost", "scas-riddor-days")
    page.get_by_label("Off work", exact=True).check()
    accident = clock.local_day(at - timedelta(hours=1))
    fill_day(page, "first", accident - timedelta(days=3))
    lsms.sends("Add", "There is a problem")
    fill_day(page, "first", accident + timedelta(days=1))
    lsms.sends("Add", "worked out anew", "scas-riddor-over-seven")
    expect(page.get_by_text("Report: over seven days").first).to_be_visible()
    lsms.follows("Decide", "scas-riddor-decide")
    lsms.sends("Decide", "Your decision is on record.")
    lsms.follows("It was reported")
    fill_day(page, "reported_on", clock.today())
    page.get_by_label("Online form").check()
    lsms.fills(reference="F2508-2026-77")
    lsms.sends("Save", "The report is on record.", "scas-riddor-reported")
    injured = InjuredPerson.objects.get()
    assert (injured.regulation, injured.report_due) == ("4(2)", accident + timedelta(days=15))

    # And the sheet holds what the form asks for, and the register shows it
    page.goto(f"/riddor/{injured.pk}/sheet/")
    expect(page.get_by_text("Physically assaulted by a person")).to_be_visible()
    lsms.looks("scas-riddor-sheet")
    lsms.opens("/riddor/?show=over-three", "scas-riddor-register")
    expect(page.get_by_text("F2508-2026-77")).to_be_visible()
    lsms.opens("/police/?show=all", "scas-police-register")
    lsms.opens("/police/forces/", "scas-forces")
    expect(page.get_by_text("Nothing agreed").first).to_be_visible()
    lsms.opens("/disclosures/", "scas-disclosures")
