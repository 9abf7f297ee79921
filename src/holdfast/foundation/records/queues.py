"""Queues, asked together: what waits for someone is many queries, and one statement.

"My work" is made of some thirty queues of all areas. Each is a queryset with the columns that its lines need; here they
become one UNION, whatever tables they stand on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import F, JSONField, QuerySet
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_date, parse_datetime

from holdfast.foundation.records.union import ask_together
from holdfast.foundation.records.work import WorkItem

MOST = 100
"""How many lines one queue gives; the lists of the areas show the rest."""


class Waiting(dict[str, Any]):
    """One row of a queue: what its columns hold, by name.

    What comes out of JSON is text or a number: `instant` and `day` read the moments among them.
    """

    def instant(self, name: str) -> datetime | None:
        """The instant (UTC) in the column `name`; None where it holds none."""
        told = self[name]
        found = parse_datetime(told) if told else None
        return found.replace(tzinfo=UTC) if found is not None and found.tzinfo is None else found

    def day(self, name: str) -> date | None:
        """The day in the column `name`; None where it holds none."""
        return parse_date(self[name][:10]) if self[name] else None


@dataclass(frozen=True)
class Queue:
    """What waits for someone: `rows` in the order in which they count, cut after `most`.

    `columns` maps names to fields or expressions over the rows; `line` makes of one row its line of "my work", or None
    where another row has said it already.
    """

    rows: QuerySet[Any]
    columns: Mapping[str, Any]
    line: Callable[[Waiting], WorkItem | None]
    most: int = MOST


def lines_of(queues: Iterable[Queue]) -> list[WorkItem]:
    """The lines of all `queues`, what is due first first, in one statement; none without queues."""
    wanted = list(queues)
    told: list[list[Waiting]] = [[] for _ in wanted]
    for number, row in ask_together([_as_objects(queue) for queue in wanted]):
        told[number].append(Waiting(json.loads(row) if isinstance(row, str) else row))
    for rows in told:
        rows.sort(key=lambda row: str(row.get("since")))  # a UNION has no order, and of two the first may count
    lines = (queue.line(row) for queue, rows in zip(wanted, told, strict=True) for row in rows)
    return sorted(line for line in lines if line is not None)


class _Row(JSONObject):
    output_field = JSONField()


def _as_objects(queue: Queue) -> QuerySet[Any]:
    columns = {name: F(given) if isinstance(given, str) else given for name, given in queue.columns.items()}
    return queue.rows.values_list(_Row(**columns))[: queue.most]
