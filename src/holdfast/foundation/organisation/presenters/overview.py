"""The organisation at a glance: how much there is of everything, and what to do first."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from holdfast.foundation.organisation.models import Person, Post, Trust
from holdfast.foundation.organisation.queries.people import holders_without_account, people_here
from holdfast.foundation.organisation.queries.posts import vacant_posts
from holdfast.foundation.organisation.queries.sites import open_sites
from holdfast.foundation.organisation.queries.units import open_units
from holdfast.foundation.pages.words import count as counted


@dataclass(frozen=True)
class Step:
    """A line of the task list on the home page."""

    title: str
    url: str
    hint: str
    tag: str
    meaning: str


@dataclass(frozen=True)
class Overview:
    """The lines of the home page, the posts that nobody holds, and post holders who cannot sign in."""

    steps: list[Step]
    vacant: list[Post]
    without_account: list[Person]


def overview_of(trust: Trust) -> Overview:
    """How the organisation of `trust` stands today."""
    sites, units, people = open_sites(trust).count(), open_units(trust).count(), people_here(trust).count()
    posts = Post.objects.filter(trust=trust, closed=None).count()
    vacant = vacant_posts(trust)
    without = holders_without_account(trust).order_by("family_name", "given_name", "pk")
    steps = [
        _step("Sites and places", "organisation:sites", sites, "site", "Bring them in from the ODS files."),
        _step("Parts of the organisation", "organisation:units", units, "part", "They come with the staff file."),
        _step("People and accounts", "organisation:people", people, "person,people", "Bring in the staff file."),
        _step("Posts and who holds them", "organisation:posts", posts, "post", "They come with the trust’s policy."),
    ]
    return Overview(steps, vacant, list(without[:20]))


def _step(title: str, name: str, number: int, nouns: str, first: str) -> Step:
    thing, _, things = nouns.partition(",")
    if not number:
        return Step(title, reverse(name), first, "None yet", "new")
    return Step(title, reverse(name), "", counted(number, thing, things), "plain")
