"""`holdfast pack diff`, `install`, `export`, `new` and `names`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from holdfast.foundation.organisation.models import Number, Trust
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock
from holdfast.kernel.commands import CommandFailed, WrongArguments
from holdfast.oversight.assurance.commands import diff_arguments, export_arguments, install_arguments
from holdfast.oversight.assurance.models import Clock, Obligation, Policy
from holdfast.oversight.assurance.operations.numbers import set_policy_number
from holdfast.oversight.assurance.packs.names_command import LISTS, list_names, names_arguments
from holdfast.oversight.assurance.packs.skeleton import new, new_arguments
from holdfast.oversight.assurance.tests.policy_cast import INSTALLER, NOW
from holdfast.oversight.assurance.tests.small_pack import CLAUSES, PACK, read, write
from holdfast.oversight.assurance.tests.test_packs_status import typed
from holdfast.oversight.assurance.version_commands import diff, export, install

LATER = PACK.replace("  dated: 2026-01-05\n", "  dated: 2026-01-05\n  in_force: 2026-04-01\n").replace(
    'version: "2"', 'version: "3"'
)


@pytest.fixture
def trust(db: None) -> Iterator[Trust]:
    trust = Trust.objects.create(code="VALE1", slug="vale", name="Vale of Nowhere Hospitals", live=True)
    with scope(trust), clock.at(NOW):
        yield trust


def put(folder: Path, *words: str):
    return install(typed(install_arguments, str(folder), *words))


# diff


def changed_version(tmp_path: Path, since: str = "2026-04-01") -> tuple[Path, Path]:
    old = write(tmp_path / "vale")
    clauses = (
        CLAUSES.replace("within: PT24H", "within: PT12H")
        .replace("gist: Codes are changed again and again.", "gist: Codes are changed often.")
        .replace("      owner: manager", "      owner: director")
        .replace("- id: vale-1-c", "- id: vale-1-d")
    )
    pack = (
        LATER.replace("2026-04-01", since)
        .replace("vale-1-c", "vale-1-d")
        .replace("control_room: Switchboard", "control_room: Desk")
        .replace("title: Ward manager", "title: Team leader")
        .replace("value: quarter", "value: month")
        .replace("requirement: crime-number", "requirement: lesson")
    )
    return old, write(tmp_path / "vale-3", pack=pack, clauses=clauses)


def test_it_says_what_changes_and_for_whom(tmp_path: Path) -> None:
    old, new_ = changed_version(tmp_path)
    result = diff(typed(diff_arguments, str(old), str(new_)))
    told = json.loads(json.dumps(result.data, default=str))
    assert {one["key"]: one["how"] for one in told["clauses"]} == {
        "vale-1-a": "changed",
        "vale-1-d": "added",
        "vale-2-a": "changed",
        "vale-2-b": "changed",
        "vale-1-c": "removed",
    }
    by_key = {one["key"]: one for one in told["clauses"]}
    assert by_key["vale-1-a"]["fields"] == {"within": ["PT24H", "PT12H"]}
    assert by_key["vale-2-b"]["fields"] == {"owner": ["manager", "director"]}
    assert {one["key"]: one["fields"]["value"] for one in told["numbers"]} == {
        "report-about": ["quarter", "month"],
        "vale-1-a.within": ["PT24H", "PT12H"],
    }
    assert [one["words"] for one in told["posts"]] == ["Team leader"]
    assert told["terms"][0]["fields"] == {"words": ["Switchboard", "Desk"]}
    assert [(one["how"], one["words"][-12:]) for one in told["rules"]] == [
        ("added", "with: lesson"),
        ("removed", "crime-number"),
    ]
    assert {one["key"]: (one["gains"], one["loses"], one["changed"]) for one in told["whom"]} == {
        "director": (["vale-2-b"], [], []),
        "lsms": ([], [], ["vale-1-a", "vale-2-a"]),
        "manager": ([], ["vale-2-b"], ["vale-1-a"]),
    }
    assert "Ward manager → Team leader" in result.text
    assert "Owner: Team leader → Director of Safety" in result.text
    assert "In force from: nothing → 1 April 2026" in result.text
    assert "To be done within: 24 hours → 12 hours" in result.text
    assert "  Team leader: changed 1-a; no longer 2-b" in result.text


def test_it_says_that_two_versions_say_the_same(tmp_path: Path) -> None:
    old, same = write(tmp_path / "vale"), write(tmp_path / "copy", clauses=CLAUSES + "# nothing more\n")
    result = diff(typed(diff_arguments, str(old), str(same)))
    assert result.data["nothing"] is True
    assert "The two say the same." in result.text


def test_it_finds_packs_by_their_ids_and_in_the_folders_of_the_settings(tmp_path: Path, settings) -> None:
    write(tmp_path / "vale")
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(update={"packs": [tmp_path]})
    result = diff(typed(diff_arguments, "scas", "vale"))
    assert (result.data["from"]["id"], result.data["to"]["id"]) == ("scas", "vale")
    with pytest.raises(CommandFailed, match=r"no pack “valley”.* one of .*\bvale$"):
        diff(typed(diff_arguments, "scas", "valley"))


# install


def test_it_shows_first_and_installs_when_told(trust: Trust, tmp_path: Path) -> None:
    folder = write(tmp_path / "vale")
    shown = put(folder)
    assert "The first policy of Vale of Nowhere Hospitals." in shown.text
    assert shown.text.endswith("Nothing was changed. Add --apply to do it.")
    assert not Policy.objects.exists()
    assert put(folder, "--apply").data["applied"] is True
    assert Policy.objects.get().installed_by.endswith("(command line)")


def test_it_says_when_a_version_comes_into_force(trust: Trust, tmp_path: Path) -> None:
    old, later = changed_version(tmp_path)
    put(old, "--apply")
    shown = put(later)
    assert (shown.data["from"]["version"], shown.data["to"]["version"]) == ("2", "3")
    assert "control_room: Desk" in shown.text
    done = put(later, "--apply")
    assert done.text.endswith("The policy vale comes into force on 2026-04-01; nothing changes before.")
    assert Obligation.objects.filter(key="vale-1-a").count() == 2


def test_it_keeps_the_last_good_pack_when_a_version_has_faults(trust: Trust, tmp_path: Path) -> None:
    put(write(tmp_path / "vale"), "--apply")
    bad = write(tmp_path / "bad", pack=PACK.replace("control_room", "control_rom").replace("level: team", "level: tem"))
    with pytest.raises(CommandFailed) as refused:
        put(bad, "--apply")
    assert "pack.yaml:14: There is no term “control_rom”" in str(refused.value)
    assert "“level” of the post manager cannot be “tem”" in str(refused.value)
    assert str(refused.value).endswith("The pack that is in force stays in force.")
    assert Policy.objects.get().version == "2"
    assert Trust.objects.get().term("control_room") == "Switchboard"


def test_it_says_what_the_trust_set_itself_and_keeps(trust: Trust, tmp_path: Path) -> None:
    old, later = changed_version(tmp_path)
    put(old, "--apply")
    set_policy_number(by=INSTALLER, trust=trust, key="vale-1-a.within", value="PT6H", why="The board, 3 March")
    shown = put(later)
    assert (
        "How long may it take? Crime is reported within a day. It stays 6 hours, as you set it. "
        "The new version says 12 hours, the old one said 24 hours."
    ) in shown.text
    put(later, "--apply")
    assert {row.numbers["within"] for row in Obligation.objects.filter(key="vale-1-a")} == {"PT6H"}
    assert Number.objects.get(key="vale-1-a.within").value == "PT6H"


def test_it_says_when_the_new_version_says_what_the_trust_says(trust: Trust, tmp_path: Path) -> None:
    old, later = changed_version(tmp_path)
    put(old, "--apply")
    set_policy_number(by=INSTALLER, trust=trust, key="vale-1-a.within", value="PT12H", why="The board, 3 March")
    shown = put(later)
    assert "It stays 12 hours, as you set it. The new version says the same." in shown.text
    assert "The new version says 12 hours" not in shown.text


def test_it_warns_before_it_rewrites_a_version_by_which_records_were_judged(trust: Trust, tmp_path: Path) -> None:
    folder = write(tmp_path / "vale")
    put(folder, "--apply")
    obligation = Obligation.objects.get(key="vale-1-a")
    write(folder, clauses=CLAUSES.replace("PT24H", "PT12H"))
    assert put(folder).data["rewrites"] is False, "nothing was judged by it yet"
    Clock.objects.create(trust=trust, obligation=obligation, opens=NOW, limit=NOW)
    shown = put(folder)
    assert shown.data["rewrites"] is True
    assert "this takes the place of version 2, which decides from the beginning" in shown.text
    assert put(changed_version(tmp_path)[1]).data["rewrites"] is False, "it begins on a day of its own"


AREAS = """\
violence:
  checklist:
  - {key: reported, words: Report it, who: victim, shown_by: reported}
  - {key: welfare, words: Ask them how they are, who: manager, shown_by: welfare}
