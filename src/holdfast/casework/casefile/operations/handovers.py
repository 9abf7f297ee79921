"""Writing the log of an exhibit: each hand-over a row, each correction a row with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from holdfast.casework.casefile.models import Exhibit, Handover
from holdfast.casework.incidents.operations.holding import hold
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.records.operations import touch
from holdfast.kernel import clock


@dataclass(frozen=True)
class Moment:
    """One hand-over: when (UTC), from whom to whom, where it is kept from then on, why, and how the seal was.

    `seal_intact` is None where there is no seal or nobody looked.
    """

    at: datetime
    giver: str
    receiver: str
    why: str
    place: str = ""
    seal_intact: bool | None = None
    new_seal: str = ""


@operation
def hand_over(*, by: Actor, exhibit: Exhibit, moment: Moment) -> Handover:
    """Write down that an exhibit went from one to another, or to another place.

    When the giver is not who had it last, the row is taken all the same: the gap is part of the truth, and shows.
    Raises ValueError for a moment in the future or before it was found, for anything that is missing, and when the
    exhibit was let go.
    """
    hold(exhibit.incident)
    exhibit.refresh_from_db()
    if exhibit.ended_at is not None:
        raise ValueError("This exhibit was let go: nothing more can be handed over. Correct the log if it is wrong.")
    step = add_step(exhibit, by=by, moment=moment)
    _written(exhibit)
    enter("casefile.hand_over", by=by, subject=exhibit.record, details=_details(step))
    return step


@operation
def correct_handover(*, by: Actor, exhibit: Exhibit, wrong: Handover, moment: Moment, reason: str) -> Handover:
    """Put a row of the log right by a new one, with the reason. The wrong one stays, shown as put right.

    Raises ValueError without a reason, for a row that was put right already or is of another exhibit, and what
    `hand_over` raises for its facts.
    """
    hold(exhibit.incident)
    exhibit.refresh_from_db()
    if not reason.strip():
        raise ValueError("Say why the row is put right.")
    if wrong.exhibit_id != exhibit.pk:
        raise ValueError("This row belongs to another exhibit.")
    if Handover.objects.filter(corrects=wrong).exists():
        raise ValueError("This row was put right already. Correct the newer one.")
    step = add_step(exhibit, by=by, moment=moment, corrects=wrong, reason=reason)
    _written(exhibit)
    enter(
        "casefile.correct_handover",
        by=by,
        subject=exhibit.record,
        details=_details(step) | {"puts right": wrong.number, "was": f"{wrong.giver} to {wrong.receiver}, {wrong.at}"},
        why=reason.strip(),
    )
    return step


def add_step(
    exhibit: Exhibit,
    *,
    by: Actor,
    moment: Moment,
    corrects: Handover | None = None,
    reason: str = "",
    last: bool = False,
) -> Handover:
    """Append a row to the log. A step of an operation, which holds the incident. Raises ValueError, see `hand_over`."""
    for words, value in (
        ("who gave it", moment.giver),
        ("who received it", moment.receiver),
        ("why it was handed over", moment.why),
    ):
        if not value.strip():
            raise ValueError(f"Say {words}.")
    if moment.at > clock.now():
        raise ValueError("A hand-over is written down after it happened, not before.")
    if moment.at < exhibit.found_at:
        raise ValueError("It cannot have been handed over before it was found.")
    rows = Handover.objects.filter(exhibit=exhibit)
    if last and rows.filter(at__gt=moment.at, corrections__isnull=True).exists():
        raise ValueError("It was handed over after that moment. Put the time right.")
    number = (rows.aggregate(last=Max("number"))["last"] or 0) + 1
    return Handover.objects.create(
        trust_id=exhibit.trust_id,
        exhibit=exhibit,
        number=number,
        at=moment.at,
        giver=moment.giver.strip()[:160],
        receiver=moment.receiver.strip()[:160],
        place=moment.place.strip()[:200],
        why=moment.why.strip()[:300],
        seal_intact=moment.seal_intact,
        new_seal=moment.new_seal.strip()[:60],
        corrects=corrects,
        reason=reason.strip()[:300],
        entered_at=clock.now(),
        entered_by=by.name[:160],
    )


def _written(exhibit: Exhibit) -> None:
    touch(exhibit.record)
    touch(exhibit.incident.record)


def _details(step: Handover) -> dict[str, object]:
    return {
        "row": step.number,
        "at": step.at,
        "from": step.giver,
        "to": step.receiver,
        "why": step.why,
        "place": step.place,
        "seal whole": step.seal_intact,
        "new seal": step.new_seal,
    }
