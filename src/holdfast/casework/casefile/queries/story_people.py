"""What was decided about markers and RIDDOR on a case, as lines of its story for those who may know of them."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from holdfast.casework.casefile.queries.happenings import Happening, happened_at, happened_on
from holdfast.casework.incidents.models import Incident
from holdfast.casework.liaison.queries.visibility import injured_visible_to
from holdfast.casework.liaison.queries.wishes import name_of
from holdfast.casework.violence.queries.visibility import markers_known_to
from holdfast.foundation.organisation.viewer import Viewer

DECIDED = {
    "place": "placed as temporary",
    "confirm": "confirmed",
    "refuse": "refused",
    "review": "reviewed and kept",
    "remove": "removed",
    "lapse": "lapsed: nobody decided in time",
    "suspend": "suspended: nobody reviewed it in time",
}


def markers_of(incident: Incident, viewer: Viewer) -> Iterator[Happening]:
    """What became of the markers that were asked for from `incident`; the reasons stand on their own pages."""
    rows = markers_known_to(viewer).filter(incident=incident).select_related("record")
    for marker in rows.prefetch_related("decisions"):
        url = reverse("violence:marker", args=[marker.reference])
        yield happened_at(marker.asked_at, f"Marker {marker.reference} asked for", by=marker.asked_by, url=url)
        for row in marker.decisions.all():
            yield happened_at(
                row.at, f"Marker {marker.reference} {DECIDED.get(row.verb, row.verb)}", by=row.by, url=url
            )


def riddor_of(incident: Incident, viewer: Viewer) -> Iterator[Happening]:
    """What was decided under RIDDOR, and when the authority was told."""
    url = reverse("liaison:riddor", args=[incident.reference])
    rows = injured_visible_to(viewer).filter(incident=incident).select_related("victim__person")
    for injured in rows.prefetch_related("decisions"):
        whose = name_of(injured.victim) if injured.victim else "fire or explosion"
        for row in injured.decisions.all():
            yield happened_at(
                row.at, f"RIDDOR, {whose}: {row.get_decided_display()}", by=row.by, text=row.reason, url=url
            )
        if injured.notified_at:
            yield happened_at(injured.notified_at, f"RIDDOR, {whose}: the authority was told by telephone", url=url)
        if injured.reported_on:
            marks = (f"Reference {injured.hse_reference}",) if injured.hse_reference else ()
            title = f"RIDDOR, {whose}: reported"
            yield happened_on(injured.reported_on, title, by=injured.reported_by, marks=marks, url=url)
