"""Judging what an incident is, who must know of it and who looks into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from holdfast.casework.incidents.models import Incident, Triage
from holdfast.casework.incidents.operations.feedback import tell_reporter
from holdfast.casework.incidents.operations.holding import hold
from holdfast.casework.incidents.operations.indexing import index_incident
from holdfast.casework.incidents.operations.investigators import looks_into_it, open_investigation, settle_stage
from holdfast.casework.incidents.operations.restriction import keep_from_suspects, make_restricted, suspected
from holdfast.casework.incidents.operations.routing import apply_routing
from holdfast.casework.incidents.operations.telling import tell_investigators
from holdfast.casework.incidents.rules.report import starts_restricted, title_of
from holdfast.casework.incidents.rules.stages import INCIDENT
from holdfast.casework.incidents.rules.taxonomy import SEVERITIES, TYPES
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.records.models import Record
from holdfast.foundation.records.operations import move, touch
from holdfast.kernel import clock


@dataclass(frozen=True)
class Judgement:
    """What triage decides. Either `lead` investigates, or `no_investigation_reason` says why nobody does.

    Judging again an incident that is under investigation needs neither: who investigates is changed there.
    `due_at` is the instant by which the findings are due.
    """

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

    def faults(self, *, under_investigation: bool = False) -> dict[str, str]:
        """What is wrong with it, by field; empty when nothing is."""
        faults = {}
        if self.type not in TYPES:
            faults["type"] = "Choose what kind of incident this is."
        if self.severity not in SEVERITIES:
            faults["severity"] = "Choose how serious it is."
        if self.lead is None and not self.no_investigation_reason.strip() and not under_investigation:
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
    hold(incident, seen_version)
    investigated = incident.investigations.exclude(state="withdrawn").exists()
    first = not incident.triages.exists()
    state = move(
        record=incident.record,
        workflow=INCIDENT,
        state=incident.state,
        verb="triage" if incident.state == "reported" else "judge-again",
        by=by,
    )
    _refuse_faults(incident, judgement, under_investigation=investigated)
    now = clock.now()
    changes = {name: [getattr(incident, name), getattr(judgement, name)] for name in JUDGED}
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    _set(incident, judgement, state=state)
    why_restricted = starts_restricted(incident.type, incident.internal) or (
        "It was restricted when it was judged." if judgement.restricted else ""
    )
    if why_restricted and not incident.restricted:
        make_restricted(incident, by=by, why=why_restricted, readers=_own(by))
    elif incident.restricted and "internal" in changes:
        keep_from_suspects(incident, by=by, why="Whoever was named before is suspected.")
    apply_routing(incident, by=by)
    if judgement.lead is not None and not investigated:
        open_investigation(
            incident,
            by=by,
            lead=judgement.lead,
            others=judgement.others,
            strand=judgement.strand,
            due_at=judgement.due_at,
        )
    row = Triage.objects.create(
        trust_id=incident.trust_id,
        incident=incident,
        at=now,
        by=by.name,
        person_id=by.person_id,
        type=incident.type,
        severity=incident.severity,
        crime=judgement.crime,
        restricted=incident.restricted,
        no_investigation_reason="" if judgement.lead else judgement.no_investigation_reason.strip(),
        note=judgement.note.strip(),
    )
    settle_stage(incident)
    if "type" in changes:
        index_incident(incident)
    touch(incident.record)
    if first:
        _tell_what_was_decided(incident, judgement, by=by)
    enter("incidents.triage", by=by, subject=incident.record, changes=changes, details={"note": judgement.note.strip()})
    return row


def _refuse_faults(incident: Incident, judgement: Judgement, *, under_investigation: bool) -> None:
    faults = judgement.faults(under_investigation=under_investigation)
    for person in (judgement.lead, *judgement.others):
        if person is not None and suspected(incident, person):
            faults["lead"] = f"{person} is named among those suspected. Choose someone else to investigate."
    if faults:
        raise BadJudgement(faults)


def _set(incident: Incident, judgement: Judgement, *, state: str) -> None:
    for name in JUDGED:
        setattr(incident, name, getattr(judgement, name))
    incident.state = state
    incident.triaged_at = incident.triaged_at or clock.now()
    incident.save(update_fields=[*JUDGED, "state", "triaged_at"])
    if incident.internal:
        incident.subjects.filter(held_apart=False).update(held_apart=True)
    title = title_of(incident.type, incident.near_miss)
    Record.objects.filter(pk=incident.pk).update(title=title)
    incident.record.title = title


def _own(by: Actor) -> Sequence[Person]:
    return list(Person.objects.filter(pk=by.person_id)) if by.person_id else []


def _tell_what_was_decided(incident: Incident, judgement: Judgement, *, by: Actor) -> None:
    decided = (
        looks_into_it(incident, judgement.lead, judgement.strand)
        if judgement.lead is not None
        else f"No investigation is needed: {judgement.no_investigation_reason.strip()}"
    )
    tell_reporter(
        incident,
        by=by,
        step="triaged",
        words=f"Your report has been read. {decided}",
        next_by=clock.local_day(judgement.due_at) if judgement.lead and judgement.due_at else None,
    )


@operation
def route_out(*, by: Actor, incident: Incident, where: str, why: str, seen_version: int | None = None) -> Incident:
    """Send an incident that is outside the policy to where it belongs. It stays on record and can be taken back.

    Raises ValueError without the place or the reason, EditedMeanwhile, NotPossibleNow.
    """
    hold(incident, seen_version)
    if not where.strip():
        raise ValueError("Say where this incident belongs.")
    incident.state = move(
        record=incident.record, workflow=INCIDENT, state=incident.state, verb="route-out", by=by, why=why.strip()
    )
    incident.out_of_scope = f"{where.strip()}: {why.strip()}"[:300]
    incident.triaged_at = incident.triaged_at or clock.now()
    incident.save(update_fields=["state", "out_of_scope", "triaged_at"])
    Record.objects.filter(pk=incident.pk).update(closed_at=clock.now())
    settle_stage(incident)
    touch(incident.record)
    tell_investigators(incident, subject=f"{incident.reference} was routed elsewhere", by=by)
    tell_reporter(incident, by=by, step="routed", words=f"Your report was passed on to {where.strip()}. {why.strip()}")
    enter("incidents.route_out", by=by, subject=incident.record, details={"where": where.strip(), "why": why.strip()})
    return incident


@operation
def judge_medical_factors(
    *, by: Actor, incident: Incident, present: bool, reason: str, seen_version: int | None = None
) -> Incident:
    """A clinician says whether illness, injury or treatment lay behind what the person did.

    It is a fact about the incident and never a reason not to record it. Raises ValueError without a reason,
    EditedMeanwhile.
    """
    hold(incident, seen_version)
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
        details={"reason": reason.strip()},
    )
    return incident


@operation
def check_report(*, by: Actor, incident: Incident, corrections: str = "") -> Incident:
    """The line manager has read the report and says that it is right and whole, or what was put right.

    Saying so again leaves the first check as it was.
    """
    hold(incident)
    first = incident.manager_checked_at is None
    if first:
        incident.manager_checked_at = clock.now()
        incident.manager_checked_by = by.name
        incident.save(update_fields=["manager_checked_at", "manager_checked_by"])
        touch(incident.record)
    enter(
        "incidents.check_report",
        by=by,
        subject=incident.record,
        details={"corrections": corrections.strip(), "first": first},
    )
    return incident
