"""Which test proves which clause of which policy.

A clause that is met by a process says that the code makes it happen or refuses the wrong thing. Once it is live that
must be proved in one of two ways:

* a measure counts how often the process was honoured (`measure:` beside `process:` in `clauses.yaml`), or
* a test drives one of the operations that the clause names, for that clause's sense, and says so:

      @pytest.mark.proves("scas-11.4-a", "scas-11.4-b")
      def test_it_lets_the_manager_write_what_was_done_at_once(...) -> None:

The marker stands on the test in your own area's `tests/` (or in `tests/journeys/`), its ids as plain words, so that
searching for an id finds its proof. `test_packs_proofs` reads the files, without running them, and fails for a live
clause without a proof, for an id that is no clause met by a process, and for a test whose file never names one of the
clause's operations. Take `awaiting` off a clause and it becomes live: prove it in the same change.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import holdfast

SOURCES = Path(holdfast.__file__).parent
HOUSE = SOURCES.parents[1]


@dataclass(frozen=True)
class Proof:
    """A test that proves a clause. `names`: every name that its file speaks of, as packs write operations."""

    clause: str
    test: str
    names: frozenset[str]


@cache
def proofs() -> dict[str, list[Proof]]:
    """Every proof in the house by clause."""
    found: dict[str, list[Proof]] = {}
    for path in _files():
        for proof in proofs_in(path.read_text(encoding="utf-8"), path.relative_to(HOUSE).as_posix()):
            found.setdefault(proof.clause, []).append(proof)
    return found


def _files() -> Iterator[Path]:
    yield from sorted(SOURCES.glob("*/*/tests/**/test_*.py"))
    yield from sorted((HOUSE / "tests").glob("**/test_*.py"))


def proofs_in(source: str, file: str) -> list[Proof]:
    """The proofs in one file of tests. Raises ValueError for a marker whose ids are not plain words."""
    if "mark.proves" not in source:
        return []
    tree = ast.parse(source)
    names = frozenset(_names(tree))
    return [
        Proof(clause, f"{file}::{test.name}", names)
        for test in ast.walk(tree)
        if isinstance(test, ast.FunctionDef)
        for marker in test.decorator_list
        if isinstance(marker, ast.Call) and ast.unparse(marker.func) == "pytest.mark.proves"
        for clause in _ids(marker, f"{file}::{test.name}")
    ]


def _ids(marker: ast.Call, test: str) -> Iterable[str]:
    for word in marker.args:
        if not (isinstance(word, ast.Constant) and isinstance(word.value, str)):
            raise ValueError(f"{test}: write the ids of the clauses as plain words, so that they are found")
        yield word.value


def _names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name) | ast.FunctionDef(name=name):
                yield name.replace("_", "-")
