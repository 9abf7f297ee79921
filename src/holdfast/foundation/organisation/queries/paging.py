"""Lists page by page, by key and never by offset: page 500 costs what page 1 does, and nothing slips between pages."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of a list. `before` and `after` are the marks of its neighbours, "" where there is none."""

    rows: list[Row]
    before: str
    after: str


def page_of(
    rows: QuerySet[Row],
    keys: Sequence[str],
    *,
    after: str = "",
    before: str = "",
    size: int = 50,
    descending: bool = False,
) -> Page[Row]:
    """The page of `rows` that follows the mark `after`, or comes before the mark `before`; the first one without.

    `keys` are fields in ascending order (with `descending` all of them in descending order) that tell any two rows
    apart, so the last is the primary key; none may be null. A mark that cannot be read counts as none.
    """
    position = _read(after or before, keys)
    backwards = bool(before) and position is not None
    if position is not None:
        rows = rows.filter(_beyond(keys, position, "lt" if backwards != descending else "gt"))
    ordered = rows.order_by(*(f"-{key}" if backwards != descending else key for key in keys))
    found = list(ordered[: size + 1])
    more = len(found) > size
    found = found[:size]
    if backwards:
        found.reverse()
    has_before = more if backwards else position is not None
    has_after = bool(found) if backwards else more
    return Page(
        found,
        before=_mark(found[0], keys) if found and has_before else "",
        after=_mark(found[-1], keys) if found and has_after else "",
    )


def _beyond(keys: Sequence[str], position: Sequence[Any], direction: str) -> Q:
    condition = Q()
    for place, key in enumerate(keys):
        same = dict(zip(keys[:place], position[:place], strict=True))
        condition |= Q(**same, **{f"{key}__{direction}": position[place]})
    # The first key alone bounds the range: with it a database walks the index instead of weighing each alternative.
    return condition & Q(**{f"{keys[0]}__{direction}e": position[0]})


def _mark(row: Model, keys: Sequence[str]) -> str:
    text = json.dumps([getattr(row, key) for key in keys], cls=DjangoJSONEncoder, ensure_ascii=False)
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(mark: str, keys: Sequence[str]) -> list[Any] | None:
    if not mark:
        return None
    try:
        position = json.loads(urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
    except ValueError:
        return None
    fits = isinstance(position, list) and len(position) == len(keys)
    return position if fits and all(isinstance(value, str | int) for value in position) else None
