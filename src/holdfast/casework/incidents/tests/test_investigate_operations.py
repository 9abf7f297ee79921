from __future__ import annotations

from dataclasses import replace

import pytest

from holdfast.casework.incidents.models import Exchange, Investigation, Review
from holdfast.casework.incidents.operations.investigate import review_findings, save_findings, submit_findings
from holdfast.casework.incidents.operations.investigators import name_investigators, withdraw_investigation
from holdfast.casework.incidents.queries.awaiting import awaiting_closure, awaiting_review, investigations_of
from holdfast.casework.incidents.tests.handling_cast import FINDINGS, Team, cover, later
from holdfast.casework.incidents.tests.report_cast import NOW
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.notifications.models import Notice
from holdfast.foundation.records.operations import EditedMeanwhile
from holdfast.kernel.workflow import NotPossibleNow


def people(investigation: Investigation) -> dict[str, bool]:
    running = investigation.investigators.filter(until__isnull=True).select_related("person")
    return {str(row.person): row.lead for row in running}


def test_it_has_a_lead_and_others(team: Team) -> None:
    incident = team.triaged()
    investigation = team.investigation(incident)
    name_investigators(
        by=team.actor(team.lsms), incident=incident, investigation=investigation, lead=team.lsms,
        others=[team.manager, team.lsms], due_at=later(days=14),
    )  # fmt: skip
    assert people(investigation) == {"Lee Specialist": True, "Morgan Manager": False}
    assert Investigation.objects.get().due_at == later(days=14)


def test_it_keeps_who_investigated_before(team: Team) -> None:
    incident = team.triaged()
    investigation = team.investigation(incident)
    for lead in (team.lsms, team.manager, team.lsms):
        name_investigators(by=team.actor(team.lead), incident=incident, investigation=investigation, lead=lead)
    assert people(investigation) == {"Lee Specialist": True}
    assert investigation.investigators.filter(person=team.manager, until=NOW).count() == 2


def test_it_tells_the_reporter_of_a_new_lead_only(team: Team) -> None:
    incident = team.triaged()
    investigation = team.investigation(incident)
    by = team.actor(team.lsms)
    name_investigators(by=by, incident=incident, investigation=investigation, lead=team.manager, due_at=later(days=9))
    assert not Exchange.objects.filter(step="assigned").exists()
    name_investigators(by=by, incident=incident, investigation=investigation, lead=team.lsms)
    assert Exchange.objects.get(step="assigned").words == "Lee Specialist looks into what happened."
    assert Investigation.objects.get().due_at is None


def test_it_has_two_investigations_beside_each_other(team: Team) -> None:
    incident = team.triaged()
    name_investigators(
        by=team.actor(team.lead), incident=incident, lead=team.lsms, strand="lsms", commissioned_by="The director"
    )
    assert [(row.strand, row.commissioned_by) for row in incident.investigations.order_by("pk")] == [
        ("manager", "Lee Specialist"),
        ("lsms", "The director"),
    ]
    first = incident.investigations.select_related("incident__record").earliest("pk")
    submit_findings(by=team.actor(team.manager), investigation=first, findings=FINDINGS)
    review_findings(by=team.actor(team.lsms), investigation=first, approve=True, proportionate=True)
    incident.refresh_from_db()
    assert incident.stage == "investigating"  # as far as its slowest one
    assert not awaiting_closure(team.viewer(team.lsms)).exists()
    assert not Exchange.objects.filter(step="approved").exists()


def test_it_opens_none_on_what_is_not_open(team: Team) -> None:
    with pytest.raises(ValueError, match="Triage or reopen it first"):
        name_investigators(by=team.actor(team.lsms), incident=team.report(), lead=team.manager)


def test_it_names_no_suspect(team: Team) -> None:
    incident = team.triaged(team.restricted("Morgan Manager"), type="theft", internal=True, lead=team.lead)
    with pytest.raises(ValueError, match="among those suspected"):
        name_investigators(by=team.actor(team.lead), incident=incident, lead=team.lead, others=[team.manager])


def test_it_keeps_half_done_findings(team: Team) -> None:
    investigation = team.investigation(team.triaged())
    half = replace(FINDINGS, why="")
    save_findings(by=team.actor(team.manager), investigation=investigation, findings=half)
    kept = Investigation.objects.get()
    assert (kept.state, kept.findings, kept.why, kept.started_at) == ("assigned", FINDINGS.findings, "", NOW)
    with pytest.raises(ValueError, match="what you found and why"):
        submit_findings(by=team.actor(team.manager), investigation=investigation, findings=half)
    assert Investigation.objects.get().state == "assigned"


def test_it_sends_findings_to_the_security_team(team: Team) -> None:
    investigation = team.submitted()
    kept = Investigation.objects.get()
    assert (kept.state, kept.submitted_at, kept.submitted_by) == ("submitted", NOW, team.manager)
    assert kept.incident.stage == "reviewing"
    told = {str(notice.person) for notice in Notice.objects.filter(kind="incidents.review")}
    assert told == {"Lee Specialist", "Sasha Second", "Logan Lead"}
    assert list(awaiting_review(team.viewer(team.lsms))) == [investigation]


