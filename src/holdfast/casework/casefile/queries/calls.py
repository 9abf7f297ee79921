"""Calls for support as the case file knows them: with what the police were asked, and the report that may follow."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet

from holdfast.casework.casefile.models import CallForPolice
from holdfast.casework.incidents.models import Incident
from holdfast.casework.liaison.models import PoliceReport
from holdfast.casework.violence.models import Call

BEFORE, AFTER = timedelta(hours=12), timedelta(days=3)
"""How long before and after a call its report may be sent: a shift, and the days off that follow."""


def reports_around(call: Call) -> QuerySet[Incident]:
    """What the caller reported around their call, the nearest newest first; no restricted incident is offered."""
    if call.asker_id is None:
        return Incident.objects.none()
    around = (call.asked_at - BEFORE, call.asked_at + AFTER)
    rows = Incident.objects.filter(reporter_id=call.asker_id, restricted=False, reported_at__range=around)
    return rows.exclude(state__in=("merged", "routed-out")).select_related("record").order_by("-reported_at")


def police_report_of(call: Call) -> PoliceReport | None:
    """What the police were asked because of `call`; None when they were not, or the answer is not in yet."""
    link = CallForPolice.objects.filter(call=call).select_related("report__incident__record").first()
    return link.report if link else None
