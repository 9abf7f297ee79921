"""Saying why a fact that the policy asks for is not there."""

from __future__ import annotations

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.operations.holding import hold
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.records.operations import touch


@operation
def explain_absence(
    *, by: Actor, incident: Incident, fact: str, reason: str, seen_version: int | None = None
) -> Incident:
    """Record why `fact` is not held: a name that the trust's policy uses, or that closing asks for.

    A blank reason takes it back. Raises EditedMeanwhile.
    """
    hold(incident, seen_version)
    before = incident.unknown_facts.get(fact, "")
    incident.unknown_facts = {name: words for name, words in incident.unknown_facts.items() if name != fact}
    if reason.strip():
        incident.unknown_facts[fact] = reason.strip()[:300]
    incident.save(update_fields=["unknown_facts"])
    touch(incident.record)
    enter("incidents.explain_absence", by=by, subject=incident.record, changes={fact: [before, reason.strip()]})
    return incident
