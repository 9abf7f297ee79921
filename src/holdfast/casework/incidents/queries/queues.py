"""What someone owes on incidents, as queues of "my work"."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Value
from django.db.models.functions import Substr
from django.urls import reverse

from holdfast.casework.incidents.queries.awaiting import (
    awaiting_check,
    awaiting_closure,
    awaiting_medical_factors,
    awaiting_review,
    awaiting_triage,
    investigations_of,
    statements_overdue_for,
    statements_owed_by,
    units_checked_by,
    unread_answers,
    unread_lessons,
    unread_referrals,
)
from holdfast.casework.incidents.queries.visibility import covered_for
from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.records.queues import Queue, Waiting, lines_of
from holdfast.foundation.records.work import WorkItem
from holdfast.kernel.durations import Duration, after

BEGINNING = 70
"""Letters of a longer text that stand in a line of "my work"."""

INCIDENT = {"reference": "record__reference", "title": "record__title", "restricted": "restricted"}
OF_INCIDENT = {name: f"incident__{path}" for name, path in INCIDENT.items()}
"""Columns by which a line names its incident, from the incident itself and from what hangs on it."""


def due_by(trust: Trust, number: str, start: datetime | None) -> datetime | None:
    """The instant by which the trust's `number` asks for something that began at `start`; None where it sets none."""
    within = trust.number(number) if start else None
    return after(start, Duration.parse(within)) if start and within else None


def owed_by(viewer: Viewer) -> list[WorkItem]:
    """Everything about incidents that the viewer owes, or owes for whom they stand in, what is due first first."""
    return lines_of(queues_of(viewer))


def queues_of(viewer: Viewer) -> Iterator[Queue]:
    """The queues of incidents in which something may wait for the viewer."""
    yield _to_triage(viewer)
    yield _to_check(viewer)
    yield _to_investigate(viewer)
    yield _to_review(viewer)
    yield _to_close(viewer)
    yield _statements(viewer)
    yield _to_chase(viewer)
    yield _referrals(viewer)
    yield _to_judge(viewer)
    yield _answers(viewer)
    yield _lessons(viewer)


def line_of(
    row: Waiting,
    *,
    what: str,
    verb: str,
    url: str,
    due: datetime | None = None,
    covered: str = "",
) -> WorkItem:
    """The line of a row that has the columns of INCIDENT and `since`."""
    since = row.instant("since")
    assert since is not None
    item = WorkItem.owed(
        due=due,
        since=since,
        reference=row["reference"],
        title=row["title"],
        what=what,
        verb=verb,
        url=url,
        restricted=bool(row["restricted"]),
    )
    return item.on_behalf(covered) if covered else item


def _page(row: Waiting, name: str = "incident", *more: Any) -> str:
    return reverse(f"incidents:{name}", args=[row["reference"], *more])


def _to_triage(viewer: Viewer) -> Queue:
    covered = covered_for(viewer, Permission.TRIAGE_INCIDENTS)

    def line(row: Waiting) -> WorkItem:
        brought_in = row.instant("brought_in")
        if brought_in:
            row["since"] = row["brought_in"]
        return line_of(
            row,
            what="Brought in, and waits for triage" if brought_in else "Waits for triage",
            verb="Triage",
            # No deadline of ours ran while it lay in another system.
            due=None if brought_in else due_by(viewer.trust, "incidents.triage-within", row.instant("since")),
            url=_page(row, "triage"),
            covered=covered,
        )

    return Queue(awaiting_triage(viewer), INCIDENT | {"since": "reported_at", "brought_in": "imported_at"}, line)


def _to_check(viewer: Viewer) -> Queue:
    covered = units_checked_by(viewer)

    def line(row: Waiting) -> WorkItem:
        return line_of(
            row,
            what="Report from your team: read it and check that it is whole",
            verb="Check",
            due=due_by(viewer.trust, "incidents.check-within", row.instant("since")),
            url=_page(row),
            covered=covered.get(row["unit"] or 0, ""),
        )

    return Queue(awaiting_check(viewer), INCIDENT | {"since": "reported_at", "unit": "unit"}, line)


