"""Everything that is done by the clock, and doing what is due of it."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from argparse import Namespace
from collections.abc import Sequence
from datetime import timedelta
from types import FrameType

from django.conf import settings
from django.contrib.sessions.models import Session

from holdfast.casework.incidents.operations.drafts import discard_old_drafts
from holdfast.casework.incidents.operations.sending import forget_sent_forms
from holdfast.casework.incidents.operations.statements import remind_of_statements
from holdfast.casework.liaison.operations.chasing import tell_of_silence
from holdfast.casework.liaison.operations.riddor import renew_proposals
from holdfast.casework.sanctions.operations.running_out import mind_letters
from holdfast.casework.violence.operations.lapsing import mind_markers
from holdfast.doors.operating.in_use import among_others
from holdfast.doors.operating.readiness import must_be_its_mode, must_be_set_up
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import seal
from holdfast.foundation.notifications.operations import clear_out, deliver, send_digests
from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.organisation.operations.leaving import close_leavers
from holdfast.foundation.organisation.operations.uploads import forget_old_uploads
from holdfast.foundation.organisation.scope import EVERY_TRUST, scope
from holdfast.foundation.records.operations.scanning import scan_waiting
from holdfast.foundation.records.operations.sweeping import sweep_orphans
from holdfast.foundation.schedule.jobs import Job
from holdfast.foundation.schedule.operations import Ran, run_due
from holdfast.kernel import clock
from holdfast.kernel.commands import Result
from holdfast.oversight.assurance.operations.clocks import catch_up
from holdfast.oversight.assurance.operations.evaluating import evaluate_all
from holdfast.oversight.assurance.operations.installing import take_effect_when_due
from holdfast.tools.actions.operations.reminding import remind_of_actions

BY = Actor.system("tick")
RECORDS_AT_ONCE = 20_000
"""Changed records that one run looks at; the next goes on from there, and the other jobs have their turn between."""


def _seal() -> str:
    entries = sum(made.count for made in seal(by=BY))
    return f"sealed {entries} entries" if entries else ""


def _put_versions_in_force() -> str:
    return "; ".join(filter(None, [take_effect_when_due(trust) for trust in Trust.objects.filter(live=True)]))


def _catch_up() -> str:
    with scope(EVERY_TRUST):
        looked_at = catch_up(RECORDS_AT_ONCE)
    return f"looked at {looked_at} changed records" if looked_at else ""


def _send_digests() -> str:
    written = send_digests()
    return f"wrote {written} digests" if written else ""


def _scan() -> str:
    scanned = scan_waiting()
    return f"scanned {scanned} files" if scanned else ""


def _sweep() -> str:
    swept = sweep_orphans()
    return f"swept {swept} files that belong to nothing" if swept else ""


def _clear_out() -> str:
    gone = clear_out()
    return f"let go of {gone} old notices and mails" if gone else ""


def _remind() -> str:
    reminded = remind_of_statements(by=BY)
    return f"sent {reminded} reminders" if reminded else ""


def _mind_markers() -> str:
    warned, ended = mind_markers(by=BY)
    return f"warned of {warned} markers, ended {ended}" if warned or ended else ""


def _mind_letters() -> str:
    ended, told = mind_letters(by=BY)
    return f"ended {ended} letters, told of {told} reviews" if ended or told else ""


def _remind_of_actions() -> str:
    return str(remind_of_actions(by=BY))


def _tell_of_silence() -> str:
    told = tell_of_silence(by=BY)
    return f"told of {told} silences of the police" if told else ""


def _renew_riddor() -> str:
    renewed = renew_proposals(by=BY)
    return f"worked RIDDOR out anew for {renewed} people" if renewed else ""


def _close_leavers() -> str:
    closed = close_leavers(by=BY)
    return f"closed {closed} leavers" if closed else ""


def _forget_uploads() -> str:
    forgotten = forget_old_uploads(by=BY)
    return f"let go of {forgotten} uploads" if forgotten else ""


def _discard_drafts() -> str:
    with scope(EVERY_TRUST):
        gone = discard_old_drafts()
    return f"threw away {gone} drafts" if gone else ""


def _forget_sent_forms() -> str:
    with scope(EVERY_TRUST):
        gone = forget_sent_forms()
    return f"forgot {gone} sent forms" if gone else ""


def _clear_sessions() -> str:
    gone, _ = Session.objects.filter(expire_date__lt=clock.now()).delete()
    return f"cleared {gone} sessions" if gone else ""


JOBS: tuple[Job, ...] = (
    Job("audit.seal", timedelta(minutes=1), _seal),
    # Digests before delivery, so that a digest goes out in the same minute.
    Job("notifications.send_digests", timedelta(minutes=5), _send_digests),
    Job("notifications.deliver", timedelta(minutes=1), deliver),
    # Before the clocks: from its day on a new version of a policy routes, tells and asks.
    Job("assurance.take_effect", timedelta(minutes=15), _put_versions_in_force),
    Job("assurance.catch_up", timedelta(minutes=1), _catch_up),
    Job("assurance.evaluate", timedelta(hours=1), evaluate_all),
    Job("incidents.remind_of_statements", timedelta(hours=6), _remind),
    Job("violence.mind_markers", timedelta(hours=1), _mind_markers),
    Job("sanctions.mind_letters", timedelta(hours=6), _mind_letters),
    Job("actions.remind", timedelta(hours=6), _remind_of_actions),
    Job("liaison.renew_proposals", timedelta(hours=1), _renew_riddor),
    Job("liaison.tell_of_silence", timedelta(hours=6), _tell_of_silence),
    Job("organisation.close_leavers", timedelta(hours=1), _close_leavers),
    Job("records.scan_waiting", timedelta(minutes=5), _scan),
    Job("organisation.forget_uploads", timedelta(hours=6), _forget_uploads),
    Job("incidents.discard_drafts", timedelta(days=1), _discard_drafts),
    Job("incidents.forget_sent_forms", timedelta(days=1), _forget_sent_forms),
    Job("notifications.clear_out", timedelta(days=1), _clear_out),
    Job("records.sweep_orphans", timedelta(days=1), _sweep, at_most=timedelta(hours=3)),
    Job("operating.clear_sessions", timedelta(days=1), _clear_sessions),
)
"""In the order in which they run: what somebody waits for comes first."""


def tick(given: Namespace) -> Result:
    """Run the jobs that are due. Exit code 1 when one of them failed; the others ran all the same.

    Told to stop (SIGTERM) it ends after the job in hand. Raises CommandFailed when the database is not up to date, when
    it is in production and this is another mode, and while a restore is under way.
    """
    must_be_set_up()
    must_be_its_mode()
    # Mail that goes to the console must not come between what is printed for machines.
    with among_others(settings.CONFIGURATION.data), contextlib.redirect_stdout(sys.stderr):
        ran = run_until_stopped(JOBS)
    data = [
        {"job": one.name, "worked": one.worked, "said": one.said, "seconds": one.took.total_seconds()} for one in ran
    ]
    lines = [f"{one.name}: {one.said or 'done'}" if one.worked else f"{one.name}: FAILED: {one.said}" for one in ran]
    if given.quiet:
        lines = [line for line, one in zip(lines, ran, strict=True) if not one.worked]
    text = "\n".join(lines) or ("" if given.quiet else "Nothing was due.")
    return Result({"ran": data}, text, 0 if all(one.worked for one in ran) else 1)


def run_until_stopped(jobs: Sequence[Job]) -> list[Ran]:
    """Run those of `jobs` that are due, one by one, until all are done or the process is told to stop.

    A job that is cut short keeps its lease, and nobody else may take it up until the lease ends: so the one in hand is
    brought to its end, and no other is begun.
    """
    stopping = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    ran: list[Ran] = []
    try:
        for job in jobs:
            if stopping.is_set():
                break
            ran += run_due([job])
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return ran
