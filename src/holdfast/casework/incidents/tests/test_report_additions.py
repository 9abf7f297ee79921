from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from holdfast.casework.incidents.models import Addition, Exchange, Incident, Subject
from holdfast.casework.incidents.operations.additions import HELD_APART, Amendment, add_facts
from holdfast.casework.incidents.operations.drafts import (
    DRAFTS_AT_MOST,
    NotYourDraft,
    discard_old_drafts,
    save_draft,
)
from holdfast.casework.incidents.operations.report import Received, report
from holdfast.casework.incidents.operations.report_joining import join_report
from holdfast.casework.incidents.queries.report import drafts_of, matched, possible_matches, second_reports_of
from holdfast.casework.incidents.rules.answers import (
    PoliceFacts,
    ReportAnswers,
    SubjectFacts,
    VictimFacts,
    WitnessFacts,
)
from holdfast.casework.incidents.rules.report import ReportRefused
from holdfast.casework.incidents.tests.report_cast import KEY, NOW, Cast, assault, make_cast
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.notifications.models import Notice
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.scope import scope
from holdfast.foundation.records.models import Reader
from holdfast.foundation.records.operations import EditedMeanwhile
from holdfast.kernel import clock

OTHER = "f" * 32


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    cast = make_cast()
    with scope(cast.trust), clock.at(NOW):
        yield cast


@pytest.fixture
def incident(cast: Cast) -> Incident:
    return report(
        by=cast.actor(cast.paramedic), trust=cast.trust, answers=assault(), submission_key=KEY, reporter=cast.paramedic
    ).incident


def at_station(cast: Cast, **changes: object) -> ReportAnswers:
    return assault(place="site", site_id=cast.site.pk, address="", postcode="", **changes)


def send(cast: Cast, answers: ReportAnswers, reporter: Person | None = None, key: str = KEY) -> Received:
    reporter = reporter or cast.paramedic
    return report(by=cast.actor(reporter), trust=cast.trust, answers=answers, submission_key=key, reporter=reporter)


def join(cast: Cast, incident: Incident | None, answers: ReportAnswers, key: str = OTHER) -> Received:
    return join_report(
        by=cast.actor(cast.crewmate),
        trust=cast.trust,
        incident=incident,
        answers=answers,
        submission_key=key,
        reporter=cast.crewmate,
    )


def test_it_puts_a_fact_right_and_keeps_what_was_known(cast: Cast, incident: Incident) -> None:
    with clock.at(NOW + timedelta(days=1)):
        addition = add_facts(
            by=cast.actor(cast.manager),
            incident=incident,
            seen_version=incident.record.version,
            changes={"happened_at": NOW - timedelta(hours=2), "exact_place": "Hallway"},
        )
    incident.refresh_from_db()
    assert incident.happened_at == NOW - timedelta(hours=2)
    assert addition.changes == {
        "When it happened": ["3 March 2026, 21:30", "3 March 2026, 20:30"],
        "Exact place": ["", "Hallway"],
    }
    assert addition.at == NOW + timedelta(days=1)
    entry = Entry.objects.get(verb="incidents.add_facts")
    assert entry.changes == {"happened_at": ["3 March 2026, 21:30", "3 March 2026, 20:30"]}


def test_it_tells_the_second_of_two_editors(cast: Cast, incident: Incident) -> None:
    seen = incident.record.version
    add_facts(by=cast.actor(cast.manager), incident=incident, seen_version=seen, words="First")
    with pytest.raises(EditedMeanwhile):
        add_facts(by=cast.actor(cast.lsms), incident=incident, seen_version=seen, words="Second")
    assert Addition.objects.count() == 1


def test_it_adds_people_and_police(cast: Cast, incident: Incident) -> None:
    addition = add_facts(
        by=cast.actor(cast.paramedic),
        incident=incident,
        from_reporter=True,
        witnesses=[WitnessFacts(name="Ann Neighbour")],
        police=[PoliceFacts(crime_number="C/1/26")],
    )
    assert incident.witnesses.get().name == "Ann Neighbour"
    assert incident.police_contacts.get().crime_number == "C/1/26"
    assert addition.changes["Police (new 1)"] == ["", "Crime number: C/1/26"]
    assert Notice.objects.filter(person=cast.lsms, kind="incidents.added").exists()


