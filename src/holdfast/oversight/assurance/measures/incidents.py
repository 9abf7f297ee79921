"""What incidents tell: one function a measure, each from an incident with its rows loaded to facts for the engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from holdfast.casework.incidents.models import Incident, Investigation
from holdfast.casework.incidents.rules.routing import GRAVE_INJURIES, GRAVE_TYPES
from holdfast.casework.incidents.rules.taxonomy import SERIOUS
from holdfast.oversight.assurance.measures.facts_held import HELD
from holdfast.oversight.assurance.measures.measure import Measure

Facts = dict[str, Any]
Numbers = Mapping[str, Any]

LSMS_ROLES = ("lsms", "security-lead")
RISK_ROLES = ("health-and-safety", "lsms", "security-lead")

LOADED = ("victims", "subjects", "witnesses", "items", "police_contacts", "referrals__post", "investigations__reviews",
          "investigations__investigators", "triages", "lessons", "statements", "exchanges", "closures", "additions")  # fmt: skip
"""Relations that the measures read, to be fetched for many incidents at once."""


def ended(incident: Incident) -> datetime | None:
    """When nothing was owed on it any more: it was merged with another, or belongs elsewhere."""
    return incident.record.closed_at if incident.state in ("merged", "routed-out") else None


def first(moments: Iterable[datetime | None]) -> datetime | None:
    """The earliest of `moments`, those that have not come left out."""
    return min((moment for moment in moments if moment is not None), default=None)


def began(incident: Incident) -> datetime:
    """When the clock of reporting starts: when it was found, else when it happened, else when it was reported."""
    return incident.found_at or incident.happened_at or incident.reported_at


def _running(incident: Incident) -> list[Investigation]:
    return [row for row in incident.investigations.all() if row.state != "withdrawn"]


def reported(incident: Incident, numbers: Numbers) -> Facts | None:
    """From found (or happened) to reported; with `limit_from: shift-end` the limit is the end of the reporter's shift."""
    start = began(incident)
    facts: Facts = {"start": start, "done": max(incident.reported_at, start), "ended": ended(incident)}
    if numbers.get("limit_from") == "shift-end":
        if incident.shift_ends_at is None or incident.shift_ends_at < start:
            return None  # off shift, or not asked: the policy prints no deadline for it
        facts["limit"] = incident.shift_ends_at
    return facts


def told_roles(incident: Incident, roles: tuple[str, ...]) -> datetime | None:
    """When the first post with one of `roles` was told."""
    return first(referral.at for referral in incident.referrals.all() if referral.post.role in roles)


def told_lsms(incident: Incident, numbers: Numbers) -> Facts:
    """From reported to the LSMS being told."""
    return {"start": incident.reported_at, "done": told_roles(incident, LSMS_ROLES), "ended": ended(incident)}


def told_risk_team(incident: Incident, numbers: Numbers) -> Facts | None:
    """From a manager knowing of it, else from its first counting as serious, to the risk team being told."""
    start = incident.aware_at or first_serious(incident)
    if start is None:
        return None
    done = told_roles(incident, RISK_ROLES)
    return {"start": start, "done": max(done, start) if done else None, "ended": ended(incident)}


def first_serious(incident: Incident) -> datetime | None:
    """When it first counted as serious: at its report when type, weapon or injuries say so, else at a triage."""
    victims = {victim.injury for victim in incident.victims.all()}
    if incident.type in GRAVE_TYPES or incident.weapon.strip() or victims & GRAVE_INJURIES:
        return incident.reported_at
    return first(triage.at for triage in incident.triages.all() if triage.severity in SERIOUS)


def told_post(incident: Incident, numbers: Numbers) -> Facts | None:
    """From reported (or, with `start: serious`, from first counting as serious) to the post `post` being told."""
    start = first_serious(incident) if numbers.get("start") == "serious" else incident.reported_at
    if start is None:
        return None
    done = first(row.at for row in incident.referrals.all() if row.post.key == numbers["post"])
    return {"start": start, "done": max(done, start) if done else None, "ended": ended(incident)}


def triaged(incident: Incident, numbers: Numbers) -> Facts:
    """From reported to triaged."""
    return {"start": incident.reported_at, "done": incident.triaged_at, "ended": ended(incident)}


