"""Words for the pages on which people look after their own account."""

from __future__ import annotations

from collections.abc import Sized

from django import template

from holdfast.foundation.organisation.accounts.devices import device_in_words

register = template.Library()


@register.filter
def device(user_agent: str) -> str:
    """The browser and device behind a User-Agent header."""
    return device_in_words(user_agent)


@register.filter
def in_fours(code: str) -> str:
    """A long code in groups of four, as people read it out and type it. Spaces are taken out again."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


@register.filter
def how_many(things: Sized) -> int:
    """The number of things in a list. (`length` of the pages' tags is about time.)"""
    return len(things)
