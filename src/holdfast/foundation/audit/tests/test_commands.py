from __future__ import annotations

import argparse
import json
import subprocess
import sys

import pytest
from django.db import connection

from holdfast.foundation.audit import command_line
from holdfast.foundation.audit.commands import COMMANDS
from holdfast.foundation.audit.guards import drop_guards
from holdfast.foundation.audit.models import Entry, Seal
from holdfast.foundation.audit.operations import seal
from holdfast.kernel.commands import CommandFailed, Result

from .intruder import intrude
from .trail import LSMS, TICK, triage


def run(*words: str) -> Result:
    """What the command says that is typed as `holdfast` followed by `words`."""
    command = next(command for command in COMMANDS if command.path == words[:2])
    parser = argparse.ArgumentParser()
    command.arguments(parser)
    return getattr(command_line, command.run.partition(":")[2])(parser.parse_args(words[2:]))


@pytest.fixture
def exported(db, tmp_path):
    """A file with the two seals of a trail of two entries."""
    for _ in range(2):
        triage(by=LSMS)
        run("audit", "seal", "--export", str(tmp_path / "seals.json"))
    return tmp_path / "seals.json"


def test_it_declares_its_commands_without_loading_django():
    program = "import sys; import holdfast.foundation.audit.commands; sys.exit('django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], env={"PYTHONPATH": ":".join(sys.path)}).returncode == 0


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command.path))
def test_it_names_a_function_that_is_there(command):
    module, _, function = command.run.partition(":")

    assert module == command_line.__name__
    assert callable(getattr(command_line, function))


@pytest.mark.django_db
def test_it_verifies_and_says_so():
    triage(by=LSMS)

    result = run("audit", "verify")

    assert result.code == 0
    assert result.data["intact"]
    assert "1 entry waits for the next seal." in result.text
    assert "The audit trail is whole" in result.text


@pytest.mark.django_db
def test_it_ends_with_code_1_when_something_is_wrong():
    entry = triage(by=LSMS)
    intrude("UPDATE audit_entry SET why = 'another'")

    result = run("audit", "verify")

    assert result.code == 1
    assert result.data["first"]["entry"] == entry.pk
    assert f"Entry {entry.pk} (" in result.text


@pytest.mark.django_db
def test_it_seals_and_says_how_many():
    triage(by=LSMS)

    assert run("audit", "seal").text == "Sealed 1 entry, up to seal 1."
    assert run("audit", "seal").text == "There was nothing to seal."
    assert Seal.objects.get().sealed_by == "Holdfast (seal) (system:seal)"


def test_it_exports_seals_that_the_trail_can_be_held_against(exported):
    data = json.loads(exported.read_text())
    assert [known["hash"] for known in data["seals"]] == list(Seal.objects.values_list("seal_hash", flat=True))

    result = run("audit", "verify", "--against", str(exported))

    assert result.code == 0
    assert result.data["compared"] == 2
    assert "Compared with 2 exported seals." in result.text


def test_it_exports_a_trail_without_seals(db, tmp_path):
    run("audit", "seal", "--export", str(tmp_path / "seals.json"))

    assert run("audit", "verify", "--against", str(tmp_path / "seals.json")).data["compared"] == 0


def test_it_takes_a_trail_that_went_on_since_the_export(exported):
    triage(by=LSMS)
    seal(by=TICK)

    assert run("audit", "verify", "--against", str(exported)).code == 0


def cut_off_after(number: int) -> None:
    """Remove what came after seal `number`, so well that the rest is whole."""
    for statement in (
        "DELETE FROM audit_entrydetails WHERE entry_id IN (SELECT entry_id FROM audit_sealedentry WHERE seal_id > %s)",
        "DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM audit_sealedentry WHERE seal_id > %s)",
        "DELETE FROM audit_sealedentry WHERE seal_id > %s",
        "DELETE FROM audit_seal WHERE number > %s",
    ):
        intrude(statement, [number])


@pytest.mark.parametrize("left", [0, 1])
def test_it_notices_that_the_end_was_cut_off(exported, left):
    cut_off_after(left)

    assert run("audit", "verify").code == 0, "nothing in the trail itself can tell"
    result = run("audit", "verify", "--against", str(exported))

    assert result.code == 1
    assert (result.data["first"]["kind"], result.data["first"]["seal"]) == ("cut off", left + 1)
    assert f"The trail ends with seal {left}." in result.text


def test_it_notices_that_the_end_was_written_anew(exported):
    cut_off_after(1)
    triage(by=LSMS)
    seal(by=TICK)

    result = run("audit", "verify", "--against", str(exported))

    assert (result.data["first"]["kind"], result.data["first"]["seal"]) == ("rewritten", 2)


def test_it_does_not_overwrite_the_proof_that_the_end_was_cut_off(exported):
    proof = exported.read_bytes()
    cut_off_after(1)

    with pytest.raises(CommandFailed, match="was left as it is"):
        run("audit", "seal", "--export", str(exported))

    assert exported.read_bytes() == proof


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "is not JSON"),
        ("\udcff", "is not JSON"),
        ("[]", "was not written by holdfast"),
        ('{"format": "holdfast seals 1", "exported_at": ""}', "without all its words"),
        ('{"format": "holdfast seals 1", "exported_at": "", "seals": [{"number": 1}]}', "without all its words"),
        ('{"format": "holdfast seals 1", "exported_at": "", "seals": [7]}', "without all its words"),
        (
            '{"format": "holdfast seals 1", "exported_at": "",'
            ' "seals": [{"number": 2, "at": "", "reached": 1, "hash": ""}]}',
            "from the first to the last",
        ),
    ],
)
def test_it_says_what_is_wrong_with_a_file_that_holds_no_seals(db, tmp_path, text, complaint):
    path = tmp_path / "seals.json"
    path.write_text(text, errors="surrogateescape")

    with pytest.raises(CommandFailed, match=complaint):
        run("audit", "verify", "--against", str(path))


def test_it_says_when_the_file_is_not_there(db, tmp_path):
    with pytest.raises(CommandFailed, match="No such file"):
        run("audit", "verify", "--against", str(tmp_path / "seals.json"))
    with pytest.raises(CommandFailed, match="cannot be written"):
        run("audit", "seal", "--export", str(tmp_path / "no folder" / "seals.json"))


@pytest.mark.django_db
def test_it_sets_missing_guards_again():
    assert run("audit", "guard").text == "All guards stand."
    drop_guards(connection)

    assert "audit_entry_keeps_rows" in run("audit", "guard").data["set_again"]
    assert run("audit", "verify").code == 0
    assert not Entry.objects.exists()