def test_it_amends_a_person_that_is_there(cast: Cast, incident: Incident) -> None:
    subject = incident.subjects.get()
    addition = add_facts(
        by=cast.actor(cast.lsms), incident=incident, amendments=[Amendment(subject, {"name": "Sam Example"})]
    )
    assert addition.changes == {f"Person who did it {subject.pk}: Name": ["", "Sam Example"]}
    with pytest.raises(ValueError, match="not facts of a person who did it"):
        add_facts(by=cast.actor(cast.lsms), incident=incident, amendments=[Amendment(subject, {"held_apart": False})])


def test_it_restricts_when_a_colleague_turns_out_to_be_suspected(cast: Cast, incident: Incident) -> None:
    addition = add_facts(
        by=cast.actor(cast.paramedic),
        incident=incident,
        subjects=[SubjectFacts(standing="colleague", name="Logan Lead")],
        from_reporter=True,
    )
    incident.refresh_from_db()
    assert incident.internal
    assert incident.restricted
    assert all(subject.held_apart for subject in Subject.objects.filter(incident=incident))
    assert addition.changes["Person who did it (new 1)"] == ["", HELD_APART]
    assert "Logan" not in str(addition.changes)
    assert {str(reader.person) for reader in Reader.objects.all()} == {"Lee Specialist"}


def test_it_refuses_what_cannot_be(cast: Cast, incident: Incident) -> None:
    with pytest.raises(ReportRefused):
        add_facts(by=cast.actor(cast.lsms), incident=incident, changes={"found_at": NOW - timedelta(days=1)})
    with pytest.raises(ValueError, match="nothing to add"):
        add_facts(by=cast.actor(cast.lsms), incident=incident, words="  ")
    with pytest.raises(ValueError, match="not facts"):
        add_facts(by=cast.actor(cast.lsms), incident=incident, changes={"restricted": False})
    assert Addition.objects.count() == 0


def test_it_finds_a_report_of_the_same_place_and_time(cast: Cast) -> None:
    first = send(cast, at_station(cast)).incident
    [match] = possible_matches(cast.trust, at_station(cast).incident, cast.crewmate)
    assert matched(cast.trust, match.token) == first
    assert (match.family, match.about) == ("violence", NOW.replace(hour=22, minute=0))
    assert match.own_reference == ""
    assert possible_matches(cast.trust, at_station(cast).incident, cast.paramedic)[0].own_reference == first.reference


@pytest.mark.parametrize(("hours", "found"), [(2, 1), (-2, 1), (2.1, 0), (-2.1, 0)])
def test_it_looks_two_hours_to_either_side(cast: Cast, hours: float, found: int) -> None:
    send(cast, at_station(cast))
    facts = replace(at_station(cast).incident, happened_at=NOW - timedelta(hours=1 + hours))
    assert len(possible_matches(cast.trust, facts, cast.crewmate)) == found


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, 1),
        ({"address": "12, HARBOUR road"}, 1),
        ({"postcode": "ex12ab", "address": "12 Harbour Rd"}, 1),
        ({"address": "14 Harbour Road, Exampleton"}, 0),
        ({"postcode": "", "address": "12 harbour road exampleton"}, 1),
        ({"postcode": "EX1 9ZZ"}, 0),
    ],
)
def test_it_knows_an_address_however_it_is_typed(
    cast: Cast, incident: Incident, changes: dict[str, str], found: int
) -> None:
    facts = replace(assault().incident, **changes)
    assert len(possible_matches(cast.trust, facts, cast.crewmate)) == found


def test_it_never_shows_a_restricted_one(cast: Cast) -> None:
    send(cast, at_station(cast, type="sexual-offence"))
    assert possible_matches(cast.trust, at_station(cast).incident, cast.crewmate) == []


