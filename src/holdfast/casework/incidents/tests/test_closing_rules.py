from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.casework.incidents.models import Closure, Exchange, Incident
from holdfast.casework.incidents.operations.additions import add_facts
from holdfast.casework.incidents.operations.closing import NotReadyToClose, close, missing_to_close, reopen
from holdfast.casework.incidents.operations.facts import explain_absence
from holdfast.casework.incidents.operations.learning import no_lesson
from holdfast.casework.incidents.operations.statements import ask_for_statement, decline_statement
from holdfast.casework.incidents.rules.answers import PoliceFacts
from holdfast.casework.incidents.rules.closing import (
    ALWAYS,
    REQUIREMENTS,
    ClosingFacts,
    ClosingLine,
    missing_for_closing,
)
from holdfast.casework.incidents.rules.routing import FLAGS
from holdfast.casework.incidents.rules.selection import Selection, Traits
from holdfast.casework.incidents.rules.stages import INVESTIGATION
from holdfast.casework.incidents.rules.taxonomy import SEVERITIES, TYPES
from holdfast.casework.incidents.tests.handling_cast import Team
from holdfast.casework.incidents.tests.report_cast import NOW
from holdfast.foundation.records.operations import EditedMeanwhile
from holdfast.kernel.workflow import NotPossibleNow

OUTCOME = "A warning letter was sent."
FULL = ClosingFacts(
    traits=Traits("theft", "minor", frozenset({"crime"})),
    outcome=OUTCOME,
    crime_number="CR/1",
    investigations=("approved",),
    police_told=True,
    lessons=1,
    hr_reference="HR-1",
    reporter_told=True,
)
ALL_LINES = [ClosingLine(key) for key in REQUIREMENTS]
LACKING = {
    "outcome": {"outcome": "  "},
    "investigation": {"investigations": ("approved", "assigned")},
    "police-told": {"police_told": False},
    "crime-number": {"crime_number": " "},
    "lesson": {"lessons": 0},
    "human-resources": {"hr_reference": ""},
    "reporter-told": {"reporter_told": False},
    "statements": {"open_statements": 1},
}


def keys(facts: ClosingFacts, lines=ALL_LINES) -> list[str]:
    return [requirement.key for requirement in missing_for_closing(facts, lines)]


def test_it_asks_nothing_more_of_what_is_whole() -> None:
    assert keys(FULL) == []


@given(st.sets(st.sampled_from(sorted(LACKING))))
def test_it_names_exactly_what_is_missing_in_its_order(lacking: set[str]) -> None:
    changes = {name: value for key in lacking for name, value in LACKING[key].items()}
    assert keys(replace(FULL, **changes)) == [key for key in REQUIREMENTS if key in lacking]


@given(st.sets(st.sampled_from(sorted(set(LACKING) - set(ALWAYS)))))
def test_it_asks_only_what_the_trust_asks(asked: set[str]) -> None:
    nothing = ClosingFacts(traits=FULL.traits)
    expected = [key for key in REQUIREMENTS if key in asked or key in ALWAYS]
    assert keys(nothing, [ClosingLine(key) for key in asked]) == [
        key
        for key in expected
        if key != "statements"  # none was asked for
    ]


@given(
    types=st.sets(st.sampled_from(sorted(TYPES)), max_size=3),
    severities=st.sets(st.sampled_from(sorted(SEVERITIES))),
    flags=st.sets(st.sampled_from(sorted(FLAGS)), max_size=2),
    without=st.sets(st.sampled_from(sorted(FLAGS)), max_size=2),
    traits=st.builds(
        Traits,
        st.sampled_from(sorted(TYPES)),
        st.sampled_from(["", *sorted(SEVERITIES)]),
        st.frozensets(st.sampled_from(sorted(FLAGS))),
    ),
)
def test_it_asks_of_the_incidents_that_the_line_means(types, severities, flags, without, traits) -> None:
    line = ClosingLine("lesson", Selection.of(types, severities, flags, without))
    meant = (
        (not types or traits.type in types)
        and (not severities or traits.severity in severities)
        and flags <= traits.flags
        and not without & traits.flags
    )
    facts = replace(FULL, traits=traits, lessons=0)
    assert ("lesson" in keys(facts, [line])) == meant


@given(st.lists(st.sampled_from(sorted(INVESTIGATION.states)), max_size=4), st.booleans())
def test_it_asks_for_every_investigation_to_be_done(states: list[str], reasoned: bool) -> None:
    facts = replace(FULL, investigations=tuple(states), no_investigation_reason="Too small" if reasoned else "")
    running = {"assigned", "submitted"} & set(states)
    done = "approved" in states or (reasoned and not set(states) - {"withdrawn"})
    assert (keys(facts) == []) == (done and not running)


