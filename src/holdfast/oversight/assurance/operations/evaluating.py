"""Keeping what was known: a row for each turn of a duty's state, and a snapshot of each day."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock
from holdfast.oversight.assurance.models import Snapshot, VerdictChange
from holdfast.oversight.assurance.operations.clocks import catch_up, hold
from holdfast.oversight.assurance.operations.counting import count_deeds
from holdfast.oversight.assurance.operations.reminding import BAD, remind, tell_owner
from holdfast.oversight.assurance.presenters.words import sentence_of
from holdfast.oversight.assurance.queries.duties import former, obligations_of
from holdfast.oversight.assurance.queries.known import Known
from holdfast.oversight.assurance.queries.tallies import Tally, tallies


def evaluate_all() -> str:
    """Evaluate every live trust, each in its own scope. Safe to run twice. Gives words on what turned."""
    turned = 0
    for trust in Trust.objects.filter(live=True):
        with scope(trust):
            catch_up()
            turned += len(evaluate(by=Actor.system("tick"), trust=trust))
            count_deeds(trust)
    return f"{turned} duties turned" if turned else ""


def evaluate(*, by: Actor, trust: Trust) -> list[VerdictChange]:
    """Work out the state of each of the trust's duties as at now; keep what turned and today's snapshot.

    The owner of one that turned bad is told, and reminded when the policy says so. Gives what turned; an entry is left
    only when something did or somebody was reminded, since a snapshot holds nothing that the records do not. The
    trust's scope must be open. Someone else at it: gives nothing.
    """
    with transaction.atomic():
        if not hold(trust.pk):
            return []
        now, today = clock.now(), clock.today()
        found = [
            tally
            for tally in tallies(obligations_of(trust, today), now, Known.to(None)).values()
            if not (former(tally.obligation, today) and tally.silent)
        ]
        _keep_snapshots(trust, found)
        last = _last_states(trust)
        turned = [tally for tally in found if last.get(tally.obligation.key) != tally.state]
        changes = note_turns(by=by, trust=trust, turned=turned, last=last) if turned else []
        remind(by=by, trust=trust, found={tally.obligation.key: tally for tally in found})
        return changes


def _keep_snapshots(trust: Trust, found: Sequence[Tally]) -> None:
    now, today = clock.now(), clock.today()
    Snapshot.objects.bulk_create(
        [
            Snapshot(
                trust=trust,
                duty=tally.obligation.key,
                day=today,
                state=tally.state,
                counts=tally.counts,
                met=tally.met,
                judged=tally.denominator,
                taken_at=now,
            )
            for tally in found
        ],
        update_conflicts=True,
        unique_fields=["trust", "duty", "day"],
        update_fields=["state", "counts", "met", "judged", "taken_at"],
    )


def _last_states(trust: Trust) -> dict[str, str]:
    newest = VerdictChange.objects.filter(trust=trust).order_by().values("duty").annotate(newest=Max("pk"))
    rows = VerdictChange.objects.filter(pk__in=newest.values("newest"))
    return dict(rows.order_by().values_list("duty", "new"))


@operation
def note_turns(*, by: Actor, trust: Trust, turned: Sequence[Tally], last: dict[str, str]) -> list[VerdictChange]:
    """Write down that these duties turned from their `last` state, and tell the owner of each that turned bad."""
    now = clock.now()
    changes = VerdictChange.objects.bulk_create(
        VerdictChange(
            trust=trust,
            duty=tally.obligation.key,
            at=now,
            old=last.get(tally.obligation.key, ""),
            new=tally.state,
            why=sentence_of(tally),
        )
        for tally in turned
    )
    for tally in turned:
        # What is bad from its first evaluation on is no news: the overview says so to whoever installs a policy.
        if tally.state in BAD and last.get(tally.obligation.key):
            tell_owner(trust, tally)
    enter(
        "assurance.note_turns",
        by=by,
        subject=trust,
        changes={change.duty: [change.old, change.new] for change in changes},
    )
    return changes
