"""Seeing that age and capacity were weighed before the law is called on. A step inside other operations."""

from __future__ import annotations

from holdfast.casework.sanctions.models import Case
from holdfast.casework.sanctions.operations.holding import standing_of
from holdfast.casework.sanctions.rules.safeguards import Refused, under_age
from holdfast.casework.sanctions.rules.weighing import BEFORE_THE_LAW, concern, parts_of


def check_weighed(case: Case, kind: str) -> None:
    """Raise Refused for somebody too young for `kind`, and while nobody wrote down what was thought of their age or
    capacity with the option that was chosen."""
    standing = standing_of(case)
    if why := under_age(kind, standing):
        raise Refused(why)
    asked = concern(kind, standing)
    reasons = case.considerations.filter(chosen=True, kind__in=BEFORE_THE_LAW).values_list("reason", flat=True)
    if asked and not any(parts_of(reason)[1] for reason in reasons):
        raise Refused(f"{asked} Write it down first where each option is considered.")
