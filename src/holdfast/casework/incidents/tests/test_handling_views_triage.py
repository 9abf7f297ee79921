from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from holdfast.casework.incidents.models import Incident, Investigation, SentForm, Triage
from holdfast.casework.incidents.operations.merging import merge
from holdfast.casework.incidents.operations.sending import KEPT_FOR, SentAlready, forget_sent_forms, once
from holdfast.casework.incidents.operations.triage import triage
from holdfast.casework.incidents.tests.handling_cast import Team, cover, later
from holdfast.casework.incidents.tests.report_cast import NOW
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.organisation.models import Person
from holdfast.kernel import clock


@pytest.fixture
def browser(team: Team, client: Client) -> Client:
    team.sign_in(client, team.lsms)
    return client


def page(incident: Incident, name: str = "") -> str:
    return f"/incidents/{incident.reference}/{name}"


def typed(incident: Incident, **changes: Any) -> dict[str, Any]:
    """What a browser sends from the triage form as it comes up, with `changes`."""
    incident.record.refresh_from_db()
    sent = {
        "seen_version": incident.record.version,
        "opened_at": NOW.timestamp(),
        "type": "physical-assault",
        "severity": "moderate",
        "crime": "yes",
        "who": f"manager-{Person.objects.get(family_name='Manager').pk}",
        "note": "",
    }
    return {name: value for name, value in (sent | changes).items() if value is not None}


def test_it_comes_up_filled_in_but_for_what_must_be_judged(team: Team, browser: Client) -> None:
    team.number("incidents.investigate-within", "P28D")
    incident = team.report()
    answer = browser.get(page(incident, "triage/"))
    form = answer.context["form"]
    assert form["type"].value() == "physical-assault"
    assert (form["severity"].value(), form["crime"].value()) == (None, None)
    assert form["who"].value() == f"manager-{team.manager.pk}"
    assert form["due"].value() == ["31", "3", "2026"]
    text = answer.content.decode()
    assert "Morgan Manager, Team manager" in text
    assert "The patient’s son punched me" in text
    assert "Casey Crewmate" not in text  # the staff are looked up, never sent


def test_it_keeps_the_limit_of_the_policy_to_the_minute(team: Team, browser: Client) -> None:
    team.number("incidents.investigate-within", "PT72H")
    incident = team.report()
    assert sent_by(browser, incident, due_day="6", due_month="3", due_year="2026").status_code == 302
    assert Investigation.objects.get().due_at == later(hours=72)


def sent_by(browser: Client, incident: Incident, **changes: Any) -> Any:
    return browser.post(page(incident, "triage/"), typed(incident, **changes))


def test_it_saves_and_opens_the_next_one_that_waits(team: Team, browser: Client) -> None:
    first, second = team.report(), team.report()
    text = browser.get(page(first, "triage/")).content.decode()
    assert "Save and open the next" in text
    answer = sent_by(browser, first)
    assert (answer.status_code, answer.url) == (302, page(second, "triage/"))
    answer = sent_by(browser, second)
    assert answer.url == page(second)
    text = browser.get(answer.url).content.decode()
    assert "That was the last one that waited." in text
    assert Triage.objects.count() == 2


def test_it_is_done_once_though_the_button_is_pressed_twice(team: Team, browser: Client) -> None:
    incident = team.report()
    sent = typed(incident)
    first, second = (browser.post(page(incident, "triage/"), sent) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert Triage.objects.count() == Investigation.objects.count() == 1
    assert "It was taken in once." in browser.get(second.url).content.decode()


def test_it_tells_the_second_one_what_changed_and_loses_nothing(team: Team, browser: Client) -> None:
    incident = team.report()
    sent = typed(incident, severity="minor", note="She called me back")
    with clock.at(later(minutes=2)):
        triage(by=team.actor(team.lead), incident=incident, judgement=team.judgement(severity="serious"))
    with clock.at(later(minutes=3)):
        answer = browser.post(page(incident, "triage/"), sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Someone else changed this incident after you opened this page" in text
    assert "Triaged by <bdi>Logan Lead</bdi>" in text
    assert "Severity: Serious" in text
    assert "She called me back" in text
    assert Incident.objects.get().severity == "serious"
    again = {name: answer.context["form"][name].value() for name in ("seen_version", "opened_at")}
    with clock.at(later(minutes=4)):
        kept = {name: value for name, value in sent.items() if name != "who"} | again
        assert browser.post(page(incident, "triage/"), kept).status_code == 302
    assert Incident.objects.get().severity == "minor"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"severity": None}, "Select how serious it is"),
        ({"who": None}, "Select who looks into it"),
        ({"type": "nonsense"}, "Select one of the answers shown"),
        ({"who": "other", "strand": "manager"}, "Enter who looks into it"),
        ({"who": "other", "strand": "manager", "lead": "Nobody Known"}, "Nothing matches"),
        ({"who": "other", "strand": "manager", "lead": "a"}, "Nothing matches"),
        ({"who": "nobody"}, "Enter why no investigation is needed"),
        ({"seen_version": "x"}, "Enter a whole number"),
    ],
)
def test_it_says_what_to_mend_and_keeps_what_was_typed(
    team: Team, browser: Client, changes: dict[str, Any], message: str
) -> None:
    incident = team.report()
    answer = sent_by(browser, incident, note="She called me back", **changes)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert message in text
    assert "She called me back" in text
    assert Incident.objects.get().state == "reported"


