"""The response to an assault: answering the checklist, calls for support, advice for a care plan."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from holdfast.casework.incidents.models import Incident, Victim
from holdfast.casework.incidents.operations.holding import hold
from holdfast.casework.violence.models import Call, CarePlanAdvice, Step
from holdfast.casework.violence.operations.telling import posts_with
from holdfast.casework.violence.queries.policy import checklist_items
from holdfast.casework.violence.rules.response import CALL_KINDS, Item, fault_in_answer
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.notifications.operations import tell
from holdfast.foundation.organisation.models import Person, Trust
from holdfast.foundation.records.operations import touch
from holdfast.kernel import clock


class BadAnswer(ValueError):
    """What was told makes no sense; `faults` maps each field to words that say what to do instead."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = faults


def refuse(field: str, words: str) -> None:
    """Raise BadAnswer when there are words to say."""
    if words:
        raise BadAnswer({field: words})


def hold_open(incident: Incident, seen_version: int | None = None) -> None:
    """Hold an incident on which one can still act. Raises ValueError for one that is dealt with elsewhere."""
    hold(incident, seen_version)
    if incident.state in ("merged", "routed-out"):
        raise ValueError(
            "This incident is dealt with elsewhere. Open the one that it was merged with, or take it back."
        )


def item_of(trust: Trust, incident: Incident, key: str) -> Item:
    """The trust's item `key`, when it concerns the incident. Raises ValueError when the policy does not ask for it."""
    for item in checklist_items(trust):
        if item.key == key and item.concerns(incident.type):
            return item
    raise ValueError("The policy does not ask for this after an incident of this kind. Open the checklist again.")


@operation
def respond(
    *,
    by: Actor,
    incident: Incident,
    victim: Victim,
    item: str,
    done_at: datetime | None = None,
    done_by: str = "",
    why_not: str = "",
    note: str = "",
    correction: str = "",
    seen_version: int | None = None,
) -> Step:
    """Answer one item of the trust's checklist for one victim: done when and by whom, or why not.

    An item that was answered before is put right with a `correction`, the reason for it. Raises BadAnswer, ValueError
    for a victim of another incident, an item that is not asked for, and a second answer without a reason;
    EditedMeanwhile.
    """
    hold_open(incident, seen_version)
    if victim.incident_id != incident.pk:
        raise ValueError("That person is not affected by this incident.")
    asked = item_of(incident.trust, incident, item)
    field, words = fault_in_answer(
        done_at=done_at,
        why_not=why_not,
        happened=incident.occurred_at if not incident.happened_roughly else None,
        now=clock.now(),
    )
    refuse(field, words)
    before = Step.objects.filter(victim=victim, item=item).first()
    if before is not None and not correction.strip():
        raise BadAnswer({"correction": f"{before.by} answered this already. Say why it must be put right."})
    told = {
        "words": asked.words,
        "done_at": done_at,
        "done_by": (done_by.strip() or by.name)[:160] if done_at else "",
        "why_not": why_not.strip()[:300],
        "note": note.strip()[:500],
        "at": clock.now(),
        "by": by.name,
        "person_id": by.person_id,
    }
    step, _ = Step.objects.update_or_create(
        victim=victim,
        item=item,
        defaults=told,
        create_defaults=told | {"trust_id": incident.trust_id, "incident": incident},
    )
    touch(incident.record)
    was = (before.done_at or before.why_not) if before else None
    enter(
        "violence.respond",
        by=by,
        subject=incident.record,
        changes={item: [was, done_at or why_not.strip()]},
        details={"victim": victim.pk, "correction": correction.strip()},
    )
    return step


