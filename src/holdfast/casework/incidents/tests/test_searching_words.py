from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.casework.incidents.models import Incident, SearchText
from holdfast.casework.incidents.operations.additions import Amendment, add_facts
from holdfast.casework.incidents.operations.report_joining import join_report
from holdfast.casework.incidents.queries.searching import matching, trust_token
from holdfast.casework.incidents.queries.visibility import visible_to
from holdfast.casework.incidents.rules.answers import ItemFacts, PoliceFacts
from holdfast.casework.incidents.rules.search_words import ASKED_AT_MOST, asked_words, kept_words, words_of
from holdfast.casework.incidents.tests.handling_cast import Team, make_team
from holdfast.casework.incidents.tests.report_cast import assault
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.scope import EVERY_TRUST, no_scope, scope

TEXT = "The patient’s son shouted at the ambulance crew outside the hospital café on Straße 7, O'Neill said."


def found(team: Team, question: str, viewer: Person | None = None) -> list[Incident]:
    return list(matching(visible_to(team.viewer(viewer or team.lsms)), question))


@pytest.mark.parametrize(
    "question",
    [
        "shouted",
        "SHOUTED",
        "shout",  # the stem
        "shouting",
        "hospitals",
        "hospita",  # not finished yet, and no stem of anything
        "ambulanc",
        "h",
        "cafe",
        "CAFÉ",
        "cafe\u0301",
        "strasse",
        "o'neill",
        "o neill",
        "patient's son",
        "crew hospital",
        "hospital crew",
        "the",  # a word that PostgreSQL would pass over
        "outside the",
        "12 Harbour",
        "EX1 2AB",
        "ex1",
        "Pat Paramedic",
        "grey jacket",
        "INC-2026-00001",
        " inc 2026 00001 ",
        "00001",
        "mill lane",
    ],
)
def test_it_finds_what_people_type(team: Team, question: str) -> None:
    incident = team.report(description=TEXT)
    team.report(description="Nothing else", address="Elsewhere", postcode="ZZ9 9ZZ", by=team.far_manager)
    assert incident in found(team, question)


@pytest.mark.parametrize(
    "question",
    ["cafeteria", "shouted quietly", "car", "INC-2026-00009", "ospital", "!!!", "   ", "'\"*()", "🙂"],
)
def test_it_finds_nothing_else(team: Team, question: str) -> None:
    team.report(description=TEXT)
    assert found(team, question) == []


@pytest.mark.parametrize(
    "question",
    [
        '"shouted"', "shouted AND crew", "shouted*", "shouted:*", "shouted & crew", "crew | shouted", "!crew",
        "crew -shouted", "NEAR(crew shouted)", "words:crew", "crew OR 1=1", "'; DROP TABLE x; --", "crew\x00shouted",
        "a" * 5000, "x " * 500, "(((", ")",
        "^crew", "<->", "crew <2> shouted", "\\", "%", "_", "{crew}", "crew~2", "ＣＲＥＷ", "\u202ecrew",
    ],
)  # fmt: skip
def test_it_takes_quotes_and_operators_for_what_people_wrote(team: Team, question: str) -> None:
    team.report(description=TEXT)
    found(team, question)  # whatever it finds, it is no error


def test_it_takes_operators_for_words_and_not_for_orders(team: Team) -> None:
    incident = team.report(description="crew shouted")
    assert found(team, "crew*") == [incident]
    assert found(team, "-crew") == [incident]
    assert found(team, "crew OR nothing") == []  # "or" is a word that has to be there


def test_it_reads_from_right_to_left_and_in_any_script(team: Team) -> None:
    incident = team.report(description="صرخ المريض في وجه الطاقم. Пациент кричал. 患者が叫んだ")
    for question in ("المريض", "المريـض"[:4], "صرخ الطاقم", "кричал", "КРИЧАЛ", "患者が叫んだ"):
        assert found(team, question) == [incident], question


