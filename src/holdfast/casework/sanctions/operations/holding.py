"""Holding a case while a verb works on it, and saying that it changed."""

from __future__ import annotations

from datetime import date

from holdfast.casework.sanctions.models import Case
from holdfast.casework.sanctions.rules.orderings import check_order
from holdfast.casework.sanctions.rules.safeguards import Standing, age_of, years_old
from holdfast.foundation.records.operations import check_version, touch
from holdfast.kernel import clock


def hold(case: Case, seen_version: int | None = None) -> None:
    """Keep everyone else from changing `case` until the operation ends, and read it anew. Raises EditedMeanwhile."""
    check_version(case.record, seen_version)
    case.refresh_from_db(fields=[field.name for field in Case._meta.concrete_fields if field.name != "record"])


def changed(case: Case) -> None:
    """Say that the case changed, and with it the incident: clocks of both are made anew."""
    touch(case.record)
    touch(case.incident.record)


def standing_of(case: Case) -> Standing:
    """Who the subject is, as far as safeguards turn on it, today."""
    subject, happened = case.subject, happened_on(case)
    return Standing(
        age=age_of(subject.born, case.age, clock.today()),
        capacity=case.capacity,
        colleague=case.held_apart or subject.standing == "colleague",
        named=bool(subject.name.strip()),
        medical=bool(case.incident.medical_factors),
        years=years_old(subject.born, happened or clock.today()) if subject.born else None,
    )


def still_open(case: Case) -> None:
    """Raise ValueError once the case is decided: what its decision rests on is not changed under it."""
    if case.state in ("decided", "closed"):
        raise ValueError("This case is decided. Consider it again first, with the reason.")


def happened_on(case: Case) -> date | None:
    """The London day of the incident; None where nobody knows it."""
    moment = case.incident.occurred_at
    return clock.local_day(moment) if moment else None


def not_before_it_happened(case: Case, field: str, called: str, day: date) -> None:
    """Raise WrongOrder at `field` for a day before the incident: what answers an incident comes after it."""
    check_order(("", "the incident", happened_on(case)), (field, called, day))


def within(day: date | None, called: str) -> date:
    """A day that was given and is not in the future. Raises ValueError."""
    if day is None:
        raise ValueError(f"Enter {called}.")
    if day > clock.today():
        raise ValueError(f"{called[:1].upper()}{called[1:]} cannot be in the future. Enter today or an earlier day.")
    return day


def words_of(text: str, refusal: str, limit: int = 4000) -> str:
    """`text` tidied. Raises ValueError with `refusal` when nothing is left of it."""
    if not text.strip():
        raise ValueError(refusal)
    return text.strip()[:limit]
