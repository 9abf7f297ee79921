"""Two people, or two presses of one button, at the very same moment, each on a connection of their own."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from holdfast.casework.incidents.models import Exchange, Incident, Statement, Triage
from holdfast.casework.incidents.operations.feedback import write_to_reporter
from holdfast.casework.incidents.operations.sending import SentAlready, once
from holdfast.casework.incidents.operations.statements import REMIND_EVERY, ask_for_statement, remind_of_statements
from holdfast.casework.incidents.operations.triage import triage
from holdfast.casework.incidents.tests.handling_cast import Team, make_team
from holdfast.casework.incidents.tests.report_cast import NOW
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.scope import scope
from holdfast.foundation.records.operations import EditedMeanwhile
from holdfast.kernel import clock


@pytest.fixture
def standing(transactional_db: None) -> Team:
    """The team, committed, so that other connections see it."""
    with clock.at(NOW):
        return make_team()


def together(team: Team, *doings: Callable[[], Any], at: Any = NOW) -> list[Any]:
    """Do all of `doings` at once; gives what each gave, or the exception that it raised."""
    outcomes: list[Any] = [None] * len(doings)
    start = Barrier(len(doings))

    def run(place: int, do: Callable[[], Any]) -> None:
        try:
            with scope(team.trust), clock.at(at):
                start.wait(10)
                outcomes[place] = do()
        except Exception as raised:
            outcomes[place] = raised
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place, do)) for place, do in enumerate(doings)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return outcomes


def test_it_takes_one_of_two_presses(standing: Team) -> None:
    with scope(standing.trust), clock.at(NOW):
        key = standing.report().pk

    def press() -> None:
        incident = Incident.objects.select_related("record", "trust", "reporter").get(pk=key)
        by = standing.actor(standing.lsms)
        once(standing.trust.pk, "d" * 64, lambda: write_to_reporter(by=by, incident=incident, words="Hello"))

    outcomes = together(standing, press, press, press)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "SentAlready", "SentAlready"]
    assert SentAlready in {type(outcome) for outcome in outcomes}
    with scope(standing.trust):
        assert Exchange.objects.filter(step="message").count() == 1


def test_it_lets_one_of_two_judge(standing: Team) -> None:
    with scope(standing.trust), clock.at(NOW):
        incident = standing.report()
        key, seen = incident.pk, incident.record.version

    def judge(severity: str) -> Callable[[], Triage]:
        def do() -> Triage:
            mine = Incident.objects.select_related("record", "trust", "reporter", "unit").get(pk=key)
            judgement = standing.judgement(severity=severity)
            return triage(by=standing.actor(standing.lsms), incident=mine, judgement=judgement, seen_version=seen)

        return do

    outcomes = together(standing, judge("minor"), judge("serious"))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["EditedMeanwhile", "Triage"]
    assert EditedMeanwhile in {type(outcome) for outcome in outcomes}
    with scope(standing.trust):
        kept = Triage.objects.get()
        assert Incident.objects.get().severity == kept.severity
        assert Incident.objects.get().investigations.count() == 1


def test_it_reminds_once_though_two_schedulers_look(standing: Team) -> None:
    with scope(standing.trust), clock.at(NOW):
        ask_for_statement(by=standing.actor(standing.manager), incident=standing.triaged(), person=standing.crewmate)
    tick = Actor.system("tick")
    look = [lambda: remind_of_statements(by=tick)] * 3
    outcomes = together(standing, *look, at=NOW + REMIND_EVERY)
    assert sorted(outcomes) == [0, 0, 1]
    with scope(standing.trust):
        assert Statement.objects.get().reminders == 1
