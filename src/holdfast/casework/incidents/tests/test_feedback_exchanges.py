from __future__ import annotations

from datetime import date

import pytest

from holdfast.casework.incidents.models import Exchange, Incident
from holdfast.casework.incidents.operations.feedback import answer_as_reporter, read_answers, write_to_reporter
from holdfast.casework.incidents.operations.report import report
from holdfast.casework.incidents.operations.report_joining import join_report
from holdfast.casework.incidents.queries.awaiting import unread_answers
from holdfast.casework.incidents.tests.handling_cast import Team
from holdfast.casework.incidents.tests.report_cast import NOW, assault
from holdfast.foundation.notifications.models import Mail, Notice


def without_account(team: Team, contact: str = "ada@example.org") -> Incident:
    received = report(
        by=team.actor(team.lead), trust=team.trust, answers=assault(), submission_key="e" * 32, reporter=None,
        reporter_name="Ada", reporter_contact=contact,
    )  # fmt: skip
    return received.incident


def test_it_writes_to_the_reporter(team: Team) -> None:
    incident = team.report()
    by = team.acting(team.lsms)
    write_to_reporter(by=by, incident=incident, words=" The police rang. ", next_by=date(2026, 3, 9))
    word = Exchange.objects.get(step="message")
    assert (word.words, word.by, word.next_by) == ("The police rang.", "Lee Specialist", date(2026, 3, 9))
    assert word.post == "Local Security Management Specialist"
    assert Notice.objects.get(kind="incidents.reporter").url == f"/my-reports/{incident.reference}/"
    with pytest.raises(ValueError, match="Write what you want"):
        write_to_reporter(by=by, incident=incident, words=" \n ")


def test_it_mails_who_has_no_account_without_telling_the_story(team: Team) -> None:
    incident = without_account(team)
    write_to_reporter(by=team.actor(team.lsms), incident=incident, words="He was your neighbour")
    mail = Mail.objects.get(to="ada@example.org")
    assert "neighbour" not in mail.body
    assert "/r/invented/follow/" in mail.body
    assert incident.reference in mail.subject


@pytest.mark.parametrize("contact", ["", "07700 900123", "ask for Ada at the desk"])
def test_it_waits_to_be_followed_where_there_is_no_address(team: Team, contact: str) -> None:
    incident = without_account(team, contact)
    before = Mail.objects.count()
    write_to_reporter(by=team.actor(team.lsms), incident=incident, words="He was your neighbour")
    assert Mail.objects.count() == before
    assert Exchange.objects.filter(step="message").exists()


def test_it_names_no_colleague_to_who_has_no_account(team: Team) -> None:
    team.triaged(without_account(team))
    assert Exchange.objects.get(step="triaged").words == (
        "Your report has been read. The line manager looks into what happened."
    )


def test_it_writes_to_the_one_who_reported_it_too(team: Team) -> None:
    incident = team.report()
    joined = join_report(
        by=team.actor(team.crewmate), trust=team.trust, incident=incident, answers=assault(),
        submission_key="f" * 32, reporter=team.crewmate,
    )  # fmt: skip
    Notice.objects.all().delete()
    by = team.actor(team.lsms)
    write_to_reporter(by=by, incident=incident, words="Which car?", addition=joined.addition)
    assert [str(notice.person) for notice in Notice.objects.all()] == ["Casey Crewmate"]
    with pytest.raises(ValueError, match="did not report"):
        write_to_reporter(by=by, incident=team.report(), words="Which car?", addition=joined.addition)


def test_it_brings_an_answer_to_who_investigates(team: Team) -> None:
    incident = team.triaged()
    answer_as_reporter(by=team.actor(team.paramedic), incident=incident, words="He came back today")
    assert [str(n.person) for n in Notice.objects.filter(kind="incidents.answer")] == ["Morgan Manager"]
    assert unread_answers(team.viewer(team.manager)).get().words == "He came back today"
    assert not unread_answers(team.viewer(team.lsms)).exists()


def test_it_brings_an_answer_to_who_triages_while_nobody_investigates(team: Team) -> None:
    for incident in (team.report(), team.concluded()):
        answer_as_reporter(by=team.actor(team.paramedic), incident=incident, words="He came back today")
    assert unread_answers(team.viewer(team.lsms)).count() == 2
    assert not unread_answers(team.viewer(team.manager)).exists()


def test_it_is_read_once_it_was_opened(team: Team) -> None:
    incident = team.triaged()
    answer_as_reporter(by=team.actor(team.paramedic), incident=incident, words="He came back today")
    assert read_answers(by=team.actor(team.manager), incident=incident) == 1
    assert read_answers(by=team.actor(team.manager), incident=incident) == 0
    assert Exchange.objects.get(step="answer").read_at == NOW
    assert not unread_answers(team.viewer(team.manager)).exists()


def test_it_takes_no_empty_answer(team: Team) -> None:
    with pytest.raises(ValueError, match="Write your message"):
        answer_as_reporter(by=team.actor(team.paramedic), incident=team.report(), words="\n")
