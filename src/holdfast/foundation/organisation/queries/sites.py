"""Finding the places of a trust."""

from __future__ import annotations

from datetime import date

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from holdfast.foundation.organisation.models import Site, Trust
from holdfast.kernel import clock


def open_sites(trust: Trust, on: date | None = None) -> QuerySet[Site]:
    """The places that are open on a day (Europe/London), today by default."""
    day = on or clock.today()
    return Site.objects.filter(Q(opened=None) | Q(opened__lte=day), Q(closed=None) | Q(closed__gte=day), trust=trust)


def find_sites(trust: Trust, words: str, *, closed: bool = False) -> QuerySet[Site]:
    """Places by parts of name, address, postcode (with or without its blank) or code; every word must fit somewhere.

    Only open ones unless `closed`; all of them for no words.
    """
    sites = Site.objects.filter(trust=trust) if closed else open_sites(trust)
    for word in words.split()[:6]:
        sites = sites.filter(
            Q(name__icontains=word)
            | Q(published_name__icontains=word)
            | Q(address__icontains=word)
            | Q(postcode__icontains=word)
            | Q(code__istartswith=word)
        )
    return sites


def likely_sites(trust: Trust, words: str, most: int = 20) -> list[Site]:
    """For pickers: open places that fit `words`, those whose name begins with them first."""
    begins = Case(When(name__istartswith=words.strip(), then=Value(0)), default=Value(1), output_field=IntegerField())
    return list(find_sites(trust, words).annotate(later=begins).order_by("later", "name", "code")[:most])
