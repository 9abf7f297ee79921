"""What owners of duties owe: the queue of statements to confirm."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Min
from django.urls import reverse

from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.records.work import WorkItem
from holdfast.kernel import clock
from holdfast.oversight.assurance.engine.clocks import Verdict
from holdfast.oversight.assurance.models import Clock, Obligation
from holdfast.oversight.assurance.queries.conditions import stands_as_at, verdict_as_at
from holdfast.oversight.assurance.queries.duties import owned_by


def next_limits(duties: Iterable[Obligation], as_at: datetime) -> dict[str, datetime]:
    """By when (UTC) each statement must be confirmed next, by the duty's key; absent where no number says so."""
    keys = {pk: duty.key for duty in duties for pk in duty.versions}
    standing = Clock.objects.filter(stands_as_at(as_at), obligation__in=keys, limit__isnull=False)
    rows = standing.values("obligation").annotate(next=Min("limit")).order_by()
    return {keys[row["obligation"]]: row["next"] for row in rows}


def statements_to_confirm(viewer: Viewer) -> list[WorkItem]:
    """Statements that the viewer's posts must confirm now: due soon or overdue, the most urgent first."""
    duties = {
        pk: duty for duty in owned_by(viewer, clock.today()) if duty.kind == "attestation" for pk in duty.versions
    }
    if not duties:
        return []
    now = clock.now()
    rows = Clock.objects.filter(stands_as_at(now), obligation__in=duties).annotate(verdict=verdict_as_at(now))
    return sorted(
        WorkItem.owed(
            due=row.limit,
            since=row.opens,
            warns=row.warns,
            title=duties[row.obligation_id].statement,
            what="Confirm what the policy says",
            verb="Confirm",
            url=reverse("assurance:confirm", args=[duties[row.obligation_id].key]),
        )
        for row in rows.filter(verdict__in=[Verdict.OVERDUE, Verdict.DUE_SOON])
    )
