"""What the trust's policy says about violence, as the rules take it."""

from __future__ import annotations

from holdfast.casework.violence.models import CardLine, ChecklistItem, MarkerCategory, Panel, SupportOption
from holdfast.casework.violence.rules.markers import LONGEST_REVIEW, LONGEST_TEMPORARY
from holdfast.casework.violence.rules.response import SHOWN_BY, STARTS, Item
from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.organisation.queries.posts import Holder, holders_of

__all__ = [
    "SHOWN_BY",
    "STARTS",
    "Item",
    "card",
    "categories",
    "checklist_items",
    "longest_review",
    "longest_temporary",
    "panel_of",
    "support_options",
]


def checklist_items(trust: Trust) -> list[Item]:
    """The trust's checklist, in its order."""
    return [
        Item(
            key=row.key,
            words=row.words,
            who=row.who,
            within=row.within,
            starts=row.starts,
            types=tuple(row.types),
            optional=row.optional,
            shown_by=row.shown_by,
            clause=row.clause,
        )
        for row in ChecklistItem.objects.filter(trust=trust)
    ]


def support_options(trust: Trust) -> list[SupportOption]:
    """The kinds of support that the trust offers."""
    return list(SupportOption.objects.filter(trust=trust))


def categories(trust: Trust) -> dict[str, str]:
    """The trust's categories of markers: key and title; empty where the policy has none."""
    return {row.key: row.title for row in MarkerCategory.objects.filter(trust=trust)}


def panel_of(trust: Trust) -> list[tuple[str, list[Holder]]]:
    """The posts whose holders decide about markers together, each with who acts in it today."""
    return [(row.post, holders_of(trust, row.post)) for row in Panel.objects.filter(trust=trust)]


def card(trust: Trust, page: str) -> list[CardLine]:
    """The policy's words for `page`, such as `violence.action-card`."""
    return list(CardLine.objects.filter(trust=trust, page=page))


def longest_temporary(trust: Trust) -> str:
    """How long a temporary marker may hold, as an ISO duration: the trust's own number, or the cap of the rules."""
    return trust.number("violence.marker-temporary") or LONGEST_TEMPORARY


def longest_review(trust: Trust) -> str:
    """How far a review may lie off, as an ISO duration: the trust's own number, or the cap of the rules."""
    return trust.number("violence.marker-review") or LONGEST_REVIEW
