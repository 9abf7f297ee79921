"""Making the demonstration: an empty database becomes five trusts with two years behind them."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from datetime import time as time_of_day

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from holdfast.foundation.audit.operations import seal
from holdfast.foundation.notifications.models import Mail
from holdfast.foundation.notifications.operations import settle_history
from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.organisation.operations.ods import import_five_trusts
from holdfast.foundation.organisation.operations.trusts import set_number, start_using
from holdfast.foundation.organisation.scope import EVERY_TRUST, scope
from holdfast.kernel import clock
from holdfast.kernel.commands import CommandFailed
from holdfast.oversight.assurance.operations.clocks import catch_up
from holdfast.oversight.assurance.operations.evaluating import evaluate_all
from holdfast.oversight.assurance.operations.installing import digest_of, install_pack
from holdfast.oversight.assurance.packs.loading import load_pack, pack_folders
from holdfast.oversight.assurance.packs.offered import vocabulary
from holdfast.oversight.assurance.packs.pack import Pack

from .cast import MAKER, assemble
from .history import History
from .lives import plan
from .responding import settle

YEARS = timedelta(days=2 * 365)
INCIDENTS = {"RYE": 46, "RYD": 46, "RRU": 50, "RWP": 42, "RTX": 40}
"""How many incidents each trust has in the two years, by ODS code: the small world of a demonstration."""

OWN_NUMBERS = {
    "incidents.triage-within": "P3D",
    "incidents.check-within": "P7D",
    "incidents.investigate-within": "P28D",
    "incidents.review-within": "P14D",
    "violence.marker-temporary": "P28D",
    "violence.marker-review": "P12M",
    "liaison.chase-after": "P28D",
    "liaison.tell-victim-within": "P7D",
    "sanctions.decide-within": "P28D",
    "sanctions.agree-within": "P14D",
    "sanctions.publicity-within": "P28D",
    "sanctions.letter-valid-for": "P12M",
    "actions.remind-before": "P7D",
    "actions.up-after": "P14D",
    "actions.further-up-after": "P28D",
}
"""By when a trust wants its own steps done, where its policy prints nothing: a demonstration needs dates to show."""

LOOKED_BACK = 26
"""For how many weeks back the demonstration knows what was known then."""

FRESH = timedelta(days=10)
"""Notices of so long ago are still new to whoever they went to."""

MARKER = "demonstration"
"""A file in the data folder that says that everything in it is invented."""


def build(
    *,
    seed: int = 2026,
    until: datetime | None = None,
    share: float = 1.0,
    only: Collection[str] = (),
    say: Callable[[str], None],
) -> None:
    """Make the demonstration in an empty, migrated database.

    The same `seed` and `until` make the same history. `share` and `only` (pack ids) make it smaller, for tests. `say`
    hears of progress.
    """
    until = until or clock.now()
    began = until - YEARS
    say("Bringing in the trusts and their sites")
    with transaction.atomic(), clock.at(began - timedelta(days=30)):
        import_five_trusts(by=MAKER)
    casts = []
    for folder in pack_folders():
        if only and folder.name not in only:
            continue
        pack = load_pack(folder, vocabulary())
        trust = Trust.objects.get(code=pack.ods)
        say(f"Installing the policy of {trust.name} and finding its people")
        with transaction.atomic(), clock.at(_first_day(pack, began - timedelta(days=20))), scope(trust):
            trust.short_name = pack.short_name
            trust.save(update_fields=["short_name"])
            start_using(by=MAKER, trust=trust)
            install_pack(by=MAKER, trust=trust, pack=pack, digest=digest_of(folder))
            for key, value in OWN_NUMBERS.items():
                set_number(by=MAKER, trust=trust, key=key, value=value, why="Set for the demonstration")
            casts.append(assemble(trust, pack, random.Random(f"{seed}-{trust.code}"), began))
    history = History(random.Random(seed), began, until)
    for cast in casts:
        settle(history, cast)
        plan(history, cast, round(INCIDENTS[cast.trust.code] * share))
    say("Living through two years")
    with transaction.atomic():
        history.live(_dots(say))
    say("Working out who kept what")
    with scope(EVERY_TRUST):
        catch_up()
    for weeks in reversed(range(LOOKED_BACK)):
        with clock.at(until - timedelta(weeks=weeks)):
            evaluate_all()  # what was known week by week, so that the history of each duty has something to show
    with scope(EVERY_TRUST):
        settle_history(before=until - FRESH)
        # What was mailed in two invented years must not be sent today.
        Mail.objects.all().delete()
    seal(by=MAKER)
    (settings.CONFIGURATION.data / MARKER).write_text("Everything in this folder is invented.\n")


def _first_day(pack: Pack, moment: datetime) -> datetime:
    """`moment`, or the first day of the policy where it came later: before its day nothing of it takes effect."""
    if pack.document.in_force is None:
        return moment
    return max(moment, datetime.combine(pack.document.in_force, time_of_day(9), tzinfo=clock.LONDON))


def _dots(say: Callable[[str], None]) -> Callable[[int], None]:
    began = time.monotonic()

    def progress(done: int) -> None:
        if done % 2000 == 0:
            say(f"  {done:,} events after {time.monotonic() - began:.0f} seconds")

    return progress


def _hurry() -> None:
    """Building may lose everything on a power cut: it is then begun again. Serving may not, see the settings."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        connection.cursor().execute("PRAGMA synchronous=OFF")


def prepare(say: Callable[[str], None]) -> None:
    """Migrate, and build unless the demonstration is there already.

    Raises CommandFailed in a data folder that holds anything else: real data must never meet "sign in as".
    """
    marked = (settings.CONFIGURATION.data / MARKER).exists()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if marked:
        return
    if Trust.objects.exists():
        raise CommandFailed(
            f"{settings.CONFIGURATION.data} holds data that is not the demonstration’s, or one that was not finished. "
            "Set HOLDFAST_DATA to another folder, or remove this one."
        )
    _hurry()
    build(say=say)


def to_stderr(words: str) -> None:
    """Progress for whoever watches; results go to standard output."""
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()
