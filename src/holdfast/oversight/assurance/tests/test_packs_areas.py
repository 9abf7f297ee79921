"""A section of `pack.yaml` that belongs to one area: read, refused with its line, and handed to the area."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from holdfast.oversight.assurance.packs import loading, reading_pack
from holdfast.oversight.assurance.packs.area_section import AreaSection
from holdfast.oversight.assurance.packs.area_sections import AREA_SECTIONS
from holdfast.oversight.assurance.packs.loading import PACK_FILE
from holdfast.oversight.assurance.packs.placings import Selection
from holdfast.oversight.assurance.packs.section_reader import SectionReader
from holdfast.oversight.assurance.tests.small_pack import PACK, read, write

SECTION = """\
example:
  again_after: lock-change
  steps:
  - key: first
    words: Ask whether anybody is hurt.
    owner: manager
    told: [lsms, police]
    when: {flags: [crime]}
    clause: vale-1-a
  - key: second
    words: Write it down.
"""


@dataclass(frozen=True)
class Step:
    key: str
    words: str
    owner: str
    told: tuple[str, ...]
    when: Selection
    clause: str


@dataclass(frozen=True)
class ExamplePolicy:
    again_after: str = ""
    steps: tuple[Step, ...] = ()


def read_example(section: SectionReader) -> ExamplePolicy:
    """A whole reader of a section, as an area writes it."""
    told = section.fields(may={"steps": "what is gone through", "again_after": "the number after which it is again"})
    entries = section.entries(
        told,
        "steps",
        "a step",
        needs={"key": "its name", "words": "the step in words"},
        may={"owner": "who sees to it", "told": "who hears", "when": "of which incidents", "clause": "who asks for it"},
    )
    seen: set[str] = set()
    steps = tuple(
        Step(
            key=section.key_of(one, seen),
            words=one.text("words"),
            owner=section.post(one, "owner"),
            told=section.bodies(one, "told"),
            when=section.when(one),
            clause=section.clause(one),
        )
        for one in entries
    )
    return ExamplePolicy(again_after=section.number(told, "again_after"), steps=steps)


EXAMPLE = AreaSection("example", "what an example goes through", read_example, silent=ExamplePolicy())


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (loading, reading_pack):
        monkeypatch.setattr(module, "AREA_SECTIONS", (*AREA_SECTIONS, EXAMPLE))


def test_it_reads_the_section_of_an_area(tmp_path: Path) -> None:
    pack = read(write(tmp_path / "vale", pack=PACK + SECTION)).pack
    assert pack is not None
    said = pack.said(EXAMPLE)
    assert said.again_after == "lock-change"
    first, second = said.steps
    assert first == Step(
        "first", "Ask whether anybody is hurt.", "manager", ("lsms", "police"), Selection(flags=("crime",)), "vale-1-a"
    )
    assert second.owner == ""


def test_it_knows_what_silence_means(tmp_path: Path) -> None:
    pack = read(write(tmp_path / "vale")).pack
    assert pack is not None
    assert pack.said(EXAMPLE) == ExamplePolicy()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("example:\n", "exampel:\n", "The pack has no key “exampel”. Did you mean “example”?"),
        ("words: Write", "word: Write", "A step has no key “word”. Did you mean “words”?"),
        ("owner: manager", "owner: manger", "“owner” of a step names “manger”, which is not a post of this pack. "
         "Did you mean “manager”?"),
        ("owner: manager", "owner: board", "“owner” of a step must be a post, but “board” is a committee."),
        ("clause: vale-1-a", "clause: vale-1-z", "“clause” of a step names “vale-1-z”, which is not a clause of this "
         "pack. Did you mean “vale-1-c”?"),
        ("again_after: lock-change", "again_after: lock-chnge", "“again_after” of “example” names no number of this "
         "pack: “lock-chnge”. Did you mean “lock-change”?"),
        ("again_after: lock-change", "again_after: P7D", "“again_after” of “example” names no number of this pack: "
         "“P7D”. Declare it under “numbers” with its question, and name its key."),
        ("again_after: lock-change", "again_after: report-about", "“again_after” of “example” needs a duration, but "
         "“report-about” is a period."),
        ("key: second", "key: first", "“first” stands twice: give each step a key of its own."),
        ("flags: [crime]", "flags: [crimes]", "“flags” of “when” of a step cannot be “crimes”. Did you mean “crime”?"),
    ],
)  # fmt: skip
def test_it_tells_each_fault_in_it(tmp_path: Path, old: str, new: str, message: str) -> None:
    folder = write(tmp_path / "vale", pack=(PACK + SECTION.replace(old, new)))
    told = [problem for problem in read(folder).problems if problem.message == message]
    assert len(told) == 1, read(folder).problems
    assert told[0].file == str(folder / PACK_FILE)
    assert told[0].line > PACK.count("\n")
