"""What someone owes on actions and plans, as queues of "my work"."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models.functions import Coalesce
from django.urls import reverse

from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.records.models import Sensitivity
from holdfast.foundation.records.queues import Queue, Waiting, lines_of
from holdfast.foundation.records.work import WorkItem
from holdfast.kernel.durations import first_instant, last_instant
from holdfast.tools.actions.queries.awaiting import (
    plans_owed_by,
    running_periods,
    to_check_again,
    to_do,
    to_verify,
    without_owner,
)
from holdfast.tools.actions.rules.words import PRIORITIES

ACTION = {"reference": "record__reference", "title": "title", "about": "about__sensitivity"}
"""Columns by which a line names its action, and how sensitive the record is that it was raised on."""
OWNER = {"given_name": "owner_person__given_name", "family_name": "owner_person__family_name"}


def owed_by(viewer: Viewer) -> list[WorkItem]:
    """Everything about actions that the viewer owes, or owes for whom they stand in, what is due first first."""
    return lines_of(queues_of(viewer))


def queues_of(viewer: Viewer) -> Iterator[Queue]:
    """The queues of actions and plans in which something may wait for the viewer."""
    yield _to_do(viewer)
    yield _to_verify(viewer)
    yield _to_check_again(viewer)
    yield _without_owner(viewer)
    yield _plans(viewer)


def _line_of(row: Waiting, *, what: str, verb: str, page: str, due: date | None) -> WorkItem:
    """The line of a row that has the columns of ACTION and `since`; `due` with the end of that day."""
    return WorkItem.owed(
        due=last_instant(due) if due else None,
        since=_since(row),
        reference=row["reference"],
        title=row["title"],
        what=what,
        verb=verb,
        url=reverse(f"actions:{page}", args=[row["reference"]]),
        restricted=row["about"] == Sensitivity.RESTRICTED,
    )


def _since(row: Waiting) -> datetime:
    since = row.instant("since")
    assert since is not None
    return since


def _owner(row: Waiting) -> str:
    return f"{row['given_name']} {row['family_name']}"


def _to_do(viewer: Viewer) -> Queue:
    def line(row: Waiting) -> WorkItem:
        what = f"{PRIORITIES[row['priority']]} action for you"
        item = _line_of(row, what=what, verb="Open", page="action", due=row.day("due"))
        covered = _covered(viewer, row)
        return item.on_behalf(covered) if covered else item

    columns = {"since": "raised_at", "due": "due", "priority": "priority", "person": "owner_person"}
    return Queue(to_do(viewer), ACTION | OWNER | columns | {"post": "owner_post"}, line)


def _covered(viewer: Viewer, row: Waiting) -> str:
    """The name of whom the viewer stands in for with the action of this row; "" for their own."""
    if row["person"] is not None:
        return "" if row["person"] == viewer.person.pk else _owner(row)
    held = [one for one in viewer.held if one.post.pk == row["post"]]
    if not held or any(one.covers_for is None for one in held):
        return ""
    return str(held[0].covers_for)


def _to_verify(viewer: Viewer) -> Queue:
    def line(row: Waiting) -> WorkItem:
        what = "Completed: someone else must verify it"
        return _line_of(row, what=what, verb="Verify", page="verify", due=None)

    return Queue(to_verify(viewer), ACTION | {"since": Coalesce("completed_at", "raised_at")}, line)


def _to_check_again(viewer: Viewer) -> Queue:
    def line(row: Waiting) -> WorkItem:
        return _line_of(row, what="Look whether it still works", verb="Check", page="verify", due=row.day("due"))

    columns = {"since": Coalesce("ended_at", "raised_at"), "due": "check_again"}
    return Queue(to_check_again(viewer), ACTION | columns, line)


def _without_owner(viewer: Viewer) -> Queue:
    def line(row: Waiting) -> WorkItem:
        what = f"{_owner(row)} has left: give it to someone else"
        return _line_of(row, what=what, verb="Hand over", page="hand-over", due=row.day("due"))

    return Queue(without_owner(viewer), ACTION | OWNER | {"since": "raised_at", "due": "due"}, line)


def _plans(viewer: Viewer) -> Queue:
    running = running_periods()

    def line(row: Waiting) -> WorkItem:
        period = running[row["period"]]
        return WorkItem.owed(
            due=period.closes,
            since=first_instant(period.first),
            reference=row["reference"],
            title=row["title"],
            what=f"Bring the plan up to date for {period.words}",
            verb="Update",
            url=reverse("actions:update-plan", args=[row["reference"]]),
        )

    columns = {"reference": "record__reference", "title": "title", "period": "period"}
    return Queue(plans_owed_by(viewer), columns, line)