def test_it_finds_someone_else_by_name_without_a_script(team: Team, browser: Client) -> None:
    incident = team.report()
    answer = sent_by(browser, incident, who="other", strand="specialist", lead="fran far")
    assert answer.status_code == 302
    row = Investigation.objects.get()
    assert (row.strand, row.investigators.get().person) == ("specialist", team.far_manager)


def test_it_offers_a_choice_between_two_of_one_name(team: Team, browser: Client) -> None:
    twin = Person.objects.create(
        trust=team.trust, given_name="Fran", family_name="Faraway", unit=team.unit, job_title="Porter"
    )
    incident = team.report()
    answer = sent_by(browser, incident, who="other", strand="specialist", lead="Fran Faraway")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Which do you mean?" in text
    assert "Porter, Mill Lane" in text
    picked = sent_by(browser, incident, who="other", strand="specialist", lead="Fran Faraway", lead_key=str(twin.pk))
    assert picked.status_code == 302
    assert Investigation.objects.get().investigators.get().person == twin


def test_it_needs_no_investigation_where_a_reason_says_so(team: Team, browser: Client) -> None:
    incident = team.report()
    sent_by(browser, incident, who="nobody", no_investigation_reason="Found again")
    assert Triage.objects.get().no_investigation_reason == "Found again"
    assert Incident.objects.get().stage == "triaged"


def test_it_takes_flags_and_restricts(team: Team, browser: Client) -> None:
    incident = team.report()
    answer = sent_by(browser, incident, also=["near_miss", "restricted"], who=f"lsms-{team.lsms.pk}")
    assert answer.status_code == 302
    incident.refresh_from_db()
    assert incident.near_miss
    assert incident.restricted
    assert browser.get(page(incident)).status_code == 200  # whoever restricts stays named


def test_it_judges_again_without_asking_who_investigates(team: Team, browser: Client) -> None:
    incident = team.triaged()
    text = browser.get(page(incident, "triage/")).content.decode()
    assert "Judge again" in text
    assert "Who looks into it?" not in text
    sent_by(browser, incident, severity="critical", who=None)
    assert Incident.objects.get().severity == "critical"
    assert Investigation.objects.count() == 1


def test_it_offers_the_post_that_the_policy_names_first(team: Team, browser: Client) -> None:
    team.rule(types=["physical-assault"], investigate="second-lsms", strand="lsms")
    form = browser.get(page(team.report(), "triage/")).context["form"]
    assert form["who"].value() == f"lsms-{team.second_lsms.pk}"


def test_it_offers_the_deputy_of_who_is_away(team: Team, browser: Client) -> None:
    cover(team, team.manager, team.deputy)
    answer = browser.get(page(team.report(), "triage/"))
    assert answer.context["form"]["who"].value() == f"manager-{team.deputy.pk}"
    assert "Stands in for Morgan Manager" in answer.content.decode()


def test_it_does_not_offer_managers_their_own_report(team: Team, browser: Client) -> None:
    form = browser.get(page(team.report(by=team.manager), "triage/")).context["form"]
    assert f"manager-{team.manager.pk}" not in dict(form.fields["who"].choices)


