"""Who may know of what in a case file, beyond knowing of the incident."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from holdfast.casework.casefile.models import Bundle, Exhibit, Search
from holdfast.casework.casefile.rules.bundles import WHO_DID_IT, subject_key, subject_title
from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.queries.visibility import visible_to
from holdfast.foundation.organisation.viewer import Viewer, once_a_viewer
from holdfast.foundation.records.models import Reader


def named_on(viewer: Viewer, incident: str = "incident_id") -> Any:
    """A condition: the viewer is named on the incident that `incident` leads to."""
    return Exists(Reader.objects.filter(record_id=OuterRef(incident), person=viewer.person))


@once_a_viewer
def exhibits_visible_to(viewer: Viewer) -> QuerySet[Exhibit]:
    """The exhibits of the incidents that the viewer may see. Restricted ones (injuries): for the people named on the
    incident and for whoever took them in."""
    exhibits = Exhibit.objects.filter(incident__in=visible_to(viewer).values("pk"))
    return exhibits.filter(Q(restricted=False) | Q(person=viewer.person) | named_on(viewer))


@once_a_viewer
def searches_visible_to(viewer: Viewer) -> QuerySet[Search]:
    """The searches on which the viewer is named: also when the incident itself was opened to others later."""
    return Search.objects.filter(named_on(viewer), incident__in=visible_to(viewer).values("pk"))


def bundles_of(incident: Incident, viewer: Viewer) -> list[Bundle]:
    """The bundles of `incident` in which is nothing that the viewer may not see, for viewers who may see the incident.

    A bundle says inside who was left out of it, too. So whoever is not named on the incident gets none in which
    somebody who is held apart now was a piece to choose, whoever made it and when.
    """
    bundles = list(Bundle.objects.filter(incident=incident).prefetch_related("files"))
    if not bundles:
        return []
    shown = set(exhibits_visible_to(viewer).filter(incident=incident).values_list("pk", flat=True))
    named = Reader.objects.filter(record_id=incident.pk, person=viewer.person).exists()
    apart = [] if named else [subject for subject in incident.subjects.all() if subject.held_apart]
    known = {subject_title(subject.name) for subject in incident.subjects.all() if subject not in apart}
    return [
        bundle
        for bundle in bundles
        if {row.exhibit_id for row in bundle.files.all()} <= shown
        and not (apart and _tells_of_someone_else(bundle, {subject_key(subject.pk) for subject in apart}, known))
    ]


def _tells_of_someone_else(bundle: Bundle, apart: set[str], known: set[str]) -> bool:
    """True when a piece of `apart` was chosen, or a person other than the `known` was left out."""
    left_out = {title for title, _ in bundle.left_out if title.startswith(WHO_DID_IT)}
    return bool(apart & set(bundle.chosen) or left_out - known)
