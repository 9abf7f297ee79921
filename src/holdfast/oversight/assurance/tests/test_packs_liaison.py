"""The section of a pack on outside bodies: read, its faults told, and brought into the five trusts."""

from __future__ import annotations

from pathlib import Path

import pytest

from holdfast.casework.liaison.models import Arrangement, Force
from holdfast.oversight.assurance.packs.reading_liaison import LIAISON, StepSaid
from holdfast.oversight.assurance.tests.policy_cast import trial_of
from holdfast.oversight.assurance.tests.small_pack import PACK, packs, read, write

SECTION = """\
liaison:
  police_contact: {post: lsms, clause: vale-1-a, others: {theft: lsms}}
  counter_fraud: {outside: The national body, copied: [lsms]}
  riddor: {words: Report it., clause: vale-1-a}
  wishes_weighed: true
  forces:
  - name: Vale Police
    steps: [{to: Duty inspector, how: by phone}, {to: Superintendent}]
  - name: Moor Police
"""


def test_it_reads_the_section(tmp_path: Path) -> None:
    pack = read(write(tmp_path / "vale", pack=PACK + SECTION)).pack
    assert pack is not None
    said = pack.said(LIAISON)
    assert (said.single_contact, said.others, said.copied) == ("lsms", {"theft": "lsms"}, ("lsms",))
    assert (said.riddor_words, said.wishes_weighed) == ("Report it.", True)
    assert said.forces[0].steps == (StepSaid("Duty inspector", "by phone"), StepSaid("Superintendent"))
    assert said.forces[1].steps == ()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{post: lsms,", "{post: lsm,", "“post” of “police_contact” names “lsm”, which is not a post of this pack."),
        ("{theft: lsms}", "{thefts: lsms}", "A kind of incident in “others” cannot be “thefts”."),
        ("{theft: lsms}", "{theft: lsm}", "“theft” of “others” names “lsm”"),
        ("weighed: true", "weighed: maybe", "“wishes_weighed” of “liaison” must be true or false"),
        ("{to: Superintendent}", "{how: by mail}", "A step"),
        ("name: Moor Police", "name: Vale Police", "“Vale Police” stands twice"),
    ],
)
def test_it_tells_each_fault_in_it(tmp_path: Path, old: str, new: str, message: str) -> None:
    problems = read(write(tmp_path / "vale", pack=PACK + SECTION.replace(old, new))).problems
    assert [one for one in problems if message.casefold() in one.message.casefold()], problems


def test_it_names_the_forces_of_each_trust_and_says_that_nothing_is_agreed() -> None:
    for pack in packs().values():
        said = pack.said(LIAISON)
        assert said.forces
        assert not any(force.steps for force in said.forces)
    assert packs()["las"].said(LIAISON).single_contact == "lsms"
    assert "1995" in packs()["scas"].said(LIAISON).riddor_words


def test_it_brings_the_section_in(db: None) -> None:
    with trial_of("las"):
        arrangement = Arrangement.objects.get()
        assert (arrangement.single_contact, arrangement.others["theft"]) == ("lsms", "lafs")
        assert Force.objects.count() == 3
