"""Putting what a trust's policy says about violence in force. Called by whoever installs a policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from holdfast.casework.violence.models import CardLine, ChecklistItem, MarkerCategory, Panel, SupportOption
from holdfast.casework.violence.rules.response import SHOWN_BY, STARTS, Item
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Trust


@operation
def install_violence(
    *,
    by: Actor,
    trust: Trust,
    checklist: Sequence[Item],
    support: Sequence[tuple[str, str, str, str]] = (),
    categories: Sequence[tuple[str, str, str]] = (),
    panel: Sequence[str] = (),
    cards: Mapping[str, Sequence[tuple[str, str]]] | None = None,
) -> None:
    """Replace the trust's checklist, kinds of support, categories of markers, panel and words for this area's pages.

    `support` holds key, title, words and clause; `categories` key, title and words; `panel` keys of posts; `cards` maps
    a page, such as `violence.action-card`, to pairs of words and clause. What was answered before keeps its own words.
    Raises ValueError for a moment or a fact that no item can name.
    """
    for item in checklist:
        if item.starts and item.starts not in STARTS:
            raise ValueError(f"{item.key} cannot run from {item.starts}: it can run from {', '.join(STARTS)}")
        if item.shown_by and item.shown_by not in SHOWN_BY:
            raise ValueError(f"{item.key} cannot be shown by {item.shown_by}: see {', '.join(SHOWN_BY)}")
    for model in (ChecklistItem, SupportOption, MarkerCategory, Panel, CardLine):
        model.objects.filter(trust=trust).delete()
    ChecklistItem.objects.bulk_create(
        ChecklistItem(
            trust=trust,
            order=order,
            key=item.key,
            words=item.words,
            who=item.who,
            within=item.within,
            starts=item.starts,
            types=sorted(item.types),
            optional=item.optional,
            shown_by=item.shown_by,
            clause=item.clause,
        )
        for order, item in enumerate(checklist)
    )
    SupportOption.objects.bulk_create(
        SupportOption(trust=trust, order=order, key=key, title=title, about=about, clause=clause)
        for order, (key, title, about, clause) in enumerate(support)
    )
    MarkerCategory.objects.bulk_create(
        MarkerCategory(trust=trust, order=order, key=key, title=title, about=about)
        for order, (key, title, about) in enumerate(categories)
    )
    Panel.objects.bulk_create(Panel(trust=trust, order=order, post=post) for order, post in enumerate(panel))
    CardLine.objects.bulk_create(
        CardLine(trust=trust, page=page, order=order, words=words, clause=clause)
        for page, lines in (cards or {}).items()
        for order, (words, clause) in enumerate(lines)
    )
    enter(
        "violence.install",
        by=by,
        subject=trust,
        details={"checklist": len(checklist), "support": len(support), "categories": len(categories)},
    )
