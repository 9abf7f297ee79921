"""The register of disclosures: what was asked for, decided, handed over or refused, under which power and by whom."""

from __future__ import annotations

from datetime import date

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.operations.holding import hold
from holdfast.casework.liaison.models import Disclosure
from holdfast.casework.liaison.operations.telling import tell_case
from holdfast.casework.liaison.rules.disclosure import POWERS, STATES, may_go_out
from holdfast.casework.liaison.rules.police import fault_in_day, first_day
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Person, Post
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.roles import ROLES
from holdfast.foundation.records.operations import touch
from holdfast.kernel import clock


@operation
def ask_disclosure(
    *,
    by: Actor,
    incident: Incident,
    asked_by: str,
    body: str,
    asked_on: date,
    what: str,
    purpose: str,
    power: str,
    whose: str = "",
    their_reference: str = "",
    own_motion: bool = False,
) -> Disclosure:
    """Enter that someone outside asked for information on a case, or that the trust offers it (`own_motion`).

    Those who approve are told. Raises ValueError for a day in the future or before the incident, or when it is not
    said who asks, for what, and why.
    """
    hold(incident)
    today, since = clock.today(), first_day(incident.occurred_at)
    if fault := fault_in_day(asked_on, today=today, since=since, what="The day on which they asked"):
        raise ValueError(fault)
    for words, missing in (
        (asked_by, "Say who asks."),
        (body, "Say for which body."),
        (what, "Say what is asked for."),
        (purpose, "Say why they need it. Without a purpose nobody can judge whether it is necessary."),
    ):
        if not words.strip():
            raise ValueError(missing)
    if power not in POWERS:
        raise ValueError("Choose the power that was named.")
    made = Disclosure.objects.create(
        trust_id=incident.trust_id,
        incident=incident,
        own_motion=own_motion,
        asked_by=asked_by.strip()[:160],
        body=body.strip()[:160],
        asked_on=asked_on,
        their_reference=their_reference.strip()[:80],
        what=what.strip(),
        whose=whose.strip(),
        power=power,
        purpose=purpose.strip(),
        at=clock.now(),
        by=by.name,
        person_id=by.person_id,
    )
    tell_case(
        incident,
        subject=f"A disclosure waits for your decision: {incident.reference}",
        posts=_approvers(incident.trust_id),
        page="liaison:disclosures",
        kind="liaison.disclosure",
    )
    touch(incident.record)
    enter("liaison.ask_disclosure", by=by, subject=incident.record, details={"body": made.body, "power": power})
    return made


def _approvers(trust_id: int) -> list[Post]:
    able = [key for key, role in ROLES.items() if Permission.APPROVE_DISCLOSURES in role.permissions]
    return list(Post.objects.filter(trust_id=trust_id, role__in=able, closed__isnull=True))


@operation
def decide_disclosure(*, by: Actor, disclosure: Disclosure, approve: bool, reason: str) -> Disclosure:
    """Approve a disclosure or refuse it, with the reason. Whoever entered it does not decide it.

    Raises ValueError without a reason, by the one who entered it, without a power for what is to go out, and when it
    was decided before.
    """
    hold(disclosure.incident)
    disclosure.refresh_from_db()
    if disclosure.state != "asked":
        raise ValueError(
            f"It was decided on {disclosure.decided_at:%-d %B %Y} by {disclosure.decided_by}: "
            f"{STATES[disclosure.state].lower()}. Enter a new request when more is asked for."
        )
    if by.person_id is not None and by.person_id == disclosure.person_id:
        raise ValueError("You entered this request. Somebody else decides it.")
    if not reason.strip():
        raise ValueError("Say why: is it necessary for that purpose, and no more than is needed?")
    if approve and not may_go_out(disclosure.power):
        raise ValueError("No power was named, so nothing can go out. Refuse it, and ask them for the power.")
    disclosure.state = "agreed" if approve else "refused"
    disclosure.decided_at, disclosure.decided_by, disclosure.decided_person_id = clock.now(), by.name, by.person_id
    disclosure.reason = reason.strip()
    disclosure.save(update_fields=["state", "decided_at", "decided_by", "decided_person", "reason"])
    asker = Person.objects.filter(pk=disclosure.person_id).first() if disclosure.person_id else None
    if asker is not None:
        tell_case(
            disclosure.incident,
            subject=f"Your disclosure was {'approved' if approve else 'refused'}: {disclosure.incident.reference}",
            people=[asker],
            page="liaison:disclosures",
            kind="liaison.disclosure",
        )
    touch(disclosure.incident.record)
    details = {"body": disclosure.body, "approved": approve, "reason": reason.strip()}
    enter("liaison.decide_disclosure", by=by, subject=disclosure.incident.record, details=details)
    return disclosure


@operation
def hand_over(*, by: Actor, disclosure: Disclosure, given_on: date, what: str, how: str) -> Disclosure:
    """Keep what was handed over, when and how.

    Raises ValueError unless it was approved, and for a day that cannot be.
    """
    hold(disclosure.incident)
    disclosure.refresh_from_db()
    if disclosure.state == "given":
        raise ValueError("It was handed over already. Enter a new request when more is asked for.")
    if disclosure.state != "agreed":
        raise ValueError("Nothing goes out before it is approved.")
    assert disclosure.decided_at is not None
    decided = clock.local_day(disclosure.decided_at)
    fault = fault_in_day(given_on, today=clock.today(), since=decided, what="The day", after="it was approved")
    if fault:
        raise ValueError(fault)
    if not what.strip() or not how.strip():
        raise ValueError("Say what was handed over and how.")
    disclosure.state, disclosure.given_on, disclosure.given_by = "given", given_on, by.name
    disclosure.given_what, disclosure.given_how = what.strip(), how.strip()[:200]
    disclosure.save(update_fields=["state", "given_on", "given_by", "given_what", "given_how"])
    touch(disclosure.incident.record)
    details = {"body": disclosure.body, "power": disclosure.power, "what": what.strip(), "how": how.strip()}
    enter("liaison.hand_over", by=by, subject=disclosure.incident.record, details=details)
    return disclosure
