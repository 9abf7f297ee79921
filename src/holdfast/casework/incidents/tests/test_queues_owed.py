from __future__ import annotations

from datetime import timedelta

from holdfast.casework.incidents.operations.closing import close
from holdfast.casework.incidents.operations.feedback import answer_as_reporter
from holdfast.casework.incidents.operations.investigate import review_findings
from holdfast.casework.incidents.operations.learning import share_lesson
from holdfast.casework.incidents.operations.routing import refer
from holdfast.casework.incidents.operations.statements import ask_for_statement
from holdfast.casework.incidents.operations.triage import check_report
from holdfast.casework.incidents.queries.queues import owed_by
from holdfast.casework.incidents.tests.handling_cast import Team, cover, later
from holdfast.casework.incidents.tests.report_cast import NOW
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.records.work import WorkItem
from holdfast.kernel import clock


def owed(team: Team, person: Person) -> list[WorkItem]:
    return owed_by(team.viewer(person))


def whats(team: Team, person: Person) -> list[str]:
    return [item.what for item in owed(team, person)]


def test_it_is_empty_for_who_owes_nothing(team: Team) -> None:
    team.report()
    assert owed(team, team.far_manager) == owed(team, team.paramedic) == []


def test_it_asks_who_triages_by_when_the_policy_says(team: Team) -> None:
    incident = team.report()
    [item] = owed(team, team.lsms)
    assert (item.reference, item.what, item.verb) == (incident.reference, "Waits for triage", "Triage")
    assert item.url == f"/incidents/{incident.reference}/triage/"
    assert item.due == NOW + timedelta(days=2)


def test_it_asks_the_line_manager_to_check_what_others_reported(team: Team) -> None:
    team.number("incidents.check-within", "PT24H")
    incident = team.report()
    team.report(by=team.manager)
    [item] = owed(team, team.manager)
    assert (item.reference, item.verb, item.due) == (incident.reference, "Check", later(hours=24))
    check_report(by=team.actor(team.manager), incident=incident)
    assert owed(team, team.manager) == []


def test_it_hides_a_restricted_one_from_the_line_manager(team: Team) -> None:
    team.restricted()
    assert owed(team, team.manager) == owed(team, team.lsms) == []
    [item] = owed(team, team.lead)
    assert item.restricted


def test_it_asks_for_findings_and_then_for_a_review_and_then_for_closing(team: Team) -> None:
    incident = team.triaged(due_at=later(days=28))
    check_report(by=team.actor(team.manager), incident=incident)
    [item] = owed(team, team.manager)
    assert (item.what, item.due) == ("You lead the investigation", later(days=28))
    investigation = team.submitted(incident)
    assert owed(team, team.manager) == []
    assert whats(team, team.lsms) == ["Findings wait for your review"]
    review_findings(
        by=team.actor(team.lsms), investigation=investigation, approve=False, proportionate=True, reason="Ask again"
    )
    assert whats(team, team.manager) == ["Your findings came back: read what is asked for"]
    team.concluded(incident)
    assert [item.verb for item in owed(team, team.lsms)] == ["Close"]
    close(by=team.actor(team.lsms), incident=incident, outcome="A warning letter")
    assert owed(team, team.lsms) == owed(team, team.manager) == []


def test_it_gives_a_deputy_the_work_of_who_is_away(team: Team) -> None:
    cover(team, team.manager, team.deputy)
    cover(team, team.lsms, team.deputy, post="lsms")
    team.triaged()
    team.report()
    items = {(item.verb, item.on_behalf_of) for item in owed(team, team.deputy)}
    assert items == {
        ("Investigate", "Morgan Manager"),
        ("Check", "Morgan Manager"),
        ("Triage", "Lee Specialist"),
    }


def test_it_says_on_behalf_of_nobody_where_the_post_is_ones_own(team: Team) -> None:
    cover(team, team.lsms, team.lead, post="lsms")
    team.report()
    assert [item.on_behalf_of for item in owed(team, team.lead)] == [""]


def test_it_asks_a_witness_without_telling_what_it_is_about(team: Team) -> None:
    incident = team.triaged()
    ask_for_statement(by=team.actor(team.manager), incident=incident, person=team.crewmate, due_at=later(days=3))
    [item] = owed(team, team.crewmate)
    assert (item.title, item.due) == ("A statement is asked of you", later(days=3))
    assert "assault" not in f"{item.title} {item.what}".lower()
    with clock.at(later(days=4)):
        assert "The statement of Casey Crewmate is still missing" in whats(team, team.manager)


def test_it_asks_a_post_to_read_what_was_sent_to_it(team: Team) -> None:
    incident = team.report()
    refer(by=team.actor(team.lsms), incident=incident, post=team.posts["hr"], why="Support for Pat")
    assert whats(team, team.human_resources) == ["Sent to you: Support for Pat"]


def test_it_asks_once_however_often_the_reporter_wrote(team: Team) -> None:
    incident = team.triaged()
    check_report(by=team.actor(team.manager), incident=incident)
    for words in ("He came back", "And again"):
        answer_as_reporter(by=team.actor(team.paramedic), incident=incident, words=words)
    assert sorted(whats(team, team.manager)) == ["The reporter wrote to you", "You lead the investigation"]


def test_it_asks_the_team_to_read_a_lesson(team: Team) -> None:
    share_lesson(
        by=team.actor(team.lsms), incident=team.concluded(), title="Waiting", words="Say early.", units=[team.unit]
    )
    [item] = owed(team, team.paramedic)
    assert (item.title, item.verb) == ("Waiting", "Read")


def test_it_puts_first_what_is_due_first(team: Team) -> None:
    with clock.at(later(days=-1)):
        team.report(happened_at=later(days=-2), shift_ends_at=None)
    team.triaged(lead=team.lsms, due_at=later(days=1, hours=1))
    team.submitted()
    items = owed(team, team.lsms)
    dues = [item.due for item in items]
    assert [due for due in dues if due] == sorted(due for due in dues if due)
    assert dues[-1] is None
