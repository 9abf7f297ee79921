"""A field for whoever is to do something: one of the staff, or a post."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from holdfast.foundation.organisation.models import Level, Person, Post, Site, Trust, Unit
from holdfast.foundation.organisation.queries.people import people_here
from holdfast.foundation.organisation.queries.sites import find_sites
from holdfast.foundation.pages.lookups import MOST, Found, LookupField
from holdfast.tools.actions.queries.listing import possible_owners

SHORTEST = 2
"""Letters that a search needs: one letter fits half of the staff."""


def found_owner(owner: Person | Post) -> Found:
    """A person or post as a lookup shows them."""
    if isinstance(owner, Post):
        return Found(f"post-{owner.pk}", str(owner), "Post: whoever holds it", owner)
    facts = [owner.job_title, owner.unit.name if owner.unit else "", owner.employee_number]
    return Found(f"person-{owner.pk}", str(owner), ", ".join(fact for fact in facts if fact), owner)


def found_owners(trust: Trust, words: str) -> Sequence[Found]:
    """The people and posts of `trust` whom `words` fit, at most one more than a lookup shows."""
    if len(words.strip()) < SHORTEST:
        return ()
    return [found_owner(owner) for owner in possible_owners(trust, words, MOST)][: MOST + 1]


def owner_of_key(trust: Trust, key: str) -> Found | None:
    """The person or post behind a key of `found_owner`; None for none, and for who cannot be given anything."""
    kind, _, number = key.partition("-")
    if not number.isdecimal() or len(number) > 18:
        return None
    if kind == "person":
        person = people_here(trust).select_related("unit").filter(pk=number).first()
        return found_owner(person) if person else None
    posts = Post.objects.filter(trust=trust, closed=None).exclude(unit=None, level__in=PATTERNS)
    post = posts.select_related("unit").filter(pk=number).first() if kind == "post" else None
    return found_owner(post) if post else None


PATTERNS = [level for level in Level.values if level != Level.TRUST]
"""Levels of which a post without a unit stands for many."""


class OwnerField(LookupField):
    """A person who works for the trust, or one of its posts. The form calls `look_among` in its __init__."""

    def __init__(self, *, help_text: str = "Part of a name, or of a post such as Estates", **kwargs: Any) -> None:
        super().__init__(help_text=help_text, **kwargs)

    def look_among(self, trust: Trust) -> None:
        """Offer the staff and posts of `trust`."""
        self.look_in(
            find=lambda words: found_owners(trust, words),
            get=lambda key: owner_of_key(trust, key),
            source=reverse("actions:find-owner"),
        )


def found_sites(trust: Trust, words: str) -> Sequence[Found]:
    """The trust's sites that `words` fit."""
    rows = find_sites(trust, words, closed=True).order_by("name", "code")
    return [Found(str(site.pk), site.name, f"{site.code} {site.postcode}".strip(), site) for site in rows[: MOST + 1]]


def found_units(trust: Trust, words: str) -> Sequence[Found]:
    """The trust's units that hold every one of `words` in their name, each with the one above it."""
    rows = Unit.objects.filter(trust=trust).select_related("parent")
    for word in words.split()[:6]:
        rows = rows.filter(name__icontains=word)
    return [
        Found(str(unit.pk), unit.name, unit.parent.name if unit.parent else "", unit)
        for unit in rows.order_by("name", "pk")[: MOST + 1]
    ]


class PlaceField(LookupField):
    """A site or a unit of the trust: `look_for` in the form's __init__ says which."""

    def look_for(self, model: type[Site] | type[Unit], trust: Trust) -> None:
        """Offer the sites, or the units, of `trust`."""
        name, find = ("site", found_sites) if model is Site else ("unit", found_units)

        def get(key: str) -> Found | None:
            rows: Any = model._default_manager.filter(trust=trust)
            row = rows.filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None
            return Found(str(row.pk), row.name, "", row) if row else None

        self.look_in(find=lambda words: find(trust, words), get=get, source=reverse(f"actions:find-{name}"))
