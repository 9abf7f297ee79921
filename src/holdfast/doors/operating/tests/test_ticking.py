from __future__ import annotations

import os
import signal
from argparse import Namespace
from datetime import timedelta
from itertools import pairwise

import pytest

from holdfast.doors.operating import ticking
from holdfast.doors.operating.tests.conftest import Install
from holdfast.doors.operating.ticking import JOBS, tick
from holdfast.foundation.audit.models import Seal
from holdfast.foundation.schedule.jobs import Job
from holdfast.foundation.schedule.models import LastRun
from holdfast.kernel import clock
from tests.cast import make_trust

LOUD, QUIET = Namespace(quiet=False), Namespace(quiet=True)


def test_it_does_every_job_and_then_none(db: None) -> None:
    make_trust("ZA1").report()
    first = tick(LOUD)
    assert first.code == 0, first.text
    assert [one["job"] for one in first.data["ran"]] == [job.name for job in JOBS]
    assert Seal.objects.count() == 1
    assert "audit.seal: sealed" in first.text
    second = tick(LOUD)
    assert (second.data, second.text) == ({"ran": []}, "Nothing was due.")
    with clock.at(clock.now() + timedelta(days=2)):
        assert len(tick(LOUD).data["ran"]) == len(JOBS)


def test_it_names_each_job_once_and_by_its_area() -> None:
    names = [job.name for job in JOBS]
    assert len(set(names)) == len(names)
    assert all(name.count(".") == 1 for name in names)


def test_it_writes_digests_before_it_delivers() -> None:
    names = [job.name for job in JOBS]
    assert names.index("notifications.send_digests") < names.index("notifications.deliver")


def test_it_goes_on_when_a_job_fails(
    db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []

    def breaks() -> None:
        raise OSError("the disk is full")

    jobs = (
        Job("test.breaks", timedelta(minutes=1), breaks),
        Job("test.works", timedelta(minutes=1), lambda: done.append("it")),
    )
    monkeypatch.setattr(ticking, "JOBS", jobs)
    result = tick(LOUD)
    assert result.code == 1
    assert "test.breaks: FAILED: OSError: the disk is full" in result.text
    assert done == ["it"]
    assert "test.breaks" in caplog.text


def test_it_prints_nothing_for_cron_unless_something_failed(
    db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert tick(QUIET).text == ""
    monkeypatch.setattr(ticking, "JOBS", [Job("test.breaks", timedelta(minutes=1), lambda: 1 / 0)])
    assert tick(QUIET).text.startswith("test.breaks: FAILED")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_after_the_job_in_hand_when_it_is_told_to_stop(
    db: None, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    done: list[str] = []

    def told_to_stop() -> None:
        os.kill(os.getpid(), number)
        done.append("the job in hand")

    jobs = (
        Job("test.first", timedelta(minutes=1), told_to_stop),
        Job("test.second", timedelta(minutes=1), lambda: done.append("another")),
    )
    monkeypatch.setattr(ticking, "JOBS", jobs)
    before = signal.getsignal(number)
    assert tick(LOUD).code == 0
    assert done == ["the job in hand"]
    assert not LastRun.objects.exclude(lease="").exists()  # nobody has to wait for its lease to end
    assert signal.getsignal(number) == before


def test_it_prints_json_though_mail_goes_to_the_console(
    db: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ticking, "JOBS", [Job("test.prints", timedelta(minutes=1), lambda: print("a mail"))])  # noqa: T201
    tick(LOUD)
    assert capsys.readouterr().out == ""


@pytest.mark.django_db
def test_it_refuses_a_database_that_is_not_up_to_date(install: Install) -> None:
    (refused,) = install("new").do(["tick"])
    assert "run `holdfast setup` first" in refused.error


def test_it_takes_the_seldom_jobs_last() -> None:
    """What somebody waits for must not wait for what sweeps."""
    seldom = [job.every >= timedelta(days=1) for job in JOBS]
    assert all(earlier <= later for earlier, later in pairwise(seldom))
