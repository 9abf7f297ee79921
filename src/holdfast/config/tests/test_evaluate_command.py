"""`holdfast pack …` and `holdfast assurance evaluate` on the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from holdfast.config.command_line import build_parser, collect, main
from holdfast.foundation.organisation.models import Trust
from holdfast.kernel import clock
from holdfast.kernel.commands import CommandFailed, Result
from holdfast.oversight.assurance.evaluate_command import evaluate_trusts
from holdfast.oversight.assurance.models import Clock, Snapshot, VerdictChange
from holdfast.oversight.assurance.tests.policy_cast import DAY, HOUR, NOW, Trial, trial_of
from holdfast.oversight.assurance.tests.small_pack import PACK, write

EXAMINED = "secamb-3.2.4"


@pytest.fixture
def trial(db: None) -> Iterator[Trial]:
    with trial_of("secamb") as trial:
        yield trial


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """What the entry point prints, of commands that do not load the application."""
    code = main(words)
    told = capsys.readouterr()
    return code, told.out + told.err


def evaluated(*words: str) -> Result:
    """What `holdfast assurance evaluate` gives."""
    return evaluate_trusts(build_parser(collect()).parse_args(["assurance", "evaluate", *words]))


def test_it_lists_the_commands_with_their_teaching() -> None:
    paths = {command.path for command in collect()}
    assert {("pack", "check"), ("pack", "status"), ("pack", "measures"), ("assurance", "evaluate")} <= paths
    build_parser(collect())


def test_it_checks_a_pack_without_the_application(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = write(tmp_path / "good"), write(tmp_path / "bad", pack=PACK.replace("control_room", "control_rom"))
    assert run(capsys, "pack", "check", str(good))[0] == 0
    code, told = run(capsys, "pack", "check", str(bad))
    assert code == 1
    assert "pack.yaml:14: " in told
    assert "control_room" in told


def test_it_prints_the_status_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    code, told = run(capsys, "pack", "status", "--json")
    assert code == 0
    assert sum(pack["placed"] for pack in json.loads(told)["packs"]) == 1321


def test_it_tells_each_duty_of_a_trust(trial: Trial) -> None:
    trial.report()
    with clock.at(NOW + 60 * HOUR):
        result = evaluated("--trust", "ryd")
    assert result.code == 0
    [found] = json.loads(json.dumps(result.data))["trusts"]
    [duty] = [one for one in found["duties"] if one["key"] == EXAMINED]
    assert (duty["state"], duty["met"], duty["judged"], duty["kept"]) == ("overdue", 0, 1, 0.0)
    assert duty["counts"] == {"overdue": 1}
    assert duty["oldest_failure"].startswith("2026-03-05T21:30:00")
    assert (duty["failing"], duty["since"][:19]) == (True, "2026-03-05T21:30:00")
    assert found["turned"]
    assert f"\n      3.2.4 {duty['statement']}\n" in result.text, "people do not know duties by their keys"
    assert duty["sentence"].startswith("Kept 0 times out of 1 in the past year")
    assert Snapshot.objects.filter(duty=EXAMINED).count() == 1


def test_it_tells_it_in_words(trial: Trial) -> None:
    trial.report()
    with clock.at(NOW + 60 * HOUR):
        told = evaluated().text
    assert told.startswith("RYD South East Coast Ambulance Service")
    [line] = [line for line in told.splitlines() if EXAMINED in line]
    assert line.split(maxsplit=1)[1] == (
        "Overdue                kept 0% (0 of 1); 1 overdue, the oldest since 21:30 on 5 March 2026"
    )


def test_it_tells_an_earlier_day_and_keeps_nothing(trial: Trial) -> None:
    trial.report()
    with clock.at(NOW + 30 * DAY):
        data = evaluated("--as-at", "2026-03-04").data
    assert data["as_at"].startswith("2026-03-04T23:59:59.999999")
    [duty] = [one for one in data["trusts"][0]["duties"] if one["key"] == EXAMINED]
    assert duty["state"] == "nothing to judge"
    assert not Snapshot.objects.exists()
    assert not VerdictChange.objects.exists()


def test_it_makes_every_clock_anew_when_asked(trial: Trial) -> None:
    trial.report()
    evaluated()
    Clock.objects.all().delete()
    evaluated()
    assert not Clock.objects.exists(), "nothing changed, so nothing was looked at"
    evaluated("--rebuild")
    assert Clock.objects.filter(record__isnull=False).exists()
    assert Clock.objects.filter(record__isnull=True).exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--trust", "ZZZ"), "Live are: RYD"),
        (("--as-at", "last week"), "2026-03-31"),
        (("--as-at", "2999-01-01"), "has not come yet"),
    ],
)
def test_it_says_what_is_wrong(trial: Trial, words: tuple[str, ...], says: str) -> None:
    with pytest.raises(CommandFailed, match=says):
        evaluated(*words)


def test_it_has_nothing_to_say_without_a_policy(db: None) -> None:
    assert evaluated().text == "No trust is live."
    Trust.objects.create(code="VALE1", slug="vale", name="Vale", live=True)
    assert "no policy is in force" in evaluated().text