def manager_checked(incident: Incident, numbers: Numbers) -> Facts:
    """From reported to the line manager's check of the report."""
    return {"start": incident.reported_at, "done": incident.manager_checked_at, "ended": ended(incident)}


def graded(incident: Incident, numbers: Numbers) -> Facts:
    """From reported to the severity being judged."""
    return {
        "start": incident.reported_at,
        "done": first(triage.at for triage in incident.triages.all() if triage.severity),
        "ended": ended(incident),
    }


def investigator_named(incident: Incident, numbers: Numbers) -> Facts:
    """From reported to a lead investigator being named, or the reason for none."""
    named = [row.assigned_at for row in _running(incident)]
    reasoned = [triage.at for triage in incident.triages.all() if triage.no_investigation_reason.strip()]
    return {"start": incident.reported_at, "done": first([*named, *reasoned]), "ended": ended(incident)}


def investigated(incident: Incident, numbers: Numbers) -> list[Facts]:
    """From an investigation being assigned to its findings being sent in; one subject an investigation.

    `strand` among the numbers asks for one strand only. A date set for the one investigation overrides `within`.
    """
    strand = numbers.get("strand")
    return [
        {
            "subject": row.get_strand_display(),
            "start": row.assigned_at,
            "done": row.submitted_at,
            "limit": row.due_at,
            "ended": ended(incident),
        }
        for row in _running(incident)
        if strand is None or row.strand == strand
    ]


def specialist_file(incident: Incident, numbers: Numbers) -> Facts:
    """From reported to the security specialist's own investigation being opened."""
    opened = [row.assigned_at for row in _running(incident) if row.strand == "lsms"]
    return {"start": incident.reported_at, "done": first(opened), "ended": ended(incident)}


def investigation_reviewed(incident: Incident, numbers: Numbers) -> list[Facts]:
    """From findings being sent in to the security team's review of their proportion; one subject an investigation."""
    return [
        {
            "subject": row.get_strand_display(),
            "start": row.submitted_at,
            "done": first(review.at for review in row.reviews.all()),
            "ended": ended(incident),
        }
        for row in _running(incident)
        if row.submitted_at is not None
    ]


def police_told(incident: Incident, numbers: Numbers) -> Facts:
    """From found (or happened) to the police being told; a recorded reason for not telling them ends the duty."""
    told = first(contact.told_at or contact.at for contact in incident.police_contacts.all())
    if told is None and incident.police_told == "yes":
        told = incident.reported_at
    start = began(incident)
    facts: Facts = {"start": start, "done": max(told, start) if told else None, "ended": ended(incident)}
    if told is None and incident.police_not_told_reason.strip():
        facts["done"] = max(incident.reported_at, start)
    return facts


def examined(incident: Incident, numbers: Numbers) -> list[Facts]:
    """From the incident to each hurt person being seen by an emergency department or GP.

    Where it was not possible the recorded reason counts as done, at the time of the report: "where possible" is the
    policy's own word.
    """
    start = incident.happened_at or began(incident)
    rows = []
    for number, victim in enumerate(incident.victims.all(), 1):
        if victim.injury not in ("minor", "treated", "serious"):
            continue
        done = victim.examined_at
        if done is None and victim.not_examined_reason.strip():
            done = incident.reported_at
        rows.append(
            {
                "subject": f"hurt person {number}",
                "start": start,
                "done": max(done, start) if done else None,
                "ended": ended(incident),
            }
        )
    return rows


def outcome_to_lsms(incident: Incident, numbers: Numbers) -> list[Facts]:
    """From findings being sent in to the LSMS having them: sending for review is telling the LSMS."""
    return [
        {
            "subject": row.get_strand_display(),
            "start": row.assigned_at,
            "done": row.submitted_at,
            "limit": row.due_at,
            "ended": ended(incident),
        }
        for row in _running(incident)
        if row.strand == "manager"
    ]


def reporter_told(incident: Incident, numbers: Numbers) -> Facts:
    """From reported to the reporter hearing of a decision."""
    told = [
        word.at for word in incident.exchanges.all() if not word.from_reporter and word.step not in ("", "reported")
    ]
    return {"start": incident.reported_at, "done": first(told), "ended": ended(incident)}


