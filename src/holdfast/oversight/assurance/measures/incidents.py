"""What incidents tell: one function a measure, each from an incident with its rows loaded to facts for the engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.queries.facts import rows_since, told_since
from holdfast.casework.incidents.queries.taxonomy import first_serious
from holdfast.oversight.assurance.measures import facts_held as held_facts
from holdfast.oversight.assurance.measures.measure import Measure
from holdfast.oversight.assurance.measures.moments import (
    began,
    came_as_far,
    ended,
    first,
    in_its_act,
    running,
    told_roles,
)

Facts = dict[str, Any]
Numbers = Mapping[str, Any]

RISK_ROLES = ("health-and-safety", *held_facts.LSMS_ROLES)
HURT = ("minor", "treated", "serious")

LOADED = (
    *("victims", "subjects", "witnesses", "items", "police_contacts", "referrals__post", "investigations__reviews"),
    *("investigations__investigators", "triages", "lessons", "statements", "exchanges", "closures", "additions"),
)
"""Relations that the measures read, to be fetched for many incidents at once."""


def reported(incident: Incident, numbers: Numbers) -> Facts | None:
    """From found (or happened) to reported; with `limit_from: shift-end` the limit is the end of the shift."""
    start = began(incident)
    facts: Facts = {"start": start, "done": max(incident.reported_at, start), "ended": ended(incident)}
    if numbers.get("limit_from") == "shift-end":
        if incident.shift_ends_at is None or incident.shift_ends_at < start:
            return None  # off shift, or not asked: the policy prints no deadline for it
        facts["limit"] = incident.shift_ends_at
    return facts


def told_lsms(incident: Incident, numbers: Numbers) -> Facts:
    """From reported to the LSMS being told."""
    return {
        "start": incident.reported_at,
        "done": told_roles(incident, held_facts.LSMS_ROLES),
        "ended": ended(incident),
    }


def told_risk_team(incident: Incident, numbers: Numbers) -> Facts | None:
    """From a manager knowing of it, else from its first counting as serious, to the risk team being told."""
    start = incident.aware_at or first_serious(incident)
    if start is None:
        return None
    done = told_roles(incident, RISK_ROLES)
    return {"start": start, "done": max(done, start) if done else None, "ended": ended(incident)}


def told_post(incident: Incident, numbers: Numbers) -> Facts | None:
    """From reported (or, with `start: serious`, from first counting as serious) to the post `post` being told."""
    start = first_serious(incident) if numbers.get("start") == "serious" else incident.reported_at
    if start is None:
        return None
    told = first(row.at for row in incident.referrals.all() if row.post.key == numbers["post"])
    done = in_its_act(incident, told)
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
    named = [row.assigned_at for row in running(incident)]
    reasoned = [triage.at for triage in incident.triages.all() if triage.no_investigation_reason.strip()]
    return {
        "start": incident.reported_at,
        "done": in_its_act(incident, first([*named, *reasoned])),
        "ended": ended(incident),
        "explained": [] if named else ["investigator named"],
    }


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
        for row in running(incident)
        if strand is None or row.strand == strand
    ]


def specialist_file(incident: Incident, numbers: Numbers) -> Facts:
    """From reported to the security specialist's own investigation being opened."""
    opened = first(row.assigned_at for row in running(incident) if row.strand == "lsms")
    return {"start": incident.reported_at, "done": in_its_act(incident, opened), "ended": ended(incident)}


def investigation_reviewed(incident: Incident, numbers: Numbers) -> list[Facts]:
    """From findings being sent in to the security team's first review of them; one subject an investigation.

    Findings that were sent back and sent in again start anew, and the review that comes then counts.
    """
    found = []
    for row in running(incident):
        if row.submitted_at is None:
            continue
        done = first(review.at for review in row.reviews.all() if review.at >= row.submitted_at)
        subject = row.get_strand_display()
        found.append({"subject": subject, "start": row.submitted_at, "done": done, "ended": ended(incident)})
    return found


def police_told(incident: Incident, numbers: Numbers) -> Facts:
    """From found (or happened) to the police being told; a recorded reason for not telling them ends the duty."""
    start = began(incident)
    done = held_facts.police_told(incident)
    if done is None and incident.police_not_told_reason.strip():
        done = told_since(incident, "police_not_told_reason")
    return {"start": start, "done": max(done, start) if done else None, "ended": ended(incident)}


def examined(incident: Incident, numbers: Numbers) -> list[Facts]:
    """From the incident to each hurt person being seen by an emergency department or GP.

    Where it was not possible the recorded reason counts as done, when it was told: "where possible" is the policy's
    own word.
    """
    start = incident.happened_at or began(incident)
    reasons = {row.pk: since for row, since in rows_since(incident, "victims", "not_examined_reason")}
    found = []
    for number, victim in enumerate(sorted(incident.victims.all(), key=lambda row: row.pk), 1):
        if victim.injury in HURT:
            done = victim.examined_at or reasons.get(victim.pk)
            found.append(
                {
                    "subject": f"hurt person {number}",
                    "start": start,
                    "done": max(done, start) if done else None,
                    "ended": ended(incident),
                    "explained": ["seen by a doctor"] if done and not victim.examined_at else [],
                }
            )
    return found


