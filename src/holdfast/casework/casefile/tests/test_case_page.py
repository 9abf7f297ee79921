"""The one page of a case: what is open, what happened, what is alike; and closing that waits for every area."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from holdfast.casework.casefile.operations.closing import StillOpen, close, review_case
from holdfast.casework.casefile.queries.pieces import load
from holdfast.casework.casefile.queries.queues import owed_by
from holdfast.casework.casefile.queries.responses import must_dos, open_responses
from holdfast.casework.casefile.queries.similar import similar_to
from holdfast.casework.casefile.queries.story import story_of
from holdfast.casework.casefile.tests.case_cast import Case
from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.operations.additions import add_facts
from holdfast.casework.incidents.operations.closing import NotReadyToClose
from holdfast.casework.incidents.operations.report_answers import SubjectFacts
from holdfast.casework.liaison.models import InjuredPerson, PoliceReport, RiddorDecision
from holdfast.casework.liaison.operations.answering import record_answer
from holdfast.casework.liaison.operations.police import report_to_police, request_police
from holdfast.casework.liaison.operations.steps import record_step
from holdfast.casework.sanctions.models import Case as SanctionCase
from holdfast.casework.violence.models import ChecklistItem, Marker, MarkerDecision
from holdfast.foundation.records.operations import open_record
from holdfast.kernel import clock
from holdfast.tools.actions.operations.raising import raise_action


def loaded(incident: Incident) -> Incident:
    return load(Incident.objects.select_related("record", "trust", "site").get(pk=incident.pk))


def name_subject(case: Case, incident: Incident, name: str) -> None:
    add_facts(by=case.actor(case.lsms), incident=incident, subjects=[SubjectFacts(standing="public", name=name)])


@pytest.fixture
def checklist(case: Case) -> ChecklistItem:
    """The trust's policy asks that support is offered within two days."""
    return ChecklistItem.objects.create(
        trust=case.trust,
        order=1,
        key="support",
        words="Offer support",
        who="line-manager",
        within="P2D",
        starts="reported",
    )


def test_it_asks_every_area_what_is_open(case: Case, checklist: ChecklistItem) -> None:
    incident = case.incident
    victim, now = incident.victims.get(), clock.now()
    told = {"accident_on": clock.today(), "outcome": "report_over_7_days"}
    InjuredPerson.objects.create(trust=case.trust, incident=incident, victim=victim, **told)
    told = {"force": "Exampleshire Police", "made_at": now, "heard_at": now, "made_by": "Lee", "by": "Lee"}
    PoliceReport.objects.create(trust=case.trust, incident=incident, **told)
    case.exhibit()
    found = {(one.area, one.must) for one in open_responses(incident)}
    assert found == {("Response to violence", True), ("RIDDOR", True), ("Police", False), ("Exhibits", False)}
    assert not any("Pat" in one.words for one in open_responses(incident))


def test_it_waits_for_what_the_trust_owes_and_not_for_what_the_person_affected_does(
    case: Case, checklist: ChecklistItem
) -> None:
    ChecklistItem.objects.create(trust=case.trust, order=2, key="withdraw", words="Get away", who="victim")
    assert [one.words for one in must_dos(case.incident)] == ["Offer support"]
    assert len(open_responses(case.incident)) == 2


def test_it_leads_to_every_area_that_owes_something(case: Case, checklist: ChecklistItem, client: Client) -> None:
    raise_action(
        by=case.actor(case.lsms), trust=case.trust, submission_key="a" * 32, title="Mend the lock", owner=case.manager,
        due=clock.today() + timedelta(days=7), source="incident", about=case.incident.record,
    )  # fmt: skip
    subject = case.incident.subjects.get()
    record = open_record(trust=case.trust, kind="sanction", series="SAN", title="Who did it")
    SanctionCase.objects.create(trust=case.trust, record=record, incident=case.incident, subject=subject)
    case.exhibit()
    found = {one.area for one in open_responses(case.incident)}
    assert {"Actions", "Sanctions", "Exhibits", "Response to violence"} <= found
    assert all(one.url(case.viewer(case.lsms)) for one in open_responses(case.incident))
    case.sign_in(client, case.lsms)
    text = client.get(f"/incidents/{case.incident.reference}/case/").content.decode()
    assert "1 action not finished" in text
    assert "Action raised: Mend the lock" in text


