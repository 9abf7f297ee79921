"""My work: what someone owes in every area."""

from __future__ import annotations

from itertools import chain

from holdfast.casework.casefile.queries import queues as casefile
from holdfast.casework.incidents.queries import queues as incidents
from holdfast.casework.liaison.queries import queues as liaison
from holdfast.casework.sanctions.queries import queues as sanctions
from holdfast.casework.violence.queries import queues as violence
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.records.queues import lines_of
from holdfast.foundation.records.work import WorkItem
from holdfast.oversight.assurance.queries import owed as assurance
from holdfast.tools.actions.queries import queues as actions

AREAS = (incidents, violence, liaison, sanctions, casefile, actions, assurance)


def work_of(viewer: Viewer) -> list[WorkItem]:
    """Everything that `viewer` owes, or owes for whom they stand in, whichever area asks; what is due first first."""
    return lines_of(chain.from_iterable(area.queues_of(viewer) for area in AREAS))
