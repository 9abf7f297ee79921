"""The list of actions: filters, order, and pages by key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from holdfast.foundation.organisation.models import Person, Post, Trust, Unit
from holdfast.foundation.organisation.queries.paging import Page
from holdfast.foundation.organisation.queries.paging import page_of as page_by_key
from holdfast.foundation.organisation.queries.people import find_people
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.kernel import clock
from holdfast.kernel.references import Reference
from holdfast.tools.actions.models import Action
from holdfast.tools.actions.queries.awaiting import SHOWN
from holdfast.tools.actions.queries.visibility import records_for_actions, visible_to
from holdfast.tools.actions.rules.stages import STATES, UNFINISHED

PAGE = 50
COUNTED = 1000
"""Rows are counted up to here; beyond it the list says "more than"."""

FILTER_STATES: dict[str, str] = {"overdue": "Overdue", **STATES}

ORDERS: dict[str, tuple[str, tuple[str, ...], bool]] = {
    # key in the address: (words, columns, descending)
    "due": ("Due first", ("due", "pk"), False),
    "priority": ("Most urgent first", ("rank", "due", "pk"), False),
    "newest": ("Newest first", ("pk",), True),
    "latest": ("Due last", ("due", "pk"), True),
}


@dataclass(frozen=True)
class Chosen:
    """What someone filters by. Days are London days, both included; empty means any.

    Without a state, what is not finished.
    """

    text: str = ""
    states: Sequence[str] = ()
    priorities: Sequence[str] = ()
    sources: Sequence[str] = ()
    owner: Person | Post | None = None
    site: int | None = None
    unit: int | None = None
    since: date | None = None
    until: date | None = None
    order: str = "due"

    @property
    def active(self) -> int:
        """How many filters are set."""
        values = (self.text, self.states, self.priorities, self.sources, self.owner, self.site, self.unit)
        return sum(bool(value) for value in (*values, self.since, self.until))


def chosen_of(viewer: Viewer, chosen: Chosen) -> QuerySet[Action]:
    """The actions that `viewer` may see and that `chosen` asks for, in no order."""
    rows = visible_to(viewer).filter(_state(chosen))
    for column, values in (("priority", chosen.priorities), ("source", chosen.sources)):
        if values:
            rows = rows.filter(**{f"{column}__in": list(values)})
    if chosen.owner is not None:
        column = "owner_person" if isinstance(chosen.owner, Person) else "owner_post"
        rows = rows.filter(**{column: chosen.owner})
    if chosen.site:
        rows = rows.filter(site=chosen.site)
    if chosen.unit:
        top = Unit.objects.filter(pk=chosen.unit).first()
        below = Unit.objects.filter(path__startswith=top.path).values("pk") if top else []
        rows = rows.filter(Q(unit__in=below) | Q(owner_person__unit__in=below) | Q(owner_post__unit__in=below))
    if chosen.since:
        rows = rows.filter(due__gte=chosen.since)
    if chosen.until:
        rows = rows.filter(due__lte=chosen.until)
    return _matching(viewer, rows, chosen.text) if chosen.text.strip() else rows


def _state(chosen: Chosen) -> Q:
    if not chosen.states:
        # Whoever types a reference means that action, finished or not.
        return Q() if chosen.text.strip() else Q(state__in=UNFINISHED)
    condition = Q(state__in=[state for state in chosen.states if state in STATES])
    if "overdue" in chosen.states:
        condition |= Q(state="open", due__lt=clock.today())
    return condition


def _matching(viewer: Viewer, rows: QuerySet[Action], text: str) -> QuerySet[Action]:
    """Those that hold every word; a reference finds its action, or the actions on the record that it names."""
    try:
        reference = str(Reference.parse(text))
    except ValueError:
        for word in text.split()[:6]:
            rows = rows.filter(Q(title__icontains=word) | Q(purpose__icontains=word))
        return rows
    # By a record's reference only for who may see the record: else the list would tell what hangs on it.
    on_it = Q(about__reference=reference, about__in=_seen_records(viewer, reference))
    return rows.filter(Q(record__reference=reference) | Q(plan__record__reference=reference) | on_it)


def _seen_records(viewer: Viewer, reference: str) -> QuerySet:
    return records_for_actions(viewer).filter(reference=reference).values("pk")


def page_of(rows: QuerySet[Action], order: str, *, after: str = "", before: str = "", size: int = PAGE) -> Page[Action]:
    """The page that follows the mark `after` or comes before `before`; the first one for none or a bad one."""
    _, keys, descending = ORDERS.get(order, ORDERS["due"])
    shown = rows.select_related(*SHOWN)
    try:
        return page_by_key(shown, keys, after=after, before=before, size=size, descending=descending)
    except (ValidationError, ValueError, TypeError):
        # A mark of another order, or one that somebody wrote: it names no place here.
        return page_by_key(shown, keys, size=size, descending=descending)


def in_order(rows: QuerySet[Action], order: str) -> QuerySet[Action]:
    """All of `rows` in an order of ORDERS, for a file or a print."""
    _, keys, descending = ORDERS.get(order, ORDERS["due"])
    return rows.select_related(*SHOWN).order_by(*(f"-{key}" if descending else key for key in keys))


def counted(rows: QuerySet[Action]) -> tuple[int, bool]:
    """How many rows there are, counted up to COUNTED, and whether that is all of them."""
    found = rows.order_by().values("pk")[: COUNTED + 1].count()
    return min(found, COUNTED), found <= COUNTED


def possible_owners(trust: Trust, words: str, most: int) -> list[Person | Post]:
    """Posts and people of the trust whom `words` fit, posts first, at most `most` of each: who may be given an action.

    Neither people who have left, nor closed posts, nor posts that stand for many.
    """
    posts = Post.objects.filter(trust=trust, closed=None).select_related("unit")
    for word in words.split()[:6]:
        posts = posts.filter(Q(title__icontains=word) | Q(unit__name__icontains=word))
    people = find_people(trust, words).select_related("unit").order_by("family_name", "given_name", "pk")
    open_posts = [post for post in posts.order_by("title", "pk")[: most * 3] if not post.is_pattern]
    return [*open_posts[:most], *people[:most]]
