"""What the demonstration does with outside bodies holds the rules of real use."""

from __future__ import annotations

import random
from datetime import timedelta
from itertools import count
from types import SimpleNamespace

from holdfast.casework.liaison.models import InjuredPerson, PoliceReport
from holdfast.doors.demonstration.after_liaison import work_with_others
from holdfast.kernel import clock
from holdfast.oversight.assurance.tests.policy_cast import DAY, NOW, trial_of


def lived(seed: int) -> list[tuple[str, object]]:
    """Eight incidents lived on with this seed: what the police and RIDDOR came to."""
    with trial_of("scas") as trial:
        people = {"lsms": [trial.lsms], "health-and-safety": [trial.risk]}
        people["security-management-director"] = [trial.director]
        cast = SimpleNamespace(by_role=people, actor=trial.actor, trust=trial.trust)
        team = SimpleNamespace(manager=trial.manager)
        waiting, numbers = [], count()

        def later(after: timedelta, do) -> None:
            waiting.append((clock.now() + after, next(numbers), do))

        for number in range(8):
            incident = trial.triage(trial.report(at=NOW - number * DAY), at=NOW - number * DAY + DAY / 8)
            with clock.at(NOW - number * DAY + DAY / 4):
                work_with_others(cast, team, incident, random.Random(seed + number), later)
        for _ in range(300):
            if not waiting:
                break
            waiting.sort()
            moment, _, do = waiting.pop(0)
            with clock.at(moment):
                do()
        assert not waiting
        found = sorted((row.force, row.state) for row in PoliceReport.objects.all())
        return found + sorted((row.outcome, bool(row.reported_on)) for row in InjuredPerson.objects.all())


def test_it_lives_on_without_breaking_a_rule(db: None) -> None:
    assert len(lived(7)) > 4
