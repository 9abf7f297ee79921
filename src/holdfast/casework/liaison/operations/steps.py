"""What police and courts do on a case, and telling the people affected of each step."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from holdfast.casework.liaison.models import PoliceReport, PoliceStep, VictimTold
from holdfast.casework.liaison.operations.answering import changed, end, heard, hold_report, subject_of
from holdfast.casework.liaison.operations.telling import security_posts, tell_case
from holdfast.casework.liaison.rules.police import fault_in_day, fault_in_moment
from holdfast.casework.liaison.rules.stages import AFTER_A_CHARGE, ENDING, NEEDS_WORDS, POLICE, STEPS
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.kernel import clock


@operation
def record_step(
    *,
    by: Actor,
    report: PoliceReport,
    step: str,
    on: date,
    words: str = "",
    court: str = "",
    hearing_at: datetime | None = None,
    compensation: Decimal | None = None,
    more_expected: bool = False,
) -> PoliceStep:
    """Keep what the police, a prosecutor or a court did on day `on` (Europe/London).

    Opens a line for each person affected, who is now to be told. A charge moves the report on; what ends it (see
    `ENDING`) ends it unless `more_expected`. Raises ValueError for a day in the future or before the police were told,
    for a court date without its day or before the step, a sum that is none, or a step without words.
    """
    hold_report(report)
    if step not in STEPS:
        raise ValueError("Choose what happened.")
    since = clock.local_day(report.made_at)
    if fault := fault_in_day(on, today=clock.today(), since=since, what="The day", after="the police were told"):
        raise ValueError(fault)
    if step == "hearing" and hearing_at is None:
        raise ValueError("Enter the day and time of the hearing.")
    if hearing_at is not None and clock.local_day(hearing_at) < on:
        raise ValueError("The hearing cannot lie before the day on which it was set. Check both days.")
    if step == "compensation" and not compensation:
        raise ValueError("Enter the sum that the court ordered.")
    if compensation is not None and compensation < 0:
        raise ValueError("A sum of compensation cannot be below nothing.")
    if not words.strip() and step in NEEDS_WORDS:
        raise ValueError("Say what happened, so that the person affected can be told.")
    if report.state == "ended":
        raise ValueError("Nothing more was expected of the police here. Take the report up again first.")
    made = PoliceStep.objects.create(
        trust_id=report.trust_id,
        report=report,
        step=step,
        on=on,
        words=words.strip(),
        court=court.strip()[:160],
        hearing_at=hearing_at,
        compensation=compensation,
        at=clock.now(),
        by=by.name,
    )
    _move(report, step, more_expected=more_expected)
    heard(report, clock.now())
    _open_tellings(made, report)
    changed(report)
    enter(
        "liaison.record_step",
        by=by,
        subject=subject_of(report),
        details={"step": step, "on": on.isoformat(), "court": made.court},
    )
    return made


def _move(report: PoliceReport, step: str, *, more_expected: bool) -> None:
    if report.state in ("made", "refused"):
        report.state = POLICE.move("take", report.state).target
        report.answered_at = report.answered_at or clock.now()
        report.refusal = ""
    # A charge that is written down after what the court did with it moves nothing.
    if step == "charge" and report.state == "taken" and not report.steps.filter(step__in=AFTER_A_CHARGE).exists():
        report.state = POLICE.move("charge", report.state).target
    report.save(update_fields=["state", "answered_at", "refusal"])
    if step in ENDING and not more_expected:
        end(report, STEPS[step])


def _open_tellings(step: PoliceStep, report: PoliceReport) -> None:
    incident = report.incident
    if incident is None:
        return
    victims = list(incident.victims.all())
    VictimTold.objects.bulk_create(
        VictimTold(trust_id=report.trust_id, step=step, victim=victim, since=clock.now()) for victim in victims
    )
    if victims:
        tell_case(
            incident,
            subject=f"News from the police on {incident.reference}: tell the people affected",
            posts=security_posts(report.trust_id),
            kind="liaison.tell_victim",
        )


@operation
def tell_victim(
    *, by: Actor, telling: VictimTold, told_at: datetime | None = None, how: str = "", not_told_reason: str = ""
) -> VictimTold:
    """Keep when and how someone affected was told of a step, or why they are not told.

    Raises ValueError when both or neither are given, when it is on record already, for a moment in the future or
    before the step, and without saying how.
    """
    report = telling.step.report
    hold_report(report)
    telling.refresh_from_db()
    if telling.told_at is not None or telling.not_told_reason:
        raise ValueError("That is on record already. Record the next step when there is more to tell.")
    if (told_at is None) == (not not_told_reason.strip()):
        raise ValueError("Say when they were told, or why they are not.")
    if told_at is not None:
        if fault := fault_in_moment(told_at, now=clock.now(), happened=None, what="When they were told"):
            raise ValueError(fault)
        if clock.local_day(told_at) < telling.step.on:
            raise ValueError("They cannot have been told before it happened. Check both days.")
        if not how.strip():
            raise ValueError("Say how they were told, for example by phone.")
    telling.told_at, telling.how = told_at, how.strip()[:160]
    telling.not_told_reason, telling.by = not_told_reason.strip()[:300], by.name
    telling.save(update_fields=["told_at", "how", "not_told_reason", "by"])
    changed(report)
    details = {"step": telling.step.step, "how": telling.how, "not_told": telling.not_told_reason}
    enter("liaison.tell_victim", by=by, subject=subject_of(report), details=details)
    return telling
