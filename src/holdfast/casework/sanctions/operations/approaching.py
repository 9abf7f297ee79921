"""Asking others to act: a professional regulator, Human Resources, the police or the council for an order."""

from __future__ import annotations

from datetime import date

from holdfast.casework.sanctions.models import Approach, Case
from holdfast.casework.sanctions.operations.holding import (
    changed,
    hold,
    not_before_it_happened,
    standing_of,
    within,
    words_of,
)
from holdfast.casework.sanctions.operations.weighing import check_weighed
from holdfast.casework.sanctions.rules.options import BODIES, ORDERS
from holdfast.casework.sanctions.rules.orderings import check_order
from holdfast.casework.sanctions.rules.safeguards import Refused, refusal
from holdfast.casework.sanctions.rules.weighing import NOTICE_AT
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.kernel import clock


def _approach(case: Case, by: Actor, *, on: date, **told: object) -> Approach:
    on = within(on, "the day")
    not_before_it_happened(case, "on", "the day", on)
    row = Approach.objects.create(trust_id=case.trust_id, case=case, on=on, at=clock.now(), by=by.name, **told)
    changed(case)
    return row


@operation
def refer_to_regulator(
    *,
    by: Actor,
    case: Case,
    regulator: str,
    on: date,
    words: str,
    agreed_by: str,
    reference: str = "",
    seen_version: int | None = None,
) -> Approach:
    """Record that misconduct was reported to a professional regulator, with what was sent and who agreed to it.

    Raises ValueError without the regulator, the words or who agreed, and for a day in the future; Refused for someone
    nobody knows; EditedMeanwhile.
    """
    hold(case, seen_version)
    if why := refusal("regulator", standing_of(case)):
        raise Refused(why)
    row = _approach(
        case,
        by,
        purpose="regulator",
        body_kind="regulator",
        body=words_of(regulator, "Name the regulator.", 160),
        on=on,
        words=words_of(words, "Say what was reported and which evidence went with it."),
        agreed_by=words_of(agreed_by, "Name who agreed: Human Resources or the professional lead.", 200),
        reference=reference.strip()[:80],
    )
    enter("sanctions.refer_to_regulator", by=by, subject=case.record, details={"regulator": row.body})
    return row


@operation
def request_order(
    *,
    by: Actor,
    case: Case,
    order: str,
    body_kind: str,
    body: str,
    on: date,
    words: str,
    reference: str = "",
    seen_version: int | None = None,
) -> Approach:
    """Record that the police, the council or another body was asked to seek an order or to prosecute.

    Raises ValueError for an unknown order or body, without words, for a day in the future; Refused for somebody who is
    too young for it, and where age or capacity was not weighed; EditedMeanwhile.
    """
    hold(case, seen_version)
    if order not in ORDERS or body_kind not in BODIES:
        raise ValueError("Choose one of the answers shown.")
    years = standing_of(case).years
    if order == "community-protection" and years is not None and years < NOTICE_AT:
        raise Refused(
            f"A community protection notice is for people of {NOTICE_AT} and over; they were {years} when it happened. "
            "Ask the council’s youth justice service what it can do instead."
        )
    check_weighed(case, "criminal" if order == "prosecution" else "order")
    row = _approach(
        case,
        by,
        purpose="order",
        body_kind=body_kind,
        body=words_of(body, "Name whom you asked.", 160),
        order=order,
        on=on,
        words=words_of(words, "Say what you asked for, with the terms that you want."),
        reference=reference.strip()[:80],
    )
    enter("sanctions.request_order", by=by, subject=case.record, details={"order": order, "body": row.body})
    return row


@operation
def hand_to_human_resources(
    *,
    by: Actor,
    case: Case,
    person: str,
    on: date,
    words: str,
    reference: str = "",
    seen_version: int | None = None,
) -> Approach:
    """Record that the matter of a colleague was handed to Human Resources. Proceedings of the police may run beside it.

    Raises Refused for someone who is not a colleague, ValueError without a name or words; EditedMeanwhile.
    """
    hold(case, seen_version)
    if why := refusal("disciplinary", standing_of(case)):
        raise Refused(why)
    row = _approach(
        case,
        by,
        purpose="disciplinary",
        body_kind="human-resources",
        body=words_of(person, "Name who takes it in Human Resources.", 160),
        on=on,
        words=words_of(words, "Say what was handed over."),
        reference=reference.strip()[:80],
    )
    enter("sanctions.hand_to_human_resources", by=by, subject=case.record, details={"to": row.body})
    return row


@operation
def record_answer(
    *, by: Actor, approach: Approach, on: date, answer: str, reference: str = "", seen_version: int | None = None
) -> Approach:
    """Keep what a body that was asked answered. A later answer replaces the earlier one; the trail keeps both.

    Raises ValueError without words, WrongOrder for a day before it was asked or in the future; EditedMeanwhile.
    """
    case = approach.case
    hold(case, seen_version)
    approach.refresh_from_db()
    said = words_of(answer, "Write what they answered.")
    check_order(
        ("", "the day on which they were asked", approach.on),
        ("on", "the answer", on),
        past=["on"],
        today=clock.today(),
    )
    before = approach.answer
    approach.answered_on, approach.answer = on, said
    approach.reference = reference.strip()[:80] or approach.reference
    approach.save(update_fields=["answered_on", "answer", "reference"])
    changed(case)
    changes = {"answer": [before, said]}
    enter("sanctions.record_answer", by=by, subject=case.record, changes=changes, details={"body": approach.body})
    return approach
