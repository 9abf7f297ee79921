"""What it cost and what comes back, in whole pence."""

from __future__ import annotations

from datetime import date

from holdfast.casework.incidents.models import Item
from holdfast.casework.sanctions.models import Case, Loss, Receipt, Recovery
from holdfast.casework.sanctions.operations.holding import changed, hold, standing_of, within, words_of
from holdfast.casework.sanctions.rules.money import DEDUCTION_BASES, LOSSES, WAYS, in_pounds, receipt_fault
from holdfast.casework.sanctions.rules.orderings import check_order
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.kernel import clock

MOST = 100_000_000_00
"""A hundred million pounds: more is a slip of the key."""


def _amount(pence: int, called: str = "an amount") -> int:
    if not 0 < pence <= MOST:
        raise ValueError(f"Enter {called} above £0 and up to {in_pounds(MOST)}.")
    return pence


@operation
def record_loss(
    *,
    by: Actor,
    case: Case,
    kind: str,
    words: str,
    pence: int,
    item: Item | None = None,
    number: str = "",
    seen_version: int | None = None,
) -> Loss:
    """Keep what was lost, stolen or damaged, or what an injury cost. Raises ValueError; EditedMeanwhile."""
    hold(case, seen_version)
    if kind not in LOSSES:
        raise ValueError("Choose one of the answers shown.")
    if item is not None and item.incident_id != case.incident_id:
        raise ValueError("This thing belongs to another incident.")
    row = Loss.objects.create(
        trust_id=case.trust_id,
        case=case,
        kind=kind,
        words=words_of(words, "Say what was lost or what it cost.", 300),
        pence=_amount(pence),
        item=item,
        number=number.strip()[:60],
        at=clock.now(),
        by=by.name,
    )
    changed(case)
    enter("sanctions.record_loss", by=by, subject=case.record, details={"kind": kind, "amount": in_pounds(pence)})
    return row


@operation
def record_recovery(
    *,
    by: Actor,
    case: Case,
    way: str,
    from_whom: str,
    claimed: int,
    claimed_on: date,
    words: str = "",
    viable: bool | None = None,
    seen_version: int | None = None,
) -> Recovery:
    """Keep a claim for `claimed` pence, and whether recovery is worth its cost.

    A deduction from pay is arranged by `arrange_deduction`. Raises ValueError; EditedMeanwhile.
    """
    hold(case, seen_version)
    if way not in WAYS:
        raise ValueError("Choose one of the answers shown.")
    if way == "payroll":
        raise ValueError("Arrange a deduction from pay on its own page: it must be lawful.")
    row = Recovery.objects.create(
        trust_id=case.trust_id,
        case=case,
        way=way,
        from_whom=words_of(from_whom, "Say from whom.", 160),
        claimed=_amount(claimed),
        claimed_on=within(claimed_on, "the day of the claim"),
        words=words.strip(),
        viable=viable,
        at=clock.now(),
        by=by.name,
    )
    changed(case)
    enter("sanctions.record_recovery", by=by, subject=case.record, details={"way": way, "claimed": in_pounds(claimed)})
    return row


@operation
def arrange_deduction(
    *,
    by: Actor,
    case: Case,
    claimed: int,
    agreed_on: date,
    instalment: int,
    first_on: date,
    basis: str,
    basis_words: str,
    manager: str,
    payroll: str,
    consented_on: date | None = None,
    words: str = "",
    seen_version: int | None = None,
) -> Recovery:
    """Arrange a lawful deduction from a colleague's pay with their line manager and the payroll provider.

    Raises ValueError for someone who is not a colleague, without what makes it lawful (a term of the contract, or
    consent in writing given before the first deduction), and for an instalment above the whole; WrongOrder;
    EditedMeanwhile.
    """
    hold(case, seen_version)
    if not standing_of(case).colleague:
        raise ValueError("Pay is deducted from colleagues only. Agree a repayment instead.")
    if basis not in DEDUCTION_BASES:
        raise ValueError("Say what makes the deduction lawful: a term of their contract, or their consent in writing.")
    evidence = words_of(basis_words, "Say which term it is, or where the consent is kept.", 300)
    if basis == "consent" and consented_on is None:
        raise ValueError("Enter the day on which they consented in writing.")
    check_order(
        ("consented_on", "the consent", consented_on),
        ("agreed_on", "the agreement", agreed_on),
        ("first_on", "the first deduction", first_on),
        past=["consented_on", "agreed_on"],
        today=clock.today(),
    )
    if instalment > claimed:
        raise ValueError("An instalment is not more than the whole.")
    row = Recovery.objects.create(
        trust_id=case.trust_id,
        case=case,
        way="payroll",
        from_whom=case.subject.name or "The colleague",
        claimed=_amount(claimed),
        claimed_on=agreed_on,
        agreed=claimed,
        agreed_on=agreed_on,
        instalment=_amount(instalment, "an instalment"),
        first_on=first_on,
        basis=basis,
        basis_words=evidence,
        consented_on=consented_on,
        manager=words_of(manager, "Name the line manager with whom it was arranged.", 160),
        payroll=words_of(payroll, "Name who arranges it at the payroll provider.", 160),
        words=words.strip(),
        at=clock.now(),
        by=by.name,
    )
    changed(case)
    details = {"amount": in_pounds(claimed), "basis": DEDUCTION_BASES[basis], "instalment": in_pounds(instalment)}
    enter("sanctions.arrange_deduction", by=by, subject=case.record, details=details)
    return row


