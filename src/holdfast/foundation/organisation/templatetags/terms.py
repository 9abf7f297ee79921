"""The trust's own words in templates."""

from __future__ import annotations

from typing import Any

from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def term(context: dict[str, Any], key: str) -> str:
    """What the trust of this page calls `key`."""
    return context["trust"].term(key)


@register.filter
def may(viewer: Any, permission: str) -> bool:
    """True when the viewer has the permission named by its value, as in `{% if viewer|may:"incidents.triage" %}`."""
    return viewer is not None and permission in viewer.permissions
