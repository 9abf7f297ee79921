"""A letter from its service to its end: proof, signature, reviews, breaches, appeal."""

from __future__ import annotations

from datetime import date

from holdfast.casework.sanctions.models import SERVED, Appeal, Breach, Letter, LetterReview, Outcome, Service
from holdfast.casework.sanctions.operations.holding import changed, standing_of, within, words_of
from holdfast.casework.sanctions.operations.letters import held, wrote_in
from holdfast.casework.sanctions.operations.telling import APPROVING_ROLES, tell_roles
from holdfast.casework.sanctions.rules.orderings import WrongOrder, check_order
from holdfast.casework.sanctions.rules.safeguards import Refused, refusal
from holdfast.casework.sanctions.rules.stages import LETTER
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.records.operations import move
from holdfast.kernel import clock


@operation
def serve_letter(
    *, by: Actor, letter: Letter, how: str, on: date, proof: str, seen_version: int | None = None
) -> Service:
    """Record that an approved letter was posted, handed over or sent, with the proof of it.

    A letter or exclusion that is served is an outcome; an agreement becomes one when it is signed. Raises ValueError
    for a letter that nobody approved and without proof, Refused where something came to light since that stands against
    it, WrongOrder for a day before the approval or in the future;
    EditedMeanwhile.
    """
    case = held(letter, seen_version)
    if letter.state in ("draft", "submitted"):
        raise ValueError("Nobody has approved this letter yet. Send it for approval first.")
    if why := refusal(letter.kind, standing_of(case)):
        raise Refused(f"{why} Withdraw the letter.")
    state = move(record=case.record, workflow=LETTER, state=letter.state, verb="serve", by=by)
    if how not in SERVED:
        raise ValueError("Choose one of the answers shown.")
    said = words_of(proof, "Give the proof: a tracking number, or who handed it over and who saw it.", 300)
    approved = clock.local_day(letter.approved_at) if letter.approved_at else None
    check_order(("", "its approval", approved), ("on", "the service", on), past=["on"], today=clock.today())
    if on > letter.valid_until:
        raise WrongOrder({"on": "The letter has run out by then. Withdraw it and write a new one."})
    row = Service.objects.create(
        trust_id=case.trust_id, letter=letter, how=how, on=on, proof=said, at=clock.now(), by=by.name
    )
    letter.state, letter.served_on = state, on
    letter.save(update_fields=["state", "served_on"])
    if letter.kind != "agreement":
        _obtained(letter, on, by)
    changed(case)
    details = {"letter": letter.pk, "how": how, "on": on.isoformat(), "proof": said}
    enter("sanctions.serve_letter", by=by, subject=case.record, details=details)
    return row


def _obtained(letter: Letter, on: date, by: Actor) -> None:
    Outcome.objects.create(
        trust_id=letter.trust_id,
        case=letter.case,
        kind=letter.kind,
        on=on,
        imposed_by=letter.case.trust.name,
        words=letter.title,
        until=letter.valid_until,
        letter=letter,
        at=clock.now(),
        by=by.name,
    )


@operation
def return_letter(*, by: Actor, letter: Letter, on: date, why: str, seen_version: int | None = None) -> Letter:
    """Record that a letter came back: it was not served, and waits to be served again.

    Raises NotPossibleNow when it was not served, WrongOrder, EditedMeanwhile; ValueError once its publicity is decided.
    """
    case = held(letter, seen_version)
    state = move(record=case.record, workflow=LETTER, state=letter.state, verb="return", by=by, why=why.strip())
    newest = letter.services.filter(came_back_on__isnull=True).last()
    assert newest is not None
    check_order(("", "the service", newest.on), ("on", "its return", on), past=["on"], today=clock.today())
    newest.came_back_on, newest.came_back_why = on, why.strip()[:300]
    newest.save(update_fields=["came_back_on", "came_back_why"])
    standing = Outcome.objects.filter(letter=letter)
    if standing.filter(publicity__isnull=False).exists():
        raise ValueError("It was decided already whether this is made known. End the letter instead.")
    standing.delete()  # nothing was imposed on somebody whom the letter never reached
    letter.state, letter.served_on = state, None
    letter.save(update_fields=["state", "served_on"])
    changed(case)
    details = {"letter": letter.pk, "on": on.isoformat()}
    enter("sanctions.return_letter", by=by, subject=case.record, details=details, why=why.strip())
    return letter


@operation
def sign_letter(*, by: Actor, letter: Letter, on: date, seen_version: int | None = None) -> Letter:
    """Record that the person signed an agreement. Raises ValueError when it cannot be, WrongOrder."""
    case = held(letter, seen_version)
    if letter.kind != "agreement" or letter.state != "in-force":
        raise ValueError("Only an agreement that was served can be signed.")
    if letter.signed_on:
        raise ValueError("It is signed already.")
    check_order(("", "the service", letter.served_on), ("on", "the signature", on), past=["on"], today=clock.today())
    letter.signed_on = on
    letter.save(update_fields=["signed_on"])
    _obtained(letter, on, by)
    changed(case)
    details = {"letter": letter.pk, "on": on.isoformat()}
    enter("sanctions.sign_letter", by=by, subject=case.record, details=details)
    return letter


