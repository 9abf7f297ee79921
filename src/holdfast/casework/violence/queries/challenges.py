"""Who may decide a challenge to a marker: nobody who had a part in what is challenged."""

from __future__ import annotations

from holdfast.casework.violence.models import Marker
from holdfast.casework.violence.rules.markers import sat_on

DECIDED_BEFORE = "You asked for this marker or had a part in deciding on it. Somebody else must look at it anew."


def had_a_part(marker: Marker, person_id: int | None, name: str) -> bool:
    """True when this person asked for `marker`, decided on it, sat on a panel that did, or decided a challenge.

    Placing a temporary marker decides nothing: the panel comes after it.
    """
    decisions = [row for row in marker.decisions.all() if row.verb != "place"]
    people = {marker.asker_id, *(row.person_id for row in decisions)}
    people |= {row.decider_id for row in marker.challenges.all() if row.decided_at is not None}
    if person_id is not None and person_id in people:
        return True
    return any(sat_on(row.panel, name) for row in decisions)
