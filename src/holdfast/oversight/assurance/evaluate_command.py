"""`holdfast assurance evaluate`: whether each duty of each trust is kept, for people and for machines."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock
from holdfast.kernel.commands import CommandFailed, Result, WrongArguments
from holdfast.kernel.durations import last_instant
from holdfast.oversight.assurance.engine.explanation import exactly, percentage
from holdfast.oversight.assurance.operations.clocks import catch_up, rebuild_all
from holdfast.oversight.assurance.operations.evaluating import evaluate
from holdfast.oversight.assurance.presenters.words import STATES, sentence_of
from holdfast.oversight.assurance.queries.duties import former, obligations_of
from holdfast.oversight.assurance.queries.known import Known
from holdfast.oversight.assurance.queries.tallies import Tally, since_when, tallies

AT_THE_COMMAND_LINE = Actor(name="Holdfast (assurance evaluate)", identity="system:evaluate", channel="command")


def evaluate_trusts(given: argparse.Namespace) -> Result:
    """Evaluate the live trusts, or the one named. Raises CommandFailed for a trust or a day that is not one."""
    day = _day(given.as_at)
    as_at = clock.now() if day is None else last_instant(day)
    found = [_of(trust, as_at, rebuild=given.rebuild, keep=day is None) for trust in _trusts(given.trust)]
    return Result({"as_at": as_at.isoformat(), "trusts": found}, "\n\n".join(map(_words, found)) or "No trust is live.")


def _day(typed: str) -> date | None:
    if not typed:
        return None
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        raise WrongArguments(f"--as-at takes a day such as 2026-03-31, not “{typed}”") from None
    if day > clock.today():
        raise WrongArguments(f"{typed} has not come yet")
    return day


def _trusts(code: str) -> Iterable[Trust]:
    live = Trust.objects.filter(live=True).order_by("code")
    if not code:
        return live
    chosen = list(live.filter(code__iexact=code))
    if not chosen:
        known = ", ".join(trust.code for trust in live) or "none"
        raise CommandFailed(f"No live trust has the ODS code “{code}”. Live are: {known}.")
    return chosen


def _of(trust: Trust, as_at: datetime, *, rebuild: bool, keep: bool) -> dict[str, Any]:
    day = clock.local_day(as_at)
    with scope(trust):
        if rebuild:
            rebuild_all()
        catch_up()
        turned = evaluate(by=AT_THE_COMMAND_LINE, trust=trust) if keep else []
        known = Known.to(None)
        found = [
            tally
            for tally in tallies(obligations_of(trust, day), as_at, known).values()
            if not (former(tally.obligation, day) and tally.silent)
        ]
        return {
            "code": trust.code,
            "name": trust.name,
            "duties": [_duty(tally, as_at, known) for tally in found],
            "turned": [{"key": one.duty, "from": one.old, "to": one.new} for one in turned],
        }


def _duty(tally: Tally, as_at: datetime, known: Known) -> dict[str, Any]:
    duty = tally.obligation
    failing, since = since_when(duty, as_at, known)
    return {
        "key": duty.key,
        "clause": duty.clause.ref,
        "statement": duty.statement,
        "sentence": sentence_of(tally),
        "kind": duty.kind,
        "owner": duty.owner,
        "state": tally.state,
        "met": tally.met,
        "judged": tally.denominator,
        "kept": tally.kept,
        "target": None if duty.target is None else float(duty.target),
        "counts": dict(sorted((tally.counts | tally.judged).items())),
        "oldest_failure": tally.oldest_failure.isoformat() if tally.oldest_failure else None,
        "failing": failing,
        "since": since.isoformat() if since else None,
    }


def _words(found: dict[str, Any]) -> str:
    lines = [f"{found['code']} {found['name']}"]
    for duty in found["duties"]:
        kept = "" if duty["kept"] is None else f"{percentage(duty['kept'])} ({duty['met']} of {duty['judged']})"
        overdue = duty["counts"].get("overdue", 0)
        oldest = duty["oldest_failure"]
        since = f", the oldest since {exactly(datetime.fromisoformat(oldest))}" if overdue and oldest else ""
        facts = "; ".join(filter(None, [kept and f"kept {kept}", f"{overdue} overdue{since}" if overdue else ""]))
        lines.append(f"  {duty['key'].ljust(20)} {STATES[duty['state']].words.ljust(22)} {facts}".rstrip())
        lines.append(f"      {duty['clause']} {duty['statement']}")
    if not found["duties"]:
        lines.append("  no policy is in force")
    if found["turned"]:
        lines.append(f"  {len(found['turned'])} turned since the last evaluation")
    return "\n".join(lines)
