"""People leave: their posts end with them, and their account closes."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q, QuerySet

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.accounts.sessions import end_sessions_of
from holdfast.foundation.organisation.models import Deputy, Person, PostHolding, Trust, User
from holdfast.foundation.organisation.operations.posts import end_periods
from holdfast.foundation.organisation.operations.refusal import Refused
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock


@operation
def record_leaving(*, by: Actor, person: Person, last_day: date | None, why: str = "") -> Person:
    """Say on which day (Europe/London) `person` works for the last time; None: they stay, or are back.

    A day in the past closes their posts and account at once, a later one does so when it is over (`close_leavers`).
    An account that was closed stays closed until someone opens it. Raises Refused for a day before they started.
    """
    if last_day and person.started and last_day < person.started:
        raise Refused(f"{person} started on {person.started:%d/%m/%Y}: the last day cannot be before that.", "last_day")
    if last_day == person.left:
        raise Refused("This is the leaving date already.", "last_day")
    before, person.left = person.left, last_day
    person.save(update_fields=["left"])
    enter("organisation.record_leaving", by=by, subject=person, changes={"left": [before, last_day]}, why=why)
    if last_day and last_day < clock.today():
        close_leaver(by=by, person=person)
    return person


def leavers_still_here(trust: Trust) -> QuerySet[Person]:
    """People whose last day is over, but whose account is still open or who still hold or cover a post."""
    today = clock.today()
    holding = PostHolding.objects.filter(_outlasts("person__left"), person__left__lt=today, trust=trust)
    covering = Deputy.objects.filter(_outlasts("person__left"), person__left__lt=today, trust=trust)
    covered = Deputy.objects.filter(_outlasts("holder__left"), holder__left__lt=today, trust=trust)
    return Person.objects.filter(
        Q(user__is_active=True)
        | Q(pk__in=holding.values("person"))
        | Q(pk__in=covering.values("person"))
        | Q(pk__in=covered.values("holder")),
        trust=trust,
        left__lt=today,
    ).distinct()


def close_leavers(*, by: Actor) -> int:
    """For the scheduler: close the posts and accounts of everyone whose last day is over, in every live trust.

    May run twice without harm; each person is an operation of their own. Returns how many there were.
    """
    closed = 0
    for trust in Trust.objects.filter(live=True):
        with scope(trust):
            for person in list(leavers_still_here(trust)):
                close_leaver(by=by, person=person)
                closed += 1
    return closed


@operation
def close_leaver(*, by: Actor, person: Person) -> None:
    """End the posts that `person` holds or covers, and those that others cover for them, and close their account.

    Everything ends on their last day. A post or a cover that had not begun by then is taken away.
    """
    last_day = person.left or clock.today()
    details = end_posts_of(person, last_day)
    accounts = list(User.objects.filter(person=person, is_active=True))
    for user in accounts:
        user.is_active = False
        user.save(update_fields=["is_active"])
        end_sessions_of(user)
    enter(
        "organisation.close_leaver",
        by=by,
        subject=person,
        details={"last_day": last_day, "account_closed": bool(accounts), **details},
    )


def end_posts_of(person: Person, last_day: date) -> dict[str, list[str]]:
    """Step of an operation: end what `person` holds, covers and has covered on `last_day`; what it was, in words."""
    ended: dict[str, list[str]] = {}
    for name, rows in (
        ("posts", PostHolding.objects.filter(person=person)),
        ("covers", Deputy.objects.filter(person=person)),
        ("covered_by", Deputy.objects.filter(holder=person)),
    ):
        open_rows = rows.filter(Q(end=None) | Q(end__gt=last_day)).select_related("post__unit", "person")
        words = [str(row.post) if name != "covered_by" else f"{row.post}: {row.person}" for row in open_rows]
        end_periods(rows, last_day)
        if words:
            ended[name] = words
    return ended


def _outlasts(left: str) -> Q:
    return Q(end=None) | Q(end__gt=F(left))
