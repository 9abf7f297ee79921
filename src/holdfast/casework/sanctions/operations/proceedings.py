"""Proceedings before a court, their hearings and results, and the sanctions that were obtained."""

from __future__ import annotations

from datetime import date

from holdfast.casework.sanctions.models import Case, Hearing, Outcome, Proceeding
from holdfast.casework.sanctions.operations.holding import (
    changed,
    happened_on,
    hold,
    not_before_it_happened,
    standing_of,
    within,
    words_of,
)
from holdfast.casework.sanctions.operations.telling import tell_roles
from holdfast.casework.sanctions.operations.weighing import check_weighed
from holdfast.casework.sanctions.rules.options import OF_LETTERS, OUTCOMES
from holdfast.casework.sanctions.rules.orderings import WrongOrder, check_order
from holdfast.casework.sanctions.rules.safeguards import Refused, refusal, under_age, unsettled
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.kernel import clock

TRACK_KINDS = {"civil": "civil", "private": "criminal"}
"""What the trust brings to court itself, by the kind of option that it is; criminal proceedings others bring."""
PUBLISHING_ROLES = ("communications", "lsms", "security-lead")


@operation
def record_proceedings(
    *,
    by: Actor,
    case: Case,
    track: str,
    court: str,
    about: str,
    started_on: date,
    number: str = "",
    witness: str = "",
    seen_version: int | None = None,
) -> Proceeding:
    """Keep that proceedings began: civil, private, or criminal ones in which the trust has a part, as its witness say.

    Raises ValueError for an unknown track, without a court or words, for a day in the future; WrongOrder for one before
    the incident; Refused where the trust itself goes to court and age or capacity was not weighed; EditedMeanwhile.
    """
    hold(case, seen_version)
    if track not in Proceeding.TRACKS:
        raise ValueError("Choose one of the answers shown.")
    if track in TRACK_KINDS:
        check_weighed(case, TRACK_KINDS[track])
    not_before_it_happened(case, "started_on", "the day on which they began", started_on)
    row = Proceeding.objects.create(
        trust_id=case.trust_id,
        case=case,
        track=track,
        court=words_of(court, "Name the court.", 160),
        about=words_of(about, "Say what the proceedings are about."),
        started_on=within(started_on, "the day on which they began"),
        number=number.strip()[:80],
        witness=witness.strip()[:160],
        at=clock.now(),
        by=by.name,
    )
    changed(case)
    details = {"track": track, "court": row.court, "witness": row.witness}
    enter("sanctions.record_proceedings", by=by, subject=case.record, details=details)
    return row


@operation
def record_hearing(
    *,
    by: Actor,
    proceeding: Proceeding,
    on: date,
    about: str,
    witness: str = "",
    result: str = "",
    seen_version: int | None = None,
) -> Hearing:
    """Keep a hearing, past or to come. Raises WrongOrder before the proceedings began, ValueError; EditedMeanwhile."""
    case = proceeding.case
    hold(case, seen_version)
    said = words_of(about, "Say what the hearing is for.", 200)
    check_order(("", "the day on which they began", proceeding.started_on), ("on", "the hearing", on))
    if result.strip() and on > clock.today():
        raise WrongOrder({"result": "The hearing is still to come. Record its result afterwards."})
    row = Hearing.objects.create(
        trust_id=case.trust_id,
        proceeding=proceeding,
        on=on,
        about=said,
        witness=witness.strip()[:160],
        result=result.strip(),
        at=clock.now(),
        by=by.name,
    )
    changed(case)
    details = {"on": on.isoformat(), "about": said, "witness": row.witness}
    enter("sanctions.record_hearing", by=by, subject=case.record, details=details)
    return row


@operation
def end_proceedings(
    *, by: Actor, proceeding: Proceeding, on: date, result: str, seen_version: int | None = None
) -> Proceeding:
    """Keep how proceedings ended. Raises ValueError when they ended already, WrongOrder; EditedMeanwhile."""
    case = proceeding.case
    hold(case, seen_version)
    proceeding.refresh_from_db()
    if proceeding.ended_on:
        raise ValueError("These proceedings have ended already.")
    said = words_of(result, "Write the result.")
    check_order(
        ("", "the day on which they began", proceeding.started_on),
        ("on", "the end", on),
        past=["on"],
        today=clock.today(),
    )
    proceeding.ended_on, proceeding.result = on, said
    proceeding.save(update_fields=["ended_on", "result"])
    changed(case)
    enter("sanctions.end_proceedings", by=by, subject=case.record, details={"result": said})
    return proceeding


@operation
def record_outcome(
    *,
    by: Actor,
    case: Case,
    kind: str,
    on: date,
    imposed_by: str,
    words: str,
    until: date | None = None,
    victim_told_on: date | None = None,
    seen_version: int | None = None,
) -> Outcome:
    """Keep which sanction or redress others gave, and from whom. Publicity is decided next, each time.

    Letters, agreements and exclusions come here by themselves, once they are served or signed: nobody is excluded by
    writing it down. Raises ValueError for these, for what the trust has not decided, for an unknown kind and without
    words; Refused for somebody on whom it cannot have been imposed; WrongOrder; EditedMeanwhile.
    """
    hold(case, seen_version)
    if kind not in OUTCOMES:
        raise ValueError("Choose one of the answers shown.")
    _check_could_be(case, kind)
    today = clock.today()
    check_order(
        ("", "the incident", happened_on(case)),
        ("on", "the day", on),
        ("until", "the end", until),
        past=["on"],
        today=today,
    )
    check_order(
        ("on", "the day", on),
        ("victim_told_on", "the day on which the victim was told", victim_told_on),
        past=["victim_told_on"],
        today=today,
    )
    row = Outcome.objects.create(
        trust_id=case.trust_id,
        case=case,
        kind=kind,
        on=on,
        imposed_by=words_of(imposed_by, "Say who imposed it.", 160),
        words=words_of(words, "Say what was imposed."),
        until=until,
        victim_told_on=victim_told_on,
        at=clock.now(),
        by=by.name,
    )
    changed(case)
    details = {"kind": kind, "on": on.isoformat(), "imposed by": row.imposed_by}
    enter("sanctions.record_outcome", by=by, subject=case.record, details=details)
    tell_roles(
        case,
        PUBLISHING_ROLES,
        subject=f"A sanction was obtained: {case.reference}",
        words="Decide whether it is made known.",
        kind="sanctions.publicity-to-decide",
    )
    return row


def _check_could_be(case: Case, kind: str) -> None:
    """Raise for an outcome that only a decision of the trust brings, and for one that this person cannot have had."""
    if kind in OF_LETTERS:
        raise ValueError(
            f"{OUTCOMES[kind]}: this comes of a letter. Propose and decide on it, write the letter, have it approved "
            "and serve it. It then stands here by itself."
        )
    standing = standing_of(case)
    if kind == "charge":
        if why := refusal(kind, standing) or unsettled(kind, standing):
            raise Refused(why)
        chosen = case.considerations.filter(kind=kind, chosen=True).exists()
        if not (case.sanctioned and case.state in ("decided", "closed") and chosen):
            raise ValueError(f"{OUTCOMES[kind]}: the trust imposes it itself. Propose and decide on it first.")
        return
    why = refusal(kind, standing) if kind == "disciplinary" else ""
    if why := why or (under_age("criminal", standing) if kind in ("caution", "conviction") else ""):
        raise Refused(why)
