"""What time does to letters: one whose last day went by ends, and a review that comes near is said, once.

For the scheduler. A letter does not stay in force because nobody thought of it.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import QuerySet

from holdfast.casework.sanctions.models import Letter
from holdfast.casework.sanctions.operations.holding import changed
from holdfast.casework.sanctions.operations.letters import held
from holdfast.casework.sanctions.operations.telling import MANAGING_ROLES, tell_roles
from holdfast.casework.sanctions.queries.awaiting import AHEAD
from holdfast.casework.sanctions.rules.stages import LETTER
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.notifications.models import Notice
from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.organisation.scope import scope
from holdfast.foundation.pages.words import day_in_words
from holdfast.foundation.records.operations import move
from holdfast.kernel import clock

AT_ONCE = 500
WHY = "Its last day went by."


def mind_letters(*, by: Actor) -> tuple[int, int]:
    """End what has run out and tell of reviews that come near, in every live trust.

    Each is an operation of its own; run twice it does nothing twice. Gives how many ended and of how many it told.
    """
    ended = told = 0
    for trust in Trust.objects.filter(live=True):
        with scope(trust):
            for letter in run_out().select_related("case__record", "case__incident__record")[:AT_ONCE]:
                ended += _unless_done(run_down, by, letter)
            for letter in to_tell_of().select_related("case__record", "case__incident__record")[:AT_ONCE]:
                told += _unless_done(tell_of_review, by, letter)
    return ended, told


def run_out() -> QuerySet[Letter]:
    """The letters in scope that are in force after their last day."""
    return Letter.objects.filter(state="in-force", valid_until__lt=clock.today()).order_by("pk")


def to_tell_of() -> QuerySet[Letter]:
    """The letters in scope whose review has come near or is overdue, and that hold on after it."""
    today = clock.today()
    return Letter.objects.filter(state="in-force", review_on__lte=today + AHEAD, valid_until__gte=today).order_by("pk")


class _NothingToDo(Exception):
    """Somebody dealt with it in the meantime, or was told of it before."""


def _unless_done(verb: Callable[..., object], by: Actor, letter: Letter) -> int:
    try:
        verb(by=by, letter=letter)
    except _NothingToDo:
        return 0
    return 1


@operation
def run_down(*, by: Actor, letter: Letter) -> Letter:
    """A letter ends with its last day; those who manage sanctions hear of it. Raises _NothingToDo when it did."""
    case = held(letter)
    if not run_out().filter(pk=letter.pk).exists():
        raise _NothingToDo
    letter.state = move(record=case.record, workflow=LETTER, state=letter.state, verb="end", by=by, why=WHY)
    letter.ended_on, letter.ended_why = letter.valid_until, WHY
    letter.save(update_fields=["state", "ended_on", "ended_why"])
    changed(case)
    tell_roles(
        case,
        MANAGING_ROLES,
        subject=f"A letter has ended: {case.reference}",
        words=f"Its last day was {day_in_words(letter.valid_until)}. Write a new one only if something new happened.",
        kind="sanctions.letter-run-out",
        key=f"sanctions.run_out.{letter.pk}.{letter.valid_until:%Y%m%d}",
    )
    enter("sanctions.end_letter", by=by, subject=case.record, details={"letter": letter.pk}, why=WHY)
    return letter


@operation
def tell_of_review(*, by: Actor, letter: Letter) -> None:
    """Tell those who manage sanctions that a review is due, once for each day that is set for one.

    Raises _NothingToDo when they were told, or nobody is there to be told.
    """
    case = held(letter)
    key = f"sanctions.review.{letter.pk}.{letter.review_on:%Y%m%d}"
    if not to_tell_of().filter(pk=letter.pk).exists() or Notice.objects.filter(key=key).exists():
        raise _NothingToDo
    told = tell_roles(
        case,
        MANAGING_ROLES,
        subject=f"A letter is to be reviewed by {day_in_words(letter.review_on)}: {case.reference}",
        words="Look whether it is still needed: it stays until its last day, or it ends now.",
        kind="sanctions.review-due",
        key=key,
    )
    if not told.people:
        raise _NothingToDo
    enter("sanctions.tell_of_review", by=by, subject=case.record, details={"letter": letter.pk, "by": letter.review_on})
