"""Rows of the registers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from holdfast.casework.liaison.models import InjuredPerson, PoliceReport
from holdfast.casework.liaison.presenters.police_report import standing_of
from holdfast.casework.liaison.presenters.riddor import name_for, outcome_tag
from holdfast.casework.liaison.queries.silence import chase_after, chase_due
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.pages.words import day_in_words
from holdfast.kernel import clock


@dataclass(frozen=True)
class PoliceRow:
    """One report to the police."""

    report: PoliceReport
    url: str
    numbers: str
    state: tuple[str, str]
    silent: str


def police_rows(rows: Iterable[PoliceReport], viewer: Viewer) -> list[PoliceRow]:
    """The rows of the register of police reports, which come with their incident and numbers."""
    wait, now = chase_after(viewer.trust), clock.now()
    found = []
    for report in rows:
        due = chase_due(report.heard_at, report.chased_at, wait)
        silent = report.state in ("made", "taken", "charged") and due is not None and due <= now
        found.append(
            PoliceRow(
                report,
                reverse("liaison:police", args=[report.incident.reference]) if report.incident else "",
                ", ".join(row.number for row in report.numbers.all()),
                standing_of(report),
                f"Nothing heard since {day_in_words(report.heard_at)}" if silent else "",
            )
        )
    return found


@dataclass(frozen=True)
class RiddorRow:
    """One injured person in the register."""

    injured: InjuredPerson
    name: str
    url: str
    outcome: tuple[str, str]
    decided_by: str
    due: str
    late: bool


def riddor_rows(rows: Iterable[InjuredPerson]) -> list[RiddorRow]:
    """The rows of the RIDDOR register, which come with their incident, victim and decisions."""
    today = clock.today()
    found = []
    for injured in rows:
        latest = next((row for row in injured.decisions.all() if row.superseded_at is None), None)
        due = latest.report_due if latest else injured.report_due
        open_one = due is not None and injured.reported_on is None
        found.append(
            RiddorRow(
                injured,
                name_for(injured),
                reverse("liaison:riddor", args=[injured.incident.reference]),
                outcome_tag(latest.decided if latest else injured.outcome, settled=injured.reported_on is not None),
                latest.by if latest else "",
                day_in_words(due) if due else "",
                open_one and due is not None and due < today,
            )
        )
    return found
