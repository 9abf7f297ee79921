"""What time does to markers: one that nobody decides lapses, one that nobody reviews is suspended, and both are said.

The live view does not wait for this: it asks `live_until` itself. This writes the state down and tells people.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db.models import F, Q, QuerySet

from holdfast.casework.violence.models import Marker
from holdfast.casework.violence.operations.deciding import decided, step
from holdfast.casework.violence.operations.marking import hold_marker
from holdfast.casework.violence.operations.telling import SECURITY_ROLES, posts_with, tell_of_marker
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.organisation.scope import scope
from holdfast.foundation.pages.words import day_in_words
from holdfast.kernel import clock

WARNED_BEFORE = timedelta(days=14)
"""So long before its end those who decide are told, once, that a marker runs out."""

AT_ONCE = 500


def mind_markers(*, by: Actor) -> tuple[int, int]:
    """For the scheduler: warn of what runs out soon, and end what has run out, in every live trust.

    Each is an operation of its own; run twice it does nothing twice. Gives how many were warned of and how many ended.
    """
    warned = ended = 0
    for trust in Trust.objects.filter(live=True):
        with scope(trust):
            for marker in run_out().select_related("record", "trust")[:AT_ONCE]:
                ended += _unless_done(run_down, by, marker)
            for marker in running_out().select_related("record", "trust")[:AT_ONCE]:
                warned += _unless_done(warn_of, by, marker)
    return warned, ended


def run_out() -> QuerySet[Marker]:
    """The markers in scope whose time is over and whose state does not say so yet."""
    return Marker.objects.filter(state__in=("temporary", "confirmed"), live_until__lt=clock.now()).order_by("pk")


def running_out() -> QuerySet[Marker]:
    """The markers in scope that run out within WARNED_BEFORE, and of whose end nobody was warned yet."""
    now = clock.now()
    soon = Q(live_until__gte=now, live_until__lt=now + WARNED_BEFORE)
    soon &= Q(warned_of__isnull=True) | ~Q(warned_of=F("live_until"))
    return Marker.objects.filter(soon, state__in=("temporary", "confirmed")).order_by("pk")


class _Meanwhile(Exception):
    """Somebody decided in the meantime."""


def _unless_done(verb: Callable[..., object], by: Actor, marker: Marker) -> int:
    try:
        verb(by=by, marker=marker)
    except _Meanwhile:
        return 0
    return 1


@operation
def run_down(*, by: Actor, marker: Marker) -> Marker:
    """A temporary marker lapses, a confirmed one is suspended: nobody decided in time. The lead and the control room
    are told at once. Raises _Meanwhile when it is not so any more."""
    hold_marker(marker)
    if not run_out().filter(pk=marker.pk).exists():
        raise _Meanwhile
    before, until = marker.state, marker.live_until
    verb = "lapse" if before == "temporary" else "suspend"
    why = "Nobody decided in time." if verb == "lapse" else "Nobody reviewed it in time."
    step(marker, verb, by=by, why=why)
    decided(marker, verb, by=by, reason=why, until=until)
    words = (
        "It no longer shows to crews, because nobody decided in time. If it is still needed, ask for it anew."
        if verb == "lapse"
        else "It no longer shows to crews, because nobody reviewed it in time. Review it now, or remove it."
    )
    tell_of_marker(
        marker,
        subject=f"A {marker.trust.term('marker')} no longer shows: {marker.reference}",
        words=words,
        kind="violence.marker_run_out",
        posts=posts_with(marker.trust_id, [*SECURITY_ROLES, "control-room"]),
        at_once=True,
        key=f"violence.run_out.{marker.pk}.{until:%Y%m%d}" if until else "",
    )
    enter(f"violence.{verb}_marker", by=by, subject=marker.record, changes={"state": [before, marker.state]})
    return marker


@operation
def warn_of(*, by: Actor, marker: Marker) -> int:
    """Tell those who decide that a marker runs out, once for each of its ends. Raises _Meanwhile when they were
    told."""
    hold_marker(marker)
    if not running_out().filter(pk=marker.pk).exists() or marker.live_until is None:
        raise _Meanwhile
    day = clock.local_day(marker.live_until)
    tell_of_marker(
        marker,
        subject=f"A {marker.trust.term('marker')} runs out on {day_in_words(day)}: {marker.reference}",
        words="Decide or review it before then, or it no longer shows to crews.",
        kind="violence.marker_runs_out",
        posts=posts_with(marker.trust_id, SECURITY_ROLES),
    )
    Marker.objects.filter(pk=marker.pk).update(warned_of=marker.live_until)
    enter("violence.warn_of_marker", by=by, subject=marker.record, details={"runs_out": day})
    return 1