def test_it_offers_no_suspect_and_the_line_manager_last_on_a_restricted_one(team: Team, client: Client) -> None:
    team.sign_in(client, team.lead)
    form = client.get(page(team.restricted("Morgan Manager"), "triage/")).context["form"]
    assert f"manager-{team.manager.pk}" not in dict(form.fields["who"].choices)
    form = client.get(page(team.restricted(), "triage/")).context["form"]
    assert [key for key, _ in form.fields["who"].choices][:2] == [f"lsms-{team.lead.pk}", f"manager-{team.manager.pk}"]


def test_it_points_to_where_the_policy_sends_it(team: Team, browser: Client) -> None:
    team.rule(types=["physical-assault"], route_out="Patient safety")
    incident = team.report()
    assert "Your policy sends incidents like this elsewhere" in browser.get(page(incident, "triage/")).content.decode()
    form = browser.get(page(incident, "elsewhere/")).context["form"]
    assert form["where"].value() == "Patient safety"


def test_it_merges_a_likely_duplicate_with_one_press(team: Team, browser: Client) -> None:
    first, second = team.report(), team.report(by=team.crewmate)
    text = browser.get(page(second, "triage/")).content.decode()
    assert "Is it one of these?" in text
    assert first.reference in text
    sent = {
        "into": first.reference, "why": "The same place", "seen_version": second.record.version,
        "opened_at": NOW.timestamp(),
    }  # fmt: skip
    answer = browser.post(page(second, "merging/"), sent)
    assert (answer.status_code, answer.url) == (302, page(first))
    assert Incident.objects.get(pk=second.pk).state == "merged"


def test_it_merges_only_into_what_one_may_see(team: Team, browser: Client) -> None:
    secret, incident = team.restricted(), team.report()
    for reference, message in (
        (secret.reference, "There is no incident"),
        ("INC-2026-09999", "There is no incident"),
        ("seven", "Enter a reference"),
    ):
        sent = {"into": reference, "why": "Same", "seen_version": incident.record.version, "opened_at": "1"}
        answer = browser.post(page(incident, "merging/"), sent)
        assert answer.status_code == 422
        assert message in answer.content.decode()
    assert Incident.objects.get(pk=incident.pk).state == "reported"


def test_it_takes_back_what_was_merged(team: Team, browser: Client) -> None:
    first, second = team.report(), team.report(by=team.crewmate)
    merge(by=team.actor(team.lsms), incident=second, into=first, why="Same")
    assert "Take it back" in browser.get(page(second)).content.decode()
    sent = {"why": "Not the same", "seen_version": second.record.version, "opened_at": "1"}
    assert browser.post(page(second, "taking-back/"), sent).url == page(second)
    assert Incident.objects.get(pk=second.pk).state == "reported"


def test_it_writes_down_for_whom_a_deputy_triaged(team: Team, client: Client) -> None:
    cover(team, team.lsms, team.deputy, post="lsms")
    team.sign_in(client, team.deputy)
    sent_by(client, team.report())
    entry = Entry.objects.get(verb="incidents.triage")
    assert (entry.actor_name, entry.actor_on_behalf_of) == ("Dee Deputy", "Lee Specialist")


def test_it_finds_staff_for_a_script_and_no_more_than_it_shows(team: Team, browser: Client) -> None:
    assert browser.get("/incidents/people/?q=fran").json() == {
        "matches": [{"key": str(team.far_manager.pk), "title": "Fran Faraway", "hint": "Far Hill"}],
        "more": 0,
    }
    assert browser.get("/incidents/people/?q=f").json()["matches"] == []
    for number in range(15):
        Person.objects.create(trust=team.trust, given_name="Sam", family_name=f"Same{number}", unit=team.unit)
    found = browser.get("/incidents/people/?q=sam same").json()
    assert (len(found["matches"]), found["more"]) == (10, 1)
    team.sign_in(browser, team.paramedic)
    assert browser.get("/incidents/people/?q=fran").status_code == 403


def test_it_does_once_what_is_sent_twice_and_again_what_was_refused(team: Team) -> None:
    done: list[int] = []

    def do() -> None:
        done.append(1)
        if len(done) == 1:
            raise ValueError("not yet")

    with pytest.raises(ValueError, match="not yet"):
        once(team.trust.pk, "d" * 64, do)
    once(team.trust.pk, "d" * 64, do)
    with pytest.raises(SentAlready):
        once(team.trust.pk, "d" * 64, do)
    assert len(done) == 2
    with clock.at(NOW + 2 * KEPT_FOR):
        assert forget_sent_forms() == 1
    assert not SentForm.objects.exists()