def test_it_says_what_is_late_first(case: Case, checklist: ChecklistItem) -> None:
    with clock.at(clock.now() + timedelta(days=3)):
        assert open_responses(case.incident)[0].late


def test_it_closes_over_nothing_that_is_owed(case: Case, checklist: ChecklistItem) -> None:
    incident, by = case.concluded(case.incident), case.actor(case.lsms)
    with pytest.raises(StillOpen, match="Response to violence: Offer support"):
        close(by=by, incident=incident, outcome="A warning letter")
    assert Incident.objects.get(pk=incident.pk).state == "open"
    checklist.delete()
    assert must_dos(incident) == []
    close(by=by, incident=incident, outcome="A warning letter")
    assert Incident.objects.get(pk=incident.pk).state == "closed"


def test_it_still_waits_for_what_the_incident_itself_needs(case: Case) -> None:
    with pytest.raises(NotReadyToClose):
        close(by=case.actor(case.lsms), incident=case.incident, outcome="A warning letter")


def test_it_closes_at_the_address_of_the_incident(case: Case, checklist: ChecklistItem, client: Client) -> None:
    incident = case.concluded(case.incident)
    case.sign_in(client, case.lsms)
    incident.record.refresh_from_db()
    sent = {"seen_version": incident.record.version, "opened_at": "1.0", "outcome": "A warning letter"}
    answer = client.post(f"/incidents/{incident.reference}/closure/", sent)
    assert answer.status_code == 422
    assert "Response to violence: Offer support" in answer.content.decode()
    assert "A warning letter" in answer.content.decode()
    checklist.delete()
    assert client.post(f"/incidents/{incident.reference}/closure/", sent).status_code == 302
    assert Incident.objects.get(pk=incident.pk).state == "closed"


def test_it_tells_the_story_of_every_area_in_order(case: Case) -> None:
    exhibit, hidden = case.exhibit(), case.recording(private=True)
    titles = [one.title for one in story_of(loaded(case.incident), case.viewer(case.lsms))]
    assert titles[0] == "It happened"
    assert f"Exhibit {exhibit.mark} found" in titles
    others = [one.title for one in story_of(loaded(case.incident), case.viewer(case.director))]
    assert not any(title.startswith(f"Exhibit {hidden.mark}") for title in others)
    moments = [one.at for one in story_of(loaded(case.incident), case.viewer(case.lsms))]
    assert moments == sorted(moments)


def test_it_tells_when_things_happened_and_not_when_they_were_typed(case: Case, client: Client) -> None:
    by, now = case.actor(case.lsms), clock.now()
    exhibit = case.exhibit()
    told = {"force": "Exampleshire Police", "channel": "999", "made_at": now - timedelta(minutes=100)}
    call = request_police(by=by, trust=case.trust, incident=case.incident, words="Send someone", **told)
    declined = now - timedelta(minutes=90)
    record_answer(by=by, report=call, at=declined, taken=False, reason="No unit is free")
    report = report_to_police(by=by, incident=case.incident, **told)
    record_step(by=by, report=report, step="sentence", on=clock.today(), words="Ten weeks", more_expected=True)
    record_step(by=by, report=report, step="charge", on=clock.today())
    story = {one.title: one for one in story_of(loaded(case.incident), case.viewer(case.lsms))}
    refusal = story["Exampleshire Police declined"]
    assert (refusal.at, refusal.written) == (declined, now)
    assert story["Police: Someone was charged"].day == clock.today()
    assert list(story).index("Police: Someone was charged") < list(story).index("Police: Sentence")
    handed = story[f"Exhibit {exhibit.mark} taken in: Pat Paramedic to Lee Specialist"]
    assert handed.at == now - timedelta(minutes=30)
    assert not any(title.startswith("Police would not come") for title in story)
    case.sign_in(client, case.lsms)
    text = client.get(f"/incidents/{case.incident.reference}/case/").content.decode()
    assert "written down" in text
    assert "12:00" not in text


