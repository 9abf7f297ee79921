"""The registers: which rows stand in which view of them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from holdfast.casework.liaison.models import Disclosure, InjuredPerson, PoliceReport, RiddorDecision, VictimTold
from holdfast.casework.liaison.queries.silence import silent_reports
from holdfast.casework.liaison.queries.visibility import (
    disclosures_visible_to,
    injured_visible_to,
    police_reports_visible_to,
)
from holdfast.foundation.organisation.viewer import Viewer

POLICE_VIEWS = {
    "open": "Running",
    "silent": "Nothing heard",
    "refused": "Police declined",
    "untold": "Someone to be told",
    "charged": "Charged",
    "all": "All",
}
DISCLOSURE_VIEWS = {"open": "Open", "given": "Handed over", "refused": "Refused", "all": "All"}
RIDDOR_VIEWS = {
    "decide": "To decide",
    "report": "To report",
    "over-three": "Over-three-day register",
    "reported": "Reported",
    "all": "All",
}


def police_register(viewer: Viewer, chosen: str, now: datetime) -> QuerySet[PoliceReport]:
    """The reports that the viewer may see in the view `chosen`, with their incident and numbers."""
    rows = police_reports_visible_to(viewer).filter(incident__isnull=False)
    if chosen == "open":
        rows = rows.exclude(state="ended")
    elif chosen == "silent":
        rows = rows.filter(pk__in=silent_reports(viewer.trust, now).order_by().values("pk"))
    elif chosen == "untold":
        waiting = VictimTold.objects.filter(step__report=OuterRef("pk"), told_at__isnull=True, not_told_reason="")
        rows = rows.filter(Exists(waiting))
    elif chosen in ("refused", "charged"):
        rows = rows.filter(state=chosen)
    return rows.select_related("incident__record").prefetch_related("numbers", "steps")


def disclosure_register(viewer: Viewer, chosen: str) -> QuerySet[Disclosure]:
    """The disclosures that the viewer may see in the view `chosen`."""
    rows = disclosures_visible_to(viewer).select_related("incident__record")
    if chosen == "open":
        return rows.filter(state__in=("asked", "agreed"))
    return rows.filter(state=chosen) if chosen in ("given", "refused") else rows


def riddor_register(viewer: Viewer, chosen: str) -> QuerySet[InjuredPerson]:
    """The injured people that the viewer may see in the view `chosen`, with their decisions."""
    rows = injured_visible_to(viewer)
    live = RiddorDecision.objects.filter(injured=OuterRef("pk"), superseded_at__isnull=True)
    if chosen == "decide":
        rows = awaiting_decision(rows)
    elif chosen == "report":
        rows = rows.filter(Exists(live.filter(decided__in=REPORTABLE)), reported_on__isnull=True)
    elif chosen == "over-three":
        rows = rows.filter(Exists(live.filter(decided__in=(*REPORTABLE, "record_only_over_3_days"))))
    elif chosen == "reported":
        rows = rows.filter(reported_on__isnull=False)
    return rows.select_related("incident__record", "victim__person").prefetch_related("decisions")


REPORTABLE = (
    *("report_death", "notify_death_within_year", "report_dangerous_occurrence", "report_specified_injury"),
    *("report_disease", "report_over_7_days", "report_non_worker_injury"),
)
"""Outcomes of which the authority is told, as they are kept."""


def awaiting_decision(rows: QuerySet[InjuredPerson]) -> QuerySet[InjuredPerson]:
    """Those of `rows` on whom nobody has decided though something is asked for, or whose facts changed since."""
    live = RiddorDecision.objects.filter(injured=OuterRef("pk"), superseded_at__isnull=True)
    undecided = rows.exclude(outcome="not_reportable").filter(~Exists(live))
    return rows.filter(pk__in=undecided.values("pk")) | rows.filter(decide_again=True)
