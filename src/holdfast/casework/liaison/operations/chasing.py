"""Asking the police again when nothing was heard of them for too long."""

from __future__ import annotations

from datetime import datetime

from holdfast.casework.liaison.models import PoliceReport, PoliceStep
from holdfast.casework.liaison.operations.answering import changed, heard, hold_report, subject_of
from holdfast.casework.liaison.operations.telling import security_posts, tell_case
from holdfast.casework.liaison.queries.silence import silent_reports
from holdfast.casework.liaison.rules.police import fault_in_moment
from holdfast.casework.liaison.rules.stages import CHASE
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock


@operation
def chase_police(*, by: Actor, report: PoliceReport, at: datetime, words: str, answered: bool = False) -> PoliceReport:
    """Keep that the police were asked again, and whether they answered. The wait for them begins anew.

    Raises ValueError for a moment in the future or before they were told, without words, and when it is over.
    """
    hold_report(report)
    if report.state == "ended":
        raise ValueError("Nothing more was expected of the police here. Take the report up again first.")
    fault = fault_in_moment(at, now=clock.now(), happened=report.made_at, what="When you asked again")
    if fault:
        raise ValueError(fault.replace("the incident itself", "the police were told"))
    if not words.strip():
        raise ValueError("Say whom you asked and what they said.")
    PoliceStep.objects.create(
        trust_id=report.trust_id,
        report=report,
        step=CHASE,
        on=clock.local_day(at),
        words=words.strip(),
        at=clock.now(),
        by=by.name,
    )
    report.chased_at, report.told_of_silence_at = at, None
    report.save(update_fields=["chased_at", "told_of_silence_at"])
    if answered:
        heard(report, at)
    changed(report)
    enter("liaison.chase_police", by=by, subject=subject_of(report), details={"words": words, "answered": answered})
    return report


def tell_of_silence(*, by: Actor) -> int:
    """For the scheduler: tell the security team of each live trust where the police have been silent too long.

    Once for each silence; run twice it tells nobody twice. Gives how many reports it told of.
    """
    told = 0
    for trust in Trust.objects.filter(live=True):
        with scope(trust):
            for report in silent_reports(trust, clock.now()).filter(told_of_silence_at__isnull=True):
                told += _tell_once(by=by, report=report)
    return told


@operation
def _tell_once(*, by: Actor, report: PoliceReport) -> int:
    hold_report(report)
    incident = report.incident
    if report.told_of_silence_at is not None or incident is None:
        enter("liaison.tell_of_silence", by=by, subject=subject_of(report), details={"told": False})
        return 0
    PoliceReport.objects.filter(pk=report.pk).update(told_of_silence_at=clock.now())
    tell_case(
        incident,
        subject=f"Nothing heard from the police: {incident.reference}",
        words=f"{report.force} has been silent for longer than your trust waits. Ask again.",
        posts=security_posts(report.trust_id),
        kind="liaison.silence",
    )
    enter("liaison.tell_of_silence", by=by, subject=subject_of(report), details={"force": report.force})
    return 1
