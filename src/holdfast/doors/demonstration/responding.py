"""What the areas beside incidents do in the demonstration: to begin with, and once an incident is triaged."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

from holdfast.casework.incidents.models import Incident
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock

from .after_actions import keep_plans
from .after_casefile import keep_case
from .after_liaison import work_with_others
from .after_violence import respond_to_violence, set_up_lone_working
from .cast import Cast, Team
from .history import History

Later = Callable[[timedelta, Callable[[], None]], None]
"""Lets something be done so long from now, in the trust's scope."""


def respond(cast: Cast, team: Team, incident: Incident, chance: random.Random, later: Later) -> None:
    """For the people, with the police, and with what was kept of it."""
    for go_on in (respond_to_violence, work_with_others, keep_case):
        go_on(cast, team, incident, chance, later)


def settle(history: History, cast: Cast) -> None:
    """Put into the time what a trust does without an incident: plans of actions, arrangements for lone workers."""

    def hence(wait: timedelta, do: Callable[[], None]) -> None:
        history.at(history.office(clock.now() + wait), in_scope(do))

    def in_scope(do: Callable[[], None]) -> Callable[[], None]:
        def inside() -> None:
            with scope(cast.trust):
                do()

        return inside

    def begin() -> None:
        keep_plans(cast, history.chance, hence, history.until)
        for team in cast.teams[:2]:
            set_up_lone_working(cast, team, history.chance, hence)

    history.at(history.office(history.began + timedelta(days=14)), in_scope(begin))
