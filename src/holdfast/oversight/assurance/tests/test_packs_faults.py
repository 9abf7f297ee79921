"""Each fault that a pack can have, told once with file, line and the word that was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from holdfast.oversight.assurance.packs.loading import PackRefused, Reading, load_pack
from holdfast.oversight.assurance.packs.offered import vocabulary
from holdfast.oversight.assurance.tests.pack_faults import FAULTS
from holdfast.oversight.assurance.tests.pack_gaps import GAPS
from holdfast.oversight.assurance.tests.small_pack import CLAUSES, PACK, Fault, read, write

P, C = "pack.yaml", "clauses.yaml"


def test_it_reads_the_pack_without_a_fault(tmp_path: Path) -> None:
    reading = read(write(tmp_path / "vale"))
    assert reading.problems == ()
    assert reading.pack is not None


@pytest.mark.parametrize("fault", (FAULTS | GAPS).values(), ids=(FAULTS | GAPS).keys())
def test_it_tells_the_fault_with_its_line(tmp_path: Path, fault: Fault) -> None:
    folder = write(tmp_path / "vale", **{fault.file.removesuffix(".yaml"): fault.broken()})
    reading = read(folder)
    assert reading.pack is None
    told = [str(problem) for problem in reading.problems if fault.message in str(problem)]
    if fault.at:
        assert told == [f"{folder / fault.file}:{fault.line()}: {fault.message}"], _all(reading)
    assert len(told) == 1, _all(reading)


def _all(reading: Reading) -> str:
    return "\n".join(str(problem) for problem in reading.problems)


def test_it_tells_every_fault_at_once(tmp_path: Path) -> None:
    pack, clauses = PACK, CLAUSES
    apart = ("unknown term", "unknown level", "no date", "unknown kind of clause", "wrong duration", "unknown owner")
    for name in apart:
        fault = FAULTS[name]
        pack, clauses = pack.replace(fault.old, fault.new), clauses.replace(fault.old, fault.new)
    folder = write(tmp_path / "vale", pack=pack, clauses=clauses)
    with pytest.raises(PackRefused) as refused:
        load_pack(folder, vocabulary())
    told = [problem.message for problem in refused.value.problems]
    assert sorted(told) == sorted(FAULTS[name].message for name in apart)
    assert str(refused.value).count("\n") == len(apart) - 1


def test_it_names_the_clause_that_goes_by_another_id(tmp_path: Path) -> None:
    folder = write(tmp_path / "vale", clauses=CLAUSES.replace("id: vale-2-c", "id: vale-2c"))
    told = [str(problem) for problem in read(folder).problems]
    assert told == [
        f"{folder / C}:62: Clause vale-2c stands in no section of the contents in pack.yaml.",
        f"{folder / P}:77: Clause vale-2-c is missing from clauses.yaml. Is it the one called “vale-2c” there?",
    ]
