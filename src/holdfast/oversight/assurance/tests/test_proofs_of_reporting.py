"""Each trust's policy in force, and its own lines on reporting and triage driven by the operations that meet them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest

from holdfast.casework.incidents.models import Incident, Referral
from holdfast.casework.incidents.operations.additions import add_facts
from holdfast.casework.incidents.operations.report import report
from holdfast.casework.incidents.operations.report_answers import (
    IncidentFacts,
    ItemFacts,
    ReportAnswers,
    VictimFacts,
)
from holdfast.casework.incidents.operations.restriction import restrict_incident
from holdfast.casework.incidents.operations.triage import Judgement, check_report, route_out, triage
from holdfast.foundation.audit.models import Entry
from holdfast.kernel import clock
from holdfast.oversight.assurance.tests.policy_cast import HOUR, NOW, Trial, assault, police, trial_of


@pytest.fixture
def trial(db: None, request: pytest.FixtureRequest) -> Iterator[Trial]:
    with ExitStack() as stack:
        yield stack.enter_context(trial_of(request.param))


def under(pack: str):
    return pytest.mark.parametrize("trial", [pack], indirect=True)


def told_of(kind: str, words: str = "Seen by the bay doors.", **more) -> ReportAnswers:
    """A report of something that hurt nobody."""
    facts = IncidentFacts(
        type=kind, place="public-place", exact_place="The bay doors", description=words, happened_at=NOW - HOUR, **more
    )
    return ReportAnswers(incident=facts)


def kept(trial: Trial, answers: ReportAnswers) -> Incident:
    """The incident after its report by the operation itself, with its entry in the trail."""
    received = report(
        by=trial.actor(trial.paramedic),
        trust=trial.trust,
        answers=answers,
        submission_key=f"{Incident.objects.count() + 1:032x}",
        reporter=trial.paramedic,
    )
    assert Entry.objects.filter(verb="incidents.report", subject_reference=received.incident.reference).exists()
    return received.incident


def judged(trial: Trial, incident: Incident, **changes) -> Incident:
    told = {"type": incident.type, "severity": "minor", "crime": False, "no_investigation_reason": "Small"} | changes
    by = trial.lead if incident.restricted else trial.lsms
    triage(by=trial.actor(by), incident=incident, judgement=Judgement(**told))
    incident.refresh_from_db()
    return incident


def told_posts(incident: Incident) -> set[str]:
    return set(Referral.objects.filter(incident=incident).values_list("post__key", flat=True))


@under("las")
@pytest.mark.proves(
    "las-5.2-h", "las-5.2-i", "las-5.2-j", "las-5.2-k", "las-5.2-l", "las-5.2-m", "las-2.1.3-a", "las-4.17bis-c"
)
def test_it_takes_and_judges_every_kind_that_london_names(trial: Trial) -> None:
    told = {
        "verbal-abuse": "Shouted at on the stairs.",
        "physical-assault": "Pushed over.",
        "theft": "A laptop is gone.",
        "criminal-damage": "The door was kicked in.",
        "information-breach": "A crew sheet lay in the street.",
        "unauthorised-access": "Somebody was in the store.",
        "bomb-or-hoax": "A call said that there was a bomb.",
        "weapon": "Shots were fired near the vehicle.",
        "suspect-package": "White powder in an envelope; it may be a hoax.",
        "trespass": "Somebody came in through the garage.",
    }
    for kind, words in told.items():
        incident = judged(trial, kept(trial, told_of(kind, words)))
        assert (incident.type, incident.state, incident.description) == (kind, "open", words)
        assert incident.severity == "minor"


@under("las")
@pytest.mark.proves("las-3.4-d", "las-4.9-n", "las-5.3-l")
def test_it_sends_on_what_london_leaves_to_others(trial: Trial) -> None:
    between = kept(trial, replace(assault(NOW), victims=(VictimFacts(name="A patient", standing="patient"),)))
    route_out(by=trial.actor(trial.lsms), incident=between, where="Patient safety", why="Between patients.")
    between.refresh_from_db()
    assert (between.state, between.description != "") == ("routed-out", True)
    assert "lafs" in told_posts(kept(trial, told_of("theft")))
    fraud = kept(trial, told_of("fraud", "A claim for hours that nobody worked."))
    assert fraud.restricted
    assert "lafs" in told_posts(fraud)
    assert judged(trial, fraud).type == "fraud"


@under("scas")
@pytest.mark.proves(
    "scas-5.5.1-i", "scas-5.6.1-d2", "scas-5.6.1-i2", "scas-5.6.1-k1", "scas-5.6.1-k2", "scas-9.1-d1",
    "scas-11.2-a", "scas-11.3-a", "scas-11.3-b", "scas-5.9.3-d1",
)  # fmt: skip
def test_it_takes_whatever_south_central_wants_reported(trial: Trial) -> None:
    near_miss = kept(trial, told_of("security-concern", "The gate stood open all night.", near_miss=True))
    visitor = kept(trial, told_of("suspicious", "A man without a badge. He said he reads meters; nobody knew of it."))
    kept(trial, told_of("equipment-fault", "The lock of the store does not close."))
    contractor = replace(
        told_of("theft", "A contractor’s tools are gone."),
        items=(ItemFacts("Drill", owner="other", owner_name="A contractor"),),
        victims=(VictimFacts(name="A contractor", standing="contractor"),),
    )
    assert kept(trial, contractor).victims.get().standing == "contractor"
    kept(trial, told_of("criminal-damage"))
    assert near_miss.near_miss
    assert "reads meters" in visitor.description, "the explanation is on record, to be checked"
    for incident in Incident.objects.all():
        assert {"lsms", "head-risk-security"} & told_posts(incident), incident.type
    assert judged(trial, visitor).state == "open"


@under("scas")
@pytest.mark.proves("scas-11.2-b", "scas-11.4-a", "scas-11.4-b")
def test_it_keeps_what_the_manager_found_and_did_about_a_stranger(trial: Trial) -> None:
    incident = kept(trial, told_of("suspicious", done_at_once="The manager walked him to the gate."))
    check_report(
        by=trial.actor(trial.manager), incident=incident, corrections="He left; the police were asked to come."
    )
    incident.refresh_from_db()
    assert incident.manager_checked_by == str(trial.manager)
    assert incident.done_at_once == "The manager walked him to the gate."
    told = Entry.objects.get(verb="incidents.check_report")
    assert "the police were asked" in str(told.details) + str(told.changes)


@under("scas")
@pytest.mark.proves("scas-9.1-d2", "scas-16.3-a", "scas-16.3-b")
def test_it_takes_vehicle_damage_and_afterwards_what_the_police_were_told(trial: Trial) -> None:
    incident = kept(trial, told_of("vehicle-damage", "The ambulance scraped the wall of the yard."))
    with clock.at(NOW + HOUR):
        add_facts(by=trial.actor(trial.paramedic), incident=incident, police=[police()])
    assert incident.police_contacts.get().crime_number == "43/1234/26"


@under("secamb")
@pytest.mark.proves(
    "secamb-1.3", "secamb-1.4-a", "secamb-1.5", "secamb-3.2.3-b", "secamb-7.6.1-a", "secamb-7.6.1-b",
    "secamb-7.6.2-a", "secamb-7.6.2-b",
)  # fmt: skip
def test_it_takes_both_strands_of_south_east_coast_from_anyone(trial: Trial) -> None:
    for_crewmate = replace(
        assault(NOW),
        incident=replace(assault(NOW).incident, reporter_capacity="on-behalf"),
        victims=(VictimFacts(name="Casey Crewmate"),),
    )
    incident = kept(trial, for_crewmate)
    assert (incident.reporter_capacity, incident.victims.get().name) == ("on-behalf", "Casey Crewmate")
    kept(trial, told_of("verbal-abuse"))
    assert kept(trial, told_of("threat", near_miss=True)).near_miss
    own = replace(told_of("theft", "My bag is gone."), items=(ItemFacts("Bag", owner="staff"),))
    assert kept(trial, own).items.get().owner == "staff"
    kept(trial, told_of("theft", "I saw that the store had been opened."))
    kept(trial, told_of("criminal-damage", "A vehicle was scratched."))
    done = trial.triage(incident, at=NOW + HOUR)
    assert done.investigations.get().investigators.get(lead=True).person == trial.manager


@under("secamb")
@pytest.mark.proves("secamb-3.2.1.3")
def test_it_keeps_how_the_control_room_was_asked_for_the_police(trial: Trial) -> None:
    incident = kept(trial, replace(assault(NOW), police=(police(NOW - HOUR / 2, channel="control-room"),)))
    assert incident.control_room_told_at is not None
    with clock.at(NOW + HOUR):
        add_facts(by=trial.actor(trial.paramedic), incident=incident, police=[police()])
    assert incident.police_contacts.count() == 2


@under("secamb")
@pytest.mark.proves(
    "secamb-4.3.1", "secamb-4.3.1-a", "secamb-4.3.1-b", "secamb-4.3.1-c", "secamb-4.3.3-a", "secamb-4.3.3-b"
)
def test_it_takes_the_three_kinds_of_internal_crime_and_leaves_out_who_is_suspected(trial: Trial) -> None:
    for kind in ("theft", "criminal-damage", "fraud"):
        incident = kept(trial, told_of(kind, "Things are missing since the night shift.", internal=True))
        assert incident.restricted, kind
        assert incident.subjects.count() == 0, "the report asks for no name"
        assert judged(trial, incident).internal is False or incident.restricted
    plain = kept(trial, told_of("other", "Keys were not handed back."))
    restrict_incident(by=trial.actor(trial.lead), incident=plain, why="A colleague may have them.")
    plain.refresh_from_db()
    assert plain.restricted


@under("waht")
@pytest.mark.proves("waht-1-l")
def test_it_gives_fraud_at_worcestershire_to_the_counter_fraud_specialist(trial: Trial) -> None:
    fraud = kept(trial, told_of("fraud", "Time sheets that do not add up."))
    assert fraud.restricted
    assert "lcfs" in told_posts(fraud)
    assert judged(trial, fraud).type == "fraud"
