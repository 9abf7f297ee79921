"""Handing the area of violence what a pack says to it."""

from __future__ import annotations

from holdfast.casework.violence.operations.policy import install_violence
from holdfast.casework.violence.queries.policy import Item
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.models import Trust
from holdfast.oversight.assurance.packs.pack import Pack
from holdfast.oversight.assurance.packs.placings import Content
from holdfast.oversight.assurance.packs.reading_violence import VIOLENCE


def put_violence(*, by: Actor, trust: Trust, pack: Pack) -> None:
    """The checklist, kinds of support, markers, and the words of clauses that stand on this area's pages."""
    said = pack.said(VIOLENCE)
    cards: dict[str, list[tuple[str, str]]] = {}
    for clause in pack.clauses:
        if isinstance(clause.met_by, Content):
            for page in clause.met_by.pages:
                if page.startswith("violence."):
                    cards.setdefault(page, []).append((clause.gist, clause.ref))
    install_violence(
        by=by,
        trust=trust,
        checklist=[Item(**vars(item)) for item in said.checklist],
        support=[(one.key, one.title, one.about, one.clause) for one in said.support],
        categories=[(one.key, one.title, one.about) for one in said.categories],
        panel=said.panel,
        cards=cards,
    )
