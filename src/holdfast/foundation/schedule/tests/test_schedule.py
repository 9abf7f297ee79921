from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from holdfast.foundation.schedule.jobs import Job
from holdfast.foundation.schedule.models import LastRun, Outcome
from holdfast.foundation.schedule.operations import run_due
from holdfast.foundation.schedule.queries import job_states
from holdfast.foundation.schedule.rules.due import AFTER_FAILURE, EPOCH, due_after, due_after_failure
from holdfast.kernel import clock

NOON = datetime(2026, 3, 4, 12, 0, 0, 800_000, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class Work:
    """Counts how often it was done; fails, or says something, when it is told to."""

    def __init__(self, *, fails: bool = False, says: object = None) -> None:
        self.times, self.fails, self.says = 0, fails, says

    def __call__(self) -> object:
        self.times += 1
        if self.fails:
            raise RuntimeError("it did not work")
        return self.says


def test_it_runs_a_job_when_it_is_due_and_not_before(db: None) -> None:
    work = Work(says="3 sent")
    job = Job("example.work", HOUR, work)
    for moment, times in ((0, 1), (1, 1), (59, 1), (60, 2), (61, 2), (300, 3), (301, 3)):
        with clock.at(NOON + moment * MINUTE):
            run_due([job])
        assert work.times == times
    row = LastRun.objects.get()
    assert (row.outcome, row.said, row.lease, row.leased_until) == (Outcome.DONE, "3 sent", "", None)
    assert row.finished_at == NOON + 300 * MINUTE


def test_it_does_each_minute_what_is_due_each_minute_though_the_minute_shakes(db: None) -> None:
    work = Work()
    for number, shake in enumerate((0, 180, -500, 100, -790, 150)):
        with clock.at(NOON + number * MINUTE + timedelta(milliseconds=shake)):
            run_due([Job("example.work", MINUTE, work)])
    assert work.times == 6


def test_it_runs_the_others_when_one_fails_and_tries_that_again_soon(
    db: None, caplog: pytest.LogCaptureFixture
) -> None:
    bad, good = Work(fails=True), Work()
    jobs = [Job("example.bad", DAY, bad), Job("example.good", DAY, good)]
    with clock.at(NOON):
        first, second = run_due(jobs)
    assert (first.worked, first.said, second.worked) == (False, "RuntimeError: it did not work", True)
    assert "the job example.bad failed" in caplog.text
    with clock.at(NOON + AFTER_FAILURE + MINUTE):
        assert [ran.name for ran in run_due(jobs)] == ["example.bad"]
    assert LastRun.objects.get(name="example.bad").failures == 2
    bad.fails = False
    with clock.at(NOON + 3 * AFTER_FAILURE):
        run_due(jobs)
    assert LastRun.objects.get(name="example.bad").failures == 0


def test_it_leaves_alone_what_another_scheduler_runs_and_takes_it_over_from_a_dead_one(db: None) -> None:
    work = Work()
    job = Job("example.work", HOUR, work, at_most=10 * MINUTE)
    LastRun.objects.create(name=job.name, due_at=NOON, lease="another", leased_until=NOON + 10 * MINUTE)
    with clock.at(NOON + 9 * MINUTE):
        assert run_due([job]) == []
    with clock.at(NOON + 11 * MINUTE):
        assert len(run_due([job])) == 1
    assert work.times == 1


def test_it_does_again_at_once_what_was_cut_short(db: None) -> None:
    def dies() -> None:
        raise KeyboardInterrupt

    with clock.at(NOON), pytest.raises(KeyboardInterrupt):
        run_due([Job("example.work", DAY, dies, at_most=MINUTE)])
    work = Work()
    with clock.at(NOON + 2 * MINUTE):
        run_due([Job("example.work", DAY, work)])
    assert work.times == 1


def test_it_says_when_a_job_took_longer_than_it_may(db: None, caplog: pytest.LogCaptureFixture) -> None:
    def slowly() -> None:
        LastRun.objects.update(lease="someone else's")

    with caplog.at_level(logging.WARNING):
        run_due([Job("example.slow", HOUR, slowly)])
    assert "may have been run twice" in caplog.text
    assert LastRun.objects.get().lease == "someone else's"


def test_it_runs_each_job_once_though_five_schedulers_look_at_once(transactional_db: None) -> None:
    lock, done = threading.Lock(), []

    def work(name: str) -> None:
        with lock:
            done.append(name)

    names = ["a.a", "b.b", "c.c", "d.d"]
    jobs = [Job(name, DAY, lambda name=name: work(name)) for name in names]
    ready = threading.Barrier(5)

    def look() -> None:
        ready.wait()
        try:
            run_due(jobs)
        finally:
            connection.close()

    schedulers = [threading.Thread(target=look) for _ in range(5)]
    for scheduler in schedulers:
        scheduler.start()
    for scheduler in schedulers:
        scheduler.join()
    assert sorted(done) == names


def test_it_refuses_two_jobs_of_one_name_and_jobs_of_no_length(db: None) -> None:
    with pytest.raises(ValueError, match=r"two jobs are called example\.work"):
        run_due([Job("example.work", HOUR, Work()), Job("example.work", DAY, Work())])
    with pytest.raises(ValueError, match="more than nothing"):
        Job("example.work", timedelta(), Work())


def test_it_tells_how_each_job_stands(db: None) -> None:
    good, bad = Job("a.good", HOUR, Work(says="well")), Job("a.bad", HOUR, Work(fails=True))
    with clock.at(NOON):
        run_due([good, bad])
        first, second, third = job_states([good, bad, Job("a.never", HOUR, Work())])
    assert (first.said, first.failed, first.late, first.last) == ("well", False, False, NOON)
    assert (second.failed, second.failures) == (True, 1)
    assert (third.last, third.late) == (None, True)
    with clock.at(NOON + 2 * HOUR):
        assert job_states([good])[0].late


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),
    st.timedeltas(timedelta(seconds=1), timedelta(days=40)),
    st.timedeltas(timedelta(), timedelta(days=2)),
)
def test_it_is_due_again_within_one_turn(started: datetime, every: timedelta, took: timedelta) -> None:
    due = due_after(started, every)
    assert started < due <= started + every
    assert (due - EPOCH) % every == timedelta()
    again = due_after_failure(started + took, started, every)
    assert started + took <= again <= started + took + AFTER_FAILURE
