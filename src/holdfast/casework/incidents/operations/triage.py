"""Judging what an incident is, who must know of it and who looks into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from holdfast.casework.incidents.models import Incident, Referral, Triage
from holdfast.casework.incidents.operations.feedback import tell_reporter
from holdfast.casework.incidents.operations.investigate import open_investigation, settle_stage
from holdfast.casework.incidents.operations.restriction import make_restricted
from holdfast.casework.incidents.operations.routing import apply_routing
from holdfast.casework.incidents.rules.stages import INCIDENT
from holdfast.casework.incidents.rules.taxonomy import SEVERITIES, TYPES
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.records.models import LinkKind, Record
from holdfast.foundation.records.operations import check_version, link, move, touch
from holdfast.kernel import clock


@dataclass(frozen=True)
class Judgement:
    """What triage decides. Either `lead` investigates, or `no_investigation_reason` says why nobody does."""

    type: str
    severity: str
    crime: bool
    near_miss: bool = False
    internal: bool = False
    restricted: bool = False
    lead: Person | None = None
    others: Sequence[Person] = ()
    strand: str = "manager"
    due_at: datetime | None = None
    no_investigation_reason: str = ""
    note: str = ""

    def faults(self) -> dict[str, str]:
        """What is wrong with it, by field; empty when nothing is."""
        faults = {}
        if self.type not in TYPES:
            faults["type"] = "Choose what kind of incident this is."
        if self.severity not in SEVERITIES:
            faults["severity"] = "Choose how serious it is."
        if self.lead is None and not self.no_investigation_reason.strip():
            faults["lead"] = "Name who investigates, or say why no investigation is needed."
        return faults


class BadJudgement(ValueError):
    """The judgement lacks something; `faults` says what, by field."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = faults


JUDGED = ("type", "severity", "crime", "near_miss", "internal")


@operation
def triage(*, by: Actor, incident: Incident, judgement: Judgement, seen_version: int | None = None) -> Triage:
    """Judge an incident for the first time, or judge it again while it is open.

    Routes it by the trust's rules, starts the investigation and tells the reporter. Raises BadJudgement,
    EditedMeanwhile when someone else changed it, NotPossibleNow when it is neither new nor open.
    """
    check_version(incident.record, seen_version)
    if faults := judgement.faults():
        raise BadJudgement(faults)
    first = incident.state == "reported"
    state = move(
        record=incident.record,
        workflow=INCIDENT,
        state=incident.state,
        verb="triage" if first else "judge-again",
        by=by,
        why=judgement.note,
    )
    now = clock.now()
    changes = {name: [getattr(incident, name), getattr(judgement, name)] for name in JUDGED}
    for name in JUDGED:
        setattr(incident, name, getattr(judgement, name))
    incident.state = state
    incident.triaged_at = incident.triaged_at or now
    incident.save(update_fields=[*JUDGED, "state", "triaged_at"])
    row = Triage.objects.create(
        trust_id=incident.trust_id,
        incident=incident,
        at=now,
        by=by.name,
        person_id=by.person_id,
        type=judgement.type,
        severity=judgement.severity,
        crime=judgement.crime,
        restricted=judgement.restricted,
        no_investigation_reason=judgement.no_investigation_reason,
        note=judgement.note,
    )
    if (judgement.restricted or judgement.internal or TYPES[judgement.type].sensitive) and not incident.restricted:
        own = Person.objects.filter(pk=by.person_id) if by.person_id else ()
        make_restricted(incident, by=by, why="restricted at triage", readers=own)
    apply_routing(incident, by=by)
    if judgement.lead is not None and not incident.investigations.exclude(state="withdrawn").exists():
        open_investigation(
            incident,
            by=by,
            lead=judgement.lead,
            others=judgement.others,
            strand=judgement.strand,
            due_at=judgement.due_at,
        )
    settle_stage(incident)
    touch(incident.record)
    if first:
        words = (
            f"{by.name} has read your report. {judgement.lead} looks into what happened."
            if judgement.lead is not None
            else f"{by.name} has read your report. No investigation is needed: {judgement.no_investigation_reason}"
        )
        tell_reporter(
            incident,
            by=by,
            step="triaged",
            words=words,
            next_by=clock.local_day(judgement.due_at) if judgement.due_at else None,
        )
    enter("incidents.triage", by=by, subject=incident.record, changes=changes, why=judgement.note)
    return row


