from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from holdfast.casework.incidents.models import Exchange, Incident, Referral, Subject, Victim
from holdfast.casework.incidents.operations import report as reporting
from holdfast.casework.incidents.operations.report import Received, SentBySomeoneElse, report
from holdfast.casework.incidents.queries.visibility import visible_to
from holdfast.casework.incidents.rules.answers import ReportAnswers, SubjectFacts
from holdfast.casework.incidents.rules.report import ReportRefused
from holdfast.casework.incidents.tests.report_cast import KEY, NOW, Cast, assault, make_cast
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.notifications.models import Mail, Notice
from holdfast.foundation.organisation.models import Person, PostHolding
from holdfast.foundation.organisation.scope import scope
from holdfast.foundation.records.models import Move, Reader, Record
from holdfast.kernel import clock


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    cast = make_cast()
    with scope(cast.trust), clock.at(NOW):
        yield cast


def send(
    cast: Cast, answers: ReportAnswers | None = None, *, key: str = KEY, reporter: Person | None = None
) -> Received:
    reporter = reporter or cast.paramedic
    return report(
        by=cast.actor(reporter),
        trust=cast.trust,
        answers=answers or assault(),
        submission_key=key,
        reporter=reporter,
    )


def told(cast: Cast) -> set[str]:
    return {str(notice.person) for notice in Notice.objects.all()}


def test_it_records_the_report_with_a_reference(cast: Cast) -> None:
    received = send(cast)
    incident = Incident.objects.get(pk=received.incident.pk)
    assert incident.reference == "INC-2026-00001"
    assert incident.record.title == "Physical assault"
    assert incident.state == incident.stage == "reported"
    assert incident.reported_at == NOW
    assert not received.already
    assert received.passphrase is None


def test_it_knows_that_the_victim_is_the_reporter(cast: Cast) -> None:
    victim = send(cast).incident.victims.get()
    assert victim.person == cast.paramedic
    assert victim.name == "Pat Paramedic"


def test_it_belongs_to_the_reporters_unit(cast: Cast) -> None:
    assert send(cast).incident.unit == cast.unit


def test_it_belongs_to_the_unit_of_the_colleague_it_is_told_for(cast: Cast) -> None:
    cast.lead.unit = None
    cast.lead.save()
    answers = assault(reporter_capacity="on-behalf")
    victim = replace(answers.victims[0], is_reporter=False, name="Casey Crewmate")
    incident = send(cast, replace(answers, victims=(victim,)), reporter=cast.lead).incident
    assert incident.unit == cast.unit
    assert incident.victims.get().person == cast.crewmate


def test_it_leaves_a_move_and_an_entry_that_tells_no_story(cast: Cast) -> None:
    record = send(cast).incident.record
    move = Move.objects.get(record=record)
    assert (move.verb, move.target, move.by) == ("report", "reported", "Pat Paramedic")
    entry = Entry.objects.get(verb="incidents.report")
    assert entry.subject_reference == record.reference
    assert "punched" not in str(entry.details)


def test_it_tells_those_who_triage_and_the_line_manager(cast: Cast) -> None:
    incident = send(cast).incident
    assert {referral.post.key for referral in Referral.objects.filter(incident=incident)} == {"lsms", "security-lead"}
    assert told(cast) == {"Lee Specialist", "Logan Lead", "Morgan Manager"}


def test_it_tells_the_posts_that_the_policy_names(cast: Cast) -> None:
    cast.rule(types=["physical-assault"], tell=["smd"], clause="9.1")
    incident = send(cast).incident
    reasons = {referral.post.key: referral.reason for referral in Referral.objects.filter(incident=incident)}
    assert reasons["smd"] == "The policy tells this post of physical assault (9.1)"
    assert "lsms" in reasons  # whoever triages hears of every report, whatever the lines leave out


def test_it_tells_of_a_serious_one_at_once(cast: Cast) -> None:
    send(cast, assault(weapon="Kitchen knife"))
    assert Mail.objects.filter(person=cast.lsms).get().urgent


