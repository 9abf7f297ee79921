"""Posts and who holds them."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.text import slugify

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Deputy, Person, Post, PostHolding, Trust, Unit
from holdfast.foundation.organisation.operations.own_rights import is_oneself, must_not_hold
from holdfast.foundation.organisation.operations.refusal import Refused, must_be_of
from holdfast.foundation.organisation.operations.warning import warn_of_post
from holdfast.foundation.organisation.roles import ROLES
from holdfast.foundation.organisation.rules.periods import days_in_words, overlap
from holdfast.kernel import clock


@operation
def create_post(
    *,
    by: Actor,
    trust: Trust,
    title: str,
    role: str,
    unit: Unit | None = None,
    key: str = "",
    reports_to: Post | None = None,
    mailbox: str = "",
    why: str = "",
) -> Post:
    """A new post of the trust, or of one `unit`. `key` is made of the title when it is not given.

    A closed post with the same key in the same unit opens again. Raises Refused for an unknown role, and when such a
    post exists.
    """
    must_be_of(trust.pk, unit, reports_to)
    Trust.objects.select_for_update().get(pk=trust.pk)
    title = " ".join(title.split())
    key = key or slugify(title)[:60].strip("-")
    if not title or not key:
        raise Refused("Enter what the post is called.", "title")
    if role not in ROLES:
        raise Refused("Select what the post may do.", "role")
    if unit is not None and unit.closed is not None:
        raise Refused(f"{unit.name} is closed.", "unit")
    post = Post.objects.filter(trust=trust, key=key, unit=unit).first()
    if post is not None and post.closed is None:
        raise Refused(f"There is a post called {post} already.", "title")
    post = post or Post(trust=trust, key=key, unit=unit)
    post.title, post.role, post.reports_to, post.mailbox, post.closed = title, role, reports_to, mailbox, None
    post.save()
    enter("organisation.create_post", by=by, subject=post, details={"title": str(post), "role": role}, why=why)
    return post


@operation
def change_post(
    *, by: Actor, post: Post, title: str, role: str, reports_to: Post | None = None, mailbox: str = "", why: str = ""
) -> Post:
    """Change what a post is called, may do, whom it answers to and its shared mailbox.

    Of a post that the trust's pack brought, title and role are the pack's. Raises Refused for those, for a circle of
    posts that answer to one another, for an unknown role, when nothing changes, and on screen for another role in a
    post that one holds or covers oneself.
    """
    must_be_of(post.trust_id, reports_to)
    if role not in ROLES:
        raise Refused("Select what the post may do.", "role")
    if post.of_policy and (title != post.title or role != post.role):
        raise Refused("The policy says what this post is called and may do. Change the trust’s pack instead.", "title")
    if role != post.role:
        must_not_hold(by, post)
    above, seen = reports_to, {post.pk}
    while above is not None:
        if above.pk in seen:
            raise Refused(f"{reports_to} answers to this post already.", "reports_to")
        seen.add(above.pk)
        above = above.reports_to
    values = {"title": " ".join(title.split()), "role": role, "reports_to": reports_to, "mailbox": mailbox}
    changes = {name: [getattr(post, name), value] for name, value in values.items() if getattr(post, name) != value}
    if not changes:
        raise Refused("Nothing has been changed.")
    for name, value in values.items():
        setattr(post, name, value)
    post.save(update_fields=list(values))
    enter("organisation.change_post", by=by, subject=post, changes=changes, why=why)
    if "role" in changes:
        people = [holding.person for holding in holdings_on(post, clock.today())]
        warn_of_post(by=by, post=post, people=people, what=f"What the post of {post} may do was changed")
    return post


@operation
def close_post(*, by: Actor, post: Post, why: str = "") -> Post:
    """Close a post from today on: nobody holds it any more. Raises Refused for a closed one, or one of the policy."""
    if post.closed is not None:
        raise Refused(f"{post} is closed already.")
    if post.of_policy:
        raise Refused("The policy has this post. It closes when the trust’s pack no longer names it.")
    people = [holding.person for holding in holdings_on(post, clock.today())]
    close_posts_of(Post.objects.filter(pk=post.pk), clock.today())
    post.refresh_from_db()
    enter("organisation.close_post", by=by, subject=post, details={"holders": [str(one) for one in people]}, why=why)
    warn_of_post(by=by, post=post, people=people, what=f"The post of {post} was closed")
    return post


@operation
def appoint(
    *, by: Actor, post: Post, person: Person, start: date, end: date | None = None, why: str = ""
) -> PostHolding:
    """Put `person` in `post` from `start` to `end` (days in Europe/London, both included; None: until further notice).

    One person may hold many posts, and several people one post. Raises Refused for a closed post, for days after the
    person's last day, when they hold it on one of these days already, and on screen for oneself: whoever keeps the
    posts could otherwise give themselves any right.
    """
    must_be_of(post.trust_id, person)
    Post.objects.select_for_update().get(pk=post.pk)
    if post.closed is not None:
        raise Refused(f"{post} is closed.", "post")
    _must_not_be_oneself(by, person)
    _must_be_days(start, end)
    _must_work_here(person, start, end)
    twin = overlap(start, end, PostHolding.objects.filter(post=post, person=person))
    if twin is not None:
        raise Refused(f"{person} holds this post {days_in_words(twin.start, twin.end)} already.", "person")
    holding = PostHolding.objects.create(trust=post.trust, post=post, person=person, start=start, end=end)
    enter(
        "organisation.appoint",
        by=by,
        subject=post,
        details={"person": person, "name": str(person), "post": str(post), "start": start, "end": end},
        why=why,
    )
    warn_of_post(by=by, post=post, people=[person], what=f"Somebody was appointed as {post}")
    return holding


@operation
def end_holding(*, by: Actor, holding: PostHolding, last_day: date, why: str = "") -> None:
    """Let someone's time in a post end on `last_day`, and with it what others cover for them there.

    A time that has not begun by then is taken away. Raises Refused when it ends earlier already.
    """
    if holding.end is not None and holding.end <= last_day:
        raise Refused(f"It ends on {holding.end:%d/%m/%Y} already.", "last_day")
    covers = Deputy.objects.filter(post=holding.post, holder=holding.person, start__lte=holding.end or date.max)
    end_periods(covers, last_day)
    before = holding.end
    if last_day < holding.start:
        holding.delete()
    else:
        holding.end = last_day
        holding.save(update_fields=["end"])
    enter(
        "organisation.end_holding",
        by=by,
        subject=holding.post,
        changes={"end": [before, last_day]},
        details={"person": holding.person, "name": str(holding.person), "post": str(holding.post)},
        why=why,
    )
    what = f"Somebody’s time as {holding.post} was ended"
    warn_of_post(by=by, post=holding.post, people=[holding.person], what=what)


def holdings_on(post: Post, day: date) -> QuerySet[PostHolding]:
    """Who holds `post` on `day`."""
    rows = PostHolding.objects.filter(Q(end=None) | Q(end__gte=day), post=post, start__lte=day)
    return rows.select_related("person").order_by("start", "pk")


def end_periods(rows: QuerySet[PostHolding] | QuerySet[Deputy], last_day: date) -> None:
    """Step of an operation: let every stretch in `rows` end on `last_day`; what begins later goes."""
    rows.filter(start__gt=last_day).delete()
    rows.filter(Q(end=None) | Q(end__gt=last_day), start__lte=last_day).update(end=last_day)


def close_posts_of(posts: QuerySet[Post], today: date) -> list[str]:
    """Step of an operation: close `posts` today; yesterday was the last day that anybody held or covered them."""
    chosen = list(posts.select_related("unit"))
    keys = [post.pk for post in chosen]
    for rows in (Deputy.objects.filter(post__in=keys), PostHolding.objects.filter(post__in=keys)):
        end_periods(rows, today - timedelta(days=1))
    Post.objects.filter(pk__in=keys).update(closed=today)
    return [str(post) for post in chosen]


def _must_not_be_oneself(by: Actor, person: Person) -> None:
    if is_oneself(by, person):
        raise Refused("You cannot appoint yourself. Ask another administrator to do it.", "person")


def _must_be_days(start: date, end: date | None) -> None:
    if end is not None and end < start:
        raise Refused("The last day cannot be before the first.", "end")


def _must_work_here(person: Person, start: date, end: date | None) -> None:
    if person.left is None:
        return
    if person.left < start:
        raise Refused(f"{person} leaves on {person.left:%d/%m/%Y}, before that.", "person")
    if end is None or end > person.left:
        raise Refused(f"{person} leaves on {person.left:%d/%m/%Y}. Give that as the last day.", "end")
