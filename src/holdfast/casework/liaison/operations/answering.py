"""What the police gave and answered: numbers, officers, yes or no, and that nothing more is expected of them."""

from __future__ import annotations

from datetime import datetime

from holdfast.casework.incidents.operations.holding import hold
from holdfast.casework.incidents.operations.police import keep_police_contact
from holdfast.casework.liaison.models import PoliceAnswer, PoliceNumber, PoliceReport
from holdfast.casework.liaison.operations.telling import security_posts, tell_case, tell_of_call
from holdfast.casework.liaison.rules.police import fault_in_moment
from holdfast.casework.liaison.rules.stages import NUMBERS, POLICE
from holdfast.foundation.audit.actors import Actor, Subject
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.records.operations import touch
from holdfast.kernel import clock


def subject_of(report: PoliceReport) -> Subject:
    """What the audit trail calls the thing that `report` is about: its incident, or the call itself."""
    if report.incident is not None:
        return report.incident.record.audit_subject
    return Subject(kind="police-call", reference=f"police call {report.pk}", trust=report.trust.code)


def hold_report(report: PoliceReport) -> None:
    """Keep everyone else from changing the report's incident until the operation ends, and read the report anew."""
    if report.incident is not None:
        hold(report.incident)
    incident = report.incident
    report.refresh_from_db()
    report.incident = incident


def changed(report: PoliceReport) -> None:
    """Say that the incident behind the report changed, so that its clocks are made anew."""
    if report.incident is not None:
        touch(report.incident.record)


def keep_number(report: PoliceReport, by: Actor, kind: str, number: str) -> None:
    """A step of another operation: a number that the police gave. Raises ValueError for one that is on record."""
    number = " ".join(number.split())[:60]
    if report.numbers.filter(kind=kind, number__iexact=number).exists():
        raise ValueError(f"{number} is on record already.")
    PoliceNumber.objects.create(
        trust_id=report.trust_id, report=report, kind=kind, number=number, at=clock.now(), by=by.name
    )
    if report.incident is None:
        return
    field = {"log": "log_number", "crime": "crime_number"}.get(kind)
    if field:
        report.contact = keep_police_contact(
            report.incident,
            by=by,
            contact=report.contact,
            force=report.force,
            told_at=report.made_at,
            told_by=report.made_by,
            **{field: number},
        )
        report.save(update_fields=["contact"])


@operation
def add_police_number(*, by: Actor, report: PoliceReport, kind: str, number: str) -> PoliceReport:
    """Keep a number that the police gave. The newest of a kind is the one that lists show.

    Raises ValueError for a number that is blank or on record already, or a kind that does not exist.
    """
    hold_report(report)
    if kind not in NUMBERS:
        raise ValueError("Choose what kind of number it is.")
    if not number.strip():
        raise ValueError("Enter the number.")
    keep_number(report, by, kind, number)
    heard(report, clock.now())
    changed(report)
    enter("liaison.add_police_number", by=by, subject=subject_of(report), details={"kind": kind, "number": number})
    return report


@operation
def name_officer(
    *, by: Actor, report: PoliceReport, name: str = "", number: str = "", station: str = "", contact: str = ""
) -> PoliceReport:
    """Keep which officer deals with it now. Who dealt with it before stays in the audit trail.

    Raises ValueError when nothing is told.
    """
    hold_report(report)
    told = {"officer_name": name, "officer_number": number, "officer_station": station, "officer_contact": contact}
    told = {field: " ".join(value.split()) for field, value in told.items()}
    if not any(told.values()):
        raise ValueError("Enter the officer’s name or number.")
    changes = {field: [getattr(report, field), value] for field, value in told.items()}
    for field, value in told.items():
        setattr(report, field, value)
    report.save(update_fields=list(told))
    if report.incident is not None:
        report.contact = keep_police_contact(
            report.incident, by=by, contact=report.contact, force=report.force, told_at=report.made_at, **told
        )
        report.save(update_fields=["contact"])
    heard(report, clock.now())
    changed(report)
    enter("liaison.name_officer", by=by, subject=subject_of(report), changes=changes)
    return report


