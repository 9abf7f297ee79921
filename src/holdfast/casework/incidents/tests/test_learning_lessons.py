from __future__ import annotations

import pytest

from holdfast.casework.incidents.models import LessonReading
from holdfast.casework.incidents.operations.learning import (
    no_lesson,
    people_below,
    read_lesson,
    send_lesson,
    share_lesson,
)
from holdfast.casework.incidents.queries.awaiting import lessons_for, unread_lessons
from holdfast.casework.incidents.tests.handling_cast import Team
from holdfast.foundation.notifications.models import Notice
from holdfast.foundation.organisation.models import Unit


def shared(team: Team, *units: Unit):
    return share_lesson(
        by=team.actor(team.lsms), incident=team.concluded(), title="Waiting families", words="Say early how long.",
        units=units,
    )  # fmt: skip


def test_it_tells_the_teams_it_concerns(team: Team) -> None:
    lesson = shared(team, team.unit)
    told = {str(notice.person) for notice in Notice.objects.filter(kind="incidents.lesson")}
    assert {"Pat Paramedic", "Casey Crewmate", "Morgan Manager"} <= told
    assert "Fran Faraway" not in told
    assert list(lessons_for(team.viewer(team.paramedic))) == [lesson]
    assert not lessons_for(team.viewer(team.far_manager)).exists()


def test_it_reaches_the_units_below(team: Team) -> None:
    below = Unit.objects.create(trust=team.trust, name="Mill Lane nights", parent=team.unit)
    below.path = f"{team.unit.path}{below.pk}/"
    below.save()
    team.crewmate.unit = below
    team.crewmate.save()
    assert team.crewmate in people_below([team.unit, below])
    assert len({person.pk for person in people_below([team.unit, below])}) == len(people_below([team.unit, below]))
    lesson = shared(team, team.unit)
    assert list(lessons_for(team.viewer(team.crewmate))) == [lesson]


def test_it_is_sent_on_to_more_teams_once(team: Team) -> None:
    lesson = shared(team)
    assert not Notice.objects.filter(kind="incidents.lesson").exists()
    send_lesson(by=team.actor(team.lsms), lesson=lesson, units=[team.unit, team.far_unit, team.unit])
    with pytest.raises(ValueError, match="have it already"):
        send_lesson(by=team.actor(team.lsms), lesson=lesson, units=[team.far_unit])
    assert Notice.objects.filter(kind="incidents.lesson", person=team.far_manager).count() == 1
    assert lesson.sendings.count() == 2


def test_it_records_who_read_it_once(team: Team) -> None:
    lesson = shared(team, team.unit)
    assert list(unread_lessons(team.viewer(team.paramedic))) == [lesson]
    for _ in range(2):
        read_lesson(by=team.actor(team.paramedic), lesson=lesson, person=team.paramedic)
    assert LessonReading.objects.count() == 1
    assert not unread_lessons(team.viewer(team.paramedic)).exists()


@pytest.mark.parametrize(("title", "words"), [("", "Say early how long."), ("Waiting", " ")])
def test_it_needs_a_title_and_words(team: Team, title: str, words: str) -> None:
    with pytest.raises(ValueError, match="title"):
        share_lesson(by=team.actor(team.lsms), incident=team.concluded(), title=title, words=words, units=[])


def test_it_says_why_there_is_nothing_to_learn(team: Team) -> None:
    incident = team.concluded()
    with pytest.raises(ValueError, match="Say why"):
        no_lesson(by=team.actor(team.lsms), incident=incident, reason="")
    no_lesson(by=team.actor(team.lsms), incident=incident, reason="Known and being dealt with")
    incident.refresh_from_db()
    assert incident.no_lesson_reason == "Known and being dealt with"