@operation
def review_letter(
    *,
    by: Actor,
    letter: Letter,
    stays: bool,
    words: str,
    on: date | None = None,
    next_on: date | None = None,
    seen_version: int | None = None,
) -> LetterReview:
    """Review a letter in force: it stays until the next review or its last day, or it ends today.

    Raises NotPossibleNow for a letter that is not in force, WrongOrder, ValueError without a reason; EditedMeanwhile.
    """
    case = held(letter, seen_version)
    LETTER.move("end", letter.state)
    said = words_of(words, "Say what the review found.")
    day = within(on or clock.today(), "the day of the review")
    following = (next_on or letter.valid_until) if stays else None
    check_order(
        ("on", "the review", day),
        ("next_on", "the next review", following),
        ("next_on", "the last day", letter.valid_until),
    )
    row = LetterReview.objects.create(
        trust_id=case.trust_id,
        letter=letter,
        due_on=letter.review_on,
        on=day,
        stays=stays,
        words=said,
        next_on=following,
        at=clock.now(),
        by=by.name,
    )
    if following is None:
        letter.state = move(record=case.record, workflow=LETTER, state=letter.state, verb="end", by=by, why=said)
        letter.ended_on, letter.ended_why = day, said
    else:
        letter.review_on = following
    letter.save(update_fields=["state", "ended_on", "ended_why", "review_on"])
    changed(case)
    enter("sanctions.review_letter", by=by, subject=case.record, details={"letter": letter.pk, "stays": stays})
    return row


@operation
def end_letter(*, by: Actor, letter: Letter, why: str, seen_version: int | None = None) -> Letter:
    """End a letter in force. Raises ValueError without a reason, NotPossibleNow, EditedMeanwhile."""
    case = held(letter, seen_version)
    letter.state = move(record=case.record, workflow=LETTER, state=letter.state, verb="end", by=by, why=why.strip())
    letter.ended_on, letter.ended_why = clock.today(), why.strip()
    letter.save(update_fields=["state", "ended_on", "ended_why"])
    changed(case)
    enter("sanctions.end_letter", by=by, subject=case.record, details={"letter": letter.pk}, why=why.strip())
    return letter


@operation
def record_breach(*, by: Actor, letter: Letter, on: date, words: str, seen_version: int | None = None) -> Breach:
    """Record that the person did again what the letter is about. Raises ValueError, WrongOrder, EditedMeanwhile."""
    case = held(letter, seen_version)
    LETTER.move("end", letter.state)
    said = words_of(words, "Say what happened, with the reference of the new incident.")
    check_order(("", "the service", letter.served_on), ("on", "the breach", on), past=["on"], today=clock.today())
    row = Breach.objects.create(trust_id=case.trust_id, letter=letter, on=on, words=said, at=clock.now(), by=by.name)
    changed(case)
    enter("sanctions.record_breach", by=by, subject=case.record, details={"letter": letter.pk, "on": on.isoformat()})
    return row


@operation
def take_appeal(*, by: Actor, letter: Letter, on: date, words: str, seen_version: int | None = None) -> Appeal:
    """Take in what the person says against the letter. Late ones are taken in as well.

    Raises ValueError without words and while another appeal is open, NotPossibleNow, WrongOrder, EditedMeanwhile.
    """
    case = held(letter, seen_version)
    LETTER.move("end", letter.state)
    said = words_of(words, "Write down what they say.")
    if letter.appeals.filter(decided_on__isnull=True).exists():
        raise ValueError("An appeal is open already. Decide on it first, or add this to it.")
    check_order(("", "the service", letter.served_on), ("on", "the appeal", on), past=["on"], today=clock.today())
    row = Appeal.objects.create(trust_id=case.trust_id, letter=letter, on=on, words=said, at=clock.now(), by=by.name)
    changed(case)
    enter("sanctions.take_appeal", by=by, subject=case.record, details={"letter": letter.pk, "on": on.isoformat()})
    tell_roles(
        case,
        APPROVING_ROLES,
        subject=f"Someone appeals against a letter: {case.reference}",
        words="Somebody who had no part in the letter decides.",
        kind="sanctions.appeal",
    )
    return row


@operation
def decide_appeal(*, by: Actor, appeal: Appeal, result: str, words: str, seen_version: int | None = None) -> Appeal:
    """Decide an appeal. A letter that is changed or taken back ends; a changed one is written anew.

    Raises ValueError for who wrote or approved the letter, without words, and for an appeal that is decided;
    EditedMeanwhile.
    """
    letter = appeal.letter
    case = held(letter, seen_version)
    appeal.refresh_from_db()
    if appeal.decided_on:
        raise ValueError(f"{appeal.decided_by} decided this appeal already.")
    if result not in Appeal.RESULTS:
        raise ValueError("Choose one of the answers shown.")
    said = words_of(words, "Say why, in words for the person.")
    if by.name in (letter.approved_by, letter.drafted_by) or wrote_in(letter, by):
        raise ValueError("You had a part in this letter. Somebody else decides the appeal.")
    appeal.result, appeal.result_words = result, said
    appeal.decided_on, appeal.decided_by = clock.today(), by.name
    appeal.save(update_fields=["result", "result_words", "decided_on", "decided_by"])
    if result != "stands" and letter.state == "in-force":
        letter.state = move(record=case.record, workflow=LETTER, state=letter.state, verb="end", by=by, why=said)
        letter.ended_on, letter.ended_why = clock.today(), f"{Appeal.RESULTS[result]} on appeal."
        letter.save(update_fields=["state", "ended_on", "ended_why"])
    changed(case)
    enter("sanctions.decide_appeal", by=by, subject=case.record, details={"letter": letter.pk, "result": result})
    return appeal
