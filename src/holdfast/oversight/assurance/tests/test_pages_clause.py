"""Every clause has a page that says what meets it, and the policy's filters say what they would show."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from holdfast.casework.incidents.models import Incident
from holdfast.casework.liaison.operations.statements import record_statement
from holdfast.kernel import clock
from holdfast.oversight.assurance.models import Clause, DayOfDeeds
from holdfast.oversight.assurance.operations.clocks import catch_up
from holdfast.oversight.assurance.operations.counting import count_deeds
from holdfast.oversight.assurance.tests.policy_cast import DAY, HOUR, NOW, Trial, trial_of
from holdfast.oversight.assurance.tests.reading_pages import LATER, get, raw

pytestmark = pytest.mark.any_database  # every page is opened on each database in tests/test_permissions.py

PROCESS, CONTENT, CONTEXT = "secamb-3.2.2-c", "secamb-1.1-a", "secamb-2.2.3.1"
GUARD, DEFINITION = "secamb-4.3.3-b", "secamb-4.3.1-a"
EXAMINED = "secamb-3.2.4"


@pytest.fixture
def trial(db: None) -> Iterator[Trial]:
    with trial_of("secamb") as trial:
        trial.report()
        trial.report(type="sexual-offence")
        catch_up()
        yield trial


def one_that_awaits() -> Clause:
    return Clause.objects.exclude(awaiting="").filter(met_by="obligation")[0]


def test_it_counts_beside_the_operation_what_answers_the_clause(client: Client, trial: Trial) -> None:
    open_one, restricted = Incident.objects.order_by("pk")
    for incident in (open_one, restricted):
        with clock.at(NOW + HOUR):
            record_statement(
                by=trial.actor(trial.lsms), incident=incident, asked_on=clock.today(), person=trial.paramedic
            )
    page = get(client, trial, trial.board, f"/assurance/clauses/{PROCESS}/")
    assert "Statements to the police on record: none in the past year." in page
    with clock.at(LATER):
        count_deeds(trial.trust)
    told = "Statements to the police on record: 1 in the past year, last on 3 March 2026."
    assert told in get(client, trial, trial.board, f"/assurance/clauses/{PROCESS}/"), "the restricted one is left out"
    assert told in get(client, trial, trial.board, f"/assurance/policy/?text={PROCESS}")


def test_it_counts_nothing_under_a_definition_or_a_prohibition(client: Client, trial: Trial) -> None:
    with clock.at(LATER):
        count_deeds(trial.trust)
    for key in (GUARD, DEFINITION):
        page = get(client, trial, trial.board, f"/assurance/clauses/{key}/")
        assert "Take a report of what happened" in page
        assert "in the past year" not in page + get(client, trial, trial.board, f"/assurance/policy/?text={key}")


def test_it_counts_a_day_once_however_often_it_looks(trial: Trial) -> None:
    with clock.at(LATER):
        count_deeds(trial.trust)
    with clock.at(LATER + DAY):
        count_deeds(trial.trust)
        count_deeds(trial.trust)
    assert DayOfDeeds.objects.get(day=NOW.date()).counts["incidents.report"] == 1
    assert DayOfDeeds.objects.latest("day").day == (LATER + DAY).date()


def test_it_leads_to_where_the_words_of_a_clause_stand(client: Client, trial: Trial) -> None:
    assert "Where it stands" in get(client, trial, trial.board, f"/assurance/clauses/{CONTENT}/")
    assert 'href="/assurance/policy/"' in raw(client, f"/assurance/clauses/{CONTENT}/")
    shown = Clause.objects.filter(met_by="content", awaiting="")
    form = next(clause for clause in shown if "incidents.report-form" in clause.placement["pages"])
    assert 'href="/report/"' in raw(client, f"/assurance/clauses/{form.key}/").partition("<main")[2]


def test_it_says_why_nothing_is_owed_under_a_clause(client: Client, trial: Trial) -> None:
    clause = Clause.objects.get(key=CONTEXT)
    page = get(client, trial, trial.board, f"/assurance/clauses/{CONTEXT}/")
    assert f"Nothing is owed under it: {clause.placement['reason']}" in page
    assert "hf-clause--context" in raw(client, f"/assurance/policy/?text={CONTEXT}")


def test_it_says_what_a_clause_awaits(client: Client, trial: Trial) -> None:
    clause = one_that_awaits()
    page = get(client, trial, trial.board, f"/assurance/clauses/{clause.key}/")
    assert "Not built yet" in page
    assert "This rests on a part of Holdfast that is not built yet" in page


def test_it_leads_from_a_measured_clause_to_its_duty(client: Client, trial: Trial) -> None:
    trial.sign_in(client, trial.board)
    with clock.at(LATER):
        answer = client.get(f"/assurance/clauses/{EXAMINED}/?as-at=2026-03-20")
    assert answer.headers["Location"] == f"/assurance/duties/{EXAMINED}/?as-at=2026-03-20"


def test_it_leads_from_clause_to_clause_in_printed_order(client: Client, trial: Trial) -> None:
    keys = list(Clause.objects.order_by("order").values_list("key", flat=True))
    trial.sign_in(client, trial.board)
    first, second = raw(client, f"/assurance/clauses/{keys[0]}/"), raw(client, f"/assurance/duties/{EXAMINED}/")
    assert "Clause before" not in first
    assert f'href="/assurance/clauses/{keys[1]}/"' in first
    place = keys.index(EXAMINED)
    assert f'href="/assurance/clauses/{keys[place - 1]}/"' in second
    assert f'href="/assurance/clauses/{keys[place + 1]}/"' in second


def test_it_knows_no_clause_of_another_name(client: Client, trial: Trial) -> None:
    get(client, trial, trial.board, "/assurance/clauses/secamb-99/", status=404)
    get(client, trial, trial.board, f"/assurance/clauses/{PROCESS}/?as-at=1990-01-01", status=404)
    get(client, trial, trial.paramedic, f"/assurance/clauses/{PROCESS}/", status=403)


def test_it_says_how_many_clauses_each_filter_would_show(client: Client, trial: Trial) -> None:
    page = get(client, trial, trial.board, "/assurance/policy/")
    measured = Clause.objects.filter(met_by="obligation").count()
    assert f"Measured ({measured})" in page
    told = re.search(r"Overdue \((\d+)\)", page)
    assert told is not None
    narrowed = get(client, trial, trial.board, "/assurance/policy/?state=overdue")
    assert f"{told[1]} of 204 clauses" in narrowed
    assert "Shown where it is needed (" not in narrowed, "it would show none"
    assert told[0] in narrowed, "its own filter is left aside"


def test_it_finds_clauses_by_kind_and_by_what_is_not_built(client: Client, trial: Trial) -> None:
    awaiting = Clause.objects.exclude(awaiting="").count()
    page = get(client, trial, trial.board, "/assurance/policy/?state=awaiting")
    assert (f"{awaiting} of 204 clauses" in page) == bool(awaiting)
    page = get(client, trial, trial.board, "/assurance/policy/?kind=completeness&met=obligation")
    assert "Record the officer dealing" in page
    none = get(client, trial, trial.board, "/assurance/policy/?state=due+soon")
    assert "No clause matches" in none, "a filter that fits nothing shows nothing, not everything"
    assert "Due soon (0)" in none