def statement_in(incident: Incident, numbers: Numbers) -> list[Facts]:
    """From a statement being asked for to it being in; declined with a reason ends the duty. One subject a statement."""
    return [
        {
            "subject": f"statement {number}",
            "start": statement.asked_at,
            "done": statement.received_at,
            "limit": statement.due_at,
            "ended": statement.asked_at if statement.declined_reason else ended(incident),
        }
        for number, statement in enumerate(incident.statements.all(), 1)
    ]


def staff_representative_involved(incident: Incident, numbers: Numbers) -> list[Facts]:
    """Each investigation names the staff representative who took part, or says why none did."""
    return [
        {
            "subject": row.get_strand_display(),
            "created": row.assigned_at,
            "held": {"staff_representative": row.submitted_at or row.assigned_at} if row.staff_representative else {},
            "reasons": {"staff_representative": row.no_representative_reason},
            "ended": ended(incident),
        }
        for row in _running(incident)
        if row.strand == "manager"
    ]


def came_as_far(incident: Incident, stage: str) -> datetime | None:
    """When the incident was first reported, triaged, investigated (findings sent in) or closed; None: not yet."""
    match stage:
        case "triaged":
            return incident.triaged_at
        case "investigated":
            return first(row.submitted_at for row in _running(incident))
        case "closed":
            return first(closure.at for closure in incident.closures.all())
    return incident.reported_at


def facts_held(incident: Incident, numbers: Numbers) -> Facts | None:
    """Which of the facts named by `required` the incident holds, and the reasons given for those it does not.

    The clock runs `from` the report, the triage, the findings or the closure.
    """
    created = came_as_far(incident, numbers.get("from", "reported"))
    if created is None:
        return None
    required = numbers.get("required") or ()
    held: dict[str, datetime] = {}
    for name in required:
        since = HELD[name].since(incident)
        if since is not None:
            held[name] = since
    reasons = {name: incident.unknown_facts[name] for name in required if incident.unknown_facts.get(name)}
    return {"created": created, "held": held, "reasons": reasons, "ended": ended(incident)}


INCIDENT_MEASURES: tuple[Measure, ...] = (
    Measure("incidents.reported", "deadline", "Reported in time", reported.__doc__ or "", reported, numbers=("within", "warn", "limit_from")),
    Measure("incidents.told-lsms", "deadline", "LSMS told", told_lsms.__doc__ or "", told_lsms),
    Measure("incidents.told-risk-team", "deadline", "Risk team told", told_risk_team.__doc__ or "", told_risk_team),
    Measure("incidents.told-post", "deadline", "Post told", told_post.__doc__ or "", told_post, numbers=("within", "warn", "post", "start")),
    Measure("incidents.triaged", "deadline", "Triaged", triaged.__doc__ or "", triaged),
    Measure("incidents.manager-checked", "deadline", "Checked by the manager", manager_checked.__doc__ or "", manager_checked),
    Measure("incidents.graded", "deadline", "Severity judged", graded.__doc__ or "", graded),
    Measure("incidents.investigator-named", "deadline", "Investigator named", investigator_named.__doc__ or "", investigator_named),
    Measure("incidents.investigated", "deadline", "Investigated", investigated.__doc__ or "", investigated, numbers=("within", "warn", "strand")),
    Measure("incidents.specialist-file", "deadline", "Specialist's investigation opened", specialist_file.__doc__ or "", specialist_file),
    Measure("incidents.investigation-reviewed", "deadline", "Investigation reviewed", investigation_reviewed.__doc__ or "", investigation_reviewed),
    Measure("incidents.police-told", "deadline", "Police told", police_told.__doc__ or "", police_told),
    Measure("incidents.examined", "deadline", "Seen by a doctor", examined.__doc__ or "", examined),
    Measure("incidents.outcome-to-lsms", "deadline", "Outcome sent to the LSMS", outcome_to_lsms.__doc__ or "", outcome_to_lsms),
    Measure("incidents.reporter-told", "deadline", "Reporter told", reporter_told.__doc__ or "", reporter_told),
    Measure("incidents.statement-in", "deadline", "Statement in", statement_in.__doc__ or "", statement_in),
    Measure("incidents.staff-representative-involved", "completeness", "Staff representative involved", staff_representative_involved.__doc__ or "", staff_representative_involved, numbers=("within", "warn", "required")),
    Measure("incidents.facts-held", "completeness", "Facts recorded", facts_held.__doc__ or "", facts_held, numbers=("within", "warn", "required", "from")),
)  # fmt: skip