"""


def test_it_says_what_changes_for_single_areas_and_calls_an_open_number_not_set(tmp_path: Path) -> None:
    old = write(tmp_path / "vale", pack=PACK + AREAS)
    areas = AREAS.replace("who: manager", "who: lsms").replace("key: reported", "key: told")
    later = write(tmp_path / "vale-3", pack=PACK + areas, clauses=CLAUSES.replace("every: lock-change", "every: P3D"))
    text = diff(typed(diff_arguments, str(old), str(later))).text
    assert "changed welfare: Violence, checklist: Ask them how they are" in text
    assert "Who does it: Ward manager → Security Specialist" in text
    assert "gone reported: Violence, checklist: Report it" in text
    assert "To be done every: not set → 3 days" in text


def test_it_refuses_another_trusts_policy(trust: Trust, tmp_path: Path) -> None:
    folder = write(tmp_path / "vale", pack=PACK.replace("ods: VALE1", "ods: HILL1"))
    with pytest.raises(CommandFailed, match="no trust with the ODS code HILL1"):
        put(folder)
    with pytest.raises(CommandFailed, match="is the policy of the trust HILL1, not of VALE1"):
        put(folder, "--trust", "vale1")


# export


def test_it_writes_the_numbers_of_the_trust_into_the_pack_and_keeps_its_comments(trust: Trust, tmp_path: Path) -> None:
    written = PACK.replace("numbers:\n", "# What is open.\nnumbers:\n").replace("value: unset", "value: unset  # ask!")
    put(write(tmp_path / "vale", pack=written), "--apply")
    for key, value in (("lock-change", "P6M"), ("vale-1-a.within", "PT6H"), ("board.meets", "P1M")):
        set_policy_number(by=INSTALLER, trust=trust, key=key, value=value, why="The board, 3 March")
    folder = tmp_path / "out"
    result = export(typed(export_arguments, str(folder), "--trust", "vale1"))
    assert [Path(name).name for name in result.data["written"]] == ["pack.yaml", "clauses.yaml"]
    pack = read(folder).pack
    assert pack is not None
    values = {number.key: number.value for number in pack.every_number()}
    assert (values["lock-change"], values["vale-1-a.within"], values["board.meets"]) == ("P6M", "PT6H", "P1M")
    text = (folder / "pack.yaml").read_text()
    assert "# What is open.\n" in text
    assert re.search(r"value: P6M +# ask!\n", text)
    with pytest.raises(CommandFailed, match="already"):
        export(typed(export_arguments, str(folder), "--trust", "vale1"))


def test_it_writes_what_nobody_changed_letter_by_letter(trust: Trust, tmp_path: Path) -> None:
    put(write(tmp_path / "vale"), "--apply")
    export(typed(export_arguments, str(tmp_path / "out"), "--trust", "VALE1"))
    assert (tmp_path / "out" / "pack.yaml").read_text() == PACK
    assert (tmp_path / "out" / "clauses.yaml").read_text() == CLAUSES


# new and names


def test_it_begins_a_pack_that_passes_the_check(tmp_path: Path) -> None:
    told = ("--ods", "hil1", "--organisation", "Hill: it's “new” #1", "--short-name", "Hill", "--service", "hospital")
    result = new(typed(new_arguments, str(tmp_path / "hill"), *told))
    assert result.data["to_fill_in"] == []
    pack = read(tmp_path / "hill").pack
    assert pack is not None
    assert (pack.id, pack.ods, pack.organisation) == ("hill", "HIL1", "Hill: it's “new” #1")
    assert {clause.placing for clause in pack.clauses} == {"process", "obligation", "content", "attestation", "none"}
    with pytest.raises(CommandFailed, match="holds a pack already"):
        new(typed(new_arguments, str(tmp_path / "hill")))


def test_it_lists_what_is_left_to_fill_in(tmp_path: Path) -> None:
    result = new(typed(new_arguments, str(tmp_path / "hill")))
    assert [one["message"] for one in result.data["to_fill_in"]] == [
        f"The pack needs a value for “{key}”." for key in ("ods", "organisation", "service", "short_name")
    ]


@pytest.mark.parametrize("name", ["The Hill", "9lives", "x"])
def test_it_refuses_a_folder_whose_name_is_no_id(tmp_path: Path, name: str) -> None:
    with pytest.raises(CommandFailed, match="cannot be the id of a pack"):
        new(typed(new_arguments, str(tmp_path / name)))


@pytest.mark.parametrize("list_", LISTS)
def test_it_lists_the_words_that_a_pack_may_use(list_: str) -> None:
    result = list_names(typed(names_arguments, list_))
    assert list_ in result.data
    assert result.text


def test_it_says_what_is_not_built_yet() -> None:
    text = list_names(typed(names_arguments, "operations", "custody")).text
    assert "custody.issue-badge" in text
    assert "(not built yet)" in text


def test_it_refuses_an_area_that_there_is_not_and_says_which_there_are() -> None:
    with pytest.raises(WrongArguments, match="belongs to “nosuch”"):
        list_names(typed(names_arguments, "operations", "nosuch"))
    assert list_names(typed(names_arguments, "pages", "organisation")).text == "There is none."
