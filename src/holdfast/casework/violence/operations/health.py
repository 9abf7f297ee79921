"""Occupational health: the decision on a referral, and what came of it, without clinical detail."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from holdfast.casework.incidents.models import Victim
from holdfast.casework.violence.models import OccupationalHealthReferral
from holdfast.casework.violence.operations.response import hold_open, refuse
from holdfast.casework.violence.operations.telling import posts_with
from holdfast.casework.violence.rules.support import OUTCOMES
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.notifications.operations import tell
from holdfast.foundation.records.operations import touch
from holdfast.kernel import clock


@operation
def refer_to_occupational_health(
    *, by: Actor, victim: Victim, referred: bool, reason: str, seen_version: int | None = None
) -> OccupationalHealthReferral:
    """Decide on a referral, either way, with the reason in words that name no illness.

    Occupational health finds it in its own list and sees no more of the incident. Someone who was not referred can be
    later. Raises BadAnswer without a reason; ValueError while a referral waits; EditedMeanwhile.
    """
    incident = victim.incident
    hold_open(incident, seen_version)
    refuse("reason", "" if reason.strip() else "Say why, either way.")
    if OccupationalHealthReferral.objects.filter(victim=victim, referred=True, recorded_at__isnull=True).exists():
        raise ValueError("They were referred already. Record what came of it first.")
    row = OccupationalHealthReferral.objects.create(
        trust_id=victim.trust_id,
        incident=incident,
        victim=victim,
        referred=referred,
        reason=reason.strip()[:300],
        decided_at=clock.now(),
        decided_by=by.name,
    )
    if referred:
        word = incident.trust.term("occupational_health")
        # Of a restricted incident nobody beside the named may hear: whoever refers hands it over themselves.
        tell(
            posts=[] if incident.restricted else posts_with(incident.trust_id, ["occupational-health"]),
            subject=f"A referral to {word}",
            words="Somebody who was affected by an incident at work was referred to you.",
            url=reverse("violence:referrals"),
            kind="violence.referral",
        )
        tell(
            people=[victim.person] if victim.person and victim.person_id != by.person_id else [],
            subject=f"You were referred to {word}",
            words="They will get in touch with you. Nobody else hears what you tell them.",
            url=reverse("violence:my-support", args=[victim.pk]),
            kind="violence.referral",
        )
    touch(incident.record)
    enter(
        "violence.refer_to_occupational_health",
        by=by,
        subject=incident.record,
        details={"victim": victim.pk, "referred": referred},
    )
    return row


@operation
def record_occupational_health(
    *,
    by: Actor,
    referral: OccupationalHealthReferral,
    attended_on: date | None = None,
    not_attended_reason: str = "",
    outcome: str = "",
    advice: str = "",
) -> OccupationalHealthReferral:
    """Keep that someone attended and what the trust was advised, or why they did not attend.

    Raises BadAnswer for a day before the referral or after today, for an outcome without attendance, and when there is
    neither a day nor a reason; ValueError for one that was not referred, and the second time.
    """
    hold_open(referral.incident)
    referral.refresh_from_db()
    if not referral.referred:
        raise ValueError("They were not referred. Refer them first.")
    if referral.recorded_at is not None:
        raise ValueError(f"{referral.recorded_by} recorded this already. Refer them again if they are seen once more.")
    if attended_on is None:
        refuse("not_attended_reason", "" if not_attended_reason.strip() else "Say when they attended, or why not.")
        refuse("outcome", "There is no outcome without attendance. Leave it empty." if outcome else "")
    else:
        refuse("attended_on", "That day has not come yet." if attended_on > clock.today() else "")
        early = attended_on < clock.local_day(referral.decided_at)
        refuse("attended_on", "They cannot have attended before they were referred." if early else "")
        refuse("outcome", "" if outcome in OUTCOMES else "Choose what the trust was advised.")
    told = {
        "attended_on": attended_on,
        "not_attended_reason": "" if attended_on else not_attended_reason.strip()[:300],
        "outcome": outcome,
        "advice": advice.strip()[:500],
        "recorded_at": clock.now(),
        "recorded_by": by.name,
    }
    for name, value in told.items():
        setattr(referral, name, value)
    referral.save(update_fields=list(told))
    touch(referral.incident.record)
    enter(
        "violence.record_occupational_health",
        by=by,
        subject=referral.incident.record,
        details={"victim": referral.victim_id, "attended": attended_on is not None},
    )
    return referral
