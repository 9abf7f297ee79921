"""What is measured: by name, a function that does it once."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict
from functools import partial
from typing import TypeAlias

from django.db import connection

from bench.bare import bare_transaction
from bench.copying import tidy
from bench.figures import Round
from bench.pages import addresses
from bench.reports import reporter_of, take, typed
from bench.visiting import Visitor
from bench.watching import Watch
from bench.weight import weight_of
from holdfast.foundation.organisation.models import Person, Trust
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock
from holdfast.oversight.assurance.queries.duties import obligations_of
from holdfast.oversight.assurance.queries.tallies import tallies

Deed: TypeAlias = Callable[[], object]


class Measured:
    """One trust of a filled database, looked at by its security specialist and reported to by its staff."""

    def __init__(self, trust: Trust) -> None:
        self.trust = trust
        with scope(trust):
            self.specialist = Visitor(_specialist(trust))
            self.staff = Visitor(reporter_of(trust))
            pages = addresses(trust, self.staff.viewer)
            duties = partial(obligations_of, trust, clock.today())
            report = partial(take, self.staff.viewer)
            self.reading: dict[str, Deed] = {
                **{name: partial(self.specialist.get, address) for name, address in pages.items()},
                "all duties": lambda: tallies(duties(), clock.now(), viewer=self.specialist.viewer),
            }
            self.writing: dict[str, Deed] = {
                "report": report,
                "bare transaction": bare_transaction(report),
                "report, sent by a browser": lambda: self.staff.send("/report/", typed()),
                "dashboard after a report": self.reading["dashboard"],
            }
        # The scheduler has looked at everything, as it does each minute, and PostgreSQL has counted.
        self.specialist.get("/assurance/")
        tidy()

    def once(self, name: str) -> dict[str, float]:
        """Do the thing called `name`; gives a Round as a dictionary."""
        deed = self.reading.get(name) or self.writing[name]
        watch = Watch()
        watching: AbstractContextManager[object] = connection.execute_wrapper(watch)
        with scope(self.trust), watching:
            began = time.perf_counter()
            deed()
            seconds = time.perf_counter() - began
        return asdict(Round(seconds * 1000, watch.statements, watch.seconds * 1000))

    def weigh(self) -> dict[str, int]:
        """What the report form weighs at the first visit; see `weight.weight_of`."""
        pages = [weight_of(self.staff.get, address) for address in ("/report/", "/report/?type=physical-assault")]
        return asdict(max(pages, key=lambda weight: weight.whole))


def _specialist(trust: Trust) -> Person:
    people = Person.objects.filter(trust=trust, holdings__post__role="lsms", user__isnull=False)
    return people.select_related("trust", "unit", "user").order_by("pk")[0]
