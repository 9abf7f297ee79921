from __future__ import annotations

import pytest

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.operations.investigators import name_investigators
from holdfast.casework.incidents.queries.visibility import covered_for, visible_to, with_reference
from holdfast.casework.incidents.tests.handling_cast import Team, cover, make_team
from holdfast.foundation.organisation.models import PostHolding, Unit
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.scope import ScopeMissing, no_scope, scope
from holdfast.kernel import clock


def sees(team: Team, *people: str) -> dict[str, bool]:
    return {name: visible_to(team.viewer(getattr(team, name))).exists() for name in people}


def test_it_shows_an_incident_by_role_and_unit(team: Team) -> None:
    team.report()
    everyone = ("lsms", "lead", "director", "manager", "far_manager", "paramedic", "crewmate", "human_resources")
    assert [name for name, seen in sees(team, *everyone).items() if seen] == ["lsms", "lead", "director", "manager"]


def test_it_shows_the_units_below(team: Team) -> None:
    below = Unit.objects.create(trust=team.trust, name="Nights", parent=team.unit)
    below.path = f"{team.unit.path}{below.pk}/"
    below.save()
    team.paramedic.unit = below
    team.paramedic.save()
    incident = team.report()
    assert incident.unit == below
    assert sees(team, "manager", "far_manager") == {"manager": True, "far_manager": False}


def test_it_does_not_take_a_unit_for_one_whose_number_begins_alike(team: Team) -> None:
    """/1/ and /12/: a path that is compared without its last slash would show another unit's incidents."""
    alike = Unit.objects.create(pk=int(f"{team.far_unit.pk}0"), trust=team.trust, name="Alike")
    alike.path = f"/{alike.pk}/"
    alike.save()
    team.paramedic.unit = alike
    team.paramedic.save()
    team.report()
    assert not visible_to(team.viewer(team.far_manager)).exists()


def test_it_shows_it_to_who_investigates_and_no_longer_afterwards(team: Team) -> None:
    incident = team.triaged(lead=team.far_manager)
    assert sees(team, "far_manager") == {"far_manager": True}
    investigation = team.investigation(incident)
    name_investigators(by=team.actor(team.lsms), incident=incident, investigation=investigation, lead=team.manager)
    assert sees(team, "far_manager") == {"far_manager": False}


def test_it_shows_a_deputy_what_the_holder_sees_while_they_are_away(team: Team) -> None:
    team.report()
    assert sees(team, "deputy") == {"deputy": False}
    cover(team, team.manager, team.deputy)
    assert sees(team, "deputy") == {"deputy": True}
    with clock.at(clock.now().replace(month=4)):
        assert sees(team, "deputy") == {"deputy": False}


def test_it_shows_a_deputy_what_the_holder_investigates_elsewhere(team: Team) -> None:
    cover(team, team.far_manager, team.deputy, post="far-manager")
    team.triaged(lead=team.far_manager)
    assert sees(team, "deputy") == {"deputy": True}


def test_it_shows_no_deputy_a_restricted_one(team: Team) -> None:
    cover(team, team.lead, team.deputy, post="security-lead")
    team.restricted()
    assert sees(team, "lead", "deputy") == {"lead": True, "deputy": False}


def test_it_ends_with_the_post(team: Team) -> None:
    team.report()
    PostHolding.objects.filter(person=team.manager).update(end=clock.today().replace(day=1))
    assert sees(team, "manager") == {"manager": False}


def test_it_never_crosses_trusts(team: Team) -> None:
    team.report()
    with no_scope():
        other = make_team(code="RYE", slug="other")
    with scope(other.trust):
        assert not visible_to(other.viewer(other.lsms)).exists()
        assert not visible_to(team.viewer(team.lsms)).exists()  # a viewer carried into another trust's scope
        theirs = other.report()
        assert theirs.reference == "INC-2026-00001"
        assert with_reference(visible_to(other.viewer(other.lsms)), "inc-2026-00001").get() == theirs
    with no_scope(), pytest.raises(ScopeMissing):
        list(Incident.objects.all())


def test_it_says_for_whom_one_stands_in(team: Team) -> None:
    cover(team, team.lsms, team.deputy, post="lsms")
    assert covered_for(team.viewer(team.deputy), Permission.TRIAGE_INCIDENTS) == "Lee Specialist"
    assert covered_for(team.viewer(team.lsms), Permission.TRIAGE_INCIDENTS) == ""
    assert covered_for(team.viewer(team.paramedic), Permission.TRIAGE_INCIDENTS) == ""
    cover(team, team.lsms, team.lead, post="lsms")
    assert covered_for(team.viewer(team.lead), Permission.TRIAGE_INCIDENTS) == ""  # their own post gives it too
