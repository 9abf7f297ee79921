"""News from police and courts, telling the people affected, chasing, statements."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from holdfast.casework.liaison.models import VictimTold
from holdfast.casework.liaison.operations.chasing import chase_police, tell_of_silence
from holdfast.casework.liaison.operations.statements import decline_statement, give_statement, record_statement
from holdfast.casework.liaison.operations.steps import record_step, tell_victim
from holdfast.casework.liaison.queries.silence import silent_reports
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.models import Entry
from holdfast.kernel import clock

TODAY = date(2026, 3, 4)
TICK = Actor.system("tick")


def test_it_opens_a_line_for_each_person_affected_and_keeps_how_they_were_told(desk):
    by, report = desk.actor(desk.lsms), desk.reported()
    step = record_step(by=by, report=report, step="charge", on=TODAY, words="Charged with assault")
    report.refresh_from_db()
    assert report.state == "charged"
    telling = VictimTold.objects.select_related("step__report__incident__record").get(step=step)
    assert telling.victim == desk.victim
    with pytest.raises(ValueError, match="Say how"):
        tell_victim(by=by, telling=telling, told_at=clock.now())
    tell_victim(by=by, telling=telling, told_at=clock.now(), how="by phone")
    with pytest.raises(ValueError, match="on record already"):
        tell_victim(by=by, telling=telling, not_told_reason="Asked not to be")


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"on": TODAY + timedelta(days=1)}, "cannot lie in the future"),
        ({"on": TODAY - timedelta(days=9)}, "before the police were told"),
        ({"step": "hearing"}, "day and time of the hearing"),
        ({"step": "compensation"}, "the sum that the court ordered"),
        ({"step": "sentence", "words": ""}, "so that the person affected can be told"),
        ({"step": "party"}, "Choose what happened"),
    ],
)
def test_it_refuses_news_that_cannot_be(desk, told, says):
    news = {"step": "news", "on": TODAY, "words": "They look for him."}
    with pytest.raises(ValueError, match=says):
        record_step(by=desk.actor(desk.lsms), report=desk.reported(), **news | told)


def test_it_ends_with_the_sentence_unless_more_is_expected(desk):
    by, report = desk.actor(desk.lsms), desk.reported()
    record_step(by=by, report=report, step="charge", on=TODAY)
    record_step(by=by, report=report, step="sentence", on=TODAY, words="Ten weeks", more_expected=True)
    record_step(by=by, report=report, step="compensation", on=TODAY, compensation=Decimal("150"))
    report.refresh_from_db()
    assert report.state == "charged"
    record_step(by=by, report=report, step="closed", on=TODAY, words="All done")
    report.refresh_from_db()
    assert report.state == "ended"
    with pytest.raises(ValueError, match="Take the report up again first"):
        record_step(by=by, report=report, step="news", on=TODAY, words="More")


def test_it_chases_after_the_trusts_own_time_and_tells_once(desk):
    report = desk.reported()
    later = clock.now() + timedelta(days=15)
    assert not silent_reports(desk.trust, later)
    desk.number("liaison.chase-after", "P14D")
    assert not silent_reports(desk.trust, clock.now() + timedelta(days=13))
    with clock.at(later):
        assert list(silent_reports(desk.trust, later)) == [report]
        assert tell_of_silence(by=TICK) == 1
        assert tell_of_silence(by=TICK) == 0
        assert f"Nothing heard from the police: {desk.incident.reference}" in desk.told(desk.lsms)
        chase_police(by=desk.actor(desk.lsms), report=report, at=later, words="Left a message with the desk")
        assert not silent_reports(desk.trust, later)
    with clock.at(later + timedelta(days=15)):
        assert tell_of_silence(by=TICK) == 1


def test_it_waits_for_a_court_date_without_chasing(desk):
    desk.number("liaison.chase-after", "P14D")
    by, report = desk.actor(desk.lsms), desk.reported()
    hearing = clock.now() + timedelta(days=60)
    record_step(by=by, report=report, step="hearing", on=TODAY, court="Reading Magistrates", hearing_at=hearing)
    assert not silent_reports(desk.trust, clock.now() + timedelta(days=50))
    assert silent_reports(desk.trust, clock.now() + timedelta(days=90))


@pytest.mark.proves("secamb-3.2.2-c", "secamb-7.6.4-b")
def test_it_keeps_a_statement_that_the_police_asked_for_and_tells_who_owes_it(desk):
    by = desk.actor(desk.lsms)
    statement = record_statement(by=by, incident=desk.incident, victim=desk.victim, asked_on=TODAY, asked_by="PC 1234")
    assert f"The police ask you for a statement: {desk.incident.reference}" in desk.told(desk.paramedic)
    with pytest.raises(ValueError, match="was asked already"):
        record_statement(by=by, incident=desk.incident, victim=desk.victim, asked_on=TODAY)
    with pytest.raises(ValueError, match="before the police asked for it"):
        give_statement(by=by, statement=statement, given_on=TODAY - timedelta(days=1))
    give_statement(by=desk.actor(desk.paramedic), statement=statement, given_on=TODAY)
    with pytest.raises(ValueError, match="given already"):
        decline_statement(by=by, statement=statement, reason="Changed their mind")


def test_it_leaves_an_entry_with_each_verb(desk):
    before = Entry.objects.count()
    report = desk.reported()
    record_step(by=desk.actor(desk.lsms), report=report, step="arrest", on=TODAY)
    verbs = set(Entry.objects.order_by("pk")[before:].values_list("verb", flat=True))
    assert {"liaison.report_to_police", "liaison.record_step"} <= verbs


def test_it_is_not_moved_back_by_a_charge_that_is_written_down_after_the_sentence(desk):
    by, report = desk.actor(desk.lsms), desk.reported()
    record_step(by=by, report=report, step="sentence", on=TODAY, words="Ten weeks", more_expected=True)
    record_step(by=by, report=report, step="charge", on=TODAY)
    report.refresh_from_db()
    assert report.state == "taken"
    page = desk.browser(desk.lsms).get(f"/incidents/{desk.incident.reference}/police/").content.decode()
    assert page.index("Someone was charged") < page.rindex("Sentence")
