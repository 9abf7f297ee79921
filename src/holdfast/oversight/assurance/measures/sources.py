"""The kinds of records that measures read: how their rows are fetched, which policy judges them, who may open them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.queries.policy import concerns
from holdfast.casework.incidents.queries.visibility import visible_to
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.oversight.assurance.measures import MEASURES, incidents

Selection = Mapping[str, Iterable[str]]


@dataclass(frozen=True)
class Source:
    """One kind of record (`Record.kind`).

    `rows` are all of them in scope, each joined with its `record`; `loaded` names the relations that the measures read,
    fetched in one statement each for many rows. `event` gives the instant that decides which version of the policy
    judges the row. `concerns` says whether a selection of a pack means it. `visible_to` gives the rows that a viewer
    may open, and `page` is the name of the address that shows one by its reference.
    """

    kind: str
    rows: Callable[[], QuerySet[Any]]
    loaded: tuple[str, ...]
    event: Callable[[Any], datetime]
    visible_to: Callable[[Viewer], QuerySet[Any]]
    page: str
    concerns: Callable[[Selection, Any], bool] = lambda chosen, row: not chosen

    def fetch(self, records: Iterable[int]) -> Iterable[Any]:
        """The rows of these records (primary keys), with all that the measures read of them."""
        return self.rows().filter(pk__in=list(records)).select_related("record").prefetch_related(*self.loaded)


SOURCES: dict[str, Source] = {
    source.kind: source
    for source in (
        Source(
            kind="incident",
            rows=Incident.objects.all,
            # An area that responds to incidents adds the relations that its measures read.
            loaded=(*incidents.LOADED,),
            event=lambda incident: incident.reported_at,
            visible_to=visible_to,
            page="incidents:incident",
            concerns=concerns,
        ),
    )
}
"""By kind. An area with records of its own adds its line here."""


def source_of(measure: str) -> Source | None:
    """What the measure of this name reads; None for a statement, which somebody attests, and for an unknown name."""
    return SOURCES[MEASURES[measure].of] if measure in MEASURES else None
