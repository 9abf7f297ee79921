from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.casework.incidents.models import Exchange, Incident, Triage
from holdfast.casework.incidents.operations.triage import (
    BadJudgement,
    Judgement,
    check_report,
    judge_medical_factors,
    route_out,
    triage,
)
from holdfast.casework.incidents.queries.awaiting import awaiting_triage
from holdfast.casework.incidents.queries.visibility import visible_to
from holdfast.casework.incidents.rules.routing import GRAVE_TYPES
from holdfast.casework.incidents.rules.stages import INCIDENT, INVESTIGATION, STAGES, stage_of
from holdfast.casework.incidents.rules.taxonomy import SEVERITIES, TYPES
from holdfast.casework.incidents.rules.triage import suggested_severity
from holdfast.casework.incidents.tests.handling_cast import Team, later
from holdfast.casework.incidents.tests.report_cast import NOW
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.notifications.models import Notice
from holdfast.foundation.records.models import Move
from holdfast.foundation.records.operations import EditedMeanwhile
from holdfast.kernel import clock
from holdfast.kernel.workflow import NotPossibleNow


def test_it_opens_the_incident_and_its_investigation(team: Team) -> None:
    incident = team.triaged(due_at=later(days=28), note="Known family")
    incident.refresh_from_db()
    assert (incident.state, incident.stage, incident.severity, incident.crime) == (
        "open",
        "investigating",
        "moderate",
        True,
    )
    assert incident.triaged_at == NOW
    investigation = team.investigation(incident)
    lead = investigation.investigators.get()
    assert (lead.person, lead.lead) == (team.manager, True)
    assert investigation.due_at == later(days=28)
    row = Triage.objects.get()
    assert (row.by, row.note, row.severity) == ("Lee Specialist", "Known family", "moderate")
    assert Move.objects.filter(record=incident.record, verb="triage", by="Lee Specialist").exists()


def test_it_tells_the_investigator_and_the_reporter(team: Team) -> None:
    incident = team.triaged(due_at=later(days=28))
    told = Notice.objects.get(kind="incidents.investigate")
    assert told.person == team.manager
    assert told.url == f"/incidents/{incident.reference}/"
    word = Exchange.objects.get(step="triaged")
    assert "Morgan Manager looks into what happened." in word.words
    assert word.next_by == clock.local_day(later(days=28))
    assert Notice.objects.filter(kind="incidents.reporter", person=team.paramedic).count() == 1


def test_it_keeps_the_story_out_of_what_stays_for_ever(team: Team) -> None:
    team.triaged(note="She was crying")
    entry = Entry.objects.get(verb="incidents.triage")
    assert entry.why == ""
    assert entry.details["note"] == "She was crying"
    assert entry.changes["severity"] == ["", "moderate"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"type": "nonsense"}, "type"),
        ({"severity": ""}, "severity"),
        ({"severity": "huge"}, "severity"),
        ({"lead": None}, "lead"),
        ({"lead": None, "no_investigation_reason": "  "}, "lead"),
    ],
)
def test_it_refuses_half_a_judgement_and_writes_nothing(team: Team, changes: dict, field: str) -> None:
    incident = team.report()
    with pytest.raises(BadJudgement) as refused:
        team.triaged(incident, **changes)
    assert list(refused.value.faults) == [field]
    assert Incident.objects.get().state == "reported"
    assert not Triage.objects.exists()
    assert not Move.objects.filter(verb="triage").exists()


def test_it_takes_a_reason_instead_of_an_investigator(team: Team) -> None:
    incident = team.triaged(lead=None, no_investigation_reason="A lost badge that was found")
    assert incident.stage == "triaged"
    assert "No investigation is needed: A lost badge that was found" in Exchange.objects.get(step="triaged").words