def heard(report: PoliceReport, moment: datetime) -> None:
    """A step of another operation: the police were heard of."""
    if moment > report.heard_at:
        report.heard_at = moment
        report.save(update_fields=["heard_at"])


@operation
def record_answer(*, by: Actor, report: PoliceReport, at: datetime, taken: bool, reason: str = "") -> PoliceReport:
    """Keep what the police answered: they take it up or come, or they decline, with their reason.

    Raises ValueError for a moment in the future or before they were asked, and for a refusal without its reason;
    NotPossibleNow when they have answered so already or it is over.
    """
    hold_report(report)
    fault = fault_in_moment(at, now=clock.now(), happened=report.made_at, what="The answer of the police")
    if fault:
        raise ValueError(fault.replace("the incident itself", "they were asked"))
    if not taken and not reason.strip():
        raise ValueError("Say why the police declined, in their words as far as you know.")
    answer(report, at=at, taken=taken, reason=reason)
    PoliceAnswer.objects.create(
        trust_id=report.trust_id,
        report=report,
        taken=taken,
        reason="" if taken else reason.strip(),
        answered_at=at,
        at=clock.now(),
        by=by.name,
    )
    if not taken:
        _tell_of_refusal(report, by=by)
    changed(report)
    details = {"force": report.force, "taken": taken, "reason": reason.strip()}
    enter("liaison.record_answer", by=by, subject=subject_of(report), details=details)
    return report


TAKE_UP = "If it matters, take the refusal up in the way that is agreed with that force."


def _tell_of_refusal(report: PoliceReport, *, by: Actor) -> None:
    kind = "liaison.police_refused"
    if report.incident is None:
        tell_of_call(report, subject="The police declined a call for help", words=TAKE_UP, kind=kind)
        return
    keep_refusal(report, by=by)
    tell_case(
        report.incident,
        subject=f"The police declined: {report.incident.reference}",
        words=TAKE_UP,
        posts=security_posts(report.trust_id),
        kind=kind,
    )


def keep_refusal(report: PoliceReport, *, by: Actor) -> None:
    """A step of another operation: the incident's own line of the police says why they declined."""
    assert report.incident is not None
    report.contact = keep_police_contact(
        report.incident,
        by=by,
        contact=report.contact,
        force=report.force,
        refused_reason=report.refusal[:300],
        at=None if report.contact else report.answered_at,  # the incident tells it at the moment of the refusal
    )
    report.save(update_fields=["contact"])


def answer(report: PoliceReport, *, at: datetime, taken: bool, reason: str = "") -> None:
    """A step of another operation: the police take it up, or decline."""
    report.state = POLICE.move("take" if taken else "refuse", report.state).target
    report.answered_at = at
    report.refusal = "" if taken else reason.strip()
    report.save(update_fields=["state", "answered_at", "refusal"])
    heard(report, at)


@operation
def end_report(*, by: Actor, report: PoliceReport, why: str) -> PoliceReport:
    """Nothing more is expected of the police. Raises ValueError without a reason, NotPossibleNow when it is over."""
    hold_report(report)
    if not why.strip():
        raise ValueError("Say why nothing more is expected of the police.")
    end(report, why)
    changed(report)
    enter("liaison.end_report", by=by, subject=subject_of(report), why=why.strip())
    return report


def end(report: PoliceReport, why: str) -> None:
    """A step of another operation: the report to the police is over."""
    report.state = POLICE.move("end", report.state).target
    report.ended_at, report.ended_why = clock.now(), why.strip()[:300]
    report.save(update_fields=["state", "ended_at", "ended_why"])


@operation
def resume_report(*, by: Actor, report: PoliceReport, why: str) -> PoliceReport:
    """Take an ended report up again. Raises ValueError without a reason, NotPossibleNow unless it is over."""
    hold_report(report)
    if not why.strip():
        raise ValueError("Say why it is taken up again.")
    report.state = POLICE.move("resume", report.state).target
    report.ended_at, report.ended_why = None, ""
    report.save(update_fields=["state", "ended_at", "ended_why"])
    heard(report, clock.now())
    changed(report)
    enter("liaison.resume_report", by=by, subject=subject_of(report), why=why.strip())
    return report
