from __future__ import annotations

import pytest

from holdfast.casework.incidents.models import Exchange, Incident
from holdfast.casework.incidents.operations.closing import close, reopen
from holdfast.casework.incidents.operations.merging import merge, take_back
from holdfast.casework.incidents.operations.report_joining import join_report
from holdfast.casework.incidents.operations.triage import route_out
from holdfast.casework.incidents.queries.awaiting import awaiting_triage, investigations_of
from holdfast.casework.incidents.queries.duplicates import possible_duplicates
from holdfast.casework.incidents.queries.visibility import visible_to
from holdfast.casework.incidents.tests.handling_cast import Team, later
from holdfast.casework.incidents.tests.report_cast import assault
from holdfast.foundation.notifications.models import Notice
from holdfast.foundation.records.models import Link
from holdfast.kernel.workflow import NotPossibleNow

SAME = "The crew of both reports is the same"


def pair(team: Team) -> tuple[Incident, Incident]:
    return team.report(), team.report(by=team.crewmate)


def test_it_keeps_both_and_carries_on_with_one(team: Team) -> None:
    first, second = pair(team)
    merge(by=team.actor(team.lsms), incident=second, into=first, why=SAME)
    assert (Incident.objects.get(pk=second.pk).state, Incident.objects.get(pk=first.pk).state) == ("merged", "reported")
    tie = Link.objects.get()
    assert (tie.source_id, tie.target_id, tie.kind) == (second.pk, first.pk, "duplicate")
    assert list(awaiting_triage(team.viewer(team.lsms))) == [first]
    assert Exchange.objects.get(incident=second, step="merged")


def test_it_refuses_what_cannot_be_merged(team: Team) -> None:
    first, second = pair(team)
    third = team.report()
    by = team.actor(team.lead)
    with pytest.raises(ValueError, match="with itself"):
        merge(by=by, incident=first, into=first, why=SAME)
    with pytest.raises(ValueError, match="needs a reason"):
        merge(by=by, incident=second, into=first, why="  ")
    merge(by=by, incident=second, into=first, why=SAME)
    with pytest.raises(ValueError, match="was itself merged"):
        merge(by=by, incident=third, into=second, why=SAME)
    with pytest.raises(NotPossibleNow):
        merge(by=by, incident=second, into=third, why=SAME)
    with pytest.raises(ValueError, match="restricted incident cannot be merged"):
        merge(by=by, incident=team.restricted(), into=first, why=SAME)
    route_out(by=by, incident=third, where="Patient safety", why="Between patients")
    with pytest.raises(ValueError, match="was routed elsewhere"):
        merge(by=by, incident=team.report(), into=third, why=SAME)
    assert Link.objects.count() == 1


def test_it_hides_what_is_merged_into_a_restricted_one(team: Team) -> None:
    secret, told = team.restricted(), team.report()
    merge(by=team.actor(team.lead), incident=told, into=secret, why=SAME)
    assert not visible_to(team.viewer(team.manager)).exists()
    assert set(visible_to(team.viewer(team.lead))) == {secret, told}


def test_it_tells_everyone_who_reported_the_event(team: Team) -> None:
    first, second = pair(team)
    joined = join_report(
        by=team.actor(team.second_lsms), trust=team.trust, incident=first, answers=assault(),
        submission_key="f" * 32, reporter=team.second_lsms,
    )  # fmt: skip
    merge(by=team.actor(team.lsms), incident=second, into=first, why=SAME)
    Notice.objects.all().delete()
    team.triaged(first)
    told = {(word.incident_id, word.addition_id) for word in Exchange.objects.filter(step="triaged")}
    assert told == {(first.pk, None), (first.pk, joined.addition.pk), (second.pk, None)}
    people = {str(notice.person) for notice in Notice.objects.filter(kind="incidents.reporter")}
    assert people == {"Pat Paramedic", "Casey Crewmate", "Sasha Second"}


def test_it_takes_a_merge_back(team: Team) -> None:
    first, second = pair(team)
    merge(by=team.actor(team.lsms), incident=second, into=first, why=SAME)
    take_back(by=team.actor(team.lsms), incident=second, why="Another crew after all")
    second.refresh_from_db()
    assert (second.state, second.stage, second.record.closed_at) == ("reported", "reported", None)
    assert not Link.objects.exists()
    assert set(awaiting_triage(team.viewer(team.lsms))) == {first, second}
    team.triaged(second)
    assert second.state == "open"


def test_it_takes_back_what_was_routed_elsewhere(team: Team) -> None:
    incident = team.report()
    route_out(by=team.actor(team.lsms), incident=incident, where="Patient safety", why="Between patients")
    take_back(by=team.actor(team.lsms), incident=incident, why="The second one is a visitor")
    incident.refresh_from_db()
    assert (incident.state, incident.out_of_scope, incident.triaged_at) == ("reported", "", None)
    assert "looked at by itself again" in Exchange.objects.get(step="reopened").words


def test_it_hides_an_investigation_while_its_incident_is_elsewhere(team: Team) -> None:
    incident = team.triaged()
    route_out(by=team.actor(team.lsms), incident=incident, where="Patient safety", why="Between patients")
    assert not investigations_of(team.viewer(team.manager)).exists()
    take_back(by=team.actor(team.lsms), incident=incident, why="A visitor after all")
    team.triaged(incident, lead=None)
    assert investigations_of(team.viewer(team.manager)).exists()
    assert Incident.objects.get().triaged_at is not None


def test_it_takes_nothing_back_that_was_not_sent_away(team: Team) -> None:
    incident = team.concluded()
    with pytest.raises(NotPossibleNow):
        take_back(by=team.actor(team.lsms), incident=incident, why="?")
    close(by=team.actor(team.lsms), incident=incident, outcome="A warning letter")
    with pytest.raises(NotPossibleNow):
        take_back(by=team.actor(team.lsms), incident=incident, why="?")
    reopen(by=team.actor(team.lsms), incident=incident, why="The police came back")
    assert incident.state == "open"


def test_it_finds_the_same_place_and_time_among_what_one_may_see(team: Team) -> None:
    incident = team.report()
    near = team.report(happened_at=later(hours=-3, minutes=-30), address="12 Harbour Road")
    team.report(happened_at=later(hours=-4, minutes=-1))  # too long before
    team.report(address="14 Harbour Road, Exampleton")  # next door
    team.report(type="theft")  # another family
    hidden = team.report(type="sexual-offence")
    routed = team.report()
    route_out(by=team.actor(team.lsms), incident=routed, where="Patient safety", why="Between patients")
    assert possible_duplicates(team.viewer(team.lsms), incident) == [near]
    assert hidden not in possible_duplicates(team.viewer(team.lsms), near)


def test_it_offers_a_restricted_one_only_what_is_restricted_too(team: Team) -> None:
    team.report(type="theft", place="site", site_id=team.site.pk, address="", postcode="")
    first, second = team.restricted(), team.restricted()
    assert possible_duplicates(team.viewer(team.lead), first) == [second]