def outcome_to_lsms(incident: Incident, numbers: Numbers) -> list[Facts]:
    """From the manager being asked to investigate to the LSMS having the findings, which sending for review does."""
    return [
        {
            "subject": row.get_strand_display(),
            "start": row.assigned_at,
            "done": row.submitted_at,
            "limit": row.due_at,
            "ended": ended(incident),
        }
        for row in running(incident)
        if row.strand == "manager"
    ]


def reporter_told(incident: Incident, numbers: Numbers) -> Facts:
    """From reported to the reporter hearing of a decision."""
    told = [
        word.at for word in incident.exchanges.all() if not word.from_reporter and word.step not in ("", "reported")
    ]
    return {"start": incident.reported_at, "done": first(told), "ended": ended(incident)}


def statement_in(incident: Incident, numbers: Numbers) -> list[Facts]:
    """From a statement being asked for to it being in; a declined one is not owed. One subject a statement."""
    return [
        {
            "subject": f"statement {number}",
            "start": statement.asked_at,
            "done": statement.received_at,
            "limit": statement.due_at,
            "ended": statement.asked_at if statement.declined_reason else ended(incident),
        }
        for number, statement in enumerate(sorted(incident.statements.all(), key=lambda row: row.pk), 1)
    ]


def staff_representative_involved(incident: Incident, numbers: Numbers) -> list[Facts]:
    """Each investigation, once its findings are in, names the staff representative who took part, or why none did."""
    fact = "staff-representative"
    return [
        {
            "subject": row.get_strand_display(),
            "created": row.submitted_at,
            "held": {fact: row.submitted_at} if row.staff_representative.strip() else {},
            "reasons": {fact: row.no_representative_reason},
            "ended": ended(incident),
        }
        for row in running(incident)
        if row.strand == "manager" and row.submitted_at is not None
    ]


def facts_held(incident: Incident, numbers: Numbers) -> Facts | None:
    """Which of the facts named by `required` the incident holds, and the reasons given for those it does not.

    The clock runs `from` the report, the triage, the findings or the closure.
    """
    created = came_as_far(incident, numbers.get("from") or "reported")
    if created is None:
        return None
    required = numbers.get("required") or ()
    moments = {name: held_facts.HELD[name].since(incident) for name in required}
    return {
        "created": created,
        "held": {name: since for name, since in moments.items() if since is not None},
        "reasons": _reasons(incident, required),
        "ended": ended(incident),
    }


def _reasons(incident: Incident, required: Any) -> Facts:
    """Reasons for what is missing. A reason why the police were not told is given on the report itself."""
    reasons: Facts = {name: incident.unknown_facts[name] for name in required if incident.unknown_facts.get(name)}
    if "police-told" in required and "police-told" not in reasons and incident.police_not_told_reason.strip():
        at = told_since(incident, "police_not_told_reason")
        reasons["police-told"] = {"reason": incident.police_not_told_reason, "at": at}
    return reasons


def _measure(name: str, kind: str, title: str, facts: Any, *more: str) -> Measure:
    numbers = ("within", "warn", *more)
    return Measure(f"incidents.{name}", kind, title, facts.__doc__ or "", facts, numbers=numbers)


INCIDENT_MEASURES: tuple[Measure, ...] = (
    _measure("reported", "deadline", "Reported in time", reported, "limit_from"),
    _measure("told-lsms", "deadline", "LSMS told", told_lsms),
    _measure("told-risk-team", "deadline", "Risk team told", told_risk_team),
    _measure("told-post", "deadline", "Post told", told_post, "post", "start"),
    _measure("triaged", "deadline", "Triaged", triaged),
    _measure("manager-checked", "deadline", "Checked by the manager", manager_checked),
    _measure("graded", "deadline", "Severity judged", graded),
    _measure("investigator-named", "deadline", "Investigator named", investigator_named),
    _measure("investigated", "deadline", "Investigated", investigated, "strand"),
    _measure("specialist-file", "deadline", "Specialist’s investigation opened", specialist_file),
    _measure("investigation-reviewed", "deadline", "Investigation reviewed", investigation_reviewed),
    _measure("police-told", "deadline", "Police told", police_told),
    _measure("examined", "deadline", "Seen by a doctor", examined),
    _measure("outcome-to-lsms", "deadline", "Outcome sent to the LSMS", outcome_to_lsms),
    _measure("reporter-told", "deadline", "Reporter told", reporter_told),
    _measure("statement-in", "deadline", "Statement in", statement_in),
    _measure(
        "staff-representative-involved",
        "completeness",
        "Staff representative involved",
        staff_representative_involved,
        "required",
    ),
    _measure("facts-held", "completeness", "Facts recorded", facts_held, "required", "from"),
)
