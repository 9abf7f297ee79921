"""What someone owes on people who were hurt: to record, to decide and to report under RIDDOR."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce
from django.urls import reverse

from holdfast.casework.incidents.models import Victim
from holdfast.casework.incidents.queries.queues import INCIDENT, OF_INCIDENT, line_of
from holdfast.casework.incidents.queries.visibility import covered_for, visible_to
from holdfast.casework.liaison.models import InjuredPerson, RiddorDecision
from holdfast.casework.liaison.queries.registers import awaiting_decision, riddor_register
from holdfast.casework.liaison.queries.visibility import injured_visible_to
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.records.queues import Queue, Waiting
from holdfast.foundation.records.work import WorkItem
from holdfast.kernel.durations import last_instant

HURT = ("treated", "serious", "death")
"""Injuries of which RIDDOR may ask something; for lesser ones somebody records days lost when they come."""


def riddor_queues_of(viewer: Viewer) -> Iterator[Queue]:
    """The queues of RIDDOR in which something may wait for the viewer: none for who does not decide on it."""
    if viewer.may(Permission.DECIDE_RIDDOR):
        covered = covered_for(viewer, Permission.DECIDE_RIDDOR)
        yield _to_record(viewer, covered)
        yield _to_decide(viewer, covered)
        yield _to_report(viewer, covered)


def _to_record(viewer: Viewer, covered: str) -> Queue:
    def line(row: Waiting) -> WorkItem:
        what, url = "Someone was hurt: record what RIDDOR turns on", reverse("liaison:riddor", args=[row["reference"]])
        return line_of(row, what=what, verb="Record", url=url, covered=covered)

    hurt = Victim.objects.filter(incident=OuterRef("pk"), injury__in=HURT)
    known = InjuredPerson.objects.filter(incident=OuterRef("pk"))
    # What was brought in from another system was answered there, years ago.
    rows = visible_to(viewer).filter(Exists(hurt), ~Exists(known), state="open", imported_at__isnull=True)
    return Queue(rows.order_by("reported_at", "pk"), INCIDENT | {"since": "reported_at"}, line)


def _to_decide(viewer: Viewer, covered: str) -> Queue:
    def line(row: Waiting) -> WorkItem:
        return line_of(
            row,
            what="RIDDOR: decide again, something changed" if row["again"] else "RIDDOR: decide",
            verb="Decide",
            due=_end_of(row, "report_due"),
            url=reverse("liaison:riddor-decide", args=[row["key"]]),
            covered=covered,
        )

    columns = OF_INCIDENT | {
        "since": Coalesce("became_reportable_at", "at"),
        "report_due": "report_due",
        "again": "decide_again",
        "key": "pk",
    }
    return Queue(awaiting_decision(injured_visible_to(viewer)).order_by("report_due", "pk"), columns, line)


def _to_report(viewer: Viewer, covered: str) -> Queue:
    def line(row: Waiting) -> WorkItem:
        return line_of(
            row,
            what="RIDDOR: report it, and keep the reference",
            verb="It was reported",
            due=_end_of(row, "report_due"),
            url=reverse("liaison:riddor-reported", args=[row["injured"]]),
            covered=covered,
        )

    injured = riddor_register(viewer, "report").filter(decide_again=False)
    # There is one decision at a time on each of them, and the register holds those of whom it says to report.
    rows = RiddorDecision.objects.filter(injured__in=injured.order_by().values("pk"), superseded_at__isnull=True)
    columns = {name: f"injured__{path}" for name, path in OF_INCIDENT.items()} | {
        "since": "at",
        "report_due": "report_due",
        "injured": "injured",
    }
    return Queue(rows.order_by("injured"), columns, line)


def _end_of(row: Waiting, name: str) -> datetime | None:
    day = row.day(name)
    return last_instant(day) if day else None
