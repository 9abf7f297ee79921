"""What a record must hold, and whom it must be told to: measured over incidents that real verbs made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from holdfast.casework.incidents.models import Incident, Referral
from holdfast.casework.incidents.operations.additions import Amendment, add_facts
from holdfast.casework.incidents.operations.facts import explain_absence
from holdfast.casework.incidents.operations.investigators import name_investigators
from holdfast.casework.incidents.operations.learning import no_lesson, share_lesson
from holdfast.casework.incidents.queries.taxonomy import first_serious
from holdfast.foundation.organisation.models import Post
from holdfast.kernel import clock
from holdfast.oversight.assurance.measures import MEASURES
from holdfast.oversight.assurance.measures.moments import ONE_ACT, in_its_act
from holdfast.oversight.assurance.tests.policy_cast import DAY, HOUR, NOW, Trial, assault, police, trial_of


@pytest.fixture
def las(db: None) -> Iterator[Trial]:
    with trial_of("las") as trial:
        yield trial


@pytest.fixture
def waht(db: None) -> Iterator[Trial]:
    with trial_of("waht") as trial:
        yield trial


@pytest.fixture
def uhmbt(db: None) -> Iterator[Trial]:
    with trial_of("uhmbt") as trial:
        yield trial


def whole(**subject: str):
    """A report that lacks nothing that LAS asks an assault to hold by its triage."""
    told = assault()
    name = {"name": "A. Son", "address": "12 Harbour Road"} | subject
    return replace(told, subjects=(replace(told.subjects[0], **name),), police=(police(),))


AT_TRIAGE = [f"las-6.2-{letter}" for letter in "bcdefg"]
AT_FINDINGS = [f"las-6.2-{letter}" for letter in "ahij"]


@pytest.mark.parametrize("key", AT_TRIAGE)
def test_it_finds_a_whole_record_complete_at_triage(las: Trial, key: str) -> None:
    incident = las.report(whole())
    assert las.verdicts(key) == {}, "nothing is asked before triage"
    las.triage(incident)
    assert las.verdicts(key) == {incident.reference: "met"}


@pytest.mark.parametrize(
    ("key", "answers", "missing"),
    [
        ("las-6.2-b", lambda: whole(address=""), ["assailant-address"]),
        ("las-6.2-d", lambda: replace(whole(), incident=replace(whole().incident, place="public-place", address="")),
         ["exact-place"]),
        ("las-6.2-e", lambda: replace(whole(), victims=()), ["injury"]),
        ("las-6.2-f", lambda: replace(whole(), police=(police(officer_number="", officer_contact=""),)),
         ["officer-contact", "officer-number"]),
        ("las-6.2-g", lambda: replace(whole(), witnesses=()), ["witnesses"]),
    ],
)  # fmt: skip
def test_it_names_what_is_missing(las: Trial, key: str, answers, missing: list[str]) -> None:
    incident = las.triage(las.report(answers()))
    assert las.verdicts(key) == {incident.reference: "overdue"}
    assert las.missing(key, incident) == missing


@pytest.mark.parametrize("key", AT_FINDINGS)
def test_it_asks_for_findings_when_they_are_sent_in(las: Trial, key: str) -> None:
    incident = las.triage(las.report(whole()))
    assert las.verdicts(key) == {}
    las.submit(incident)
    assert las.verdicts(key) == {incident.reference: "met"}


def test_it_misses_what_the_findings_leave_out(las: Trial) -> None:
    incident = las.triage(las.report(whole()))
    las.submit(incident, learnt="", manager_action="")
    assert las.verdicts("las-6.2-i") == {incident.reference: "met"}
    assert las.missing("las-6.2-h", incident) == ["manager-action"]
    assert las.missing("las-6.2-j", incident) == ["learning"]
    with clock.at(NOW + 3 * DAY):
        no_lesson(by=las.actor(las.lsms), incident=incident, reason="Nothing that was not known before")
    assert las.verdicts("las-6.2-j") == {incident.reference: "met"}


def test_it_takes_a_lesson_for_what_was_learnt(las: Trial) -> None:
    incident = las.triage(las.report(whole()))
    las.submit(incident, learnt="")
    with clock.at(NOW + 4 * DAY):
        share_lesson(by=las.actor(las.lsms), incident=incident, title="Waiting", words="Say how long", units=[])
    assert las.verdicts("las-6.2-j", NOW + 3 * DAY) == {incident.reference: "overdue"}
    assert las.verdicts("las-6.2-j", NOW + 4 * DAY) == {incident.reference: "met"}


def test_it_takes_a_reason_for_a_fact(las: Trial) -> None:
    incident = las.triage(las.report(replace(whole(), witnesses=())))
    with clock.at(NOW + 2 * DAY):
        explain_absence(by=las.actor(las.lsms), incident=fresh(incident), fact="witnesses", reason="Nobody was near")
    assert las.verdicts("las-6.2-g") == {incident.reference: "met"}
    with clock.at(NOW + 3 * DAY):
        explain_absence(by=las.actor(las.lsms), incident=fresh(incident), fact="witnesses", reason="")
    assert las.verdicts("las-6.2-g") == {incident.reference: "overdue"}


def test_it_knows_what_was_added_when(las: Trial) -> None:
    incident = las.triage(las.report(replace(whole(), witnesses=(), police=())))
    with clock.at(NOW + 5 * DAY):
        add_facts(
            by=las.actor(las.paramedic),
            incident=fresh(incident),
            witnesses=assault().witnesses,
            police=[police(officer_contact="")],
        )
    with clock.at(NOW + 6 * DAY):
        contact = Amendment(incident.police_contacts.get(), {"officer_contact": "101"})
        add_facts(by=las.actor(las.paramedic), incident=fresh(incident), amendments=[contact])
    for key, since in (("las-6.2-g", NOW + 5 * DAY), ("las-6.2-f", NOW + 6 * DAY)):
        assert las.verdicts(key, since - HOUR) == {incident.reference: "overdue"}
        assert las.verdicts(key, since) == {incident.reference: "met"}


def test_it_asks_no_name_of_a_suspected_colleague(las: Trial) -> None:
    las.triage(las.report(whole(standing="colleague"), internal=True), internal=True)
    assert las.tally("las-6.2-b", person=las.lead).denominator == 0
    assert las.tally("las-6.2-c", person=las.lead).denominator == 1


def fresh(incident: Incident) -> Incident:
    return Incident.objects.select_related("record", "trust").get(pk=incident.pk)


TOLD = "waht-3.4-d"


def test_it_finds_the_specialist_told_with_the_report(waht: Trial) -> None:
    incident = waht.report()
    assert waht.verdicts(TOLD, NOW) == {incident.reference: "met"}


def test_it_finds_that_the_specialist_was_not_told_until_later(waht: Trial) -> None:
    incident = waht.report()
    # As if the trust had had nobody in these posts when it was reported.
    Referral.objects.filter(incident=incident, post__role__in=("lsms", "security-lead")).update(at=NOW + 2 * HOUR)
    assert waht.verdicts(TOLD, NOW + HOUR) == {incident.reference: "overdue"}
    assert waht.verdicts(TOLD, NOW + 2 * HOUR) == {incident.reference: "met"}


def test_it_takes_what_a_triage_tells_as_done_with_it(waht: Trial) -> None:
    """Each row of an operation takes its own moment: some milliseconds later is still at once."""
    incident = waht.triage(waht.report(), severity="serious", lead=waht.lsms, strand="lsms")
    told = incident.referrals.get(post__key="head-hs-fire")
    judged = incident.triages.get()
    for after, expected in ((ONE_ACT / 1000, "met"), (ONE_ACT, "met"), (ONE_ACT + HOUR / 3600, "late")):
        Referral.objects.filter(pk=told.pk).update(at=judged.at + after)
        with clock.at(NOW + DAY):
            explain_absence(by=waht.actor(waht.lsms), incident=fresh(incident), fact="crew", reason="no crew")
        assert waht.verdicts("waht-4.2-h") == {incident.reference: expected}


def test_it_ties_a_moment_to_no_act_that_came_after_it(waht: Trial) -> None:
    incident = waht.triage(waht.report())
    assert in_its_act(incident, incident.triaged_at - ONE_ACT) == incident.triaged_at - ONE_ACT
    assert in_its_act(incident, None) is None


def test_it_knows_from_when_an_incident_was_serious(waht: Trial) -> None:
    plain = waht.report()
    assert first_serious(plain) is None
    assert first_serious(waht.report(type="robbery")) == NOW
    assert first_serious(waht.report(weapon="A knife")) == NOW
    with clock.at(NOW + DAY):
        add_facts(by=waht.actor(waht.paramedic), incident=fresh(plain), changes={"weapon": "A knife"})
    assert first_serious(fresh(plain)) == NOW + DAY
    judged = waht.triage(waht.report(), severity="serious")
    assert first_serious(judged) == NOW + HOUR


SPECIALIST = "uhmbt-4.4.7-s"


def test_it_asks_the_specialist_to_look_into_an_assault_themselves(uhmbt: Trial) -> None:
    done = uhmbt.triage(uhmbt.report(), lead=uhmbt.lsms, strand="lsms")
    later = uhmbt.triage(uhmbt.report())
    assert uhmbt.verdicts(SPECIALIST) == {done.reference: "met", later.reference: "overdue"}
    with clock.at(NOW + 3 * DAY):
        name_investigators(by=uhmbt.actor(uhmbt.lsms), incident=fresh(later), lead=uhmbt.lsms, strand="lsms")
    assert uhmbt.verdicts(SPECIALIST, NOW + 2 * DAY)[later.reference] == "overdue"
    assert uhmbt.verdicts(SPECIALIST, NOW + 3 * DAY)[later.reference] == "met"


def test_it_takes_an_explained_absence_of_the_specialist(uhmbt: Trial) -> None:
    incident = uhmbt.triage(uhmbt.report())
    explain_absence(
        by=uhmbt.actor(uhmbt.lsms), incident=fresh(incident), fact="lsms-investigation", reason="The manager does it"
    )
    assert uhmbt.verdicts(SPECIALIST) == {incident.reference: "met"}


POLICE = "uhmbt-4.10.2-f"


def test_it_asks_whether_the_police_were_told_of_a_crime(uhmbt: Trial) -> None:
    told = uhmbt.triage(uhmbt.report(replace(assault(), police=(police(),))))
    said = uhmbt.triage(uhmbt.report(police_told="yes"))
    explained = uhmbt.triage(uhmbt.report(police_told="no", police_not_told_reason="They did not want it"))
    missing = uhmbt.triage(uhmbt.report())
    no_crime = uhmbt.triage(uhmbt.report(), crime=False)
    assert uhmbt.verdicts(POLICE) == {
        told.reference: "met",
        said.reference: "met",
        explained.reference: "met",
        missing.reference: "overdue",
    }
    assert no_crime.reference not in uhmbt.verdicts(POLICE)
    assert uhmbt.missing(POLICE, missing) == ["police-told"]


def test_it_takes_the_reason_on_the_report_from_when_it_was_given(uhmbt: Trial) -> None:
    incident = uhmbt.triage(uhmbt.report())
    with clock.at(NOW + 3 * DAY):
        add_facts(
            by=uhmbt.actor(uhmbt.paramedic),
            incident=fresh(incident),
            changes={"police_told": "no", "police_not_told_reason": "They did not want it"},
        )
    assert uhmbt.verdicts(POLICE, NOW + 2 * DAY) == {incident.reference: "overdue"}
    assert uhmbt.verdicts(POLICE, NOW + 3 * DAY) == {incident.reference: "met"}


def test_it_asks_for_a_staff_representative_once_the_findings_are_in(uhmbt: Trial) -> None:
    key = "uhmbt-4.4.3-b"
    named, explained, neither = (uhmbt.triage(uhmbt.report()) for _ in range(3))
    assert uhmbt.verdicts(key) == {}
    uhmbt.submit(named)
    uhmbt.submit(explained, staff_representative="", no_representative_reason="They did not want one")
    uhmbt.submit(neither, staff_representative="")
    strand = "Manager’s investigation"
    assert uhmbt.verdicts(key) == {
        f"{named.reference} {strand}": "met",
        f"{explained.reference} {strand}": "met",
        f"{neither.reference} {strand}": "overdue",
    }


def test_it_measures_what_every_built_measure_promises(uhmbt: Trial) -> None:
    """Whatever a measure gives, the engine can read: on a report alone, after triage, with findings, and reviewed."""
    incident = uhmbt.report(replace(assault(), police=(police(),)))
    steps = [
        lambda: None,
        lambda: uhmbt.triage(incident),
        lambda: uhmbt.submit(incident),
        lambda: uhmbt.approve(incident),
    ]
    posts = {"post": Post.objects.filter(trust=uhmbt.trust).values_list("key", flat=True)[0], "required": ["crew"]}
    for step in steps:
        step()
        for measure in (one for one in MEASURES.values() if one.of == "incident"):
            told = measure.facts(fresh(incident), posts)
            for facts in told if isinstance(told, list) else [told]:
                assert facts is None or {"start", "created"} & facts.keys(), measure.name
