"""What someone owes on sanctions, as queues of "my work"."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from holdfast.casework.incidents.queries.queues import due_by, line_of
from holdfast.casework.sanctions.queries.awaiting import (
    awaiting_agreement,
    awaiting_appeal_decision,
    awaiting_approval,
    awaiting_decision,
    awaiting_publicity,
    awaiting_service,
    letters_running_out,
    letters_to_review,
)
from holdfast.casework.sanctions.rules.options import OUTCOMES
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.records.queues import Queue, Waiting, lines_of
from holdfast.foundation.records.work import WorkItem
from holdfast.kernel.durations import last_instant

AGREE_WITHIN = "sanctions.agree-within"
DECIDE_WITHIN = "sanctions.decide-within"
PUBLICITY_WITHIN = "sanctions.publicity-within"


def owed_by(viewer: Viewer) -> list[WorkItem]:
    """Everything about sanctions that the viewer owes, or owes for whom they stand in, what is due first first."""
    return lines_of(queues_of(viewer))


def queues_of(viewer: Viewer) -> Iterator[Queue]:
    """The queues of sanctions in which something may wait for the viewer."""
    yield _to_agree(viewer)
    yield _to_decide(viewer)
    yield _to_approve(viewer)
    yield _appeals(viewer)
    yield _publicity(viewer)
    yield _to_serve(viewer)
    yield _running_out(viewer)
    yield _to_review(viewer)


def _of_case(path: str = "") -> dict[str, Any]:
    """Columns by which a line names its case, over rows that reach it by `path`."""
    apart = Q(**{f"{path}held_apart": True}) | Q(**{f"{path}incident__restricted": True})
    return {
        "reference": f"{path}record__reference",
        "title": f"{path}record__title",
        "restricted": ExpressionWrapper(apart, BooleanField()),
    }


def _page(name: str, row: Waiting) -> str:
    return reverse(f"sanctions:{name}", args=[row["reference"], row["key"]])


def _end_of(row: Waiting, name: str) -> datetime | None:
    day = row.day(name)
    return last_instant(day) if day else None


def _to_agree(viewer: Viewer) -> Queue:
    covers = {held.post.pk: str(held.covers_for) for held in viewer.held if held.covers_for}

    def line(row: Waiting) -> WorkItem:
        return line_of(
            row,
            what=f"Your agreement is asked, as {row['asked']}",
            verb="Answer",
            url=_page("agree", row),
            due=due_by(viewer.trust, AGREE_WITHIN, row.instant("since")),
            covered=covers.get(row["post"], ""),
        )

    columns = _of_case("case__") | {"key": "pk", "since": "asked_at", "asked": "title", "post": "post"}
    return Queue(awaiting_agreement(viewer), columns, line)


def _to_decide(viewer: Viewer) -> Queue:
    def line(row: Waiting) -> WorkItem:
        agreed = row["state"] == "agreed"
        return line_of(
            row,
            what="Everyone agreed: record the decision" if agreed else "Consider what is to be done",
            verb="Decide" if agreed else "Consider",
            url=reverse("sanctions:decide" if agreed else "sanctions:case", args=[row["reference"]]),
            due=due_by(viewer.trust, DECIDE_WITHIN, row.instant("since")),
        )

    return Queue(awaiting_decision(viewer), _of_case() | {"since": "record__opened_at", "state": "state"}, line)


def _to_approve(viewer: Viewer) -> Queue:
    def line(row: Waiting) -> WorkItem:
        what = f"Waits for approval: {row['letter']}"
        return line_of(row, what=what, verb="Read", url=_page("approve-letter", row))

    columns = _of_case("case__") | {"key": "pk", "since": Coalesce("submitted_at", "drafted_at"), "letter": "title"}
    return Queue(awaiting_approval(viewer), columns, line)


def _appeals(viewer: Viewer) -> Queue:
    def line(row: Waiting) -> WorkItem:
        what = f"An appeal against: {row['letter']}"
        return line_of(row, what=what, verb="Decide", url=_page("decide-appeal", row))

    columns = _of_case("letter__case__") | {"key": "pk", "since": "at", "letter": "letter__title"}
    return Queue(awaiting_appeal_decision(viewer), columns, line)


def _publicity(viewer: Viewer) -> Queue:
    def line(row: Waiting) -> WorkItem:
        return line_of(
            row,
            what=f"Publicity is undecided: {OUTCOMES[row['kind']].lower()}",
            verb="Decide",
            url=_page("decide-publicity", row),
            due=due_by(viewer.trust, PUBLICITY_WITHIN, row.instant("since")),
        )

    return Queue(awaiting_publicity(viewer), _of_case("case__") | {"key": "pk", "since": "at", "kind": "kind"}, line)


def _to_serve(viewer: Viewer) -> Queue:
    def line(row: Waiting) -> WorkItem:
        what = f"Approved, to be served: {row['letter']}"
        return line_of(row, what=what, verb="Serve", url=_page("serve-letter", row))

    columns = _of_case("case__") | {"key": "pk", "since": "approved_at", "letter": "title"}
    return Queue(awaiting_service(viewer), columns, line)


def _running_out(viewer: Viewer) -> Queue:
    def line(row: Waiting) -> WorkItem:
        what = f"Runs out: {row['letter']}"
        return line_of(row, what=what, verb="End or review", url=_page("letter", row), due=_end_of(row, "until"))

    columns = {"key": "pk", "since": "approved_at", "letter": "title", "until": "valid_until"}
    return Queue(letters_running_out(viewer), _of_case("case__") | columns, line)


def _to_review(viewer: Viewer) -> Queue:
    def line(row: Waiting) -> WorkItem:
        what = f"A review is due: {row['letter']}"
        return line_of(row, what=what, verb="Review", url=_page("review-letter", row), due=_end_of(row, "review_on"))

    columns = {"key": "pk", "since": "approved_at", "letter": "title", "review_on": "review_on"}
    return Queue(letters_to_review(viewer), _of_case("case__") | columns, line)
