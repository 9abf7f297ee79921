"""Shares and the columns of charts, for the templates of assurance."""

from __future__ import annotations

from decimal import Decimal

from django import template

from holdfast.oversight.assurance.engine.explanation import percentage

register = template.Library()


@register.filter
def share(value: Decimal | float) -> str:
    """A share from 0 to 1 as a percentage."""
    return percentage(float(value))