def test_it_takes_findings_once(team: Team) -> None:
    investigation = team.submitted()
    with pytest.raises(NotPossibleNow, match="waiting for review"):
        submit_findings(by=team.actor(team.manager), investigation=investigation, findings=FINDINGS)
    with pytest.raises(ValueError, match="can no longer be changed"):
        save_findings(by=team.actor(team.manager), investigation=investigation, findings=FINDINGS)
    assert Notice.objects.filter(kind="incidents.review", person=team.lsms).count() == 1


def test_it_tells_the_second_investigator_that_someone_was_faster(team: Team) -> None:
    investigation = team.investigation(team.triaged())
    seen = investigation.incident.record.version
    save_findings(by=team.actor(team.manager), investigation=investigation, findings=FINDINGS, seen_version=seen)
    with pytest.raises(EditedMeanwhile):
        save_findings(by=team.actor(team.lsms), investigation=investigation, findings=FINDINGS, seen_version=seen)


def test_it_goes_back_with_the_reason_and_comes_again(team: Team) -> None:
    investigation = team.submitted()
    by = team.actor(team.lsms)
    with pytest.raises(ValueError, match="needs a reason"):
        review_findings(by=by, investigation=investigation, approve=False, proportionate=False, reason=" ")
    review_findings(by=by, investigation=investigation, approve=False, proportionate=False, reason="Ask the neighbour")
    assert Review.objects.get().reason == "Ask the neighbour"
    assert Investigation.objects.get().state == "assigned"
    assert Notice.objects.get(kind="incidents.sent_back").person == team.manager
    [row] = investigations_of(team.viewer(team.manager))
    assert row.came_back
    submit_findings(by=team.actor(team.manager), investigation=investigation, findings=FINDINGS)
    review_findings(by=by, investigation=investigation, approve=True, proportionate=True)
    assert Review.objects.count() == 2
    assert Investigation.objects.get().approved_at == NOW


def test_it_keeps_reasons_out_of_what_stays_for_ever(team: Team) -> None:
    investigation = team.submitted()
    review_findings(
        by=team.actor(team.lsms), investigation=investigation, approve=False, proportionate=None, reason="She is ill"
    )
    entry = Entry.objects.get(verb="incidents.review_findings")
    assert (entry.why, entry.details["reason"]) == ("", "She is ill")


def test_it_is_never_reviewed_by_who_investigated(team: Team) -> None:
    incident = team.triaged(lead=team.lsms, strand="lsms")
    investigation = team.investigation(incident)
    submit_findings(by=team.actor(team.lsms), investigation=investigation, findings=FINDINGS)
    assert not awaiting_review(team.viewer(team.lsms)).exists()
    assert awaiting_review(team.viewer(team.second_lsms)).exists()
    with pytest.raises(ValueError, match="You investigated this yourself"):
        review_findings(by=team.actor(team.lsms), investigation=investigation, approve=True, proportionate=True)
    review_findings(by=team.actor(team.second_lsms), investigation=investigation, approve=True, proportionate=True)


def test_it_is_not_reviewed_by_a_deputy_who_sent_it_in(team: Team) -> None:
    cover(team, team.manager, team.second_lsms)
    investigation = team.investigation(team.triaged())
    submit_findings(by=team.actor(team.second_lsms), investigation=investigation, findings=FINDINGS)
    assert not awaiting_review(team.viewer(team.second_lsms)).exists()
    with pytest.raises(ValueError, match="You investigated this yourself"):
        review_findings(by=team.actor(team.second_lsms), investigation=investigation, approve=True, proportionate=True)


def test_it_is_reviewed_once(team: Team) -> None:
    incident = team.concluded()
    investigation = team.investigation(incident)
    with pytest.raises(NotPossibleNow):
        review_findings(by=team.actor(team.lead), investigation=investigation, approve=True, proportionate=True)
    assert Review.objects.count() == 1
    assert Exchange.objects.filter(step="approved").count() == 1


def test_it_can_be_withdrawn_for_a_reason(team: Team) -> None:
    incident = team.triaged()
    investigation = team.investigation(incident)
    with pytest.raises(ValueError, match="needs a reason"):
        withdraw_investigation(by=team.actor(team.lsms), investigation=investigation, why="")
    withdraw_investigation(by=team.actor(team.lsms), investigation=investigation, why="The police took it over")
    incident.refresh_from_db()
    assert incident.stage == "triaged"
    assert Notice.objects.get(kind="incidents.withdrawn").person == team.manager
    with pytest.raises(ValueError, match="is over"):
        name_investigators(by=team.actor(team.lsms), incident=incident, investigation=investigation, lead=team.manager)
