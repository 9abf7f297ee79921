from __future__ import annotations

from datetime import date, timedelta

import pytest

from holdfast.casework.incidents.models import Statement, Witness
from holdfast.casework.incidents.operations.closing import close
from holdfast.casework.incidents.operations.statements import (
    NOT_TWICE_IN,
    REMIND_EVERY,
    ask_for_statement,
    decline_statement,
    give_statement,
    remind_of_statement,
    remind_of_statements,
    statements_to_remind_of,
)
from holdfast.casework.incidents.queries.awaiting import statements_overdue_for, statements_owed_by
from holdfast.casework.incidents.queries.visibility import visible_to
from holdfast.casework.incidents.tests.handling_cast import Team, later
from holdfast.casework.incidents.tests.report_cast import NOW
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.notifications.models import Notice
from holdfast.foundation.organisation.scope import no_scope
from holdfast.kernel import clock

TICK = Actor.system("tick")


def asked(team: Team, **changes: object) -> Statement:
    incident = team.triaged()
    told = {"person": team.crewmate} | changes
    return ask_for_statement(by=team.actor(team.manager), incident=incident, **told)


def test_it_asks_a_colleague_who_sees_nothing_of_the_incident(team: Team) -> None:
    statement = asked(team, due_at=later(days=7))
    assert [row.pk for row in statements_owed_by(team.viewer(team.crewmate))] == [statement.pk]
    assert not visible_to(team.viewer(team.crewmate)).exists()
    told = Notice.objects.get(person=team.crewmate, kind="incidents.statement")
    assert told.record is None
    assert told.url == f"/incidents/{statement.incident.reference}/statements/{statement.pk}/"


def test_it_asks_a_witness_from_outside_through_who_investigates(team: Team) -> None:
    incident = team.triaged()
    witness = Witness.objects.create(trust=team.trust, incident=incident, name="Ada Neighbour", standing="public")
    statement = ask_for_statement(by=team.actor(team.manager), incident=incident, witness=witness)
    assert not Notice.objects.filter(kind="incidents.statement").exists()
    give_statement(by=team.actor(team.manager), statement=statement, words="I saw it from my window.")
    assert Statement.objects.get().taken_down_by == "Morgan Manager"


def test_it_lets_a_colleague_named_as_witness_write_it_themselves(team: Team) -> None:
    incident = team.triaged()
    witness = Witness.objects.create(trust=team.trust, incident=incident, name="Casey", person=team.crewmate)
    statement = ask_for_statement(by=team.actor(team.manager), incident=incident, witness=witness)
    assert (statement.person, statement.witness) == (team.crewmate, None)


def test_it_asks_one_person_once_at_a_time(team: Team) -> None:
    statement = asked(team)
    with pytest.raises(ValueError, match="asked already"):
        ask_for_statement(by=team.actor(team.lsms), incident=statement.incident, person=team.crewmate)
    give_statement(by=team.actor(team.crewmate), statement=statement, words="He shouted first.")
    ask_for_statement(by=team.actor(team.lsms), incident=statement.incident, person=team.crewmate)
    assert Statement.objects.count() == 2


def test_it_asks_somebody_and_only_while_the_incident_is_open(team: Team) -> None:
    incident = team.concluded()
    with pytest.raises(ValueError, match="Say whom you ask"):
        ask_for_statement(by=team.actor(team.manager), incident=incident)
    close(by=team.actor(team.lsms), incident=incident, outcome="A warning letter")
    with pytest.raises(ValueError, match="Reopen it first"):
        ask_for_statement(by=team.actor(team.manager), incident=incident, person=team.crewmate)


