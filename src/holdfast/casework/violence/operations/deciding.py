"""Deciding about a marker: temporary, confirmed, refused, reviewed, removed. Never by a machine but for time's
passing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from holdfast.casework.violence.models import Marker, MarkerDecision
from holdfast.casework.violence.operations.marking import hold_marker
from holdfast.casework.violence.operations.response import refuse
from holdfast.casework.violence.operations.telling import posts_with, tell_of_marker
from holdfast.casework.violence.queries.policy import categories, longest_review, longest_temporary
from holdfast.casework.violence.rules.markers import (
    ACTIONS,
    CRITERIA,
    MARKER,
    REVIEW_CAUSES,
    decided_already,
    fault_in_decider,
    fault_in_until,
)
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.records.models import Record
from holdfast.foundation.records.operations import move, touch
from holdfast.kernel import clock
from holdfast.kernel.durations import last_instant
from holdfast.kernel.workflow import NotPossibleNow


def step(marker: Marker, verb: str, *, by: Actor, why: str = "") -> None:
    """Move a marker on, and keep its state. Raises NotPossibleNow with what to do instead, ValueError without a
    reason."""
    if words := decided_already(marker.state, verb):
        raise NotPossibleNow(words)
    before = marker.state
    marker.state = move(record=marker.record, workflow=MARKER, state=before, verb=verb, by=by, why=why)
    if marker.state in ("refused", "removed", "lapsed"):
        Record.objects.filter(pk=marker.pk).update(closed_at=clock.now())


def decided(
    marker: Marker,
    verb: str,
    *,
    by: Actor,
    reason: str,
    panel: Sequence[str] = (),
    cause: str = "",
    until: datetime | None = None,
) -> MarkerDecision:
    """Write a decision down and keep what follows from it on the marker. The caller enters it in the trail."""
    marker.decided_at, marker.decider_id, marker.live_until = clock.now(), by.person_id, until
    marker.save()
    touch(marker.record)
    if marker.incident is not None:
        touch(marker.incident.record)
    return MarkerDecision.objects.create(
        trust_id=marker.trust_id,
        marker=marker,
        verb=verb,
        cause=cause,
        panel=[name.strip() for name in panel if name.strip()],
        reason=reason.strip(),
        at=clock.now(),
        by=by.name,
        person_id=by.person_id,
        until=until,
    )


def _tell_asker(marker: Marker, by: Actor, subject: str) -> None:
    asker: Person | None = marker.asker
    if asker is not None and asker.pk != by.person_id:
        tell_of_marker(
            marker,
            people=[asker],
            subject=f"{subject}: {marker.reference}",
            words="You asked for it. Thank you: it keeps others safe.",
            kind="violence.marker_decided",
        )


@operation
def place_marker(
    *, by: Actor, marker: Marker, until: date | None, reason: str, advice: str = "", seen_version: int | None = None
) -> Marker:
    """Place a temporary marker: it shows at once and lapses by itself at the end of `until` (a London day).

    Raises BadAnswer for a day that lies behind or beyond what the trust allows and without a reason; NotPossibleNow
    when it was decided already; EditedMeanwhile.
    """
    hold_marker(marker, seen_version)
    refuse("reason", "" if reason.strip() else "Say why it must show before anyone has decided.")
    longest = longest_temporary(marker.trust)
    refuse("until", fault_in_until(until, clock.today(), longest=longest, what="the temporary marker"))
    assert until is not None
    step(marker, "place", by=by, why=reason)
    marker.placed_at, marker.advice = clock.now(), advice.strip()[:500] or marker.advice
    decided(marker, "place", by=by, reason=reason, until=last_instant(until))
    _tell_asker(marker, by, "A temporary marker is placed")
    enter("violence.place_marker", by=by, subject=marker.record, changes={"state": ["asked", "temporary"]},
          details={"until": until})  # fmt: skip
    return marker


@operation
def confirm_marker(
    *,
    by: Actor,
    marker: Marker,
    review_on: date | None,
    reason: str,
    category: str = "",
    panel: Sequence[str] = (),
    criteria: Mapping[str, str] | None = None,
    actions: Sequence[str] = (),
    advice: str = "",
    seen_version: int | None = None,
) -> Marker:
    """The panel confirms a marker until its review (a London day). Whoever asked for it cannot decide it.

    Raises BadAnswer when a reason, a criterion, a category (where the trust has some) or advice is missing or the
    review
    lies too far off; NotPossibleNow when it was decided already; EditedMeanwhile.
    """
    hold_marker(marker, seen_version)
    weighed = {key: words.strip() for key, words in (criteria or {}).items() if key in CRITERIA and words.strip()}
    refuse("reason", fault_in_decider(by.person_id, marker.asker_id))
    refuse("reason", "" if reason.strip() else "Say why it is confirmed.")
    refuse("nature", "" if weighed else "Say what was weighed: at least what was done and how serious it was.")
    known = categories(marker.trust)
    refuse("category", "Choose one of the trust’s categories." if known and category not in known else "")
    refuse("advice", "" if advice.strip() or actions else "Say what crews should do.")
    refuse("review_on", fault_in_until(review_on, clock.today(), longest=longest_review(marker.trust), what="it"))
    assert review_on is not None
    before = marker.state
    step(marker, "confirm", by=by, why=reason)
    marker.category, marker.criteria, marker.review_on = category, weighed, review_on
    marker.advice, marker.actions = advice.strip()[:500], [key for key in ACTIONS if key in actions]
    marker.placed_at = marker.placed_at or clock.now()
    decided(marker, "confirm", by=by, reason=reason, panel=panel, until=last_instant(review_on))
    _tell_asker(marker, by, "The marker is confirmed")
    enter("violence.confirm_marker", by=by, subject=marker.record, changes={"state": [before, "confirmed"]},
          details={"review_on": review_on, "panel": list(panel)})  # fmt: skip
    return marker


@operation
def refuse_marker(
    *, by: Actor, marker: Marker, reason: str, panel: Sequence[str] = (), seen_version: int | None = None
) -> Marker:
    """The panel refuses a marker; a temporary one goes out of the live view at once.

    Raises BadAnswer without a reason, NotPossibleNow when it was decided already; EditedMeanwhile.
    """
    hold_marker(marker, seen_version)
    refuse("reason", fault_in_decider(by.person_id, marker.asker_id))
    refuse("reason", "" if reason.strip() else "Say why it is refused.")
    before = marker.state
    step(marker, "refuse", by=by, why=reason)
    decided(marker, "refuse", by=by, reason=reason, panel=panel)
    _tell_asker(marker, by, "The marker is refused")
    enter("violence.refuse_marker", by=by, subject=marker.record, changes={"state": [before, "refused"]})
    return marker


@operation
def review_marker(
    *,
    by: Actor,
    marker: Marker,
    review_on: date | None,
    reason: str,
    cause: str = "due",
    panel: Sequence[str] = (),
    advice: str = "",
    seen_version: int | None = None,
) -> Marker:
    """Review a confirmed or suspended marker and keep it until the next review. Whoever asked for it cannot keep it.

    Whether the subject is told must be decided anew afterwards. Raises BadAnswer, NotPossibleNow, EditedMeanwhile.
    """
    hold_marker(marker, seen_version)
    refuse("reason", fault_in_decider(by.person_id, marker.asker_id))
    refuse(
        "reason", "" if reason.strip() else "Say why it is still needed: who lives there now, what has happened since."
    )
    refuse("cause", "" if cause in REVIEW_CAUSES else "Choose what led to the review.")
    refuse("review_on", fault_in_until(review_on, clock.today(), longest=longest_review(marker.trust), what="it"))
    assert review_on is not None
    before = marker.state
    step(marker, "review", by=by, why=reason)
    marker.review_on, marker.advice = review_on, advice.strip()[:500] or marker.advice
    decided(marker, "review", by=by, reason=reason, cause=cause, panel=panel, until=last_instant(review_on))
    enter("violence.review_marker", by=by, subject=marker.record, changes={"state": [before, "confirmed"]},
          details={"review_on": review_on, "cause": cause})  # fmt: skip
    return marker


@operation
def remove_marker(
    *, by: Actor, marker: Marker, reason: str, cause: str = "due", seen_version: int | None = None
) -> Marker:
    """Remove a marker from the live view; who decided what stays on record. Those who were told of it are still owed
    word.

    Raises BadAnswer without a reason, NotPossibleNow, EditedMeanwhile.
    """
    hold_marker(marker, seen_version)
    refuse("reason", "" if reason.strip() else "Say why it is removed.")
    take_away(marker, by=by, reason=reason, cause=cause)
    return marker


def take_away(marker: Marker, *, by: Actor, reason: str, cause: str) -> None:
    """Step of an operation: remove a held marker, tell the control room, and enter it in the trail."""
    before = marker.state
    step(marker, "remove", by=by, why=reason)
    marker.removed_at, marker.review_on = clock.now(), None
    decided(marker, "remove", by=by, reason=reason, cause=cause if cause in REVIEW_CAUSES else "")
    tell_of_marker(
        marker,
        subject=f"A {marker.trust.term('marker')} is removed: {marker.reference}",
        words="It no longer shows. Take it out of any list that was handed on.",
        kind="violence.marker_removed",
        posts=posts_with(marker.trust_id, ["control-room"]),
    )
    enter("violence.remove_marker", by=by, subject=marker.record, changes={"state": [before, "removed"]})
