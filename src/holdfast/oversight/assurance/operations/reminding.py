"""Telling owners: when a duty of theirs turns bad, and again at the times that the policy sets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.notifications.operations import tell
from holdfast.foundation.organisation.models import Post, Trust
from holdfast.foundation.organisation.roles import SecurityLead
from holdfast.kernel import clock
from holdfast.kernel.durations import Duration, after
from holdfast.oversight.assurance.models import Obligation, VerdictChange
from holdfast.oversight.assurance.presenters.words import STATES, sentence_of
from holdfast.oversight.assurance.queries.duties import policy_on
from holdfast.oversight.assurance.queries.tallies import Tally

BAD = ("overdue", "below target")
"""States of which a duty's owner is told when it turns to one of them, and reminded while it stays so."""

MOST_NAMED = 10
"""Duties that one reminder names; the page behind it has all."""


def tell_owner(trust: Trust, tally: Tally) -> None:
    """Tell whoever owns a duty that it turned bad; the lead of the security team where nobody holds the post."""
    duty = tally.obligation
    _tell(
        trust,
        duty.owner,
        subject=f"A duty of yours is {STATES[tally.state].words.lower()}: {duty.clause.ref or duty.key}",
        words=f"{duty.statement} {sentence_of(tally)}",
        url=reverse("assurance:duty", args=[duty.key]),
        kind="assurance.turned",
    )


def remind(*, by: Actor, trust: Trust, found: Mapping[str, Tally]) -> int:
    """Remind owners of duties that have been bad for as long as a reminder of the policy says. Gives how many duties.

    `found`: the tallies of the trust's duties now, by key. Each reminder goes out once for each turn, however often and
    late this runs; of several whose time has come one goes out.
    """
    policy = policy_on(trust, clock.today())
    reminders = [Duration.parse(one) for one in policy.reminders] if policy else []
    if not reminders:
        return 0
    now = clock.now()
    waiting: list[tuple[VerdictChange, Tally]] = []
    for turn in _bad_now(trust, len(reminders)):
        due = sum(after(turn.at, reminder) <= now for reminder in reminders)
        if due > turn.reminded and turn.duty in found and found[turn.duty].state in BAD:
            turn.reminded = due
            waiting.append((turn, found[turn.duty]))
    if waiting:
        send_reminders(by=by, trust=trust, waiting=waiting)
    return len(waiting)


def _bad_now(trust: Trust, most: int) -> QuerySet[VerdictChange]:
    """The turns by which duties became bad that are so still, and of which not all reminders went out."""
    newest = VerdictChange.objects.filter(trust=trust, duty=OuterRef("duty")).order_by("-at", "-pk")
    rows = VerdictChange.objects.filter(trust=trust, new__in=BAD, reminded__lt=most)
    return rows.filter(pk=Subquery(newest.values("pk")[:1])).order_by("at", "pk")


@operation
def send_reminders(*, by: Actor, trust: Trust, waiting: Sequence[tuple[VerdictChange, Tally]]) -> None:
    """Tell each owner once of all duties of theirs that are due a reminder, and write down that it was done."""
    VerdictChange.objects.bulk_update([turn for turn, _ in waiting], ["reminded"])
    owners: dict[str, list[tuple[VerdictChange, Tally]]] = {}
    for turn, tally in waiting:
        owners.setdefault(tally.obligation.owner, []).append((turn, tally))
    for owner, theirs in owners.items():
        _remind_owner(trust, owner, theirs)
    reminded = {turn.duty: turn.reminded for turn, _ in waiting}
    enter("assurance.send_reminders", by=by, subject=trust, details={"reminded": reminded})


def _remind_owner(trust: Trust, owner: str, theirs: Sequence[tuple[VerdictChange, Tally]]) -> None:
    one = theirs[0][1].obligation
    words = [_line(turn, tally) for turn, tally in theirs[:MOST_NAMED]]
    if len(theirs) > MOST_NAMED:
        words.append(f"And {len(theirs) - MOST_NAMED} more.")
    _tell(
        trust,
        owner,
        subject=f"A duty of yours is still failing: {one.clause.ref or one.key}"
        if len(theirs) == 1
        else f"{len(theirs)} duties of yours are still failing",
        words="\n\n".join(words),
        url=reverse("assurance:duty", args=[one.key]) if len(theirs) == 1 else reverse("assurance:mine"),
        kind="assurance.reminder",
    )


def _line(turn: VerdictChange, tally: Tally) -> str:
    duty: Obligation = tally.obligation
    since = clock.local_day(turn.at)
    return f"{duty.clause.ref} {duty.statement} {sentence_of(tally)} So since {since.day} {since:%B %Y}.".strip()


def _tell(trust: Trust, owner: str, *, subject: str, words: str, url: str, kind: str) -> None:
    posts = Post.objects.filter(trust=trust, closed=None, unit=None)
    for wanted in _in_turn(posts, owner):
        if tell(posts=wanted, subject=subject, words=words, url=url, kind=kind).people:
            return


def _in_turn(posts: QuerySet[Post], owner: str) -> Iterable[QuerySet[Post]]:
    """Whoever holds the owner's post; where nobody does, the lead of the security team."""
    return posts.filter(key=owner), posts.filter(role=SecurityLead.key)
