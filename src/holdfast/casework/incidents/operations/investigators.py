"""Opening an investigation, naming who investigates, and ending it without findings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from holdfast.casework.incidents.models import Incident, Investigation, Investigator
from holdfast.casework.incidents.operations.feedback import tell_reporter
from holdfast.casework.incidents.operations.holding import hold, hold_investigation
from holdfast.casework.incidents.operations.restriction import name_readers, suspected
from holdfast.casework.incidents.operations.telling import tell_of_incident
from holdfast.casework.incidents.rules.stages import INVESTIGATION, stage_of
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Person, Post
from holdfast.foundation.records.operations import move, touch
from holdfast.kernel import clock


def settle_stage(incident: Incident) -> None:
    """Derive the incident's stage anew from its state and its investigations, and keep it."""
    states = Investigation.objects.filter(incident=incident).values_list("state", flat=True)
    incident.stage = stage_of(incident.state, states)
    Incident.objects.filter(pk=incident.pk).update(stage=incident.stage)


def looks_into_it(incident: Incident, lead: Person, strand: str) -> str:
    """Who looks into it, as the reporter may know: colleagues hear the name, others from which side it is done."""
    if incident.reporter_id:
        return f"{lead}{f' ({lead.job_title})' if lead.job_title else ''} looks into what happened."
    who = {
        "manager": f"The {incident.trust.term('line_manager')}",
        "lsms": f"The {incident.trust.term('lead_role')}",
    }
    return f"{who.get(strand, 'A specialist')} looks into what happened."


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
    """Name the lead and the others; whoever is not among them any more stops. Tells those who are new.

    Raises ValueError for someone who is suspected.
    """
    wanted = {lead.pk: lead, **{person.pk: person for person in others}}
    for person in wanted.values():
        if suspected(incident, person):
            raise ValueError(f"{person} is named among those suspected. Choose someone else to investigate.")
    now = clock.now()
    current = Investigator.objects.filter(investigation=investigation, until__isnull=True)
    current.exclude(person__in=wanted).update(until=now)
    known = set(current.values_list("person_id", flat=True))
    current.exclude(person=lead).update(lead=False)
    Investigator.objects.bulk_create(
        Investigator(trust_id=incident.trust_id, investigation=investigation, person=person, since=now)
        for key, person in wanted.items()
        if key not in known
    )
    current.filter(person=lead).update(lead=True)
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
    commissioned_by: str = "",
    seen_version: int | None = None,
) -> Investigation:
    """Name the lead and others of an investigation and when its findings are due, or open a new one (None).

    `commissioned_by` says who asked for a new one, by default whoever opens it. Raises ValueError when the incident is
    not open, the investigation is over or someone named is suspected, EditedMeanwhile.
    """
    hold(incident, seen_version)
    if incident.state != "open":
        raise ValueError("Only an open incident can be investigated. Triage or reopen it first.")
    before: list[str] = []
    lead_before = None
    if investigation is None:
        investigation = open_investigation(
            incident, by=by, lead=lead, others=others, strand=strand, due_at=due_at, commissioned_by=commissioned_by
        )
    else:
        investigation.refresh_from_db()
        if investigation.state in ("approved", "withdrawn"):
            raise ValueError("This investigation is over. Open another one.")
        running = list(investigation.investigators.filter(until__isnull=True).select_related("person"))
        before = [str(row.person) for row in running]
        lead_before = next((row.person for row in running if row.lead), None)
        _put_to_work(investigation, incident, lead=lead, others=others, by=by)
        Investigation.objects.filter(pk=investigation.pk).update(due_at=due_at)
        investigation.due_at = due_at
    settle_stage(incident)
    touch(incident.record)
    if lead != lead_before:
        tell_reporter(
            incident,
            by=by,
            step="assigned",
            words=looks_into_it(incident, lead, investigation.strand),
            next_by=clock.local_day(due_at) if due_at else None,
        )
    after = [str(lead), *(str(person) for person in others if person != lead)]
    enter(
        "incidents.name_investigators",
        by=by,
        subject=incident.record,
        changes={"investigators": [before, after]},
        details={"strand": investigation.strand, "due_at": due_at},
    )
    return investigation


@operation
def withdraw_investigation(
    *, by: Actor, investigation: Investigation, why: str, seen_version: int | None = None
) -> Investigation:
    """End an investigation without findings, for a reason, and tell those who were at it.

    Raises ValueError without a reason, EditedMeanwhile, NotPossibleNow when it is over.
    """
    incident = hold_investigation(investigation, seen_version)
    investigation.state = move(
        record=incident.record,
        workflow=INVESTIGATION,
        state=investigation.state,
        verb="withdraw",
        by=by,
        why=why.strip(),
    )
    Investigation.objects.filter(pk=investigation.pk).update(state=investigation.state)
    settle_stage(incident)
    touch(incident.record)
    running = investigation.investigators.filter(until__isnull=True).exclude(person=by.person_id)
    tell_of_incident(
        incident,
        people=[row.person for row in running.select_related("person")],
        subject=f"The investigation of {incident.reference} was withdrawn",
        words="Nothing more is asked of you. Open the incident to read why.",
        kind="incidents.withdrawn",
    )
    enter("incidents.withdraw_investigation", by=by, subject=incident.record, details={"why": why.strip()})
    return investigation
