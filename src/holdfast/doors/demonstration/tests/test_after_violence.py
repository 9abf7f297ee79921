"""What the demonstration does after violence goes through the same verbs as real use."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from holdfast.casework.violence.models import Arrangement, LoneCheck, Marker, Offer
from holdfast.casework.violence.queries.response import open_steps
from holdfast.casework.violence.tests.violence_cast import NOW, ViolenceTeam, make_violence_team
from holdfast.doors.demonstration.after_violence import respond_to_violence, set_up_lone_working
from holdfast.doors.demonstration.cast import Cast, Team
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock


class Later:
    """Keeps what is to follow, and does it in the order of its time."""

    def __init__(self) -> None:
        self.coming: list[tuple[timedelta, int, Callable[[], None]]] = []

    def __call__(self, after: timedelta, do: Callable[[], None]) -> None:
        self.coming.append((after, len(self.coming), do))

    def lives(self) -> None:
        for after, _, do in sorted(self.coming, key=lambda one: one[:2]):
            with clock.at(NOW + after):
                do()


def cast_of(team: ViolenceTeam) -> tuple[Cast, Team]:
    unit = Team(team.unit, team.site, [team.paramedic, team.crewmate], team.manager)
    roles = {"lsms": [team.lsms], "control-room": [team.dispatcher], "occupational-health": [team.nurse]}
    return Cast(team.trust, "ambulance", [unit], roles), unit


@pytest.mark.parametrize("seed", range(4))
def test_it_lives_through_what_follows_an_assault(db: None, seed: int) -> None:
    team, later = make_violence_team(), Later()
    chance: Any = random.Random(seed)
    with scope(team.trust), clock.at(NOW):
        cast, unit = cast_of(team)
        for _ in range(3):
            respond_to_violence(cast, unit, team.report(), chance, later)
        set_up_lone_working(cast, unit, chance, later)
        later.lives()
        assert Offer.objects.exists() or open_steps(team.report())
        assert Arrangement.objects.count() == 1
        assert LoneCheck.objects.count() == 2
        assert not Marker.objects.filter(state="lapsed").exists()
