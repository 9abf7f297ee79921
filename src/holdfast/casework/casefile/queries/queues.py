"""What someone owes on case files, as queues of "my work"."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from holdfast.casework.casefile.models import CaseReview
from holdfast.casework.casefile.queries.patient_searches import awaiting_countersignature
from holdfast.casework.casefile.queries.searches import awaiting_approval, awaiting_asker, awaiting_confirmation
from holdfast.casework.incidents.queries.queues import OF_INCIDENT, line_of
from holdfast.casework.incidents.queries.visibility import visible_to
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.records.queues import Queue, Waiting, lines_of
from holdfast.foundation.records.work import WorkItem
from holdfast.kernel import clock
from holdfast.kernel.durations import last_instant

_ASKER = {
    "approved": ("A search was approved: tell the colleague and ask them", "Ask them"),
    "agreed": ("The colleague agreed to a search: record it", "Record it"),
    "refused": ("The colleague refused a search: consider with the approver whether to call the police", "Consider it"),
}


def owed_by(viewer: Viewer) -> list[WorkItem]:
    """Everything about case files that the viewer owes, what is due first first."""
    return lines_of(queues_of(viewer))


def queues_of(viewer: Viewer) -> Iterator[Queue]:
    """The queues of case files in which something may wait for the viewer."""
    yield _to_approve(viewer)
    yield _to_confirm(viewer)
    yield _to_go_on(viewer)
    yield _to_review(viewer)
    yield _to_sign(viewer)


def _page(row: Waiting) -> str:
    return reverse("casefile:search", args=[row["reference"], row["key"]])


def _to_approve(viewer: Viewer) -> Queue:
    def line(row: Waiting) -> WorkItem:
        return line_of(row, what=f"{row['who']} asks for leave to search", verb="Decide", url=_page(row))

    return Queue(awaiting_approval(viewer), OF_INCIDENT | {"key": "pk", "since": "asked_at", "who": "asked_by"}, line)


def _to_confirm(viewer: Viewer) -> Queue:
    def line(row: Waiting) -> WorkItem:
        what = "Confirm that you approved a search by word of mouth"
        return line_of(row, what=what, verb="Confirm", url=_page(row))

    return Queue(awaiting_confirmation(viewer), OF_INCIDENT | {"key": "pk", "since": "decided_at"}, line)


def _to_go_on(viewer: Viewer) -> Queue:
    def line(row: Waiting) -> WorkItem:
        what, verb = _ASKER[row["state"]]
        return line_of(row, what=what, verb=verb, url=_page(row))

    return Queue(awaiting_asker(viewer), OF_INCIDENT | {"key": "pk", "since": "decided_at", "state": "state"}, line)


def awaiting_case_review(viewer: Viewer) -> QuerySet[CaseReview]:
    """The last reviews of running cases that the viewer said they would look at again by today."""
    newer = CaseReview.objects.filter(incident=OuterRef("incident"), pk__gt=OuterRef("pk"))
    rows = CaseReview.objects.filter(~Exists(newer), person=viewer.person, next_on__lte=clock.today())
    rows = rows.filter(incident__state__in=("reported", "open"), incident__in=visible_to(viewer).values("pk"))
    return rows.order_by("next_on", "pk")


def _to_review(viewer: Viewer) -> Queue:
    def line(row: Waiting) -> WorkItem:
        day = row.day("next_on")
        return line_of(
            row,
            what="You said that you look at this case again",
            verb="Review",
            url=reverse("casefile:review-case", args=[row["reference"]]),
            due=last_instant(day) if day else None,
        )

    return Queue(awaiting_case_review(viewer), OF_INCIDENT | {"since": "at", "next_on": "next_on"}, line)


def _to_sign(viewer: Viewer) -> Queue:
    def line(row: Waiting) -> WorkItem:
        since = row.instant("since")
        assert since is not None
        return WorkItem.owed(
            due=None,
            since=since,
            reference="",
            title="Looking into a patient’s belongings",
            what=f"{row['by']} asks you to countersign",
            verb="Countersign",
            url=reverse("casefile:patient-search", args=[row["key"]]),
        )

    return Queue(awaiting_countersignature(viewer), {"key": "pk", "since": "recorded_at", "by": "by"}, line)
