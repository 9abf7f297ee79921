"""Looking up and showing what the assurance pages need."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template

from holdfast.oversight.assurance.engine.explanation import percentage

register = template.Library()


@register.filter
def at_key(mapping: Mapping[str, Any], key: str) -> Any:
    """What `mapping` holds at `key`; empty when nothing."""
    return mapping.get(key, "")


@register.filter
def share(value: Decimal) -> str:
    """A share from 0 to 1 as a percentage."""
    return percentage(float(value))