def _held(recovery: Recovery, seen_version: int | None) -> Case:
    case = recovery.case
    hold(case, seen_version)
    recovery.refresh_from_db()
    recovery.case = case
    return case


@operation
def agree_recovery(
    *,
    by: Actor,
    recovery: Recovery,
    agreed: int,
    on: date,
    instalment: int = 0,
    first_on: date | None = None,
    seen_version: int | None = None,
) -> Recovery:
    """Keep what was agreed or ordered, in instalments or at once. Raises ValueError, WrongOrder; EditedMeanwhile."""
    case = _held(recovery, seen_version)
    _amount(agreed)
    check_order(
        ("", "the claim", recovery.claimed_on),
        ("on", "the agreement", on),
        ("first_on", "the first instalment", first_on),
        past=["on"],
        today=clock.today(),
    )
    if instalment < 0 or instalment > agreed:
        raise ValueError("An instalment is not more than the whole.")
    if agreed < recovery.sums.received + recovery.written_off:
        raise ValueError(
            f"{in_pounds(recovery.sums.received + recovery.written_off)} is settled already: agree on at least that."
        )
    before = in_pounds(recovery.agreed)
    recovery.agreed, recovery.agreed_on = agreed, on
    recovery.instalment, recovery.first_on = instalment, first_on
    recovery.save(update_fields=["agreed", "agreed_on", "instalment", "first_on"])
    changed(case)
    changes = {"agreed": [before, in_pounds(agreed)]}
    enter("sanctions.agree_recovery", by=by, subject=case.record, changes=changes)
    return recovery


@operation
def record_receipt(
    *, by: Actor, recovery: Recovery, pence: int, on: date, words: str = "", seen_version: int | None = None
) -> Receipt:
    """Keep money that came in. Raises ValueError for more than is outstanding, WrongOrder; EditedMeanwhile."""
    case = _held(recovery, seen_version)
    if fault := receipt_fault(recovery.sums, pence):
        raise ValueError(fault)
    check_order(("", "the claim", recovery.claimed_on), ("on", "the payment", on), past=["on"], today=clock.today())
    row = Receipt.objects.create(
        trust_id=case.trust_id,
        recovery=recovery,
        pence=pence,
        on=on,
        words=words.strip()[:200],
        at=clock.now(),
        by=by.name,
    )
    changed(case)
    enter("sanctions.record_receipt", by=by, subject=case.record, details={"amount": in_pounds(pence)})
    return row


@operation
def write_off(
    *, by: Actor, recovery: Recovery, pence: int, approved_by: str, why: str, seen_version: int | None = None
) -> Recovery:
    """Write off what will not come. Raises ValueError for more than is outstanding, without approval or reason."""
    case = _held(recovery, seen_version)
    if fault := receipt_fault(recovery.sums, pence):
        raise ValueError(fault)
    recovery.written_off += pence
    recovery.written_off_on = clock.today()
    recovery.written_off_by = words_of(approved_by, "Name who approved it.", 160)
    recovery.written_off_why = words_of(why, "Say why it will not come.")
    recovery.save(update_fields=["written_off", "written_off_on", "written_off_by", "written_off_why"])
    changed(case)
    details = {"amount": in_pounds(pence), "approved by": recovery.written_off_by}
    enter("sanctions.write_off", by=by, subject=case.record, details=details, why=why.strip())
    return recovery
