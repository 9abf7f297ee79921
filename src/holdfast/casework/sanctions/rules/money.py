"""What was lost, claimed and got back: whole pence, never fractions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

LOSSES: dict[str, str] = {
    "injury": "Injury: pay during sickness, treatment",
    "cover": "Cover for those who were off",
    "theft": "Theft",
    "damage": "Damage",
    "fraud": "Fraud",
    "other": "Something else",
}
WAYS: dict[str, str] = {
    "agreement": "Repayment by agreement",
    "payroll": "Deduction from pay",
    "compensation": "Compensation order of a court",
    "civil": "Civil claim",
    "insurance": "Insurance",
    "cica": "Criminal injuries compensation, for the victim",
    "other": "Another way",
}
DEDUCTION_BASES: dict[str, str] = {
    "contract": "A term of their contract",
    "consent": "Their written agreement, given beforehand",
}
"""What makes a deduction from wages lawful: Employment Rights Act 1996, section 13."""


def pence_of(pounds: Decimal) -> int:
    """Whole pence of an amount in pounds; half a penny goes up."""
    return int((pounds * 100).to_integral_value(ROUND_HALF_UP))


def pounds_of(pence: int) -> Decimal:
    """An amount in pounds with its two decimals."""
    return Decimal(pence).scaleb(-2)


def in_pounds(pence: int) -> str:
    """£1,234.05; a minus stands before the pound sign."""
    sign = "-" if pence < 0 else ""
    return f"{sign}£{pounds_of(abs(pence)):,.2f}"


@dataclass(frozen=True)
class Sums:
    """What one recovery comes to, in pence."""

    claimed: int = 0
    agreed: int = 0
    received: int = 0
    written_off: int = 0

    @property
    def outstanding(self) -> int:
        """What is still to come of what was agreed, else of what was claimed."""
        return max((self.agreed or self.claimed) - self.received - self.written_off, 0)


def together(sums: Iterable[Sums]) -> tuple[Sums, int]:
    """All sums added up, and what is outstanding of each added up."""
    rows = list(sums)
    whole = Sums(
        claimed=sum(row.claimed for row in rows),
        agreed=sum(row.agreed for row in rows),
        received=sum(row.received for row in rows),
        written_off=sum(row.written_off for row in rows),
    )
    return whole, sum(row.outstanding for row in rows)


def receipt_fault(sums: Sums, pence: int) -> str:
    """Why `pence` more cannot be taken in; "" when they can."""
    if pence <= 0:
        return "Enter an amount above £0."
    if pence > sums.outstanding:
        return f"Only {in_pounds(sums.outstanding)} is outstanding. Put the claim right first if more is owed."
    return ""


def instalments(pence: int, each: int, first: date) -> list[tuple[date, int]]:
    """The plan by which `pence` are paid in monthly instalments of `each`: day and amount; the last one is the rest.

    A day that a month lacks becomes its last day. Raises ValueError for amounts that are not above 0.
    """
    if pence <= 0 or each <= 0:
        raise ValueError("An instalment and what it pays off are above £0.")
    plan = []
    left, month = pence, 0
    while left > 0:
        paid = min(each, left)
        plan.append((_months_after(first, month), paid))
        left, month = left - paid, month + 1
    return plan


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
