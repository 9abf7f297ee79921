"""Support that is offered, answered and followed up."""

from __future__ import annotations

from datetime import date

from holdfast.casework.incidents.models import Victim
from holdfast.casework.violence.models import Offer
from holdfast.casework.violence.operations.response import refuse
from holdfast.casework.violence.operations.support.victims import held_incident, leave_entry, tell_victim
from holdfast.casework.violence.queries.policy import support_options
from holdfast.casework.violence.rules.support import ANSWERS, fault_in_follow_up
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.records.operations import touch
from holdfast.kernel import clock


@operation
def offer_support(
    *,
    by: Actor,
    victim: Victim,
    option: str,
    follow_up_on: date | None = None,
    note: str = "",
    role: str = "",
    seen_version: int | None = None,
) -> Offer:
    """Offer one of the trust's kinds of support; the victim is told and can answer themselves.

    `role`: the key of the role as which it is offered, where a policy asks for the manager's and the specialist's offer
    each. Raises BadAnswer for a kind that the trust does not offer and a follow-up in the past; ValueError while the
    same offer waits for its answer; EditedMeanwhile.
    """
    incident = held_incident(victim, seen_version)
    offered = {row.key: row.title for row in support_options(incident.trust)} or {"support": "Support"}
    refuse("option", "" if option in offered else "Choose a kind of support that the trust offers.")
    refuse("follow_up_on", fault_in_follow_up(follow_up_on, clock.today()))
    if Offer.objects.filter(victim=victim, option=option, answered_at__isnull=True, role=role).exists():
        raise ValueError(f"{offered[option]} was offered already and waits for an answer. Record the answer instead.")
    offer = Offer.objects.create(
        trust_id=victim.trust_id,
        incident=incident,
        victim=victim,
        option=option,
        title=offered[option],
        offered_at=clock.now(),
        offered_by=by.name,
        post=by.post[:160],
        role=role,
        person_id=by.person_id,
        follow_up_on=follow_up_on,
        note=note.strip()[:300],
    )
    tell_victim(victim, by, subject="Support is offered to you", words="Open it to see what it is, and say yes or no.")
    leave_entry("offer_support", by, incident, victim, option=option)
    return offer


@operation
def answer_offer(
    *, by: Actor, offer: Offer, answer: str, follow_up_on: date | None = None, seen_version: int | None = None
) -> Offer:
    """The victim accepts or declines, by themselves or through whoever asked them.

    Someone who declined can accept later; a second answer of the same kind is refused. Raises BadAnswer;
    EditedMeanwhile.
    """
    incident = held_incident(offer.victim, seen_version)
    offer.refresh_from_db()
    refuse("answer", "" if answer in ANSWERS else "Choose whether it was accepted or declined.")
    refuse("follow_up_on", fault_in_follow_up(follow_up_on, clock.today()))
    if offer.answer == answer:
        raise ValueError(f"This offer was {ANSWERS[answer].lower()} already.")
    before = offer.answer
    offer.answer, offer.answered_at, offer.answered_by = answer, clock.now(), by.name
    offer.follow_up_on = follow_up_on or offer.follow_up_on
    offer.save(update_fields=["answer", "answered_at", "answered_by", "follow_up_on"])
    touch(incident.record)
    enter(
        "violence.answer_offer",
        by=by,
        subject=incident.record,
        changes={"answer": [before, answer]},
        details={"victim": offer.victim_id, "option": offer.option},
    )
    return offer


@operation
def follow_up(*, by: Actor, offer: Offer, words: str, next_on: date | None = None) -> Offer:
    """Somebody asked again how it goes. `next_on`: the next day for it. Raises BadAnswer."""
    incident = held_incident(offer.victim)
    offer.refresh_from_db()
    refuse("words", "" if words.strip() else "Say in a few words how it stands; no clinical detail.")
    refuse("next_on", fault_in_follow_up(next_on, clock.today()))
    offer.followed_up_at, offer.followed_up_by = clock.now(), by.name
    offer.follow_up_on, offer.note = next_on, words.strip()[:300]
    offer.save(update_fields=["followed_up_at", "followed_up_by", "follow_up_on", "note"])
    leave_entry("follow_up", by, incident, offer.victim, option=offer.option)
    return offer