def test_it_takes_a_statement_in_once_and_tells_who_asked(team: Team) -> None:
    statement = asked(team)
    with pytest.raises(ValueError, match="Write what you saw"):
        give_statement(by=team.actor(team.crewmate), statement=statement, words="  ")
    give_statement(by=team.actor(team.crewmate), statement=statement, words="He shouted first.")
    with pytest.raises(ValueError, match="given already"):
        give_statement(by=team.actor(team.crewmate), statement=statement, words="Something else")
    kept = Statement.objects.get()
    assert (kept.words, kept.received_at, kept.taken_down_by) == ("He shouted first.", NOW, "")
    assert Notice.objects.get(kind="incidents.statement_in").person == team.manager
    assert not statements_owed_by(team.viewer(team.crewmate)).exists()


def test_it_records_why_one_will_not_come(team: Team) -> None:
    statement = asked(team)
    with pytest.raises(ValueError, match="Say why"):
        decline_statement(by=team.actor(team.manager), statement=statement, reason="")
    decline_statement(by=team.actor(team.manager), statement=statement, reason="Long-term leave")
    assert not statements_owed_by(team.viewer(team.crewmate)).exists()
    with pytest.raises(ValueError, match="Nothing is missing"):
        remind_of_statement(by=team.actor(team.manager), statement=statement)
    give_statement(by=team.actor(team.crewmate), statement=statement, words="I am back. He shouted first.")
    assert Statement.objects.get().declined_reason == ""
    with pytest.raises(ValueError, match="in already"):
        decline_statement(by=team.actor(team.manager), statement=statement, reason="?")


def test_it_reminds_at_the_press_of_a_button_but_not_twice_in_a_row(team: Team) -> None:
    statement = asked(team)
    remind_of_statement(by=team.actor(team.manager), statement=statement)
    with pytest.raises(ValueError, match="a moment ago"):
        remind_of_statement(by=team.actor(team.manager), statement=statement)
    with clock.at(NOW + NOT_TWICE_IN):
        remind_of_statement(by=team.actor(team.manager), statement=statement)
    assert Statement.objects.get().reminders == 2
    assert Notice.objects.filter(person=team.crewmate, kind="incidents.statement").count() == 3


def test_it_reminds_on_schedule_until_it_is_in(team: Team) -> None:
    statement = asked(team)

    def reminded(after: timedelta) -> int:
        with no_scope(), clock.at(NOW + after):
            return remind_of_statements(by=TICK)

    assert reminded(REMIND_EVERY - timedelta(seconds=1)) == 0
    assert reminded(REMIND_EVERY) == 1
    assert reminded(REMIND_EVERY) == 0  # run twice, by two schedulers or after a crash
    assert reminded(2 * REMIND_EVERY - timedelta(seconds=1)) == 0
    assert reminded(2 * REMIND_EVERY) == 1
    assert Statement.objects.get().reminders == 2
    assert Notice.objects.filter(person=team.crewmate).count() == 3
    assert Entry.objects.filter(verb="incidents.remind_of_statement", actor_identity="system:tick").count() == 2
    give_statement(by=team.actor(team.crewmate), statement=statement, words="He shouted first.")
    assert reminded(3 * REMIND_EVERY) == 0


def test_it_reminds_nobody_whom_it_cannot_help(team: Team) -> None:
    incident = team.triaged()
    witness = Witness.objects.create(trust=team.trust, incident=incident, name="Ada Neighbour", standing="public")
    ask_for_statement(by=team.actor(team.manager), incident=incident, witness=witness)
    ask_for_statement(by=team.actor(team.manager), incident=incident, person=team.crewmate)
    team.crewmate.left = date(2026, 3, 4)
    team.crewmate.save()
    with clock.at(NOW + REMIND_EVERY):
        assert not statements_to_remind_of(clock.now()).exists()
        with pytest.raises(ValueError, match="Ring the witness"):
            remind_of_statement(by=TICK, statement=Statement.objects.get(witness=witness))


def test_it_shows_who_asked_what_is_overdue(team: Team) -> None:
    statement = asked(team, due_at=later(days=2))
    viewer = team.viewer(team.manager)
    assert not statements_overdue_for(viewer).exists()
    with clock.at(later(days=3)):
        assert [row.pk for row in statements_overdue_for(viewer)] == [statement.pk]
