"""Naming who investigates, taking in what they found, and the security team's look at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from holdfast.casework.incidents.models import Incident, Investigation, Investigator, Review
from holdfast.casework.incidents.operations.feedback import tell_reporter
from holdfast.casework.incidents.operations.restriction import name_readers
from holdfast.casework.incidents.operations.telling import tell_of_incident, tell_security_team
from holdfast.casework.incidents.rules.stages import INVESTIGATION, stage_of
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Person, Post
from holdfast.foundation.records.operations import check_version, move, touch
from holdfast.kernel import clock


@dataclass(frozen=True)
class Findings:
    """What an investigation found. `causes` are keys of rules.investigation.CAUSES."""

    findings: str
    why: str
    learnt: str = ""
    causes: tuple[str, ...] = ()
    manager_action: str = ""
    staff_representative: str = ""
    no_representative_reason: str = ""
    hr_reference: str = ""
    interest_declared: str = ""


def settle_stage(incident: Incident) -> None:
    """Derive the incident's stage anew from its state and its investigations, and keep it."""
    states = Investigation.objects.filter(incident=incident).values_list("state", flat=True)
    incident.stage = stage_of(incident.state, states)
    Incident.objects.filter(pk=incident.pk).update(stage=incident.stage)


def open_investigation(
    incident: Incident,
    *,
    by: Actor,
    lead: Person,
    others: Sequence[Person] = (),
    strand: str = "manager",
    post: Post | None = None,
    due_at: datetime | None = None,
    commissioned_by: str = "",
) -> Investigation:
    """A step of triage and of `name_investigators`: a new investigation with its lead and others."""
    investigation = Investigation.objects.create(
        trust_id=incident.trust_id,
        incident=incident,
        strand=strand,
        post=post,
        assigned_at=clock.now(),
        due_at=due_at,
        commissioned_by=commissioned_by or by.name,
    )
    _put_to_work(investigation, incident, lead=lead, others=others, by=by)
    return investigation


def _put_to_work(
    investigation: Investigation, incident: Incident, *, lead: Person, others: Sequence[Person], by: Actor
) -> None:
    """Name the lead and the others; whoever is not among them any more stops. Tells those who are new."""
    wanted = {lead.pk: lead, **{person.pk: person for person in others}}
    now = clock.now()
    current = Investigator.objects.filter(investigation=investigation, until__isnull=True)
    current.exclude(person__in=wanted).update(until=now)
    known = set(current.values_list("person_id", flat=True))
    current.update(lead=False)
    Investigator.objects.bulk_create(
        Investigator(trust_id=incident.trust_id, investigation=investigation, person=person, since=now)
        for key, person in wanted.items()
        if key not in known
    )
    Investigator.objects.filter(investigation=investigation, until__isnull=True, person=lead).update(lead=True)
    if incident.restricted:
        name_readers(incident, wanted.values(), by=by, why="investigates the incident")
    fresh = [person for key, person in wanted.items() if key not in known and key != by.person_id]
    if fresh:
        tell_of_incident(
            incident,
            people=fresh,
            subject=f"You are asked to investigate {incident.reference}",
            words="Open the incident to see what happened and by when your findings are due.",
            kind="incidents.investigate",
        )


@operation
def name_investigators(
    *,
    by: Actor,
    incident: Incident,
    lead: Person,
    others: Sequence[Person] = (),
    investigation: Investigation | None = None,
    strand: str = "manager",
    due_at: datetime | None = None,
    seen_version: int | None = None,
) -> Investigation:
    """Name the lead and others of an investigation, or open a new one when `investigation` is None.

    Raises ValueError when the incident is not open or the investigation is over, EditedMeanwhile when someone else
    changed the incident since `seen_version`.
    """
    check_version(incident.record, seen_version)
    if incident.state != "open":
        raise ValueError("Only an open incident can be investigated. Triage or reopen it first.")
    before: list[str] = []
    if investigation is None:
        investigation = open_investigation(incident, by=by, lead=lead, others=others, strand=strand, due_at=due_at)
    else:
        if investigation.state in ("approved", "withdrawn"):
            raise ValueError("This investigation is over. Open another one.")
        running = investigation.investigators.filter(until__isnull=True).select_related("person")
        before = [str(row.person) for row in running]
        _put_to_work(investigation, incident, lead=lead, others=others, by=by)
        if due_at is not None:
            Investigation.objects.filter(pk=investigation.pk).update(due_at=due_at)
    settle_stage(incident)
    touch(incident.record)
    tell_reporter(
        incident,
        by=by,
        step="assigned",
        words=f"{lead} looks into what happened.",
        next_by=clock.local_day(investigation.due_at) if investigation.due_at else None,
    )
    after = [str(lead), *(str(person) for person in others if person != lead)]
    enter("incidents.name_investigators", by=by, subject=incident.record, changes={"investigators": [before, after]})
    return investigation


