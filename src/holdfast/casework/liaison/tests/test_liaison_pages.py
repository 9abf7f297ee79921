"""The pages: what they show, what they refuse and keep, and whose they are."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from holdfast.casework.liaison.models import Force, InjuredPerson, PoliceDecision, PoliceReport
from holdfast.casework.liaison.operations.disclosing import ask_disclosure
from holdfast.casework.liaison.operations.policy import ArrangementLine, ForceLine, install_arrangements
from holdfast.casework.liaison.operations.riddor_deciding import decide_riddor
from holdfast.casework.liaison.operations.statements import record_statement
from holdfast.casework.liaison.presenters.riddor_form import begun_fields
from holdfast.casework.liaison.tests.liaison_cast import FORCE, arrange
from holdfast.casework.liaison.tests.test_contacts_fraud_disclosures import REQUEST
from holdfast.foundation.audit.models import Entry
from holdfast.kernel import clock

pytestmark = pytest.mark.any_database  # every page is opened on each database in tests/test_permissions.py


def day(name, value):
    """The boxes of a day as a browser sends them."""
    return {f"{name}_{part}": getattr(value, part) for part in ("day", "month", "year")}


def moment(name, value):
    local = value.astimezone(clock.LONDON)
    return day(name, local) | {f"{name}_clock": f"{local:%H:%M}"}


def opened():
    return {"opened_at": clock.now().timestamp()}


def page(desk, name=""):
    return f"/incidents/{desk.incident.reference}/{name}"


def test_it_tells_what_to_do_first_and_then_everything_on_one_page(desk):
    browser = desk.browser(desk.lsms)
    assert "Nothing was reported to the police yet" in browser.get(page(desk, "police/")).content.decode()
    desk.refused()
    arrange(desk, single_contact="lsms")
    shown = browser.get(page(desk, "police/")).content.decode()
    for words in (FORCE, "Police declined", "No officer is free.", "Duty inspector", "speaks with the police"):
        assert words in shown


def test_it_keeps_what_was_typed_when_something_is_refused(desk):
    browser = desk.browser(desk.lsms)
    sent = opened() | {"tell": "no", "why_not": "other", "words": "The disciplinary hearing is next week."}
    answer = browser.post(page(desk, "police/decision/"), sent)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "both go on side by side" in shown
    assert "The disciplinary hearing is next week." in shown
    assert not PoliceDecision.objects.exists()


def test_it_takes_a_form_that_was_sent_twice_in_once(desk):
    browser = desk.browser(desk.lsms)
    sent = opened() | {"force": FORCE, "channel": "101", "log_number": "LOG 5"}
    sent |= moment("made_at", clock.now() - timedelta(minutes=5))
    for _ in range(2):
        assert browser.post(page(desk, "police/report/"), sent).status_code == 302
    assert PoliceReport.objects.count() == 1


def test_it_begins_with_what_the_report_told_of_the_police(desk):
    contact = desk.incident.police_contacts.create(
        trust=desk.trust, force="Elsewhere Police", crime_number="77/1", told_at=clock.now(), by="Pat Paramedic"
    )
    browser = desk.browser(desk.lsms)
    assert "Follow it up here" in browser.get(page(desk, "police/")).content.decode()
    shown = browser.get(page(desk, f"police/report/?contact={contact.pk}")).content.decode()
    assert "Elsewhere Police" in shown
    assert "77/1" in shown
    sent = opened() | {"force": "other", "other_force": "Elsewhere Police", "channel": "101", "crime_number": "77/1"}
    sent |= moment("made_at", clock.now() - timedelta(minutes=5))
    browser.post(page(desk, f"police/report/?contact={contact.pk}"), sent)
    assert PoliceReport.objects.get().contact == contact


def test_it_writes_down_who_reads_what_riddor_turns_on(desk):
    desk.injured(injuries=["fracture:jaw"], diagnosed_by_doctor=True)
    browser = desk.browser(desk.lsms)
    shown = browser.get(page(desk, "riddor/")).content.decode()
    assert "Report: specified injury" in shown
    assert "4(1)(a)" in shown
    assert "13 March 2026" in shown
    assert Entry.objects.filter(verb="liaison.read_riddor").exists()


def test_it_shows_the_words_of_the_policy_and_applies_the_law_in_force(desk):
    arrange(desk, riddor_words="Report under RIDDOR 1995.", riddor_clause="x-1")
    shown = desk.browser(desk.lsms).get(page(desk, "riddor/")).content.decode()
    assert "Report under RIDDOR 1995." in shown
    assert "RIDDOR 2013 has been in force" in shown


def test_it_records_facts_days_decision_and_sheet_through_the_pages(desk):
    browser, victim = desk.browser(desk.safety), desk.victim
    sent = opened() | day("accident_on", date(2026, 3, 3)) | {"standing": "employee", "injuries": ["fracture"]}
    sent |= {"diagnosed_by_doctor": "yes", "work_related": "yes"}
    assert browser.post(page(desk, f"riddor/people/{victim.pk}/"), sent).status_code == 302
    injured = InjuredPerson.objects.get()
    assert injured.outcome == "report_specified_injury"
    sent = opened() | day("first", date(2026, 3, 4)) | {"kind": "restricted"}
    assert browser.post(f"/riddor/{injured.pk}/days/", sent).status_code == 302
    sent = opened() | {"decided": "report_specified_injury"}
    assert browser.post(f"/riddor/{injured.pk}/decision/", sent).status_code == 302
    assert browser.post(f"/riddor/{injured.pk}/decision/", opened() | sent).status_code in (302, 422)
    assert injured.decisions.count() == 1
    sent = opened() | {"person_sex": "Female"}
    assert browser.post(f"/riddor/{injured.pk}/form/", sent).status_code == 302
    sheet = browser.get(f"/riddor/{injured.pk}/sheet/").content.decode()
    for words in ("Female", "Pat Paramedic", "Physically assaulted by a person", "Due 13 March 2026"):
        assert words in sheet


@pytest.mark.parametrize("name", ["police", "calls", "disclosures", "riddor", "riddor-print", "forces"])
def test_it_lists_each_register_empty_and_filled(desk, name):
    address = {
        "police": "/police/?show=all",
        "calls": "/police/calls/",
        "disclosures": "/disclosures/?show=all",
        "riddor": "/riddor/?show=all",
        "riddor-print": "/riddor/print/?show=over-three",
        "forces": "/police/forces/",
    }[name]
    browser = desk.browser(desk.lsms)
    assert browser.get(address).status_code == 200
    desk.refused()
    ask_disclosure(by=desk.actor(desk.lsms), incident=desk.incident, **REQUEST)
    injured = desk.injured(injuries=["fracture:jaw"], diagnosed_by_doctor=True)
    decide_riddor(by=desk.actor(desk.lsms), injured=injured, decided="report_specified_injury")
    shown = browser.get(address).content.decode()
    if name not in ("calls", "forces"):
        assert desk.incident.reference in shown


def test_it_keeps_restricted_cases_and_other_units_away(desk):
    secret = desk.restricted()
    report = desk.reported()
    injured = desk.injured()
    browser = desk.browser(desk.far_manager)
    for address in (
        page(desk, "police/"),
        page(desk, "riddor/"),
        f"/incidents/{secret.reference}/police/",
        f"/police/{report.pk}/answer/",
        f"/riddor/{injured.pk}/days/",
    ):
        assert browser.get(address).status_code == 404, address
    assert desk.incident.reference not in browser.get("/police/?show=all").content.decode()
    assert desk.browser(desk.crewmate).get(page(desk, "police/")).status_code == 403


def test_it_lets_the_one_who_owes_a_statement_say_that_it_was_given(desk):
    statement = record_statement(
        by=desk.actor(desk.lsms), incident=desk.incident, victim=desk.victim, asked_on=date(2026, 3, 4)
    )
    browser = desk.browser(desk.paramedic)
    sent = opened() | day("given_on", date(2026, 3, 4))
    assert browser.post(f"/police/statements/{statement.pk}/", sent).status_code == 302
    assert "You gave it on 4 March 2026" in browser.get(f"/police/statements/{statement.pk}/").content.decode()
    assert desk.browser(desk.crewmate).get(f"/police/statements/{statement.pk}/").status_code == 404


def test_it_keeps_what_was_agreed_with_a_force_when_the_policy_is_put_in_force_again(desk):
    force = Force.objects.get(name="Hampshire Constabulary")
    sent = opened() | {"first": "Control room inspector", "first_how": "by phone"}
    assert desk.browser(desk.lead).post(f"/police/forces/{force.pk}/", sent).status_code == 302
    install_arrangements(
        by=desk.actor(desk.lead),
        trust=desk.trust,
        arrangement=ArrangementLine(),
        forces=[ForceLine("Hampshire Constabulary")],
    )
    assert [step.to for step in Force.objects.get().steps.all()] == ["Control room inspector"]


def test_it_says_at_the_field_what_is_wrong_with_news(desk):
    report, client = desk.reported(), desk.browser(desk.lsms)
    address = f"/police/{report.pk}/news/"
    day = desk.now.date()
    on = {"opened_at": "1.0", "on_day": day.day, "on_month": day.month, "on_year": day.year}
    for sent, field in (
        ({"step": "hearing"}, "hearing_at"),
        ({"step": "compensation"}, "compensation"),
        ({"step": "news"}, "words"),
        ({"step": "arrest", "on_year": day.year - 1}, "on"),
    ):
        answer = client.post(address, on | sent)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [field]


def test_it_says_at_the_field_which_days_cannot_be_lost(desk):
    injured, day = desk.injured(), desk.now.date()
    before = injured.accident_on - timedelta(days=1)
    days = {"opened_at": "1.0", "kind": "absence"}
    days |= {"first_day": before.day, "first_month": before.month, "first_year": before.year}
    answer = desk.browser(desk.manager).post(f"/riddor/{injured.pk}/days/", days)
    assert list(answer.context["form"].errors) == ["first"]
    assert day >= before


def test_it_shows_the_pages_of_the_incident_beside_one_report_to_the_police(desk):
    report, client = desk.reported(), desk.browser(desk.lsms)
    pages = client.get(f"/police/{report.pk}/number/").context["record_pages"]
    assert [page.title for page in pages if page.current] == ["Police"]
    assert pages[0].url == f"/incidents/{desk.incident.reference}/"


def test_it_fills_in_the_part_of_the_body_that_is_reported_and_shows_when_hse_was_told(desk):
    injured = desk.injured(injuries=["fracture", "fracture:finger"], injury_words="Broken jaw")
    assert begun_fields(injured, desk.viewer(desk.lsms))["body_part"] == "Broken jaw"
    other = desk.injured(injuries=["crush:head", "fracture:finger"])
    assert begun_fields(other, desk.viewer(desk.lsms))["body_part"] == "head"
    type(injured).objects.update(notified_at=desk.now)
    page = desk.browser(desk.lsms).get(f"/incidents/{desk.incident.reference}/riddor/").content.decode()
    assert "Told by telephone" in page
    assert "Take off" not in page
