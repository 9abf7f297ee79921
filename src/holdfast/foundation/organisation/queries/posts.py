"""Who holds which post, with deputies standing in for the away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from holdfast.foundation.organisation.models import Deputy, Level, Person, Post, PostHolding, Trust, Unit
from holdfast.foundation.organisation.queries.units import open_units
from holdfast.foundation.organisation.roles import ROLES
from holdfast.kernel import clock


@dataclass(frozen=True)
class Holder:
    """Who acts in a post on a day: its holder, or the deputy who stands in for the holder `covers_for`."""

    post: Post
    person: Person
    covers_for: Person | None = None


@dataclass(frozen=True)
class Seat:
    """A post as the list of posts shows it: who holds it now and who comes later, and who stands in.

    Of a pattern, `units_with` of `units` open units have a post of its key.
    """

    post: Post
    holdings: list[PostHolding] = field(default_factory=list)
    later: list[PostHolding] = field(default_factory=list)
    deputies: list[Deputy] = field(default_factory=list)
    units_with: int = 0
    units: int = 0

    @property
    def vacant(self) -> bool:
        """True when somebody ought to hold the post and nobody does."""
        return not self.holdings and not self.post.is_pattern


def post_of(trust: Trust, key: str, unit: Unit | None = None) -> Post | None:
    """The open post `key` nearest to `unit`: its own, that of a unit above it, or the trust's; None for none."""
    near = _keys(unit)
    posts = Post.objects.filter(Q(unit=None) | Q(unit__in=near), trust=trust, key=key, closed=None)
    order = {unit_key: place for place, unit_key in enumerate(near)}
    return max(posts.select_related("unit"), key=lambda post: order.get(post.unit_id or 0, -1), default=None)


def holders_of(trust: Trust, key: str, *, unit: Unit | None = None, on: date | None = None) -> list[Holder]:
    """Who acts in the post `key` of the trust (or of `unit`, or the nearest above it that somebody holds) on a day.

    `on` is a day in Europe/London, today by default. Whoever is away is replaced by their deputy. People who have left
    are passed over. Empty when nobody holds it.
    """
    near = _keys(unit)
    posts = Post.objects.filter(Q(unit=None) | Q(unit__in=near), trust=trust, key=key).filter(_not_closed(on))
    by_post = acting_in(posts, on=on)
    order = {unit_key: place for place, unit_key in enumerate(near)}
    for holders in sorted(by_post.values(), key=lambda found: order.get(found[0].post.unit_id or 0, -1), reverse=True):
        return holders
    return []


def holders_by_role(trust: Trust, roles: Collection[str], *, on: date | None = None) -> list[Holder]:
    """Who acts, on a day, in any open post of the trust with one of these roles; deputies for the away."""
    posts = Post.objects.filter(trust=trust, role__in=list(roles)).filter(_not_closed(on))
    return [holder for holders in acting_in(posts, on=on).values() for holder in holders]


def acting_in(posts: QuerySet[Post] | Iterable[Post], *, on: date | None = None) -> dict[int, list[Holder]]:
    """Who acts in each of `posts` on a day, by the post's key. Posts that nobody holds are left out."""
    day = on or clock.today()
    wanted = posts if isinstance(posts, QuerySet) else [post.pk for post in posts]
    running = Q(end=None) | Q(end__gte=day)
    holdings = (
        PostHolding.objects.filter(running, post__in=wanted, start__lte=day)
        .filter(Q(person__left=None) | Q(person__left__gte=day))
        .select_related("post__unit", "person")
        .order_by("start", "pk")
    )
    deputies = {
        (deputy.post_id, deputy.holder_id): deputy
        for deputy in Deputy.objects.filter(running, post__in=wanted, start__lte=day)
        .filter(Q(person__left=None) | Q(person__left__gte=day))
        .select_related("person")
        .order_by("start", "pk")
    }
    acting: dict[int, list[Holder]] = defaultdict(list)
    for holding in holdings:
        deputy = deputies.get((holding.post_id, holding.person_id))
        holder = Holder(holding.post, deputy.person, holding.person) if deputy else Holder(holding.post, holding.person)
        if holder not in acting[holding.post_id]:
            acting[holding.post_id].append(holder)
    return dict(acting)


def seats_of(trust: Trust, *, closed: bool = False) -> list[Seat]:
    """Every post of the trust, by role (in the order of ROLES) and title, with its holders. Four statements."""
    today = clock.today()
    chosen = Post.objects.filter(trust=trust) if closed else Post.objects.filter(trust=trust, closed=None)
    posts = list(chosen.select_related("unit", "reports_to"))
    running = Q(end=None) | Q(end__gte=today)
    seats = {post.pk: Seat(post) for post in posts}
    for holding in (
        PostHolding.objects.filter(running, trust=trust).select_related("person__user").order_by("start", "pk")
    ):
        if holding.post_id in seats and (holding.person.left is None or holding.person.left >= today):
            seat = seats[holding.post_id]
            (seat.holdings if holding.start <= today else seat.later).append(holding)
    for deputy in Deputy.objects.filter(running, trust=trust).select_related("person", "holder").order_by("start"):
        if deputy.post_id in seats:
            seats[deputy.post_id].deputies.append(deputy)
    units = open_units(trust).count() if any(post.is_pattern for post in posts) else 0
    with_post: dict[str, set[int]] = defaultdict(set)
    for post in posts:
        if post.unit_id and seats[post.pk].holdings:
            with_post[post.key].add(post.unit_id)
    order = {role: place for place, role in enumerate(ROLES)}
    return [
        Seat(seat.post, seat.holdings, seat.later, seat.deputies, len(with_post[seat.post.key]), units)
        if seat.post.is_pattern
        else seat
        for seat in sorted(
            seats.values(), key=lambda seat: (order.get(seat.post.role, 99), seat.post.title, str(seat.post))
        )
    ]


def vacant_posts(trust: Trust) -> list[Post]:
    """Open posts of the trust that somebody ought to hold today and nobody does."""
    return [seat.post for seat in seats_of(trust) if seat.vacant and seat.post.level != Level.EVERYONE]


def _not_closed(on: date | None) -> Q:
    return Q(closed=None) | Q(closed__gt=on or clock.today())


def _keys(unit: Unit | None) -> list[int]:
    """Keys of the units from the root down to `unit`."""
    return [int(key) for key in unit.path.strip("/").split("/") if key] if unit else []


@dataclass(frozen=True)
class Held:
    """What one person holds and covers: now and later, each with the deputies who stand in or will."""

    holdings: list[tuple[PostHolding, list[Deputy]]]
    covers: list[Deputy]
    earlier: list[PostHolding]


def posts_of_person(person: Person) -> Held:
    """The posts that `person` holds, held, or covers for others, and their deputies. Three statements."""
    today = clock.today()
    running = Q(end=None) | Q(end__gte=today)
    holdings = PostHolding.objects.filter(person=person).select_related("post__unit").order_by("start", "pk")
    deputies: dict[int, list[Deputy]] = defaultdict(list)
    for deputy in Deputy.objects.filter(running, holder=person).select_related("person").order_by("start", "pk"):
        deputies[deputy.post_id].append(deputy)
    covers = Deputy.objects.filter(running, person=person, post__closed=None)
    now: list[PostHolding] = []
    earlier: list[PostHolding] = []
    for holding in holdings:
        (earlier if holding.end and holding.end < today else now).append(holding)
    return Held(
        [(holding, deputies[holding.post_id]) for holding in now],
        list(covers.select_related("post__unit", "holder").order_by("start", "pk")),
        earlier,
    )
