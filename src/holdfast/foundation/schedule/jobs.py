"""What an area says of the work that it wants done again and again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Job:
    """Work that `holdfast tick` does again every so often.

    `name` is "area.verb" and stays the same for ever: it is how the last run is known. `run` takes nothing, opens the
    scope that it needs, does a bounded piece of work and may give words on what it did. It must do no harm when it is
    run twice: a run that was cut short is done again. `at_most` is how long it may take; after that another scheduler
    takes it for dead.

    Raises ValueError for a length that is not positive.
    """

    name: str
    every: timedelta
    run: Callable[[], object]
    at_most: timedelta = timedelta(minutes=30)

    def __post_init__(self) -> None:
        if self.every <= timedelta() or self.at_most <= timedelta():
            raise ValueError(f"{self.name}: a job is done every so often and takes some time, both more than nothing")
