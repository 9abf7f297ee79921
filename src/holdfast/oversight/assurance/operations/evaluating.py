"""Keeping what was known: a row for each turn of an obligation's state, and a snapshot of each day."""

from __future__ import annotations

from collections.abc import Iterable

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.notifications.operations import tell
from holdfast.foundation.organisation.models import Post, Trust
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock
from holdfast.oversight.assurance.models import Snapshot, VerdictChange
from holdfast.oversight.assurance.operations.clocks import catch_up
from holdfast.oversight.assurance.presenters import sentence_of
from holdfast.oversight.assurance.queries.duties import obligations_of
from holdfast.oversight.assurance.queries.tallies import Tally, tallies

BAD = ("overdue", "below target")
"""States of which an obligation's owner is told when it turns."""


def evaluate_all() -> str:
    """Evaluate every live trust, each in its own scope. Safe to run twice."""
    turned = 0
    for trust in Trust.objects.filter(live=True):
        with scope(trust):
            catch_up()
            turned += evaluate(by=Actor.system("tick"), trust=trust)
    return f"{turned} obligations turned" if turned else ""


@operation
def evaluate(*, by: Actor, trust: Trust) -> int:
    """Work out the state of each of the trust's obligations as at now; keep what turned and today's snapshot.

    The owner of one that turned bad is told. Gives how many turned. The trust's scope must be open.
    """
    now, today = clock.now(), clock.today()
    found = list(tallies(obligations_of(trust, today), now).values())
    last = _last_states(found)
    turned = [tally for tally in found if last.get(tally.obligation.pk) != tally.state]
    VerdictChange.objects.bulk_create(
        VerdictChange(
            trust=trust,
            obligation=tally.obligation,
            at=now,
            old=last.get(tally.obligation.pk, ""),
            new=tally.state,
            why=sentence_of(tally),
        )
        for tally in turned
    )
    Snapshot.objects.bulk_create(
        [
            Snapshot(
                trust=trust,
                obligation=tally.obligation,
                day=today,
                counts={"standing": tally.counts, "judged": tally.judged},
                kept=None if tally.kept is None else round(tally.kept, 4),
                taken_at=now,
            )
            for tally in found
        ],
        update_conflicts=True,
        unique_fields=["obligation", "day"],
        update_fields=["counts", "kept", "taken_at"],
    )
    for tally in turned:
        if tally.state in BAD and last.get(tally.obligation.pk):
            _tell_owner(trust, tally)
    enter("assurance.evaluate", by=by, subject=trust, details={"obligations": len(found), "turned": len(turned)})
    return len(turned)


def _last_states(found: Iterable[Tally]) -> dict[int, str]:
    states: dict[int, str] = {}
    changes = VerdictChange.objects.filter(obligation__in=[tally.obligation.pk for tally in found])
    for obligation, state in changes.order_by("at", "pk").values_list("obligation", "new"):
        states[obligation] = state
    return states


def _tell_owner(trust: Trust, tally: Tally) -> None:
    posts = Post.objects.filter(trust=trust, key=tally.obligation.owner, unit=None, closed=None)
    tell(
        posts=posts,
        subject=f"A duty of yours is {tally.state}: {tally.obligation.clause.ref}",
        words=f"{tally.obligation.statement} {sentence_of(tally)}",
        url=f"/assurance/duties/{tally.obligation.key}/",
        kind="assurance.turned",
    )
