"""What the demonstration does with actions: the same for one chance, by the operations of real use."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count

import pytest

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.tests.handling_cast import make_team
from holdfast.casework.incidents.tests.report_cast import NOW
from holdfast.doors.demonstration.after_actions import act_on_incident, keep_plans
from holdfast.doors.demonstration.cast import Cast, Team
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock
from holdfast.tools.actions.models import Action, DateMove, PlanUpdate

UNTIL = NOW + timedelta(days=400)


def live(cast: Cast, incidents: list[Incident]) -> list[tuple[str, str]]:
    """Let a year go by; the state of each action at its end, by title."""
    order = count()
    waiting: list[tuple[datetime, int, Callable[[], None]]] = []
    chance = random.Random(7)

    def later(wait: timedelta, do: Callable[[], None]) -> None:
        heapq.heappush(waiting, (clock.now() + wait, next(order), do))

    with clock.at(NOW):
        keep_plans(cast, chance, later, UNTIL)
        for incident in incidents:
            act_on_incident(cast, cast.teams[0], incident, chance, later)
    while waiting and waiting[0][0] < UNTIL:
        moment, _, do = heapq.heappop(waiting)
        with clock.at(moment):
            do()
    return list(Action.objects.order_by("pk").values_list("title", "state"))


@pytest.mark.django_db
def test_it_lives_through_actions_and_plans() -> None:
    team = make_team()
    with scope(team.trust):
        with clock.at(NOW):
            incidents = [team.report() for _ in range(8)]
        cast = Cast(
            team.trust,
            "ambulance",
            teams=[Team(team.unit, team.site, staff=[team.paramedic, team.crewmate], manager=team.manager)],
            by_role={"lsms": [team.lsms]},
        )
        states = {state for _, state in live(cast, incidents)}
        assert Action.objects.filter(about__in=[incident.record for incident in incidents]).exists()
        assert states == {"open", "done"}
        assert PlanUpdate.objects.count() >= 2
        assert DateMove.objects.exists()
