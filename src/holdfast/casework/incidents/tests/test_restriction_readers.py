from __future__ import annotations

import pytest

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.operations.additions import Amendment, add_facts
from holdfast.casework.incidents.operations.restriction import (
    admit_reader,
    dismiss_reader,
    lift_restriction,
    restrict_incident,
)
from holdfast.casework.incidents.operations.triage import triage
from holdfast.casework.incidents.queries.awaiting import investigations_of
from holdfast.casework.incidents.queries.visibility import visible_to
from holdfast.casework.incidents.tests.handling_cast import Team
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.notifications.models import Notice
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
