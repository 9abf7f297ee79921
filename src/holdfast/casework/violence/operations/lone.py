"""Lone working: a team's arrangements, its people and their devices, checks, and concerns reviewed by staff and
manager."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from holdfast.casework.violence.models import Arrangement, Concern, Device, LoneCheck, LoneWorker
from holdfast.casework.violence.operations.response import refuse
from holdfast.casework.violence.operations.telling import SECURITY_ROLES, posts_with, tell_of_lone_working
from holdfast.casework.violence.rules.lone import CONTROLS, DEVICES, REASONS, fault_in_review
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.notifications.operations import tell
from holdfast.foundation.organisation.models import Person, Unit
from holdfast.foundation.records.models import Record
from holdfast.foundation.records.operations import check_version, open_record, touch
from holdfast.kernel import clock
from holdfast.kernel.durations import Duration


def _hold(arrangement: Arrangement, seen_version: int | None = None) -> None:
    check_version(arrangement.record, seen_version)
    arrangement.refresh_from_db()
    if arrangement.ended_at is not None:
        raise ValueError("These arrangements have ended. Set new ones for the team.")


@operation
def set_lone_working(
    *,
    by: Actor,
    unit: Unit,
    controls: Sequence[str],
    words: str,
    responsible: Person,
    checks_every: str = "",
    seen_version: int | None = None,
) -> Arrangement:
    """Set a team's arrangements and who is responsible for checking them, or change those it has.

    `checks_every`: an ISO duration; empty: the trust's own number decides. Raises BadAnswer for a control that does not
    exist, without any or without words, and for a duration that is none; EditedMeanwhile.
    """
    refuse("controls", "" if controls and set(controls) <= set(CONTROLS) else "Choose what keeps them safe.")
    refuse("words", "" if words.strip() else "Say in a few sentences what people do.")
    if checks_every:
        Duration.parse(checks_every)
    arrangement = Arrangement.objects.filter(unit=unit, ended_at__isnull=True).select_related("record").first()
    told = {
        "controls": [key for key in CONTROLS if key in controls],
        "words": words.strip(),
        "responsible": responsible,
        "checks_every": checks_every,
    }
    before = None
    if arrangement is None:
        record = open_record(trust=unit.trust, kind="lone-working", series="LWA", title=f"Lone working in {unit.name}")
        arrangement = Arrangement.objects.create(
            record=record, trust=unit.trust, unit=unit, set_at=clock.now(), set_by=by.name, **told
        )
    else:
        _hold(arrangement, seen_version)
        before = {name: getattr(arrangement, name) for name in ("controls", "checks_every")}
        for name, value in told.items():
            setattr(arrangement, name, value)
        arrangement.save(update_fields=list(told))
        touch(arrangement.record)
    enter(
        "violence.set_lone_working",
        by=by,
        subject=arrangement.record,
        changes={"controls": [before and before["controls"], arrangement.controls]},
        details={"responsible": str(responsible), "checks_every": checks_every},
    )
    return arrangement


@operation
def end_lone_working(*, by: Actor, arrangement: Arrangement, why: str, seen_version: int | None = None) -> Arrangement:
    """End a team's arrangements: nobody works alone there any more. Raises BadAnswer, ValueError while a device is
    out."""
    _hold(arrangement, seen_version)
    refuse("why", "" if why.strip() else "Say why they end.")
    if Device.objects.filter(worker__arrangement=arrangement, returned_on__isnull=True).exists():
        raise ValueError("A device is still out. Take it back first.")
    arrangement.ended_at = clock.now()
    arrangement.save(update_fields=["ended_at"])
    LoneWorker.objects.filter(arrangement=arrangement, until__isnull=True).update(until=clock.today())
    Record.objects.filter(pk=arrangement.pk).update(closed_at=clock.now())
    touch(arrangement.record)
    enter("violence.end_lone_working", by=by, subject=arrangement.record, details={"reason": why.strip()})
    return arrangement


@operation
def add_lone_worker(
    *, by: Actor, arrangement: Arrangement, person: Person, reason: str, since: date, seen_version: int | None = None
) -> LoneWorker:
    """Someone of the team works alone from `since`. Raises BadAnswer; ValueError for someone who is named already."""
    _hold(arrangement, seen_version)
    refuse("reason", "" if reason in REASONS else "Choose when or where they are alone.")
    if arrangement.workers.filter(person=person, until__isnull=True).exists():
        raise ValueError(f"{person} is named already.")
    worker = LoneWorker.objects.create(
        trust_id=arrangement.trust_id, arrangement=arrangement, person=person, reason=reason, since=since
    )
    tell_of_lone_working(
        arrangement,
        people=[person] if person.pk != by.person_id else [],
        subject="How you are kept safe when you work alone",
        words="Open it to read what your team has agreed, and say when something does not work.",
    )
    touch(arrangement.record)
    enter("violence.add_lone_worker", by=by, subject=arrangement.record, details={"person": str(person)})
    return worker


@operation
def end_lone_worker(*, by: Actor, worker: LoneWorker, until: date) -> LoneWorker:
    """Someone no longer works alone. Raises BadAnswer for a day before they began, ValueError while a device is out."""
    _hold(worker.arrangement)
    worker.refresh_from_db()
    if worker.until is not None:
        raise ValueError("This was ended already.")
    refuse("until", "That is before they began to work alone." if until < worker.since else "")
    if worker.devices.filter(returned_on__isnull=True).exists():
        raise ValueError("They still have a device. Take it back first.")
    worker.until = until
    worker.save(update_fields=["until"])
    touch(worker.arrangement.record)
    enter("violence.end_lone_worker", by=by, subject=worker.arrangement.record, details={"person": str(worker.person)})
    return worker


@operation
def issue_device(*, by: Actor, worker: LoneWorker, kind: str, number: str, on: date) -> Device:
    """Hand a device to a lone worker. Raises BadAnswer for a day ahead, and a device that somebody else still has."""
    _hold(worker.arrangement)
    refuse("kind", "" if kind in DEVICES else "Choose what kind of device it is.")
    refuse("number", "" if number.strip() else "Give the device’s number.")
    refuse("on", "It cannot have been handed out in the future." if on > clock.today() else "")
    refuse("on", "That is before they began to work alone." if on < worker.since else "")
    out = Device.objects.filter(number__iexact=number.strip(), returned_on__isnull=True).select_related(
        "worker__person"
    )
    if held := out.first():
        refuse("number", f"{held.worker.person} still has this device. Take it back first.")
    device = Device.objects.create(
        trust_id=worker.trust_id, worker=worker, kind=kind, number=number.strip()[:60], issued_on=on, issued_by=by.name
    )
    touch(worker.arrangement.record)
    details = {"person": str(worker.person), "number": device.number}
    enter("violence.issue_device", by=by, subject=worker.arrangement.record, details=details)
    return device


@operation
def return_device(*, by: Actor, device: Device, on: date, condition: str = "") -> Device:
    """Take a device back. Raises BadAnswer for a day before it was handed out or ahead, ValueError the second time."""
    arrangement = device.worker.arrangement
    _hold(arrangement)
    device.refresh_from_db()
    if device.returned_on is not None:
        raise ValueError("It came back already.")
    refuse("on", "It cannot have come back before it was handed out." if on < device.issued_on else "")
    refuse("on", "That day has not come yet." if on > clock.today() else "")
    device.returned_on, device.returned_to, device.condition = on, by.name, condition.strip()[:200]
    device.save(update_fields=["returned_on", "returned_to", "condition"])
    touch(arrangement.record)
    enter("violence.return_device", by=by, subject=arrangement.record, details={"number": device.number})
    return device


@operation
def check_lone_working(
    *, by: Actor, arrangement: Arrangement, followed: bool, workable: bool, words: str, seen_version: int | None = None
) -> LoneCheck:
    """Check that the arrangements are followed and still workable, and write it down. Raises BadAnswer;
    EditedMeanwhile."""
    _hold(arrangement, seen_version)
    refuse("words", "" if words.strip() else "Say what you looked at and what you found.")
    row = LoneCheck.objects.create(
        trust_id=arrangement.trust_id,
        arrangement=arrangement,
        at=clock.now(),
        by=by.name,
        followed=followed,
        workable=workable,
        words=words.strip()[:1000],
    )
    touch(arrangement.record)
    details = {"followed": followed, "workable": workable}
    enter("violence.check_lone_working", by=by, subject=arrangement.record, details=details)
    return row


@operation
def raise_concern(*, by: Actor, arrangement: Arrangement, words: str, raiser: Person | None = None) -> Concern:
    """Somebody is worried about the arrangements; whoever is responsible hears it at once. Raises BadAnswer."""
    _hold(arrangement)
    refuse("words", "" if words.strip() else "Say what worries you.")
    row = Concern.objects.create(
        trust_id=arrangement.trust_id,
        arrangement=arrangement,
        raised_at=clock.now(),
        raised_by=by.name,
        raiser=raiser,
        words=words.strip()[:1000],
    )
    tell_of_lone_working(
        arrangement,
        people=[arrangement.responsible] if arrangement.responsible_id != by.person_id else [],
        subject="A concern about lone working in your team",
        words="Review it together with at least one member of staff.",
    )
    touch(arrangement.record)
    enter("violence.raise_concern", by=by, subject=arrangement.record, details={"concern": row.pk})
    return row


@operation
def review_lone_working(
    *, by: Actor, concern: Concern, staff: Person | None, manager: Person | None, found: str
) -> Concern:
    """Staff and manager review a concern together. Raises BadAnswer when it is no joint review, ValueError the second
    time."""
    arrangement = concern.arrangement
    _hold(arrangement)
    concern.refresh_from_db()
    if concern.reviewed_at is not None:
        raise ValueError("This concern was reviewed already. Raise a new one if something else does not work.")
    fault = fault_in_review(staff.pk if staff else None, manager.pk if manager else None)
    refuse("staff", fault)
    refuse("found", "" if found.strip() else "Say what you came to and what changes.")
    concern.reviewed_at, concern.staff, concern.manager = clock.now(), staff, manager
    concern.found = found.strip()[:1000]
    concern.save(update_fields=["reviewed_at", "staff", "manager", "found"])
    tell_of_lone_working(
        arrangement,
        people=[concern.raiser] if concern.raiser and concern.raiser_id != by.person_id else [],
        subject="What became of your concern",
        words="It was reviewed. Open it to read what changes.",
    )
    touch(arrangement.record)
    enter("violence.review_lone_working", by=by, subject=arrangement.record,
          details={"concern": concern.pk, "staff": str(staff), "manager": str(manager)})  # fmt: skip
    return concern


@operation
def escalate_concern(*, by: Actor, concern: Concern, to: str, why: str) -> Concern:
    """Take a concern further, to the security team or a named person. Raises BadAnswer, ValueError the second time."""
    arrangement = concern.arrangement
    _hold(arrangement)
    concern.refresh_from_db()
    if concern.escalated_at is not None:
        raise ValueError(f"It was taken to {concern.escalated_to} already.")
    refuse("to", "" if to.strip() else "Say to whom it goes.")
    refuse("why", "" if why.strip() else "Say why the team cannot settle it.")
    concern.escalated_at, concern.escalated_to = clock.now(), to.strip()[:160]
    concern.escalated_why = why.strip()[:500]
    concern.save(update_fields=["escalated_at", "escalated_to", "escalated_why"])
    tell(
        posts=posts_with(arrangement.trust_id, SECURITY_ROLES),
        subject=f"A concern about lone working was escalated: {arrangement.reference}",
        words=concern.escalated_why,
        record=arrangement.record,
        kind="violence.lone_working",
    )
    touch(arrangement.record)
    enter("violence.escalate_concern", by=by, subject=arrangement.record, details={"to": concern.escalated_to})
    return concern
