"""`holdfast import incidents`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import pytest

from holdfast.casework.incidents.commands import COMMANDS
from holdfast.casework.incidents.history_command import import_incidents
from holdfast.casework.incidents.models import HistoryImport, Incident
from holdfast.casework.incidents.tests.handling_cast import Team
from holdfast.casework.incidents.tests.history_exports import export
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.organisation.scope import no_scope, scope
from holdfast.kernel.commands import CommandFailed, Result

UNKNOWN = {"ID": "3", "Ref": "W3", "Category": "Infrastructure", "Sub category": "Weather"}


@pytest.fixture
def run(team: Team, tmp_path: Path) -> Any:
    """Run the command on these rows with these arguments, outside any scope, as the shell does."""

    def run(*changes: dict[str, str], arguments: tuple[str, ...] = (), trust: str = "RYD") -> Result:
        path = tmp_path / "listing.csv"
        path.write_bytes(export(*changes))
        parser = argparse.ArgumentParser()
        COMMANDS[0].arguments(parser)
        with no_scope():
            return import_incidents(parser.parse_args([str(path), "--trust", trust, *arguments]))

    return run


def test_it_looks_first_and_does_it_when_told(run: Any, team: Team) -> None:
    looked = run({})
    assert "Nothing was changed" in looked.text
    assert looked.data["counts"]["new"] == 1
    assert looked.data["columns"]["Ref"] == "reference"
    assert not Incident.objects.exists()
    done = run({}, arguments=("--apply",))
    assert done.data["applied"]
    with scope(team.trust):
        assert Incident.objects.get().old_reference == "W70001"
        assert len(HistoryImport.objects.get().sha256) == 64
    assert Entry.objects.filter(verb="incidents.import", channel="import").count() == 1
    assert run({}).data["counts"]["unchanged"] == 1


def test_it_asks_for_kinds_that_it_does_not_know(run: Any) -> None:
    with pytest.raises(CommandFailed, match="Say what “Infrastructure › Weather” means"):
        run({}, UNKNOWN)
    assert run({}, UNKNOWN, arguments=("--other-kinds", "left-out")).data["left_out"] == {"Weather": 1}
    chosen = run(UNKNOWN, arguments=("--word", "kind:infrastructure › weather=criminal-damage"))
    assert chosen.data["new"][0]["kind"] == "criminal-damage"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--map", "Nothing=reference"), "has no column “nothing”"),
        (("--map", "Ref=nothing"), "there is no field nothing"),
        (("--map", "Ref"), "write HEADING=FIELD"),
        (("--word", "kind:x=nothing"), "a kind can mean"),
        (("--word", "x"), "write FIELD:WORD=MEANING"),
        (("--other-kinds", "nothing"), "a kind can be"),
        (("--map", "ID=", "--map", "Ref="), "Choose the column with the number"),
        (("--header", "99"), "Line 99 is empty"),
        (("--source", " "), "name the system"),
    ],
)
def test_it_says_what_is_wrong_with_its_arguments(run: Any, arguments: tuple[str, ...], why: str) -> None:
    with pytest.raises(CommandFailed, match=why):
        run({}, arguments=arguments)


def test_it_refuses_a_trust_or_a_file_that_is_not_there(run: Any) -> None:
    with pytest.raises(CommandFailed, match="There is no trust ZZZ"):
        run({}, trust="ZZZ")


def test_it_keeps_everything_out_when_told_all_or_nothing(run: Any, team: Team) -> None:
    bad = {"ID": "2", "Ref": "W2", "Incident date": "tomorrow"}
    with pytest.raises(CommandFailed, match="line 3: W2: “tomorrow” is not a date such as 01/04/2025, on line 3"):
        run({}, bad, arguments=("--apply", "--all-or-nothing"))
    with scope(team.trust):
        assert not Incident.objects.exists()