def test_it_tells_the_second_one_that_someone_was_faster(team: Team) -> None:
    incident = team.report()
    seen = incident.record.version
    mine, theirs = (Incident.objects.select_related("record").get() for _ in range(2))
    triage(by=team.actor(team.lsms), incident=mine, judgement=team.judgement(), seen_version=seen)
    with pytest.raises(EditedMeanwhile):
        triage(by=team.actor(team.lead), incident=theirs, judgement=team.judgement(severity="minor"), seen_version=seen)
    assert Incident.objects.get().severity == "moderate"


def test_it_works_on_what_is_true_now_and_not_on_an_old_copy(team: Team) -> None:
    """Without a version, as a script calls it: an incident that was closed meanwhile is not judged again."""
    stale = Incident.objects.select_related("record").get(pk=team.report().pk)
    Incident.objects.update(state="closed")
    with pytest.raises(NotPossibleNow):
        triage(by=team.actor(team.lsms), incident=stale, judgement=team.judgement())


def test_it_can_be_judged_again_and_tells_the_reporter_once(team: Team) -> None:
    incident = team.triaged()
    judged = Judgement(type="verbal-abuse", severity="minor", crime=False)
    triage(by=team.actor(team.lsms), incident=incident, judgement=judged)
    incident.refresh_from_db()
    assert (incident.type, incident.severity) == ("verbal-abuse", "minor")
    assert incident.record.title == "Verbal abuse"
    assert Triage.objects.count() == 2
    assert Exchange.objects.filter(step="triaged").count() == 1
    assert incident.investigations.count() == 1
    assert Entry.objects.filter(verb="incidents.triage").latest("pk").changes["type"] == [
        "physical-assault",
        "verbal-abuse",
    ]


def test_it_restricts_when_a_colleague_is_suspected(team: Team) -> None:
    incident = team.triaged(internal=True, lead=team.lsms)
    assert incident.restricted
    assert {str(row.person) for row in incident.record.readers.all()} == {"Logan Lead", "Lee Specialist"}
    for person in (team.manager, team.director, team.second_lsms):
        assert not visible_to(team.viewer(person)).exists()
    assert incident.subjects.get().held_apart


def test_it_never_lets_a_suspect_investigate(team: Team) -> None:
    incident = team.restricted("Morgan  manager")
    with pytest.raises(BadJudgement, match="named among those suspected"):
        team.triaged(incident, type="theft", internal=True)


def test_it_takes_a_suspect_off_who_was_at_it_already(team: Team) -> None:
    incident = team.triaged()
    incident.subjects.update(name="Morgan Manager", standing="colleague")
    judged = team.judgement(internal=True, lead=None)
    triage(by=team.actor(team.lsms), incident=incident, judgement=judged)
    assert not team.investigation(incident).investigators.filter(until__isnull=True).exists()
    assert not visible_to(team.viewer(team.manager)).exists()


def test_it_tells_the_posts_that_the_policy_names_for_this_severity(team: Team) -> None:
    team.rule(severities=["critical"], tell=["smd"], at_once=True)
    incident = team.report()
    assert not incident.referrals.filter(post=team.posts["smd"]).exists()
    team.triaged(incident, severity="critical")
    assert incident.referrals.filter(post=team.posts["smd"]).exists()
    assert Notice.objects.filter(person=team.director).get().urgent


def test_it_routes_elsewhere_and_drops_nothing(team: Team) -> None:
    incident = team.report()
    route_out(by=team.actor(team.lsms), incident=incident, where="Patient safety", why="Between two patients")
    incident.refresh_from_db()
    assert (incident.state, incident.stage) == ("routed-out", "routed-out")
    assert incident.out_of_scope == "Patient safety: Between two patients"
    assert incident.record.closed_at == NOW
    assert "passed on to Patient safety" in Exchange.objects.get(step="routed").words
    assert not awaiting_triage(team.viewer(team.lsms)).exists()


