"""UHMBT 4.10.2: discipline and the police side by side, and the wishes of the person affected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import expect

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.operations.investigate import submit_findings
from holdfast.casework.incidents.operations.report_answers import SubjectFacts, VictimFacts
from holdfast.casework.incidents.operations.triage import Judgement, triage
from holdfast.casework.liaison.models import PoliceDecision, PoliceReport
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock
from holdfast.oversight.assurance.tests.policy_cast import FINDINGS, Trial, assault, make_trial
from tests.journeys.case_walker import Walker


@pytest.fixture
def trust(transactional_db: None) -> Iterator[Trial]:
    """Morecambe Bay under its own policy, committed, as of today."""
    trial = make_trial("uhmbt")
    with scope(trial.trust):
        yield trial


def assaulted_by_a_colleague(trust: Trial) -> Incident:
    """A nurse was pushed by a colleague; the LSMS investigates, and HR has a case of its own."""
    begun = assault(clock.now())
    incident = trust.report(
        type(begun)(
            incident=begun.incident,
            victims=(VictimFacts(is_reporter=True, injury="minor"),),
            subjects=(SubjectFacts(standing="colleague"),),
        ),
        at=clock.now(),
        internal=True,
        place="site",
        site_id=trust.site.pk,
        address="",
    )
    by = trust.actor(trust.lsms)
    judged = Judgement(type=incident.type, severity="moderate", crime=True, lead=trust.lsms, internal=True)
    triage(by=by, incident=incident, judgement=judged)
    investigation = trust.investigation(incident)
    investigation.hr_reference = "HR-2026-031"
    investigation.save(update_fields=["hr_reference"])
    return incident


def test_it_runs_discipline_and_police_side_by_side_and_hears_the_victim(visit: Any, trust: Trial) -> None:
    visit.expects("422", because="a form that must be sent again is answered with what is wrong")

    # Given a nurse whom a colleague pushed, and a disciplinary case that HR has begun
    incident = assaulted_by_a_colleague(trust)
    assert incident.restricted
    lsms = Walker(visit, trust.sign_in, trust.lsms)
    page = lsms.opens(f"/incidents/{incident.reference}/police/", "uhmbt-police")
    expect(page.get_by_text("HR-2026-031")).to_be_visible()
    expect(page.get_by_role("heading", name="Discipline, side by side")).to_be_visible()

    # When the LSMS would leave the police out because discipline is under way
    lsms.follows("Decide", "uhmbt-decide")
    page.get_by_label("No", exact=True).check()
    page.get_by_label("Another reason").check()
    lsms.fills(words="HR is dealing with it; the disciplinary hearing is next week.")
    lsms.sends("Decide", "There is a problem", "uhmbt-refused")

    # Then Holdfast refuses the reason, and says what to do instead
    expect(page.get_by_text("both go on side by side").first).to_be_visible()
    assert not PoliceDecision.objects.exists()

    # When the nurse does not want the police, her wish is respected
    lsms.opens(f"/incidents/{incident.reference}/police/")
    lsms.follows("Record their wish")
    page.get_by_label("Does not want the police to act").check()
    lsms.fills(words="I have to go on working with him.")
    lsms.sends("Save", "Their wish is on record.", "uhmbt-wish")
    lsms.follows("Decide")
    page.get_by_label("No", exact=True).check()
    page.get_by_label("The person affected does not want it").check()
    lsms.fills(words="")  # what was typed before is kept by the browser
    lsms.sends("Decide", "Your decision is on record.", "uhmbt-not-told")

    # And when she changes her mind, the decision changes with the reason, and the crime is reported
    lsms.follows("Record their wish")
    page.get_by_label("Wants the police to act", exact=True).check()
    lsms.fills(words="He threatened me again.")
    lsms.sends("Save", "Their wish is on record.")
    lsms.follows("Decide again")
    page.get_by_label("Yes", exact=True).check()
    lsms.fills(what_changed="She wants it now: he threatened her again.")
    lsms.sends("Decide", "Your decision is on record.")
    lsms.follows("It was reported to the police")
    page.get_by_label("Cumbria Constabulary").check()
    page.get_by_label("101", exact=True).check()
    lsms.now("made_at")
    lsms.fills(log_number="LOG-88")
    lsms.sends("Save", "Add numbers and news as they come.", "uhmbt-reported")

    # Then both tracks go on: HR's findings go in while the police have the case
    investigation = trust.investigation(incident)
    submit_findings(
        by=trust.actor(trust.lsms), investigation=investigation, findings=replace(FINDINGS, hr_reference="HR-2026-031")
    )
    lsms.opens(f"/incidents/{incident.reference}/police/", "uhmbt-both-tracks")
    expect(page.get_by_text("Waiting for review")).to_be_visible()
    assert PoliceReport.objects.get().state == "made"
    assert [row.tell for row in PoliceDecision.objects.order_by("pk")] == [False, True]
