"""Making the links of the chain."""

from __future__ import annotations

from operator import attrgetter

from django.db import IntegrityError, transaction

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.canonical import clean
from holdfast.foundation.audit.fingerprints import FIRST_SEAL_FOLLOWS, SEAL_WORDS, Marks, Members, hash_of_seal
from holdfast.foundation.audit.models import Seal, SealedEntry
from holdfast.foundation.audit.queries import unsealed
from holdfast.kernel import clock

A_DAY_OF_SEALS = 1440
"""So many seals back does a new one look for entries that came late; every so many, one looks at all there are.

An entry gets its number when it is written and is seen when its transaction ends, so it can come to light after
higher numbers have been sealed. Looking at all entries every minute would cost more with every year."""

MOST_IN_ONE_SEAL = 10_000
"""A seal of more would keep other writers of an embedded database waiting while it is made."""

_values = attrgetter(*SEAL_WORDS)


def seal(*, by: Actor) -> list[Seal]:
    """Seal every entry that no seal holds yet. Returns the seals made: none when there was nothing to seal.

    Not an operation: an entry about it would itself wait for a seal, and each minute's seal would beget the next. The
    seal says when it was made and by whom. Sealers wait for one another; nobody else waits for them.
    """
    seals: list[Seal] = []
    above = _settled()
    while held := _seal_some(by, above):
        above, made = held
        seals.append(made)
    return seals


def _seal_some(by: Actor, above: int) -> tuple[int, Seal] | None:
    try:
        return _make_seal(by, above)
    except IntegrityError:
        return _make_seal(by, above)  # someone else made the very first seal at the same moment


@transaction.atomic
def _make_seal(by: Actor, above: int) -> tuple[int, Seal] | None:
    """The next seal over entries with numbers over `above`, and the highest of these; None when there are none."""
    Seal.objects.select_for_update().filter(number=1).first()  # the door through which sealers go one by one
    last = Seal.objects.last()
    number = last.number + 1 if last else 1
    held = list(unsealed(above=above).values_list("pk", "entry_hash")[:MOST_IN_ONE_SEAL])
    if not held:
        return None
    members = Members()
    for entry, entry_hash in held:
        members.add(entry, entry_hash)
    SealedEntry.objects.bulk_create(
        (SealedEntry(entry_id=entry, seal_id=number, entry_hash=entry_hash) for entry, entry_hash in held),
        batch_size=1000,
    )
    seal = Seal(
        number=number,
        at=clock.now(),
        sealed_by=clean(f"{by.name} ({by.identity})"),
        count=members.count,
        reached=max(held[-1][0], last.reached if last else 0),
        previous_hash=last.seal_hash if last else FIRST_SEAL_FOLLOWS,
        members_hash=members.hash(),
    )
    seal.seal_hash = hash_of_seal(_values(seal))
    seal.mac = Marks.of_this_installation().make(seal.seal_hash)
    seal.save(force_insert=True)
    return held[-1][0], seal


def _settled() -> int:
    """The entry number up to which the next seal need not look."""
    last = Seal.objects.last()
    number = last.number + 1 if last else 1
    if number % A_DAY_OF_SEALS == 0:
        return 0
    return Seal.objects.filter(number=number - A_DAY_OF_SEALS).values_list("reached", flat=True).first() or 0