@operation
def save_findings(
    *, by: Actor, investigation: Investigation, findings: Findings, seen_version: int | None = None
) -> Investigation:
    """Keep what has been found so far, without sending it for review.

    Raises ValueError once it was sent, EditedMeanwhile when someone else changed the incident.
    """
    incident = investigation.incident
    check_version(incident.record, seen_version)
    if investigation.state != "assigned":
        raise ValueError("These findings were sent for review and can no longer be changed here.")
    changes = _write_findings(investigation, findings)
    touch(incident.record)
    enter("incidents.save_findings", by=by, subject=incident.record, changes=changes)
    return investigation


def _write_findings(investigation: Investigation, findings: Findings) -> dict[str, list[object]]:
    values = asdict(findings) | {"causes": list(findings.causes)}
    changes = {
        name: [getattr(investigation, name), value]
        for name, value in values.items()
        if getattr(investigation, name) != value
    }
    for name, value in values.items():
        setattr(investigation, name, value)
    investigation.started_at = investigation.started_at or clock.now()
    investigation.save()
    return changes


@operation
def submit_findings(
    *, by: Actor, investigation: Investigation, findings: Findings, seen_version: int | None = None
) -> Investigation:
    """Send the findings to the security team.

    Raises ValueError when findings or the reason why it happened are missing, NotPossibleNow when they were sent before.
    """
    incident = investigation.incident
    check_version(incident.record, seen_version)
    if not findings.findings.strip() or not findings.why.strip():
        raise ValueError("Write what you found and why you think it happened.")
    state = move(record=incident.record, workflow=INVESTIGATION, state=investigation.state, verb="submit", by=by)
    changes = _write_findings(investigation, findings)
    now = clock.now()
    Investigation.objects.filter(pk=investigation.pk).update(state=state, submitted_at=now)
    investigation.state, investigation.submitted_at = state, now
    settle_stage(incident)
    touch(incident.record)
    tell_security_team(
        incident,
        subject=f"Findings on {incident.reference} wait for your review",
        words="Open the incident to read what was found, and approve it or send it back.",
        kind="incidents.review",
    )
    enter("incidents.submit_findings", by=by, subject=incident.record, changes=changes)
    return investigation


@operation
def review_findings(
    *,
    by: Actor,
    investigation: Investigation,
    approve: bool,
    proportionate: bool | None,
    reason: str = "",
    seen_version: int | None = None,
) -> Review:
    """Approve the findings, or send them back with the reason.

    Raises ValueError when nobody says why they go back, or when an investigator would review their own findings.
    """
    incident = investigation.incident
    check_version(incident.record, seen_version)
    if investigation.investigators.filter(person_id=by.person_id, until__isnull=True).exists():
        raise ValueError("You investigated this yourself. Someone else reviews it.")
    verb = "approve" if approve else "send-back"
    state = move(record=incident.record, workflow=INVESTIGATION, state=investigation.state, verb=verb, by=by, why=reason)
    now = clock.now()
    review = Review.objects.create(
        trust_id=incident.trust_id,
        investigation=investigation,
        at=now,
        by=by.name,
        person_id=by.person_id,
        approved=approve,
        proportionate=proportionate,
        reason=reason,
    )
    investigation.state = state
    investigation.approved_at = now if approve else None
    Investigation.objects.filter(pk=investigation.pk).update(state=state, approved_at=investigation.approved_at)
    settle_stage(incident)
    touch(incident.record)
    if approve:
        tell_reporter(incident, by=by, step="approved", words="The investigation is finished and was approved.")
    else:
        running = investigation.investigators.filter(until__isnull=True).select_related("person")
        tell_of_incident(
            incident,
            people=[row.person for row in running],
            subject=f"Your findings on {incident.reference} came back",
            words="Open the incident to read what is asked for.",
            kind="incidents.sent_back",
        )
    enter("incidents.review_findings", by=by, subject=incident.record, details={"approved": approve}, why=reason)
    return review


@operation
def withdraw_investigation(*, by: Actor, investigation: Investigation, why: str) -> Investigation:
    """End an investigation without findings, for a reason. Raises ValueError without one."""
    incident = investigation.incident
    check_version(incident.record, None)
    state = move(
        record=incident.record, workflow=INVESTIGATION, state=investigation.state, verb="withdraw", by=by, why=why
    )
    Investigation.objects.filter(pk=investigation.pk).update(state=state)
    investigation.state = state
    settle_stage(incident)
    touch(incident.record)
    enter("incidents.withdraw_investigation", by=by, subject=incident.record, why=why)
    return investigation
