"""The tags and filters of every template: `{% load pages %}`."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BaseForm
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from holdfast.foundation.pages import words
from holdfast.foundation.pages.block_tags import BLOCKS
from holdfast.foundation.pages.forms import NHSBoundField
from holdfast.foundation.pages.icons import ICONS
from holdfast.foundation.pages.meanings import colour_of
from holdfast.foundation.pages.table_tags import TAGS
from holdfast.kernel import clock

register = template.Library()
for _block in BLOCKS:
    register.simple_block_tag(_block)
for _name, _compile in TAGS.items():
    register.tag(_name, _compile)


# Fields and errors


@register.simple_tag
def field(bound: NHSBoundField, size: str = "", *, heading: bool = False) -> str:
    """One field with label, hint and error; `heading=True` makes its label the page's h1 (one question a page)."""
    bound.size, bound.heading = size, heading
    try:
        return bound.as_field_group()
    finally:
        bound.size, bound.heading = "", False


@register.inclusion_tag("pages/components/error_summary.html")
def error_summary(*forms: BaseForm | None) -> dict[str, Any]:
    """Every error of these forms, each linked to its field, in the order of the page. Nothing when there is none."""
    problems = []
    for form in forms:
        if not isinstance(form, BaseForm) or not form.errors:
            continue
        problems += [{"message": message, "target": ""} for message in form.non_field_errors()]
        for bound in form:
            target = getattr(bound, "focus_id", bound.id_for_label)
            problems += [{"message": message, "target": "" if bound.is_hidden else target} for message in bound.errors]
    return {"problems": problems}


@register.simple_tag(takes_context=True)
def carry_query(context: template.Context, *without: str) -> SafeString:
    """Hidden inputs that carry the page's query string through a form, except the names in `without`."""
    request = context.get("request")
    pairs = (
        [(name, value) for name, values in request.GET.lists() if name not in without for value in values]
        if request
        else []
    )
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)


# Small marks


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon for decoration beside words; screen readers pass over it."""
    return format_html(
        '<svg class="nhsuk-icon nhsuk-icon--{} hf-icon" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" '
        'width="16" height="16" focusable="false" aria-hidden="true"><path d="{}"/></svg>',
        name,
        ICONS[name],
    )


@register.simple_tag
def tag(text: str, meaning: str = "plain") -> SafeString:
    """A status in words, coloured by what it means (see meanings.py): never by colour alone."""
    return format_html('<strong class="nhsuk-tag nhsuk-tag--{}">{}</strong>', colour_of(meaning), text)


@register.inclusion_tag("pages/components/htmx.html")
def htmx() -> dict[str, Any]:
    """The script for partial updates, in block `scripts` of the pages that use it."""
    return {}


# Dates, times, lengths


@register.filter(expects_localtime=False)
def london_date(value: date | datetime | None) -> str:
    """3 March 2026"""
    return words.day_in_words(value) if value else ""


@register.filter(expects_localtime=False)
def london_short(value: date | datetime | None) -> str:
    """3 Mar 2026, for dense tables."""
    return words.short_day_in_words(value) if value else ""


@register.filter(expects_localtime=False)
def london_time(value: datetime | None) -> str:
    """14:30"""
    return words.time_in_words(value) if value else ""


@register.filter(expects_localtime=False)
def london(value: date | datetime | None) -> SafeString:
    """<time>3 March 2026, 14:30</time>; a date has no time of day."""
    if not value:
        return mark_safe("")
    text = words.moment_in_words(value) if isinstance(value, datetime) else words.day_in_words(value)
    return _time(value, text)


@register.filter(expects_localtime=False)
def near(value: date | datetime | None) -> SafeString:
    """<time>today at 14:30</time>, exact time in the title; far dates as `london`."""
    if not value:
        return mark_safe("")
    if isinstance(value, datetime):
        return _time(value, words.near_moment_in_words(value, clock.now()), words.moment_in_words(value))
    return _time(value, words.near_day_in_words(value, clock.today()), words.day_in_words(value))


@register.filter(expects_localtime=False)
def ago(value: datetime | None) -> SafeString:
    """<time>2 hours ago</time> or <time>in 3 days</time>, exact time in the title."""
    return _time(value, words.how_far(value, clock.now()), words.moment_in_words(value)) if value else mark_safe("")


def _time(value: date | datetime, text: str, title: str = "") -> SafeString:
    machine = (
        value.astimezone(clock.LONDON).isoformat(timespec="minutes")
        if isinstance(value, datetime)
        else value.isoformat()
    )
    hover = format_html(' title="{}"', title) if title and title != text else ""
    return format_html('<time datetime="{}"{}>{}</time>', machine, hover, text)


@register.filter
def time_length(value: timedelta | None) -> str:
    """2 days 3 hours. Not called `length`: that is Django's own, for lists."""
    return words.length_in_words(value) if value is not None else ""


@register.filter
def file_size(value: int | None) -> str:
    """3.4 MB"""
    return words.size_in_words(value) if value is not None else ""


@register.filter
def money(value: Decimal | int | None) -> str:
    """£1,200.50"""
    return words.money_in_words(value) if value is not None else ""


@register.filter
def counted(number: int, nouns: str) -> str:
    """{{ n|counted:"incident" }} gives "1 incident", "12 incidents"; irregular as "person,people"."""
    thing, _, things = nouns.partition(",")
    return words.count(number, thing, things)


# What people wrote


@register.filter
def prose(value: str | None) -> SafeString:
    """Text that a person wrote, as paragraphs; escaped, each in its own reading direction."""
    paragraphs = [
        part.strip("\n") for part in re.split(r"\n\s*\n", (value or "").replace("\r\n", "\n")) if part.strip()
    ]
    return format_html_join(
        "",
        '<p dir="auto" class="hf-prose">{}</p>',
        ((mark_safe(conditional_escape(part).replace("\n", "<br>")),) for part in paragraphs),  # noqa: S308  escaped just before
    )


@register.filter
def highlight(value: str | None, query: str | None) -> SafeString:
    """The text with each word of `query` marked; both escaped."""
    text = value or ""
    terms = sorted({re.escape(term) for term in (query or "").split() if len(term) > 1}, key=len, reverse=True)
    if not terms:
        return conditional_escape(text)
    pieces = re.split(f"({'|'.join(terms)})", text, flags=re.IGNORECASE)
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", p) if i % 2 else p,) for i, p in enumerate(pieces))
    )