def _to_investigate(viewer: Viewer) -> Queue:
    def line(row: Waiting) -> WorkItem:
        role = "You lead the investigation" if row["lead"] else "You help to investigate"
        return line_of(
            row,
            what="Your findings came back: read what is asked for" if row["came_back"] else role,
            verb="Investigate",
            due=row.instant("due"),
            url=_page(row, "investigate", row["investigation"]),
            covered="" if row["person"] == viewer.person.pk else f"{row['given_name']} {row['family_name']}",
        )

    columns = {name: f"investigation__{path}" for name, path in OF_INCIDENT.items()} | {
        "since": "investigation__assigned_at",
        "due": "investigation__due_at",
        "investigation": "investigation",
        "lead": "lead",
        "came_back": "came_back",
        "person": "person",
        "given_name": "person__given_name",
        "family_name": "person__family_name",
    }
    return Queue(investigations_of(viewer), columns, line)


def _to_review(viewer: Viewer) -> Queue:
    covered = covered_for(viewer, Permission.REVIEW_INVESTIGATIONS)

    def line(row: Waiting) -> WorkItem:
        return line_of(
            row,
            what="Findings wait for your review",
            verb="Review",
            due=due_by(viewer.trust, "incidents.review-within", row.instant("since")),
            url=_page(row, "review", row["key"]),
            covered=covered,
        )

    return Queue(awaiting_review(viewer), OF_INCIDENT | {"since": "submitted_at", "key": "pk"}, line)


def _to_close(viewer: Viewer) -> Queue:
    covered = covered_for(viewer, Permission.CLOSE_INCIDENTS)

    def line(row: Waiting) -> WorkItem:
        what = "Investigated and approved: close it and tell the reporter"
        return line_of(row, what=what, verb="Close", url=_page(row, "close"), covered=covered)

    return Queue(awaiting_closure(viewer), INCIDENT | {"since": "reported_at"}, line)


def _statements(viewer: Viewer) -> Queue:
    def line(row: Waiting) -> WorkItem:
        # The title is left out: someone asked for what they saw need not know what others reported.
        row["title"], row["restricted"] = "A statement is asked of you", ""
        url, what = _page(row, "statement", row["key"]), f"{row['asked_by']} asks what you saw"
        return line_of(row, what=what, verb="Write it", due=row.instant("due"), url=url)

    columns = OF_INCIDENT | {"since": "asked_at", "due": "due_at", "asked_by": "asked_by", "key": "pk"}
    return Queue(statements_owed_by(viewer), columns, line)


def _to_chase(viewer: Viewer) -> Queue:
    def line(row: Waiting) -> WorkItem:
        whose = f"{row['given_name']} {row['family_name']}" if row["given_name"] else row["witness"] or ""
        what = f"The statement of {whose} is still missing"
        return line_of(row, what=what, verb="Chase", due=row.instant("due"), url=f"{_page(row)}#statements")

    columns = OF_INCIDENT | {
        "since": "asked_at",
        "due": "due_at",
        "given_name": "person__given_name",
        "family_name": "person__family_name",
        "witness": "witness__name",
    }
    return Queue(statements_overdue_for(viewer), columns, line)


def _referrals(viewer: Viewer) -> Queue:
    def line(row: Waiting) -> WorkItem:
        return line_of(row, what=f"Sent to you: {row['reason']}", verb="Read", url=_page(row))

    return Queue(unread_referrals(viewer), OF_INCIDENT | {"since": "at", "reason": "reason"}, line)


def _to_judge(viewer: Viewer) -> Queue:
    def line(row: Waiting) -> WorkItem:
        return line_of(row, what=str(row["reason"]), verb="Judge", url=_page(row, "medical-factors"))

    return Queue(awaiting_medical_factors(viewer), OF_INCIDENT | {"since": "at", "reason": "reason"}, line)


def _answers(viewer: Viewer) -> Queue:
    """One line an incident, however often its reporter wrote."""
    seen: set[str] = set()

    def line(row: Waiting) -> WorkItem | None:
        if row["reference"] in seen:
            return None
        seen.add(row["reference"])
        return line_of(row, what="The reporter wrote to you", verb="Read", url=f"{_page(row)}#messages")

    return Queue(unread_answers(viewer), OF_INCIDENT | {"since": "at"}, line)


def _lessons(viewer: Viewer) -> Queue:
    def line(row: Waiting) -> WorkItem:
        url = reverse("incidents:lesson", args=[row["key"]])
        # Many lessons have one title: how it begins tells them apart.
        words = " ".join((row["words"] or "").split())
        what = f"Something we learnt: {words[:BEGINNING].rstrip()}{'…' if len(words) > BEGINNING else ''}"
        return line_of(row, what=what, verb="Read", url=url)

    columns = {"since": "at", "title": "title", "key": "pk", "reference": Value(""), "restricted": Value("")}
    columns |= {"words": Substr("words", 1, 2 * BEGINNING)}
    return Queue(unread_lessons(viewer), columns, line)
