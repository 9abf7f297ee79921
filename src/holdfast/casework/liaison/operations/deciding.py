"""Whether the police are told: the decision of a named person, beside what the people affected want."""

from __future__ import annotations

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.operations.additions import add_facts
from holdfast.casework.incidents.operations.holding import hold
from holdfast.casework.liaison.models import PoliceDecision
from holdfast.casework.liaison.queries.policy import arrangement_of
from holdfast.casework.liaison.queries.wishes import wanted_by
from holdfast.casework.liaison.rules.police import WHY_NOT, fault_in_decision
from holdfast.casework.liaison.rules.stages import WISHES
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.records.operations import touch
from holdfast.kernel import clock


@operation
def decide_police_report(
    *,
    by: Actor,
    incident: Incident,
    tell: bool,
    why_not: str = "",
    words: str = "",
    override: str = "",
    what_changed: str = "",
    seen_version: int | None = None,
) -> PoliceDecision:
    """Decide whether the police are told of an incident. A second decision needs `what_changed`.

    That discipline is under way is refused as a reason not to. Raises ValueError with what to do instead when the
    decision cannot stand (see rules.police), and when it was decided before and nothing changed; EditedMeanwhile.
    """
    hold(incident, seen_version)
    if not tell and incident.police_reports.filter(purpose="crime").exclude(state="ended").exists():
        raise ValueError("The police were told already. If nothing more is expected of them, end that report.")
    earlier = incident.police_decisions.filter(superseded_at__isnull=True).first()
    if earlier is not None and not what_changed.strip():
        raise ValueError(
            f"{earlier.by} decided on {earlier.at:%-d %B %Y} that the police are {'' if earlier.tell else 'not '}told. "
            "To decide again, say what changed."
        )
    wishes = wanted_by(incident)
    binding = arrangement_of(incident.trust_id).person_victims_decide
    fault = fault_in_decision(
        tell=tell,
        why_not=why_not,
        words=words,
        override=override,
        wishes=wishes,
        a_person_is_the_victim=binding and bool(wishes),
    )
    if fault:
        raise ValueError(fault)
    reason = "" if tell else ". ".join(part for part in (WHY_NOT[why_not], words.strip()) if part)
    if earlier is not None:
        PoliceDecision.objects.filter(pk=earlier.pk).update(superseded_at=clock.now())
    decision = PoliceDecision.objects.create(
        trust_id=incident.trust_id,
        incident=incident,
        tell=tell,
        reason=reason or what_changed.strip() or words.strip(),
        override=override.strip(),
        wishes=[f"{one.name}: {WISHES.get(one.wants, 'not asked')}" for one in wishes],
        at=clock.now(),
        by=by.name,
        person_id=by.person_id,
    )
    _keep_on_report(incident, by=by, tell=tell, reason=reason)
    touch(incident.record)
    enter(
        "liaison.decide_police_report",
        by=by,
        subject=incident.record,
        changes={"police are told": [None if earlier is None else earlier.tell, tell]},
        details={"reason": decision.reason, "override": decision.override, "wishes": decision.wishes},
        why=what_changed.strip(),
    )
    return decision


def _keep_on_report(incident: Incident, *, by: Actor, tell: bool, reason: str) -> None:
    """The report itself says why the police were not told: closing and the trust's figures read it there."""
    if tell and not incident.police_not_told_reason:
        return
    changes = {"police_not_told_reason": "" if tell else reason[:300]}
    if not tell and incident.police_told != "yes":
        changes["police_told"] = "no"
    if any(getattr(incident, name) != value for name, value in changes.items()):
        add_facts(by=by, incident=incident, changes=changes)