def test_it_tells_the_supervisor_rather_than_the_unit(cast: Cast) -> None:
    cast.paramedic.supervisor = cast.crewmate
    cast.paramedic.save()
    send(cast)
    assert "Casey Crewmate" in told(cast)
    assert "Morgan Manager" not in told(cast)


def test_it_answers_the_reporter_with_who_looks_at_it_by_when(cast: Cast) -> None:
    first = Exchange.objects.get(incident=send(cast).incident)
    assert first.step == "reported"
    assert first.post == "Local Security Management Specialist"
    assert first.next_by == date(2026, 3, 5)


def test_it_names_no_date_where_the_trust_has_set_none(cast: Cast) -> None:
    type(cast.trust).objects.get(pk=cast.trust.pk)
    cast.trust.__dict__.pop("numbers", None)
    cast.trust.numbers = {}
    assert Exchange.objects.get(incident=send(cast).incident).next_by is None


def test_it_is_one_incident_when_sent_twice(cast: Cast) -> None:
    first, second = send(cast), send(cast)
    assert second.already
    assert second.incident.pk == first.incident.pk
    assert (
        Incident.objects.count() == Victim.objects.count() == Entry.objects.filter(verb="incidents.report").count() == 1
    )


def test_it_is_one_incident_when_the_second_sending_overtakes_the_look(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What two processes do that both look before either has written: the database lets one in."""
    first = send(cast)
    looked = []
    look = reporting.received_before

    def blind_at_first(*args: object) -> Received | None:
        looked.append(1)
        return None if len(looked) == 1 else look(*args)

    monkeypatch.setattr(reporting, "received_before", blind_at_first)
    second = send(cast)
    assert second.already
    assert second.incident.pk == first.incident.pk
    assert Incident.objects.count() == Record.objects.count() == 1


def test_it_does_not_hide_another_fault_as_a_second_sending(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: object) -> None:
        raise IntegrityError("something else")

    monkeypatch.setattr(reporting, "_take", broken)
    with pytest.raises(IntegrityError), transaction.atomic():
        send(cast)


def test_it_gives_nobody_the_report_of_another(cast: Cast) -> None:
    send(cast)
    with pytest.raises(SentBySomeoneElse):
        send(cast, reporter=cast.crewmate)


def test_it_refuses_the_future_and_writes_nothing(cast: Cast) -> None:
    with pytest.raises(ReportRefused) as refused:
        send(cast, assault(happened_at=NOW + timedelta(minutes=5)))
    assert [problem.field for problem in refused.value.problems] == ["happened_at"]
    assert Record.objects.count() == 0


def test_it_restricts_a_sexual_offence_at_once(cast: Cast) -> None:
    incident = send(cast, assault(type="sexual-offence")).incident
    assert incident.restricted
    assert incident.record.sensitivity == "restricted"
    assert {str(reader.person) for reader in Reader.objects.filter(record=incident.record)} == {"Logan Lead"}
    assert told(cast) == {"Logan Lead"}
    for person in (cast.lsms, cast.manager, cast.director, cast.crewmate):
        assert not visible_to(cast.viewer(person)).exists()
    assert visible_to(cast.viewer(cast.lead)).exists()


def theft_by(cast: Cast, name: str) -> ReportAnswers:
    return replace(
        assault(type="theft", place="site", site_id=cast.site.pk, address="", postcode="", internal=True),
        victims=(),
        subjects=(SubjectFacts(standing="colleague", name=name),),
    )


def test_it_holds_a_suspected_colleague_apart(cast: Cast) -> None:
    incident = send(cast, theft_by(cast, "Casey Crewmate")).incident
    subject = Subject.objects.get(incident=incident)
    assert subject.held_apart
    assert subject.name == "Casey Crewmate"
    assert incident.restricted
    assert "Casey" not in str(incident.told)
    assert "Casey" not in str([entry.details for entry in Entry.objects.all()])


def test_it_restricts_when_only_the_list_says_that_it_was_a_colleague(cast: Cast) -> None:
    answers = replace(assault(), subjects=(SubjectFacts(standing="colleague"),))
    incident = send(cast, answers).incident
    assert incident.internal
    assert incident.restricted


def test_it_never_names_the_suspect_as_a_reader(cast: Cast) -> None:
    incident = send(cast, theft_by(cast, " logan  LEAD ")).incident
    assert {str(reader.person) for reader in Reader.objects.filter(record=incident.record)} == {"Lee Specialist"}
    assert told(cast) == {"Lee Specialist"}


def test_it_is_never_nobodys(cast: Cast) -> None:
    PostHolding.objects.exclude(person=cast.director).update(end=date(2026, 1, 1))
    incident = send(cast, assault(type="sexual-offence")).incident
    assert {str(reader.person) for reader in Reader.objects.filter(record=incident.record)} == {"Dana Director"}


def test_it_tells_of_a_restricted_one_only_by_lines_written_for_it(cast: Cast) -> None:
    cast.rule(tell=["team-manager"])
    cast.rule(flags=["internal"], tell=["smd"], clause="4.3.2")
    send(cast, theft_by(cast, "Casey Crewmate"))
    assert told(cast) == {"Logan Lead", "Dana Director"}


def test_it_names_the_investigator_of_the_rule(cast: Cast) -> None:
    cast.rule(types=["fraud"], investigate="smd")
    incident = send(cast, replace(assault(type="fraud"), victims=(), subjects=())).incident
    assert {str(reader.person) for reader in Reader.objects.filter(record=incident.record)} == {
        "Logan Lead",
        "Dana Director",
    }


def test_it_keeps_what_was_first_told(cast: Cast) -> None:
    told_first = dict(map(tuple, send(cast).incident.told))
    assert told_first["Address"] == "12 Harbour Road, Exampleton"
    assert told_first["Person affected"].startswith("Name: Pat Paramedic; Who they are: Member of staff")


def test_it_gives_someone_without_an_account_a_passphrase(cast: Cast) -> None:
    answers = assault()
    received = report(
        by=cast.actor(cast.lead), trust=cast.trust, answers=answers, submission_key=KEY, reporter=None,
        reporter_name="Ada", reporter_contact="ada@example.org", anonymous=True,
    )  # fmt: skip
    incident = Incident.objects.get()
    assert len(received.passphrase.split()) == 5
    assert incident.opens_with(received.passphrase)
    assert not incident.opens_with("acorn acorn acorn acorn acorn")
    assert incident.reporter_name == incident.reporter_contact == ""
    again = report(by=cast.actor(cast.lead), trust=cast.trust, answers=answers, submission_key=KEY, reporter=None)
    assert again.passphrase == received.passphrase  # the first receipt may have been lost on the way


def test_it_shows_the_passphrase_again_after_the_secret_was_changed(cast: Cast, settings: Any) -> None:
    def once() -> Received:
        return report(by=cast.actor(cast.lead), trust=cast.trust, answers=assault(), submission_key=KEY, reporter=None)

    first = once()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret that is long enough"
    assert once().passphrase == first.passphrase
    settings.SECRET_KEY_FALLBACKS = []
    assert once().passphrase is None


@pytest.mark.django_db(transaction=True)
def test_it_is_one_incident_when_it_is_sent_twice_at_the_same_time() -> None:
    cast = make_cast()
    barrier = Barrier(4)

    def sent() -> Received:
        try:
            with scope(cast.trust), clock.at(NOW):
                barrier.wait()
                return send(cast)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        received = [running.result() for running in [pool.submit(sent) for _ in range(4)]]
    assert len({one.incident.pk for one in received}) == 1
    assert sorted(one.already for one in received) == [False, True, True, True]
    with scope(cast.trust):
        assert Incident.objects.count() == Record.objects.count() == 1
