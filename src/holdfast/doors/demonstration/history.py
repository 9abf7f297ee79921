"""The time of the demonstration: a queue of things to come, each with its moment.

Doing one can bring others about: a report brings a triage, a triage an investigation. Chance decides how long each
takes, so that some are late and some are overdue today.
"""

from __future__ import annotations

import heapq
import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import count

from holdfast.kernel import clock
from holdfast.kernel.clock import LONDON

BY_HOUR = (5, 5, 5, 4, 3, 2, 2, 3, 4, 5, 6, 7, 7, 7, 7, 8, 8, 9, 9, 9, 9, 9, 8, 7)
BY_WEEKDAY = (6, 6, 6, 6, 8, 10, 9)


@dataclass(order=True)
class Coming:
    """Something that will be done at `at`."""

    at: datetime
    number: int
    do: Callable[[], None] = field(compare=False)


class History:
    """Lives through the time from `began` to `until`."""

    def __init__(self, chance: random.Random, began: datetime, until: datetime) -> None:
        self.chance = chance
        self.began = began
        self.until = until
        self._queue: list[Coming] = []
        self._numbers = count()

    def moment(self) -> datetime:
        """A moment of chance: more at nights and weekends, a little more in the later year."""
        days = (self.until - self.began).days
        while True:
            day = clock.local_day(self.began) + timedelta(days=int(days * self.chance.random() ** 0.9))
            if self.chance.random() * 10 < BY_WEEKDAY[day.weekday()]:
                hour = self.chance.choices(range(24), BY_HOUR)[0]
                moment = datetime.combine(day, time(hour, self.chance.randrange(60)), tzinfo=LONDON)
                if self.began < moment < self.until - timedelta(minutes=30):
                    return moment

    def at(self, moment: datetime, do: Callable[[], None]) -> None:
        """Let `do` be done at `moment`; what lies after the end never happens."""
        if moment <= self.until:
            heapq.heappush(self._queue, Coming(moment, next(self._numbers), do))

    def live(self, progress: Callable[[int], None]) -> int:
        """Do everything in the order of time. Gives how many things were done."""
        done = 0
        while self._queue:
            coming = heapq.heappop(self._queue)
            with clock.at(coming.at):
                coming.do()
            done += 1
            progress(done)
        return done

    def hours(self, typical: float, spread: float = 0.8) -> timedelta:
        """A length of time around `typical` hours: mostly shorter, now and then much longer."""
        return timedelta(hours=typical * math.exp(self.chance.gauss(0, spread)))

    def office(self, moment: datetime) -> datetime:
        """`moment`, or the next morning at which an office is staffed."""
        local = moment.astimezone(LONDON)
        while local.weekday() > 4 or not 8 <= local.hour < 18:
            local = (local + timedelta(hours=1)).replace(minute=self.chance.randrange(60))
        return local
