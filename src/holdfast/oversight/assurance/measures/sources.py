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
from holdfast.casework.sanctions.models import Case
from holdfast.casework.sanctions.queries.visibility import visible_to as sanctions_visible_to
from holdfast.casework.violence.models import Arrangement, Marker
from holdfast.casework.violence.queries.visibility import arrangements_visible_to, markers_visible_to
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.oversight.assurance.measures import MEASURES, actions, incidents, liaison, sanctions, violence
from holdfast.tools.actions.models import Action, Plan
from holdfast.tools.actions.queries.visibility import plans_visible_to
from holdfast.tools.actions.queries.visibility import visible_to as actions_visible_to

Selection = Mapping[str, Iterable[str]]


@dataclass(frozen=True)
class Source:
    """One kind of record (`Record.kind`).

    `rows` are all of them in scope, each joined with its `record`; `loaded` names the relations that the measures read,
    fetched in one statement each for many rows. `event` gives the instant that decides which version of the policy
    judges the row. `concerns` says whether a selection of a pack means it. `visible_to` gives the rows that a viewer
    may open, and `page` is the name of the address that shows one by its reference.

    `seen_from` is the instant from which Holdfast itself saw the row, None for all of its life. What a row of another
    system's history went through before it was brought in proves nothing of this policy, kept or broken: no clock that
    began before it is made.
    """

    kind: str
    rows: Callable[[], QuerySet[Any]]
    loaded: tuple[str, ...]
    event: Callable[[Any], datetime]
    visible_to: Callable[[Viewer], QuerySet[Any]]
    page: str
    concerns: Callable[[Selection, Any], bool] = lambda chosen, row: not chosen
    seen_from: Callable[[Any], datetime | None] = lambda row: None

    def fetch(self, records: Iterable[int]) -> Iterable[Any]:
        """The rows of these records (primary keys), with all that the measures read of them."""
        return self.rows().filter(pk__in=list(records)).select_related("record").prefetch_related(*self.loaded)


SOURCES: dict[str, Source] = {
    source.kind: source
    for source in (
        Source(
            kind="action",
            rows=Action.objects.all,
            loaded=actions.LOADED,
            event=lambda action: action.raised_at,
            visible_to=actions_visible_to,
            page="actions:action",
        ),
        Source(
            kind="action-plan",
            rows=Plan.objects.all,
            loaded=actions.PLAN_LOADED,
            event=lambda plan: plan.opened_at,
            visible_to=plans_visible_to,
            page="actions:plan",
        ),
        Source(
            kind="incident",
            rows=Incident.objects.all,
            # An area that responds to incidents adds the relations that its measures read.
            loaded=(
                *incidents.LOADED,
                *violence.LOADED,
                *liaison.LOADED,
            ),
            event=lambda incident: incident.reported_at,
            visible_to=visible_to,
            page="incidents:incident",
            concerns=concerns,
            seen_from=lambda incident: incident.imported_at,
        ),
        Source(
            kind="marker",
            rows=Marker.objects.all,
            loaded=violence.MARKER_LOADED,
            event=lambda marker: marker.asked_at,
            visible_to=markers_visible_to,
            page="violence:marker",
        ),
        Source(
            kind="lone-working",
            rows=Arrangement.objects.all,
            loaded=violence.ARRANGEMENT_LOADED,
            event=lambda arrangement: arrangement.set_at,
            visible_to=arrangements_visible_to,
            page="violence:lone-working",
        ),
        Source(
            kind="sanction",
            rows=Case.objects.all,
            loaded=sanctions.LOADED,
            event=lambda case: case.record.opened_at,
            visible_to=sanctions_visible_to,
            page="sanctions:case",
        ),
    )
}
"""By kind. An area with records of its own adds its line here."""


def source_of(measure: str) -> Source | None:
    """What the measure of this name reads; None for a statement, which somebody attests, and for an unknown name."""
    return SOURCES[MEASURES[measure].of] if measure in MEASURES else None
