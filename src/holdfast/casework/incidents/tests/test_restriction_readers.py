from __future__ import annotations

from dataclasses import replace

import pytest

from holdfast.casework.incidents.models import Incident, RoutingRule
from holdfast.casework.incidents.operations.additions import Amendment, add_facts
from holdfast.casework.incidents.operations.feedback import tell_reporter
from holdfast.casework.incidents.operations.restriction import (
    admit_reader,
    dismiss_reader,
    lift_restriction,
    restrict_incident,
)
from holdfast.casework.incidents.operations.triage import triage
from holdfast.casework.incidents.queries.awaiting import investigations_of
from holdfast.casework.incidents.queries.visibility import visible_to
from holdfast.casework.incidents.rules.answers import SubjectFacts
from holdfast.casework.incidents.tests.handling_cast import Team
from holdfast.casework.incidents.tests.report_cast import assault
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.notifications.models import Mail, Notice
from holdfast.foundation.notifications.operations import deliver
from holdfast.foundation.notifications.queries.notices import notices_of, unread_count
from holdfast.foundation.organisation.models import PostHolding
from holdfast.foundation.records.models import Sensitivity

WHY = "She needs to look into it"


def names(incident: Incident) -> set[str]:
    return {str(row.person) for row in incident.record.readers.select_related("person")}


def test_it_is_seen_only_by_the_named_from_then_on(team: Team) -> None:
    incident = team.triaged()
    restrict_incident(by=team.actor(team.director), incident=incident, why="A complaint about the manager")
    assert names(incident) == {"Logan Lead", "Dana Director", "Morgan Manager"}  # who investigates goes on
    assert incident.record.sensitivity == Sensitivity.RESTRICTED
    for person in (team.lsms, team.second_lsms, team.far_manager):
        assert not visible_to(team.viewer(person)).exists()
    entry = Entry.objects.get(verb="incidents.restrict")
    assert (entry.why, entry.details["why"]) == ("", "A complaint about the manager")


def test_it_is_restricted_once_and_for_a_reason(team: Team) -> None:
    incident = team.report()
    with pytest.raises(ValueError, match="Say why"):
        restrict_incident(by=team.actor(team.lead), incident=incident, why=" ")
    restrict_incident(by=team.actor(team.lead), incident=incident, why=WHY)
    with pytest.raises(ValueError, match="restricted already"):
        restrict_incident(by=team.actor(team.lead), incident=incident, why=WHY)


def test_it_names_one_more_and_tells_them(team: Team) -> None:
    incident = team.restricted()
    by = team.actor(team.lead)
    admit_reader(by=by, incident=incident, person=team.lsms, why=WHY)
    assert visible_to(team.viewer(team.lsms)).get() == incident
    assert Notice.objects.filter(person=team.lsms, record=incident.record).exists()
    with pytest.raises(ValueError, match="may see this incident already"):
        admit_reader(by=by, incident=incident, person=team.lsms, why=WHY)
    with pytest.raises(ValueError, match="Say why"):
        admit_reader(by=by, incident=incident, person=team.manager, why="")
    with pytest.raises(ValueError, match="is not restricted"):
        admit_reader(by=by, incident=team.report(), person=team.manager, why=WHY)


def test_it_shows_it_to_no_suspect(team: Team) -> None:
    incident = team.restricted("casey  CREWMATE")
    with pytest.raises(ValueError, match="named among those suspected"):
        admit_reader(by=team.actor(team.lead), incident=incident, person=team.crewmate, why=WHY)
    assert names(incident) == {"Logan Lead"}


def test_it_takes_a_reader_off_when_they_turn_out_to_be_suspected(team: Team) -> None:
    incident = team.restricted("")
    admit_reader(by=team.actor(team.lead), incident=incident, person=team.lsms, why=WHY)
    amendment = Amendment(incident.subjects.get(), {"name": "Lee Specialist"})
    add_facts(by=team.actor(team.lead), incident=incident, amendments=[amendment])
    assert names(incident) == {"Logan Lead"}
    assert not visible_to(team.viewer(team.lsms)).exists()


def test_it_falls_to_the_next_in_line_when_the_only_reader_is_suspected(team: Team) -> None:
    incident = team.restricted("")
    amendment = Amendment(incident.subjects.get(), {"name": "Logan Lead"})
    add_facts(by=team.actor(team.lead), incident=incident, amendments=[amendment])
    assert names(incident) == {"Lee Specialist", "Sasha Second"}


def test_it_passes_over_whom_a_name_could_mean_until_somebody_names_them(team: Team) -> None:
    incident = team.restricted("Mr. Lead (security)")
    assert names(incident) == {"Lee Specialist", "Sasha Second"}
    admit_reader(by=team.actor(team.lsms), incident=incident, person=team.lead, why="It is another Mr Lead")
    add_facts(by=team.actor(team.lsms), incident=incident, words="The store was locked.")
    assert "Logan Lead" in names(incident)  # nobody was suspected anew


def test_it_is_never_left_to_those_who_can_only_read_it(team: Team) -> None:
    RoutingRule.objects.create(trust=team.trust, order=1, flags=["internal"], tell=["hr"], restrict=True)
    incident = team.restricted("Lead, Logan")
    assert names(incident) == {"Lee Specialist", "Sasha Second", "Harper Resources"}


