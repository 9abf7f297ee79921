"""Refusals of the police, also those after which they took it up."""

from __future__ import annotations

from datetime import datetime

from holdfast.casework.liaison.models import PoliceReport


def last_refusal(report: PoliceReport) -> datetime | None:
    """When the police last declined `report`; None when they never did. What they answered may be fetched before."""
    if report.state == "refused":
        return report.answered_at
    return max((row.answered_at for row in report.answers.all() if not row.taken), default=None)


def why_declined(report: PoliceReport) -> str:
    """Why the police last declined `report`, in their words; blank when they never did."""
    if report.state == "refused":
        return report.refusal
    declined = [row for row in report.answers.all() if not row.taken]
    return declined[-1].reason if declined else ""
