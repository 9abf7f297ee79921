"""What someone owes after violence, as queues of "my work"."""

from __future__ import annotations

from collections.abc import Iterator

from holdfast.casework.violence.queries.queues_lone import lone_queues_of
from holdfast.casework.violence.queries.queues_markers import marker_queues_of
from holdfast.casework.violence.queries.queues_response import ASSAULTS, response_queues_of
from holdfast.casework.violence.queries.queues_support import support_queues_of
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.records.queues import Queue, lines_of
from holdfast.foundation.records.work import WorkItem

__all__ = ["ASSAULTS", "owed_by", "queues_of"]


def owed_by(viewer: Viewer) -> list[WorkItem]:
    """Everything of this area that the viewer owes, what is due first first."""
    return lines_of(queues_of(viewer))


def queues_of(viewer: Viewer) -> Iterator[Queue]:
    """The queues of violence in which something may wait for the viewer."""
    yield from response_queues_of(viewer)
    yield from support_queues_of(viewer)
    yield from marker_queues_of(viewer)
    yield from lone_queues_of(viewer)
