"""Who may know of what in a case file, beyond knowing of the incident."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from holdfast.casework.casefile.models import Bundle, Exhibit, Search
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


@once_a_viewer
def bundles_visible_to(viewer: Viewer) -> QuerySet[Bundle]:
    """The bundles of the incidents that the viewer may see; those of an incident with restricted pieces hold them, so
    a page of a bundle also asks for the right to make bundles."""
    return Bundle.objects.filter(incident__in=visible_to(viewer).values("pk"))