def test_it_tells_what_was_decided_about_markers_and_riddor_to_who_may_know(case: Case) -> None:
    injured = InjuredPerson.objects.create(
        trust=case.trust, incident=case.incident, victim=case.incident.victims.get(), accident_on=clock.today()
    )
    told = {"proposed": "report_over_7_days", "decided": "report_over_7_days", "by": "Sam Safety"}
    RiddorDecision.objects.create(trust=case.trust, injured=injured, **told)
    record = open_record(trust=case.trust, kind="marker", series="MRK", title="An address")
    marker = Marker.objects.create(
        trust=case.trust, record=record, incident=case.incident, place="home", address="1 Road", asked_by="Pat"
    )
    MarkerDecision.objects.create(trust=case.trust, marker=marker, verb="confirm", reason="Knife", by="Lee")
    titles = {one.title for one in story_of(loaded(case.incident), case.viewer(case.lsms))}
    assert f"Marker {marker.reference} confirmed" in titles
    assert any(title.endswith("Report: over seven days") for title in titles)
    others = {one.title for one in story_of(loaded(case.incident), case.viewer(case.crewmate))}
    assert not any(title.startswith(("Marker", "RIDDOR")) for title in others)


def test_it_finds_what_is_alike_by_person_address_place_and_method(case: Case) -> None:
    name_subject(case, case.incident, "Robin Rowdy")
    same_person = case.report(address="1 Elsewhere Road", postcode="ZZ9 9ZZ")
    name_subject(case, same_person, "robin rowdy")
    same_address = case.report()
    other_door = case.report(address="99 Harbour Road, Exampleton")
    unlike = case.report(address="5 Far Street", postcode="ZZ1 1ZZ")
    found = {one.incident: one.why for one in similar_to(loaded(case.incident), case.viewer(case.lsms))}
    assert found[same_person] == ("Same person", "Same kind")
    assert found[same_address] == ("Same address", "Same kind")
    assert found[other_door] == ("Same postcode", "Same kind")
    assert unlike not in found


def test_it_finds_only_what_the_viewer_may_see(case: Case) -> None:
    secret = case.report(type="sexual-offence")
    assert secret.restricted
    assert not similar_to(loaded(case.incident), case.viewer(case.lsms))
    assert similar_to(loaded(case.incident), case.viewer(case.lead))[0].incident == secret


def test_it_compares_no_colleagues_name_for_who_is_not_named(case: Case) -> None:
    apart = case.restricted(name="Robin Rowdy")
    name_subject(case, case.incident, "Robin Rowdy")
    assert not similar_to(loaded(case.incident), case.viewer(case.lsms))
    assert [one.incident for one in similar_to(loaded(case.incident), case.viewer(case.lead))] == [apart]


def test_it_is_reviewed_and_looked_at_again_in_time(case: Case) -> None:
    by = case.actor(case.lsms)
    with pytest.raises(ValueError, match="what you found"):
        review_case(by=by, incident=case.incident, words=" ")
    with pytest.raises(ValueError, match="in the future"):
        review_case(by=by, incident=case.incident, words="Stuck", next_on=clock.today())
    review_case(by=by, incident=case.incident, words="Stuck", next_on=clock.today() + timedelta(days=7))
    with clock.at(clock.now() + timedelta(days=8)):
        assert [item.verb for item in owed_by(case.viewer(case.lsms))] == ["Review"]
        review_case(by=by, incident=case.incident, words="Goes on")
        assert owed_by(case.viewer(case.lsms)) == []


def test_it_shows_everything_on_one_page(case: Case, checklist: ChecklistItem, client: Client) -> None:
    case.exhibit()
    other = case.report()
    case.sign_in(client, case.lsms)
    text = client.get(f"/incidents/{case.incident.reference}/case/").content.decode()
    for words in ("Response to violence: Offer support", "Kitchen knife", "Pat Paramedic", other.reference, "PP/1"):
        assert words in text
    assert (
        client.post(
            f"/incidents/{case.incident.reference}/case/review/",
            {"seen_version": 1, "opened_at": "1.0", "words": "In proportion"},
        ).status_code
        == 302
    )
    assert "Lee Specialist" in client.get(f"/incidents/{case.incident.reference}/case/").content.decode()
    case.sign_in(client, case.far_manager)
    assert client.get(f"/incidents/{case.incident.reference}/case/").status_code == 404


def test_it_shows_a_case_with_a_fixed_number_of_statements(
    case: Case, client: Client, django_assert_max_num_queries: object
) -> None:
    case.sign_in(client, case.lsms)
    address = f"/incidents/{case.incident.reference}/case/"
    client.get(address)
    for _ in range(5):
        case.exhibit()
        case.report()
    with django_assert_max_num_queries(75):  # type: ignore[operator]
        client.get(address)
