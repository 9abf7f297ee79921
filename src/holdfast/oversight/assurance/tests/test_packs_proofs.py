"""Each live clause that a process meets is proved, by a measure that counts it or by a test that drives it."""

from __future__ import annotations

import pytest

from holdfast.oversight.assurance.measures import MEASURES
from holdfast.oversight.assurance.packs.offered import vocabulary
from holdfast.oversight.assurance.packs.pack import Clause, Process
from holdfast.oversight.assurance.packs.problems import hint
from holdfast.oversight.assurance.packs.status import awaits
from holdfast.oversight.assurance.tests.proofs import proofs, proofs_in
from holdfast.oversight.assurance.tests.small_pack import packs


def by_process() -> dict[str, Clause]:
    """Every clause that a process meets, live or not."""
    return {
        clause.id: clause for pack in packs().values() for clause in pack.clauses if isinstance(clause.met_by, Process)
    }


def counted(clause: Clause) -> bool:
    """True when a measure of this build counts how often the process was honoured."""
    return clause.counted is not None and clause.counted.measure in MEASURES


def test_it_has_a_proof_for_each_live_clause_that_a_process_meets() -> None:
    live = {id_: clause for id_, clause in by_process().items() if not awaits(clause, vocabulary())}
    unproved = [
        f"{id_} ({', '.join(clause.met_by.operations)}): {clause.gist}"
        for id_, clause in live.items()
        if isinstance(clause.met_by, Process) and not counted(clause) and id_ not in proofs()
    ]
    assert not unproved, f"{len(unproved)} live clauses are not proved (see proofs.py):\n" + "\n".join(unproved)


def test_it_proves_only_what_a_process_meets_with_an_operation_of_that_process() -> None:
    clauses = by_process()
    wrong = []
    for id_, found in proofs().items():
        clause = clauses.get(id_)
        for proof in found:
            if clause is None or not isinstance(clause.met_by, Process):
                wrong.append(f"{proof.test}: no clause {id_} is met by a process.{hint(id_, clauses)}")
            elif not {name.partition(".")[2] for name in clause.met_by.operations} & proof.names:
                wrong.append(f"{proof.test} never names {' or '.join(clause.met_by.operations)}, which meets {id_}")
    assert not wrong, "\n".join(wrong)


MARKED = """
@pytest.mark.proves("vale-1-a", "vale-1-b")
def test_it_checks(trial):
    check_report(by=trial.actor)
"""


def test_it_finds_the_proofs_of_a_file() -> None:
    found = proofs_in(MARKED, "tests/test_vale.py")
    assert [(proof.clause, proof.test) for proof in found] == [
        ("vale-1-a", "tests/test_vale.py::test_it_checks"),
        ("vale-1-b", "tests/test_vale.py::test_it_checks"),
    ]
    assert "check-report" in found[0].names


def test_it_wants_ids_that_can_be_searched_for() -> None:
    with pytest.raises(ValueError, match="as plain words"):
        proofs_in("@pytest.mark.proves(*IDS)\ndef test_it(): ...", "tests/test_vale.py")
