"""Figures of a pack: how they must be written, whose value counts, and that the engine takes them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.kernel.durations import Duration
from holdfast.oversight.assurance.engine.kinds import KINDS as ENGINE_KINDS
from holdfast.oversight.assurance.engine.reading import read as engine_reads
from holdfast.oversight.assurance.packs.kinds import KINDS, fault_in
from holdfast.oversight.assurance.packs.pack import Attestation, Obligation
from holdfast.oversight.assurance.tests.small_pack import packs, read, write


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("24 hours", "PT24H"),
        ("1 day", "P1D"),
        ("6 months", "P6M"),
        ("30 minutes", "PT30M"),
        ("3 Years", "P3Y"),
        ("p6w", "P6W"),
        ("6W", "P6W"),
        ("P24H", "PT24H"),
    ],
)
def test_it_says_which_duration_was_meant(written: str, meant: str) -> None:
    assert fault_in(written, "duration").endswith(f"Did you mean “{meant}”?")


@pytest.mark.parametrize("written", ["soon", "", "P", "PT", "-P1D", "P1.5D", "regularly"])
def test_it_does_not_guess_where_no_figure_was_written(written: str) -> None:
    fault = fault_in(written, "duration")
    assert fault
    assert "Did you mean" not in fault


@given(st.builds(Duration, *(st.integers(0, 99) for _ in range(7))))
def test_it_takes_every_duration_that_the_kernel_takes(duration: Duration) -> None:
    assert fault_in(str(duration), "duration") == ""


@pytest.mark.parametrize(
    ("written", "unit"), [("quarter", "period"), ("financial-year", "period"), ("12", "count"), ("2222", "text")]
)
def test_it_takes_figures_of_other_units(written: str, unit: str) -> None:
    assert fault_in(written, unit) == ""


@pytest.mark.parametrize(("written", "unit"), [("quarterly", "period"), ("twelve", "count"), ("-1", "count")])
def test_it_refuses_figures_that_do_not_fit_their_unit(written: str, unit: str) -> None:
    assert fault_in(written, unit)


def test_it_knows_the_same_kinds_and_numbers_as_the_engine() -> None:
    assert set(KINDS) | {"attestation"} == set(ENGINE_KINDS)
    for name, kind in KINDS.items():
        known = {*kind.needs, *kind.may, *(["mode"] if kind.modes else []), *(["required"] if kind.takes_facts else [])}
        assert known == set(ENGINE_KINDS[name].numbers.__dataclass_fields__), name


def test_it_lets_the_trust_set_a_number_of_its_own(tmp_path: Path) -> None:
    pack = read(write(tmp_path / "vale")).pack
    assert pack is not None
    printed, unset = pack.clause("vale-1-a").counted, pack.clause("vale-2-a").counted
    assert printed is not None
    assert unset is not None
    assert printed.for_engine({}) == {"within": "PT24H", "warn": "PT2H"}
    assert printed.for_engine({"vale-1-a.within": "PT12H"})["within"] == "PT12H"
    assert unset.for_engine({}) == {"every": None}
    assert unset.for_engine({"lock-change": "P6M"}) == {"every": "P6M"}


def test_it_lists_every_number_declared_or_printed_or_of_a_calendar(tmp_path: Path) -> None:
    pack = read(write(tmp_path / "vale")).pack
    assert pack is not None
    assert {number.key: number.value for number in pack.every_number()} == {
        "lock-change": None,
        "report-about": "quarter",
        "board.meets": None,
        "vale-1-a.within": "PT24H",
        "vale-1-a.warn": "PT2H",
        "vale-1-b.within": "PT0S",
        "vale-2-b.every": "P1Y",
    }


@pytest.mark.parametrize("id_", ["scas", "secamb", "las", "waht", "uhmbt"])
def test_it_gives_the_engine_numbers_that_it_can_read(id_: str) -> None:
    for clause in packs()[id_].clauses:
        if isinstance(clause.met_by, Attestation):
            engine_reads(ENGINE_KINDS["attestation"].numbers, clause.met_by.for_engine({}), clause.id)
        elif clause.counted is not None:
            engine_reads(ENGINE_KINDS[clause.counted.kind].numbers, clause.counted.for_engine({}), clause.id)


def test_it_keeps_the_aim_apart_from_the_limit() -> None:
    met_by = packs()["scas"].clause("scas-18.1-a").met_by
    assert isinstance(met_by, Obligation)
    assert met_by.aim == "PT0S"
    assert met_by.counted.for_engine({}) == {"within": "PT24H"}
