"""What each person affected by an incident wants, as the pages about sanctions show it."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.casework.incidents.models import Incident, Victim, Wish
from holdfast.casework.incidents.queries.wishes import last_wishes
from holdfast.casework.sanctions.models import Case, Encouragement
from holdfast.foundation.pages.words import moment_in_words


@dataclass(frozen=True)
class Wanting:
    """One person affected: what they want now, what they wanted before, and who helps them to involve the police."""

    victim: Victim
    now: list[Wish]
    before: list[Wish]
    helped: list[Encouragement]


def wanting(incident: Incident) -> list[Wanting]:
    """Everyone affected by `incident` with what they said, the last first."""
    said, helped = list(incident.wishes.all()), list(incident.encouragements.all())
    last = last_wishes(said)
    found = []
    for victim in incident.victims.all():
        counts = last.get(victim.pk, {})
        now = [counts[about] for about in Wish.ABOUT if about in counts]
        before = [wish for wish in reversed(said) if wish.victim_id == victim.pk and wish not in now]
        found.append(Wanting(victim, now, before, [row for row in reversed(helped) if row.victim_id == victim.pk]))
    return found


def wishes_known(case: Case, *, named: bool) -> list[tuple[str, str]]:
    """What each victim said last about publicity, as rows for whoever decides on it.

    `named`: with who said it and how, for who may open the incident; others read the answer and its day only.
    """
    found = []
    for one in wanting(case.incident):
        wish = next((wish for wish in one.now if wish.about == "publicity"), None)
        who = f"{one.victim.name or 'A person affected'} on publicity" if named else "A person affected on publicity"
        if wish is None:
            found.append((who, "Not asked yet"))
            continue
        said = f"{wish.get_wants_display()}. {f'{wish.source}, ' if named else ''}{moment_in_words(wish.at)}"
        found.append((who, f"{said}. {wish.words}" if named and wish.words else said))
    return found
