"""Who takes over a post while its holder is away."""

from __future__ import annotations

from datetime import date, timedelta

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Deputy, Person, Post, PostHolding
from holdfast.foundation.organisation.operations.own_rights import is_oneself
from holdfast.foundation.organisation.operations.refusal import Refused, must_be_of
from holdfast.foundation.organisation.operations.warning import warn_of_post
from holdfast.foundation.organisation.rules.periods import covered, days_in_words, overlap
from holdfast.kernel import clock


@operation
def name_deputy(
    *, by: Actor, post: Post, holder: Person, person: Person, start: date, end: date | None = None, reason: str = ""
) -> Deputy:
    """Let `person` take over what `holder` does in `post` from `start` to `end` (Europe/London, both included).

    Who may name whom is the view's to ask: holders name their own deputy, those who manage people name anyone's.
    Raises Refused for days before today, for days on which the holder does not hold the post, when somebody deputises
    for them on one of these days already, for the holder themselves, for someone who leaves before the end, and on
    screen when someone other than the holder names themselves.
    """
    must_be_of(post.trust_id, holder, person)
    Post.objects.select_for_update().get(pk=post.pk)
    if person.pk == holder.pk:
        raise Refused(f"{holder} cannot be their own deputy.", "person")
    if is_oneself(by, person):
        raise Refused("You cannot make yourself the deputy of someone. Ask them, or another administrator.", "person")
    if end is not None and end < start:
        raise Refused("The last day cannot be before the first.", "end")
    if end is not None and end < clock.today():
        raise Refused("These days are over.", "end")
    if post.closed is not None:
        raise Refused(f"{post} is closed.", "post")
    if not covered(start, end, PostHolding.objects.filter(post=post, person=holder)):
        raise Refused(f"{holder} does not hold {post} on all these days.", "start")
    if person.left is not None and (end is None or end > person.left):
        raise Refused(f"{person} leaves on {person.left:%d/%m/%Y}.", "person")
    other = overlap(start, end, Deputy.objects.filter(post=post, holder=holder).select_related("person"))
    if other is not None:
        raise Refused(
            f"{other.person} is deputy {days_in_words(other.start, other.end)} already. End that first, or choose days "
            "that do not overlap.",
            "start",
        )
    deputy = Deputy.objects.create(
        trust=post.trust, post=post, holder=holder, person=person, start=start, end=end, reason=reason.strip()[:150]
    )
    enter("organisation.name_deputy", by=by, subject=post, details=_words(deputy))
    if not is_oneself(by, holder):
        warn_of_post(by=by, post=post, people=[holder, person], what=f"A deputy was named for {post}")
    return deputy


@operation
def end_deputy(*, by: Actor, deputy: Deputy, last_day: date | None = None, why: str = "") -> None:
    """Let a deputy's time end on `last_day`, yesterday by default: the holder is back. What has not begun goes.

    Raises Refused when it ends earlier already.
    """
    day = last_day or clock.today() - timedelta(days=1)
    if deputy.end is not None and deputy.end <= day:
        raise Refused(f"It ended on {deputy.end:%d/%m/%Y} already.", "last_day")
    words, before = _words(deputy), deputy.end
    if day < deputy.start:
        deputy.delete()
    else:
        deputy.end = day
        deputy.save(update_fields=["end"])
    enter("organisation.end_deputy", by=by, subject=deputy.post, changes={"end": [before, day]}, details=words, why=why)


def _words(deputy: Deputy) -> dict[str, object]:
    return {
        "post": str(deputy.post),
        "holder": str(deputy.holder),
        "deputy": str(deputy.person),
        "start": deputy.start,
        "end": deputy.end,
        "reason": deputy.reason,
    }
