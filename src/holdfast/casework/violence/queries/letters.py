"""Letters about markers: the trust's words, and which letters can be written now."""

from __future__ import annotations

from holdfast.casework.violence.models import Marker, MarkerWords
from holdfast.casework.violence.rules.letters import FIRST_WORDS, TITLES
from holdfast.casework.violence.rules.markers import LIVE
from holdfast.foundation.organisation.models import Trust
from holdfast.kernel import clock


def words_in_use(trust: Trust, kind: str) -> MarkerWords:
    """The trust's words of letters of `kind` now. Number 0, not saved: those with which Holdfast begins."""
    newest = MarkerWords.objects.filter(trust=trust, kind=kind).order_by("-number").first()
    if newest is not None:
        return newest
    told = {"title": TITLES[kind], "text": FIRST_WORDS[kind], "at": clock.now(), "by": "Holdfast"}
    return MarkerWords(trust=trust, kind=kind, number=0, **told)


def letters_for(marker: Marker) -> list[str]:
    """The kinds of letters that can be written to the person now, by how the marker stands and what was decided."""
    kinds = []
    if marker.state in LIVE:
        kinds.append("placed")
    if marker.state == "confirmed" and marker.decisions.filter(verb="review").exists():
        kinds.append("reviewed")
    if marker.state == "removed":
        kinds.append("removed")
    if marker.challenges.filter(upheld=False).exists():
        kinds.append("challenge")
    return kinds


def reason_for(marker: Marker, kind: str) -> str:
    """The reason that was written down for what a letter of `kind` tells; blank where none was."""
    if kind == "challenge":
        row = marker.challenges.filter(upheld=False).last()
        return row.reason if row else ""
    verb = {"reviewed": "review", "removed": "remove"}.get(kind)
    decision = marker.decisions.filter(verb=verb).last() if verb else None
    return decision.reason if decision else ""
