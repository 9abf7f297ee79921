"""The decision of a named person over RIDDOR, the report that follows from it, and the register."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from holdfast.casework.incidents.operations.holding import hold
from holdfast.casework.liaison.models import InjuredPerson, RiddorDecision
from holdfast.casework.liaison.operations.riddor import propose, snapshot
from holdfast.casework.liaison.rules.police import fault_in_day, fault_in_moment
from holdfast.casework.liaison.rules.riddor import limit_for
from holdfast.casework.liaison.rules.riddor_facts import REPORTED, Outcome
from holdfast.casework.liaison.rules.riddor_words import F2508, OUTCOMES, REPORT_CHANNELS
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.records.operations import touch
from holdfast.kernel import clock

ENTERED = (*REPORTED, Outcome.OVER_THREE_DAYS)
"""What stands in the register that is kept for three years (reg 12)."""


def _hold(injured: InjuredPerson) -> InjuredPerson:
    incident = injured.incident
    hold(incident)
    injured.refresh_from_db()
    injured.incident = incident
    return injured


@operation
def decide_riddor(
    *, by: Actor, injured: InjuredPerson, decided: str, reason: str = "", what_changed: str = ""
) -> RiddorDecision:
    """Decide whether RIDDOR asks for a report, an entry in the register, or nothing. `decided` is one of OUTCOMES.

    What differs from the rule needs `reason`. Deciding again needs a fact that changed the proposal, or `what_changed`.
    Raises ValueError when it cannot stand, and says what to do instead.
    """
    _hold(injured)
    if decided not in OUTCOMES or decided == Outcome.ASSESS:
        raise ValueError("Choose what RIDDOR asks for. Leaving it open is no decision.")
    proposal = propose(injured)
    latest = injured.decisions.filter(superseded_at__isnull=True).first()
    if latest is not None and not injured.decide_again and not what_changed.strip():
        raise ValueError(
            f"{latest.by} decided this on {latest.at:%-d %B %Y}: {OUTCOMES[latest.decided]}. "
            "Nothing has changed since. Record the new fact first, or say what changed."
        )
    if decided != proposal.outcome and not reason.strip():
        raise ValueError(f"The rule says: {OUTCOMES[proposal.outcome]}. Say why you decide otherwise.")
    if injured.reported_on is not None and decided not in REPORTED:
        raise ValueError(
            f"It was reported on {injured.reported_on:%-d %B %Y} already. Ask the authority to withdraw the report, "
            "and note the contact; the decision that it was reported stays."
        )
    same = decided == proposal.outcome
    if latest is not None:
        RiddorDecision.objects.filter(pk=latest.pk).update(superseded_at=clock.now())
    made = RiddorDecision.objects.create(
        trust_id=injured.trust_id,
        injured=injured,
        proposed=str(proposal.outcome),
        regulation_proposed=proposal.regulation or "",
        decided=decided,
        regulation=(proposal.regulation or "") if same else "",
        reason="\n\n".join(part for part in (reason.strip(), what_changed.strip()) if part),
        facts=snapshot(injured),
        report_due=proposal.report_due if same else limit_for(decided, injured.accident_on),
        at=clock.now(),
        by=by.name,
        post=by.post,
        person_id=by.person_id,
    )
    injured.decide_again = False
    if decided in ENTERED and injured.entered_on is None:
        injured.entered_on = clock.today()
    injured.save()
    touch(injured.incident.record)
    enter(
        "liaison.decide_riddor",
        by=by,
        subject=injured.incident.record,
        changes={"RIDDOR": [latest.decided if latest else None, decided]},
        details={"proposed": made.proposed, "regulation": made.regulation},
        why=made.reason,
    )
    return made


@operation
def keep_report_fields(*, by: Actor, injured: InjuredPerson, fields: Mapping[str, str]) -> InjuredPerson:
    """Keep what the report form asks for, by the names in F2508. Raises ValueError for another name."""
    _hold(injured)
    if unknown := fields.keys() - F2508.keys():
        raise ValueError(f"not fields of the form: {', '.join(sorted(unknown))}")
    injured.report_fields = {name: value.strip() for name, value in fields.items() if value.strip()}
    injured.save(update_fields=["report_fields"])
    touch(injured.incident.record)
    enter("liaison.keep_report_fields", by=by, subject=injured.incident.record, details={"fields": sorted(fields)})
    return injured


@operation
def record_riddor_report(
    *,
    by: Actor,
    injured: InjuredPerson,
    reported_on: date,
    channel: str,
    reference: str,
    notified_at: datetime | None = None,
) -> InjuredPerson:
    """Keep that the report went in, when and how, and the reference that came back.

    For someone whose own employer has the duty it is that employer's report and reference. Raises ValueError unless it
    was decided to be reportable, when it was reported before, for days that cannot be, and without a reference.
    """
    _hold(injured)
    latest = injured.decisions.filter(superseded_at__isnull=True).first()
    if latest is None or latest.decided not in REPORTED:
        raise ValueError("Nobody has decided that this is reported. Decide first.")
    if injured.reported_on is not None:
        raise ValueError(
            f"It was reported on {injured.reported_on:%-d %B %Y} with the reference {injured.hse_reference}. "
            "To add to that report, write to the authority with this reference, and note the contact."
        )
    today = clock.today()
    if fault := fault_in_day(
        reported_on, today=today, since=injured.accident_on, what="The day of the report", after="the accident"
    ):
        raise ValueError(fault)
    if fault := fault_in_moment(notified_at, now=clock.now(), happened=None, what="When they were told first"):
        raise ValueError(fault)
    if notified_at is not None and clock.local_day(notified_at) > reported_on:
        raise ValueError("They cannot have been told first after the report. Check both days.")
    if channel not in REPORT_CHANNELS:
        raise ValueError("Choose how it was reported.")
    if not reference.strip():
        raise ValueError("Enter the reference that came back. Without it nobody can show that it was reported.")
    injured.reported_on, injured.reported_by, injured.report_channel = reported_on, by.name, channel
    injured.hse_reference, injured.notified_at = " ".join(reference.split())[:60], notified_at
    injured.save(update_fields=["reported_on", "reported_by", "report_channel", "hse_reference", "notified_at"])
    touch(injured.incident.record)
    details = {"on": reported_on.isoformat(), "channel": channel, "reference": injured.hse_reference}
    enter("liaison.record_riddor_report", by=by, subject=injured.incident.record, details=details)
    return injured
