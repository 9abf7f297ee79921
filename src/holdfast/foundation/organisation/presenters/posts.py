"""Posts in groups, as their list shows them."""

from __future__ import annotations

from collections import defaultdict

from holdfast.foundation.organisation.queries.posts import Seat
from holdfast.foundation.organisation.roles import ROLES


def seats_by_role(seats: list[Seat]) -> list[tuple[str, str, list[Seat]]]:
    """Each role that has posts, in the order of ROLES: its title, what it may do, and its posts."""
    groups: dict[str, list[Seat]] = defaultdict(list)
    for seat in seats:
        groups[seat.post.role].append(seat)
    return [(role.title, role.description, groups[key]) for key, role in ROLES.items() if key in groups]
