"""What owners of duties owe: statements to confirm, and duties that fail."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.records.queues import Queue, Waiting, lines_of
from holdfast.foundation.records.work import WorkItem
from holdfast.kernel import clock
from holdfast.oversight.assurance.engine.clocks import Verdict
from holdfast.oversight.assurance.models import Clock, Obligation, Settled, VerdictChange
from holdfast.oversight.assurance.queries.conditions import stands_as_at, verdict_as_at
from holdfast.oversight.assurance.queries.duties import given_to

BAD = ("overdue", "below target")


def owed_by(viewer: Viewer) -> list[WorkItem]:
    """What the viewer owes to the policy: statements to confirm now, and one line for all duties of theirs that fail.

    Nothing is counted for it: what fails is what the last evaluation found.
    """
    return lines_of(queues_of(viewer))


def queues_of(viewer: Viewer) -> Iterator[Queue]:
    """The queues of assurance in which something may wait for the viewer: none for who has no post."""
    if viewer.posts:
        duties = given_to(viewer, clock.today())
        yield _to_confirm(viewer, duties)
        yield _failing(viewer, duties)


def statements_to_confirm(viewer: Viewer) -> list[WorkItem]:
    """Statements that the viewer's posts must confirm now: due soon or overdue, the most urgent first."""
    return lines_of([_to_confirm(viewer, given_to(viewer, clock.today()))]) if viewer.posts else []


def _to_confirm(viewer: Viewer, given: QuerySet[Obligation]) -> Queue:
    now, away = clock.now(), _away(viewer)

    def line(row: Waiting) -> WorkItem:
        return WorkItem.owed(
            due=row.instant("due"),
            since=row.instant("opens") or now,
            warns=row.instant("warns"),
            title=row["statement"],
            what="Confirm what the policy says",
            verb="Confirm",
            url=reverse("assurance:confirm", args=[row["duty"]]),
        ).on_behalf(away.get(row["owner"], ""))

    # Clocks of an earlier version run on, and are owed in the words and by the post of the version of today.
    stated = given.filter(kind="attestation").order_by()
    duty = stated.filter(key=OuterRef("obligation__key"))
    undone = Q(settled=Settled.NO) | Q(done__gt=now)
    rows = Clock.objects.filter(
        undone,
        stands_as_at(now),
        trust=viewer.trust,
        obligation__key__in=stated.values("key"),
        obligation__in_force_from__lte=clock.today(),
    )
    rows = rows.annotate(**{"verdict": verdict_as_at(now)}).filter(verdict__in=[Verdict.OVERDUE, Verdict.DUE_SOON])
    columns = {
        "due": "limit",
        "opens": "opens",
        "warns": "warns",
        "duty": "obligation__key",
        "statement": Subquery(duty.values("statement")[:1]),
        "owner": Subquery(duty.values("owner")[:1]),
    }
    return Queue(rows.order_by(F("limit").asc(nulls_last=True), "pk"), columns, line)


def _failing(viewer: Viewer, given: QuerySet[Obligation]) -> Queue:
    """One line for all of them: the row that turned first, and how many there are."""

    def line(row: Waiting) -> WorkItem:
        since, many = row.instant("since"), row["many"]
        assert since is not None
        return WorkItem.owed(
            due=None,
            since=since,
            title="A duty of yours is failing" if many == 1 else f"{many:,} duties of yours are failing",
            what="See what is overdue or below its target",
            verb="Look",
            url=reverse("assurance:mine"),
        )

    measured = given.exclude(kind="attestation")
    turned = VerdictChange.objects.filter(trust=viewer.trust, duty=OuterRef("duty")).order_by("-at", "-pk")
    rows = VerdictChange.objects.filter(trust=viewer.trust, new__in=BAD, duty__in=measured.values("key"))
    rows = rows.filter(pk=Subquery(turned.values("pk")[:1]))
    many = rows.order_by().values("trust").annotate(many=Count("pk")).values("many")
    return Queue(rows.order_by("at", "pk"), {"since": "at", "many": Subquery(many)}, line, most=1)


def _away(viewer: Viewer) -> dict[str, str]:
    """For whom the viewer stands in, by the key of the post; a post of their own comes first."""
    return {held.post.key: str(held.covers_for) if held.covers_for else "" for held in reversed(viewer.held)}
