"""A sixth trust by the guide alone: its tables are true, its examples are a real pack, and that pack works.

Run with WRITE_DOCS=1 to write the tables of the guide anew.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from holdfast.foundation.organisation.models import Trust
from holdfast.kernel import clock
from holdfast.oversight.assurance.commands import install_arguments
from holdfast.oversight.assurance.models import Clause
from holdfast.oversight.assurance.operations.numbers import set_policy_number
from holdfast.oversight.assurance.packs.guide import refreshed
from holdfast.oversight.assurance.packs.loading import CLAUSES_FILE, PACK_FILE
from holdfast.oversight.assurance.packs.pack_commands import check, check_arguments
from holdfast.oversight.assurance.tests.policy_cast import DAY, HOUR, NOW, Trial, trial_of
from holdfast.oversight.assurance.tests.proofs import HOUSE
from holdfast.oversight.assurance.tests.small_pack import packs, read
from holdfast.oversight.assurance.tests.test_packs_status import typed
from holdfast.oversight.assurance.version_commands import install

GUIDE = HOUSE / "docs" / "writing-a-pack.md"
LOWMERE = Path(__file__).parent / "lowmere"


def test_it_prints_tables_that_are_true() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    if os.environ.get("WRITE_DOCS"):
        GUIDE.write_text(refreshed(text), encoding="utf-8")
        return
    assert text == refreshed(text), "run this test with WRITE_DOCS=1"


def test_it_shows_examples_that_stand_in_a_real_pack() -> None:
    whole = [re.sub(r"\s+", " ", (LOWMERE / name).read_text(encoding="utf-8")) for name in (PACK_FILE, CLAUSES_FILE)]
    examples = re.findall(r"^ *```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert len(examples) == 17
    strays = [
        example
        for example in examples
        if "in_force" not in example and not any(re.sub(r"\s+", " ", example).strip() in file for file in whole)
    ]
    assert strays == []


def test_it_passes_the_check_with_its_open_numbers_as_questions() -> None:
    result = check(typed(check_arguments, str(LOWMERE)))
    assert (result.code, result.data["problems"]) == (0, [])
    assert [number["key"] for number in result.data["unset"]] == ["look-at-report", "safety-group.meets"]


@pytest.fixture
def lowmere(db: None, monkeypatch: pytest.MonkeyPatch):
    pack = read(LOWMERE).pack
    assert pack is not None
    monkeypatch.setitem(packs(), "lowmere", pack)
    with trial_of("lowmere", installed=False) as trial:
        with clock.at(NOW - 400 * DAY):
            done = install(typed(install_arguments, str(LOWMERE), "--apply"))
        assert done.data["applied"] is True
        trial.trust = Trust.objects.get(pk=trial.trust.pk)
        yield trial


def test_it_runs_the_policy_of_a_sixth_trust(lowmere: Trial) -> None:
    """Words, routing, verdicts, an open number and a clause that waits: all from two files."""
    assert lowmere.trust.term("control_room") == "night desk"
    late = lowmere.report(
        happened_at=NOW - 30 * HOUR, shift_ends_at=None, control_room_told_at=None, manager_told_at=None
    )
    lowmere.triage(late)
    assert lowmere.verdicts("lowmere-2-b") == {late.reference: "late"}
    assert lowmere.verdicts("lowmere-2-c") == {late.reference: "unset"}
    assert lowmere.verdicts("lowmere-3-a") == {late.reference: "met"}
    assert lowmere.missing("lowmere-3-b", late) == ["police-told"]
    set_policy_number(
        by=lowmere.actor(lowmere.lead), trust=lowmere.trust, key="look-at-report", value="P1D", why="Board, 3 March"
    )
    assert lowmere.verdicts("lowmere-2-c") == {late.reference: "overdue"}
    assert lowmere.tally("lowmere-2-e").state == "overdue", "nobody confirmed it in the year since it was installed"
    assert Clause.objects.get(key="lowmere-4-a").awaiting == "custody"