@operation
def request_support(
    *,
    by: Actor,
    trust: Trust,
    kind: str,
    where: str,
    words: str,
    call_sign: str = "",
    incident: Incident | None = None,
    asker: Person | None = None,
) -> Call:
    """A crew or team asks for operational or police support; the control room, where the trust has one, is told at
    once.

    Raises ValueError for an unknown kind, and without a place or a word on what is needed.
    """
    if kind not in CALL_KINDS:
        raise ValueError("Say which support is needed: operational, or the police.")
    if not where.strip() or not words.strip():
        raise ValueError("Say where you are and what you need.")
    if incident is not None:
        hold_open(incident)
    call = Call.objects.create(
        trust=trust,
        incident=incident,
        kind=kind,
        where=where.strip()[:300],
        words=words.strip()[:500],
        call_sign=call_sign.strip()[:60],
        asked_at=clock.now(),
        asked_by=by.name,
        asker=asker,
    )
    restricted = incident is not None and incident.restricted
    posts = [] if restricted else posts_with(trust, ["control-room"]) or posts_with(trust, ["lsms", "security-lead"])
    tell(
        posts=posts,
        subject=f"{CALL_KINDS[kind]} asked for",
        words="Open it to see where and what for, and answer it there.",
        url=reverse("violence:call", args=[call.pk]),
        kind="violence.call",
        at_once=True,
    )
    if incident is not None:
        touch(incident.record)
    enter(
        "violence.request_support",
        by=by,
        subject=incident.record if incident else trust,
        details={"kind": kind, "where": call.where, "words": call.words},
    )
    return call


@operation
def answer_call(
    *,
    by: Actor,
    call: Call,
    sent: bool,
    answer: str,
    police_refused: bool = False,
    refusal: str = "",
    police_log: str = "",
) -> Call:
    """Answer a call for support: what was sent, or why nothing was; what the police refused is noted with its reason.

    Raises BadAnswer when words are missing, ValueError when the call was answered before.
    """
    refuse("answer", "" if answer.strip() else "Say what was sent, or why nothing could be.")
    refuse("refusal", "Say why the police would not come." if police_refused and not refusal.strip() else "")
    refuse("refusal", "Only the police refuse as police: say in the answer why nothing could be sent."
           if police_refused and call.kind != "police" else "")  # fmt: skip
    refuse("sent", "The police came or they refused: choose one." if police_refused and sent else "")
    changed = Call.objects.filter(pk=call.pk, answered_at__isnull=True).update(
        answered_at=clock.now(),
        answered_by=by.name,
        sent=sent,
        answer=answer.strip()[:500],
        police_refused=police_refused,
        refusal=refusal.strip()[:300] if police_refused else "",
        police_log=police_log.strip()[:60],
    )
    call.refresh_from_db()
    if not changed:
        raise ValueError(f"{call.answered_by} answered this already. If it is still needed, make a new call.")
    if call.incident is not None:
        touch(call.incident.record)
    tell(
        people=[call.asker] if call.asker and call.asker_id != by.person_id else [],
        subject="Your call for support was answered",
        words=call.answer,
        url=reverse("violence:call", args=[call.pk]),
        kind="violence.call_answered",
        at_once=True,
    )
    enter(
        "violence.answer_call",
        by=by,
        subject=call.incident.record if call.incident else call.trust,
        details={"call": call.pk, "sent": sent, "police_refused": police_refused, "answer": call.answer},
    )
    return call


@operation
def tie_call(*, by: Actor, call: Call, incident: Incident) -> Call:
    """Tie a call that came before the report to its incident. Raises ValueError when it is tied to another."""
    hold_open(incident)
    if call.incident_id not in (None, incident.pk):
        raise ValueError("This call belongs to another incident already.")
    Call.objects.filter(pk=call.pk).update(incident=incident)
    call.incident = incident
    touch(incident.record)
    enter("violence.tie_call", by=by, subject=incident.record, details={"call": call.pk})
    return call


@operation
def advise_care_plan(
    *, by: Actor, incident: Incident, patient_number: str, advice: str, given_to: str, seen_version: int | None = None
) -> CarePlanAdvice:
    """Give security advice for a patient's care plan to whoever keeps the plan.

    The patient is named by the number that the ward uses. Raises BadAnswer when a part is missing; EditedMeanwhile.
    """
    hold_open(incident, seen_version)
    refuse("patient_number", "" if patient_number.strip() else "Give the number by which the ward knows the patient.")
    refuse("advice", "" if advice.strip() else "Write what you advise.")
    refuse("given_to", "" if given_to.strip() else "Say who keeps the care plan and has the advice.")
    row = CarePlanAdvice.objects.create(
        trust_id=incident.trust_id,
        incident=incident,
        patient_number=patient_number.strip()[:40],
        advice=advice.strip(),
        given_to=given_to.strip()[:160],
        at=clock.now(),
        by=by.name,
    )
    touch(incident.record)
    details = {"advice": row.pk, "given_to": row.given_to}
    enter("violence.advise_care_plan", by=by, subject=incident.record, details=details)
    return row
