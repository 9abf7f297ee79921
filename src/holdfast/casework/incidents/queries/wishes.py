"""What people affected want: the last wish of each about each thing."""

from __future__ import annotations

from collections.abc import Iterable

from holdfast.casework.incidents.models import Victim, Wish


def last_wishes(wishes: Iterable[Wish]) -> dict[int, dict[str, Wish]]:
    """The wishes that count, by the key of the victim and by what they are about (keys of Wish.ABOUT).

    `wishes` in the order in which they were said: `incident.wishes.all()` for all who are affected by an incident,
    `victim.wishes.all()` for one of them; one statement either way.
    """
    last: dict[int, dict[str, Wish]] = {}
    for wish in wishes:
        last.setdefault(wish.victim_id, {})[wish.about] = wish
    return last


def wishes_of(victim: Victim) -> dict[str, Wish]:
    """The wishes of one victim that count, by what they are about; empty where nobody asked them."""
    return last_wishes(victim.wishes.all()).get(victim.pk, {})
