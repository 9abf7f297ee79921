"""Closing an incident when all that the trust's policy asks for is there, and opening it again for a reason."""

from __future__ import annotations

from holdfast.casework.incidents.models import ClosingRule, Closure, Incident
from holdfast.casework.incidents.operations.feedback import tell_reporter
from holdfast.casework.incidents.operations.holding import hold
from holdfast.casework.incidents.operations.investigators import settle_stage
from holdfast.casework.incidents.queries.traits import traits_of
from holdfast.casework.incidents.rules.closing import ClosingFacts, ClosingLine, Requirement, missing_for_closing
from holdfast.casework.incidents.rules.selection import Selection
from holdfast.casework.incidents.rules.stages import INCIDENT
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.records.models import Record
from holdfast.foundation.records.operations import move, touch
from holdfast.kernel import clock


class NotReadyToClose(Exception):
    """Something that the policy asks for is missing; `missing` says what, each with how to mend it."""

    def __init__(self, missing: list[Requirement]) -> None:
        super().__init__(" ".join(requirement.mend for requirement in missing))
        self.missing = missing


def closing_facts(incident: Incident, outcome: str) -> ClosingFacts:
    """What is known of `incident` now, with the `outcome` that someone wants to close it with."""
    investigations = list(incident.investigations.all())
    contacts = list(incident.police_contacts.all())
    newest = max(incident.triages.all(), key=lambda triage: (triage.at, triage.pk), default=None)
    return ClosingFacts(
        traits=traits_of(incident),
        outcome=outcome,
        crime_number=next((contact.crime_number for contact in contacts if contact.crime_number), ""),
        reasons=dict(incident.unknown_facts) | {"police-told": incident.police_not_told_reason},
        investigations=tuple(investigation.state for investigation in investigations),
        no_investigation_reason=newest.no_investigation_reason if newest else "",
        police_told=incident.police_told == "yes" or any(contact.told_at for contact in contacts),
        lessons=len(incident.lessons.all()),
        no_lesson_reason=incident.no_lesson_reason,
        hr_reference=next((row.hr_reference for row in investigations if row.hr_reference), ""),
        # closing itself tells the reporter, so what remains is only that there was someone to tell
        reporter_told=True,
        open_statements=sum(not row.received_at and not row.declined_reason for row in incident.statements.all()),
    )


def missing_to_close(incident: Incident, outcome: str = "") -> list[Requirement]:
    """What stands in the way of closing `incident`, for its page and for `close`."""
    lines = [
        ClosingLine(rule.requirement, Selection.of(rule.types, rule.severities, rule.flags, rule.without), rule.clause)
        for rule in ClosingRule.objects.filter(trust_id=incident.trust_id)
    ]
    return missing_for_closing(closing_facts(incident, outcome), lines)


@operation
def close(*, by: Actor, incident: Incident, outcome: str, seen_version: int | None = None) -> Closure:
    """Close an incident with what came of it, and tell the reporter.

    Raises NotReadyToClose naming all that is missing, NotPossibleNow when it is not open, EditedMeanwhile.
    """
    hold(incident, seen_version)
    state = move(record=incident.record, workflow=INCIDENT, state=incident.state, verb="close", by=by)
    missing = missing_to_close(incident, outcome)
    if missing:
        raise NotReadyToClose(missing)
    now = clock.now()
    incident.state, incident.outcome = state, outcome.strip()
    incident.save(update_fields=["state", "outcome"])
    Record.objects.filter(pk=incident.pk).update(closed_at=now)
    closure = Closure.objects.create(
        trust_id=incident.trust_id, incident=incident, at=now, by=by.name, outcome=outcome.strip()
    )
    settle_stage(incident)
    touch(incident.record)
    tell_reporter(incident, by=by, step="closed", words=f"Your report was closed. What came of it: {outcome.strip()}")
    enter("incidents.close", by=by, subject=incident.record, details={"outcome": outcome.strip()})
    return closure


@operation
def reopen(*, by: Actor, incident: Incident, why: str, seen_version: int | None = None) -> Incident:
    """Open a closed incident again. What was written when it closed is kept, with when and why it was opened.

    Raises ValueError without a reason, NotPossibleNow, EditedMeanwhile. For one that was merged or routed elsewhere see
    `merging.take_back`.
    """
    hold(incident, seen_version)
    incident.state = move(
        record=incident.record, workflow=INCIDENT, state=incident.state, verb="reopen", by=by, why=why.strip()
    )
    incident.save(update_fields=["state"])
    incident.closures.filter(reopened_at__isnull=True).update(
        reopened_at=clock.now(), reopened_by=by.name, reopened_why=why.strip()
    )
    Record.objects.filter(pk=incident.pk).update(closed_at=None)
    settle_stage(incident)
    touch(incident.record)
    tell_reporter(incident, by=by, step="reopened", words="Your report was opened again and will be looked at.")
    enter("incidents.reopen", by=by, subject=incident.record, details={"why": why.strip()})
    return incident