@pytest.mark.parametrize(("where", "why"), [("", "Between patients"), ("Patient safety", " ")])
def test_it_does_not_route_elsewhere_without_place_and_reason(team: Team, where: str, why: str) -> None:
    incident = team.report()
    with pytest.raises(ValueError, match=r"Say where|needs a reason"):
        route_out(by=team.actor(team.lsms), incident=incident, where=where, why=why)
    assert Incident.objects.get().state == "reported"


def test_it_tells_those_who_investigated_that_it_goes_elsewhere(team: Team) -> None:
    incident = team.triaged()
    route_out(by=team.actor(team.lsms), incident=incident, where="Patient safety", why="Between patients")
    assert Notice.objects.filter(kind="incidents.elsewhere", person=team.manager).exists()


def test_it_records_medical_factors_with_who_judged(team: Team) -> None:
    incident = team.report()
    by = team.acting(team.clinician)
    judge_medical_factors(by=by, incident=incident, present=True, reason="Low blood sugar on arrival")
    incident.refresh_from_db()
    assert incident.medical_factors is True
    assert incident.medical_factors_by == "Chris Clinician, Clinical lead"
    assert incident.state == "reported"  # never a reason not to record it
    with pytest.raises(ValueError, match="what your judgement rests on"):
        judge_medical_factors(by=by, incident=incident, present=False, reason=" ")


def test_it_keeps_the_first_check_of_the_manager(team: Team) -> None:
    incident = team.report()
    check_report(by=team.actor(team.manager), incident=incident)
    with clock.at(later(hours=1)):
        check_report(by=team.actor(team.far_manager), incident=incident)
    incident.refresh_from_db()
    assert (incident.manager_checked_at, incident.manager_checked_by) == (NOW, "Morgan Manager")


def test_it_suggests_a_severity_from_what_was_told() -> None:
    def suggested(type_key: str = "physical-assault", **facts: object) -> str:
        told = {"injuries": (), "weapon": False, "hate": False, "near_miss": False}
        return suggested_severity(type_key, **(told | facts))

    assert suggested() == "minor"
    assert suggested(injuries={"minor", "none"}) == "moderate"
    assert suggested(injuries={"treated"}) == "serious"
    assert suggested(injuries={"death"}) == "critical"
    assert suggested(weapon=True) == suggested(hate=True) == suggested("arson") == "serious"
    assert suggested("weapon", near_miss=True) == "moderate"


@given(
    type_key=st.sampled_from(sorted(TYPES)),
    injuries=st.sets(st.sampled_from(["", "none", "discomfort", "minor", "treated", "serious", "death"])),
    weapon=st.booleans(),
    hate=st.booleans(),
)
def test_it_suggests_less_for_a_near_miss(type_key: str, injuries: set[str], weapon: bool, hate: bool) -> None:
    order = list(SEVERITIES)
    facts = {"injuries": injuries, "weapon": weapon, "hate": hate}
    happened, missed = (suggested_severity(type_key, **facts, near_miss=near) for near in (False, True))
    assert order.index(missed) <= order.index(happened)
    assert type_key not in GRAVE_TYPES or order.index(happened) >= order.index("serious")


@given(st.sampled_from(sorted(INCIDENT.states)), st.lists(st.sampled_from(sorted(INVESTIGATION.states))))
def test_it_has_words_for_every_stage_that_it_can_come_to(state: str, investigations: list[str]) -> None:
    stage = stage_of(state, investigations)
    assert stage in STAGES
    if state == "open":
        assert (stage == "investigating") == ("assigned" in investigations)
        assert (stage == "concluded") == (bool({"approved"} & set(investigations)) and not {
            "assigned",
            "submitted",
        } & set(investigations))  # fmt: skip


def test_it_stays_with_the_oldest_first_in_the_queue(team: Team) -> None:
    first = team.report()
    with clock.at(later(hours=2)):
        second = team.report()
    assert list(awaiting_triage(team.viewer(team.lsms))) == [first, second]
    assert later(hours=2) - first.reported_at == timedelta(hours=2)
