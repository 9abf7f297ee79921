"""Block tags that put a frame round HTML of the template's own: summary rows, cards, callouts."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


def summary_list(content: SafeString, *, borders: bool = True) -> SafeString:
    """{% summary_list %} rows {% endsummary_list %}"""
    return format_html(
        '<dl class="nhsuk-summary-list{}">{}</dl>', "" if borders else " nhsuk-summary-list--no-border", content
    )


def row(
    content: SafeString, key: str, *, change: str = "", change_word: str = "Change", change_what: str = ""
) -> SafeString:
    """{% row "Where" change=url %} value {% endrow %}; an empty value reads "Not given"."""
    value = content if content.strip() else mark_safe('<span class="hf-not-given">Not given</span>')
    action = format_html(
        '<dd class="nhsuk-summary-list__actions"><a class="nhsuk-link" href="{}">{}'
        '<span class="nhsuk-u-visually-hidden"> {}</span></a></dd>',
        change,
        change_word,
        change_what or key[:1].lower() + key[1:],
    ) if change else ""  # fmt: skip
    return format_html(
        '<div class="nhsuk-summary-list__row{}"><dt class="nhsuk-summary-list__key">{}</dt>'
        '<dd class="nhsuk-summary-list__value">{}</dd>{}</div>',
        "" if change else " nhsuk-summary-list__row--no-actions",
        key,
        value,
        action,
    )


def details(content: SafeString, summary: str, *, open: bool = False) -> SafeString:
    """{% details "Why we ask" %} text {% enddetails %}"""
    return format_html(
        '<details class="nhsuk-details"{}><summary class="nhsuk-details__summary">'
        '<span class="nhsuk-details__summary-text">{}</span></summary>'
        '<div class="nhsuk-details__text">{}</div></details>',
        mark_safe(" open") if open else "",
        summary,
        content,
    )


def inset(content: SafeString) -> SafeString:
    """{% inset %} something to know {% endinset %}"""
    return format_html(
        '<div class="nhsuk-inset-text"><span class="nhsuk-u-visually-hidden">Information: </span>{}</div>', content
    )


def warning(content: SafeString, heading: str = "Important", *, level: int = 2) -> SafeString:
    """{% warning "This case is restricted" %} what follows from it {% endwarning %}"""
    return _card(content, heading, "nhsuk-card--warning", level)


def card(content: SafeString, heading: str = "", *, level: int = 2, actions: str = "") -> SafeString:
    """{% card "Police" %} anything {% endcard %}; `level` of its heading."""
    return _card(content, heading, "hf-card", level)


def _card(content: SafeString, heading: str, kind: str, level: int) -> SafeString:
    title = (
        format_html('<h{} class="nhsuk-card__heading nhsuk-heading-s">{}</h{}>', level, heading, level)
        if heading
        else ""
    )
    return format_html(
        '<div class="nhsuk-card {}"><div class="nhsuk-card__content">{}{}</div></div>', kind, title, content
    )


def action(content: SafeString, verb: str, url: str, *, heading: str = "", secondary: bool = False) -> SafeString:
    """{% action "Record the decision" url %} why now {% endaction %}: a card with the one button that does it."""
    title = format_html('<h2 class="hf-action__heading">{}</h2>', heading) if heading else ""
    why = format_html('<div class="hf-action__why">{}{}</div>', title, content) if content.strip() or heading else ""
    return format_html(
        '<div class="hf-action">{}'
        '<a class="nhsuk-button{} hf-action__button" href="{}" role="button" draggable="false">{}</a></div>',
        why,
        " nhsuk-button--secondary" if secondary else "",
        url,
        verb,
    )


def empty(content: SafeString, heading: str) -> SafeString:
    """{% empty "No incidents yet" %} what to do first {% endempty %}"""
    return format_html(
        '<div class="hf-empty"><p class="hf-empty__heading">{}</p><div class="hf-empty__text">{}</div></div>',
        heading,
        content,
    )


BLOCKS = (summary_list, row, details, inset, warning, card, action, empty)
