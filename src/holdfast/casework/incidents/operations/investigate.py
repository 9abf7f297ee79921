"""Taking in what an investigation found, and the security team's look at it."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from holdfast.casework.incidents.models import Investigation, Review
from holdfast.casework.incidents.operations.feedback import tell_reporter
from holdfast.casework.incidents.operations.holding import hold_investigation
from holdfast.casework.incidents.operations.investigators import settle_stage
from holdfast.casework.incidents.operations.telling import tell_of_incident, tell_security_team
from holdfast.casework.incidents.rules.stages import INVESTIGATION
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.records.operations import move, touch
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


@operation
def save_findings(
    *, by: Actor, investigation: Investigation, findings: Findings, seen_version: int | None = None
) -> Investigation:
    """Keep what has been found so far, without sending it for review.

    Raises ValueError once it was sent, EditedMeanwhile when someone else changed the incident.
    """
    incident = hold_investigation(investigation, seen_version)
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
    investigation.save(update_fields=[*values, "started_at"])
    return changes


@operation
def submit_findings(
    *, by: Actor, investigation: Investigation, findings: Findings, seen_version: int | None = None
) -> Investigation:
    """Send the findings to the security team.

    Raises ValueError when findings or the reason why it happened are missing, NotPossibleNow when they were sent
    before, EditedMeanwhile.
    """
    incident = hold_investigation(investigation, seen_version)
    investigation.state = move(
        record=incident.record, workflow=INVESTIGATION, state=investigation.state, verb="submit", by=by
    )
    if not findings.findings.strip() or not findings.why.strip():
        raise ValueError("Write what you found and why you think it happened.")
    changes = _write_findings(investigation, findings)
    investigation.submitted_at = clock.now()
    investigation.submitted_by_id = by.person_id
    investigation.save(update_fields=["state", "submitted_at", "submitted_by"])
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

    Raises ValueError when nobody says why they go back, or when an investigator would review their own findings;
    NotPossibleNow when they were not sent in or are reviewed already, EditedMeanwhile.
    """
    incident = hold_investigation(investigation, seen_version)
    if may_not_review(investigation, by.person_id):
        raise ValueError("You investigated this yourself. Someone else reviews it.")
    investigation.state = move(
        record=incident.record,
        workflow=INVESTIGATION,
        state=investigation.state,
        verb="approve" if approve else "send-back",
        by=by,
        why=reason.strip(),
    )
    now = clock.now()
    review = Review.objects.create(
        trust_id=incident.trust_id,
        investigation=investigation,
        at=now,
        by=by.name,
        person_id=by.person_id,
        approved=approve,
        proportionate=proportionate,
        reason=reason.strip(),
    )
    investigation.approved_at = now if approve else None
    investigation.save(update_fields=["state", "approved_at"])
    settle_stage(incident)
    touch(incident.record)
    if approve:
        if incident.stage == "concluded":
            tell_reporter(incident, by=by, step="approved", words="What happened has been looked into and reviewed.")
    else:
        running = investigation.investigators.filter(until__isnull=True).select_related("person")
        tell_of_incident(
            incident,
            people=[row.person for row in running],
            subject=f"Your findings on {incident.reference} came back",
            words="Open the incident to read what is asked for.",
            kind="incidents.sent_back",
        )
    enter(
        "incidents.review_findings",
        by=by,
        subject=incident.record,
        details={"approved": approve, "proportionate": proportionate, "reason": reason.strip()},
    )
    return review


def may_not_review(investigation: Investigation, person_id: int | None) -> bool:
    """True for whoever investigated it: as an investigator today, or by sending the findings in for one."""
    if person_id is None:
        return False
    mine = investigation.investigators.filter(person=person_id, until__isnull=True)
    return investigation.submitted_by_id == person_id or mine.exists()
