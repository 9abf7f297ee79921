"""Whom a typed name means."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.casework.incidents.rules.suspects import first_unsuspected, is_suspected, may_be_suspected


@dataclass(frozen=True)
class Someone:
    given_name: str
    family_name: str


FERGUS = Someone("Fergus", "Sugden")
ZOE = Someone("Zoë Marie", "O'Brien-Łuk")


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("  fergus   SUGDEN ", FERGUS),
        ("Sugden, Fergus", FERGUS),
        ("Mr Fergus Sugden", FERGUS),
        ("Fergus Sugden (security)", FERGUS),
        ("Fer\u200bgus Sug\u00adden", FERGUS),
        ("Fergus John Sugden", FERGUS),
        ("Casey Crewmate and Fergus Sugden", FERGUS),
        ("Zoe O’Brien Luk", ZOE),
        ("zoe marie obrien-luk", ZOE),
    ],
)
def test_it_knows_someone_however_their_name_is_typed(name: str, person: Someone) -> None:
    assert is_suspected([name], person)
    assert may_be_suspected([name], person)


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("F. Sugden", FERGUS),
        ("Sugden", FERGUS),
        ("Sugden from security", FERGUS),
        ("tall man from stores, Sugden", FERGUS),
        ("Fergus Sugdon", FERGUS),
        ("Fergus (LSMS)", FERGUS),
        ("Zoe Luk", ZOE),
        ("Bob Sugden", Someone("Robert", "Sugden")),
    ],
)
def test_it_is_careful_where_a_name_could_mean_someone(name: str, person: Someone) -> None:
    assert not is_suspected([name, "", "unknown"], person)
    assert may_be_suspected([name], person)


@pytest.mark.parametrize(
    "name", ["", "unknown", "Sara Sugden", "Sugden, Sara", "sara sugden", "Fergus Crewmate", "Gus"]
)
def test_it_means_nobody_else(name: str) -> None:
    assert not may_be_suspected([name], FERGUS)


@given(st.text())
def test_it_reads_any_text_as_a_name(text: str) -> None:
    assert may_be_suspected([text], FERGUS) >= is_suspected([text], FERGUS)


def test_it_names_the_next_in_line_and_a_namesake_before_nobody() -> None:
    sara = Someone("Sara", "Lead")
    assert first_unsuspected([[FERGUS], [sara]], ["F. Sugden"]) == [sara]
    assert first_unsuspected([[FERGUS], []], ["F. Sugden"]) == [FERGUS]
    assert first_unsuspected([[FERGUS]], ["Fergus Sugden"]) == []