@pytest.mark.parametrize("question", ["Casey", "Crewmate"])
def test_it_never_finds_a_suspected_colleague_by_name(team: Team, question: str) -> None:
    team.restricted("Casey Crewmate")
    assert found(team, question, team.lead) == []


def test_it_finds_a_restricted_one_for_the_named_only(team: Team) -> None:
    incident = team.restricted()
    assert found(team, "theft grey", team.lead) == []  # what the suspect looks like is held apart too
    assert found(team, "theft", team.lead) == [incident]
    assert found(team, "theft", team.lsms) == found(team, incident.reference, team.lsms) == []
    assert found(team, incident.reference, team.lead) == [incident]


def test_it_finds_what_was_told_later(team: Team) -> None:
    incident = team.report()
    by = team.actor(team.lsms)
    add_facts(by=by, incident=incident, words="A Quokka was seen", items=[ItemFacts(description="Stretcher strap")])
    add_facts(by=by, incident=incident, police=[PoliceFacts(crime_number="CR/4711/26", officer_name="PC Example")])
    add_facts(by=by, incident=incident, changes={"weapon": "A walking stick"})
    add_facts(by=by, incident=incident, amendments=[Amendment(incident.subjects.get(), {"name": "Bo Brawler"})])
    for question in ("quokka", "strap", "4711", "CR/4711/26", "pc example", "walking", "brawler"):
        assert found(team, question) == [incident], question


def test_it_finds_what_a_second_reporter_told(team: Team) -> None:
    incident = team.report()
    answers = replace(assault(description="There was a wombat in the garden"))
    join_report(
        by=team.actor(team.crewmate), trust=team.trust, incident=incident, answers=answers, submission_key="f" * 32,
        reporter=team.crewmate,
    )  # fmt: skip
    assert found(team, "wombat") == [incident]


def test_it_no_longer_finds_what_was_put_right(team: Team) -> None:
    incident = team.report(weapon="A sabre")
    assert found(team, "sabre") == [incident]
    add_facts(by=team.actor(team.lsms), incident=incident, changes={"weapon": "A broom"})
    assert found(team, "sabre") == []
    assert found(team, "broom") == [incident]


def test_it_finds_the_new_kind_after_triage(team: Team) -> None:
    incident = team.triaged(type="arson")
    assert found(team, "arson") == [incident]


def test_it_finds_nothing_of_another_trust(team: Team) -> None:
    mine = team.report()
    with no_scope():
        other = make_team(code="RYE", slug="other")
    with scope(other.trust):
        theirs = other.report()
        assert found(other, "harbour") == [theirs]
        assert found(other, trust_token(team.trust.pk)) == []
    assert found(team, "harbour") == [mine]
    with scope(EVERY_TRUST):
        assert set(matching(Incident.objects.all(), "harbour")) == {mine, theirs}


def test_it_narrows_by_the_trust_in_the_index_itself(team: Team) -> None:
    """A common word is then as quick in one trust of many as in that trust alone."""
    team.report()
    token = trust_token(team.trust.pk)
    assert SearchText.objects.get().words.split()[0] == token
    sql, params = matching(Incident.objects.all(), "harbour").query.sql_with_params()
    assert token in str(params), sql


def test_it_keeps_a_long_text_within_bounds(team: Team) -> None:
    words = " ".join(f"w{number}" for number in range(9_000))
    incident = team.report(description=words)
    assert found(team, "w8999") == [incident]


@given(st.text(max_size=300))
def test_it_asks_for_words_that_are_kept(text: str) -> None:
    kept = kept_words([text], "token").split(" ")
    asked = asked_words(text)
    assert len(asked) <= ASKED_AT_MOST
    assert set(asked) <= set(kept)
    assert all(word.isalnum() for word in asked)


@given(st.text(max_size=80))
def test_it_reads_the_same_words_in_any_case(text: str) -> None:
    assert words_of(text.casefold()) == words_of(text)
