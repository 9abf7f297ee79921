"""Everything that is done by the clock, and doing what is due of it."""

from __future__ import annotations

import argparse
from datetime import timedelta

from holdfast.casework.incidents.operations.statements import remind_of_statements
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import seal
from holdfast.foundation.notifications.operations import clear_out, deliver, send_digests
from holdfast.foundation.organisation.operations.leaving import close_leavers
from holdfast.foundation.organisation.scope import EVERY_TRUST, scope
from holdfast.foundation.schedule.jobs import Job
from holdfast.foundation.schedule.operations import run_due
from holdfast.kernel.commands import Result
from holdfast.oversight.assurance.operations.clocks import catch_up
from holdfast.oversight.assurance.operations.evaluating import evaluate_all


def _seal() -> str:
    made = seal(by=Actor.system("tick"))
    return f"sealed {made.entries_count} entries" if made is not None and hasattr(made, "entries_count") else ""


def _catch_up() -> str:
    with scope(EVERY_TRUST):
        looked_at = catch_up(20_000)
    return f"looked at {looked_at} changed records" if looked_at else ""


def _close_leavers() -> str:
    closed = close_leavers(by=Actor.system("tick"))
    return f"closed {closed} leavers" if closed else ""


def _remind() -> str:
    reminded = remind_of_statements(by=Actor.system("tick"))
    return f"sent {reminded} reminders" if reminded else ""


JOBS = (
    Job("audit.seal", timedelta(minutes=1), _seal),
    Job("notifications.deliver", timedelta(minutes=1), deliver),
    Job("assurance.catch_up", timedelta(minutes=1), _catch_up),
    Job("notifications.digests", timedelta(minutes=15), send_digests),
    Job("assurance.evaluate", timedelta(hours=1), evaluate_all),
    Job("incidents.remind_of_statements", timedelta(hours=6), _remind),
    Job("organisation.close_leavers", timedelta(hours=6), _close_leavers),
    Job("notifications.clear_out", timedelta(days=1), clear_out),
)


def tick(given: argparse.Namespace) -> Result:
    """Run the jobs that are due. Exit code 1 when one of them failed; the others ran all the same."""
    ran = run_due(JOBS)
    data = [{"job": one.name, "worked": one.worked, "said": one.said, "seconds": one.took.total_seconds()} for one in ran]
    lines = [f"{one.name}: {one.said or 'done'}" if one.worked else f"{one.name}: FAILED: {one.said}" for one in ran]
    text = "\n".join(lines) or ("" if given.quiet else "Nothing was due.")
    return Result({"ran": data}, text, 0 if all(one.worked for one in ran) else 1)
