"""What a measure is: from one record to the facts of one kind of obligation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Measure:
    """One thing that can be measured.

    `facts` takes the record's row, loaded with all that belongs to it, and the obligation's numbers. It gives the facts
    as the engine's `kind` wants them (a mapping, see `engine`), or a list of them for several subjects on one record,
    each with its `subject`, or None where the record does not concern it. `gives` tells a pack's author what is start,
    done and so on; `numbers` which numbers it uses; `of` the kind of record it reads (`sources.SOURCES`).
    """

    name: str
    kind: str
    title: str
    gives: str
    facts: Callable[[Any, Mapping[str, Any]], Any]
    area: str = "incidents"
    of: str = "incident"
    numbers: tuple[str, ...] = ("within", "warn")
