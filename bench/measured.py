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
from bench.reports import reporter_of, take_from, typed
from bench.visiting import Visitor
from bench.watching import Watch
from bench.weight import weight_of
from holdfast.foundation.organisation.models import PostHolding, Trust, User
from holdfast.foundation.organisation.scope import scope
from holdfast.foundation.organisation.viewer import Viewer
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
            pages = addresses(trust)
            duties = partial(obligations_of, trust, clock.today())
            viewer = Viewer(self.specialist.user, self.specialist.user.person)
            reporter = Viewer(self.staff.user, self.staff.user.person)
            report = partial(take_from, reporter, trust)
            self.reading: dict[str, Deed] = {
                **{name: partial(self.specialist.get, address) for name, address in pages.items()},
                "all duties": lambda: tallies(duties(), clock.now(), viewer=viewer),
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


def _specialist(trust: Trust) -> User:
    held = PostHolding.objects.filter(trust=trust, post__role__in=("lsms", "security-lead"))
    holding = held.order_by("post__role", "pk").first()
    if holding is None:
        raise LookupError(f"nobody of {trust} is a security specialist")
    return User.objects.select_related("person__trust", "person__unit").get(person=holding.person_id)
