"""Who is sent to an address looks markers up: the staff of an ambulance trust’s teams hold the post of its crews."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from holdfast.casework.violence.tests.violence_cast import make_violence_team
from holdfast.doors.demonstration.cast import man_crews
from holdfast.doors.demonstration.tests.test_after_violence import cast_of
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock


def test_it_lets_a_crew_look_markers_up_where_the_policy_names_crews(db: None) -> None:
    team = make_violence_team()
    cast, unit = cast_of(team)
    post = SimpleNamespace(key="operational-crew", title="Operational crews", role="crew")
    casting: Any = SimpleNamespace(pack=SimpleNamespace(posts=[post]), began=clock.today())
    with scope(team.trust):
        assert not team.viewer(team.paramedic).may(Permission.LOOK_UP_MARKERS)
        man_crews(cast, casting)
        assert all(team.viewer(person).may(Permission.LOOK_UP_MARKERS) for person in unit.staff)
        assert team.paramedic.pk not in cast.posts  # people are called by their job
