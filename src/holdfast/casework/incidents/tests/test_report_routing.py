from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from holdfast.casework.incidents.rules.answers import IncidentFacts, ReportAnswers, SubjectFacts, VictimFacts
from holdfast.casework.incidents.rules.routing import FLAGS, RoutingLine, Traits, flags_of_report, route
from holdfast.casework.incidents.rules.taxonomy import TYPES


def told(
    type_key: str = "physical-assault", *, victims: object = (), subjects: object = (), **more: object
) -> ReportAnswers:
    facts = replace(IncidentFacts(type_key, "site", "Words"), **more)
    return ReportAnswers(facts, victims=tuple(victims), subjects=tuple(subjects))


def traits(type_key: str, *flags: str) -> Traits:
    return Traits(type_key, flags=frozenset(flags))


def posts(type_key: str, *flags: str, lines: list[RoutingLine]) -> list[str]:
    return [post.post for post in route(traits(type_key, *flags), lines).tell]


def test_it_finds_the_flags_of_a_report() -> None:
    assert flags_of_report(told()) == {"crime"}
    assert flags_of_report(told(near_miss=True)) == {"near_miss"}
    assert flags_of_report(told("verbal-abuse", hate_factors=("race",))) == {"hate", "hate-race"}
    assert flags_of_report(told("verbal-abuse", weapon="Bottle")) == {"serious"}
    assert "serious" in flags_of_report(told(victims=[VictimFacts(injury="treated")]))
    assert "serious" not in flags_of_report(told(victims=[VictimFacts(injury="minor")]))


def test_it_sees_patient_on_patient_and_staff_on_staff() -> None:
    patients = told(victims=[VictimFacts(standing="patient")], subjects=[SubjectFacts(standing="patient")])
    assert "patient-on-patient" in flags_of_report(patients)
    staff = told(victims=[VictimFacts()], subjects=[SubjectFacts(standing="colleague")])
    assert {"staff-on-staff", "internal"} <= flags_of_report(staff)
    assert not {"patient-on-patient", "staff-on-staff"} & flags_of_report(told())


def test_it_tells_the_posts_of_every_line_that_fits_once() -> None:
    lines = [
        RoutingLine(tell=("lsms",)),
        RoutingLine(types=("theft",), tell=("estates", "lsms"), at_once=True, clause="8.7"),
        RoutingLine(types=("arson",), tell=("fire",)),
        RoutingLine(flags=("near_miss",), tell=("risk",)),
    ]
    assert posts("theft", "crime", lines=lines) == ["lsms", "estates"]
    outcome = route(traits("theft", "crime"), lines)
    assert {post.post: post.at_once for post in outcome.tell} == {"lsms": True, "estates": True}
    assert outcome.at_once
    assert not outcome.restrict


def test_it_takes_the_first_investigator_and_the_first_way_out() -> None:
    lines = [
        RoutingLine(types=("arson",), investigate="fire"),
        RoutingLine(investigate="manager", strand="manager"),
        RoutingLine(investigate="lsms", strand="lsms", route_out="HR"),
        RoutingLine(route_out="Elsewhere"),
    ]
    outcome = route(traits("theft"), lines)
    assert (outcome.investigate, outcome.strand, outcome.route_out) == ("manager", "manager", "HR")


def test_it_restricts_by_a_line_and_says_by_which() -> None:
    lines = [
        RoutingLine(flags=("hate-race",), restrict=True, tell=("lead",), clause="4.2"),
        RoutingLine(tell=("lsms",)),
    ]
    outcome = route(traits("verbal-abuse", "hate", "hate-race"), lines)
    assert outcome.restrict == "The trust's policy restricts incidents of this kind (4.2)."
    assert [(post.post, post.named) for post in outcome.tell] == [("lead", True)]


def test_it_tells_of_what_is_restricted_only_by_lines_meant_for_it() -> None:
    lines = [
        RoutingLine(tell=("everyone",)),
        RoutingLine(types=("theft", "fraud"), tell=("both",)),
        RoutingLine(types=("fraud",), investigate="counter-fraud"),
        RoutingLine(flags=("internal",), tell=("silver",)),
        RoutingLine(flags=("restricted",), tell=("director",)),
    ]
    assert posts("fraud", lines=lines) == ["counter-fraud"]
    assert posts("theft", "internal", lines=lines) == ["silver"]
    assert posts("theft", "restricted", lines=lines) == ["director"]
    assert posts("theft", lines=lines) == ["everyone", "both"]


keys = st.sampled_from(sorted(TYPES))
some_flags = st.frozensets(st.sampled_from(sorted(FLAGS)))
some_lines = st.lists(
    st.builds(
        RoutingLine,
        types=st.frozensets(keys, max_size=3),
        flags=st.frozensets(st.sampled_from(sorted(FLAGS)), max_size=2),
        tell=st.lists(st.sampled_from("abcd"), max_size=3).map(tuple),
        investigate=st.sampled_from(["", "x"]),
        restrict=st.booleans(),
        at_once=st.booleans(),
    ),
    max_size=6,
)


@given(keys, some_flags, some_lines)
def test_it_never_gives_a_restricted_one_away(key: str, flags: frozenset[str], lines: list[RoutingLine]) -> None:
    outcome = route(Traits(key, flags=flags), lines)
    must = TYPES[key].sensitive or "internal" in flags
    assert not must or outcome.restrict
    if outcome.restrict or "restricted" in flags:
        meant = [line for line in lines if line.knows_restricted]
        allowed = {post for line in meant for post in (*line.tell, line.investigate)}
        assert {post.post for post in outcome.tell} <= allowed
        assert all(post.named for post in outcome.tell)
    assert len({post.post for post in outcome.tell}) == len(outcome.tell)
