"""What the five packs tell those who read them: the board its notes, staff what is asked of them, and no flattery."""

from __future__ import annotations

import re

import pytest

from holdfast.oversight.assurance.packs.pack import Process
from holdfast.oversight.assurance.packs.reading_violence import VIOLENCE
from holdfast.oversight.assurance.tests.small_pack import packs

FIVE = ("scas", "secamb", "las", "waht", "uhmbt")

NO_DEEDS = ("definition", "prohibition", "role", "principle", "context", "reference")


def test_it_counts_nothing_where_a_clause_asks_for_no_deed() -> None:
    for pack in packs().values():
        for clause in pack.clauses:
            if isinstance(clause.met_by, Process) and clause.met_by.count:
                assert clause.kind not in NO_DEEDS, clause.id


FOR_BUILDERS = re.compile(
    r"\bsoftware\b|\bsetting|configurable|\bblock|\bPT?\d|\boverride\b|[Tt]ick list|pick list|\bform must\b"
    r"|must let|cannot be saved|nothing to run|[Pp]rompt in the|Make automatic|the seed\b|Coverage:",
    re.IGNORECASE,
)
"""Words for whoever builds Holdfast. Notes are read by the board."""


@pytest.mark.parametrize("id_", FIVE)
def test_it_speaks_to_the_board_and_not_to_builders_in_its_notes(id_: str) -> None:
    told = [
        (clause.id, words)
        for clause in packs()[id_].clauses
        for words in (clause.note, clause.superseded, getattr(clause.met_by, "reason", ""))
        if FOR_BUILDERS.search(words)
    ]
    assert told == []


@pytest.mark.parametrize(
    "id_",
    ["scas-18.1-c", "secamb-4.3.3-c", "secamb-4.3.2-a", "uhmbt-4.4.6-e", "waht-3.4-d", "waht-4.2-h", "las-4.10-m"],
)
def test_it_says_that_holdfast_does_it_where_nobody_could_fail_to(id_: str) -> None:
    """The routing tells the posts, triage asks for the severity: to call that a duty kept would flatter the trust."""
    assert isinstance(packs()[id_.partition("-")[0]].clause(id_).met_by, Process)


def test_it_leaves_unset_how_soon_worcestershire_must_be_told_of_a_shortcoming() -> None:
    counted = packs()["waht"].clause("waht-3.4-e").counted
    assert counted is not None
    assert counted.for_engine({})["within"] is None


def test_it_asks_people_to_report_where_they_do_report() -> None:
    for pack in packs().values():
        asked = [item.words for item in pack.said(VIOLENCE).checklist if item.shown_by == "reported"]
        assert asked == ["Report it in Holdfast"], pack.id
