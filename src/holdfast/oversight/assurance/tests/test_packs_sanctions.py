"""The section of a pack on sanctions: its words are the area's, its faults are told, and the five packs come in."""

from __future__ import annotations

from pathlib import Path

import pytest

from holdfast.casework.sanctions.queries.policy import CHOICE_NAMES, FACT_NAMES, KIND_NAMES
from holdfast.oversight.assurance.packs.reading_sanctions import CHOICES, FACTS, KINDS, SANCTIONS
from holdfast.oversight.assurance.tests.small_pack import PACK, packs, read, write

SECTION = """\
sanctions:
  options:
  - {key: warning, kind: warning, title: A letter, clause: vale-1-a}
  agree:
  - {post: lsms, cases: joint, kinds: [warning]}
  facts:
  - {check: witnesses, title: Who saw it}
  publicity: {permission_for: [outside, inside]}
"""


def test_it_uses_the_words_of_the_area() -> None:
    assert set(KINDS) == set(KIND_NAMES)
    assert set(FACTS) == set(FACT_NAMES)
    assert set(CHOICES) == set(CHOICE_NAMES)


def test_it_reads_the_section(tmp_path: Path) -> None:
    pack = read(write(tmp_path / "vale", pack=PACK + SECTION)).pack
    assert pack is not None
    said = pack.said(SANCTIONS)
    assert said.agree[0].joint is True
    assert said.agree[0].kinds == ("warning",)
    assert said.permission == ("outside", "inside")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("kind: warning", "kind: warnings", "“kind” of an option cannot be “warnings”. Did you mean “warning”?"),
        ("post: lsms", "post: lsm", "“post” of a post that agrees names “lsm”, which is not a post of this pack."),
        ("check: witnesses", "check: witness", "“check” of a fact cannot be “witness”. Did you mean “witnesses”?"),
        ("inside]", "insid]", "“permission_for” of the publicity cannot be “insid”. Did you mean “inside”?"),
    ],
)
def test_it_tells_each_fault_in_it(tmp_path: Path, old: str, new: str, message: str) -> None:
    folder = write(tmp_path / "vale", pack=(PACK + SECTION.replace(old, new)))
    told = [problem for problem in read(folder).problems if problem.message.startswith(message)]
    assert len(told) == 1, read(folder).problems


def test_it_has_the_four_parties_and_the_eight_facts_of_london() -> None:
    said = packs()["las"].said(SANCTIONS)
    joint = [line.post for line in said.agree if line.joint is not False]
    assert joint == ["smd", "director-workforce", "director-finance", "senior-operational-manager"]
    assert [line.post for line in said.agree if line.joint is not True] == ["smd", "lsms"]
    assert [line.check for line in said.facts] == list(FACTS)
    assert [line.clause for line in said.facts] == [f"las-6.2-{letter}" for letter in "bcdefghi"]
