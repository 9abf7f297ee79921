"""What closing an incident still needs, each with the places where it is mended: for its page and for its case file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.rules.closing import Requirement
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.viewer import Viewer


@dataclass(frozen=True)
class Way:
    """A link that mends something."""

    title: str
    url: str


def _to(incident: Incident, name: str, *more: object) -> str:
    return reverse(f"incidents:{name}", args=[incident.reference, *more])


@dataclass(frozen=True)
class Mending:
    """Something that closing still needs, and the links that mend it for this viewer."""

    key: str
    words: str
    links: list[Way]


def mended_by(incident: Incident, viewer: Viewer, missing: Iterable[Requirement]) -> list[Mending]:
    """What closing still needs, each with what the viewer can do about it."""
    return [
        Mending(requirement.key, requirement.mend, list(_mending(requirement.key, incident, viewer)))
        for requirement in missing
    ]


def _mending(key: str, incident: Incident, viewer: Viewer) -> Iterator[Way]:
    match key:
        case "investigation":
            rows = [row for row in incident.investigations.all() if row.state in ("assigned", "submitted")]
            for row in rows:
                yield Way(
                    f"See the {row.get_strand_display().lower()}", f"{_to(incident, 'incident')}#investigation-{row.pk}"
                )
            if not rows and viewer.may(Permission.TRIAGE_INCIDENTS):
                yield Way("Open an investigation", _to(incident, "open-investigation"))
                yield Way("Say why none is needed", _to(incident, "triage"))
        case "police-told":
            yield Way("Add the contact", _to(incident, "police"))
            yield Way("Say why they were not told", _to(incident, "explain", "police-told"))
        case "crime-number":
            yield Way("Add the crime number", _to(incident, "police"))
            yield Way("Say why there is none", _to(incident, "explain", "crime-number"))
        case "lesson":
            if viewer.may(Permission.SHARE_LESSONS):
                yield Way("Share what was learnt", _to(incident, "share-lesson"))
                yield Way("Say why there is nothing to learn", _to(incident, "no-lesson"))
        case "human-resources":
            yield Way(
                "Give the reference, or say why they are not involved", _to(incident, "explain", "human-resources")
            )
        case "statements":
            yield Way("See who has not answered", f"{_to(incident, 'incident')}#statements")
