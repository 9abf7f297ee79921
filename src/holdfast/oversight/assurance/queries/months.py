"""Months as people in the trust see them (Europe/London), counted through from the year 0."""

from __future__ import annotations

from datetime import date, datetime

from holdfast.kernel.clock import LONDON


def month_of(instant: datetime) -> int:
    """The London month of an instant: 12 times the year, plus 0 for January to 11 for December."""
    local = instant.astimezone(LONDON)
    return 12 * local.year + local.month - 1


def first_day(month: int) -> date:
    """The first day of a month that is counted so."""
    return date(month // 12, month % 12 + 1, 1)