@operation
def route_out(*, by: Actor, incident: Incident, where: str, why: str, seen_version: int | None = None) -> Incident:
    """Send an incident that is outside the policy to where it belongs. It stays on record and can be reopened.

    Raises ValueError without the place or the reason.
    """
    check_version(incident.record, seen_version)
    if not where.strip():
        raise ValueError("Say where this incident belongs.")
    incident.state = move(
        record=incident.record, workflow=INCIDENT, state=incident.state, verb="route-out", by=by, why=why
    )
    incident.out_of_scope = f"{where.strip()}: {why.strip()}"[:300]
    incident.triaged_at = incident.triaged_at or clock.now()
    incident.save(update_fields=["state", "out_of_scope", "triaged_at"])
    Record.objects.filter(pk=incident.pk).update(closed_at=clock.now())
    settle_stage(incident)
    touch(incident.record)
    tell_reporter(incident, by=by, step="routed", words=f"Your report was passed on to {where.strip()}: {why.strip()}")
    enter("incidents.route_out", by=by, subject=incident.record, details={"where": where}, why=why)
    return incident


@operation
def merge(*, by: Actor, incident: Incident, into: Incident, why: str, seen_version: int | None = None) -> Incident:
    """Say that `incident` tells of the same event as `into`, which carries on alone. Both stay on record.

    Raises ValueError when they are one and the same, when `into` was itself merged, or without a reason.
    """
    check_version(incident.record, seen_version)
    if incident.pk == into.pk:
        raise ValueError("An incident cannot be merged with itself.")
    if into.state == "merged":
        raise ValueError(f"{into.reference} was itself merged with another incident. Choose that one.")
    if incident.restricted and not into.restricted:
        raise ValueError("A restricted incident cannot be merged with one that is not restricted.")
    incident.state = move(
        record=incident.record, workflow=INCIDENT, state=incident.state, verb="merge", by=by, why=why
    )
    incident.save(update_fields=["state"])
    Record.objects.filter(pk=incident.pk).update(closed_at=clock.now())
    link(source=incident.record, target=into.record, kind=LinkKind.DUPLICATE, by=by, why=why)
    settle_stage(incident)
    touch(incident.record)
    touch(into.record)
    tell_reporter(
        incident, by=by, step="merged", words="Someone else reported the same event. Both reports are kept together."
    )
    enter("incidents.merge", by=by, subject=incident.record, details={"into": into.reference}, why=why)
    return incident


@operation
def refer(*, by: Actor, incident: Incident, post_key: str, why: str) -> Incident:
    """Send an incident to one more post, whose holders then see it. Raises ValueError for an unknown post or no reason."""
    if not why.strip():
        raise ValueError("Say why you send the incident on.")
    apply_routing(incident, by=by, also=[(post_key, why)])
    touch(incident.record)
    enter("incidents.refer", by=by, subject=incident.record, details={"post": post_key}, why=why)
    return incident


@operation
def acknowledge_referral(*, by: Actor, referral: Referral) -> Referral:
    """Record that someone in the post that was told has opened the incident; only the first time counts."""
    fresh = Referral.objects.filter(pk=referral.pk, acknowledged_at__isnull=True).update(
        acknowledged_at=clock.now(), acknowledged_by=by.name
    )
    referral.refresh_from_db()
    enter("incidents.acknowledge_referral", by=by, subject=referral.incident.record, details={"first": bool(fresh)})
    return referral


@operation
def judge_medical_factors(*, by: Actor, incident: Incident, present: bool, reason: str) -> Incident:
    """A clinician says whether illness, injury or treatment lay behind what the person did.

    It is a fact about the incident and never a reason not to record it. Raises ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError("Say what your judgement rests on.")
    changes = {"medical_factors": [incident.medical_factors, present]}
    incident.medical_factors = present
    incident.medical_factors_by = f"{by.name}, {by.post}".rstrip(", ")[:160]
    incident.medical_factors_reason = reason.strip()
    incident.save(update_fields=["medical_factors", "medical_factors_by", "medical_factors_reason"])
    touch(incident.record)
    # The reason can tell of someone's health: it belongs to the details, which retention can erase.
    enter(
        "incidents.judge_medical_factors",
        by=by,
        subject=incident.record,
        changes=changes,
        details={"reason": reason},
    )
    return incident


@operation
def check_report(*, by: Actor, incident: Incident, corrections: str = "") -> Incident:
    """The line manager has read the report and says that it is right and whole, or what was put right."""
    if incident.manager_checked_at is None:
        incident.manager_checked_at = clock.now()
        incident.manager_checked_by = by.name
        incident.save(update_fields=["manager_checked_at", "manager_checked_by"])
    touch(incident.record)
    enter("incidents.check_report", by=by, subject=incident.record, details={"corrections": corrections})
    return incident