def test_it_shows_nothing_to_whoever_reports_what_is_confidential(cast: Cast) -> None:
    send(cast, at_station(cast))
    for facts in (at_station(cast, type="sexual-offence").incident, at_station(cast, internal=True).incident):
        assert possible_matches(cast.trust, facts, cast.crewmate) == []


def test_it_tells_someone_without_an_account_only_that_there_is_one_at_a_site(cast: Cast, incident: Incident) -> None:
    assert possible_matches(cast.trust, assault().incident, None) == []
    send(cast, at_station(cast), key="a" * 32)
    [match] = possible_matches(cast.trust, at_station(cast).incident, None)
    assert (match.family, match.about, match.own_reference) == (None, None, "")


def test_it_believes_no_forged_or_old_or_foreign_token(cast: Cast) -> None:
    send(cast, at_station(cast))
    [match] = possible_matches(cast.trust, at_station(cast).incident, cast.crewmate)
    assert matched(cast.trust, match.token + "x") is None
    other = make_cast(code="RRU", slug="other", name="Other NHS Trust")
    with scope(other.trust):
        assert matched(other.trust, match.token) is None


def test_it_adds_a_second_report_with_a_receipt_of_its_own(cast: Cast, incident: Incident) -> None:
    answers = assault(reporter_capacity="witness", description="I saw him punch Pat.")
    received = join(cast, incident, replace(answers, victims=(VictimFacts(is_reporter=True, injury="none"),)))
    assert received.incident == incident
    assert Incident.objects.count() == 1
    assert received.addition.words.startswith("I saw him punch Pat.")
    assert {victim.person for victim in incident.victims.all()} == {cast.paramedic, cast.crewmate}
    assert incident.witnesses.get().person == cast.crewmate
    own = Exchange.objects.get(addition=received.addition)
    assert own.words == "We had a report of this already, and have added yours to it."
    assert list(second_reports_of(cast.crewmate)) == [received.addition]
    assert Notice.objects.filter(person=cast.lsms, kind="incidents.added").exists()


def test_it_adds_a_second_report_once(cast: Cast, incident: Incident) -> None:
    first, second = (join(cast, incident, assault(reporter_capacity="witness")) for _ in range(2))
    assert second.already
    assert second.addition == first.addition
    assert Addition.objects.count() == 1


def test_it_makes_an_incident_of_its_own_when_the_other_became_confidential(cast: Cast, incident: Incident) -> None:
    Incident.objects.filter(pk=incident.pk).update(restricted=True)
    incident.refresh_from_db()
    received = join(cast, incident, assault())
    assert received.addition is None
    assert received.incident != incident


def test_it_never_adds_a_suspicion_to_an_open_incident(cast: Cast, incident: Incident) -> None:
    answers = replace(assault(), subjects=(SubjectFacts(standing="colleague", name="Casey Crewmate"),))
    received = join(cast, incident, answers)
    assert received.incident != incident
    assert received.incident.restricted


def test_it_keeps_a_draft_for_its_writer_alone(cast: Cast) -> None:
    save_draft(person=cast.paramedic, key=KEY, answers={"description": ["Half"]})
    save_draft(person=cast.paramedic, key=KEY, answers={"description": ["Whole"]})
    [draft] = drafts_of(cast.paramedic)
    assert draft.answers == {"description": ["Whole"]}
    assert not drafts_of(cast.crewmate)
    with pytest.raises(NotYourDraft):
        save_draft(person=cast.crewmate, key=KEY, answers={})


def test_it_keeps_a_bounded_number_of_drafts_for_a_bounded_time(cast: Cast) -> None:
    for number in range(DRAFTS_AT_MOST + 3):
        with clock.at(NOW + timedelta(minutes=number)):
            save_draft(person=cast.paramedic, key=f"{number:032d}", answers={})
    assert drafts_of(cast.paramedic).count() == DRAFTS_AT_MOST
    with clock.at(NOW + timedelta(days=31)):
        assert discard_old_drafts() == DRAFTS_AT_MOST