def test_it_falls_to_a_namesake_before_it_falls_to_nobody(team: Team) -> None:
    PostHolding.objects.exclude(person=team.lead).delete()
    assert names(team.restricted("L. Lead")) == {"Logan Lead"}
    assert names(team.restricted("Logan Lead")) == set()


def test_it_takes_off_whoever_turns_out_to_be_suspected_when_it_is_judged(team: Team) -> None:
    suspect = SubjectFacts(standing="unknown", name="Mr Lee SPECIALIST")
    incident = team.report(replace(assault(type="sexual-offence"), subjects=(suspect,)))
    admit_reader(by=team.actor(team.lead), incident=incident, person=team.lsms, why=WHY)
    triage(by=team.actor(team.lead), incident=incident, judgement=team.judgement(type="sexual-offence", internal=True))
    assert "Lee Specialist" not in names(incident)


def test_it_closes_when_someone_known_before_turns_out_to_be_a_colleague(team: Team) -> None:
    incident = team.report()
    amendment = Amendment(incident.subjects.get(), {"standing": "colleague", "name": "Specialist, Lee"})
    addition = add_facts(by=team.actor(team.lead), incident=incident, amendments=[amendment])
    assert incident.internal
    assert names(incident) == {"Logan Lead"}
    assert "Specialist" not in str(addition.changes)


def test_it_takes_someone_off_but_never_the_last_one(team: Team) -> None:
    incident = team.restricted()
    by = team.actor(team.lead)
    with pytest.raises(ValueError, match="only person"):
        dismiss_reader(by=by, incident=incident, person=team.lead, why=WHY)
    admit_reader(by=by, incident=incident, person=team.lsms, why=WHY)
    with pytest.raises(ValueError, match="Say why"):
        dismiss_reader(by=by, incident=incident, person=team.lsms, why="")
    dismiss_reader(by=by, incident=incident, person=team.lsms, why="No longer in the team")
    assert names(incident) == {"Logan Lead"}


def test_it_takes_nobody_off_who_investigates(team: Team) -> None:
    incident = team.triaged(team.restricted(), type="theft", internal=True, lead=team.lsms)
    with pytest.raises(ValueError, match="investigates this incident"):
        dismiss_reader(by=team.actor(team.lead), incident=incident, person=team.lsms, why=WHY)
    assert investigations_of(team.viewer(team.lsms)).exists()


def test_it_opens_again_once_nobody_is_suspected(team: Team) -> None:
    incident = team.triaged(team.restricted(), type="theft", internal=True, lead=team.lead)
    by = team.actor(team.lead)
    with pytest.raises(ValueError, match="A colleague is suspected"):
        lift_restriction(by=by, incident=incident, why=WHY)
    triage(by=by, incident=incident, judgement=team.judgement(type="theft", internal=False, lead=None))
    lift_restriction(by=by, incident=incident, why="It was someone else")
    incident.refresh_from_db()
    assert not incident.restricted
    assert incident.record.sensitivity == Sensitivity.ORDINARY
    assert visible_to(team.viewer(team.manager)).get() == incident
    assert incident.subjects.get().held_apart  # who was suspected stays apart
    with pytest.raises(ValueError, match="is not restricted"):
        lift_restriction(by=by, incident=incident, why=WHY)


def test_it_stays_closed_for_a_kind_that_is_always_restricted(team: Team) -> None:
    incident = team.report(type="sexual-offence")
    with pytest.raises(ValueError, match="Every report of this kind"):
        lift_restriction(by=team.actor(team.lead), incident=incident, why=WHY)


def test_it_takes_back_what_someone_was_told_when_their_name_is_taken_off(team: Team) -> None:
    incident = team.restricted("")
    told = Notice.objects.filter(record=incident.record)
    for person in (team.lsms, team.paramedic):  # the paramedic made the report
        admit_reader(by=team.actor(team.lead), incident=incident, person=person, why=WHY)
    tell_reporter(incident, by=team.actor(team.lead), step="open", words="We look into it.")
    assert notices_of(team.lsms).filter(record=incident.record).exists()
    for person in (team.lsms, team.paramedic):
        dismiss_reader(by=team.actor(team.lead), incident=incident, person=person, why="It is done")
    assert not notices_of(team.lsms).filter(record=incident.record).exists()
    assert not unread_count(team.lsms)
    own = notices_of(team.paramedic).filter(record=incident.record)
    assert own.exists()
    assert not own.filter(url=f"/incidents/{incident.reference}/").exists()
    deliver()
    assert set(Mail.objects.filter(person=team.lsms, record=incident.record).values_list("state", flat=True)) == {
        "dropped"
    }
    admit_reader(by=team.actor(team.lead), incident=incident, person=team.lsms, why=WHY)
    assert notices_of(team.lsms).filter(record=incident.record).count() == told.filter(person=team.lsms).count()


def test_it_takes_back_what_a_suspect_was_told_before_they_were_known(team: Team) -> None:
    incident = team.restricted("")
    admit_reader(by=team.actor(team.lead), incident=incident, person=team.lsms, why=WHY)
    amendment = Amendment(incident.subjects.get(), {"name": "Specialist"})
    add_facts(by=team.actor(team.lead), incident=incident, amendments=[amendment])
    assert not notices_of(team.lsms).filter(record=incident.record).exists()
