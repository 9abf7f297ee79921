"""Which items of the checklist are still owed, found by SQL for many incidents at once.

Says the same as `response.checklists`, which works it out for one incident with who did what and when; a test holds
the two against each other, fact by fact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, JSONObject

from holdfast.casework.incidents.models import Exchange, Investigation, PoliceContact, Review, Statement, Victim, Wish
from holdfast.casework.violence.models import (
    Contact,
    Marker,
    NoMarker,
    OccupationalHealthReferral,
    Offer,
    Step,
    Support,
)
from holdfast.casework.violence.rules.response import Item

Row = type[Exchange | Investigation | PoliceContact | Statement | Marker | NoMarker]
RowOfVictim = type[Contact | OccupationalHealthReferral | Offer | Step | Support | Wish]


def _on_incident(model: Row, **asked: Any) -> QuerySet[Any]:
    return model.objects.filter(incident=OuterRef("incident"), **asked)


def _for_victim(model: RowOfVictim, **asked: Any) -> QuerySet[Any]:
    return model.objects.filter(victim=OuterRef("pk"), **asked)


SHOWN: dict[str, Callable[[], Any]] = {
    "reported": lambda: Q(incident__reported_at__isnull=False),
    "control-room-told": lambda: Q(incident__control_room_told="yes"),
    "police-told": lambda: Q(incident__police_told="yes") | Exists(_on_incident(PoliceContact)),
    "manager-checked": lambda: Q(incident__manager_checked_at__isnull=False),
    "investigated": lambda: Exists(_on_incident(Investigation).exclude(state="withdrawn")),
    "approved": lambda: Exists(Review.objects.filter(investigation__incident=OuterRef("incident"), approved=True)),
    "reporter-told": lambda: Exists(_on_incident(Exchange, from_reporter=False).exclude(step="reported")),
    "marker-asked": lambda: Q(Exists(_on_incident(Marker))) | Exists(_on_incident(NoMarker)),
    "examined": lambda: Q(examined_at__isnull=False),
    "wants-police": lambda: Exists(_for_victim(Wish, about="police")),
    "statement": lambda: Exists(_on_incident(Statement, person=OuterRef("person"), received_at__isnull=False)),
    "support-offered": lambda: Exists(_for_victim(Offer)),
    "support-answered": lambda: Exists(_for_victim(Offer, answered_at__isnull=False)),
    "occupational-health": lambda: Exists(_for_victim(OccupationalHealthReferral)),
    "welfare": lambda: Exists(_for_victim(Contact, purpose="welfare", reached=True)),
    "debrief": lambda: Exists(_for_victim(Contact, purpose="debrief", reached=True)),
    "contacted": lambda: Exists(_for_victim(Contact, purpose="security")),
    "support-checked": lambda: Exists(_for_victim(Contact, purpose="check", reached=True)),
    "wishes": lambda: Exists(_for_victim(Wish, about="action")),
    "named-contact": lambda: Exists(_for_victim(Support, contact__isnull=False, contact_since__isnull=False)),
}
"""Each fact of `rules.response.SHOWN_BY` as a condition on Victim."""


def _owed(item: Item) -> Q:
    """The condition on Victim that `item` is neither answered by hand nor shown by the incident."""
    owed = ~Q(Exists(_for_victim(Step, item=item.key)))
    if item.shown_by in SHOWN:
        owed &= ~Q(SHOWN[item.shown_by]())
    return owed & Q(incident__type__in=item.types) if item.types else owed


def owed_something(victims: QuerySet[Victim], items: Iterable[Item]) -> QuerySet[Victim]:
    """Those of `victims` for whom one of `items` at least is still owed; none without items."""
    conditions = [_owed(item) for item in items]
    return victims.filter(reduce(or_, conditions)) if conditions else victims.none()


def owed_flags(items: Iterable[Item]) -> JSONObject:
    """A column over Victim: for each item, by its place in `items`, 1 while it is owed and else 0."""
    flags = {
        str(place): Case(When(_owed(item), then=Value(1)), default=Value(0), output_field=IntegerField())
        for place, item in enumerate(items)
    }
    return JSONObject(**flags)


def owed_counts(items: Iterable[Item]) -> JSONObject:
    """A column over Incident: for each item, by its place in `items`, for how many of its victims it is owed."""
    counts = {}
    for place, item in enumerate(items):
        found = Victim.objects.filter(_owed(item), incident=OuterRef("pk")).order_by().values("incident")
        number = Subquery(found.annotate(number=Count("pk")).values("number"), output_field=IntegerField())
        counts[str(place)] = Coalesce(number, Value(0))
    return JSONObject(**counts)
