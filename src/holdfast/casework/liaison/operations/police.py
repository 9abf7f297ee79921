"""Telling the police of a crime, and asking them to come."""

from __future__ import annotations

from datetime import datetime

from holdfast.casework.incidents.models import Incident, PoliceContact
from holdfast.casework.incidents.operations.holding import hold
from holdfast.casework.incidents.operations.police import keep_police_contact
from holdfast.casework.liaison.models import PoliceReport
from holdfast.casework.liaison.operations.answering import changed, keep_number, keep_refusal, subject_of
from holdfast.casework.liaison.operations.telling import security_posts, tell_case
from holdfast.casework.liaison.queries.policy import first_contact_for
from holdfast.casework.liaison.rules.police import fault_in_moment
from holdfast.casework.liaison.rules.stages import CHANNELS
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.records.operations import touch
from holdfast.kernel import clock


@operation
def report_to_police(
    *,
    by: Actor,
    incident: Incident,
    force: str,
    channel: str,
    made_at: datetime,
    made_by: str = "",
    words: str = "",
    log_number: str = "",
    crime_number: str = "",
    contact: PoliceContact | None = None,
) -> PoliceReport:
    """Keep that a crime was reported to the police: to which force, how, when (UTC) and by whom.

    `contact` is the incident's own line of it where its report told of it already. Tells the trust's single contact
    for the police, or the security team. Raises ValueError for a moment in the
    future or before the incident, without a force, and while a report to the same force still runs.
    """
    hold(incident)
    _refuse_early_or_late(incident, made_at)
    if not force.strip():
        raise ValueError("Say which police force was told.")
    running = incident.police_reports.filter(purpose="crime", force__iexact=force.strip()).exclude(state="ended")
    if earlier := running.first():
        when = clock.local_day(earlier.made_at)
        raise ValueError(
            f"It was reported to {earlier.force} on {when.day} {when:%B %Y} already. Add the new number or news there."
        )
    report = _make(by, incident.trust, incident, "crime", force, channel, made_at, made_by, words)
    report.contact = keep_police_contact(
        incident,
        by=by,
        contact=contact,
        force=report.force,
        channel=channel if channel != "in-person" else "attended",
        told_at=made_at,
        told_by=report.made_by,
    )
    report.save(update_fields=["contact"])
    for kind, number in (("log", log_number), ("crime", crime_number)):
        if number.strip():
            keep_number(report, by, kind, number)
    _copy_to_first_contact(incident, by, f"{incident.reference} was reported to the police")
    touch(incident.record)
    enter(
        "liaison.report_to_police",
        by=by,
        subject=incident.record,
        details={"force": report.force, "channel": CHANNELS.get(channel, channel), "by": report.made_by},
    )
    return report


@operation
def request_police(
    *,
    by: Actor,
    trust: Trust,
    force: str,
    channel: str,
    made_at: datetime,
    words: str,
    incident: Incident | None = None,
    cad_number: str = "",
    place: str = "",
    made_by: str = "",
) -> PoliceReport:
    """Keep that the police were asked to come: to an incident, or, before there is a report, to our own job or place.

    Raises ValueError for a moment in the future or before the incident, without a force, without what was asked, and
    without anything to say where.
    """
    if incident is not None:
        hold(incident)
        _refuse_early_or_late(incident, made_at)
    elif fault := fault_in_moment(made_at, now=clock.now(), happened=None, what="The call to the police"):
        raise ValueError(fault)
    if not force.strip():
        raise ValueError("Say which police force was asked.")
    if not words.strip():
        raise ValueError("Say what the police were asked to do.")
    if incident is None and not (cad_number.strip() or place.strip()):
        raise ValueError("Give our own job number, or the place.")
    report = _make(by, trust, incident, "attend", force, channel, made_at, made_by, words, cad_number, place)
    changed(report)
    enter("liaison.request_police", by=by, subject=subject_of(report), details={"force": report.force})
    return report


def _make(
    by: Actor,
    trust: Trust,
    incident: Incident | None,
    purpose: str,
    force: str,
    channel: str,
    made_at: datetime,
    made_by: str,
    words: str,
    cad_number: str = "",
    place: str = "",
) -> PoliceReport:
    return PoliceReport.objects.create(
        trust=trust,
        incident=incident,
        purpose=purpose,
        force=force.strip()[:80],
        channel=channel,
        made_at=made_at,
        made_by=(made_by.strip() or by.name)[:160],
        words=words.strip(),
        cad_number=(cad_number.strip() or (incident.cad_number if incident else ""))[:40],
        place=place.strip()[:300],
        heard_at=made_at,
        at=clock.now(),
        by=by.name,
        person_id=by.person_id,
    )


def _refuse_early_or_late(incident: Incident, made_at: datetime) -> None:
    fault = fault_in_moment(made_at, now=clock.now(), happened=incident.occurred_at, what="When the police were told")
    if fault:
        raise ValueError(fault)


def _copy_to_first_contact(incident: Incident, by: Actor, subject: str) -> None:
    post = first_contact_for(incident)
    posts = [post] if post else security_posts(incident.trust_id)
    tell_case(incident, subject=subject, posts=posts, kind="liaison.police_told")


@operation
def take_in_call(*, by: Actor, incident: Incident, report: PoliceReport) -> PoliceReport:
    """Say that a call to the police, made before there was a report of the incident, was about `incident`.

    Raises ValueError when the call belongs to an incident already.
    """
    hold(incident)
    report.refresh_from_db()
    if report.incident_id is not None:
        raise ValueError("This call belongs to an incident already.")
    report.incident = incident
    report.save(update_fields=["incident"])
    if report.state == "refused":
        keep_refusal(report, by=by)
    touch(incident.record)
    enter("liaison.take_in_call", by=by, subject=incident.record, details={"force": report.force})
    return report
