"""How far the policies are live, and the three commands of packs."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

import pytest

from holdfast.kernel.commands import CommandFailed
from holdfast.oversight.assurance.packs.loading import SHIPPED, load_pack
from holdfast.oversight.assurance.packs.offered import vocabulary
from holdfast.oversight.assurance.packs.pack_commands import (
    check,
    check_arguments,
    list_measures,
    measures_arguments,
    status_arguments,
)
from holdfast.oversight.assurance.packs.status import status
from holdfast.oversight.assurance.tests.small_pack import PACK, write
from holdfast.oversight.assurance.version_commands import show_status


def typed(arguments, *words: str) -> argparse.Namespace:
    """What the parser makes of `words`."""
    parser = argparse.ArgumentParser()
    arguments(parser)
    return parser.parse_args(words)


def test_it_counts_what_is_live_and_what_awaits_an_area(tmp_path: Path) -> None:
    names = replace(vocabulary(), shown=frozenset({"process", "obligation", "content", "none"}))
    pack = load_pack(write(tmp_path / "vale"), names)
    assert status([pack], names) == {
        "packs": [
            {
                "id": "vale",
                "clauses": 6,
                "placed": 6,
                "live": 4,
                "awaiting": 2,
                "areas": {"assurance": 1, "custody": 1},
                "met_by": {"process": 1, "obligation": 2, "content": 1, "attestation": 1, "none": 1},
                "unset": 2,
                "capabilities": {
                    "custody.codes": {"clauses": 3, "live": 1, "awaiting": 2},
                    "incidents.report": {"clauses": 2, "live": 2, "awaiting": 0},
                    "incidents.triage": {"clauses": 1, "live": 1, "awaiting": 0},
                },
            }
        ]
    }


def test_it_counts_an_attestation_as_live_once_it_can_be_confirmed(tmp_path: Path) -> None:
    names = replace(vocabulary(), shown=frozenset({"process", "obligation", "content", "attestation", "none"}))
    told = status([load_pack(write(tmp_path / "vale"), names)], names)["packs"][0]
    assert (told["live"], told["areas"]) == (5, {"custody": 1})


def test_it_shows_the_status_of_the_five_policies() -> None:
    result = show_status(typed(status_arguments))
    told = json.loads(json.dumps(result.data))["packs"]
    assert sum(pack["placed"] for pack in told) == sum(pack["clauses"] for pack in told) == 1321
    for pack in told:
        assert pack["live"] + pack["awaiting"] == pack["clauses"] == sum(pack["met_by"].values())
        assert sum(counts["clauses"] for counts in pack["capabilities"].values()) == pack["clauses"]
        assert sum(counts["live"] for counts in pack["capabilities"].values()) == pack["live"]
    assert "together" in result.text
    assert "scas awaits: " in result.text


def test_it_shows_the_status_of_the_packs_in_the_folders_of_the_settings(tmp_path: Path, settings) -> None:
    write(tmp_path / "vale")
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(update={"packs": [tmp_path]})
    told = [pack["id"] for pack in show_status(typed(status_arguments)).data["packs"]]
    assert "vale" in told
    assert "scas" in told


def test_it_tells_each_capability_when_asked(tmp_path: Path) -> None:
    write(tmp_path / "vale")
    text = show_status(typed(status_arguments, "--in", str(tmp_path), "--capabilities")).text
    assert "  incidents.report: 2 of 2 live" in text


def test_it_says_where_to_look_when_a_pack_has_faults(tmp_path: Path) -> None:
    folder = write(tmp_path / "vale", pack=PACK.replace("control_room", "control_rom"))
    with pytest.raises(CommandFailed, match=f"holdfast pack check {folder}"):
        show_status(typed(status_arguments, "--in", str(tmp_path)))


def test_it_says_that_a_folder_holds_no_pack(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match="There is no pack in"):
        show_status(typed(status_arguments, "--in", str(tmp_path)))


def test_it_checks_a_pack_and_lists_the_numbers_that_nobody_has_set() -> None:
    result = check(typed(check_arguments, str(SHIPPED / "las")))
    assert result.code == 0
    assert result.data["ok"] is True
    assert "308 clauses, all placed; no fault." in result.text
    assert {
        "key": "incidents.investigate-within",
        "asks": "How long may an investigation take?",
        "clause": "las-4.10-l",
    } in (result.data["unset"])


def test_it_checks_a_pack_and_lists_every_fault(tmp_path: Path) -> None:
    folder = write(tmp_path / "vale", pack=PACK.replace("control_room", "control_rom").replace("ods: VALE1", "odds: x"))
    result = check(typed(check_arguments, str(folder)))
    assert result.code == 1
    assert [problem["line"] for problem in result.data["problems"]] == [1, 3, 14]
    assert result.text.endswith("3 faults. The pack that is in force stays in force.")


def test_it_checks_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    result = check(typed(check_arguments, str(tmp_path / "nowhere")))
    assert result.code == 1
    assert "The file is missing." in result.text


def test_it_lists_the_measures_with_their_facts() -> None:
    result = list_measures(typed(measures_arguments, "incidents", "--built"))
    told = {measure["name"]: measure for measure in result.data["measures"]}
    assert told["incidents.reported"]["options"]["limit_from"]["choices"] == ["shift-end"]
    assert told["incidents.reported"]["built"] is True
    assert "  done: when the report was received" in result.text
    assert "custody.code-changed" in list_measures(typed(measures_arguments)).text


def test_it_says_that_nothing_can_be_measured_in_an_area_yet() -> None:
    assert list_measures(typed(measures_arguments, "custody", "--built")).text == "Nothing can be measured there."


def test_it_refuses_an_area_that_does_not_exist() -> None:
    with pytest.raises(CommandFailed, match="There is no area “custardy”"):
        list_measures(typed(measures_arguments, "custardy"))