def test_it_refuses_a_line_that_names_nothing() -> None:
    with pytest.raises(KeyError):
        missing_for_closing(FULL, [ClosingLine("tea")])


@pytest.mark.parametrize("fact", ["police-told", "crime-number", "human-resources"])
def test_it_takes_a_reason_for_what_cannot_be_had(fact: str) -> None:
    facts = replace(FULL, **LACKING[fact])
    assert keys(facts) == [fact]
    assert keys(replace(facts, reasons={fact: "Not known here"})) == []
    assert keys(replace(facts, reasons={fact: "  "})) == [fact]


def test_it_closes_and_tells_the_reporter(team: Team) -> None:
    incident = team.concluded()
    close(by=team.actor(team.lsms), incident=incident, outcome=f" {OUTCOME} ")
    incident.refresh_from_db()
    assert (incident.state, incident.stage, incident.outcome) == ("closed", "closed", OUTCOME)
    assert incident.record.closed_at == NOW
    assert Closure.objects.get().outcome == OUTCOME
    assert OUTCOME in Exchange.objects.get(step="closed").words


def test_it_names_all_that_is_missing_and_stays_open(team: Team) -> None:
    for requirement in ("police-told", "crime-number", "lesson", "statements"):
        team.closing_rule(requirement, flags=["crime"])
    team.closing_rule("human-resources", flags=["internal"])
    incident = team.triaged()
    statement = ask_for_statement(by=team.actor(team.lsms), incident=incident, person=team.crewmate)
    with pytest.raises(NotReadyToClose) as refused:
        close(by=team.actor(team.lsms), incident=incident, outcome="")
    assert [row.key for row in refused.value.missing] == [
        "outcome", "investigation", "police-told", "crime-number", "lesson", "statements",
    ]  # fmt: skip
    assert Incident.objects.get().state == "open"
    assert not Closure.objects.exists()

    by = team.actor(team.lsms)
    decline_statement(by=by, statement=statement, reason="On leave")
    add_facts(by=by, incident=incident, police=[PoliceFacts(told_at=NOW, log_number="P-1")])
    explain_absence(by=by, incident=incident, fact="crime-number", reason="Not recorded as a crime")
    no_lesson(by=by, incident=incident, reason="Nothing new")
    team.concluded(incident)
    close(by=by, incident=incident, outcome=OUTCOME)
    assert Incident.objects.get().state == "closed"


def test_it_takes_a_reason_back(team: Team) -> None:
    team.closing_rule("crime-number")
    incident = team.triaged()
    by = team.actor(team.lsms)
    explain_absence(by=by, incident=incident, fact="crime-number", reason="Not recorded")
    assert "crime-number" not in [row.key for row in missing_to_close(incident, OUTCOME)]
    explain_absence(by=by, incident=incident, fact="crime-number", reason=" ")
    assert "crime-number" in [row.key for row in missing_to_close(incident, OUTCOME)]


def test_it_closes_once(team: Team) -> None:
    incident = team.concluded()
    seen = incident.record.version
    close(by=team.actor(team.lsms), incident=incident, outcome=OUTCOME, seen_version=seen)
    with pytest.raises(EditedMeanwhile):
        close(by=team.actor(team.lead), incident=incident, outcome="Another", seen_version=seen)
    with pytest.raises(NotPossibleNow):
        close(by=team.actor(team.lead), incident=incident, outcome="Another")
    assert Closure.objects.count() == 1


def test_it_opens_again_for_a_reason_and_keeps_what_was_said(team: Team) -> None:
    incident = team.concluded()
    close(by=team.actor(team.lsms), incident=incident, outcome=OUTCOME)
    with pytest.raises(ValueError, match="needs a reason"):
        reopen(by=team.actor(team.lsms), incident=incident, why=" ")
    reopen(by=team.actor(team.lead), incident=incident, why="The police found him")
    incident.refresh_from_db()
    assert (incident.state, incident.stage, incident.record.closed_at) == ("open", "concluded", None)
    closure = Closure.objects.get()
    assert (closure.reopened_by, closure.reopened_why, closure.reopened_at) == (
        "Logan Lead",
        "The police found him",
        NOW,
    )
    close(by=team.actor(team.lsms), incident=incident, outcome="Charged")
    assert Closure.objects.count() == 2


def test_it_closes_without_an_investigation_where_none_was_needed(team: Team) -> None:
    incident = team.triaged(lead=None, no_investigation_reason="Found again")
    close(by=team.actor(team.lsms), incident=incident, outcome="Found in the drawer")
    assert Incident.objects.get().state == "closed"
