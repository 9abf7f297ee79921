"""Two reports of one event become one incident; and taking back what was merged, or routed elsewhere, by mistake."""

from __future__ import annotations

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.operations.feedback import tell_reporter
from holdfast.casework.incidents.operations.holding import hold
from holdfast.casework.incidents.operations.investigators import settle_stage
from holdfast.casework.incidents.operations.restriction import make_restricted
from holdfast.casework.incidents.operations.telling import tell_investigators
from holdfast.casework.incidents.rules.stages import INCIDENT
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.records.models import Link, LinkKind, Record
from holdfast.foundation.records.operations import link, move, touch
from holdfast.kernel import clock


@operation
def merge(*, by: Actor, incident: Incident, into: Incident, why: str, seen_version: int | None = None) -> Incident:
    """Say that `incident` tells of the same event as `into`, which carries on alone. Both stay on record.

    When `into` is restricted, `incident` becomes so too, for the same people. Raises ValueError when they are one and
    the same, when `into` was itself merged or routed elsewhere, when only `incident` is restricted, or without a
    reason; EditedMeanwhile, NotPossibleNow.
    """
    for one in sorted((incident, into), key=lambda one: one.pk):  # always in one order: two merges must not block
        hold(one, seen_version if one is incident else None)
    if incident.pk == into.pk:
        raise ValueError("An incident cannot be merged with itself.")
    if into.state == "merged":
        raise ValueError(f"{into.reference} was itself merged with another incident. Choose that one.")
    if into.state == "routed-out":
        raise ValueError(f"{into.reference} was routed elsewhere. Take it back first.")
    if incident.restricted and not into.restricted:
        raise ValueError("A restricted incident cannot be merged with one that is not restricted.")
    incident.state = move(
        record=incident.record, workflow=INCIDENT, state=incident.state, verb="merge", by=by, why=why.strip()
    )
    tell_reporter(
        incident, by=by, step="merged", words="We had another report of the same event. Both are dealt with together."
    )
    incident.save(update_fields=["state"])
    Record.objects.filter(pk=incident.pk).update(closed_at=clock.now())
    link(source=incident.record, target=into.record, kind=LinkKind.DUPLICATE, by=by, why=why.strip())
    if into.restricted and not incident.restricted:
        readers = [reader.person for reader in into.record.readers.select_related("person")]
        make_restricted(incident, by=by, why="It tells of the same event as a restricted one.", readers=readers)
    settle_stage(incident)
    touch(incident.record)
    touch(into.record)
    tell_investigators(incident, subject=f"{incident.reference} was merged with another report", by=by)
    details = {"into": into.reference, "why": why.strip()}
    enter("incidents.merge", by=by, subject=incident.record, details=details)
    enter("incidents.take_in", by=by, subject=into.record, details={"merged": incident.reference})
    return incident


@operation
def take_back(*, by: Actor, incident: Incident, why: str, seen_version: int | None = None) -> Incident:
    """Undo a merge or a routing elsewhere: the incident stands by itself again and waits for triage.

    Raises ValueError without a reason; EditedMeanwhile, NotPossibleNow.
    """
    hold(incident, seen_version)
    incident.state = move(
        record=incident.record, workflow=INCIDENT, state=incident.state, verb="take-back", by=by, why=why.strip()
    )
    incident.out_of_scope = ""
    if not incident.triages.exists():
        incident.triaged_at = None  # sending it away was the only decision there was, and it is taken back
    incident.save(update_fields=["state", "out_of_scope", "triaged_at"])
    Record.objects.filter(pk=incident.pk).update(closed_at=None)
    ties = Link.objects.filter(source=incident.record, kind=LinkKind.DUPLICATE).select_related("target")
    parted = [tie.target for tie in ties]
    ties.delete()
    settle_stage(incident)
    touch(incident.record)
    tell_reporter(incident, by=by, step="reopened", words="Your report will be looked at by itself again.")
    details = {"why": why.strip(), "parted_from": [record.reference for record in parted]}
    enter("incidents.take_back", by=by, subject=incident.record, details=details)
    for record in parted:
        touch(record)
        enter("incidents.part", by=by, subject=record, details={"taken_back": incident.reference})
    return incident
