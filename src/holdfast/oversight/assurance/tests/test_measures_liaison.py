"""What is measured of outside bodies, over incidents lived through by the verbs of real use."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from holdfast.casework.incidents.models import Incident
from holdfast.casework.liaison.operations.chasing import chase_police
from holdfast.casework.liaison.operations.police import report_to_police
from holdfast.casework.liaison.operations.riddor import record_riddor_facts
from holdfast.casework.liaison.operations.riddor_deciding import decide_riddor, record_riddor_report
from holdfast.casework.liaison.operations.steps import record_step, tell_victim
from holdfast.kernel import clock
from holdfast.oversight.assurance.measures.liaison import police_followed, riddor_decided, victim_told
from holdfast.oversight.assurance.tests.policy_cast import DAY, NOW, Trial, trial_of

REPORTED = "scas-5.9.3-h"


@pytest.fixture
def trial(db: None) -> Iterator[Trial]:
    with trial_of("scas") as trial:
        yield trial


def broken_jaw(trial: Trial, incident: Incident):
    facts = {"injuries": ["fracture:jaw"], "diagnosed_by_doctor": True, "work_related": True}
    by = trial.actor(trial.lsms)
    injured = record_riddor_facts(by=by, incident=incident, victim=incident.victims.get(), facts=facts)
    decide_riddor(by=by, injured=injured, decided="report_specified_injury")
    return injured


@pytest.mark.parametrize(("days", "verdict"), [(9, "met"), (10, "met"), (11, "late")])
def test_it_judges_each_riddor_report_by_the_limit_of_its_category(trial: Trial, days: int, verdict: str) -> None:
    incident = trial.triage(trial.report())
    injured = broken_jaw(trial, incident)
    assert trial.verdicts(REPORTED, NOW + 5 * DAY) == {f"{incident.reference} person-{injured.pk}": "pending"}
    with clock.at(NOW + days * DAY):
        record_riddor_report(
            by=trial.actor(trial.lsms), injured=injured, reported_on=clock.today(), channel="online", reference="F1"
        )
    assert trial.verdicts(REPORTED) == {f"{incident.reference} person-{injured.pk}": verdict}


def test_it_finds_nobody_to_report_where_it_was_decided_otherwise(trial: Trial) -> None:
    incident = trial.triage(trial.report())
    injured = broken_jaw(trial, incident)
    decide_riddor(
        by=trial.actor(trial.lsms), injured=injured, decided="not_reportable", reason="No", what_changed="No fracture"
    )
    assert trial.verdicts(REPORTED) == {}


def test_it_gives_facts_of_decisions_people_told_and_police_followed(trial: Trial) -> None:
    incident = trial.triage(trial.report())
    by = trial.actor(trial.lsms)
    broken_jaw(trial, incident)
    report = report_to_police(
        by=by, incident=incident, force="Thames Valley Police", channel="101", made_at=clock.now()
    )
    with clock.at(NOW + DAY):
        step = record_step(by=by, report=report, step="arrest", on=clock.today())
        chase_police(by=by, report=report, at=clock.now(), words="Asked")
    with clock.at(NOW + 2 * DAY):
        tell_victim(by=by, telling=step.tellings.get(), told_at=clock.now(), how="by phone")
    found = Incident.objects.select_related("record").get(pk=incident.pk)
    [decided] = riddor_decided(found, {})
    assert decided["done"] - decided["start"] == timedelta()
    [told] = victim_told(found, {})
    assert told["done"] - told["start"] == DAY
    [followed] = police_followed(found, {})
    assert (followed["since"], followed["done"]) == (NOW, [NOW + DAY, NOW + DAY])
