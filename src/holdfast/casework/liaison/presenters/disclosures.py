"""Disclosures as cards and lines of the register."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from holdfast.casework.liaison.models import Disclosure
from holdfast.casework.liaison.presenters.links import Action, action
from holdfast.casework.liaison.rules.disclosure import MEANINGS, POWERS, STATES
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.viewer import Viewer


@dataclass(frozen=True)
class DisclosureCard:
    """One request: its row, its state as a tag, the power in words, and what the viewer may do."""

    row: Disclosure
    state: tuple[str, str]
    power: str
    actions: tuple[Action, ...]


def disclosure_cards(rows: Iterable[Disclosure], viewer: Viewer) -> list[DisclosureCard]:
    """The cards of `rows`, which come with their incident's record."""
    return [
        DisclosureCard(row, (STATES[row.state], MEANINGS[row.state]), POWERS[row.power], tuple(_actions(row, viewer)))
        for row in rows
    ]


def _actions(row: Disclosure, viewer: Viewer) -> Iterable[Action]:
    mine = row.person_id == viewer.person.pk
    if row.state == "asked" and viewer.may(Permission.APPROVE_DISCLOSURES) and not mine:
        yield action("Decide", "liaison:decide-disclosure", row.pk)
    if row.state == "agreed" and viewer.may(Permission.KEEP_DISCLOSURES):
        yield action("It was handed over", "liaison:hand-over", row.pk)
