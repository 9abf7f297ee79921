"""Facts for RIDDOR on one injured person, and what the Regulations ask for, worked out anew with each of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from holdfast.casework.incidents.models import Incident, Victim
from holdfast.casework.incidents.operations.holding import hold
from holdfast.casework.liaison.models import Incapacity, InjuredPerson, RiddorDecision
from holdfast.casework.liaison.operations.telling import tell_case
from holdfast.casework.liaison.queries.riddor_facts import begun_for, changes_next, facts_of
from holdfast.casework.liaison.rules.riddor import decide
from holdfast.casework.liaison.rules.riddor_facts import Decision
from holdfast.casework.liaison.rules.riddor_words import INCAPACITY
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Post, Trust
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.roles import ROLES
from holdfast.foundation.organisation.scope import scope
from holdfast.foundation.records.operations import touch
from holdfast.kernel import clock

FACTS = frozenset(
    {
        *("accident_on", "standing", "employer", "work_related", "personal_matter", "at_work", "injuries"),
        *("injury_words", "diagnosed_by_doctor", "organ_damage", "burn_percent", "taken_to_hospital"),
        *("hospital_hours", "enclosed_space", "resuscitated", "premises", "vehicle_on_road", "road_exception"),
        *("medical_treatment", "source_known_bbv", "biological_agent", "infection_diagnosed_on", "died_on"),
        *("work_stopped_hours", "intentional"),
    }
)
"""Fields of an injured person that somebody tells; the rest is worked out from them."""


@operation
def record_riddor_facts(
    *, by: Actor, incident: Incident, victim: Victim | None = None, facts: Mapping[str, Any]
) -> InjuredPerson:
    """Keep what is known of one person affected (None: a fire or explosion), by names in FACTS, and decide anew.

    Raises ValueError for a fact that does not exist, a day in the future, or days that contradict each other.
    """
    hold(incident)
    if unknown := facts.keys() - FACTS:
        raise ValueError(f"not facts that RIDDOR turns on: {', '.join(sorted(unknown))}")
    if victim is not None and victim.incident_id != incident.pk:
        raise ValueError("This person belongs to another incident.")
    injured = InjuredPerson.objects.filter(incident=incident, victim=victim).first()
    if injured is None:
        injured = InjuredPerson(trust_id=incident.trust_id, incident=incident, victim=victim, by=by.name)
        for name, value in begun_for(incident, victim).items():
            setattr(injured, name, value)
    injured.incident = incident
    changed = {name: value for name, value in facts.items() if getattr(injured, name) != value}
    for name, value in changed.items():
        if isinstance(value, date) and value > clock.today():
            raise ValueError(f"{value:%-d %B %Y} lies in the future. Check the day.")
        setattr(injured, name, value)
    _settle(injured)
    touch(incident.record)
    enter("liaison.record_riddor_facts", by=by, subject=incident.record, details={"facts": sorted(changed)})
    return injured


@operation
def add_incapacity(
    *, by: Actor, injured: InjuredPerson, kind: str, first: date, last: date | None = None
) -> InjuredPerson:
    """Add days on which the person could not do their routine work because of it, both ends counted, and decide anew.

    `last` may lie ahead (a fit note) or be None while it goes on: days count as they come. Raises ValueError for days
    in the wrong order, before the accident, a beginning in the future, or days that are on record already.
    """
    hold(injured.incident)
    injured.refresh_from_db()
    if kind not in INCAPACITY:
        raise ValueError("Choose whether they were off work or on restricted duty.")
    if last is not None and last < first:
        raise ValueError("The last day cannot lie before the first. Check both days.")
    if first < injured.accident_on:
        raise ValueError("The days cannot begin before the accident. Only days lost because of it count.")
    if first > clock.today():
        raise ValueError("The first day cannot lie in the future. Add the days when they come.")
    rows = Incapacity.objects.filter(injured=injured, withdrawn_at__isnull=True)
    if any(_overlap(row, first, last) for row in rows):
        raise ValueError("Some of these days are on record already. Change or take off the span that holds them.")
    Incapacity.objects.create(
        trust_id=injured.trust_id, injured=injured, kind=kind, first=first, last=last, at=clock.now(), by=by.name
    )
    _settle(injured)
    touch(injured.incident.record)
    enter("liaison.add_incapacity", by=by, subject=injured.incident.record, details={"kind": kind})
    return injured


def _overlap(row: Incapacity, first: date, last: date | None) -> bool:
    return (last is None or row.first <= last) and (row.last is None or row.last >= first)


@operation
def end_incapacity(*, by: Actor, span: Incapacity, last: date) -> InjuredPerson:
    """Say which was the last day of a span, and decide anew. Raises ValueError for a day before its first."""
    injured = _injured_of(span)
    if span.withdrawn_at is not None:
        raise ValueError("These days were taken off. Add them anew.")
    if last < span.first:
        raise ValueError("The last day cannot lie before the first. Check both days.")
    others = Incapacity.objects.filter(injured=injured, withdrawn_at__isnull=True).exclude(pk=span.pk)
    if any(_overlap(row, span.first, last) for row in others):
        raise ValueError("Some of these days are on record already. Change or take off the span that holds them.")
    before = span.last
    span.last = last
    span.save(update_fields=["last"])
    _settle(injured)
    touch(injured.incident.record)
    days = [before.isoformat() if before else None, last.isoformat()]
    enter("liaison.end_incapacity", by=by, subject=injured.incident.record, changes={"last day": days})
    return injured


@operation
def withdraw_incapacity(*, by: Actor, span: Incapacity, why: str) -> InjuredPerson:
    """Take off a span that was entered by mistake; it stays on record. Raises ValueError without a reason."""
    injured = _injured_of(span)
    if not why.strip():
        raise ValueError("Say why these days are taken off.")
    if span.withdrawn_at is not None:
        raise ValueError("These days were taken off already.")
    span.withdrawn_at, span.withdrawn_why = clock.now(), why.strip()[:300]
    span.save(update_fields=["withdrawn_at", "withdrawn_why"])
    _settle(injured)
    touch(injured.incident.record)
    enter("liaison.withdraw_incapacity", by=by, subject=injured.incident.record, why=why.strip())
    return injured


def _injured_of(span: Incapacity) -> InjuredPerson:
    injured = span.injured
    incident = injured.incident
    hold(incident)
    span.refresh_from_db()
    injured.refresh_from_db()
    injured.incident = incident
    span.injured = injured
    return injured


def _settle(injured: InjuredPerson) -> Decision:
    """Work the proposal out anew, keep it, and tell those who decide when it asks for something it did not before."""
    was, asked_again = injured.outcome, injured.decide_again
    if injured.pk is None:
        injured.save()
    proposal = propose(injured)
    latest = injured.decisions.filter(superseded_at__isnull=True).first()
    injured.decide_again = latest is not None and _is_stale(latest, injured, proposal)
    injured.save()
    fresh = proposal.outcome != was and (proposal.reports or proposal.outcome == "assess" or proposal.records)
    if fresh or (injured.decide_again and not asked_again):
        tell_case(
            injured.incident,
            subject=f"RIDDOR: decide on {injured.incident.reference}",
            words="What is known now asks for a decision. A named person decides; Holdfast only proposes.",
            posts=deciders(injured.trust_id),
            page="liaison:riddor",
            kind="liaison.riddor",
            at_once=proposal.notify_without_delay,
        )
    return proposal


def propose(injured: InjuredPerson) -> Decision:
    """A step of another operation: set on `injured` what the rule proposes today (London). Does not save."""
    today = clock.today()
    facts = facts_of(injured, today)
    proposal = decide(facts)
    injured.outcome = str(proposal.outcome)
    injured.regulation = proposal.regulation or ""
    injured.responsible = proposal.responsible_person or ""
    injured.without_delay = proposal.notify_without_delay
    injured.report_due = proposal.report_due
    injured.reportable_from = proposal.reportable_from
    injured.changes_on = changes_next(facts, today)
    if proposal.reports and injured.became_reportable_at is None:
        injured.became_reportable_at = clock.now()
    elif not proposal.reports:
        injured.became_reportable_at = None
    return proposal


def snapshot(injured: InjuredPerson) -> dict[str, Any]:
    """The facts as they stand, in a form that can be kept beside a decision and compared with later ones."""
    told = {name: getattr(injured, name) for name in sorted(FACTS)}
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in told.items()}
    rows = Incapacity.objects.filter(injured=injured, withdrawn_at__isnull=True).order_by("first", "pk")
    plain["days lost"] = [[row.kind, row.first.isoformat(), row.last.isoformat() if row.last else None] for row in rows]
    return plain


def _is_stale(latest: RiddorDecision, injured: InjuredPerson, proposal: Decision) -> bool:
    """A decision rests on its proposal; one that differed from it rests on its very facts."""
    if (latest.proposed, latest.regulation_proposed) != (proposal.outcome, proposal.regulation or ""):
        return True
    return latest.decided != latest.proposed and latest.facts != snapshot(injured)


def deciders(trust_id: int) -> list[Post]:
    """The posts whose holders decide over RIDDOR."""
    able = [key for key, role in ROLES.items() if Permission.DECIDE_RIDDOR in role.permissions]
    return list(Post.objects.filter(trust_id=trust_id, role__in=able, closed__isnull=True))


def renew_proposals(*, by: Actor) -> int:
    """For the scheduler: work out anew where days lost reached day 4 or day 8 today. Gives how many were looked at.

    Run twice it does no harm.
    """
    renewed = 0
    for trust in Trust.objects.filter(live=True):
        with scope(trust):
            due = InjuredPerson.objects.filter(trust=trust, changes_on__lte=clock.today())
            for injured in due.select_related("incident__record", "incident__trust"):
                _renew(by=by, injured=injured)
                renewed += 1
    return renewed


@operation
def _renew(*, by: Actor, injured: InjuredPerson) -> None:
    incident = injured.incident
    hold(incident)
    injured.refresh_from_db()
    injured.incident = incident
    before = injured.outcome
    _settle(injured)
    touch(incident.record)
    enter("liaison.renew_riddor", by=by, subject=incident.record, changes={"outcome": [before, injured.outcome]})
